# SPDX-License-Identifier: MIT
"""The wheels where users are: pip of each Python, uv, build, pipx; their own tests run.

In: CARBIDE_TEST_PYTHONS. Each Python installs, by its own pip, the wheel that is meant
for it into an empty environment, without an index, and runs the project's tests there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import pythons
from proving import HERE, copy_of_proof, tool, wheel_of
from sandbox import Sandbox

OFFLINE = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(*words: str | Path, **settings: str) -> str:
    """Run a command outside of any project; its output."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    keep.pop("VIRTUAL_ENV", None)
    done = subprocess.run(
        list(map(str, words)),
        env={**keep, **OFFLINE, **settings},
        cwd=HERE / "proof" / "tests",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def everyone() -> list[pythons.Python]:
    """All interpreters at hand."""
    return [pythons.main(), *pythons.others()]


def meant_for(python: pythons.Python) -> str:
    """The tag of the wheel that an interpreter should get."""
    if not python.free_threaded:
        return "cp39-abi3" if python.version < (3, 11) else "cp311-abi3"
    minor = python.version[1]
    return f"cp3{minor}-cp3{minor}t" if minor < 15 else "cp315-abi3t"


@pytest.mark.parametrize("other", everyone(), ids=lambda p: p.tag)
def test_pip_of(other: pythons.Python, proof: Sandbox, tmp_path: Path) -> None:
    """pip picks the wheel from a folder of all; the project's tests pass."""
    run(other.path, "-m", "venv", "--without-pip", tmp_path / "venv")
    inside = tmp_path / "venv" / "bin" / "python"
    pip = [other.path, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True).returncode:
        pytest.skip(f"{other.path} has no pip")
    said = run(
        *[*pip, "--python", inside, "install", "--no-cache-dir"],
        *["--find-links", proof.root / "dist", "wheel-proof"],
    )
    tag = meant_for(other)
    assert re.search(rf"wheel_proof-1\.2\.0-{tag}-", said), said
    assert "OK" in run(inside, "-W", "ignore", "-m", "unittest", "test_proof")
    quiet = {"PYTHONWARNINGS": "ignore"}  # free-threaded builds turn the GIL on
    assert run(tmp_path / "venv/bin/wheel-proof", **quiet) == "data says 42\n"
    listed = run(*pip, "--python", inside, "uninstall", "-y", "wheel-proof")
    assert "Successfully uninstalled" in listed
    site = next((tmp_path / "venv").glob("lib/python*/site-packages"))
    assert not list(site.glob("wheel_proof*"))


def test_uv_builds_and_installs(
    python: Path, uv: dict[str, str], proof: Sandbox, tmp_path: Path
) -> None:
    """`uv build` makes the sdist, and of it the wheel that the tree gives."""
    made = copy_of_proof(tmp_path / "project", python)
    out = tmp_path / "out"
    tool("uv", "build", "--out-dir", str(out), str(made.root), **uv)
    (built,) = out.glob("*.whl")
    tag = meant_for(pythons.main())
    if tag != "cp311-abi3":  # the project's own setting has no 3.11
        assert built.read_bytes() == wheel_of(proof, tag).read_bytes()
    sdist = out / "wheel_proof-1.2.0.tar.gz"
    assert sdist.read_bytes() == (proof.root / "dist" / sdist.name).read_bytes()
    tool("uv", "venv", str(tmp_path / "venv"), **uv)
    inside = tmp_path / "venv" / "bin" / "python"
    tool("uv", "pip", "install", "--python", str(inside), str(built), **uv)
    assert "OK" in run(inside, "-W", "ignore", "-m", "unittest", "test_proof")


def test_build_frontend(
    python: Path, uv: dict[str, str], proof: Sandbox, tmp_path: Path
) -> None:
    """`python -m build`, isolated: an sdist, and a wheel from it."""
    pytest.importorskip("uv", reason="pip install uv")
    made = copy_of_proof(tmp_path / "project", python)
    said = tool("build", "--installer", "uv", str(made.root), **uv)
    assert "Successfully built wheel_proof-1.2.0.tar.gz and wheel_proof-1.2.0-" in said
    sdist = made.root / "dist" / "wheel_proof-1.2.0.tar.gz"
    assert sdist.read_bytes() == (proof.root / "dist" / sdist.name).read_bytes()


def test_pipx(uv: dict[str, str], proof: Sandbox, tmp_path: Path) -> None:
    """The wheel's command, run and installed by pipx."""
    pytest.importorskip("pipx", reason="pip install pipx")
    pytest.importorskip("uv", reason="pip install uv")
    homes = {
        "PIPX_HOME": str(tmp_path / "home"),
        "PIPX_BIN_DIR": str(tmp_path / "bin"),
        "PIPX_MAN_DIR": str(tmp_path / "man"),
        "PIPX_DEFAULT_BACKEND": "uv",
    }
    path = str(wheel_of(proof, meant_for(pythons.main())))
    said = tool("pipx", "run", "--spec", path, "wheel-proof", **uv, **homes)
    assert said.endswith("data says 42\n")
    tool("pipx", "install", path, **uv, **homes)
    assert run(tmp_path / "bin" / "wheel-proof") == "data says 42\n"
    assert shutil.which("wheel-proof", path=str(tmp_path / "bin"))
