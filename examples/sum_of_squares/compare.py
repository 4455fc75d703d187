# SPDX-License-Identifier: MIT
"""sum_of_squares beside pure Python and NumPy: the rows of ``examples/demo.py``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def sum_of_squares_python(v: Sequence[float]) -> float:
    """Sum of the squares of a list."""
    return sum([x * x for x in v])


def sum_of_squares_numpy(v: np.ndarray) -> float:
    """The same of an array: the BLAS' dot product."""
    return float(v @ v)


def sum_of_squares_list_numpy(v: Sequence[float]) -> float:
    """The same of a list, by way of an array."""
    return sum_of_squares_numpy(np.array(v))


def data(size: int) -> tuple[np.ndarray]:
    """An array of random floats, always the same."""
    return (np.random.default_rng(1).random(size),)


def data_list(size: int) -> tuple[list[float]]:
    """The same as a list."""
    return (data(size)[0].tolist(),)


def as_lists(args: tuple[np.ndarray]) -> tuple[list[float]]:
    """An array as a list."""
    return (args[0].tolist(),)


ROWS = [
    {
        "function": "sum_of_squares.sum_of_squares",
        "label": "list of 1,000,000 floats",
        "size": 1_000_000,
        "data": data_list,
        "python": sum_of_squares_python,
        "numpy": sum_of_squares_list_numpy,
    },
    {
        "function": "sum_of_squares.sum_of_squares",
        "label": "10,000,000 float64",
        "size": 10_000_000,
        "data": data,
        "python": sum_of_squares_python,
        "numpy": sum_of_squares_numpy,
        "for_python": as_lists,
        "probe": 100_000,
        "data_bytes": 80 * 10**6,
        "python_bytes": 10**7 * (8 + 24) * 2,
    },
]
