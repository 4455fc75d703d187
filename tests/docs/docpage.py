# SPDX-License-Identifier: MIT
"""Reads a page of the documentation into the blocks that a test can run.

In: Markdown. Out: a Page of Blocks, in order. The first word of a fence is the
language, the others say what to do with it:

    ```c file=src/geo.h     write the file (any language)
    ```console              run each `$ command`, compare its output; exit=1: it fails
    ```python               run the `>>>` session and compare, as doctest does
    ```text                 is not run

`needs=cffi,Python.h` leaves a block out where a module or the header is missing.
Consecutive Python blocks share one interpreter; a file or a command ends it. Comments
say what a page needs: `<!-- test: project NAME -->` (its files are written first, in a
project of that name, and built), `<!-- test: needs HEADER -->`, and
`<!-- test: checkout -->` (a copy of this checkout as carbide/).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r"^( *)(```+)(.*)$")
DIRECTIVE = re.compile(r"^<!-- test: (\w+) ?(.*?) -->$")


@dataclass
class Block:
    """One fenced block; `line` is that of its fence, from 1."""

    language: str
    options: dict[str, str]
    text: str
    line: int

    @property
    def kind(self) -> str:
        """What is done with it: file, console, python, text, or unknown."""
        if "file" in self.options:
            return "file"
        known = ("console", "python", "text")
        return self.language if self.language in known else "unknown"

    @property
    def needs(self) -> list[str]:
        """Modules of Python without which it is left out; `Python.h`."""
        return [name for name in self.options.get("needs", "").split(",") if name]

    def commands(self) -> list[tuple[str, str]]:
        """(command, expected output) of a console block."""
        found: list[tuple[str, list[str]]] = []
        for line in self.text.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif not found:
                raise ValueError(f"line {self.line}: output before the first `$ `")
            elif found[-1][0].endswith("\\") and not found[-1][1]:
                found[-1] = (found[-1][0] + "\n" + line, [])
            else:
                found[-1][1].append(line)
        return [(command, "\n".join(output)) for command, output in found]


@dataclass
class Page:
    """A page: its blocks and its directives, name to value."""

    path: Path
    blocks: list[Block] = field(default_factory=list)
    directives: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> Page:
    """Parse one page; ValueError for a fence that never ends."""
    page = Page(path)
    fence, start, info, lines = "", 0, "", []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = FENCE.match(line)
        if not fence and match:
            fence, start, info, lines = match[2], number, match[3], []
        elif fence and match and match[2] == fence and not match[3]:
            page.blocks.append(_block(info, lines, start))
            fence = ""
        elif fence:
            lines.append(line)
        elif directive := DIRECTIVE.match(line):
            page.directives[directive[1]] = directive[2]
    if fence:
        raise ValueError(f"{path}:{start}: the block never ends")
    return page


def _block(info: str, lines: list[str], line: int) -> Block:
    language, *words = info.split() or [""]
    options = dict(word.partition("=")[::2] for word in words)
    return Block(language, options, "\n".join(lines) + "\n", line)


def matches(expected: str, got: str) -> bool:
    """Whether output is as expected; `...` stands for anything, also for lines."""
    clean = [
        "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
        for text in (expected, got)
    ]
    pattern = ".*".join(re.escape(part) for part in clean[0].split("..."))
    return re.fullmatch(pattern, clean[1], re.DOTALL) is not None
