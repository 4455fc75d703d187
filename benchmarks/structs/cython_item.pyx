# SPDX-License-Identifier: MIT
# cython: language_level=3
"""The class as Cython's documentation writes it."""
from libc.stdint cimport int32_t


cdef class item:
    cdef public double x
    cdef public int32_t n

    def __init__(self, double x, int32_t n):
        self.x = x
        self.n = n
