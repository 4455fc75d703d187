# SPDX-License-Identifier: MIT
# cython: language_level=3, boundscheck=False, wraparound=False, binding=False
"""The five functions of hand_five.c in Cython."""

cdef extern from "../calls/plain.c" nogil:
    void k_nop "nop"()
    double k_add "add"(double x, double y)
    int k_twice "twice"(int n)
    size_t k_length "length"(const char *s)
    double k_sum1 "sum1"(size_t n, const double *x)

cdef extern from "Python.h":
    const char *PyUnicode_AsUTF8(object s) except NULL


def nop():
    k_nop()


def add(double x, double y):
    return k_add(x, y)


def twice(int n):
    return k_twice(n)


def length(str s not None):
    return k_length(PyUnicode_AsUTF8(s))


def sum1(const double[::1] x not None):
    return k_sum1(x.shape[0], &x[0] if x.shape[0] else NULL)
