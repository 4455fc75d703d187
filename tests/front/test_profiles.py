# SPDX-License-Identifier: MIT
"""Profiles: what each is good for, shown with the tools that read it.

A tool that is missing, or a machine that lets nobody look into a process, is a skip
that says so.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sandbox import PYPROJECT, Sandbox, make_venv

HEADER = """\
#include "carbide.h"
#include <stddef.h>

/** Sum of sines; takes a while. */
double work(long n);

/** Sum of the first n of four, without any care. */
int peek(int n);

/** 1 << n. */
int shifted(int n);

/** The length of a copy of s, in a place for seven. */
size_t copied(const char *s);
"""
SOURCE = """\
#include "demo.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static __attribute__((noinline)) double inner_term(long i)
{
    return sin(i) / (1.0 + i % 7);
}

double work(long n)
{
    double sum = 0;
    for (long i = 0; i < n; i++)
        sum += inner_term(i);
    return sum;
}

int peek(int n)
{
    int *four = calloc(4, sizeof *four), sum = 0;
    for (int i = 0; i < n; i++)
        sum += four[i];
    free(four);
    return sum;
}

int shifted(int n) { return 1 << n; }

size_t copied(const char *s)
{
    char copy[8];
    strcpy(copy, s);
    return strlen(copy);
}
"""
DENIED = ("not permitted", "Permission denied", "Permission Denied", "No permission")


def line_of(text: str) -> int:
    """The line of the source on which `text` stands."""
    return SOURCE[: SOURCE.index(text)].count("\n") + 1


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, translator: None) -> Sandbox:
    """The project of this file, built with whatever profile a test says."""
    folder = tmp_path_factory.mktemp("profiles")
    made = Sandbox(folder / "demo", make_venv(folder / "venv"))
    made.write("pyproject.toml", PYPROJECT)
    made.write("src/demo.h", HEADER)
    made.write("src/demo.c", SOURCE)
    made.write("busy.py", "import demo\n\n\ndef caller():\n    demo.work(10**10)\n")
    made.write("main.py", "import busy\n\nbusy.caller()\n")
    return made


def tool(name: str, package: str = "") -> str:
    """Path of a program, or a skip that names the package."""
    beside = os.path.join(os.path.dirname(sys.executable), name)
    found = beside if os.access(beside, os.X_OK) else shutil.which(name)
    if not found:
        pytest.skip(f"no {name} here: install {package or name}")
    return found


def run(demo: Sandbox, *words: str, seconds: int = 120) -> str:
    """Output of a command in the project; a skip if it may not look into a process."""
    done = subprocess.run(
        words,
        cwd=demo.root,
        env={**os.environ, "PYTHONMALLOC": "malloc", "DEBUGINFOD_URLS": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        timeout=seconds,
    )
    if any(text in done.stdout for text in DENIED):
        pytest.skip(f"{os.path.basename(words[0])} is not allowed here: {done.stdout}")
    return done.stdout


def status(demo: Sandbox, call: str) -> int:
    """How Python ends that makes a call."""
    command = [str(demo.python), "-c", f"import demo; demo.{call}"]
    return subprocess.run(command, cwd="/", stderr=subprocess.DEVNULL).returncode


def flags(demo: Sandbox) -> list[str]:
    """How the source was compiled last."""
    entries = json.loads((demo.root / "build/compile_commands.json").read_text())
    found: list[str] = entries[0]["arguments"]
    return found


def test_develop_is_checked_and_build_is_not(demo: Sandbox) -> None:
    """Unless somebody says otherwise; both are optimized."""
    demo.carbide("develop")
    assert {"-O3", "-g", "-D_FORTIFY_SOURCE=2"} <= set(flags(demo))
    demo.carbide("build")
    assert "-O3" in flags(demo)
    assert not {"-g", "-D_FORTIFY_SOURCE=2"} & set(flags(demo))
    before = (demo.root / "build/cp-abi-checked/demo.so").stat().st_mtime_ns
    assert demo.carbide("develop").endswith(": up to date\n")
    assert (demo.root / "build/cp-abi-checked/demo.so").stat().st_mtime_ns == before
    demo.carbide("develop", "--profile", "small")
    assert "-Os" in flags(demo)
    demo.write("pyproject.toml", PYPROJECT + '[tool.carbide]\nprofile = "debug"\n')
    demo.carbide("develop")
    assert {"-O0", "-g3"} <= set(flags(demo))
    demo.write("pyproject.toml", PYPROJECT)


def test_checked_stops_where_release_goes_on(demo: Sandbox) -> None:
    """By a signal, at the place: it can be seen in a debugger, and by faulthandler."""
    demo.carbide("develop", "--profile", "release")
    assert status(demo, "shifted(5)") == status(demo, "shifted(40)") == 0
    demo.carbide("develop")
    assert status(demo, "shifted(5)") == 0
    assert status(demo, "shifted(40)") in (-signal.SIGILL, -signal.SIGTRAP)
    assert status(demo, "copied('1234567')") == 0
    assert status(demo, "copied('12345678')") == -signal.SIGABRT
    code = "import faulthandler, demo; faulthandler.enable(); demo.shifted(40)"
    done = subprocess.run([demo.python, "-c", code], capture_output=True, text=True)
    assert 'File "<string>", line 1 in <module>' in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="reads ELF files")
def test_profile_is_the_code_of_release(demo: Sandbox, tmp_path: Path) -> None:
    """Instruction for instruction; so what is measured is what is shipped."""
    objcopy, texts = tool("objcopy", "binutils"), []
    for profile, folder in (("release", "cp-abi"), ("profile", "cp-abi-profile")):
        demo.carbide("develop", "--profile", profile)
        made, out = demo.root / f"build/{folder}/obj/src/demo.c.o", tmp_path / profile
        run(demo, objcopy, "-O", "binary", "-j", ".text*", str(made), str(out))
        texts.append(out.read_bytes())
    assert texts[0] == texts[1] != b""


@pytest.mark.skipif(sys.platform != "linux", reason="reads ELF files")
def test_symbols_are_in_wheels_that_are_for_reading(demo: Sandbox) -> None:
    for profile, there in (("release", False), ("profile", True)):
        demo.carbide("build", "--profile", profile)
        folder = "cp-abi" if profile == "release" else f"cp-abi-{profile}"
        content = (demo.root / f"build/{folder}/release/demo.so").read_bytes()
        assert (b"inner_term" in content) is there
        assert (b".debug_line" in content) is there


def test_gdb_stops_at_a_line(demo: Sandbox) -> None:
    gdb = tool("gdb")
    demo.carbide("develop", "--profile", "debug")
    line = line_of("return sin(i)")
    commands = ["set breakpoint pending on", f"break demo.c:{line}", "run", "bt 4"]
    commands += ["print i", "up", "info locals"]
    words = [word for command in commands for word in ("-ex", command)]
    code = "import demo; demo.work(3)"
    said = run(
        demo, gdb, "-nx", "-batch", *words, "--args", str(demo.python), "-c", code
    )
    assert f"inner_term (i=0) at src/demo.c:{line}" in said
    assert f"{line}\t    return sin(i) / (1.0 + i % 7);" in said
    assert f"in work (n=3) at src/demo.c:{line_of('sum += inner_term')}" in said
    assert "demo_glue.c:" in said
    assert "$1 = 0" in said
    assert "sum = 0" in said


def test_valgrind_names_the_line(demo: Sandbox) -> None:
    valgrind = tool("valgrind")
    demo.carbide("develop", "--profile", "debug")
    code = "import demo; demo.peek(5)"
    said = run(demo, valgrind, "--error-limit=no", str(demo.python), "-c", code)
    error = said[said.index("Invalid read of size 4") :]
    assert f": peek (demo.c:{line_of('sum += four')})" in error
    assert "by 0x" in error and f"(demo.c:{line_of('int *four')})" in error


def start(demo: Sandbox) -> subprocess.Popen[bytes]:
    """A process that is at work in C."""
    words = [str(demo.python), "main.py"]
    child = subprocess.Popen(words, cwd=demo.root, stdin=subprocess.DEVNULL)
    before = time.monotonic()
    while time.monotonic() - before < 30:
        maps = Path(f"/proc/{child.pid}/maps")
        if maps.exists() and "demo.so" in maps.read_text():
            break
        time.sleep(0.05)
    time.sleep(0.3)
    return child


@pytest.mark.skipif(sys.platform != "linux", reason="py-spy reads C frames on Linux")
def test_py_spy_shows_c_between_python(demo: Sandbox) -> None:
    """The function, with file and line, and who has called it in Python. One look may
    find the program between two calls of it."""
    spy = tool("py-spy", "py-spy (pip)")
    demo.carbide("develop", "--profile", "profile")
    child = start(demo)
    try:
        for _ in range(20):
            said = run(demo, spy, "dump", "--native", "--pid", str(child.pid))
            if "Unsupported version of Python" in said:
                pytest.skip(f"py-spy does not know it yet: {said.strip()[:200]}")
            names = [line.strip().split(":")[0] for line in said.splitlines()]
            if "inner_term (demo.c" in names:
                break
    finally:
        child.kill()
        child.wait()
    at = names.index("work (demo.c")
    assert "inner_term (demo.c" in names[:at]
    assert "caller (busy.py:5)" in said[said.index("work (demo.c:") :]


@pytest.mark.skipif(sys.platform != "linux", reason="perf is Linux's")
def test_perf_sees_the_frames(demo: Sandbox, tmp_path: Path) -> None:
    perf = tool("perf", "linux-perf")
    demo.carbide("develop", "--profile", "profile")
    data = str(tmp_path / "perf.data")
    code = "import demo; demo.work(10**7)"
    python = str(demo.python)
    record = ("record", "-q", "-e", "cpu-clock", "-g", "-o", data, python, "-c", code)
    said = run(demo, perf, *record)
    if not os.path.exists(data):
        pytest.skip(f"perf cannot record here: {said.strip()[:200]}")
    said = run(demo, perf, "script", "-i", data, "-F", "ip,sym")
    found = [stack.split() for stack in said.split("\n\n")]
    both = [stack for stack in found if {"inner_term", "work"} <= set(stack)]
    assert both, said
    assert all(s.index("inner_term") < s.index("work") for s in both)


def test_every_file_compiles_as_editors_are_told(demo: Sandbox, tmp_path: Path) -> None:
    """Each entry of compile_commands.json, by its compiler and by clang, as clangd."""
    table = "modules.'demo.one' = {define = ['A=1']}\nmodules.'demo.two' = {}\n"
    other = Sandbox(tmp_path / "several", demo.python)
    other.write("pyproject.toml", PYPROJECT + "[tool.carbide]\n" + table)
    other.write("src/one.h", "int f(void);\n")
    other.write("src/one.c", '#include "one.h"\nint f(void) { return A; }\n')
    other.write("src/two.c", "int f(void) { return 2; }\n")
    other.write("python/demo/__init__.py", "")
    for profile in ("checked", "debug"):
        other.carbide("develop", "--profile", profile)
        text = (other.root / "build/compile_commands.json").read_text()
        entries = json.loads(text)
        assert len({entry["file"] for entry in entries}) == len(entries) == 4
        for entry in entries:
            words = [
                w if w != entry["output"] else os.devnull for w in entry["arguments"]
            ]
            compilers = [words[:1], *([["clang"]] if shutil.which("clang") else [])]
            for compiler in compilers:
                done = subprocess.run(
                    [*compiler, *words[1:], "-fsyntax-only"],
                    cwd=entry["directory"],
                    capture_output=True,
                    text=True,
                )
                assert done.returncode == 0, done.stderr
                assert "error" not in done.stderr
