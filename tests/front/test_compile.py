# SPDX-License-Identifier: MIT
"""`carbide.compile`: a text becomes a module, once; what it raises; all at once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sandbox import Sandbox, make_venv
from test_hook import builds, cache

__all__ = ["cache"]  # a fixture


@pytest.fixture
def place(tmp_path: Path, translator: None) -> Sandbox:
    """An empty folder, and an environment with carbide."""
    made = Sandbox(tmp_path / "here", make_venv(tmp_path / "venv"))
    made.root.mkdir()
    return made


def test_a_text_becomes_a_module(place: Sandbox) -> None:
    code = '''\
import carbide, sys
m = carbide.compile("""
#include <math.h>
static double square(double x) { return x * x; }
/** Length of the hypotenuse. */
double hypotenuse(double a, double b) { return sqrt(square(a) + square(b)); }
""")
print(m.hypotenuse(3, 4), m.hypotenuse.__doc__.splitlines()[0], hasattr(m, "square"))
print(m.__name__.startswith("c_"), m.__name__ in sys.modules)
named = carbide.compile("int one(void) { return VALUE; }", name="named",
                        define=["VALUE=1"])
print(named.__name__, named.one())
'''
    assert place.run("-c", code).splitlines() == [
        "5.0 Length of the hypotenuse. False",
        "True False",
        "named 1",
    ]


def test_the_same_text_is_one_build(place: Sandbox, cache: Path) -> None:
    """In one process one module; in the next one the same file."""
    code = """\
import carbide
m = carbide.compile("int one(void) { return 1; }", cflags=["-O1"])
assert m is carbide.compile("int one(void) { return 1; }", cflags=("-O1",))
print(m.one(), m.__file__)
"""
    first = place.run("-c", code)
    assert place.run("-c", code) == first
    assert len(builds(cache)) == 1
    assert place.run("-c", code.replace("-O1", "-O2")) != first
    assert place.run("-c", code.replace("-O1", "-O2"), CFLAGS="-DX") != first
    assert len(builds(cache)) == 3


def test_a_header_that_changed_is_another_module(place: Sandbox) -> None:
    code = """\
import carbide, pathlib
said = []
for value in 1, 2:
    pathlib.Path("value.h").write_text(f"#define VALUE {value}\\n")
    text = '#include "value.h"\\nint value(void) { return VALUE; }'
    said.append(carbide.compile(text, include_dirs=["."]))
print([module.value() for module in said])
"""
    assert place.run("-c", code) == "[1, 2]\n"


def test_libraries(place: Sandbox) -> None:
    text = "double lost(double);\ndouble f(double x) { return lost(x); }"
    code = f"import carbide; print(carbide.compile({text!r}, libraries=%s))"
    said = place.run("-c", code % [], status=1)
    assert "defined nowhere: lost" in said
    assert '\nhint: define it, or link its library: libraries=["' in said
    said = place.run("-c", code % ["no-such-library"], status=1)
    assert "CompileError" in said
    assert "cannot find -lno-such-library" in said or "no-such-library" in said


def test_errors_point_into_the_text(place: Sandbox) -> None:
    code = '''\
import carbide
try:
    carbide.compile("""\\
int good(void) { return 1; }

int bad(void) { return 1 }
""", name="mine")
except carbide.CompileError as error:
    assert isinstance(error, ImportError)
    print(error)
    print(error.name, error.path)
'''
    said = place.run("-c", code)
    assert said.startswith("carbide.compile, mine: the C was not compiled\n")
    assert "mine.c:3:25: error: expected" in said
    assert (
        "    3 | int bad(void) { return 1 }\n      |                         ^" in said
    )
    assert said.endswith("\nmine None\n")


WRONG = {
    "b'int x;'": "TypeError: compile() needs the C as a str, not bytes",
    "'int x;', 3": "TypeError: name must be a str, not int",
    "'int x;', 'a-b'": "ValueError: 'a-b' is no name of a module: not an ASCII",
    "'int x;', 'class'": "ValueError: 'class' is no name of a module",
    "'int x;', cflag=[]": "TypeError: there is no setting 'cflag'; did you mean",
    "'int x;', sources=[]": "TypeError: there is no setting 'sources'; known: ",
    "'int x;', cflags='-O1'": "TypeError: cflags must be a list of strings, not",
    "'int x;', define=[1]": "TypeError: define must be a list of strings, not",
    "'int x;', case=1": "TypeError: case must be a string, not 1",
    "'int x;', thread_safe=1": "TypeError: thread_safe must be True or False",
    "'int x;', profile='x'": "CompileError: carbide.compile, c_",
    "'int x;', include_dirs=['no']": "CompileError: carbide.compile, c_",
    "'int x;', pkg_config=['no-such']": "CompileError: carbide.compile, c_",
    "'int x'": "CompileError: carbide.compile, c_",
    "'\\ud800'": "CompileError: carbide.compile: the C is no Unicode text",
}


def test_wrong_arguments(place: Sandbox) -> None:
    code = f"""\
import carbide
for arguments in {list(WRONG)!r}:
    try:
        eval(f"carbide.compile({{arguments}})")
    except Exception as error:
        print(f"{{type(error).__name__}}: {{error}}".splitlines()[0])
"""
    said = place.run("-c", code).splitlines()
    assert len(said) == len(WRONG)
    for line, (arguments, error) in zip(said, WRONG.items()):
        assert line.startswith(error), arguments


def test_threads_and_processes_at_once(place: Sandbox, cache: Path) -> None:
    """Texts that are the same are built once, those that differ beside each other."""
    code = """\
import carbide, threading
said = {}
def work(i):
    text = f"int value(void) {{ return {i % 3}; }}"
    said[i] = carbide.compile(text)
threads = [threading.Thread(target=work, args=[i]) for i in range(9)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len({id(module) for module in said.values()}) == 3, said
print([said[i].value() for i in range(9)])
"""
    children = [
        subprocess.Popen(
            [str(place.python), "-c", code], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for child in children:
        assert child.communicate()[0] == f"{[0, 1, 2] * 3}\n"
    assert len(builds(cache)) == 3


def test_what_is_in_a_text_stays_in_it(place: Sandbox) -> None:
    """Quotes, newlines and what looks like a command are C, or an error of C."""
    text = '/** "quoted" \\ $(touch planted) */ const char *f(void) { return "$x"; }'
    code = f"import carbide; print(carbide.compile({text!r}).f())"
    assert place.run("-c", code) == "$x\n"
    text = "int f(void) { return A; }"
    code = f"import carbide; carbide.compile({text!r}, define=['A=`touch planted`'])"
    place.run("-c", code, status=1)
    assert not list(place.root.iterdir())
