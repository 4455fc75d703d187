# SPDX-License-Identifier: MIT
"""What `-C` says to pip, uv and `python -m build` arrives, every key of it.

In: a project whose functions give what they were compiled with. Out: its wheel or its
installation by each front end, with each setting said, and with none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from carbide.native import elf
from carbide.packaging import tags
from carbide.project import settings
from projects import pyproject
from proving import tool
from sandbox import Sandbox, make_venv

HEADER = """\
#include "carbide.h"
int optimized(void);
int defined(void);
int flagged(void);
int included(void);
int linked(void);
int packaged(void);
"""
SOURCE = """\
#include "said.h"
#if __has_include("more.h")
#include "more.h"
#endif
#ifndef DEFINED
#define DEFINED 0
#endif
#ifndef FLAGGED
#define FLAGGED 0
#endif
#ifndef INCLUDED
#define INCLUDED 0
#endif

#ifdef LINKED
int two(void);
#else
static int two(void) { return 0; }
#endif
#ifdef PACKAGED
int one(void);
#else
static int one(void) { return 0; }
#endif

#ifdef __OPTIMIZE__
int optimized(void) { return 1; }
#else
int optimized(void) { return 0; }
#endif
int defined(void) { return DEFINED; }
int flagged(void) { return FLAGGED; }
int included(void) { return INCLUDED; }
int linked(void) { return two(); }
int packaged(void) { return one(); }
"""

# Not the one that is built for where nothing is said.
ONE = "3.10" if sys.version_info >= (3, 10) else "3.9"
if tags.free_threaded():
    ONE = str(tags.running())

# Each key that a front end may say; `linked` and `packaged` come from libraries.
SAID = {
    "profile": "debug",
    "define": "DEFINED=3 LINKED",
    "cflags": "-DFLAGGED=4",
    "include-dirs": "more",
    "library-dirs": "deps",
    "libraries": "two",
    "ldflags": "-Wl,-rpath,/nowhere",
    "pkg-config": "one",
    "python": ONE,
    "verbose": "1",
}
CODE = (
    "import said as m; print(m.optimized(), m.defined(), m.flagged(), m.included(), "
    "m.linked(), m.packaged(), m.__file__)"
)


@pytest.fixture
def project(python: Path, tmp_path: Path) -> Sandbox:
    """The project; its libraries `one` and `two` are static, and in `deps`."""
    if not shutil.which("pkg-config"):
        pytest.skip("apt install pkg-config")
    made = Sandbox(tmp_path / "said", python)
    made.write("pyproject.toml", pyproject("said"))
    made.write("src/said.h", HEADER)
    made.write("src/said.c", SOURCE)
    made.write("more/more.h", "#define INCLUDED 5\n")
    made.write(
        "deps/one.pc",
        "Name: one\nDescription: one\nVersion: 1\n"
        f"Cflags: -DPACKAGED\nLibs: -L{made.root}/deps -lone\n",
    )
    cc = os.environ.get("CC", "cc").split()[0]
    for name, number in (("one", 7), ("two", 6)):
        made.write(f"deps/{name}.c", f"int {name}(void) {{ return {number}; }}\n")
        for words in (
            [cc, "-fPIC", "-c", f"{name}.c"],
            ["ar", "rcs", f"lib{name}.a", f"{name}.o"],
        ):
            subprocess.run(words, cwd=made.root / "deps", check=True)
    return made


def words_of(said: dict[str, str]) -> list[str]:
    """The settings, as all front ends take them."""
    return [word for key, text in said.items() for word in ("-C", f"{key}={text}")]


FRONT_ENDS = {
    "pip install": "pip --python {python} install -v --no-build-isolation --no-index",
    "pip install -e": "pip --python {python} install -v --no-build-isolation "
    "--no-index -e",
    "pip wheel": "pip --python {python} wheel -v --no-build-isolation --no-index -w "
    "{out}",
    "uv build": "uv build -v --wheel -o {out}",
    "uv pip install": "uv pip install -v --python {python}",
    "build": "build --installer uv --wheel -o {out}",
}


@pytest.fixture(scope="module")
def venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment into which each installs."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    make_venv(folder, with_pip=True)
    return folder


class FrontEnd:
    """One of them, building one project."""

    def __init__(
        self, name: str, project: Sandbox, venv: Path, uv: dict[str, str]
    ) -> None:
        if "uv" in FRONT_ENDS[name]:
            pytest.importorskip("uv", reason="pip install uv")
        self.name = name
        self.project = project
        self.settings = {
            **uv,
            "PKG_CONFIG_PATH": str(project.root / "deps"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }
        self.venv = venv
        self.out = project.root.parent / "out"

    def run(self, said: dict[str, str], status: int = 0) -> str:
        """What the front end printed."""
        line = FRONT_ENDS[self.name]
        words = [
            word.format(python=self.venv / "bin/python", out=self.out)
            for word in line.split()
        ]
        at = words.index("-e") if "-e" in words else len(words)
        words[at:at] = words_of(said)
        root = str(self.project.root)
        return tool(*words, root, status=status, **self.settings)

    def result(self) -> tuple[str, list[int], str]:
        """(the wheel's name, what the functions give, path of the module)."""
        inside = Sandbox(self.project.root.parent, self.venv / "bin/python")
        name = ""
        if self.out.exists():
            (built,) = self.out.glob("*.whl")
            name = built.name
            words = ["--no-index", "--no-deps", "--force-reinstall", str(built)]
            inside.run("-m", "pip", "install", *words)
            built.unlink()
        *numbers, file = inside.run("-W", "ignore", "-c", CODE).split()
        return name, [int(number) for number in numbers], file


def test_all_are_said() -> None:
    """The test says every setting that there is."""
    assert sorted(SAID) == sorted([*settings.overrides(), "python", "verbose"])


@pytest.mark.parametrize("name", FRONT_ENDS)
def test_settings_arrive(
    name: str, project: Sandbox, venv: Path, uv: dict[str, str]
) -> None:
    """Each of them; the next build, which says nothing, is as pyproject.toml wants."""
    front = FrontEnd(name, project, venv, uv)
    said = front.run(SAID)
    assert "-o build/cp-abi-debug/" in said or name.startswith("uv")
    wheel, numbers, file = front.result()
    assert numbers == [0, 3, 4, 5, 6, 7]
    assert "/nowhere" in elf.read(file).runpath
    if wheel:
        assert f"-{tags.parse(SAID['python'], '').tag}-" in wheel
    if name == "pip install -e":
        front.run({})
        assert front.result()[1][1:] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("name", ["pip install", "uv build", "build"])
def test_mistakes_are_shown(
    name: str, project: Sandbox, venv: Path, uv: dict[str, str]
) -> None:
    """A key that is none ends the build, with the one that was meant."""
    front = FrontEnd(name, project, venv, uv)
    status = 2 if name == "uv build" else 1
    said = front.run({"profil": "debug"}, status)
    assert "carbide: error: config setting 'profil' is not known" in said
    assert "hint: did you mean `profile`?" in said
