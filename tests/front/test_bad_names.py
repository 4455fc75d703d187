# SPDX-License-Identifier: MIT
"""Names: of folders and files that shells and ninja take for more, and of modules."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from carbide import files
from carbide.errors import ConfigError, Error
from carbide.project import config
from sandbox import HEADER, PYPROJECT, SOURCE, Sandbox, make_venv

ODD = "a b'c $HOME $$ #1 %s &;|(x) [y] {z} ~ `t` \\ = @ : * ? ! \u00fc \u65e5\u672c"


def sdist_names(folder: Path) -> list[str]:
    import tarfile

    (file,) = folder.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        return archive.getnames()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_odd_names_work(tmp_path: Path, translator: None) -> None:
    """In the project's path, and in those of a header and of sources."""
    folder = tmp_path / f'{ODD} "q"'
    made = Sandbox(folder / "demo", make_venv(tmp_path / "venv"))
    name = ODD.replace("\\", "")  # no archive may hold it
    header = f"src/{name}.h".replace("'", "")
    table = f"[tool.carbide]\nheaders = ['{header}']\n"
    made.write("pyproject.toml", PYPROJECT + table)
    made.write(header, HEADER + "double more(double x);\n")
    made.write("src/-first.c", "double more(double x) { return x + 0.5; }\n")
    source = f'src/{name} "q".c'
    body = "double add(double a, double b) { return a + b; }\n"
    made.write(source, body)
    made.carbide("develop")
    assert made.eval("demo.add(1, 2), demo.more(1)") == "3.0 1.5"
    assert "demo.add(a, b)" in made.carbide("explain")
    made.carbide("build")
    made.carbide("sdist")
    names = sdist_names(made.root / "dist")
    assert f"demo-1.2.3/{header}" in names and f"demo-1.2.3/{source}" in names
    # and a change is seen: what the compiler writes of its inputs is read right
    made.write(header, HEADER + "double more(double x);\ndouble wrong(double *x);\n")
    assert f"{header}:6:22: error: `x` of wrong()" in made.carbide("develop", status=1)
    made.write(header, HEADER + "double more(double x);\n")
    made.write(source, body.replace("a + b", "a - b"))
    assert made.carbide("develop") == "demo 1.2.3: built\n"
    assert made.eval("demo.add(1, 2)") == "-1.0"


@pytest.mark.parametrize("name", ["new\nline", "tab\t", "bell\a", "\u2028", "n\udce9"])
def test_names_that_no_line_of_text_can_hold(tmp_path: Path, name: str) -> None:
    with pytest.raises(Error, match=r"control character|not UTF-8") as caught:
        files.check_name(name)
    assert caught.value.hint == "rename it"
    folder = tmp_path / name
    folder.mkdir()
    with pytest.raises(Error, match=r"control character|not UTF-8"):
        config.load(str(folder))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / f"{name}.c").write_text("")
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    with pytest.raises(Error, match=r"control character|not UTF-8"):
        config.load(str(tmp_path))
    for good in ("a b", "\u00fc", "non\u00a0breaking", "\u65e5"):
        files.check_name(good)


def test_names_that_c_and_compilers_misread(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / 'src/a"b.h').write_text("")
    table = "[tool.carbide]\nheaders = ['src/*.h']\n"
    (tmp_path / "pyproject.toml").write_text(PYPROJECT + table)
    with pytest.raises(ConfigError, match="cannot be used, because of its quote"):
        config.load(str(tmp_path))
    (tmp_path / "-x.c").write_text("")
    table = "[tool.carbide]\nsources = ['*.c']\n"
    (tmp_path / "pyproject.toml").write_text(PYPROJECT + table)
    with pytest.raises(ConfigError, match=r"'-x\.c' cannot be used, because compilers"):
        config.load(str(tmp_path))


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("3d", '"3d" is no module name: "3d" is not an ASCII identifier'),
        ("a b", '"a b" is not an ASCII identifier'),
        ("a-b", '"a-b" is not an ASCII identifier'),
        ("a.", '"a." is no module name: "" is not an ASCII identifier'),
        ("gr\u00f6\u00dfe", "is not an ASCII identifier"),
        ("class", '`import class` is no Python, since "class" is a keyword'),
        ("a.None", '"None" is a keyword'),
        ("a\nb", "is not an ASCII identifier"),
        ('a"; system("x', "is not an ASCII identifier"),
    ],
)
def test_modules_that_nobody_could_import(
    tmp_path: Path, module: str, said: str
) -> None:
    import json

    table = f"[tool.carbide]\nmodule = {json.dumps(module)}\n"
    (tmp_path / "pyproject.toml").write_text(PYPROJECT + table, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(str(tmp_path))
    assert said in str(caught.value)
    assert "module =" in caught.value.hint


@pytest.mark.skipif(sys.version_info < (3, 10), reason="Python cannot tell its names")
@pytest.mark.parametrize("module", ["json", "json._speed", "sys"])
def test_modules_that_python_has(tmp_path: Path, module: str) -> None:
    table = f'[tool.carbide]\nmodule = "{module}"\n'
    (tmp_path / "pyproject.toml").write_text(PYPROJECT + table)
    with pytest.raises(ConfigError) as caught:
        config.load(str(tmp_path))
    said = str(caught.value)
    assert f'"{module}" cannot be imported: Python has a module of its own' in said
    assert "module =" in caught.value.hint


def test_the_project_may_be_named_as_one(sandbox: Sandbox) -> None:
    """The name of the distribution does not matter, that of the module does."""
    sandbox.write("pyproject.toml", PYPROJECT.replace("demo", "json"))
    assert "cannot be imported" in sandbox.carbide("build", status=1)
    table = '[tool.carbide]\nmodule = "demo"\n'
    sandbox.write("pyproject.toml", PYPROJECT.replace("demo", "json") + table)
    sandbox.write("src/demo.c", SOURCE.format(name="demo"))
    assert "dist/json-1.2.3-" in sandbox.carbide("build")
