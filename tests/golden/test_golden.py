# SPDX-License-Identifier: MIT
"""Golden twins of the glue: what the translator writes for a small header.

Each folder holds x.h, perhaps x.c, and the twins x.glue.c, x.pyi and x.json. UPDATE=1
writes them anew; read the difference before a commit. The glue must also compile
without a warning. Preprocessing runs in the folder, with gcc where there is one, so
that neither paths nor the compiler's own headers stand in what comes out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import build_modules
import pytest

HERE = Path(__file__).resolve().parent
TOPICS = sorted(path.parent.name for path in HERE.glob("*/x.h"))
INCLUDE = os.path.relpath(build_modules.CHECKOUT / "include", HERE / "topic")
PRE = "-E -dD -CC -w -D__CARBIDE__=1 -DCARBIDE_MODULE=x".split()
TWINS = {"x.glue.c": "x_glue.c", "x.pyi": "x.pyi", "x.json": "x.json"}
CALLS = {"x.calls.c": "x_calls.c"}  # of CPU levels
CHECK = "-std=gnu11 -Wall -Wextra -Wshadow -Werror -fsyntax-only".split()
CHECK += ["-DCARBIDE_MODULE=x"]


def translate(folder: Path, out: Path) -> None:
    """Write the three outputs for x.h into `out`."""
    compiler = "gcc" if shutil.which("gcc") else "clang"
    inputs = []
    for name in ("x.h", "x.c"):
        if (folder / name).exists():
            inputs.append(str(out / f"{name}.i"))
            words = [compiler, *PRE, "-I", INCLUDE, name, "-o", inputs[-1]]
            subprocess.run(words, cwd=folder, check=True)
    words = [build_modules.carbidec(), "--module", "x", "--header", "x.h"]
    if folder.name == "cpu":
        words += ["--cpu", "x86-64-v3", "--cpu", "x86-64-v4"]
    done = subprocess.run(
        [*words, "-o", str(out), *inputs],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0 and not done.stdout, done.stdout


@pytest.mark.parametrize("topic", TOPICS)
def test_golden(topic: str, tmp_path: Path) -> None:
    """The outputs are those that were read and found good."""
    folder = HERE / topic
    translate(folder, tmp_path)
    twins = {**TWINS, **CALLS} if folder.name == "cpu" else TWINS
    for twin, name in twins.items():
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert str(build_modules.CHECKOUT) not in text, "depends on the machine"
        if os.environ.get("UPDATE"):
            (folder / twin).write_text(text, encoding="utf-8")
        wanted = (folder / twin).read_text(encoding="utf-8")
        assert text == wanted, f"{twin} differs; UPDATE=1 rewrites it"


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("compiler", ("gcc", "clang"))
def test_glue_compiles(topic: str, compiler: str) -> None:
    """The glue that is committed compiles without a warning."""
    if not shutil.which(compiler):
        pytest.skip(f"no {compiler}: install {compiler}")
    words = [compiler, *CHECK, "-I", INCLUDE, "-iquote", ".", "x.glue.c"]
    done = subprocess.run(
        words,
        cwd=HERE / topic,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
