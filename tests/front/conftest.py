# SPDX-License-Identifier: MIT
"""Fixtures of the tests of the front: the checkout's carbide, projects, venvs.

The front under test is the checkout's `python/`, the translator the one that its
own backend builds (or the one that CARBIDEC names). Nothing is downloaded.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from sandbox import CHECKOUT, HEADER, PYPROJECT, SOURCE, Sandbox, make_venv


@pytest.fixture(scope="session")
def translator() -> None:
    """Build the checkout's carbidec, unless CARBIDEC names another one."""
    if not os.environ.get("CARBIDEC"):
        from carbide.packaging import builder
        from carbide.project import config

        builder.build_tool(config.load(str(CHECKOUT)))


@pytest.fixture
def sandbox(tmp_path: Path, translator: None) -> Sandbox:
    """A project `demo` with one function, and an empty environment."""
    root = tmp_path / "demo project"
    made = Sandbox(root, make_venv(tmp_path / "venv"))
    made.write("pyproject.toml", PYPROJECT)
    made.write("src/demo.h", HEADER)
    made.write("src/demo.c", SOURCE.format(name="demo"))
    return made
