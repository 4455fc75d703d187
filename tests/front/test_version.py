# SPDX-License-Identifier: MIT
"""A version that stands in one file: Python, C or plain text."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from carbide.errors import ConfigError
from carbide.project import config
from sandbox import Sandbox

PROJECT = '[project]\nname = "demo"\ndynamic = ["version"]\n'


def load(folder: Path, text: str, file: str, more: str = "") -> config.Project:
    (folder / "src").mkdir(exist_ok=True)
    (folder / "src/demo.c").write_text("")
    (folder / file).write_text(text)
    table = f'[tool.carbide]\nversion = {{file = "{file}"{more}}}\n'
    (folder / "pyproject.toml").write_text(PROJECT + table)
    return config.load(str(folder))


@pytest.mark.parametrize(
    ("file", "text", "more"),
    [
        ("a.py", '"""\n__version__ = "0"\n"""\n__version__ = "1.2.3"  # now\n', ""),
        ("a.py", "__version__: str = '1.2.3'\n", ""),
        ("a.py", "raise SystemExit\nA = B = '1.2.3'\n", ', name = "B"'),
        ("a.h", '// VERSION "0"\n#define DEMO_VERSION "1.2.3" // now\n', ""),
        ("a.h", '#define V_VERSION 3\n  #  define X /* a */ "1.2.3"\n', ', name = "X"'),
        ("VERSION", "1.2.3\n", ""),
        ("a.txt", "\ufeff1.2.3", ""),
    ],
)
def test_where_it_stands(tmp_path: Path, file: str, text: str, more: str) -> None:
    project = load(tmp_path, text, file, more)
    assert project.version == "1.2.3"
    assert str(project.metadata().version) == "1.2.3"


@pytest.mark.parametrize(
    ("file", "text", "more", "message", "hint"),
    [
        ("a.py", "x = 1\n", "", "a.py assigns nothing to __version__", "name another"),
        ("a.py", "if x:\n  __version__ = '1'\n", "", "at its top level", ""),
        ("a.py", "\n__version__ = f()\n", "", "a.py:2: __version__ is no plain", ""),
        ("a.py", "x = = 1\n", "", "a.py is no Python: invalid syntax", ""),
        ("a.h", "int x;\n", "", "there is no such macro", "name it"),
        (
            "a.h",
            '#define A_VERSION "1"\n#define B_VERSION "2"\n',
            "",
            "several macros for it: A_VERSION, B_VERSION",
            "name it",
        ),
        ("a.h", "#define DEMO 1\n", ', name = "DEMOO"', "no macro DEMOO", "`DEMO`"),
        ("a.h", "\n#define V 1\n", ', name = "V"', "a.h:2: V is 1, which is no", ""),
        ("a.h", '#define V "1" W\n', ', name = "V"', 'V is "1" W, which', ""),
        ("VERSION", "1.0 beta\n", "", "must hold the version and nothing else", ""),
        ("VERSION", "1.0", ', name = "x"', "has no name 'x'", "only"),
        ("a.py", "__version__ = 'one'\n", "", "version", ""),
    ],
)
def test_mistakes(
    tmp_path: Path, file: str, text: str, more: str, message: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text, file, more).metadata()
    assert message in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("project", "table", "message", "hint"),
    [
        (PROJECT, "", "nothing says where it stands", "[tool.carbide] version"),
        (
            PROJECT.replace("dynamic", 'version = "1"\ndynamic'),
            'version = {file = "a.py"}',
            "the version stands in [project] and in",
            "delete one",
        ),
        (
            PROJECT.replace('["version"]', "[]"),
            'version = {file = "a.py"}',
            "wants the version to be dynamic",
            'dynamic = ["version"]',
        ),
        (
            PROJECT.replace('"version"', '"dependencies"'),
            "",
            "carbide does not compute 'dependencies'",
            "must not depend on who builds it",
        ),
        (PROJECT, 'version = {file = "b.py"}', 'no file "b.py"', ""),
        (PROJECT, 'version = {file = "/b.py"}', 'no file "/b.py"', ""),
    ],
)
def test_what_does_not_fit(
    tmp_path: Path, project: str, table: str, message: str, hint: str
) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/demo.c").write_text("")
    (tmp_path / "a.py").write_text("__version__ = '1'\n")
    (tmp_path / "pyproject.toml").write_text(f"{project}[tool.carbide]\n{table}\n")
    with pytest.raises(ConfigError) as caught:
        config.load(str(tmp_path)).metadata()
    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_a_new_version_is_seen(sandbox: Sandbox) -> None:
    """Without a change of pyproject.toml: in develop, and in the wheel."""
    table = '[tool.carbide]\nversion = {file = "src/demo.h"}\n'
    sandbox.write("pyproject.toml", PROJECT + table)
    header = (sandbox.root / "src/demo.h").read_text()
    sandbox.write("src/demo.h", f'{header}#define DEMO_VERSION "1.5"\n')
    assert sandbox.carbide("develop") == "demo 1.5: installed, editable\n"
    assert sandbox.eval("demo.DEMO_VERSION") == "1.5"
    sandbox.write("src/demo.h", f'{header}#define DEMO_VERSION "1.6"\n')
    assert sandbox.carbide("develop") == "demo 1.6: installed, editable\n"
    code = "import importlib.metadata as m; print(m.version('demo'))"
    assert sandbox.run("-c", code) == "1.6\n"
    path = sandbox.root / sandbox.carbide("build").splitlines()[-1]
    assert path.name.startswith("demo-1.6-")
    said = zipfile.ZipFile(path).read("demo-1.6.dist-info/METADATA").decode()
    assert "\nVersion: 1.6\n" in said
    packed = sandbox.carbide("sdist")
    assert packed == "dist/demo-1.6.tar.gz\n"
