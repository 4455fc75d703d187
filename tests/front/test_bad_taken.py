# SPDX-License-Identifier: MIT
"""A module's name that the environment has already, or a file nearby."""

from __future__ import annotations

import shutil
from pathlib import Path

from sandbox import HEADER, PYPROJECT, SOURCE, Sandbox


def site_of(sandbox: Sandbox) -> Path:
    return next((sandbox.python.parent.parent / "lib").glob("python*/site-packages"))


def test_taken_by_a_file_or_a_package(sandbox: Sandbox) -> None:
    site = site_of(sandbox)
    before = sorted(path.name for path in site.iterdir())
    package = site / "demo" / "__init__.py"
    for file in (site / "demo.py", package):
        file.parent.mkdir(exist_ok=True)
        file.write_text("")
        said = sandbox.carbide("develop", status=1)
        there = file.parent if file == package else file
        assert "carbide: error: the name `demo` is taken in this environment" in said
        assert f"Python would import {there}, which no distribution owns" in said
        assert "hint: remove that file, or choose another name" in said
        file.unlink()
        if file == package:
            shutil.rmtree(file.parent)
        assert sorted(path.name for path in site.iterdir()) == before
    (site / "demo").mkdir()  # without __init__.py it hides nothing
    sandbox.carbide("develop")
    assert sandbox.eval("demo.add(1, 2)") == "3.0"


def test_taken_by_another_distribution(sandbox: Sandbox, tmp_path: Path) -> None:
    """Which may be editable, too; its own older version is replaced."""
    sandbox.carbide("develop")
    other = Sandbox(tmp_path / "other", sandbox.python)
    text = PYPROJECT.replace('"demo"', '"an.Other"')
    other.write("pyproject.toml", text + '[tool.carbide]\nmodule = "demo"\n')
    other.write("src/demo.h", HEADER)
    other.write("src/demo.c", SOURCE.format(name="demo").replace("a + b", "7"))
    said = other.carbide("develop", status=1)
    assert "of the distribution demo, and not an.Other" in said
    assert "hint: pip uninstall demo, or choose another name" in said
    assert sandbox.eval("demo.add(1, 2)") == "3.0"
    site = site_of(sandbox)
    (site / "_demo_editable.pth").unlink()
    shutil.rmtree(site / "demo-1.2.3.dist-info")
    other.carbide("develop")
    assert sandbox.eval("demo.add(1, 2)") == "7.0"
    other.write(
        "pyproject.toml",
        text.replace("1.2.3", "2") + '[tool.carbide]\nmodule = "demo"\n',
    )
    other.carbide("develop")
    assert [path.name for path in site.glob("an_other*")] == ["an_other-2.dist-info"]


def test_a_file_nearby_is_warned_of(sandbox: Sandbox) -> None:
    sandbox.write("demo.py", "")
    said = sandbox.carbide("develop")
    assert f"warning: a Python that runs in {sandbox.root} imports demo.py" in said
    assert "hint: rename demo.py, or run Python elsewhere" in said
    assert sandbox.eval("demo.add(1, 2)") == "3.0"


def test_an_installation_that_was_interrupted(sandbox: Sandbox) -> None:
    """RECORD is written first and removed last: what is half there can be replaced."""
    sandbox.carbide("develop")
    info = site_of(sandbox) / "demo-1.2.3.dist-info"
    for file in info.iterdir():
        if file.name != "RECORD":
            file.unlink()
    (sandbox.root / "build/editable/installed").unlink()
    sandbox.carbide("develop")
    assert (info / "METADATA").exists()
    assert sandbox.eval("demo.add(1, 2)") == "3.0"
