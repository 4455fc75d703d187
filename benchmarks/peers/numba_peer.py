# SPDX-License-Identifier: MIT
"""The examples in numba, which always compiles for the CPU at hand.

In: the arguments of the example. Out: its result. Compiled at the first call, which is
not timed. Lists of lists are left out: numba converts them item by item, far slower
than NumPy does.
"""

from __future__ import annotations

import math

import numba
import numpy as np

TILE = 4096


@numba.njit
def find_max(a):
    """Largest value of each column: tiles of columns, row after row."""
    rows, columns = a.shape
    out = a[0].copy()
    for start in range(0, columns, TILE):
        stop = min(start + TILE, columns)
        tile = out[start:stop]
        for i in range(1, rows):
            row = a[i, start:stop]
            for j in range(tile.size):
                tile[j] = max(tile[j], row[j])
    return out


@numba.njit(fastmath={"contract"})
def matmul(a, b):
    """Product of two arrays, a loop that numba vectorises."""
    m, k = a.shape
    n = b.shape[1]
    c = np.zeros((m, n))
    for i in range(m):
        for p in range(k):
            f = a[i, p]
            for j in range(n):
                c[i, j] += f * b[p, j]
    return c


@numba.njit
def cubic_y_root(x0, y0):
    """Real roots of x0 y^3 + 1.5 y = y0 by Cardano."""
    p, q = 1.5 / x0, -y0 / x0
    d = q * q / 4.0 + p * p * p / 27.0
    if d > 0.0:
        s = -q / 2.0 - math.copysign(math.sqrt(d), q)
        u = np.cbrt(s)
        return [u - p / (3.0 * u)]
    r = 2.0 * math.sqrt(-p / 3.0)
    t = math.acos(max(-1.0, min(1.0, 3.0 * q / (p * r)))) / 3.0
    third = 2.0 * math.pi / 3.0
    return [r * math.cos(t - 2.0 * third), r * math.cos(t - third), r * math.cos(t)]


@numba.njit
def _words(b):
    count = 0
    before = True
    for i in range(b.size):
        c = b[i]
        space = c == 32 or (c >= 9 and c <= 13)
        count += before and not space
        before = space
    return count


def word_count(text: str) -> int:
    """Words between ASCII white space; numba cannot read a str's bytes in place."""
    return int(_words(np.frombuffer(text.encode(), np.uint8)))


@numba.njit(fastmath=True)
def _squares(v):
    total = 0.0
    for i in range(v.size):  # `for x in v` is not vectorised
        total += v[i] * v[i]
    return total


def sum_of_squares(v: list[float] | np.ndarray) -> float:
    """Sum of squares of a list (by way of an array) or an array."""
    return float(_squares(np.asarray(v)))
