# SPDX-License-Identifier: MIT
"""Writes and compiles the five functions with cffi (API mode): ``TARGET INCLUDE``."""

import sys

from cffi import FFI

PROTOTYPES = """
void nop(void);
double add(double x, double y);
int twice(int n);
size_t length(const char *s);
double sum1(size_t n, const double *x);
"""

target, include = sys.argv[1:]
ffi = FFI()
ffi.cdef(PROTOTYPES)
ffi.set_source(
    "five",
    '#include "plain.c"',
    include_dirs=[include],
    extra_compile_args=["-O2"],
)
ffi.compile(tmpdir=target)
