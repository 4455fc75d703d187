# SPDX-License-Identifier: MIT
"""A project and an environment of its own, which see this checkout's carbide."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import venv
from pathlib import Path

from projects import pyproject

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "python"))
PYPROJECT = pyproject("demo", version="1.2.3")

HEADER = """\
#include "carbide.h"

/** Sum of two numbers. */
double add(double a, double b);
"""
SOURCE = """\
#include "{name}.h"

double add(double a, double b) {{
    return a + b;
}}
"""


class Sandbox:
    """A project in a folder of its own, and an environment to install it in."""

    def __init__(self, root: Path, python: Path) -> None:
        self.root = root
        self.python = python

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project; its path."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run(self, *words: str, status: int = 0, **environment: str) -> str:
        """Run the environment's Python; stdout and stderr together."""
        done = subprocess.run(
            [str(self.python), *words],
            cwd=self.root,
            env=environment_of(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == status, done.stdout
        return done.stdout

    def carbide(self, *words: str, status: int = 0, **environment: str) -> str:
        """Run one command of carbide in the project."""
        return self.run("-m", "carbide", *words, status=status, **environment)

    def eval(self, expression: str, **environment: str) -> str:
        """Print an expression over the module `demo`, from another folder."""
        code = f"import os; os.chdir('/'); import demo; print({expression})"
        environment["PYTHONWARNINGS"] = "ignore"
        return self.run("-c", code, **environment).strip()


def program(folder: Path, name: str, text: str) -> str:
    """A shell script in the place of a compiler; its path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def ends(pid: str, seconds: float = 5) -> bool:
    """Whether a process is gone soon; who has to read its status may be slow."""
    until = time.monotonic() + seconds
    words = ["ps", "-o", "stat=", "-p", pid.strip()]
    while time.monotonic() < until:
        state = subprocess.run(words, capture_output=True, text=True).stdout
        if state[:1] in ("Z", ""):
            return True
        time.sleep(0.01)
    return False


def copier(sandbox: Sandbox) -> str:
    """Lines of a script that copy the runtime's objects instead of compiling them."""
    sandbox.carbide("develop")
    folder = next(sandbox.root.glob("build/cp-abi*/runtime")).read_text()
    assert Path(folder, "module.c.o").exists()
    return (
        'for last; do :; done\ncase "$*" in *" -c "*/carbide/runtime/*)\n'
        f'cp "{folder}/$(basename "$last")" "$last"; exit;; esac\n'
    )


def environment_of(more: dict[str, str]) -> dict[str, str]:
    keep = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    for name in ("VIRTUAL_ENV", "NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH"):
        keep.pop(name, None)
    return {**keep, **more}


def make_venv(folder: Path, with_pip: bool = False) -> Path:
    """An environment that sees this carbide and what it needs; its Python."""
    venv.create(folder, with_pip=with_pip, symlinks=os.name != "nt")
    site = next(folder.glob("lib/python*/site-packages"))
    import ninja
    import packaging
    import pyproject_metadata

    modules = [ninja, packaging, pyproject_metadata]
    if sys.version_info < (3, 11):
        import tomli

        modules.append(tomli)
    for module in modules:
        source = Path(module.__file__).parent
        (site / source.name).symlink_to(source)
    (site / "checkout.pth").write_text(f"{CHECKOUT / 'python'}\n")
    from carbide.native.toolchain import find_ninja

    (folder / "bin" / "ninja").symlink_to(find_ninja())
    return folder / "bin" / "python"
