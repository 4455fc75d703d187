# SPDX-License-Identifier: MIT
"""Archives: the same bytes each time, true RECORDs, and what is in them."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import subprocess
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from carbide.packaging import distinfo, tags, wheel
from sandbox import SOURCE, Sandbox


def contents() -> wheel.Contents:
    made = wheel.Contents()
    made.add("demo.so", b"\x7fELF", True)
    made.add("a,b.txt", b"")
    return made


def test_bytes_do_not_depend_on_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents().write(str(tmp_path / "one"))
    monkeypatch.setattr(time, "time", lambda: 2e9)
    contents().write(str(tmp_path / "two"))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["one", "two"]


def test_source_date_epoch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    contents().write(str(tmp_path / "one"))
    info = zipfile.ZipFile(tmp_path / "one").infolist()[0]
    assert info.date_time == (2023, 11, 14, 22, 13, 20)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")  # before what zip can say
    contents().write(str(tmp_path / "two"))
    assert zipfile.ZipFile(tmp_path / "two").infolist()[0].date_time[0] == 1980


def test_modes(tmp_path: Path) -> None:
    contents().write(str(tmp_path / "one"))
    modes = [
        info.external_attr >> 16
        for info in zipfile.ZipFile(tmp_path / "one").infolist()
    ]
    assert modes == [0o100755, 0o100644]


def check_record(path: Path) -> list[str]:
    """Each file of a wheel stands in RECORD with its hash and size; the names."""
    archive = zipfile.ZipFile(path)
    record = next(n for n in archive.namelist() if n.endswith(".dist-info/RECORD"))
    rows = list(csv.reader(io.StringIO(archive.read(record).decode())))
    assert [row[0] for row in rows] == archive.namelist()
    for name, digest, size in rows:
        if name == record:
            assert (digest, size) == ("", "")
            continue
        content = archive.read(name)
        raw = hashlib.sha256(content).digest()
        text = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        assert (digest, size) == (f"sha256={text}", str(len(content)))
    return archive.namelist()


def test_record_quotes_commas() -> None:
    text = distinfo.record(contents().entries, "x.dist-info").decode()
    assert text.splitlines()[1].startswith('"a,b.txt",sha256=')


def test_wheel_of_a_project(sandbox: Sandbox) -> None:
    sandbox.write("LICENSE", "free")
    sandbox.write(
        "pyproject.toml",
        '[project]\nname = "Demo.Project"\nversion = "1.0"\nlicense = "MIT"\n'
        'license-files = ["LICENSE"]\n[project.scripts]\nadd = "demo:add"\n'
        '[tool.carbide]\nmodule = "demo"\n',
    )
    first = sandbox.carbide("build").splitlines()[-1]
    assert first.startswith(
        f"dist/demo_project-1.0-{tags.interpreter()}-manylinux_2_17_"
    )
    base = "demo_project-1.0.dist-info"
    names = check_record(sandbox.root / first)
    assert names[:3] == ["demo.so", "demo.pyi", "demo-stubs/__init__.pyi"]
    assert set(names[3:]) == {
        f"{base}/{name}"
        for name in (
            "METADATA",
            "WHEEL",
            "RECORD",
            "sboms/carbide.cdx.json",
            "entry_points.txt",
            "licenses/LICENSE",
        )
    }
    archive = zipfile.ZipFile(sandbox.root / first)
    metadata = archive.read(f"{base}/METADATA").decode()
    assert "License-Expression: MIT\n" in metadata
    assert archive.read(f"{base}/entry_points.txt") == (
        b"[console_scripts]\nadd = demo:add\n"
    )


def test_a_wheel_is_written_again_only_after_a_change(sandbox: Sandbox) -> None:
    whl = sandbox.root / sandbox.carbide("build").splitlines()[-1]

    def built(**environment: str) -> bool:
        before = whl.stat().st_mtime_ns
        assert sandbox.carbide("build", **environment).splitlines()[-1].endswith("whl")
        return whl.stat().st_mtime_ns != before

    assert not built()
    sandbox.write("LICENSE", "free")
    assert built()
    sandbox.write("LICENSE", "freer")
    assert built()
    sandbox.write("python/demo_more.py", "x = 1\n")
    assert built()
    assert not built()
    assert built(SOURCE_DATE_EPOCH="1700000000")
    assert built()
    sandbox.write("src/demo.c", SOURCE.format(name="demo").replace("a + b", "a - b"))
    assert built()
    whl.unlink()
    sandbox.carbide("build")
    assert whl.exists()
    assert not built()


def test_cold_builds_are_equal_byte_for_byte(sandbox: Sandbox) -> None:
    path = sandbox.root / sandbox.carbide("build").splitlines()[-1]
    once = path.read_bytes()
    sandbox.run("-c", "import shutil; shutil.rmtree('build'); shutil.rmtree('dist')")
    sandbox.carbide("build")
    assert path.read_bytes() == once


def test_sdist_holds_what_the_build_needs(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.write("notes/.hidden", "")
    sandbox.write("tests/test_demo.py", "")
    whl = sandbox.root / sandbox.carbide("build").splitlines()[-1]
    name = sandbox.carbide("sdist").splitlines()[-1]
    assert name == "dist/demo-1.2.3.tar.gz"
    once = (sandbox.root / name).read_bytes()
    with tarfile.open(sandbox.root / name) as archive:
        names = archive.getnames()
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(tmp_path, **safe)
    inside = {n.partition("/")[2] for n in names}
    assert {"PKG-INFO", "src/demo.h", "src/demo.c", "pyproject.toml"} <= inside
    assert "tests/test_demo.py" in inside
    assert not any(n.startswith(("build/", "dist/")) for n in inside)
    unpacked = Sandbox(tmp_path / "demo-1.2.3", sandbox.python)
    again = unpacked.root / unpacked.carbide("build").splitlines()[-1]
    assert again.read_bytes() == whl.read_bytes()
    sandbox.carbide("sdist")
    assert (sandbox.root / name).read_bytes() == once


RESULTS = [
    "wheels/numpy-2.0-cp39-abi3-linux_x86_64.whl",
    "out/demo-1.2.2.tar.gz",
    "demo.egg-info/PKG-INFO",
    "environment/pyvenv.cfg",
    "environment/lib/module.py",
    "src/__pycache__/demo.cpython-39.pyc",
    "dist/notes.txt",
]


@pytest.mark.parametrize("with_git", [True, False])
def test_sdist_holds_no_results(sandbox: Sandbox, with_git: bool) -> None:
    """Neither of builds nor of pip, unless git tracks them."""
    for name in [*RESULTS, "data/other-1.0.tar.gz", "dist/tracked.txt"]:
        sandbox.write(name, "")
    if with_git:
        for words in ("init -q", "add -f dist/tracked.txt"):
            subprocess.run(["git", *words.split()], cwd=sandbox.root, check=True)
    name = sandbox.carbide("sdist", "-o", "wheels").splitlines()[-1]
    sandbox.carbide("sdist", "-o", "wheels")
    with tarfile.open(sandbox.root / name) as archive:
        inside = {n.partition("/")[2] for n in archive.getnames()}
    assert {"src/demo.c", "data/other-1.0.tar.gz"} <= inside
    assert not inside & {*RESULTS, name}
    assert ("dist/tracked.txt" in inside) == with_git


def test_sdist_holds_what_the_wheel_does(sandbox: Sandbox) -> None:
    """A package may be called like a folder of results, a file be ignored by git."""
    kept = ["python/demo_tools/dist/__init__.py", "python/demo_tools/_made.py"]
    for name in [*kept, "python/demo_tools/__init__.py"]:
        sandbox.write(name, "")
    sandbox.write(".gitignore", "_made.py\ndist/\n")
    subprocess.run(["git", "init", "-q"], cwd=sandbox.root, check=True)
    name = sandbox.carbide("sdist").splitlines()[-1]
    with tarfile.open(sandbox.root / name) as archive:
        inside = {n.partition("/")[2] for n in archive.getnames()}
    assert set(kept) <= inside


def test_sdist_refuses_to_lose_a_source(sandbox: Sandbox) -> None:
    (sandbox.root.parent / "other.c").write_text("int other;\n")
    with open(sandbox.root / "pyproject.toml", "a") as file:
        file.write('[tool.carbide]\nsources = ["src/demo.c", "../other.c"]\n')
    said = sandbox.carbide("sdist", status=1)
    assert "carbide: error: ../other.c would be missing from the sdist" in said
