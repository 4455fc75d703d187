# SPDX-License-Identifier: MIT
# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
# cython: binding=False, always_allow_keywords=True
"""The call shapes in Cython, as its users write them for speed.

Typed memoryviews in, arrays made by NumPy's C API out, no bounds checks, built-in functions
(``binding=False``), shapes checked by hand.
"""
cimport numpy as cnp

cnp.import_array()

cdef extern from "../plain.h" nogil:
    void k_nop "nop"()
    double k_add "add"(double x, double y)
    int k_twice "twice"(int n)
    size_t k_length "length"(const char *s)
    double k_sum1 "sum1"(size_t n, const double *x)
    double k_dot "dot"(size_t n, const double *x, const double *y)
    void k_scale "scale"(size_t n, double *x, double f)
    void k_row_max "row_max"(size_t n, size_t k, const double *a, double *out)
    void k_matmul "matmul"(size_t m, size_t k, size_t n, const double *a, const double *b, double *c)
    double k_keyword "keyword"(double x, double y)

cdef extern from "Python.h":
    const char *PyUnicode_AsUTF8AndSize(object s, Py_ssize_t *size) except NULL
    size_t strlen(const char *s)


def nop():
    k_nop()


def add(double x, double y):
    return k_add(x, y)


def twice(int n):
    return k_twice(n)


def length(str s not None):
    cdef Py_ssize_t size
    cdef const char *text = PyUnicode_AsUTF8AndSize(s, &size)
    if strlen(text) != <size_t>size:
        raise ValueError("embedded null character")
    return k_length(text)


def sum1(const double[::1] x not None):
    return k_sum1(x.shape[0], &x[0] if x.shape[0] else NULL)


def dot(const double[::1] x not None, const double[::1] y not None):
    if x.shape[0] != y.shape[0]:
        raise ValueError("x and y differ in length")
    if x.shape[0] == 0:
        return 0.0
    return k_dot(x.shape[0], &x[0], &y[0])


def scale(double[::1] x not None, double f):
    if x.shape[0]:
        k_scale(x.shape[0], &x[0], f)


def row_max(const double[:, ::1] a not None):
    cdef cnp.npy_intp n = a.shape[0]
    if a.shape[1] == 0:
        raise ValueError("a has no columns")
    out = cnp.PyArray_EMPTY(1, &n, cnp.NPY_DOUBLE, 0)
    if n:
        k_row_max(n, a.shape[1], &a[0, 0], <double *>cnp.PyArray_DATA(out))
    return out


def matmul(const double[:, ::1] a not None, const double[:, ::1] b not None):
    cdef cnp.npy_intp shape[2]
    if b.shape[0] != a.shape[1]:
        raise ValueError("b.shape[0] must equal a.shape[1]")
    shape[0], shape[1] = a.shape[0], b.shape[1]
    if shape[0] == 0 or shape[1] == 0 or a.shape[1] == 0:
        return cnp.PyArray_ZEROS(2, shape, cnp.NPY_DOUBLE, 0)
    c = cnp.PyArray_EMPTY(2, shape, cnp.NPY_DOUBLE, 0)
    k_matmul(a.shape[0], a.shape[1], b.shape[1], &a[0, 0], &b[0, 0],
             <double *>cnp.PyArray_DATA(c))
    return c


def keyword(double x, double y):
    return k_keyword(x, y)


def fail(int n):
    if n < 0:
        raise ValueError(f"n = {n} is negative")
    return n
