# SPDX-License-Identifier: MIT
"""The compiler's and the linker's messages beside the translator's, as SARIF 2.1.0.

In: the translator's SARIF document, and the lines that a build printed. Out: the
document with a second run, whose results have the places that the lines name. Lines
that say nothing of a place (a library that the linker does not find) are results
without one; what is quoted below a message is left to whoever reads the source.
"""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# file:12:3: warning: text [-Wunused]
PLACED = re.compile(
    r"^(?P<file>(?:[A-Za-z]:)?[^:\s][^:]*):(?P<line>\d+):(?:(?P<column>\d+):)? "
    r"(?P<level>fatal error|error|warning|note): (?P<text>.*?)"
    r"(?: \[(?P<rule>-W[^\]]+)\])?$"
)
# src/a.c:12: undefined reference to `f'; (.text+0x5): of what has no lines
UNDEFINED = re.compile(
    r"^(?:\S*ld\S*: )?(?P<file>[^:\s][^:]*):(?:(?P<line>\d+)|\([^)]*\)): "
    r"(?P<text>(?:undefined reference|multiple definition|more undefined).*)$"
)
# /usr/bin/ld: cannot find -lnone: No such file or directory
UNPLACED = re.compile(
    r"^\S*\b(?:ld|lld|link|cc1|as)(?:\.\w+)?(?:\.exe)?: (?P<text>.*)$"
)
COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# Where the translator has said nothing, since the preprocessor has failed before.
EMPTY = '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", \
"version": "2.1.0", "runs": []}\n'
# What only says that there was something before it.
ECHO = re.compile(r"in function|returned \d+ exit status|linker command failed")


def results(lines: list[str]) -> list[dict[str, Any]]:
    """A result for each message; notes are related locations of the one before."""
    found: list[dict[str, Any]] = []
    for line in lines:
        text = COLOR.sub("", line).rstrip()
        placed, undefined = PLACED.match(text), UNDEFINED.match(text)
        unplaced = UNPLACED.match(text)
        if placed and placed["level"] == "note":
            if found:
                related = {**_location(placed), "message": {"text": placed["text"]}}
                found[-1].setdefault("relatedLocations", []).append(related)
        elif placed:
            level = "warning" if placed["level"] == "warning" else "error"
            found.append(_result(placed, level, placed["rule"] or "compiler"))
        elif undefined:
            found.append(_result(undefined, "error", "linker"))
        elif unplaced and not ECHO.search(text):
            warning = unplaced["text"].startswith("warning: ")
            level = "warning" if warning else "error"
            found.append(_result(unplaced, level, "linker"))
    return found


def _result(match: re.Match[str], level: str, rule: str) -> dict[str, Any]:
    found: dict[str, Any] = {"ruleId": rule, "level": level}
    found["message"] = {"text": match["text"]}
    if "file" in match.re.groupindex:
        found["locations"] = [_location(match)]
    return found


def _location(match: re.Match[str]) -> dict[str, Any]:
    from pathlib import PurePath
    from urllib.parse import quote

    name, groups = match["file"], match.groupdict()
    path = PurePath(name)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if groups.get("line"):
        place["region"] = {"startLine": int(groups["line"])}
        if groups.get("column"):
            place["region"]["startColumn"] = int(groups["column"])
    return {"physicalLocation": place}


def join(documents: list[str]) -> str:
    """The translator's documents of several modules as one."""
    if len(documents) < 2:
        return documents[0] if documents else EMPTY
    first: dict[str, Any] = json.loads(documents[0])
    for document in documents[1:]:
        first["runs"] += json.loads(document)["runs"]
    return json.dumps(first, indent=2, ensure_ascii=False) + "\n"


def merge(document: str, lines: list[str]) -> str:
    """The translator's document, and what the compiler and the linker said."""
    found = results(lines)
    if not found:
        return document
    merged: dict[str, Any] = json.loads(document)
    driver = {"name": "cc", "rules": [{"id": r} for r in _rules(found)]}
    merged["runs"].append({"tool": {"driver": driver}, "results": found})
    return json.dumps(merged, indent=2, ensure_ascii=False) + "\n"


def _rules(found: list[dict[str, Any]]) -> list[str]:
    return sorted({str(result["ruleId"]) for result in found})
