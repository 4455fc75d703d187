# SPDX-License-Identifier: MIT
"""Folders that cannot be written, disks that are full: said, and nothing half done."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from carbide import files
from carbide.errors import Error, of_system
from sandbox import SOURCE, Sandbox, copier, environment_of, program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="other permissions")

# Root may write everywhere, unless it gives up its capabilities.
DROP = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]


def bound(sandbox: Sandbox, *words: str, status: int = 1, **environment: str) -> str:
    """Run a command of carbide as one whom permissions bind."""
    command = [str(sandbox.python), "-m", "carbide", *words]
    if not os.geteuid():
        if not shutil.which(DROP[0]):
            pytest.skip("as root, it needs setpriv (apt install util-linux)")
        command = [*DROP, *command]
    done = subprocess.run(
        command,
        cwd=sandbox.root,
        env=environment_of(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == status and "Traceback" not in done.stdout, done.stdout
    return done.stdout


def below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_project_that_is_read_only(sandbox: Sandbox) -> None:
    before = below(sandbox.root)
    sandbox.root.chmod(0o555)
    try:
        for command in ("develop", "explain", "build"):
            said = bound(sandbox, command)
            place = sandbox.root / "build"
            assert f"error: cannot make the folder {place}" in said
            assert "Permission denied\nhint: carbide writes to build/ and dist/" in said
        said = bound(sandbox, "sdist")
        assert f"cannot make the folder {sandbox.root / 'dist'}: Perm" in said
        out = sandbox.root.parent / "out"
        assert "out/demo-1.2.3.tar.gz" in bound(
            sandbox, "sdist", "-o", str(out), status=0
        )
    finally:
        sandbox.root.chmod(0o755)
    assert below(sandbox.root) == before


def test_a_build_folder_that_became_read_only(sandbox: Sandbox) -> None:
    bound(sandbox, "build", status=0)
    (wheel,) = (sandbox.root / "dist").iterdir()
    content = wheel.read_bytes()
    folders = [p for p in sandbox.root.rglob("*") if p.is_dir()]
    body = SOURCE.format(name="demo").replace("a + b", "a - b")
    sandbox.write("src/demo.c", body)
    for folder in folders:
        folder.chmod(0o555)
    try:
        said = bound(sandbox, "build")
        assert said.startswith("carbide: error: /") and "Permission denied" in said
        (sandbox.root / "build/cp-abi").chmod(0o755)
        (sandbox.root / "build").chmod(0o755)
        bound(sandbox, "build")
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert wheel.read_bytes() == content
    assert not list(sandbox.root.rglob("*.tmp"))
    bound(sandbox, "build", status=0)
    assert wheel.read_bytes() != content


def test_what_is_in_the_way(sandbox: Sandbox) -> None:
    sandbox.write("dist", "")
    for command in ("build", "sdist"):
        said = sandbox.carbide(command, status=1)
        assert said.startswith("carbide: error: ") and "hint: move it" in said
        assert "/dist must be a folder, and is a file" in said
    said = sandbox.carbide("sdist", "-o", "dist/below", status=1)
    assert "cannot make the folder" in said and "Not a directory" in said
    shutil.rmtree(sandbox.root / "build", ignore_errors=True)
    sandbox.write("build", "")
    said = sandbox.carbide("develop", status=1)
    assert "cannot make the folder" in said and "Not a directory" in said


def test_no_home_and_no_place_for_temporary_files(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    nowhere = {"HOME": str(locked), "TMPDIR": str(locked), "XDG_CACHE_HOME": ""}
    nowhere["CC"] = program(tmp_path, "quick", copier(sandbox) + 'exec cc "$@"')
    shutil.rmtree(sandbox.root / "build")
    said = bound(sandbox, "develop", status=0, CARBIDE_CACHE="", **nowhere)
    assert said == "demo 1.2.3: installed, editable\n"
    assert (sandbox.root / "build/runtime").is_dir()
    assert not list(locked.iterdir())


def test_anenvironment_of_that_is_read_only(sandbox: Sandbox) -> None:
    site = next((sandbox.python.parent.parent / "lib").glob("python*/site-packages"))
    before = below(site)
    site.chmod(0o555)
    try:
        said = bound(sandbox, "develop")
    finally:
        site.chmod(0o755)
    assert f"carbide: error: cannot write to {site}" in said
    assert below(site) == before


def limited(sandbox: Sandbox, size: int, *words: str) -> tuple[int, str]:
    """Run where no file can grow beyond some bytes, which fails as a full disk does."""
    code = (
        "import resource, sys; from carbide.cli import main; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "
        "sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [str(sandbox.python), "-c", code, *words],
        cwd=sandbox.root,
        env=environment_of({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def test_files_that_cannot_grow(sandbox: Sandbox) -> None:
    """Whichever file is the first: the next build, with room, is right."""
    seen = set()
    for size in (0, 1000, 6000, 20_000, 100_000):
        status, said = limited(sandbox, size, "build")
        assert status == 1 and "Traceback" not in said, said
        assert said.splitlines()[-2].startswith("carbide: error: "), said
        assert not list(sandbox.root.rglob("*.tmp"))
        assert not list(sandbox.root.rglob("*.whl"))
        seen.add(said.splitlines()[-2][:30])
    assert len(seen) > 1
    sandbox.carbide("build")
    sandbox.carbide("develop")
    assert sandbox.eval("demo.add(1, 2)") == "3.0"


@pytest.mark.skipif(sys.platform != "linux", reason="needs tmpfs")
def test_a_full_disk(sandbox: Sandbox, tmp_path: Path) -> None:
    """From where not one file has room to where only the last has none."""
    if os.geteuid():
        pytest.skip("needs root, to mount a small tmpfs")
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=60k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        project = Sandbox(place / "demo", sandbox.python)
        shutil.copytree(sandbox.root, project.root)
        for size in (60, 120, 260):
            option = f"remount,size={size}k"
            subprocess.run(["mount", "-o", option, str(place)], check=True)
            said = project.carbide("build", status=1)
            assert "No space left on device" in said and "Traceback" not in said
            assert "hint: the disk is full: make room" in said or "hint: make room" in (
                said
            )
            assert not list(place.rglob("*.tmp")) and not list(place.rglob("*.whl"))
        subprocess.run(["mount", "-o", "remount,size=9m", str(place)], check=True)
        project.carbide("develop")
        assert project.eval("demo.add(1, 2)") == "3.0"
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_output_that_cannot_be_written(sandbox: Sandbox) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [str(sandbox.python), "-m", "carbide", "explain"],
            cwd=sandbox.root,
            env=environment_of({}),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("carbide: error: ")
    assert "No space left on device" in done.stderr and "Trace" not in done.stderr


def test_a_file_is_written_whole_or_not(tmp_path: Path) -> None:
    place = tmp_path / "file"
    files.write(str(place), b"old")
    with pytest.raises(TypeError):
        files.write(str(place), "no bytes")  # type: ignore[arg-type]
    assert place.read_bytes() == b"old" and os.listdir(tmp_path) == ["file"]


def test_only_troubles_of_the_system_are_known() -> None:
    """What may be a bug of carbide keeps its traceback."""
    full = of_system(OSError(errno.ENOSPC, "No space left on device", "a"))
    assert isinstance(full, Error) and str(full) == "a: No space left on device"
    assert of_system(FileNotFoundError(errno.ENOENT, "No such file", "a")) is None
    assert of_system(OSError("odd")) is None
