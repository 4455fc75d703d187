# SPDX-License-Identifier: MIT
"""The examples in NumPy: what its users write, the fastest form known of each.

In: the arguments of the example. Out: its result. What NumPy cannot do is absent.
"""

from __future__ import annotations

import numpy as np

BLOCK = 1 << 16


def find_max(a: np.ndarray) -> np.ndarray:
    """Largest value of each column."""
    return a.max(axis=0)


def matmul(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product of two arrays, over NumPy's BLAS."""
    return a @ b


def matmul_lists(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    """Product of two lists of lists."""
    return (np.array(a) @ np.array(b)).tolist()


def matrix_power(a: list[list[float]], power: int) -> list[list[float]]:
    """A list of lists to a whole power."""
    return np.linalg.matrix_power(np.array(a), power).tolist()


def cubic_y_root(x0: float, y0: float) -> list[float]:
    """Real roots of x0 y^3 + 1.5 y = y0, by the companion matrix."""
    roots = np.roots([x0, 0.0, 1.5, -y0])
    return sorted(roots[np.abs(roots.imag) < 1e-9].real.tolist())


def word_count(text: str) -> int:
    """Words between ASCII white space; blocks that stay in the cache."""
    b = np.frombuffer(text.encode(), np.uint8)
    count, before = 0, True
    for start in range(0, len(b), BLOCK):
        part = b[start : start + BLOCK]
        space = (part == 32) | ((part - np.uint8(9)) < 5)
        count += np.count_nonzero(space[:-1] > space[1:]) + bool(before > space[0])
        before = space[-1]
    return int(count)


def sum_of_squares(v: list[float] | np.ndarray) -> float:
    """Sum of squares of a list or an array."""
    v = np.asarray(v)
    return float(v @ v)


def row_max(a: list[list[float]]) -> np.ndarray:
    """Largest value of each row of a list of lists: reading the list is the work."""
    return np.array(a).max(axis=1)
