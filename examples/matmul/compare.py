# SPDX-License-Identifier: MIT
"""matmul beside pure Python and NumPy: the rows that ``examples/demo.py`` times."""

from __future__ import annotations

from typing import Any

import numpy as np

Matrix = list[list[float]]


def matmul_python(a: Matrix, b: Matrix) -> Matrix:
    """Product of two lists of rows."""
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, col)) for col in columns] for row in a]


def matmul_numpy(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product of two arrays: NumPy's BLAS."""
    return a @ b


def matmul_lists_numpy(a: Matrix, b: Matrix) -> Matrix:
    """Product of two lists of rows, by way of arrays."""
    return (np.array(a) @ np.array(b)).tolist()


def data(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Two square arrays of random floats, always the same."""
    random = np.random.default_rng(1)
    return random.random((size, size)), random.random((size, size))


def data_lists(size: int) -> tuple[Matrix, Matrix]:
    """The same as lists of lists."""
    a, b = data(size)
    return a.tolist(), b.tolist()


def as_lists(args: tuple[np.ndarray, ...]) -> tuple[Matrix, ...]:
    """Arrays as lists of lists."""
    return tuple(array.tolist() for array in args)


def row(size: int, lists: bool) -> dict[str, Any]:
    """One row of the table: arrays, or lists in and out."""
    return {
        "function": "matmul.matmul_lists" if lists else "matmul.matmul",
        "label": f"{size} x {size} float64{' lists' if lists else ''}",
        "size": size,
        "data": data_lists if lists else data,
        "python": matmul_python,
        "numpy": matmul_lists_numpy if lists else matmul_numpy,
        "for_python": None if lists else as_lists,
        "probe": min(size, 50),
        "work": lambda n: n**3,
    }


ROWS = [row(size, False) for size in (10, 100, 500, 1000)]
ROWS += [row(size, True) for size in (10, 100, 500)]
