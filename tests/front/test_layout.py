# SPDX-License-Identifier: MIT
"""Packages: where their Python files lie, which go along, and what is refused."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from carbide.errors import ConfigError
from carbide.project import config
from projects import pyproject
from sandbox import Sandbox

CORE = 'module = "demo._core"\nheaders = ["{c}/core.h"]\nsources = ["{c}/core.c"]\n'
HEADER = "int one(void);\n"
SOURCE = '#include "core.h"\nint one(void) { return 1; }\n'

# Layout: (folder of the Python files, folder of the C files, more settings)
LAYOUTS = {
    "python": ("python", "src", ""),
    "src": ("src", "c", ""),
    "src-shared": ("src", "src", ""),
    "inside": ("src", "src/demo", ""),
    "flat": (".", "src", ""),
    "flat-inside": (".", "demo", ""),
    "named": ("lib/python", "lib/c", 'python-dir = "lib/python"'),
}


def make(sandbox: Sandbox, python: str, c: str, more: str) -> None:
    for old in ("src/demo.c", "src/demo.h"):
        (sandbox.root / old).unlink()
    sandbox.write(f"{c}/core.h", HEADER)
    sandbox.write(f"{c}/core.c", SOURCE)
    include = f'include-dirs = ["{c}"]\n'
    sandbox.write(
        "pyproject.toml", pyproject("demo", CORE.format(c=c) + include + more)
    )
    sandbox.write(f"{python}/demo/__init__.py", "from demo._core import one\n")
    sandbox.write(f"{python}/demo/data/table.csv", "1,2\n")
    sandbox.write("tests/test_demo.py", "")
    sandbox.write("setup_helper.py", "")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(sandbox: Sandbox, layout: str) -> None:
    """Develop and the wheel have the package, its data, and nothing else."""
    python, c, more = LAYOUTS[layout]
    make(sandbox, python, c, more)
    sandbox.carbide("develop")
    assert sandbox.eval("demo.one()") == "1"
    sandbox.write(f"{python}/demo/__init__.py", "from demo._core import one as two\n")
    assert sandbox.eval("demo.two()") == "1"
    data = "open(os.path.join(os.path.dirname(demo.__file__), 'data/table.csv')).read()"
    assert sandbox.eval(data) == "1,2"
    path = sandbox.root / sandbox.carbide("build").splitlines()[-1]
    names = {n for n in zipfile.ZipFile(path).namelist() if ".dist-info" not in n}
    assert names == {
        "demo/__init__.py",
        "demo/_core.pyi",
        "demo/_core.so",
        "demo/data/table.csv",
        "demo/py.typed",
    }


def project(folder: Path, table: str, *names: str) -> config.Project:
    for name in ("c/core.c", *names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    text = pyproject("demo", f'sources = ["c/core.c"]\n{table}')
    (folder / "pyproject.toml").write_text(text)
    return config.load(str(folder))


def names(found: config.Project) -> list[str]:
    return [name for _, name in found.python.files()]


def test_what_goes_along(tmp_path: Path) -> None:
    """In a folder of its own all; in src, packages; beside pyproject.toml, the one."""
    files = ["demo/a.py", "demo/b.txt", "demo/c.so", "other/__init__.py", "x/y.c"]
    files += ["one.py", "notes.txt", "demo/.git/x.py"]
    module = 'module = "demo._core"'
    for place in ("python", "src", "."):
        root = tmp_path / place.replace(".", "flat")
        made = project(root, module, *(f"{place}/{name}" for name in files))
        wanted = {
            "python": [
                "demo/a.py",
                "demo/b.txt",
                "notes.txt",
                "one.py",
                "other/__init__.py",
                "x/y.c",
            ],
            "src": ["demo/a.py", "demo/b.txt", "one.py", "other/__init__.py"],
            ".": ["demo/a.py", "demo/b.txt"],
        }
        assert made.python.place == place
        assert names(made) == wanted[place]


def test_exclude(tmp_path: Path) -> None:
    patterns = '["demo/*.in", "**/*.csv", "demo/tests"]'
    table = f'module = "demo._core"\nexclude = {patterns}'
    files = ["src/demo/a.py", "src/demo/a.py.in", "src/demo/tests/deep/b.py"]
    files += ["src/demo/deep/a.in", "src/demo/deep/a.csv"]
    assert names(project(tmp_path, table, *files)) == ["demo/a.py", "demo/deep/a.in"]


def test_py_typed_is_at_the_outermost_package(tmp_path: Path) -> None:
    made = project(tmp_path, 'module = "a.b.c._core"', "python/a/b/__init__.py")
    assert made.python.typed(made.modules[0]) == "a/b"
    made = project(tmp_path / "none", 'module = "a.b._core"')
    assert made.python.typed(made.modules[0]) == "a/b"


def test_a_project_of_python_alone_is_found_by_its_name(tmp_path: Path) -> None:
    made = project(tmp_path, "modules = {}".replace("sources", ""), "src/demo/a.py")
    assert names(made) == ["demo/a.py"]


@pytest.mark.parametrize(
    ("table", "files", "message", "hint"),
    [
        (
            'module = "demo._core"',
            ["src/demo/a.py", "demo/b.py"],
            "the Python files of demo are in src/demo/ and in demo/",
            'python-dir = "src" or "."',
        ),
        ('python-dir = "../x"', [], '"../x" must be a folder of the project', ""),
        ('python-dir = "lib"', [], 'there is no folder "lib"', ""),
        (
            'module = "demo._core"',
            ["src/demo/_core.py"],
            "src/demo/_core.py and the module demo._core have one name",
            "rename one",
        ),
        (
            "",
            ["demo/__init__.py"],
            "demo/ is a package, and the module demo has the same name",
            'module = "demo._core"',
        ),
    ],
)
def test_mistakes(
    tmp_path: Path, table: str, files: list[str], message: str, hint: str
) -> None:
    made = project(tmp_path, table, *files)
    with pytest.raises(ConfigError) as caught:
        names(made)
    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_entry_points_and_their_scripts(sandbox: Sandbox) -> None:
    """Scripts, also of the package's Python, and groups of other programs."""
    make(sandbox, "src", "c", "")
    text = (sandbox.root / "pyproject.toml").read_text()
    points = '[project.scripts]\nsay-one = "demo.cli:main"\n'
    points += '[project.entry-points."demo.plugins"]\nfirst = "demo._core:one"\n'
    sandbox.write("pyproject.toml", text + points)
    lines = "from demo._core import one\ndef main():\n    print('one is', one())\n"
    sandbox.write("src/demo/cli.py", lines)
    sandbox.carbide("develop")
    script = sandbox.python.parent / "say-one"
    assert sandbox.run(str(script)) == "one is 1\n"
    code = "import importlib.metadata as m; e = m.distribution('demo').entry_points; "
    code += "print([x.load()() for x in e if x.group == 'demo.plugins'])"
    assert sandbox.run("-c", code) == "[1]\n"
    path = sandbox.root / sandbox.carbide("build").splitlines()[-1]
    said = zipfile.ZipFile(path).read("demo-1.0.dist-info/entry_points.txt").decode()
    assert "[demo.plugins]\nfirst = demo._core:one" in said
    assert "[console_scripts]\nsay-one = demo.cli:main" in said


