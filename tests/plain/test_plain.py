# SPDX-License-Identifier: MIT
"""carbide.h in programs without Python: several files, gcc and clang, C and C++."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
C_WARNINGS = (
    "-Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes "
    "-Wwrite-strings -Wvla -Werror"
).split()
SANITIZE = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]


def run(compiler: str, *arguments: str, out: Path) -> None:
    """Compile without a warning, run, and end with status 0."""
    if not shutil.which(compiler):
        pytest.skip(f"{compiler} is missing; install {compiler}")
    command = [compiler, *arguments, f"-I{INCLUDE}", "-o", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    ran = subprocess.run(
        [str(out)],
        env={**os.environ, "ASAN_OPTIONS": "allocator_may_return_null=1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("flags", [["-O0"], ["-O2"], SANITIZE], ids=["O0", "O2", "san"])
@pytest.mark.parametrize("standard", ["c11", "gnu17", "c2x"])
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_c(compiler: str, standard: str, flags: list[str], tmp_path: Path) -> None:
    files = [str(HERE / "plain.c"), str(HERE / "plain_other.c")]
    run(
        compiler,
        f"-std={standard}",
        *C_WARNINGS,
        *flags,
        *files,
        out=tmp_path / "plain",
    )


@pytest.mark.parametrize("standard", ["c++11", "c++20"])
@pytest.mark.parametrize("compiler", ["g++", "clang++"])
def test_cxx(compiler: str, standard: str, tmp_path: Path) -> None:
    flags = [f"-std={standard}", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    run(compiler, *flags, str(HERE / "plain.cc"), out=tmp_path / "plain")


def test_a_misspelt_base_is_an_error(tmp_path: Path) -> None:
    source = tmp_path / "x.c"
    source.write_text('#include "carbide.h"\nCB_EXCEPTION(A, CB_ValueEror, "doc");\n')
    done = subprocess.run(
        ["gcc", "-fsyntax-only", f"-I{INCLUDE}", str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "CB_ValueEror" in done.stderr


def test_printf_formats_are_checked(tmp_path: Path) -> None:
    source = tmp_path / "x.c"
    source.write_text(
        '#include "carbide.h"\n'
        "void f(void);\n"
        'void f(void) { cb_raise(CB_KeyError, "%s", 3); }\n'
    )
    done = subprocess.run(
        [
            "gcc",
            "-Wall",
            "-Werror",
            "-c",
            f"-I{INCLUDE}",
            str(source),
            "-o",
            "/dev/null",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "-Werror=format" in done.stderr


def test_redeclarations_with_shapes_are_silent(tmp_path: Path) -> None:
    """What binding a library does: gcc's two warnings about it are off."""
    source = tmp_path / "x.c"
    source.write_text(
        "#include <stddef.h>\n"
        "double norm(size_t n, const double *x);\n"
        "void three(double *x);\n"
        '#include "carbide.h"\n'
        "double norm(size_t n, const double x[n]);\n"
        "void three(double x[3]);\n"
    )
    done = subprocess.run(
        [
            "gcc",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-fsyntax-only",
            f"-I{INCLUDE}",
            str(source),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_scratch_is_freed_when_a_thread_ends(tmp_path: Path) -> None:
    """LeakSanitizer finds nothing after threads that never call cb_reset."""
    source = tmp_path / "threads.c"
    source.write_text(
        "#include <pthread.h>\n"
        '#include "carbide.h"\n'
        'static void *work(void *n) { cb_scratch(1000); cb_raise(CB_KeyError, "x"); '
        "return cb_error() ? n : NULL; }\n"
        "int main(void) {\n"
        "    for (int k = 0; k < 4; k++) {\n"
        "        pthread_t t;\n"
        "        void *r;\n"
        "        if (pthread_create(&t, NULL, work, &t)) return 1;\n"
        "        if (pthread_join(t, &r) || !r) return 2;\n"
        "    }\n"
        "    cb_scratch(10);\n"
        "    return cb_error() != NULL;\n"
        "}\n"
    )
    run("gcc", "-pthread", *SANITIZE, str(source), out=tmp_path / "threads")


def test_values_are_declared_and_not_defined(tmp_path: Path) -> None:
    """A program that uses Python values compiles, and does not link."""
    source = tmp_path / "values.c"
    source.write_text(
        '#include "carbide.h"\nint main(void) { return cb_list() == NULL; }\n'
    )
    words = ["gcc", "-Wall", "-Werror", f"-I{INCLUDE}", str(source)]
    subprocess.run([*words, "-c", "-o", str(tmp_path / "values.o")], check=True)
    done = subprocess.run(
        [*words, "-o", str(tmp_path / "values")], capture_output=True, text=True
    )
    assert done.returncode and "undefined reference to `cb_list'" in done.stderr
