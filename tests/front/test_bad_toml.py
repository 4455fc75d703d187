# SPDX-License-Identifier: MIT
"""pyproject.toml that is none: what is wrong, at its line, with a caret."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from carbide.errors import ConfigError
from carbide.project import config
from sandbox import PYPROJECT, Sandbox

GOOD = b'[project]\nname = "demo"\nversion = "1.0"\n'


def message(folder: Path, text: bytes) -> tuple[str, str]:
    """What is said of a pyproject.toml, and what to do."""
    (folder / "pyproject.toml").write_bytes(text)
    with pytest.raises(ConfigError) as caught:
        config.load(str(folder))
    return str(caught.value).replace(f"{folder}/", ""), caught.value.hint


@pytest.mark.parametrize(
    ("text", "first", "line", "caret", "hint"),
    [
        (b"[project\n", ":1:9: expected ']'", "[project", 9, ""),
        (
            b"[project]\nversion = 1.0.0\n",
            ":2:14: expected newline",
            "version = 1.0.0",
            14,
            'in quotes: version = "1.0.0"',
        ),
        (
            b"[project]\nname = demo",
            ":2:8: invalid value",
            "name = demo",
            8,
            'a text stands in quotes: name = "demo"',
        ),
        (b'a = "\xc3\xa9', ":1:7:", 'a = "\u00e9', 7, ""),
        (b"\ta = [1,\n\n", ":1:9:", "\ta = [1,", 9, ""),
        (GOOD + b"\0", ":4:1: invalid statement", "\ufffd", 1, ""),
        (
            b'[project]\nname = "d\xe9mo"\n',
            ":2:10: the byte 0xE9 is no UTF-8",
            'name = "d\ufffdmo"',
            10,
            "save it as UTF-8",
        ),
    ],
)
def test_a_mistake_at_its_place(
    tmp_path: Path, text: bytes, first: str, line: str, caret: int, hint: str
) -> None:
    said, remedy = message(tmp_path, text)
    head, shown, mark = said.split("\n")
    assert head.startswith(f"pyproject.toml{first}")
    assert shown.endswith(f" | {line}")
    assert mark.endswith("^") and len(mark) - len(shown) == caret - len(line)
    assert mark.count("\t") == line.count("\t")
    assert hint in remedy and bool(hint) is bool(remedy)


def test_other_encodings(tmp_path: Path) -> None:
    said, hint = message(tmp_path, GOOD.decode().encode("utf-16"))
    assert said == "pyproject.toml is written in UTF-16, not in UTF-8"
    assert hint == "save it as UTF-8, without a byte order mark (BOM)"
    said, hint = message(tmp_path, b"\xef\xbb\xbf" + GOOD)
    assert said.startswith("pyproject.toml begins with a byte order mark, which pip")
    assert "without a byte order mark" in hint


def test_lines_of_windows_are_read(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/demo.h").write_text("")
    (tmp_path / "pyproject.toml").write_bytes(GOOD.replace(b"\n", b"\r\n"))
    assert config.load(str(tmp_path)).name == "demo"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "pyproject.toml names no module: there is no project.name"),
        (b"project = 3\n", "pyproject.toml: `project` must be a table, not 3"),
        (b"tool = 3\n" + GOOD, "pyproject.toml: `tool` must be a table, not 3"),
        (b"[[project]]\n", "pyproject.toml: `project` must be a table, not [{}]"),
        (
            b"[project]\nname = 3\n",
            "pyproject.toml:2:1: project.name must be a string, not 3\n"
            "    2 | name = 3\n      | ^~~~",
        ),
        (b"a = " + b"[" * 100_000, "pyproject.toml: nested too deeply"),
    ],
)
def test_what_is_no_project(tmp_path: Path, text: bytes, said: str) -> None:
    assert message(tmp_path, text)[0] == said


def test_what_is_no_file(tmp_path: Path) -> None:
    place = tmp_path / "pyproject.toml"
    place.symlink_to("nowhere")
    assert config.find_root(str(tmp_path)) == str(tmp_path)
    with pytest.raises(ConfigError, match="is a link to nowhere: no file"):
        config.load(str(tmp_path))
    place.unlink()
    place.mkdir()
    with pytest.raises(ConfigError, match=r"pyproject\.toml is a folder, not a file"):
        config.load(str(tmp_path))
    with pytest.raises(ConfigError, match="No such file or directory"):
        config.load(str(tmp_path / "none"))


def test_the_commands_say_it(sandbox: Sandbox) -> None:
    """Under the path that the user would type; the backend in the same words."""
    sandbox.write("pyproject.toml", PYPROJECT.replace("]", "", 1))
    wanted = "carbide: error: pyproject.toml:1:14: expected ']' at the end of a table"
    for command in ("develop", "build", "sdist", "explain"):
        said = sandbox.carbide(command, status=1)
        assert said.startswith(wanted) and said.count("\n") == 3
    code = "import carbide.build as b; b.build_wheel('dist')"
    assert sandbox.run("-c", code, status=1).startswith(wanted)
    assert sorted(os.listdir(sandbox.root)) == ["pyproject.toml", "src"]
