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
import pytest

MODULES = build_modules.names()
USER = """
import numpy as np
import arrays, constants, errors, names, scalars, texts

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
"""
WRONG = """
import arrays, constants, names, scalars, texts

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
    done = tool(["-m", "mypy.stubtest", *names], stubs)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", MODULES)
def test_signatures(load: Any, build: Any, name: str) -> None:
    """inspect.signature, the stub and the description say the same parameters."""
    module = load(name)
    built = build("gcc-plain")
    tree = ast.parse((built.folder / f"{name}.pyi").read_text(encoding="utf-8"))
    functions = [d for d in tree.body if isinstance(d, ast.FunctionDef)]
    stub = {d.name: d for d in reversed(functions)}  # of overloads the first
    entries = [e for e in built.description(name)["functions"] if not e["class"]]
    for entry in entries:
        function = getattr(module, entry["name"])
        signature = inspect.signature(function)
        if entry.get("overload"):
            check_overload(entry, signature, functions)
            continue
        a = stub[entry["name"]].args
        rest = [p for p in (a.vararg,) if p], [p for p in (a.kwarg,) if p]
        parts = (*a.posonlyargs, *a.args, *rest[0], *a.kwonlyargs, *rest[1])
        wanted = [p.arg for p in parts]
        assert list(signature.parameters) == wanted
        kinds = [p.kind for p in signature.parameters.values()]
        assert kinds.count(inspect.Parameter.KEYWORD_ONLY) == len(a.kwonlyargs)
        assert kinds.count(inspect.Parameter.POSITIONAL_ONLY) == len(a.posonlyargs)
        optional = [
            p for p in signature.parameters.values() if p.default is not p.empty
        ]
        given = [d for d in (*a.defaults, *a.kw_defaults) if d is not None]
        assert len(optional) == len(given)
        assert function.__name__ == entry["name"]
        assert function.__module__ == name
    assert set(stub) == {e["name"] for e in entries}


def check_overload(entry: Any, common: Any, functions: list[ast.FunctionDef]) -> None:
    """The stub has one for each C function, and inspect says no more than is true."""
    mine = [f for f in functions if f.name == entry["name"]]
    assert len(mine) > 1
    assert all(ast.unparse(f.decorator_list[0]) == "overload" for f in mine)
    assert str(common) in (entry["signature"], "(*args, **kwargs)")
    names = [[p.arg for p in (*f.args.args, *f.args.kwonlyargs)] for f in mine]
    wanted = re.findall(r"(\w+)(?=[,=)])", re.sub(r"=[^,)]+", "", entry["signature"]))
    assert wanted in names


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(load: Any, build: Any, name: str) -> None:
    """Docstrings are numpydoc: sections underlined, no comment signs left."""
    module = load(name)
    for entry in build("gcc-plain").description(name)["functions"]:
        if entry["class"]:
            continue
        doc = getattr(module, entry["name"]).__doc__
        lines = doc.splitlines() if doc else []
        for above, line in zip(lines, lines[1:]):
            if line and set(line) == {"-"}:
                assert len(above) == len(line), doc
        assert not any(line.lstrip().startswith(("*/", "/*")) for line in lines), doc
