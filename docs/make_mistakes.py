# SPDX-License-Identifier: MIT
"""Write docs/explanation/mistakes.md: what four compilers say of ten mistakes.

In: docs/mistakes/N-NAME/ with a header for gcc, clang and carbidec, and the nearest
mistake in Rust. Out: the page. What carbidec says is always written anew; what the
others say only with --all, since it depends on their versions, which the page names.
With --check nothing is written, and the status is 1 if carbidec says something else.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "mistakes.md"
MISTAKES = ROOT / "docs" / "mistakes"
TOOLS = ("gcc", "clang", "rustc", "carbide")
C_FLAGS = "-std=c11 -Wall -Wextra -fsyntax-only -x c".split()
RUST_FLAGS = "--crate-type lib --edition 2021 --cap-lints allow --emit metadata".split()


@dataclass
class Mistake:
    """One section: its folder, title, what is wrong, and what the answers are worth."""

    folder: str
    title: str
    wrong: str
    judgement: str


SECTIONS = [
    Mistake(
        "1-forgotten-length",
        "A forgotten length",
        "The mean of how many numbers?",
        "C compilers have nothing to object: the pointer is fine, and the program "
        "reads past the end when it runs. rustc's answer is the best in kind, since "
        "its type carries a length; carbide offers each way to say it in C.",
    ),
    Mistake(
        "2-forgotten-marker",
        "A forgotten marker",
        "Two results, of which the prototype does not say that they are results.",
        "rustc sees that something is assigned, and advises what silences it: the "
        "caller still gets nothing. carbide's first hint is what was meant, for each"
        " parameter.",
    ),
    Mistake(
        "3-wrong-bound-name",
        "A misspelt bound",
        "`cuont` for `count`.",
        "All four know what was meant; clang, rustc and carbide show where it is "
        "declared.",
    ),
    Mistake(
        "4-missing-include",
        "A missing include",
        "Types of headers that are not included.",
        "gcc, rustc and carbide name the line to add; clang does not. gcc goes on "
        "with a consequence: `n` is undeclared only because `size_t` was.",
    ),
    Mistake(
        "5-misspelt-marker",
        "A misspelt marker",
        "`CB_OTU` for `CB_OUT`; in Rust, a misspelt derive.",
        "clang takes the marker for a type, and knows no better one. gcc, too, but "
        "its guess is right.",
    ),
    Mistake(
        "6-pointer-kept",
        "A pointer that is kept",
        "The list keeps a pointer to the item, which its owner may free.",
        "rustc is the best by far: it proves the mistake, and mends it. C's types do"
        " not say who keeps what; carbide does not guess, and leaves the function "
        "out.",
    ),
    Mistake(
        "7-varargs",
        "Any number of arguments",
        "A prototype with `...`.",
        "Correct C, so gcc and clang are right to be silent. carbide writes the "
        "function that can be called from Python; the format is fixed in it, since a"
        " format that comes from outside reads memory that was never passed.",
    ),
    Mistake(
        "8-macro",
        "A macro of the same name",
        "The preprocessor puts the macro in place of the declaration; in Rust, a "
        "macro that is called like a function.",
        "gcc and clang report what the preprocessor made, in the middle of the "
        "macro. rustc and carbide say what happened, and what to write.",
    ),
    Mistake(
        "9-old-style",
        "An old-style declaration",
        "Empty parentheses, which say nothing of parameters before C23; in Rust, "
        "parameters without types.",
        "gcc and clang are silent. rustc and carbide ask for the types.",
    ),
    Mistake(
        "10-cplusplus",
        "A C++ header",
        "Given to all four as it is.",
        "gcc and clang take `namespace` for a type, rustc for a macro. carbide says "
        "what it is, once, and how to go on.",
    ),
]

HEAD = """\
# Ten mistakes, four compilers

<!-- Written by docs/make_mistakes.py, with --all where all compilers are installed. -->

Ten mistakes of a first day, and what gcc, clang, rustc and carbide say of them: of the
same header, or, for rustc, of the nearest mistake in Rust. carbide is asked another
question than a C compiler: not only "is this C?", but "does this say enough for Python
to call it?". So it answers where the others are silent. What its answers mean is in
[errors of the translator](../reference/errors.md).

gcc and clang run with `-std=c11 -Wall -Wextra`; rustc's lints are left out.
"""
VERSIONS = re.compile(r"^Versions: (.*)\.$", re.MULTILINE)
BLOCK = re.compile(
    r"^<!-- (\S+) (\S+) -->\n\*\*\w+\*\*\n+```text\n(.*?)```$", re.M | re.S
)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    return done.stderr + done.stdout


def says(tool: str, folder: Path) -> str:
    """What a tool prints of the mistake in a folder."""
    include = ["-I", str(ROOT / "include")]
    with tempfile.TemporaryDirectory() as scratch:
        if tool == "rustc":
            text = _run([tool, *RUST_FLAGS, "--out-dir", scratch, "geo.rs"], folder)
            return re.sub(r"/rustc/\w+/", "", text)
        if tool != "carbide":
            return _run([tool, *C_FLAGS, *include, "geo.h"], folder)
        sys.path.insert(0, str(ROOT / "python"))
        from carbide import paths

        output = f"{scratch}/geo.i"
        flags = ["-E", "-dD", "-CC", "-D__CARBIDE__=1", "-DCARBIDE_MODULE=geo"]
        _run(["cc", *flags, *include, "geo.h", "-o", output], folder)
        words = ["--module", "geo", "--check-only", "--header", "geo.h", output]
        return _run([paths.carbidec(), *words], folder)


def version(tool: str) -> str:
    """The number in the first line of --version."""
    first = _run([tool, "--version"], ROOT).splitlines()[0]
    numbers = re.findall(r"\d+\.\d+\.\d+", first)
    return f"{tool} {numbers[-1]}"


def page(old: str, tools: tuple[str, ...]) -> str:
    """The page, with what `tools` say; the rest is as in the old one."""
    said = {(folder, tool): text for folder, tool, text in BLOCK.findall(old)}
    known = VERSIONS.search(old)
    versions = known[1] if known else ""
    if len(tools) > 1:
        versions = ", ".join(version(tool) for tool in tools if tool != "carbide")
    parts = [HEAD, f"Versions: {versions}.\n"]
    for number, section in enumerate(SECTIONS, 1):
        folder = MISTAKES / section.folder
        wrong = textwrap.fill(section.wrong, 88)
        parts.append(f"## {number}. {section.title}\n\n{wrong}\n")
        for name in ("geo.h", "geo.rs"):
            source = (folder / name).read_text("utf-8")
            parts.append(f"{'Rust' if name == 'geo.rs' else 'C'}:\n")
            parts.append(f"```text\n{source}```\n")
        for tool in TOOLS:
            if tool in tools:
                text = says(tool, folder).strip() or "(nothing)"
                said[section.folder, tool] = text + "\n"
            text = said.get((section.folder, tool), "(never run)\n")
            mark = f"<!-- {section.folder} {tool} -->\n**{tool}**"
            parts.append(f"{mark}\n\n```text\n{text}```\n")
        parts.append(textwrap.fill(section.judgement, 88) + "\n")
    return "\n".join(parts)


def main() -> int:
    """Write the page, or compare it; the exit status."""
    old = PAGE.read_text("utf-8") if PAGE.exists() else ""
    text = page(old, TOOLS if "--all" in sys.argv[1:] else ("carbide",))
    if "--check" not in sys.argv[1:]:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if old == text:
        return 0
    print(f"{PAGE.relative_to(ROOT)} is not current: run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
