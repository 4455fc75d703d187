# SPDX-License-Identifier: MIT
"""How the translator's diagnostics reach a user: all of them, in color, or as asked."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

from sandbox import Sandbox

WRONG = "".join(f"void f{i}(double *x);\n" for i in range(25))


def test_twenty_errors_unless_asked(sandbox: Sandbox) -> None:
    """--max-errors asks, and a later run does not remember it."""
    sandbox.write("src/demo.h", WRONG)
    said = sandbox.carbide("develop", status=1)
    assert said.count(": error: ") == 20 + 1  # and carbide's own
    assert "… and 5 more errors; --max-errors 0 shows all\n" in said
    lines = [text for text in said.splitlines() if "[unsized-pointer]" in text]
    assert lines == sorted(lines, key=lambda text: int(text.split(":")[1]))
    said = sandbox.carbide("develop", "--max-errors", "0", status=1)
    assert said.count("[unsized-pointer]") == 25
    assert "more error" not in said
    said = sandbox.carbide("build", "--max-errors=2", status=1)
    assert said.count("[unsized-pointer]") == 2
    said = sandbox.carbide("explain", "--max-errors=2", "--format=json", status=1)
    assert said.count('"ruleId": "unsized-pointer"') == 2
    assert sandbox.carbide("develop", status=1).count("[unsized-pointer]") == 20
    for text in ("-1", "many", "1_0"):
        said = sandbox.carbide("develop", f"--max-errors={text}", status=2)
        assert f"{text!r} is no number of errors" in said


def _on_a_terminal(sandbox: Sandbox, **environment: str) -> str:
    import pty

    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [str(sandbox.python), "-m", "carbide", "develop"],
        cwd=sandbox.root,
        env={**os.environ, "TERM": "xterm", **environment},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not data:
            break
        said += data
    os.close(ours)
    assert child.wait() == 1
    return said.decode()


def test_colors_on_terminals(sandbox: Sandbox) -> None:
    """In color on a terminal, unless NO_COLOR; elsewhere only with FORCE_COLOR."""
    sandbox.write("src/demo.h", "double f(double *x);\n")
    red = "\033[1;31merror:\033[0m `x` of f()"
    assert red in _on_a_terminal(sandbox)
    plain = _on_a_terminal(sandbox, NO_COLOR="1")
    assert "\033[" not in plain.replace("\033[K", "") and "error: `x` of f()" in plain
    assert "\033[" not in sandbox.carbide("develop", status=1)
    assert red in sandbox.carbide("develop", status=1, FORCE_COLOR="1")


def test_the_compiler_does_not_repeat_it(sandbox: Sandbox) -> None:
    """What is wrong with a header is said once; gcc would say it of math.h, too."""
    sandbox.write("src/demo.h", "double add(double a, double b)\n")
    sandbox.write(
        "src/demo.c",
        '#include "demo.h"\n#include <math.h>\ndouble add(double a, double b) {\n'
        "    return sqrt(a) + b;\n}\n",
    )
    said = sandbox.carbide("develop", status=1)
    assert "src/demo.h:1:30: error: expected ';' after the declaration" in said
    assert said.count(": error: ") == 2 and "math.h" not in said
    sandbox.write("src/demo.h", "double add(double a, double b);\n")
    sandbox.carbide("develop")


def test_a_misspelt_function(sandbox: Sandbox) -> None:
    """Declared and not defined, beside one that is defined and not declared."""
    sandbox.write("src/demo.h", "double ad(double a, double b);\n")
    said = sandbox.carbide("develop", status=1)
    assert "note: `add` is defined here" in said
    assert "hint: did you mean `add`?" in said


def _sarif(sandbox: Sandbox, command: str, status: int) -> list[dict[str, Any]]:
    """The runs of what --format=json prints on stdout."""
    done = subprocess.run(
        [str(sandbox.python), "-m", "carbide", command, "--format=json"],
        cwd=sandbox.root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == status, done.stderr
    document = json.loads(done.stdout)
    assert document["version"] == "2.1.0"
    runs: list[dict[str, Any]] = document["runs"]
    return runs


def test_what_compilers_say_is_in_sarif(sandbox: Sandbox) -> None:
    """A warning and an error of C, with their places, behind the translator's run."""
    body = "int helper(void) { int unused; return 1 }\n"
    sandbox.write("src/other.c", f"/* first */\n{body}")
    first, second = _sarif(sandbox, "develop", 1)
    assert first["tool"]["driver"]["name"] == "carbidec" and not first["results"]
    errors = [r for r in second["results"] if r["level"] == "error"]
    place = errors[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/other.c"
    assert place["region"]["startLine"] == 2
    assert "expected" in errors[0]["message"]["text"]
    sandbox.write("src/other.c", "#include <no_such_header.h>\n")
    result = _sarif(sandbox, "build", 1)[-1]["results"][0]
    assert "no_such_header.h" in result["message"]["text"]


def test_what_linkers_say_is_in_sarif(sandbox: Sandbox) -> None:
    """A library that is not there has no place in a source."""
    table = '[tool.carbide]\nlibraries = ["no_such_library"]\n'
    text = (sandbox.root / "pyproject.toml").read_text() + table
    sandbox.write("pyproject.toml", text)
    results = _sarif(sandbox, "develop", 1)[-1]["results"]
    assert "no_such_library" in results[0]["message"]["text"]
    assert results[0]["ruleId"] == "linker" and "locations" not in results[0]


def test_sarif_of_a_good_build(sandbox: Sandbox) -> None:
    """Nothing is said twice: the translator's warning is in its own run."""
    header = "/** Sum. */\ndouble add(double a, double b);\nint va(int n, ...);\n"
    sandbox.write("src/demo.h", f'#include "carbide.h"\n{header}')
    (only,) = _sarif(sandbox, "develop", 0)
    assert [r["ruleId"] for r in only["results"]] == ["left-out-varargs"]
    assert sandbox.eval("demo.add(1, 2)") == "3.0"


def test_structs_larger_than_a_stack(sandbox: Sandbox) -> None:
    """A wrapper holds a copy of a value struct: 32 KiB fit, one byte more is said."""
    header = "struct page {{ unsigned char bytes[{}]; }};\nint first(struct page p);\n"
    sandbox.write(
        "src/demo.c",
        '#include "demo.h"\nint first(struct page p) { return p.bytes[0]; }\n',
    )
    sandbox.write("src/demo.h", header.format(32769))
    said = sandbox.carbide("develop", status=1)
    assert "struct page is too large to be passed: hide it by a name that" in said
    sandbox.write("src/demo.h", header.format(32768))
    sandbox.carbide("develop")
