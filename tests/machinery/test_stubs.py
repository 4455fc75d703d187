# SPDX-License-Identifier: MIT
"""The stubs: what type checkers think of them, and whether they are true.

Every test module's .pyi goes through mypy --strict, basedpyright and stubtest; its
signatures must be those that inspect finds.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import build_modules
import objects
import pytest

MODULES = build_modules.names()
USER = """
import numpy as np
import arrays, constants, errors, handles, names, scalars, texts

x: float = scalars.echo_double(1.5)
i: int = scalars.echo_int(True)
c: complex = scalars.echo_cdouble(1)
scalars.no_result(1)
pair: tuple[int, int] = scalars.divide(7, 2)
maybe: float | None = scalars.reciprocal(2.0)
product = arrays.matmul([[1.0, 2.0]], np.ones((2, 1)))
total: float = arrays.dot([1, 2], (3, 4))
shape: tuple[int, ...] = product.shape
arrays.axpy(2, [1.0], np.ones(1))
numbers: list[float] = arrays.squares_list([1, 2])
color: constants.color = constants.next_color(constants.color.COLOR_RED)
count: int = texts.count_spaces(b"a b")
text: str = texts.repeat(3, "x")
raw: bytes = texts.pattern(3)
names.moved(1, 2, third=3)
names.keyword_only(1, b=2)
try:
    errors.raise_own(0)
except errors.ParseError as error:
    caught: ValueError = error
with handles.counter(1, step=2) as counter:
    number: int = counter.next()
    counter.value = number
    parsed: handles.counter = handles.counter.parse("3 to 5")
    whole: int = handles.furthest(counter, b=None)
with handles.Store.open("db") as store, handles.cursor.open(store) as cursor:
    key: str | None = cursor.next()
root = handles.tree("oak").root
if root is not None:
    parent: handles.node | None = root.parent
"""
WRONG = """
import arrays, constants, handles, names, scalars, texts

scalars.echo_int(1.5)
scalars.echo_int("1")
scalars.echo_double("1")
arrays.axpy(2, [1.0], [1.0])
texts.count_bytes(b"bytes")
names.keyword_only(1, 2)
names.unnamed(arg1=1, arg2=2)
s: str = texts.maybe(True)
constants.next_color("red")
scalars.divide(1)
handles.counter("a")
handles.counter().value = "b"
handles.furthest(handles.tree("oak"))
handles.counter().close(1)
handles.cursor.open(None)
t: handles.tree = handles.counter.parse("3 to 5")
"""


def need(module: str) -> None:
    """Skip unless a tool is installed."""
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"pip install {module}")


def tool(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a Python tool over the built modules."""
    path = str(folder)
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "MYPYPATH": path, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )


@pytest.fixture(scope="module")
def stubs(build: Any, tmp_path_factory: Any) -> Path:
    """A folder with modules and stubs, and programs that use them."""
    folder: Path = tmp_path_factory.mktemp("stubs")
    built = build("gcc-plain")
    for name in built.modules:
        for suffix in (".so", ".pyi"):
            (folder / f"{name}{suffix}").symlink_to(built.folder / f"{name}{suffix}")
    (folder / "user.py").write_text(USER)
    (folder / "wrong_use.py").write_text(WRONG)
    return folder


def test_mypy(stubs: Path) -> None:
    """mypy --strict accepts every stub, and a program that uses them well."""
    need("mypy")
    names = sorted(p.name for p in stubs.glob("*.pyi"))
    words = ["-m", "mypy", "--strict", "--no-incremental", *names, "user.py"]
    done = tool(words, stubs)
    assert done.returncode == 0, done.stdout


def test_mypy_finds_wrong_uses(stubs: Path) -> None:
    """Every line of a program that uses them badly is found."""
    need("mypy")
    done = tool(["-m", "mypy", "--strict", "--no-incremental", "wrong_use.py"], stubs)
    found = {int(line.split(":")[1]) for line in done.stdout.splitlines()[:-1]}
    lines = [i for i, line in enumerate(WRONG.splitlines(), 1) if line and i > 3]
    assert found >= set(lines), done.stdout


def test_basedpyright(stubs: Path) -> None:
    """basedpyright reports no error in the stubs or in the good program."""
    need("basedpyright")
    names = sorted(p.name for p in stubs.glob("*.pyi"))
    config = {"typeCheckingMode": "strict", "reportMissingModuleSource": False}
    (stubs / "pyrightconfig.json").write_text(json.dumps(config))
    words = ["-m", "basedpyright", "--level", "error", "--pythonpath", sys.executable]
    words += [*names, "user.py"]
    done = tool(words, stubs)
    assert done.returncode == 0, done.stdout


def test_stubtest(stubs: Path) -> None:
    """stubtest finds every stub true: names, parameters, defaults, values."""
    need("mypy")
    names = sorted(p.stem for p in stubs.glob("*.pyi"))
    allowed = stubs / "allowed"
    allowed.write_text("".join(f"{name}\n" for name in static_methods(stubs)))
    done = tool(["-m", "mypy.stubtest", *names, "--allowlist", str(allowed)], stubs)
    assert done.returncode == 0, done.stdout


