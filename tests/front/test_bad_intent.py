# SPDX-License-Identifier: MIT
"""Text that is meant as code: nothing of a project runs while it is built."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sandbox import HEADER, PYPROJECT, SOURCE, Sandbox


def test_a_build_runs_nothing_of_what_it_builds(sandbox: Sandbox) -> None:
    """Neither constructors nor the module, nor Python files beside it."""
    trap = sandbox.root / "trap"
    body = (
        "#include <stdio.h>\n"
        "__attribute__((constructor)) static void spring(void) {\n"
        f'    FILE *f = fopen("{trap}", "w");\n    if (f) {{ fclose(f); }}\n}}\n'
    )
    sandbox.write("src/demo.c", SOURCE.format(name="demo") + body)
    python = f"open({str(trap)!r}, 'w')\n"
    for name in ("setup.py", "conftest.py", "sitecustomize.py", "carbide.py"):
        sandbox.write(name, python)
    sandbox.write("python/extra/__init__.py", python)
    for command in ("explain", "build", "sdist", "develop"):
        code = f"import sys; sys.path[0] = ''; sys.argv[1:] = ['{command}']\n"
        code = "import carbide.cli\n" + code + "sys.exit(carbide.cli.main())"
        sandbox.run("-P" if sandbox_is_new(sandbox) else "-s", "-c", code)
        assert not trap.exists(), command
    assert sandbox.eval("demo.add(1, 2)") == "3.0"
    assert trap.exists()  # the trap works


def sandbox_is_new(sandbox: Sandbox) -> bool:
    """Whether its Python has -P, which keeps the current folder from sys.path."""
    return (
        sandbox.run("-c", "import sys; print(sys.version_info >= (3, 11))") == "True\n"
    )


@pytest.mark.parametrize(
    "table",
    [
        "define = ['X=1;touch trap', 'Y=$(touch trap)', 'Z=`touch trap`']",
        "cflags = ['-DX=1;touch trap', \"-DY='$(touch trap)'\", '-DZ=\\n touch trap']",
        "ldflags = ['-Wl,--defsym=a=1;touch trap', '$(touch trap)', '$in;touch trap']",
        "libraries = [';touch trap', '$(touch trap)', \"x';touch trap;'\"]",
        "prefix = [\"';touch trap;'\", '$(touch trap)']\nlock = '\";touch trap;\"'",
        "pkg-config = ['--version;touch trap', '$(touch trap)']",
    ],
)
def test_settings_reach_no_shell(sandbox: Sandbox, table: str) -> None:
    """They are words of a command, whatever is in them; most of them fail."""
    sandbox.write("pyproject.toml", f"{PYPROJECT}[tool.carbide]\n{table}\n")
    said = sandbox.run(
        "-c",
        "import sys, carbide.cli as c; print('status', c.main(['develop', '-v']))",
    )
    assert "status " in said and "Traceback" not in said
    assert not list(sandbox.root.rglob("trap")) and not Path("trap").exists()


def test_comments_stay_texts(sandbox: Sandbox) -> None:
    """A C string in the glue, and in Python the same text; the stub is Python."""
    odd = 'a \\ b \\n "q" \'s\' """ \\""" 9% ??/ {x} $y `z` \\u0041 // /* * /'
    header = HEADER.replace("Sum of two numbers.", f"Sum. {odd}")
    sandbox.write("src/demo.h", header)
    sandbox.carbide("develop")
    doc = sandbox.eval("ascii(demo.add.__doc__)")
    text = ast.literal_eval(doc)
    assert " ".join(odd.split()) in " ".join(text.split())
    stub = Path(sandbox.eval("demo.__file__")).with_suffix(".pyi")
    tree = ast.parse(stub.read_text(encoding="utf-8"))
    names = [n.name for n in tree.body if isinstance(n, ast.FunctionDef)]
    assert names == ["add"]
