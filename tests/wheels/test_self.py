# SPDX-License-Identifier: MIT
"""carbide's own distribution: its sdist and its wheel, made by its own backend.

In: this checkout. Out: what pip makes of the sdist where there is a C compiler and
nothing else; the size and contents of the wheel; a project built with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from proving import copy_of_proof, tool
from sandbox import CHECKOUT, Sandbox

LIMIT = 1 << 20  # bytes: translator, headers, the runtime's objects, front


@pytest.fixture(scope="module")
def archives(python: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sdist and the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("archives")
    checkout = Sandbox(CHECKOUT, python)
    checkout.carbide("sdist", "-o", str(folder))
    checkout.carbide("build", "-o", str(folder))
    return [next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))]


def test_small_and_sound(archives: list[Path]) -> None:
    """At most a megabyte; twine and check-wheel-contents find nothing."""
    assert archives[1].stat().st_size <= LIMIT
    with zipfile.ZipFile(archives[1]) as archive:
        names = set(archive.namelist())
        text = archive.read("carbide-0.1.0.dist-info/METADATA").decode()
    assert {
        "carbide/py.typed",
        "carbide/bin/carbidec",
        "carbide/include/carbide.h",
        "carbide/include/carbide/runtime/module.c",
        "carbide-0.1.0.dist-info/licenses/LICENSE",
    } <= names
    assert not any("pycache" in name or name.startswith("tests") for name in names)
    for line in (
        "License-Expression: MIT",
        "License-File: LICENSE",
        "Requires-Python: >=3.9",
        "Provides-Extra: repair",
        "Description-Content-Type: text/markdown",
    ):
        assert line in text.splitlines()
    if sys.platform == "linux" and sys.maxsize > 2**32:
        machine = os.uname().machine
        if machine in ("x86_64", "aarch64"):
            assert archives[1].name.endswith(f"-manylinux_2_17_{machine}.whl")
    said = tool("twine", "check", "--strict", *map(str, archives))
    assert said.count("PASSED") == 2
    # W002, two equal files: templates may be; nothing else is
    words = ("--ignore", "W002", str(archives[1]))
    assert ": OK" in tool("check_wheel_contents", *words)
    with zipfile.ZipFile(archives[1]) as archive:
        texts = [archive.read(n) for n in names if "/templates/" not in n]
    texts = [text for text in texts if text]
    assert len(texts) == len(set(texts))


def test_brings_the_runtime(archives: list[Path]) -> None:
    """An object for each source; no folder of the build is named in any of them."""
    from carbide.native import compiler

    if os.environ.get("CC") or not compiler.machine(["cc"])[0]:
        pytest.skip("a wheel from here has no objects")
    sources = {p.name for p in CHECKOUT.glob("include/carbide/runtime/*.c")}
    with zipfile.ZipFile(archives[1]) as archive:
        names = [n for n in archive.namelist() if n.startswith("carbide/objects/")]
        contents = [archive.read(name) for name in names]
    made = {os.path.basename(name)[:-2] for name in names if name.endswith(".o")}
    assert made == sources
    paths = [str(CHECKOUT).encode(), b"include/carbide", b".debug_info"]
    assert not [p for p in paths if any(p in content for content in contents)]


def test_sdist_is_what_git_has(archives: list[Path]) -> None:
    """All files of the checkout that git tracks, and no result of a build."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("needs a git checkout")
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True
    )
    tracked = {name for name in done.stdout.split("\0") if name}
    there = {name for name in tracked if (CHECKOUT / name).exists()}
    with tarfile.open(archives[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert there <= names
    assert not [n for n in names if n.startswith(("build/", ".venv/", ".git/"))]


def only_a_compiler(folder: Path) -> str:
    """A PATH on which there is a C compiler and what it calls, and nothing else."""
    folder.mkdir()
    cc = shutil.which(os.environ.get("CC", "cc").split()[0]) or "cc"
    for name, path in (("cc", cc), *((n, shutil.which(n)) for n in ("as", "ld"))):
        if path:
            (folder / name).symlink_to(path)
    for name in ("make", "clang", "ninja", "pkg-config", "git", "sh"):
        assert not shutil.which(name, path=str(folder))
    return str(folder)


def test_installs_with_a_compiler_alone(archives: list[Path], tmp_path: Path) -> None:
    """pip, the sdist, an empty environment; then a project is built with it.

    The wheel that pip makes of the sdist is that of the checkout, byte for byte.
    """
    from scenario import make_wheelhouse

    house = make_wheelhouse(tmp_path / "house")
    python = make_empty(tmp_path / "venv")
    alone = {
        "PATH": only_a_compiler(tmp_path / "bin"),
        "HOME": str(tmp_path),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(house),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_CACHE_DIR": "1",
    }

    def run(*words: object, cwd: Path = tmp_path) -> str:
        command = [str(python), *map(str, words)]
        done = subprocess.run(
            command,
            cwd=cwd,
            env=alone,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    run("-m", "pip", "wheel", "--no-deps", "-w", "built", archives[0])
    built = next((tmp_path / "built").iterdir())
    assert built.name == archives[1].name
    assert built.read_bytes() == archives[1].read_bytes()
    said = run("-m", "pip", "install", built)
    assert "Successfully installed carbide-0.1.0" in said
    assert run("-m", "carbide", "--version") == "carbide 0.1.0\n"
    for script in ("carbide", "carbidec"):
        path = tmp_path / "venv/bin" / script
        done = subprocess.run([path, "--version"], capture_output=True, env=alone)
        assert done.returncode == 0
    project = copy_of_proof(tmp_path / "project", python)
    run("-m", "carbide", "build", cwd=project.root)
    objects = (tmp_path / "venv").glob("lib/*/site-packages/carbide/objects/*.o")
    if any(objects):
        assert not (tmp_path / ".cache").exists()  # nothing of the runtime is compiled
    run("-m", "pip", "install", "--no-build-isolation", project.root)
    test = project.root / "tests" / "test_proof.py"
    assert "OK" in run("-W", "ignore", test)


def make_empty(folder: Path) -> Path:
    """An environment with pip and nothing else; its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / "bin" / "python"


def test_license_in_bills_is_ours() -> None:
    """What each SBOM quotes is the file LICENSE."""
    from carbide.packaging import sbom

    assert (CHECKOUT / "LICENSE").read_text("utf-8") == sbom.LICENSE