def static_methods(stubs: Path) -> list[str]:
    """stubtest takes a builtin function that has a type as __self__ for a class method;
    static methods in C have it to find their module, and to be pickled. That they are
    staticmethod objects is tested in tests/modules/handles."""
    found = []
    for path in sorted(stubs.glob("*.pyi")):
        for item in ast.parse(path.read_text("utf-8")).body:
            for member in item.body if isinstance(item, ast.ClassDef) else ():
                if isinstance(member, ast.FunctionDef) and any(
                    getattr(mark, "id", "") == "staticmethod"
                    for mark in member.decorator_list
                ):
                    found.append(f"{path.stem}.{item.name}.{member.name}")
    return found


@pytest.mark.parametrize("name", MODULES)
def test_signatures(load: Any, build: Any, name: str) -> None:
    """inspect.signature, the stub and the description say the same parameters."""
    module = load(name)
    built = build("gcc-plain")
    tree = ast.parse((built.folder / f"{name}.pyi").read_text(encoding="utf-8"))
    stub = stub_functions(tree)
    entries = [e for e in built.description(name)["functions"] if is_callable(e)]
    for entry in entries:
        function = callable_of(module, entry)
        signature = inspect.signature(function)
        if entry.get("overload"):
            check_overload(entry, signature, tree)
            continue
        a = stub[objects.label_of(entry)].args
        rest = [p for p in (a.vararg,) if p], [p for p in (a.kwarg,) if p]
        parts = (*a.posonlyargs, *a.args, *rest[0], *a.kwonlyargs, *rest[1])
        wanted = [p.arg for p in parts]
        if entry["place"] in ("constructor", "class method"):
            del wanted[0]  # bound
        parameters = list(signature.parameters.values())
        if entry["place"] == "method":
            assert parameters[0].kind is inspect.Parameter.POSITIONAL_ONLY
            parameters[0] = parameters[0].replace(kind=parameters[0].VAR_POSITIONAL)
        assert [p.name for p in parameters] == wanted
        kinds = [p.kind for p in parameters]
        assert kinds.count(inspect.Parameter.KEYWORD_ONLY) == len(a.kwonlyargs)
        assert kinds.count(inspect.Parameter.POSITIONAL_ONLY) == len(a.posonlyargs)
        optional = [p for p in parameters if p.default is not p.empty]
        given = [d for d in (*a.defaults, *a.kw_defaults) if d is not None]
        assert len(optional) == len(given)
        key = "class" if function_is_class(entry) else "name"
        assert function.__name__ == entry[key]
        if not entry["class"] or function_is_class(entry):
            assert function.__module__ == name
        else:
            assert function.__qualname__ == f"{entry['class']}.{entry['name']}"
    assert {k for k in stub if "." not in k} == {
        e["name"] for e in entries if not e["class"]
    }


def stub_functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """Functions, and methods as "class.method"; of overloads the first."""
    found = {}
    for item in tree.body:
        if isinstance(item, ast.FunctionDef):
            found.setdefault(item.name, item)
        for member in item.body if isinstance(item, ast.ClassDef) else ():
            if isinstance(member, ast.FunctionDef):
                found.setdefault(f"{item.name}.{member.name}", member)
    return found


def is_callable(entry: dict[str, Any]) -> bool:
    """What has a signature: neither properties nor what Python never calls."""
    kinds = ("function", "constructor", "method", "class method", "static method")
    return entry["place"] in kinds


def function_is_class(entry: dict[str, Any]) -> bool:
    return bool(entry["place"] == "constructor")


def callable_of(module: Any, entry: dict[str, Any]) -> Any:
    """The function, method or class that an entry of the description speaks of."""
    owner = getattr(module, entry["class"]) if entry["class"] else module
    return owner if function_is_class(entry) else getattr(owner, entry["name"])


def check_overload(entry: Any, common: Any, tree: ast.Module) -> None:
    """The stub has one for each C function, and inspect says no more than is true."""
    body = [d for d in tree.body if not entry["class"]]
    for item in tree.body:
        if isinstance(item, ast.ClassDef) and item.name == entry["class"]:
            body = item.body
    functions = [d for d in body if isinstance(d, ast.FunctionDef)]
    name = "__init__" if function_is_class(entry) else entry["name"]
    mine = [f for f in functions if f.name == name]
    assert len(mine) > 1
    assert all(ast.unparse(f.decorator_list[0]) == "overload" for f in mine)
    anything = ("(*args, **kwargs)", "(self, /, *args, **kwargs)")
    assert str(common) in (entry["signature"], *anything)
    bound = 1 if entry["class"] else 0  # self, cls
    names = [[p.arg for p in (*f.args.args[bound:], *f.args.kwonlyargs)] for f in mine]
    wanted = re.findall(r"(\w+)(?=[,=)])", re.sub(r"=[^,)]+", "", entry["signature"]))
    assert wanted in names


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(load: Any, build: Any, name: str) -> None:
    """Docstrings are numpydoc: sections underlined, no comment signs left."""
    module = load(name)
    for entry in build("gcc-plain").description(name)["functions"]:
        if entry["place"] in objects.NOT_CALLED:
            continue
        doc = callable_of(module, entry).__doc__
        slot = type(callable_of(module, entry)) is type(int.__add__)  # Python says it
        if entry["place"] == "setter" or slot:
            continue  # the property's is the getter's
        if not entry.get("overload"):  # that has the texts of all, indented
            assert (entry["doc"] or "") in (doc or ""), entry["name"]
        lines = doc.splitlines() if doc else []
        for above, line in zip(lines, lines[1:]):
            if line and set(line) == {"-"}:
                assert len(above) == len(line), doc
        assert not any(line.lstrip().startswith(("*/", "/*")) for line in lines), doc
