# SPDX-License-Identifier: MIT
"""Several modules in one project: built in one run, each where it belongs."""

from __future__ import annotations

import json
import zipfile

import pytest
from projects import pyproject
from sandbox import Sandbox
from test_project import times

TABLE = """\
cflags = ["-DBOTH=1"]

[tool.carbide.modules."demo._core"]
sources = ["src/core.c"]
headers = ["src/core.h"]

[tool.carbide.modules."demo.fast.more"]
sources = ["src/more.c"]
cflags = ["-DMORE=2"]
"""


@pytest.fixture
def several(sandbox: Sandbox) -> Sandbox:
    """Two modules in a package, one of them a level deeper."""
    for old in ("src/demo.c", "src/demo.h"):
        (sandbox.root / old).unlink()
    sandbox.write("pyproject.toml", pyproject("demo", TABLE))
    sandbox.write("src/core.h", "int both(void);\nint core(int x);\n")
    text = "int both(void) { return BOTH; }\nint core(int x) { return x + 1; }\n"
    sandbox.write("src/core.c", f'#include "core.h"\n{text}')
    sandbox.write("src/more.c", "int more(int x) { return x * MORE + BOTH; }\n")
    sandbox.write("python/demo/__init__.py", "from demo._core import both, core\n")
    sandbox.write("python/demo/fast/__init__.py", "from demo.fast.more import more\n")
    return sandbox


def test_develop(several: Sandbox) -> None:
    assert several.carbide("develop") == "demo 1.0: installed, editable\n"
    what = "demo.both(), demo.core(1), __import__('demo.fast').fast.more(3)"
    assert several.eval(what) == "1 2 7"
    before = times(several.root)
    assert several.carbide("develop") == "demo 1.0: up to date\n"
    assert times(several.root) == before
    several.write("src/more.c", "int more(int x) { return x; }\n")
    assert several.carbide("develop") == "demo 1.0: built\n"
    after = times(several.root)
    changed = [name for name in after if after[name] != before.get(name)]
    assert not [name for name in changed if "demo._core" in name]
    commands = json.loads((several.root / "build/compile_commands.json").read_text())
    assert {"src/core.c", "src/more.c"} <= {entry["file"] for entry in commands}


def test_classes_know_their_package(several: Sandbox) -> None:
    """As errors and enums do: pickles of their objects can be read."""
    text = (
        '#include "carbide.h"\n'
        "typedef struct Point { double x, y; } Point;\n"
        "Point Point_moved(Point p, double by);\n"
        "enum color { RED, GREEN };\n"
        "int both(enum color c);\nint core(int x);\n"
    )
    several.write("src/core.h", text)
    text = (
        '#include "core.h"\n'
        "Point Point_moved(Point p, double by) { p.x += by; return p; }\n"
        "int both(enum color c) { return c; }\nint core(int x) { return x; }\n"
    )
    several.write("src/core.c", text)
    several.carbide("develop")
    code = (
        "import pickle, demo._core as c; p = c.Point(1, 2).moved(2); print(p, "
        "type(p).__module__, pickle.loads(pickle.dumps(p)) == p, c.color.__module__)"
    )
    said = several.run("-c", code)
    assert said == "Point(x=3.0, y=2.0) demo._core True demo._core\n"


def test_one_module_takes_the_objects_of_another(several: Sandbox) -> None:
    """A class of the first is named by its package in the second, and is one class."""
    box = "struct Box { int held; };\n"
    text = (
        '#pragma once\n#include "carbide.h"\ntypedef struct Box Box;\n'
        "Box *Box_new(int held);\nvoid Box_free(Box *self);\n"
        "int Box_get_held(const Box *self);\nvoid Box_set_held(Box *self, int x);\n"
        "int both(void);\nint core(int x);\n"
    )
    several.write("src/core.h", text)
    text = (
        f'#include "core.h"\n#include <stdlib.h>\n{box}'
        "Box *Box_new(int held) {\n"
        "    Box *b = malloc(sizeof *b);\n    if (b) b->held = held;\n return b; }\n"
        "void Box_free(Box *self) { free(self); }\n"
        "int Box_get_held(const Box *self) { return self->held; }\n"
        "void Box_set_held(Box *self, int x) { self->held = x; }\n"
        "int both(void) { return 1; }\nint core(int x) { return x; }\n"
    )
    several.write("src/core.c", text)
    class_ = 'CB_CLASS("demo._core.Box")'
    text = f"typedef struct Box {class_} Box;\nint more(CB_IN Box *b);\n"
    text = f'#include "carbide.h"\n{text}'
    several.write("src/more.h", text)
    text = f'#include "more.h"\n{box}int more(Box *b) {{ return b->held++; }}\n'
    several.write("src/more.c", text)
    table = TABLE.replace('cflags = ["-DMORE=2"]', 'headers = ["src/more.h"]')
    several.write("pyproject.toml", pyproject("demo", table))
    several.carbide("develop")
    code = (
        "import demo._core as c; from demo.fast import more; b = c.Box(3); "
        "print(more(b), b.held)\ntry: more(3)\nexcept TypeError as e: print(e)"
    )
    said = several.run("-c", code).splitlines()
    assert said[0] == "3 4" and "Box" in said[1]


