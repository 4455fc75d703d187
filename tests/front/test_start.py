# SPDX-License-Identifier: MIT
"""What a start costs: the modules that it imports, which no busy machine changes."""

from __future__ import annotations

import argparse
import math
import os
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from carbide.project import tomlfile
from sandbox import Sandbox

# Each of them costs as much as the rest of a start.
SLOW = (
    *("shutil", "subprocess", "json", "zipfile", "tarfile", "dataclasses", "inspect"),
    *("hashlib", "importlib.metadata", "packaging", "pyproject_metadata", "tempfile"),
    *("tomllib", "tomli", "typing", "datetime"),
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


def test_what_was_kept_of_a_toml_file(tmp_path: Path) -> None:
    """Only for the same text in the same file, and not what has dates."""
    path, kept = tmp_path / "pyproject.toml", tmp_path / "kept"
    text = "[a]\nb = [1, 2.5, true, inf]\nc = 'é\u2028'\n"
    path.write_text(text, "utf-8")

    def read() -> dict[str, Any]:
        return tomlfile.read(str(path), str(kept))[1]

    parsed = read()
    tomlfile.keep(str(path), str(kept))
    assert read() == parsed == {"a": {"b": [1, 2.5, True, math.inf], "c": "é\u2028"}}
    content = kept.read_bytes()
    kept.write_bytes(content.replace(b"inf]", b"nan]"))  # of another text
    assert read() == parsed
    kept.write_bytes(content.replace(struct.pack("<d", 2.5), struct.pack("<d", 7.5)))
    assert read() != parsed  # it is what was kept that is read
    for damaged in (content[:-1], content[:-9] + b"?" + content[-8:], content[:-40]):
        kept.write_bytes(damaged)
        assert read() == parsed
    os.utime(path, (1, 1))
    assert read() == parsed
    tomlfile.keep(str(path), str(kept))
    path.write_text(text.replace("true", "17"), "utf-8")
    os.utime(path, (1, 1))
    assert read()["a"]["b"] == [1, 2.5, 17, math.inf]
    path.write_text("day = 2020-02-02\n")
    tomlfile.keep(str(path), str(kept))
    assert not kept.exists()
    assert str(read()["day"]) == "2020-02-02"
