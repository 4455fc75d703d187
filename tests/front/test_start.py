# SPDX-License-Identifier: MIT
"""What a start costs: the modules that it imports, which no busy machine changes."""

from __future__ import annotations

import pytest
from sandbox import Sandbox

# Each of them costs as much as the rest of a start.
SLOW = (
    *("shutil", "subprocess", "json", "zipfile", "tarfile", "dataclasses", "inspect"),
    *("hashlib", "importlib.metadata", "packaging", "pyproject_metadata", "tempfile"),
    *("email", "difflib", "csv", "urllib", "logging", "socket", "pathlib", "ast"),
)


@pytest.mark.parametrize("command", ["--version", "--help", "develop", "build"])
def test_a_start_imports_little(sandbox: Sandbox, command: str) -> None:
    """Of the command line, and of a build without a change."""
    sandbox.carbide(command)
    said = sandbox.run("-X", "importtime", "-m", "carbide", command)
    rows = [row for row in said.splitlines() if row.startswith("import time:")]
    names = [row.rpartition("|")[2].strip() for row in rows]
    assert len(names) > 10
    assert [name for name in names if name in SLOW] == []
    assert len(names) < 110