def test_names_that_builds_use_themselves(sandbox: Sandbox) -> None:
    """Modules may be called like the files and folders of a build."""
    names = ("state", "placed", "obj", "release", "compiler", "build", "wheel", "dist")
    for name in names:
        sandbox.write(f"src/{name}.c", f"int of_{name}(void) {{ return 1; }}\n")
    modules = ", ".join(f"{name} = {{}}" for name in names)
    sandbox.write("pyproject.toml", pyproject("demo", f"modules = {{{modules}}}"))
    sandbox.carbide("develop")
    calls = ", ".join(f"__import__({name!r}).of_{name}()" for name in names)
    code = f"import os; os.chdir('/'); print({calls})"
    assert sandbox.run("-c", code).split() == ["1"] * len(names)
    sandbox.carbide("build")


def test_a_module_that_is_gone_is_not_imported(several: Sandbox) -> None:
    several.carbide("develop")
    table = TABLE.split('[tool.carbide.modules."demo.fast')[0]
    several.write("pyproject.toml", pyproject("demo", table))
    several.write("python/demo/fast/__init__.py", "")
    several.carbide("develop")
    assert several.eval("demo.core(1)") == "2"
    found = "__import__('importlib.util').util.find_spec('demo.fast.more')"
    assert several.eval(found) == "None"
    # and back: the package is a real folder again, and no file lands in the project
    several.write("pyproject.toml", pyproject("demo", TABLE))
    several.carbide("develop")
    assert several.eval("__import__('demo.fast.more').fast.more.more(1)") == "3"
    inside = [path.name for path in (several.root / "python").rglob("*.*")]
    assert [name for name in inside if not name.startswith(("__init__", "__pyc"))] == []


def test_wheel(several: Sandbox) -> None:
    path = several.root / several.carbide("build").splitlines()[-1]
    names = set(zipfile.ZipFile(path).namelist())
    assert {
        "demo/__init__.py",
        "demo/_core.so",
        "demo/_core.pyi",
        "demo/fast/more.so",
        "demo/fast/more.pyi",
        "demo/py.typed",
    } <= names
    before = path.stat().st_mtime_ns
    several.carbide("build")
    assert path.stat().st_mtime_ns == before
    several.write("src/more.c", "int more(int x) { return x; }\n")
    several.carbide("build")
    assert path.stat().st_mtime_ns != before


def test_explain(several: Sandbox) -> None:
    said = several.carbide("explain")
    assert "demo._core.core(x)" in said and "demo.fast.more.more(x)" in said
    described = json.loads(several.carbide("explain", "--json"))
    assert [d["module"] for d in described] == ["_core", "more"]


def test_mistakes_are_said_of_each(several: Sandbox) -> None:
    several.write("src/core.h", "int both(void);\nint core(int x);\nint gone(int);\n")
    said = several.carbide("develop", status=1)
    assert "gone" in said and "nothing defines" in said
    several.write("src/core.h", "double core(double *x);\n")
    several.write("src/core.c", "double core(double *x) { return *x; }\n")
    several.write("src/more.c", "double more(double *x) { return *x; }\n")
    sarif = json.loads(several.carbide("explain", "--format=json", status=1))
    found = [
        result["message"]["text"] for r in sarif["runs"] for result in r["results"]
    ]
    assert any("core()" in text or "core" in text for text in found)
    assert any("more()" in text or "more" in text for text in found)


def test_pure_python_if_it_says_so(sandbox: Sandbox) -> None:
    sandbox.write("pyproject.toml", pyproject("demo", "modules = {}"))
    sandbox.write("python/demo/__init__.py", "value = 5\n")
    assert sandbox.carbide("develop") == "demo 1.0: installed, editable\n"
    assert sandbox.eval("demo.value") == "5"
    assert sandbox.carbide("develop") == "demo 1.0: up to date\n"
    assert sandbox.carbide("build") == "dist/demo-1.0-py3-none-any.whl\n"
    assert sandbox.carbide("build") == "dist/demo-1.0-py3-none-any.whl\n"
    wheel = zipfile.ZipFile(sandbox.root / "dist/demo-1.0-py3-none-any.whl")
    assert "Root-Is-Purelib: true" in wheel.read("demo-1.0.dist-info/WHEEL").decode()
    assert sandbox.carbide("explain") == "demo has no C module\n"
    assert json.loads(sandbox.carbide("explain", "--json")) == []
