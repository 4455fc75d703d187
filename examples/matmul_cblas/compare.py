# SPDX-License-Identifier: MIT
"""CBLAS beside pure Python and NumPy: the rows that ``examples/demo.py`` times."""

from __future__ import annotations

from typing import Any

import numpy as np

DEBIAN_PACKAGE = "libopenblas-dev"  # what to install where there is no CBLAS

Matrix = list[list[float]]


def dgemm_python(a: Matrix, b: Matrix) -> Matrix:
    """Product of two lists of rows."""
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, col)) for col in columns] for row in a]


def dgemm_numpy(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product of two arrays: NumPy's own BLAS."""
    return a @ b


def data(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Two square arrays of random floats, always the same."""
    random = np.random.default_rng(1)
    return random.random((size, size)), random.random((size, size))


def as_lists(args: tuple[np.ndarray, ...]) -> tuple[Matrix, ...]:
    """Arrays as lists of lists."""
    return tuple(array.tolist() for array in args)


def row(size: int) -> dict[str, Any]:
    """One row of the table."""
    return {
        "function": "matmul_cblas.dgemm",
        "label": f"{size} x {size} float64",
        "size": size,
        "data": data,
        "python": dgemm_python,
        "numpy": dgemm_numpy,
        "for_python": as_lists,
        "probe": min(size, 50),
        "work": lambda n: n**3,
    }


ROWS = [row(size) for size in (10, 100, 500, 1000)]
