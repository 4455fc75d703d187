# SPDX-License-Identifier: MIT
"""One project, built once, whose wheels and sdist the tests here look at.

In: tests/wheels/proof. Out: a Proof: the project's copy, its archives, and an
environment that sees this checkout's carbide.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "front"), str(HERE.parent / "docs")]

from proving import PYTHONS, copy_of_proof  # noqa: E402
from sandbox import CHECKOUT, Sandbox, make_venv  # noqa: E402

collect_ignore = ["proof"]


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that runs this checkout's carbide; its translator is built."""
    from carbide.packaging import builder
    from carbide.project import config

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


@pytest.fixture(scope="session")
def wheelhouse(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheels of carbide and of what it needs, so that builds can be isolated."""
    from scenario import make_wheelhouse

    folder = make_wheelhouse(tmp_path_factory.mktemp("wheels") / "house")
    Sandbox(CHECKOUT, python).carbide("build", "-o", str(folder))
    return folder


@pytest.fixture(scope="session")
def uv(wheelhouse: Path) -> dict[str, str]:
    """Settings with which uv finds the wheelhouse and nothing else."""
    return {
        "UV_OFFLINE": "1",
        "UV_NO_INDEX": "1",
        "UV_FIND_LINKS": str(wheelhouse),
        "UV_PYTHON": sys.executable,
        "UV_CACHE_DIR": str(wheelhouse / "cache"),
        "UV_PYTHON_DOWNLOADS": "never",
    }
