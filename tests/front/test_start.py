# SPDX-License-Identifier: MIT
"""What a start costs: the modules that it imports, which no busy machine changes."""

from __future__ import annotations

import argparse
import re

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


def test_a_command_alone_is_as_among_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Only the command that is asked for is made ready, and nobody notices."""
    from carbide import cli

    def said(parser: argparse.ArgumentParser, *words: str) -> str:
        with pytest.raises(SystemExit):
            parser.parse_args(words)
        return "".join(capsys.readouterr())

    everything = said(cli._parser(), "--help")
    commands = re.findall(r"^    (\w+) ", everything, re.MULTILINE)
    assert {"new", "develop", "build", "explain", "schema"} <= set(commands)
    for command in commands:
        for more in (["--help"], ["--no-such"], ["a", "b", "c"]):
            alone = said(cli._parser(command), command, *more)
            assert alone == said(cli._parser(), command, *more)
    assert said(cli._parser("--version"), "--version").startswith("carbide ")
    for word in ("bogus", "-h", "--verbose"):
        assert said(cli._parser(word), word) == said(cli._parser(), word)
