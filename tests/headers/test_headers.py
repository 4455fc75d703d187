# SPDX-License-Identifier: MIT
"""Real headers, with the compiler as the oracle.

Each header is preprocessed, read by the syntax layer, and everything understood is said
again: functions, variables, typedefs, enumerators, macros (see redeclare.c). The header
followed by that text must compile, and no declaration of it may be poisoned. Each
compiler that is here reads its own output: gcc, every clang, and zig for the machines
that are not here.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import layers
import pytest

HERE = Path(__file__).parent
SRC = HERE.parent.parent / "src"
CLANGS = ["clang", *(f"clang-{n}" for n in range(14, 30))]

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
C = ["math.h", "complex.h", "stdlib.h", "wchar.h", "inttypes.h"]
POSIX = [*LIBC[:7], "sys/socket.h", "sys/stat.h", "netdb.h"]
# What zig has of each target.
TARGETS = {
    "x86_64-linux-gnu": [*POSIX, "threads.h", "elf.h", "sys/epoll.h"],
    "aarch64-linux-musl": [*POSIX, "threads.h", "elf.h", "sys/epoll.h"],
    "aarch64-macos": [*POSIX, "mach/mach.h", "sys/event.h", "dispatch/dispatch.h"],
    "x86_64-windows-gnu": [*C, "windows.h", "winsock2.h", "io.h", "d3d11.h"],
}


def compilers() -> list[list[str]]:
    """The commands of those that are here, each once."""
    found: dict[str, list[str]] = {}
    for name in ["gcc", *CLANGS]:
        path = shutil.which(name)
        if path:
            found.setdefault(str(Path(path).resolve()), [name])
    return list(found.values())


COMPILERS = compilers()


@pytest.fixture(scope="session")
def redeclare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, built with the first compiler found."""
    program = tmp_path_factory.mktemp("headers") / "redeclare"
    flags = ["-std=c11", "-D_GNU_SOURCE", "-O1", "-g", f"-I{SRC}"]
    command = [
        *COMPILERS[0],
        *flags,
        *layers.syntax_sources(),
        HERE / "redeclare.c",
        "-lm",
    ]
    subprocess.run([*command, "-o", program], check=True)
    return program


def complaint(command: list[str], source: Path) -> str:
    """What a compiler has against a text, or ""."""
    # zig knows no other end than an object
    object_file = ["-c", "-o", source.with_suffix(".o")]
    how = object_file if "ziglang" in command else ["-fsyntax-only"]
    done = subprocess.run(
        [*command, *how, source],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode(errors="replace") if done.returncode else ""


def hold(text: str, command: list[str], redeclare: Path, folder: Path) -> None:
    """Read a text, and let the compiler judge what was read."""
    source, printed = folder / "header.c", folder / "header.i"
    source.write_text(text)
    subprocess.run([*command, "-E", "-dD", "-CC", source, "-o", printed], check=True)
    read = subprocess.run([redeclare, printed], capture_output=True, check=True)
    declarations, poisoned, macros, evaluated = map(int, read.stderr.split()[-4:])
    assert poisoned == 0, read.stderr.decode()
    assert declarations > 10
    assert 15 < evaluated <= macros
    again = folder / "again.c"
    again.write_bytes(text.encode() + read.stdout)
    assert not (wrong := complaint(command, again)), wrong[:3000]


def including(header: str) -> str:
    """A text that includes a header as most programs do."""
    before = "#define _GNU_SOURCE 1\n#include <stddef.h>\n#include <stdio.h>\n"
    return f"{before}#include <{header}>\n"


@pytest.mark.parametrize("compiler", COMPILERS, ids=lambda words: words[0])
@pytest.mark.parametrize("header", LIBC + OTHERS)
def test_header(
    header: str, compiler: list[str], redeclare: Path, tmp_path: Path
) -> None:
    """The compiler agrees with all that was read of a header."""
    command = [*compiler, "-I/usr/include/libxml2", "-w"]
    alone = tmp_path / "alone.c"
    alone.write_text(including(header))
    if refused := complaint(command, alone):
        assert header not in LIBC, refused
        pytest.skip(f"{header} is not installed or does not compile alone")
    hold(including(header), command, redeclare, tmp_path)


@pytest.mark.parametrize(
    ("target", "header"), [(t, h) for t, headers in TARGETS.items() for h in headers]
)
def test_target(target: str, header: str, redeclare: Path, tmp_path: Path) -> None:
    """So does zig, with the headers of the machines that are not here."""
    if importlib.util.find_spec("ziglang") is None:
        pytest.skip("ziglang is not installed: pip install ziglang")
    command = [sys.executable, "-m", "ziglang", "cc", "-target", target, "-w"]
    hold(including(header), command, redeclare, tmp_path)


def test_a_wrong_type_is_seen(tmp_path: Path) -> None:
    """The oracle does contradict: a wrong redeclaration does not compile."""
    source = tmp_path / "wrong.c"
    source.write_text("#include <stdlib.h>\nextern int (strtol)(const char *, int);\n")
    assert complaint([*COMPILERS[0], "-w"], source)
