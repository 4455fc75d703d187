# SPDX-License-Identifier: MIT
"""find_max beside pure Python and NumPy: the rows that ``examples/demo.py`` times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def find_max_python(a: Sequence[Sequence[int]]) -> list[int]:
    """Largest value of each column of a list of rows."""
    return [max(column) for column in zip(*a)]


def find_max_numpy(a: np.ndarray) -> np.ndarray:
    """Largest value of each column of an array."""
    return a.max(axis=0)


def data(size: tuple[int, int]) -> tuple[np.ndarray]:
    """Random int64 over (nearly) the whole range, always the same."""
    random = np.random.default_rng(1)
    return (random.integers(-(2**62), 2**62, size, dtype=np.int64),)


def as_lists(args: tuple[np.ndarray]) -> tuple[list[list[int]]]:
    """The same table as a list of lists."""
    return (args[0].tolist(),)


ROWS = [
    {
        "function": "find_max.find_max",
        "label": "100 x 1,000,000 int64",
        "size": (100, 1_000_000),
        "data": data,
        "python": find_max_python,
        "numpy": find_max_numpy,
        "for_python": as_lists,
        "probe": (100, 10_000),
        "work": lambda size: size[0] * size[1],
        "data_bytes": 800 * 10**6,
        "python_bytes": 100 * 10**6 * (8 + 32),
    },
]
