# SPDX-License-Identifier: MIT
"""Write docs/reference/errors.md: one entry for each diagnostic of the translator.

In: `carbidec --list-diagnostics` (name, level, explanation of each line of
src/diags.def), and for each what its golden test in tests/errors/NAME/ prints. Out: the
page. With --check nothing is written, and the status is 1 if the page is not what it
would be.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "errors.md"
GOLDEN = ROOT / "tests" / "errors"

HEAD = """\
# Errors of the translator

<!-- Written by docs/make_errors.py (`make docs`); src/diags.def has the texts. -->

A message of the translator looks like a compiler's, and ends with a name in brackets.
The name is stable. `carbide explain NAME` prints its entry of this page.

An error stops the build; all of them are reported in one run, by file and line, at most
20 unless `--max-errors` asks for more. A warning says that something is left out, or
ignored, and the rest is built. `carbide explain --format=json` prints both as SARIF
2.1.0, with fixes, for editors and CI.

Errors of the C compiler in your own C come through as they are; `--format=json` of
`carbide develop` and `carbide build` has them in the same SARIF, in a run of their own.
What Python code gets to see is in [errors](../howto/errors.md).
"""


def diagnostics() -> list[tuple[str, str, list[str]]]:
    """(name, level, lines of the explanation) of each diagnostic."""
    sys.path.insert(0, str(ROOT / "python"))
    from carbide import paths

    command = [paths.carbidec(), "--list-diagnostics"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[tuple[str, str, list[str]]] = []
    for line in done.stdout.splitlines():
        if line and not line.startswith(" "):
            name, level = line.split()
            found.append((name, level.lower(), []))
        elif found:
            found[-1][2].append(line[4:].rstrip())
    return found


def explanation(lines: list[str]) -> str:
    """The explanation as Markdown: its indented parts become blocks."""
    out: list[str] = []
    inside = False
    for line in "\n".join(lines).strip().splitlines():
        code = line.startswith("    ") or (inside and not line)
        if code and not inside:
            out += ["```text"] if not out or not out[-1] else ["", "```text"]
        if inside and not code:
            _close(out)
        inside = code
        out += [line[4:]] if code else textwrap.wrap(line, 88) or [""]
    if inside:
        _close(out)
    return "\n".join(out).rstrip() + "\n"


def _close(out: list[str]) -> None:
    while not out[-1]:
        out.pop()
    out += ["```", ""]


def example(name: str) -> str:
    """What the golden test of a diagnostic prints; "" where that shows nothing."""
    file = GOLDEN / name / "x.err"
    said = file.read_text("utf-8").strip() if file.exists() else ""
    if f"[{name}]" not in said or max(map(len, said.splitlines())) > 120:
        return ""
    return f"For example:\n\n```text\n{said}\n```\n"


def page() -> str:
    """The whole page."""
    found = diagnostics()
    parts = [HEAD]
    for title, level in (("Errors", "error"), ("Warnings", "warning")):
        links = [f"[`{name}`](#{name})" for name, its, _ in found if its == level]
        parts.append(f"{title}:\n" + ",\n".join(links) + "\n")
    for name, level, lines in found:
        parts.append(f"## {name}\n\n*{level}*\n\n{explanation(lines)}")
        if shown := example(name):
            parts.append(shown)
    return "\n".join(parts)


def main() -> int:
    """Write the page, or compare it; the exit status."""
    text = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text("utf-8") == text:
        return 0
    print(f"{PAGE.relative_to(ROOT)} is not current: run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
