# SPDX-License-Identifier: MIT
"""Measure `carbide import` on five libraries, and write the table of its page.

In: the libraries as they are installed, and docs/imports/LIBRARY.h: what a reader of
the draft would write by hand: declarations that take the place of the draft's,
`// not: f` for those that are left out, `// confirm: f` for those that the draft holds
back and that are right. Out: the table in docs/howto/import-a-library.md. Both the
draft and the finished header are built. A library that is not installed keeps its row.
With --check nothing is written, and the status is 1 if a row of a version that is
installed is not what it would be.
"""

from __future__ import annotations

import difflib
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from carbide.native import toolchain
from carbide.packaging.builder import Builder
from carbide.project import config
from projects import pyproject

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "howto" / "import-a-library.md"
HAND = ROOT / "docs" / "imports"

HEAD = """\
| library | functions declared | lines by `import` | bound as they are \
| lines changed by hand | bound then |
|---|---|---|---|---|---|
"""
DATE = re.compile(r"\(\d{4}-\d\d-\d\d\)")


def output(*words: str, text: str = "") -> str:
    """What a command prints."""
    done = subprocess.run(
        words, input=text, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


@dataclass(frozen=True)
class Library:
    """One library: its header, how it is named, the package that brings it."""

    title: str
    header: str
    package: str
    debian: str
    pkg_config: bool = True

    @property
    def name(self) -> str:
        """The header without its ending."""
        return self.header.split(".")[0]

    @property
    def module(self) -> str:
        """A name that no module of Python's own has."""
        return f"imported_{self.name}"

    def version(self) -> str:
        """That of the package, else what the header's text says."""
        if self.pkg_config:
            return output("pkg-config", "--modversion", self.package).strip()
        words = [*toolchain.find_cc(), "-M", "-x", "c", "-"]
        files = output(*words, text=f"#include <{self.header}>\n").split()
        file = next(name for name in files if name.endswith("/" + self.header))
        found = re.search(r"version (\d[\d.]*)", Path(file).read_text("utf-8"))
        return found[1] if found else ""

    def options(self) -> list[str]:
        """What `carbide import` is told."""
        return ["--pkg-config" if self.pkg_config else "--library", self.package]

    def pyproject(self) -> str:
        """The project of a binding."""
        key = "pkg-config" if self.pkg_config else "libraries"
        return pyproject(self.module, f'{key} = ["{self.package}"]')


LIBRARIES = [
    Library("zlib", "zlib.h", "zlib", "zlib1g-dev"),
    Library("SQLite", "sqlite3.h", "sqlite3", "libsqlite3-dev"),
    Library("CBLAS (OpenBLAS)", "cblas.h", "openblas", "libopenblas-dev"),
    Library("bzip2", "bzlib.h", "bz2", "libbz2-dev", pkg_config=False),
    Library("lz4", "lz4.h", "liblz4", "liblz4-dev"),
]


def installed(library: Library) -> bool:
    """Whether the compiler finds the header."""
    done = subprocess.run(
        [*toolchain.find_cc(), "-E", "-x", "c", "-"],
        input=f"#include <{library.header}>\n",
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0


def run_import(library: Library, out: Path) -> str:
    """Run `carbide import`; the text of the draft."""
    out.parent.mkdir(parents=True, exist_ok=True)
    words = ["-m", "carbide", "import", library.header, *library.options()]
    out.unlink(missing_ok=True)
    subprocess.run([sys.executable, *words, "-o", str(out)], check=True)
    return out.read_text(encoding="utf-8")


def build(library: Library, root: Path, text: str) -> tuple[Path, list[str]]:
    """Build a binding; the folder of the module, and the functions that it has."""
    (root / "src").mkdir(parents=True, exist_ok=True)
    (root / "pyproject.toml").write_text(library.pyproject(), encoding="utf-8")
    header = root / "src" / f"{library.module}.h"
    header.write_text(text, encoding="utf-8")
    builder = Builder(config.load(str(root)))
    folder = Path(builder.develop())
    names = [function["c_name"] for function in builder.translate()[0]["functions"]]
    return folder, names


# ------------------------------------------------------------------ the work of a hand
def function_name(declaration: str) -> str:
    """The name that a declaration declares, or ""."""
    bare = re.sub(r"/\*.*?\*/", "", declaration, flags=re.S)
    while bare != (less := re.sub(r"CB_\w+\([^()]*\)|CB_\w+", "", bare)):
        bare = less
    match = re.search(r"(\w+)\s*\(", bare)
    return match[1] if match and not bare.startswith("typedef") else ""


def held_prototype(lines: list[str]) -> list[str]:
    """Of a comment that holds a function back: its prototype, as code."""
    bare = [line.removeprefix("//   ") for line in lines]
    starts = [i for i, line in enumerate(bare) if re.match(r"[\w ()*]+[ *]\w+\(", line)]
    return bare[starts[0] :] if starts else []


def blocks(draft: str) -> list[list[str]]:
    """The lines of a draft, those of a function and its comment together."""
    found: list[list[str]] = [[]]
    for line in draft.splitlines():
        last = found[-1]
        held = bool(last) and last[0].startswith(("// left out: ", "// guess, "))
        text = "\n".join(last)
        inside = text.rfind("/*") > text.rfind("*/")
        open_code = text != "" and (inside or not last[-1].endswith(";"))
        comment = bool(last) and last[0].startswith("//") and not held
        if held and line.startswith("//   "):
            last.append(line)
        elif held or comment or not open_code or not line or last[-1] == "":
            found.append([line])
        else:
            last.append(line)
    return found


def finish(draft: str, hand: str) -> str:
    """The draft with what a hand wrote in the places of what it replaces."""

    def listed(word: str) -> set[str]:
        found = re.findall(rf"^// {word}: (.*)$", hand, re.M)
        return set(re.findall(r"\w+", " ".join(found)))

    removed, confirmed = listed("not"), listed("confirm")
    written = re.sub(r"^//.*\n", "", hand, flags=re.M)
    mine = {
        function_name(text): text.strip().splitlines()
        for text in re.findall(r"[^;]+;", written)
    }
    out: list[str] = []
    for lines in blocks(draft):
        held = lines[:1] and lines[0].startswith("// ")
        code = held_prototype(lines) if held else lines
        name = function_name("\n".join(code))
        if name in mine:
            out += mine.pop(name)
        elif name in confirmed:
            confirmed.remove(name)
            out += code
        elif name in removed:
            removed.remove(name)
        else:
            out += lines
    if missed := [*mine, *confirmed, *removed]:
        raise SystemExit(f"not in the draft: {', '.join(missed)}")
    return "\n".join(out) + "\n"


def changed_lines(before: str, after: str) -> int:
    """How many lines were written, replaced or deleted."""
    matcher = difflib.SequenceMatcher(
        None, before.splitlines(), after.splitlines(), autojunk=False
    )
    return sum(
        max(i2 - i1, j2 - j1)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


# ------------------------------------------------------------------------- the table
def declared(library: Library) -> int:
    """How many functions the header declares, as `carbide explain` counts."""
    words = ["-m", "carbide", "explain", library.header, "--json"]
    done = subprocess.run([sys.executable, *words], capture_output=True, check=True)
    description = json.loads(done.stdout)
    names = {f["c_name"] for f in description["functions"]}
    names |= {f["name"] for f in description["left_out"] if f["kind"] == "function"}
    return len(names)


def row(library: Library, folder: Path) -> str:
    """One line of the table."""
    draft = run_import(library, folder / f"{library.name}.h")
    hand = (HAND / library.header).read_text(encoding="utf-8")
    final = finish(draft, hand)
    _, first = build(library, folder / "draft", draft)
    _, then = build(library, folder / "final", final)
    cells = [declared(library), len(draft.splitlines()), len(first)]
    cells += [changed_lines(draft, final), len(then)]
    return (
        "| ".join(
            [f"| {library.title} {library.version()} ", *(f"{cell} " for cell in cells)]
        )
        + "|\n"
    )


def main() -> int:
    """Write the table anew, or compare it; the exit status."""
    page = PAGE.read_text(encoding="utf-8")
    start = page.index(HEAD) + len(HEAD)
    end = page.index("\n\n", start) + 1
    old = page[start:end].splitlines(keepends=True)
    rows = []
    for library in LIBRARIES:
        if installed(library):
            with tempfile.TemporaryDirectory() as folder:
                rows.append(row(library, Path(folder)))
        else:
            print(f"no <{library.header}>: apt install {library.debian}")
            rows += [line for line in old if line.startswith(f"| {library.title} ")]
    if "--check" in sys.argv[1:]:
        versions = {line.split("|")[1] for line in old}
        wrong = [r for r in rows if r not in old and r.split("|")[1] in versions]
        print("".join(wrong), end="", file=sys.stderr)
        return 1 if wrong else 0
    text = page[:start] + "".join(rows) + page[end:]
    PAGE.write_text(DATE.sub(time.strftime("(%Y-%m-%d)"), text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
