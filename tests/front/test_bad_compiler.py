# SPDX-License-Identifier: MIT
"""Compilers that are missing, broken, or something else; files that they miss."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from carbide.errors import ConfigError, Error, ToolchainError
from carbide.native import child, compiler, complaints, toolchain
from carbide.project import config
from carbide.start import new
from sandbox import HEADER, PYPROJECT, SOURCE, Sandbox, copier, ends, program


@pytest.mark.parametrize(
    ("cc", "said"),
    [
        ("no-such-cc", "CC is 'no-such-cc', and there is no such program"),
        ("/etc/passwd", "CC is '/etc/passwd', and that is no program"),
        ("/tmp", "CC is '/tmp', and that is no program"),
        ("'cc", 'environment variable CC is "\'cc": No closing quotation'),
    ],
)
def test_cc_that_is_no_program(
    monkeypatch: pytest.MonkeyPatch, cc: str, said: str
) -> None:
    monkeypatch.setenv("CC", cc)
    with pytest.raises(ToolchainError) as caught:
        toolchain.find_cc()
    assert said in str(caught.value) and caught.value.hint


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 0", "is no C compiler: it does not print the macros"),
        ("cat; exit 0", "is no C compiler: it does not print the macros"),
        ("exit 3", "cannot preprocess an empty C file (status 3): it said nothing"),
        ("kill -SEGV $$", "crashed: SIGSEGV"),
        (
            'case "$*" in *-dD*) echo "bad option -dD" >&2; exit 1;; esac',
            "cannot preprocess an empty C file (status 1): bad option -dD",
        ),
    ],
)
def test_programs_that_are_no_compiler(tmp_path: Path, script: str, said: str) -> None:
    cc = program(tmp_path, "odd", script)
    with pytest.raises(ToolchainError) as caught:
        compiler.refused([cc], [], ["-O2"])
    assert said in str(caught.value) and caught.value.hint


def ask_compiler(cc: str) -> None:
    compiler.refused([cc], [], ["-O2"])


def ask_package(cc: str) -> None:
    toolchain.pkg_config(["any"])


def ask_for_header(cc: str) -> None:
    new.system_has("any.h")


@pytest.mark.parametrize("ask", [ask_compiler, ask_package, ask_for_header])
def test_programs_that_never_answer(
    ask: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error after some time; what the program has started is ended as well."""
    monkeypatch.setattr(child, "LIMIT", 0.5)
    hang = f"sleep 60 & echo $! > {tmp_path}/at; wait"
    cc = program(tmp_path, "pkg-config", hang)  # the name of both
    monkeypatch.setenv("CC", cc)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ToolchainError) as caught:
        ask(cc)
    assert "pkg-config` has not answered for 0.5 seconds" in str(caught.value)
    assert caught.value.hint
    assert ends((tmp_path / "at").read_text())


def test_python_is_no_compiler() -> None:
    with pytest.raises(ToolchainError, match="cannot preprocess an empty C file"):
        compiler.refused([sys.executable], [], [])
    with pytest.raises(ToolchainError, match="is no C compiler"):
        compiler.refused([sys.executable, "-c", "pass"], [], [])


def test_other_languages() -> None:
    cc = toolchain.find_cc()
    with pytest.raises(ToolchainError, match="compiles C of 1990") as caught:
        compiler.refused(cc, ["-std=c90"], [])
    assert "-std=c99" in caught.value.hint
    compiler.refused(cc, ["-std=c99"], [])
    if not shutil.which("g++"):
        pytest.skip("needs g++")
    with pytest.raises(ToolchainError, match=r"`g\+\+` compiles C\+\+"):
        compiler.refused(["g++"], [], [])


def test_nothing_is_left_behind(sandbox: Sandbox, tmp_path: Path) -> None:
    """Neither in the project nor in the cache that other projects use."""
    cache = tmp_path / "cache"
    cc = program(
        tmp_path, "empty", 'case "$*" in *" -c "*) exit 0;; esac; exec cc "$@"'
    )
    said = sandbox.carbide("develop", status=1, CC=cc, CARBIDE_CACHE=str(cache))
    assert "compiled without writing a file" in said and "Traceback" not in said
    assert not list((cache / "runtime").iterdir())
    assert not list(sandbox.root.rglob("*.so"))


def test_a_crash_and_a_failure_inside(sandbox: Sandbox, tmp_path: Path) -> None:
    """Half an object that a compiler left is not linked by the next build."""
    copy = copier(sandbox)
    crash = 'case "$*" in *" -c "*src/demo.c*) kill -SEGV $$;; esac\nexec cc "$@"'
    crash = copy + crash
    said = sandbox.carbide("develop", status=1, CC=program(tmp_path, "crash", crash))
    assert "carbide: error: a command of the build was killed: SIGSEGV" in said
    half = (
        f'{copy}case "$*" in *" -c "*src/demo.c*)\n'
        'echo half > "$last"; echo "demo.c:1: internal compiler error: oops" >&2\n'
        'exit 4;; esac\nexec cc "$@"'
    )
    broken = program(tmp_path, "broken", half)
    said = sandbox.carbide("develop", status=1, CC=broken)
    assert "hint: the compiler has failed, not your C: try another" in said
    objects = list((sandbox.root / "build").rglob("demo.c.o"))
    assert [path.read_text() for path in objects] == ["half\n"]
    program(tmp_path, "broken", copy + 'exec cc "$@"')  # the same command, mended
    sandbox.carbide("develop", CC=broken)
    assert sandbox.eval("demo.add(1, 2)") == "3.0"


