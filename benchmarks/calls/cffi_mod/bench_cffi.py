# SPDX-License-Identifier: MIT
"""The call shapes over cffi in API mode, with the Python layer that its users write.

Scalars are cffi's own functions; ``str``, arrays and errors need a Python function
each, which checks what the C prototype cannot say. cffi releases the GIL around every
call.
"""

import numpy as np
from _bench_cffi import ffi, lib

_F8 = np.dtype(np.float64)
_buffer = ffi.from_buffer
_empty = np.empty

nop = lib.nop
add = lib.add
twice = lib.twice


def length(s):
    """Bytes of the UTF-8 form of ``s``."""
    return lib.length(s.encode())


def sum1(x):
    """Sum of a 1-D float64 array."""
    if x.dtype != _F8 or x.ndim != 1:
        raise TypeError("x must be a float64 array of one dimension")
    return lib.sum1(len(x), _buffer("double[]", x))


def dot(x, y):
    """Inner product of two float64 arrays of one length."""
    if x.dtype != _F8 or y.dtype != _F8 or x.ndim != 1 or y.ndim != 1:
        raise TypeError("x and y must be float64 arrays of one dimension")
    if len(x) != len(y):
        raise ValueError("x and y differ in length")
    return lib.dot(len(x), _buffer("double[]", x), _buffer("double[]", y))


def scale(x, f):
    """x *= f, in place."""
    if x.dtype != _F8 or x.ndim != 1:
        raise TypeError("x must be a float64 array of one dimension")
    lib.scale(len(x), _buffer("double[]", x, require_writable=True), f)


def row_max(a):
    """Largest value of each row."""
    if a.dtype != _F8 or a.ndim != 2:
        raise TypeError("a must be a float64 array of two dimensions")
    n, k = a.shape
    if k == 0:
        raise ValueError("a has no columns")
    out = _empty(n)
    lib.row_max(n, k, _buffer("double[]", a), _buffer("double[]", out))
    return out


def matmul(a, b):
    """Matrix product of two float64 arrays."""
    if a.dtype != _F8 or b.dtype != _F8 or a.ndim != 2 or b.ndim != 2:
        raise TypeError("a and b must be float64 arrays of two dimensions")
    (m, k), (k2, n) = a.shape, b.shape
    if k != k2:
        raise ValueError("b.shape[0] must equal a.shape[1]")
    c = _empty((m, n))
    buffer = _buffer
    lib.matmul(
        m, k, n, buffer("double[]", a), buffer("double[]", b), buffer("double[]", c)
    )
    return c


def keyword(x, y):
    """x - y; cffi's own functions take no keywords."""
    return lib.keyword(x, y)


def fail(n):
    """n, or ValueError where it is negative."""
    status = lib.fail(n)
    if status < 0:
        raise ValueError(f"n = {n} is negative")
    return status
