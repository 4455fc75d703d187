# SPDX-License-Identifier: MIT
"""One project, built once, whose wheels and sdist the tests here look at.

In: tests/wheels/proof. Out: a Proof: the project's copy, its archives, and an
environment that sees this checkout's carbide. Tools that judge wheels come from the
environment that runs the tests; what is missing is a skip that names it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "front"), str(HERE.parent / "docs")]

from sandbox import Sandbox, make_venv  # noqa: E402

collect_ignore = ["proof"]

# What stands for each wheel: 3.11 chooses a younger floor, 3.14t is untested.
PYTHONS = ("3.9", "3.11", "3.13t", "3.14t", "3.15t")


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that runs this checkout's carbide; its translator is built."""
    from carbide import builder, config
    from sandbox import CHECKOUT

    if not os.environ.get("CARBIDEC"):
        builder.build_tool(config.load(str(CHECKOUT)))
    return make_venv(tmp_path_factory.mktemp("environment") / "venv")


@pytest.fixture(scope="session")
def proof(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """The project with a wheel for each of PYTHONS, and the sdist, in dist/."""
    made = copy_of_proof(tmp_path_factory.mktemp("proof") / "project", python)
    words = [word for name in PYTHONS for word in ("--python", name)]
    made.built = made.carbide("build", *words).splitlines()
    made.carbide("sdist")
    return made


def copy_of_proof(folder: Path, python: Path) -> Sandbox:
    """A copy of the project, without results of the one that it is copied from."""
    ignored = shutil.ignore_patterns("build", "dist", "__pycache__")
    shutil.copytree(HERE / "proof", folder, ignore=ignored)
    return Sandbox(folder, python)


def wheel_of(proof: Sandbox, tag: str) -> Path:
    """The wheel of a tag as `cp39-abi3`."""
    (found,) = (proof.root / "dist").glob(f"*-{tag}-*.whl")
    return found


def tool(module: str, *words: str, status: int = 0, **settings: str) -> str:
    """Run a tool of the tests' environment; its output. Skips where it is absent."""
    pytest.importorskip(module, reason=f"pip install {module.replace('_', '-')}")
    beside = str(Path(sys.executable).parent)
    path = os.pathsep.join([beside, os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env={**os.environ, "PATH": path, "NO_COLOR": "1", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == status, done.stdout
    return done.stdout