def test_a_new_version_compiles_again(sandbox: Sandbox, tmp_path: Path) -> None:
    """Also of one behind a wrapper: `ccache gcc`."""
    copy = copier(sandbox)
    program(tmp_path, "wrapper", 'exec "$@"')
    sandbox.write(
        "src/demo.c",
        '#include "demo.h"\ndouble add(double a, double b) { return VERSION; }\n',
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    for cc in (str(tmp_path / "real"), "wrapper real"):
        program(tmp_path, "real", copy + 'exec cc -DVERSION=1 "$@"')
        sandbox.carbide("develop", CC=cc, PATH=path)
        assert sandbox.eval("demo.add(1, 2)") == "1.0"
        program(tmp_path, "real", copy + 'exec cc -DVERSION=22 "$@"')
        sandbox.carbide("develop", CC=cc, PATH=path)
        assert sandbox.eval("demo.add(1, 2)") == "22.0"


def test_a_cache_that_somebody_tidied(sandbox: Sandbox, tmp_path: Path) -> None:
    cc = program(tmp_path, "quick", copier(sandbox) + 'exec cc "$@"')
    cache = {"CARBIDE_CACHE": str(tmp_path / "cache"), "CC": cc}
    sandbox.carbide("develop", **cache)
    (folder,) = (tmp_path / "cache" / "runtime").iterdir()
    next(folder.glob("*.o")).unlink()
    sandbox.write("src/demo.c", SOURCE.format(name="demo").replace("a + b", "a - b"))
    sandbox.carbide("develop", **cache)
    assert sandbox.eval("demo.add(1, 2)") == "-1.0"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (
            "a.c:1:2: fatal error: helper.h: No such file or directory",
            "as inc/helper.h",
        ),
        ("a.c:1:2: fatal error: 'x/helper.h' file not found", '"inc/helper.h"?'),
        (
            "\033[1ma.c:1:2: \033[31mfatal error: \033[0mhalper.h: No such file",
            'did you mean "inc/helper.h"?',
        ),
        (
            "fatal error: openssl/ssl.h: No such file or directory",
            "development package",
        ),
        ("fatal error: 'stdio.h' file not found", "belongs to the C library: apt"),
        ("fatal error: bits/libc-header-start.h: No such file", "gcc-multilib"),
        ("/usr/bin/ld: cannot find -lfoo: No such file", "apt install libfoo-dev"),
        ("ld.lld: error: unable to find library -lfoo", "brew install foo"),
        ("ld: library 'foo' not found", "dnf install foo-devel"),
        ("ld: library not found for -lfoo", "library-dirs"),
        ("ld: final link failed: No space left on device", "the disk is full"),
        ("a.c:1:2: error: expected ';'", ""),
    ],
)
def test_what_to_do_about_it(tmp_path: Path, line: str, hint: str) -> None:
    (tmp_path / "inc").mkdir()
    (tmp_path / "inc/helper.h").write_text("")
    found = complaints.hint(["other line\n", f"{line}\n"], str(tmp_path))
    assert hint in found and bool(hint) is bool(found)


def test_a_missing_header_and_library_in_a_build(sandbox: Sandbox) -> None:
    table = '[tool.carbide]\nlibraries = ["no_such_library"]\n'
    sandbox.write("pyproject.toml", PYPROJECT + table)
    said = sandbox.carbide("develop", status=1)
    assert "hint: install the library with what is needed to link it" in said
    sandbox.write("inc/helper.h", "")
    sandbox.write("src/demo.h", HEADER + '#include "helper.h"\n')
    said = sandbox.carbide("explain", status=1)
    assert (
        'hint: it is there as inc/helper.h: [tool.carbide] include-dirs = ["i' in said
    )


@pytest.mark.parametrize(
    ("table", "hint"),
    [
        ('headers = ["src/dmo.h"]', 'did you mean "src/demo.h"?'),
        ('sources = ["Demo.c"]', 'did you mean "src/demo.c"?'),
        ('headers = ["include/*.h"]', "there are: src/demo.h"),
        ('headers = ["x.hpp"]', ""),
    ],
)
def test_files_that_are_not_there(tmp_path: Path, table: str, hint: str) -> None:
    (tmp_path / "src").mkdir()
    for name in ("demo.h", "demo.c"):
        (tmp_path / "src" / name).write_text("")
    (tmp_path / "pyproject.toml").write_text(f"{PYPROJECT}[tool.carbide]\n{table}\n")
    with pytest.raises(ConfigError, match="no file matches") as caught:
        config.load(str(tmp_path))
    assert caught.value.hint == hint


def test_pkg_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No such program; no such package, but one with a similar name."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Error, match="needs the program pkg-config") as caught:
        toolchain.pkg_config(["any"])
    assert "apt install pkg-config" in caught.value.hint
    lists = 'case "$1" in --list-all) echo "sqlite3  SQLite";; *) echo "No package'
    program(tmp_path, "pkg-config", f"{lists} '$2' found\" >&2; exit 1;; esac")
    with pytest.raises(ConfigError, match="No package 'sqlite' found") as caught:
        toolchain.pkg_config(["sqlite"])
    assert caught.value.hint.startswith(
        "did you mean `sqlite3`?\ninstall the library's"
    )
    with pytest.raises(ConfigError) as caught:
        toolchain.pkg_config(["unheard"])
    assert caught.value.hint.startswith("install the library's")
