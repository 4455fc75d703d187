# SPDX-License-Identifier: MIT
"""`thread-safe = true`: where Python runs without the GIL, it stays off."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import pythons
from sandbox import Sandbox

ASK = """\
import sys, warnings
warnings.simplefilter("ignore")
import demo
print(getattr(sys, "_is_gil_enabled", lambda: True)(), demo.add(1, 2))
"""


@pytest.fixture(params=[False, True], ids=["unsafe", "safe"])
def built(request: pytest.FixtureRequest, sandbox: Sandbox) -> tuple[bool, Path]:
    """Whether the project says so, and the folder of its module."""
    safe: bool = request.param
    text = (sandbox.root / "pyproject.toml").read_text()
    sandbox.write(
        "pyproject.toml", text + f"[tool.carbide]\nthread-safe = {safe}".lower()
    )
    sandbox.carbide("develop")
    (module,) = sandbox.root.glob("build/*/demo*.so")
    return safe, module.parent


def test_only_a_safe_module_leaves_the_gil_off(built: tuple[bool, Path]) -> None:
    """One file for all: interpreters that do not know the slot do not see it."""
    safe, folder = built
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    asked = [p for p in pythons.others() if p.version >= (3, 12)]
    for python in asked:
        done = subprocess.run(
            [str(python.path), "-c", ASK],
            env=environment,
            capture_output=True,
            text=True,
        )
        wanted = not (safe and python.free_threaded)
        assert (done.stdout, done.stderr) == (f"{wanted} 3.0\n", ""), python.tag
    if not any(python.free_threaded for python in asked):
        pytest.skip("no free-threaded Python here: CARBIDE_TEST_PYTHONS names none")
