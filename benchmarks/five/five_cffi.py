# SPDX-License-Identifier: MIT
"""Writes and compiles the five functions with cffi (API mode): ``TARGET INCLUDE``."""

import sys

from cffi import FFI

FUNCTIONS = {
    "void nop(void)": "k_nop()",
    "double add(double x, double y)": "return k_add(x, y)",
    "int twice(int n)": "return k_twice(n)",
    "size_t length(const char *s)": "return k_length(s)",
    "double sum1(size_t n, const double *x)": "return k_sum1(n, x)",
}

target, include = sys.argv[1:]
ffi = FFI()
ffi.cdef(" ".join(f"{prototype};" for prototype in FUNCTIONS))
bodies = [f"static {head} {{ {body}; }}" for head, body in FUNCTIONS.items()]
ffi.set_source(
    "five",
    '#include "kernels.h"\n' + "\n".join(bodies),
    include_dirs=[include],
    extra_compile_args=["-O2"],
)
ffi.compile(tmpdir=target)
