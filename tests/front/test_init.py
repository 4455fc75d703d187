# SPDX-License-Identifier: MIT
"""`carbide init`: what is there stays, what is missing comes, and it builds."""

from __future__ import annotations

from pathlib import Path

import pytest
from carbide.errors import ConfigError, Error
from carbide.start import init
from sandbox import Sandbox
from test_new import run_tests

FUNCTION = "int one(int x);\n"
SOURCE = '#include "{}.h"\nint one(int x) {{ return x + 1; }}\n'
MAIN = "int main(void) { return 0; }\n"
TABLES = """\
# my project

[project] # mine
name = "my-thing"
version = "3.1"

[tool.ruff]
line-length = 88
"""


def folder(sandbox: Sandbox, name: str, files: dict[str, str]) -> Sandbox:
    """A folder with some files, beside the sandbox's own project."""
    made = Sandbox(sandbox.root.parent / name, sandbox.python)
    made.root.mkdir()
    for file, text in files.items():
        made.write(file, text)
    return made


def snapshot(root: Path) -> dict[str, str]:
    files = [path for path in root.rglob("*") if path.is_file()]
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in files
        if not {"build", "__pycache__"} & set(path.relative_to(root).parts)
    }


def test_an_empty_folder(sandbox: Sandbox) -> None:
    made = folder(sandbox, "shiny", {})
    said = made.carbide("init")
    assert "wrote pyproject.toml" in said and "wrote src/shiny.h" in said
    assert "carbide develop" in said
    assert "passed" in run_tests(sandbox, made.root)
    before = snapshot(made.root)
    assert "pyproject.toml: nothing was missing" in made.carbide("init")
    assert snapshot(made.root) == before


def test_names_of_folders(sandbox: Sandbox) -> None:
    made = folder(sandbox, "my own (thing)", {})
    made.carbide("init")
    assert 'name = "my-own-thing"' in (made.root / "pyproject.toml").read_text()
    made.carbide("develop")
    assert made.run("-c", "import my_own_thing as m; print(m.mean([3]))") == "3.0\n"
    made = folder(sandbox, "größe", {})
    said = made.carbide("init", status=1)
    assert "hint: `carbide init --name " in said
    made.carbide(*said.split("`")[1].split()[1:])
    made.carbide("develop")


def test_c_that_is_there(sandbox: Sandbox) -> None:
    """Found where it lies; programs are left out; the header's folder is known."""
    files = {
        "lib/a.c": SOURCE.format("geo"),
        "lib/b.c": "int two(void) { return 2; }\n",
        "lib/tool.c": MAIN,
        "include/geo.h": FUNCTION,
        "include/inner.h": "int two(void);\n",
        "tests/t.c": MAIN,
        "README.md": "# Geo\n",
    }
    made = folder(sandbox, "geo", files)
    said = made.carbide("init")
    assert "found 2 .c files; Python sees include/geo.h" in said
    assert "left out lib/tool.c: it has a main()" in said
    after = snapshot(made.root)
    assert {name: after[name] for name in files} == files
    assert after.keys() - files.keys() == {".gitignore", "pyproject.toml"}
    assert after["pyproject.toml"] == (
        '[build-system]\nrequires = ["carbide"]\nbuild-backend = "carbide.build"\n\n'
        '[project]\nname = "geo"\nversion = "0.1.0"\nreadme = "README.md"\n'
        'requires-python = ">=3.9"\n\n'
        '[tool.carbide]\nheaders = ["include/geo.h"]\n'
        'sources = ["lib/a.c", "lib/b.c"]\ninclude-dirs = ["include"]\n'
    )
    made.carbide("develop")
    code = "import geo; print(geo.one(1), hasattr(geo, 'two'))"
    assert made.run("-c", code) == "2 False\n"


def test_a_pyproject_that_is_there(sandbox: Sandbox) -> None:
    """Its lines stay as they are, comments included; `my-thing` is my_thing."""
    made = folder(
        sandbox, "x", {"pyproject.toml": TABLES, "src/a.c": SOURCE.format("a")}
    )
    made.write("src/a.h", FUNCTION)
    said = made.carbide("init")
    assert "pyproject.toml: added [build-system], [tool.carbide]" in said
    text = (made.root / "pyproject.toml").read_text()
    start, _, rest = text.partition("[build-system]")
    assert start == "# my project\n\n"
    assert "\n\n" + TABLES.split("\n\n", 1)[1] in rest
    assert rest.endswith('\n\n[tool.carbide]\nheaders = ["src/a.h"]\n')
    made.carbide("develop")
    assert made.run("-c", "import my_thing; print(my_thing.one(1))") == "2\n"


@pytest.mark.parametrize("place", ["python/pack", "src/pack", "pack"])
def test_a_python_package_that_is_there(sandbox: Sandbox, place: str) -> None:
    made = folder(sandbox, "pack", {f"{place}/__init__.py": "x = 1\n"})
    said = made.carbide("init")
    assert "wrote src/_core.h" in said
    made.carbide("develop")
    code = "import pack, pack._core as c; print(pack.x, c.mean([1, 3]))"
    assert made.run("-c", code) == "1 2.0\n"


def test_dotted_settings_and_crlf_are_kept(sandbox: Sandbox) -> None:
    text = 'tool.x.y = 1\n[project]\nname = "shiny"\nversion = "1"'
    made = folder(sandbox, "shiny", {"pyproject.toml": text})
    said = made.carbide("init", status=1)
    assert "cannot be added to without a change of what is there" in said
    assert 'hint: build-backend = "carbide.build"' in said
    assert snapshot(made.root) == {"pyproject.toml": text}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            '[build-system]\nrequires = ["x"]\nbuild-backend = "hatchling.build"\n',
            "pyproject.toml is built by hatchling.build, and that is not changed",
            'build-backend = "carbide.build"',
        ),
        ("[project\n", "pyproject.toml:1:9: expected ']'", ""),
        (
            '[project]\nname = "json"\nversion = "1"\n',
            "'json' would hide Python's own module of that name",
            "carbide init --name json_",
        ),
    ],
)
def test_refused(tmp_path: Path, text: str, message: str, hint: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(Error) as caught:
        init.init(str(tmp_path))
    assert message in str(caught.value) and hint in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"]
    assert (tmp_path / "pyproject.toml").read_text() == text


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Error, match="is no folder"):
        init.init(str(tmp_path / "none"))
    assert ConfigError.__mro__[1] is Error
