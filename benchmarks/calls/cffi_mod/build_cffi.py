# SPDX-License-Identifier: MIT
"""Writes and compiles cffi's extension (API mode) for the call benchmarks.

In: ``python build_cffi.py TARGET_DIR`` beside ``../plain.c``. Out: ``_bench_cffi``
there.
"""

import pathlib
import sys

from cffi import FFI

CALLS = pathlib.Path(__file__).resolve().parent.parent


def main(target: str) -> None:
    """Compile the extension module into ``target``."""
    header = (CALLS / "plain.h").read_text(encoding="utf-8")
    lines = header.split('extern "C" {\n#endif')[1].split("#ifdef")[0]
    ffi = FFI()
    ffi.cdef(lines)
    ffi.set_source(
        "_bench_cffi",
        '#include "plain.h"',
        sources=[str(CALLS / "plain.c")],
        include_dirs=[str(CALLS)],
        extra_compile_args=["-O3"],
    )
    ffi.compile(tmpdir=target)


if __name__ == "__main__":
    main(sys.argv[1])
