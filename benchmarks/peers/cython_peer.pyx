# SPDX-License-Identifier: MIT
# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
# cython: initializedcheck=False, binding=False
"""The examples in Cython, written for speed: typed memoryviews, no checks in loops.

In: the arguments of the example. Out: its result.
"""

from libc.math cimport acos, cbrt, copysign, cos, fmax, fmin, pi, sqrt
from libc.stdint cimport int64_t, uint8_t

import numpy as np

cimport numpy as cnp

cnp.import_array()

cdef extern from "Python.h":
    const char *PyUnicode_AsUTF8AndSize(object s, Py_ssize_t *size) except NULL

DEF TILE = 4096
DEF LANES = 16


def find_max(const int64_t[:, ::1] a not None):
    """Largest value of each column: tiles of columns, row after row."""
    cdef Py_ssize_t rows = a.shape[0], columns = a.shape[1], start, stop, i, j
    out = np.empty(columns, np.int64)
    cdef int64_t[::1] o = out
    with nogil:
        for start in range(0, columns, TILE):
            stop = min(start + TILE, columns)
            for j in range(start, stop):
                o[j] = a[0, j]
            for i in range(1, rows):
                for j in range(start, stop):
                    o[j] = a[i, j] if a[i, j] > o[j] else o[j]
    return out


cdef void multiply(const double[:, ::1] a, const double[:, ::1] b,
                   double[:, ::1] c) noexcept nogil:
    cdef Py_ssize_t m = a.shape[0], k = a.shape[1], n = b.shape[1], i, j, p
    cdef double f
    c[:, :] = 0.0
    for i in range(m):
        for p in range(k):
            f = a[i, p]
            for j in range(n):
                c[i, j] += f * b[p, j]


def matmul(const double[:, ::1] a not None, const double[:, ::1] b not None):
    """Product of two arrays: rows by rows, which gcc vectorises."""
    if b.shape[0] != a.shape[1]:
        raise ValueError("b.shape[0] must equal a.shape[1]")
    c = np.empty((a.shape[0], b.shape[1]))
    cdef double[:, ::1] o = c
    with nogil:
        multiply(a, b, o)
    return c


cdef double[:, ::1] from_lists(list a):
    cdef Py_ssize_t rows = len(a), columns = len(a[0]) if a else 0, i, j
    cdef double[:, ::1] out = np.empty((rows, columns))
    cdef list row
    for i in range(rows):
        row = a[i]
        if len(row) != columns:
            raise ValueError("rows differ in length")
        for j in range(columns):
            out[i, j] = row[j]
    return out


cdef list to_lists(double[:, ::1] a):
    cdef Py_ssize_t i, j
    return [[a[i, j] for j in range(a.shape[1])] for i in range(a.shape[0])]


def matmul_lists(list a, list b):
    """Product of two lists of lists."""
    return to_lists(matmul(from_lists(a), from_lists(b)))


def matrix_power(list a, unsigned long power):
    """A list of lists to a whole power, by squaring."""
    cdef double[:, ::1] base = from_lists(a), out = np.eye(len(a))
    cdef double[:, ::1] other = np.empty((len(a), len(a)))
    cdef bint first = True
    while power:
        if power & 1:
            if first:
                out[:, :] = base
                first = False
            else:
                multiply(out, base, other)
                out, other = other, out
        power >>= 1
        if power:
            multiply(base, base, other)
            base, other = other, base
    return to_lists(out)


def cubic_y_root(double x0, double y0):
    """Real roots of x0 y^3 + 1.5 y = y0 by Cardano."""
    cdef double p = 1.5 / x0, q = -y0 / x0, s, u, r, t
    cdef double d = q * q / 4.0 + p * p * p / 27.0, third = 2.0 * pi / 3.0
    if d > 0.0:
        s = -q / 2.0 - copysign(sqrt(d), q)
        u = cbrt(s)
        return [u - p / (3.0 * u)]
    r = 2.0 * sqrt(-p / 3.0)
    t = acos(fmax(-1.0, fmin(1.0, 3.0 * q / (p * r)))) / 3.0
    return [r * cos(t - 2.0 * third), r * cos(t - third), r * cos(t)]


def word_count(str text not None):
    """Words between ASCII white space, in the str's own bytes."""
    cdef Py_ssize_t n, i, count = 0
    cdef const uint8_t *b = <const uint8_t *>PyUnicode_AsUTF8AndSize(text, &n)
    cdef bint space, before = True
    with nogil:
        for i in range(n):
            space = (b[i] == 32) | (<uint8_t>(b[i] - 9) < 5)
            count += before & (not space)
            before = space
    return count


cdef double squares_of_array(const double[::1] v) noexcept nogil:
    cdef double lanes[LANES]
    cdef Py_ssize_t i, j, n = v.shape[0]
    cdef double total = 0.0
    for j in range(LANES):
        lanes[j] = 0.0
    for i in range(0, n - LANES + 1, LANES):
        for j in range(LANES):
            lanes[j] += v[i + j] * v[i + j]
    for i in range(n - n % LANES, n):
        total += v[i] * v[i]
    for j in range(LANES):
        total += lanes[j]
    return total


def sum_of_squares(v):
    """Sum of squares of a list or an array."""
    cdef double total = 0.0, x
    cdef const double[::1] view
    if isinstance(v, list):
        for item in <list>v:
            x = item
            total += x * x
        return total
    view = v
    with nogil:
        total = squares_of_array(view)
    return total


def row_max(list a):
    """Largest value of each row of a list of lists: reading the list is the work."""
    cdef double[:, ::1] values = from_lists(a)
    cdef Py_ssize_t i, j
    out = np.empty(values.shape[0])
    cdef double[::1] o = out
    for i in range(values.shape[0]):
        o[i] = values[i, 0]
        for j in range(1, values.shape[1]):
            o[i] = values[i, j] if values[i, j] > o[i] else o[i]
    return out
