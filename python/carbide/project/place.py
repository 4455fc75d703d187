# SPDX-License-Identifier: MIT
"""Where in pyproject.toml a key stands: for messages alone.

In: the text, and the keys that lead to a place, or its offsets. Out: line and
column, or the excerpt that messages show, with a caret. TOML parsers keep no places,
so the lines are read once more: headers of tables, keys, dotted keys, inline tables. A
key that is not found costs the excerpt, never the message.
"""

from __future__ import annotations

import re

# One part of a dotted key; what stands between two of them.
PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
KEY = rf"{PART}(?:\s*\.\s*{PART})*"
HEADER = re.compile(rf"\s*\[\[?\s*({KEY})\s*\]")
ASSIGNMENT = re.compile(rf"\s*({KEY})\s*=")
# Texts and comments: what looks like a key in them is none.
OPAQUE = re.compile(
    r"""#[^\n]*|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""", re.S
)


class Place:
    """A place in the text: offsets of its first and behind its last character."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.line = text.count("\n", 0, start) + 1
        begin = text.rfind("\n", 0, start) + 1
        self.column = start - begin + 1
        self.width = end - start
        self.text = text[begin:].split("\n", 1)[0]

    def message(self, file: str, message: str) -> str:
        """A message with the place, its line, and a caret below the key."""
        before = self.text[: self.column - 1]
        gap = "".join(c if c == "\t" else " " for c in before)
        fit = (
            c if c.isprintable() or c == "\t" else "\ufffd" for c in self.text.rstrip()
        )
        return (
            f"{file}:{self.line}:{self.column}: {message}\n"
            f"{self.line:5} | {''.join(fit)}\n"
            f"      | {gap}^{'~' * (self.width - 1)}"
        )


def find(text: str, path: tuple[str, ...]) -> Place | None:
    """The place of the key that `path` leads to; of the nearest one above it."""
    best: tuple[int, int, int] | None = None
    for keys, start, end in _keys(text):
        depth = len(keys)
        if keys == path[:depth] and (best is None or depth > best[0]):
            best = (depth, start, end)
    if best is None or best[0] < min(len(path), 3 if path[0] == "tool" else 2):
        return None
    return Place(text, best[1], best[2])


def _keys(text: str) -> list[tuple[tuple[str, ...], int, int]]:
    """Each key of the text: what leads to it, and the offsets of its last part."""
    bare = _blanked(text)
    found = []
    table: tuple[str, ...] = ()
    offset = 0
    for line in bare.splitlines(keepends=True):
        header, said = HEADER.match(line), ASSIGNMENT.match(line)
        if header:
            table = ()
            for parts, start, end in _parts(text, offset, header):
                table = parts
                found.append((table, start, end))
        elif said:
            whole: tuple[str, ...] = ()
            for parts, start, end in _parts(text, offset, said):
                whole = parts
                found.append(((*table, *parts), start, end))
            found += _inline(text, offset, line, said.end(), (*table, *whole))
        offset += len(line)
    return found


def _inline(
    text: str, offset: int, line: str, start: int, above: tuple[str, ...]
) -> list[tuple[tuple[str, ...], int, int]]:
    """The keys of an inline table on one line, with those that lead to each."""
    found = []
    stack: list[tuple[str, ...]] = []
    last = above
    for match in re.finditer(rf"[{{}}]|(?<=[{{,\s])({KEY})\s*=", line[start:]):
        if match[0] == "{":
            stack.append(last)
        elif match[0] == "}":
            last = stack.pop() if stack else above
        elif stack:
            for parts, begin, end in _parts(text, offset + start, match):
                last = (*stack[-1], *parts)
                found.append((last, begin, end))
    return found


def _parts(
    text: str, offset: int, match: re.Match[str]
) -> list[tuple[tuple[str, ...], int, int]]:
    """The parts of a dotted key, each with those before it."""
    found = []
    parts: tuple[str, ...] = ()
    begin = offset + match.start(1)
    for part in re.finditer(PART, text[begin : offset + match.end(1)]):
        parts = (*parts, part[0].strip("\"'"))
        found.append((parts, begin + part.start(), begin + part.end()))
    return found


def _blanked(text: str) -> str:
    """The text with values and comments blanked; keys in quotes stay readable."""

    def blank(match: re.Match[str]) -> str:
        word = match[0]
        if word[0] == "#":
            return " " * len(word)
        inside = re.sub(r"[^\n]", "x", word[1:-1])
        return word[0] + inside + word[-1]

    return OPAQUE.sub(blank, text)
