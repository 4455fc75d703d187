# SPDX-License-Identifier: MIT
"""Golden twins of `carbidec --import`: a foreign header, and the draft of its binding.

Each folder holds `x.h` and its twin `x.draft.h`. UPDATE=1 writes the twins anew; read
the difference before a commit. Each draft compiles behind the original without a
warning, and is a binding as it is: the translator takes it, and its glue compiles.
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
INCLUDE = str(build_modules.CHECKOUT / "include")
PRE = "-E -dD -CC -w -D__CARBIDE__=1 -DCARBIDE_MODULE=x".split()
CHECK = "-std=gnu11 -Wall -Wextra -Werror -fsyntax-only".split()


def run(words: list[str], folder: Path) -> str:
    """Run a command that has to succeed; what it said."""
    done = subprocess.run(
        words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def translate(header: str, folder: Path, out: Path, *options: str) -> None:
    """Preprocess a header in its folder and give it to the translator."""
    compiler = "gcc" if shutil.which("gcc") else "clang"
    text = str(out / "x.i")
    run([compiler, *PRE, "-I", INCLUDE, header, "-o", text], folder)
    words = [build_modules.carbidec(), "--module", "x", "--header", header]
    said = run([*words, "-o", str(out), *options, text], folder)
    assert "error:" not in said, said


def binding(topic: str, out: Path) -> Path:
    """A header of one's own: the original, and behind it the draft."""
    shutil.copy(HERE / topic / "x.h", out / "x.h")
    draft = (HERE / topic / "x.draft.h").read_text(encoding="utf-8")
    path = out / "binding.h"
    path.write_text(f'#include "x.h"\n#include "carbide.h"\n{draft}')
    return path


@pytest.mark.parametrize("topic", TOPICS)
def test_golden(topic: str, tmp_path: Path) -> None:
    """The drafts are those that were read and found good."""
    folder = HERE / topic
    translate("x.h", folder, tmp_path, "--import")
    text = (tmp_path / "x.h").read_text(encoding="utf-8")
    assert all(len(line) <= 88 for line in text.splitlines())
    if os.environ.get("UPDATE"):
        (folder / "x.draft.h").write_text(text, encoding="utf-8")
    wanted = (folder / "x.draft.h").read_text(encoding="utf-8")
    assert text == wanted, "x.draft.h differs; UPDATE=1 rewrites it"


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("compiler", ("gcc", "clang"))
def test_compiles(topic: str, compiler: str, tmp_path: Path) -> None:
    """A draft agrees with the original: the compilers find nothing."""
    if not shutil.which(compiler):
        pytest.skip(f"no {compiler}: install {compiler}")
    binding(topic, tmp_path)
    source = tmp_path / "x.c"
    source.write_text('#include "binding.h"\n')
    # what headers leave unused is theirs
    words = [compiler, *CHECK, "-Wno-unused-function", "-I", INCLUDE, "x.c"]
    assert run(words, tmp_path) == ""


@pytest.mark.parametrize("topic", TOPICS)
def test_is_a_binding(topic: str, tmp_path: Path) -> None:
    """The translator takes a draft as it is, and the glue compiles."""
    binding(topic, tmp_path)
    translate("binding.h", tmp_path, tmp_path)
    compiler = "gcc" if shutil.which("gcc") else "clang"
    words = [compiler, *CHECK, "-DCARBIDE_MODULE=x", "-Wno-unused-function"]
    run([*words, "-I", INCLUDE, "-iquote", ".", "x_glue.c"], tmp_path)
