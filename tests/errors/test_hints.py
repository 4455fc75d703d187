# SPDX-License-Identifier: MIT
"""Hints can be pasted: put where they belong, they mend their error, and compile.

In: the headers and the expected messages of the golden tests. Each hint that is C is
tried alone: an inline function at the end, a directive before the line, a prototype in
place of it, a parameter in place of the one that it speaks of. What is behind four
spaces is explanation. A hint that is neither is prose, of which PROSE knows the
beginnings; so a new hint is tested here, or says that it cannot be.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from test_diagnostics import HERE, MORE, NAMES, ROOT, translate

REPORT = re.compile(r"^x\.h:(\d+):(\d+): (?:error|warning): (.*) \[([\w-]+)\]$")

# Beginnings of hints that are to be read.
PROSE = (
    "CB_Exception, CB_ValueError, …",
    "CB_INOUT reads it",
    "CB_FROM_PYTHON(",
    "C has straight quotes",
    "Python's own are called",
    "a declaration begins with",
    "a class is a struct that",
    "a function is exported by",
    "a parameter has a type",
    "add its source",
    "did you",
    "compare it with the library's manual",
    "declare it:",
    "each dimension stands",
    "forms: ",
    "give carbide a header",
    "give its pointer a name",
    "give one at a time",
    "in C: ",
    "include the header",
    "it stands",
    "keep it in C of your own",
    "let C bring the memory",
    "its parameters",
    "letters, digits",
    "name it in C",
    "one ) too many",
    "one comma too many",
    "pass it as a parameter",
    "pass the size",
    "pass the value as a parameter",
    "remove ",
    "rename ",
    "rows that are",
    "until then",
    "void f2(…);",
    "write a ",
    "make it one cb_value",
    "declare it before the function",
    "define the struct",
    "CB_OWNED(fn) on each",
)
# Hints that replace a part of the line; test_sarif.py makes the fixes.
PARTS = re.compile(
    r"\*\w+$|`and` is|(NULL|true|false) in C|\"|n \* n$|0 < x && x < 1$|CB_\w+\(\S*\)$"
    r"|CB_(RuntimeError, \"|EXPORT\(|EXCEPTION\()|(struct|enum|union) \w+$"
    r"|CB_KEEP node \*self$|CB_CLASS\(Name, name_free\)$"
)

# The hints of these are not C of this header: forms, places.
READ = ("narrowed", "header-definition", "special-form", "special-name")

# In these the hint is right, and what stands around it is wrong in another way, or is
# more than a line.
AROUND = {
    ("objects/who-frees", 6): "one more declaration",
    ("places/lines", 8): "several lines",
    ("places/lines", 19): "several lines",
    ("places/lines", 21): "several lines",
    ("places/macro", 11): "a macro makes the parameter",
    ("places/macro", 12): "a macro makes the declaration",
    ("places/utf8", 6): "another marker of the line is misspelt",
    ("as-form", 12): "CB_AS(str) does not fit any of them",
    ("unsized-pointer", 10): "CB_OPT stands before it",
    ("beginners/strings", 6): "the parameter of the function is wrong, too",
    ("beginners/marker-arguments", 10): "another parameter uses one behind it",
}


class Hint(NamedTuple):
    """A hint that is C, and the diagnostic that gives it."""

    folder: str
    line: int
    column: int
    message: str
    name: str
    code: str


def hints() -> tuple[list[Hint], list[str]]:
    """All hints of the golden tests that are C, and those that nobody knows."""
    found: list[Hint] = []
    unknown: list[str] = []
    for folder in NAMES + MORE:
        at = None
        for text in (HERE / folder / "x.err").read_text("utf-8").splitlines():
            at = REPORT.match(text) or (None if re.match(r"\S+: error", text) else at)
            if not text.startswith("hint: ") or at is None:
                continue
            code = text[len("hint: ") :].partition("    ")[0]
            if code.startswith(PROSE) or " goes from " in code:
                continue
            if PARTS.match(code) or at[4] in READ:
                continue
            line, column, message, name = at.groups()
            hint = Hint(folder, int(line), int(column), message, name, code)
            if (folder, hint.line) in AROUND:
                continue
            if place(hint) is None:
                unknown.append(f"{folder}: {code}")
            else:
                found.append(hint)
    return found, unknown


def parameter(line: str, column: int) -> tuple[int, int] | None:
    """Where the parameter around a column begins and ends."""
    at, depth = len(line.encode()[: column - 1].decode()), 0
    start = end = at
    while start > 0 and not (depth == 0 and line[start - 1] in "(,"):
        leaves = depth == 0 and line[start - 1] == "["
        depth += (
            0 if leaves else {")": 1, "]": 1, "(": -1, "[": -1}.get(line[start - 1], 0)
        )
        start -= 1
    depth = 0
    while end < len(line) and not (depth == 0 and line[end] in ",)"):
        leaves = depth == 0 and line[end] == "]"
        depth += 0 if leaves else {"(": 1, "[": 1, ")": -1, "]": -1}.get(line[end], 0)
        end += 1
    if line[start - 1 : start + 1] == "(*":  # a declarator in parentheses
        return parameter(line, len(line[: start - 1].encode()))
    return (start, end) if start > 0 and end < len(line) else None


def place(hint: Hint) -> list[str] | None:
    """The header with the hint in its place; None: it has none."""
    text = (HERE / hint.folder / "x.h").read_text("utf-8")
    lines = text.splitlines()
    old = lines[hint.line - 1]
    if hint.code.startswith("static inline "):
        return [*lines, hint.code]
    if re.match(r"CB_\w+\(.*\) static inline ", hint.code):
        return [*lines, hint.code]
    if hint.code.startswith("#"):
        lines.insert(hint.line - 1, hint.code)
        return lines
    if hint.code.endswith(");"):
        lines[hint.line - 1] = hint.code
        return lines
    if hint.name == "left-out-kr":
        lines[hint.line - 1] = hint.code + ";"
        return lines
    where = parameter(old, hint.column)
    if where is None or ";" not in old:
        return None
    space = " " if old[where[0]] == " " else ""
    lines[hint.line - 1] = old[: where[0]] + space + hint.code + old[where[1] :]
    return lines


HINTS, UNKNOWN = hints()


def test_every_hint_is_known() -> None:
    """A hint is C that has a place, or a part of the line, or prose."""
    assert UNKNOWN == []
    assert len(HINTS) > 100


def compile_errors(folder: Path) -> list[str]:
    """What the C compiler says of x.h."""
    cc = shlex.split(os.environ.get("CC", "cc"))
    flags = ["-std=c11", "-fsyntax-only", "-x", "c", "-I", str(ROOT / "include")]
    done = subprocess.run(
        [*cc, *flags, "x.h"], cwd=folder, capture_output=True, text=True, check=False
    )
    return re.findall(r"^x\.h:(\d+):.* error: ", done.stderr, re.MULTILINE)


def said(text: str) -> list[tuple[int, str, str]]:
    """(line, name, message) of each report."""
    matches = filter(None, map(REPORT.match, text.splitlines()))
    return [(int(m[1]), m[4], m[3]) for m in matches]


@pytest.mark.parametrize(
    "hint", HINTS, ids=[f"{h.folder}:{h.line}: {h.code}" for h in HINTS]
)
def test_hint_can_be_pasted(hint: Hint, carbidec: str, tmp_path: Path) -> None:
    """Where it is put, its own error is gone, none comes, and the line compiles."""
    lines = place(hint)
    assert lines is not None
    for file in (HERE / hint.folder).iterdir():
        if file.suffix in (".h", ".args"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    before = said((HERE / hint.folder / "x.err").read_text("utf-8"))
    (tmp_path / "x.h").write_text("\n".join(lines) + "\n", "utf-8")
    _, text = translate(carbidec, tmp_path, tmp_path)
    after = said(text)
    added = hint.code.startswith(("static inline", "#"))
    added = added or " static inline " in hint.code
    line = len(lines) if "static inline" in hint.code else hint.line
    rest = [report for report in after if report[0] == line]
    own = (hint.line, hint.name, hint.message)
    if added and "static inline" in hint.code:
        assert rest == []
    elif not added:
        rest_before = [r for r in before if r[0] == line and r != own]
        assert [r for r in rest if r not in rest_before] == []
        assert own not in rest
    else:
        assert (hint.name, hint.message) not in {(r[1], r[2]) for r in after}
    assert str(line) not in compile_errors(tmp_path)


@pytest.fixture(scope="session")
def carbidec() -> str:
    """Path of the translator."""
    from carbide import paths

    return paths.carbidec()
