# SPDX-License-Identifier: MIT
"""Projects with CPU levels: written, built with a compiler, imported at a level."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from projects import pyproject

CHECKOUT = Path(__file__).resolve().parents[2]
FRONT = str(CHECKOUT / "python")


def _compilers() -> list[Any]:
    """gcc, clang and `zig cc`; what is not installed is skipped, and says so."""
    zig = importlib.util.find_spec("ziglang")
    found: list[Any] = []
    for name in ("gcc", "clang"):
        reason = f"no {name}: install {name}"
        mark = pytest.mark.skipif(not shutil.which(name), reason=reason)
        found.append(pytest.param(name, marks=mark))
    mark = pytest.mark.skipif(not zig, reason="no zig: pip install ziglang")
    found.append(pytest.param(f"{sys.executable} -m ziglang cc", marks=mark, id="zig"))
    return found


COMPILERS = _compilers()


class Project:
    """A project in a folder, and the compiler that builds it."""

    def __init__(self, root: Path, cc: str = "gcc") -> None:
        self.root = root
        self.cc = cc

    def write(self, name: str, text: str) -> None:
        """Write a file of the project."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        """Text of a file of the project."""
        return (self.root / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace what stands in a file once."""
        text = self.read(name)
        assert text.count(old) == 1
        self.write(name, text.replace(old, new))

    def run(
        self, words: list[str], **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the project's folder."""
        env = {k: v for k, v in os.environ.items() if k not in ("CFLAGS", "LDFLAGS")}
        env.pop("CARBIDE_CPU", None)
        return subprocess.run(
            words,
            cwd=self.root,
            env={**env, "CC": self.cc, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def python(
        self, words: list[str], inside: bool = False, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run Python, with or without the module on its path."""
        if inside:
            environment["PYTHONPATH"] = self.module_folder()
        return self.run([sys.executable, *words], **environment)

    def carbide(self, *words: str, status: int = 0) -> str:
        """Run the command line of this checkout; what it printed."""
        done = self.run([sys.executable, "-m", "carbide", *words], PYTHONPATH=FRONT)
        text = done.stdout + done.stderr
        assert done.returncode == status, text
        return text

    def develop(self, verbose: bool = False, status: int = 0) -> str:
        """Build in place, and install nothing; what was printed."""
        code = (
            "import sys; from carbide import cli, errors\n"
            "from carbide.packaging import builder\n"
            "from carbide.project import config\n"
            "try:\n"
            f"    builder.Builder(config.load('.'), {verbose}).develop()\n"
            "except errors.Error as error:\n"
            "    errors.report(error); sys.exit(1)\n"
        )
        done = self.run([sys.executable, "-c", code], PYTHONPATH=FRONT)
        text = done.stdout + done.stderr
        assert done.returncode == status, text
        return text

    def release(self) -> str:
        """The stripped module; its path."""
        code = (
            "from carbide.packaging import builder\n"
            "from carbide.project import config\n"
            "print(builder.Builder(config.load('.')).release()[0].layout.release)\n"
        )
        done = self.run([sys.executable, "-c", code], PYTHONPATH=FRONT)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def module_folder(self) -> str:
        """Where the built module is."""
        places = (self.root / "build" / "editable").iterdir()
        return str(next(place for place in places if place.is_dir()))

    def objects(self) -> list[str]:
        """The object files, and those of the runtime."""
        folder = self.root / "build" / "cp-abi"
        found = [str(path) for path in sorted((folder / "obj").rglob("*.o"))]
        runtime = Path((folder / "runtime").read_text(encoding="utf-8"))
        return [*found, *(str(path) for path in sorted(runtime.glob("*.o")))]

    def import_it(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Import the module named as the project's folder."""
        return self.python(["-c", f"import {self.root.name}"], True, **environment)

    def at(self, expression: str, level: str) -> str:
        """The text of an expression of the module `m`, at a level."""
        code = f"import {self.root.name} as m; print({expression})"
        done = self.python(["-c", code], True, CARBIDE_CPU=level)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def project(folder: Path, table: str, cc: str = "gcc", **files: str) -> Project:
    """A new project `folder`; `table` follows [tool.carbide], files lie in src/."""
    made = Project(folder, cc)
    name = folder.name
    made.write("pyproject.toml", pyproject(name, table))
    for file, text in files.items():
        made.write(f"src/{file.replace('_c', '.c').replace('_h', '.h')}", text)
    return made


def has_level(built: Project, level: str) -> bool:
    """Whether this machine runs a level, by what an import says."""
    done = built.import_it(CARBIDE_CPU=level)
    if done.returncode:
        assert f"CARBIDE_CPU asks for {level}, but this machine has" in done.stderr
    return done.returncode == 0


def objdump(built: Project, path: str) -> set[str]:
    """The functions of a file with instructions that no baseline x86-64 has."""
    done = built.run(["objdump", "-d", "--no-show-raw-insn", path])
    assert done.returncode == 0, done.stderr
    found = set()
    function = ""
    for line in done.stdout.splitlines():
        if line.endswith(">:"):
            function = line.partition("<")[2][:-2]
        words = line.partition(":\t")[2].split()
        if words and is_new(words[0]):
            found.add(function)
    return found


def is_new(word: str) -> bool:
    """Whether an instruction is of AVX, or of what else the levels add."""
    vector = word.startswith("v") and word not in ("verr", "verw")
    other = word in "pdep pext bextr andn mulx shlx shrx sarx".split()
    return vector or other or word.startswith(("movbe", "lzcnt", "popcnt", "rorx"))
