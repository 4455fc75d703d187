# SPDX-License-Identifier: MIT
"""The call shapes over ctypes, with ``argtypes`` and the Python layer that users write.

Arrays go in as ``a.ctypes.data``, which is three to seven times faster than
``ndpointer``. The shared library is ``libplain.so`` beside this module (the driver puts
both there).
"""

import ctypes
import pathlib

import numpy as np

_F8 = np.dtype(np.float64)
_lib = ctypes.CDLL(str(pathlib.Path(__file__).resolve().parent / "libplain.so"))
_DOUBLE, _SIZE, _POINTER = ctypes.c_double, ctypes.c_size_t, ctypes.c_void_p
_empty = np.empty


def _declare(name, result, *arguments):
    function = getattr(_lib, name)
    function.restype = result
    function.argtypes = arguments
    return function


nop = _declare("nop", None)
add = _declare("add", _DOUBLE, _DOUBLE, _DOUBLE)
twice = _declare("twice", ctypes.c_int, ctypes.c_int)
_length = _declare("length", _SIZE, ctypes.c_char_p)
_sum1 = _declare("sum1", _DOUBLE, _SIZE, _POINTER)
_dot = _declare("dot", _DOUBLE, _SIZE, _POINTER, _POINTER)
_scale = _declare("scale", None, _SIZE, _POINTER, _DOUBLE)
_row_max = _declare("row_max", None, _SIZE, _SIZE, _POINTER, _POINTER)
_matmul = _declare("matmul", None, _SIZE, _SIZE, _SIZE, _POINTER, _POINTER, _POINTER)
_keyword = _declare("keyword", _DOUBLE, _DOUBLE, _DOUBLE)
_fail = _declare("fail", ctypes.c_int, ctypes.c_int)
_CALLBACK = ctypes.CFUNCTYPE(_DOUBLE, _DOUBLE, ctypes.c_void_p)
_hundred = _declare("hundred", _DOUBLE, _CALLBACK, ctypes.c_void_p)


def hundred(f):
    """f(0) + … + f(99)."""
    return _hundred(_CALLBACK(lambda x, ctx: f(x)), None)


def _check(a, rank):
    if a.dtype != _F8 or a.ndim != rank or not a.flags.c_contiguous:
        raise TypeError(f"wanted a contiguous float64 array of {rank} dimensions")
    return a.ctypes.data


def length(s):
    """Bytes of the UTF-8 form of ``s``."""
    return _length(s.encode())


def sum1(x):
    """Sum of a 1-D float64 array."""
    return _sum1(len(x), _check(x, 1))


def dot(x, y):
    """Inner product of two float64 arrays of one length."""
    if len(x) != len(y):
        raise ValueError("x and y differ in length")
    return _dot(len(x), _check(x, 1), _check(y, 1))


def scale(x, f):
    """x *= f, in place."""
    if not x.flags.writeable:
        raise ValueError("x is read-only")
    _scale(len(x), _check(x, 1), f)


def row_max(a):
    """Largest value of each row."""
    data = _check(a, 2)
    n, k = a.shape
    if k == 0:
        raise ValueError("a has no columns")
    out = _empty(n)
    _row_max(n, k, data, out.ctypes.data)
    return out


def matmul(a, b):
    """Matrix product of two float64 arrays."""
    data_a, data_b = _check(a, 2), _check(b, 2)
    (m, k), (k2, n) = a.shape, b.shape
    if k != k2:
        raise ValueError("b.shape[0] must equal a.shape[1]")
    c = _empty((m, n))
    _matmul(m, k, n, data_a, data_b, c.ctypes.data)
    return c


def keyword(x, y):
    """x - y; ctypes functions take no keywords."""
    return _keyword(x, y)


def fail(n):
    """n, or ValueError where it is negative."""
    status = _fail(n)
    if status < 0:
        raise ValueError(f"n = {n} is negative")
    return status
