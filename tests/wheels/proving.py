# SPDX-License-Identifier: MIT
"""What the tests of wheels share: the project that they build, the tools that judge.

In: names of wheels, of tools. Out: a copy of the project, a path, a tool's output; a
tool that is absent is a skip that names it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sandbox import Sandbox

HERE = Path(__file__).resolve().parent

# What stands for each wheel: 3.11 chooses a younger floor, 3.14t is untested.
PYTHONS = ("3.9", "3.11", "3.13t", "3.14t", "3.15t")


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


def check_schema(document: dict) -> None:
    """Hold a document against the schema of its version."""
    reason = "pip install 'cyclonedx-python-lib[json-validation]'"
    pytest.importorskip("cyclonedx", reason=reason)
    pytest.importorskip("jsonschema", reason=reason)
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    validator = JsonStrictValidator(SchemaVersion.from_version(document["specVersion"]))
    assert validator.validate_str(json.dumps(document)) is None