def test_a_flat_package_is_imported_from_its_folder_too(sandbox: Sandbox) -> None:
    """By what runs there: pytest, `python -m`. A wheel and an sdist know no copies."""
    make(sandbox, ".", "src", "")
    sandbox.carbide("develop")
    assert sandbox.run("-c", "import demo; print(demo.one(), demo.__file__)") == (
        f"1 {sandbox.root}/demo/__init__.py\n"
    )
    assert sandbox.carbide("develop") == "demo._core 1.0: up to date\n"
    said = sandbox.carbide("sdist")
    with tarfile.open(sandbox.root / said.strip()) as archive:
        assert "_core.so" not in "".join(archive.getnames())


def test_a_stub_of_ones_own_makes_no_work(sandbox: Sandbox) -> None:
    """The one that is made takes its place in what is installed, not in the project."""
    make(sandbox, "src", "c", "")
    sandbox.write("src/demo/_core.pyi", "# mine\n")
    sandbox.carbide("develop")
    assert sandbox.carbide("develop") == "demo._core 1.0: up to date\n"
    assert (sandbox.root / "src/demo/_core.pyi").read_text() == "# mine\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_an_edit_of_data_packs_the_wheel_again(sandbox: Sandbox) -> None:
    make(sandbox, "src", "c", "")
    sandbox.carbide("build")
    sandbox.write("src/demo/data/table.csv", "3,4\n")
    path = sandbox.root / sandbox.carbide("build").splitlines()[-1]
    assert zipfile.ZipFile(path).read("demo/data/table.csv") == b"3,4\n"
