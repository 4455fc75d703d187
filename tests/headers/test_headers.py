# SPDX-License-Identifier: MIT
"""Real headers, with the compiler as the oracle.

Each header is preprocessed, read by the syntax layer, and everything understood is said
again: functions, variables, typedefs, enumerators, macros (see redeclare.c). The header
followed by that text must compile, and no declaration of it may be poisoned.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SRC = HERE.parent.parent / "src"
UNITS = (
    "arena map text source align diag lex attribute declarator specifier parse mistake "
    "habit expr literal constexpr macro ctype"
).split()
COMPILERS = [cc for cc in ("gcc", "clang") if shutil.which(cc)]

# The C library's own are always there; the others where they are installed.
LIBC = [
    "math.h",
    "complex.h",
    "stdlib.h",
    "string.h",
    "wchar.h",
    "signal.h",
    "pthread.h",
    "threads.h",
    "inttypes.h",
    "limits.h",
    "float.h",
    "sys/socket.h",
    "sys/stat.h",
    "netinet/in.h",
    "netdb.h",
    "elf.h",
]
OTHERS = [
    "zlib.h",
    "sqlite3.h",
    "png.h",
    "expat.h",
    "yaml.h",
    "curl/curl.h",
    "openssl/evp.h",
    "openssl/x509.h",
    "libxml2/libxml/tree.h",
    "lapacke.h",
    "cblas.h",
    "fftw3.h",
    "jpeglib.h",
    "ncurses.h",
    "immintrin.h",
]


@pytest.fixture(scope="session")
def redeclare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, built with the first compiler found."""
    program = tmp_path_factory.mktemp("headers") / "redeclare"
    sources = [str(SRC / f"{unit}.c") for unit in UNITS]
    flags = ["-std=c11", "-D_GNU_SOURCE", "-O1", "-g", f"-I{SRC}"]
    subprocess.run(
        [
            COMPILERS[0],
            *flags,
            *sources,
            str(HERE / "redeclare.c"),
            "-lm",
            "-o",
            program,
        ],
        check=True,
    )
    return program


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("header", LIBC + OTHERS)
def test_header(header: str, compiler: str, redeclare: Path, tmp_path: Path) -> None:
    """The compiler agrees with all that was read of a header."""
    source = tmp_path / "header.c"
    text = (
        "#define _GNU_SOURCE 1\n#include <stddef.h>\n#include <stdio.h>\n"
        f"#include <{header}>\n"
    )
    source.write_text(text)
    command = [compiler, "-I/usr/include/libxml2", "-w"]
    alone = subprocess.run(
        [*command, "-fsyntax-only", source], capture_output=True, check=False
    )
    if alone.returncode != 0:
        assert header not in LIBC, alone.stderr
        pytest.skip(f"{header} is not installed or does not compile alone")
    printed = tmp_path / "header.i"
    subprocess.run([*command, "-E", "-dD", "-CC", source, "-o", printed], check=True)
    read = subprocess.run([redeclare, printed], capture_output=True, check=True)
    declarations, poisoned, macros, evaluated = map(int, read.stderr.split()[-4:])
    assert poisoned == 0, read.stderr.decode()
    assert declarations > 10
    assert 100 < evaluated <= macros
    again = tmp_path / "again.c"
    again.write_bytes(text.encode() + read.stdout)
    done = subprocess.run(
        [*command, "-fsyntax-only", again], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[:3000]


def test_a_wrong_type_is_seen(tmp_path: Path) -> None:
    """The oracle does contradict: a wrong redeclaration does not compile."""
    source = tmp_path / "wrong.c"
    source.write_text("#include <stdlib.h>\nextern int (strtol)(const char *, int);\n")
    done = subprocess.run(
        [COMPILERS[0], "-w", "-fsyntax-only", source], capture_output=True, check=False
    )
    assert done.returncode != 0
