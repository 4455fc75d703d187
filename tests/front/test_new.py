# SPDX-License-Identifier: MIT
"""`carbide new`: what it writes, and which names it refuses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from carbide.errors import Error
from carbide.start import new
from sandbox import Sandbox


def test_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new.create("fastmath", parent=str(tmp_path))
    root = tmp_path / "fastmath"
    found = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}
    assert found == {
        ".gitignore",
        "README.md",
        "pyproject.toml",
        "src/fastmath.c",
        "src/fastmath.h",
        "tests/test_fastmath.py",
    }
    for name in found:
        assert "@" not in (root / name).read_text().replace("@pytest", "")
    assert "pip install --no-build-isolation -e ." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("fast-math", "no name of a Python module", "carbide new fast_math"),
        ("2fast", "no name of a Python module", "carbide new m2fast"),
        ("größe", "no name of a Python module", "carbide new gr__e"),
        ("class", "is a keyword", "carbide new class_"),
        ("double", "is a keyword", "carbide new double_"),
        ("json", "would hide Python's own module", "carbide new json_"),
        ("math", "would hide Python's own module", "carbide new math_"),
        ("stdio", "the system has a header <stdio.h>", "carbide new stdio_"),
    ],
)
def test_refused_names(name: str, message: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(Error) as caught:
        new.create(name, parent=str(tmp_path))
    assert message in str(caught.value)
    assert hint in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_existing_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(Error, match="exists already"):
        new.create("mine", parent=str(tmp_path))


def run_tests(sandbox: Sandbox, root: Path) -> str:
    """Build a project, then run its own tests with this interpreter's pytest."""
    made = Sandbox(root, sandbox.python)
    made.carbide("develop")
    (folder,) = (p for p in (root / "build/editable").iterdir() if p.is_dir())
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "tests"]
    done = subprocess.run(
        [sys.executable, *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.parametrize("kind", ["functions", "class", "mixed"])
def test_templates_pass_their_tests(sandbox: Sandbox, kind: str) -> None:
    said = sandbox.carbide("new", "first", "--template", kind)
    assert "carbide develop" in said
    root = sandbox.root / "first"
    assert re.search(r"^[4-9] passed", run_tests(sandbox, root), re.M)
    for path in root.rglob("*.*"):
        made = {"build", "__pycache__"} & set(path.relative_to(root).parts)
        if path.is_file() and not made:
            assert not re.search(r"@[A-Z]+@", path.read_text()), path
    Sandbox(root, sandbox.python).carbide("build")


def test_template_of_a_library(sandbox: Sandbox) -> None:
    """A draft of zlib's binding builds, and is called."""
    if not new.system_has("zlib.h"):
        pytest.skip("no <zlib.h>: install zlib1g-dev")
    said = sandbox.carbide("new", "deflate", "--pkg-config", "zlib")
    assert "src/deflate.h is a draft: " in said
    root = sandbox.root / "deflate"
    text = (root / "pyproject.toml").read_text()
    assert text.endswith('[tool.carbide]\npkg-config = ["zlib"]\n')
    assert "guess:" in (root / "src/deflate.h").read_text()
    assert re.search(r"^\d\d+ passed", run_tests(sandbox, root), re.M)
    code = "import deflate; print(deflate.crc32(0, b'abc'))"
    assert sandbox.run("-c", code) == "891568578\n"


def test_library_of_a_header_in_the_project(sandbox: Sandbox) -> None:
    """The prefix that all names have is stripped; the header is found from src/."""
    sandbox.write("lib/geo.h", "int geo_one(int x);\nint geo_two(int x);\n")
    sandbox.carbide("new", "shapes", "--header", "lib/geo.h")
    root = sandbox.root / "shapes"
    assert (root / "pyproject.toml").read_text().endswith('prefix = ["geo_"]\n')
    assert '#include "../../lib/geo.h"' in (root / "src/shapes.h").read_text()


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (
            ["-t", "library"],
            "the template `library` needs a library",
            "--header zlib.h",
        ),
        (["-t", "class", "--header", "x.h"], "template `class` binds no library", ""),
        (["--header", "nowhere.h"], "there is no header nowhere.h", ""),
    ],
)
def test_what_a_library_needs(
    sandbox: Sandbox, words: list[str], message: str, hint: str
) -> None:
    said = sandbox.carbide("new", "shapes", *words, status=1)
    assert message in said and hint in said
    assert not (sandbox.root / "shapes").exists()
