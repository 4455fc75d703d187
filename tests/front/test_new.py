# SPDX-License-Identifier: MIT
"""`carbide new`: what it writes, and which names it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from carbide import new
from carbide.errors import Error


def test_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new.create("fastmath", str(tmp_path))
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
        new.create(name, str(tmp_path))
    assert message in str(caught.value)
    assert hint in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_existing_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(Error, match="exists already"):
        new.create("mine", str(tmp_path))
