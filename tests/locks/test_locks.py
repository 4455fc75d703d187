# SPDX-License-Identifier: MIT
"""The locks of calls, from Python threads: the checks of checks.py, everywhere.

hand_locks.c is built twice, under two names, since named locks are shared by modules.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import pythons

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
ALL = [pythons.main(), *pythons.others()]
WITHOUT_GIL = [python for python in ALL if python.free_threaded]
CHECKS = re.findall(r"^def check_(\w+)", (HERE / "checks.py").read_text(), flags=re.M)
FLAGS = (
    "-std=gnu11 -O1 -g -DCARBIDE_MODULE -fPIC -fvisibility=hidden -ffunction-sections "
    "-fdata-sections"
).split()


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of hand_locks.so and hand_more.so; the runtime is compiled once."""
    folder = tmp_path_factory.mktemp("locks")
    compiler = [next(filter(shutil.which, ("gcc", "clang"))), *FLAGS, f"-I{INCLUDE}"]

    def run(*words: object) -> None:
        command = [*compiler, *map(str, words)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    run("-c", *(INCLUDE / "carbide/runtime").glob("*.c"))
    objects = sorted(folder.glob("*.o"))
    for name in ("hand_locks", "hand_more"):
        out = ["-shared", "-Wl,--gc-sections", "-o", f"{name}.so"]
        names = [f"-DHAND={name}", f'-DHAND_NAME="{name}"']
        run(*names, HERE / "hand_locks.c", *objects, *out)
    return folder


@pytest.mark.parametrize("python", ALL, ids=lambda p: p.tag)
@pytest.mark.parametrize("check", CHECKS)
def test_check(check: str, python: pythons.Python, modules: Path) -> None:
    command = [python.path, *(["-Xgil=0"] if python.free_threaded else [])]
    done = subprocess.run(
        [*command, str(HERE / "checks.py"), str(modules), check],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    if check == "exit":
        held = done.stderr.count(
            "self is in use by another thread while the interpreter"
        )
        assert (held, sorted(done.stdout.split())) == (3, ["3", "5", "done", "done"])


GENERATED = """
import sys
sys.path[:0] = sys.argv[2:]
module = __import__(sys.argv[1])
import checks
assert not sys._is_gil_enabled()
for name in [name for name in dir(checks) if name.startswith("check_")]:
    getattr(checks, name)(module)
"""


@pytest.mark.parametrize("python", WITHOUT_GIL, ids=lambda p: p.tag)
@pytest.mark.parametrize("name", ("kept", "locks"))
def test_generated_without_gil(name: str, python: pythons.Python, build: Any) -> None:
    """Modules of tests/modules with the GIL off, whatever they declare."""
    tests = HERE.parent
    folders = [build("gcc-plain").folder, tests / "modules" / name, tests / "machinery"]
    done = subprocess.run(
        [python.path, "-Xgil=0", "-c", GENERATED, name, *map(str, folders)],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr[-3000:]
