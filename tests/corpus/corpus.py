# SPDX-License-Identifier: MIT
"""The headers of a hundred Debian packages, read by clang and by carbide.

    python tests/corpus/corpus.py [PACKAGE…]

Each header that compiles alone is preprocessed. clangview.c prints what clang (through
libclang) understood of it, view.c what carbide's syntax layer understood, and the lines
must be equal but for what explained.txt explains. Printed is a table; the status is 1
when a difference has no explanation. Packages and clang's answers are kept in the cache
of fetch.py, so that only the first run takes minutes.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import itertools
import os
import re
import shlex
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fetch import CACHE, HERE, LISTS, ROOT, fetch

sys.path.insert(0, str(HERE.parent))

import layers
import zig

if TYPE_CHECKING:
    from collections.abc import Iterator

SRC = HERE.parent.parent / "src"
LLVM = Path("/usr/lib/llvm-14")
WANTED = "apt install clang-14 libclang-14-dev"
# A package with more headers gives the first ones only: the others include them.
HEADERS_MAX = 100
# Without it clang takes for a constant whatever it can compute, as no other compiler.
STRICT = r'_Pragma("clang diagnostic error \"-Wgnu-folding-constant\"")'
# What a header may expect to be included before it.
PRELUDE = (
    "#define _GNU_SOURCE 1\n#include <stddef.h>\n#include <stdint.h>\n"
    "#include <stdio.h>\n"
)


# ------------------------------------------------------------------------ programs


def missing() -> str | None:
    """What must be installed before anything can run, or None."""
    if (LLVM / "bin/clang").exists() and (LLVM / "include/clang-c/Index.h").exists():
        return None
    return WANTED


def tools_version() -> str:
    """Of the sources of both programs."""
    version = hashlib.sha256()
    for path in sorted([*SRC.iterdir(), *HERE.glob("*.c")]):
        version.update(path.read_bytes())
    return version.hexdigest()[:12]


def build(folder: Path) -> None:
    """Compiles view and clangview, unless they are there."""
    stamp, version = folder / "version", tools_version()
    if stamp.exists() and stamp.read_text() == version:
        return
    folder.mkdir(parents=True, exist_ok=True)
    clang = LLVM / "bin/clang"
    warn = ["-std=c11", "-Wall", "-Wextra"]
    lib = LLVM / "lib"
    link = [f"-I{LLVM}/include", f"-L{lib}", f"-Wl,-rpath,{lib}", "-lclang"]
    view = ["-O2", "-D_GNU_SOURCE", f"-I{SRC}", *layers.syntax_sources()]
    view += [HERE / "view.c", "-lm"]
    subprocess.run([clang, *warn, *view, "-o", folder / "view"], check=True)
    printer = ["-O1", HERE / "clangview.c", *link]
    subprocess.run([clang, *warn, *printer, "-o", folder / "clangview"], check=True)
    stamp.write_text(version)


# --------------------------------------------------------------------- one header


@functools.cache
def resource_folder() -> str:
    """Where clang's own headers lie."""
    done = subprocess.run(
        [LLVM / "bin/clang", "-print-resource-dir"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def compiler_flags() -> list[str]:
    """For libclang and clang alike; libclang does not find clang's own headers."""
    return ["-resource-dir", resource_folder(), "-w"]


@dataclass
class Header:
    """Where the two views of a header lie."""

    name: str  # below usr/include
    root: Path  # what lies elsewhere is not compared
    flags: list[str]
    answer: Path  # clang's lines; .c and .i beside it
    text: str  # of a C file that includes it
    by_zig: Path | None = None  # its text as zig's own compiler prints it

    def shortened(self, text: str) -> str:
        """A line without the folder that the headers lie in."""
        return text.removeprefix(f"{self.root}/".replace("//", "/"))

    def ask_clang(self, tools: Path) -> bool:
        """clang's lines and the preprocessed text; False: it does not compile."""
        refused = self.answer.with_suffix(".no")
        if refused.exists():
            return False
        if self.answer.exists():
            return True
        source = self.answer.with_suffix(".c")
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(self.text)
        printed = subprocess.run(
            [tools / "clangview", self.root, source, *self.flags],
            capture_output=True,
            check=False,
        )
        text = self.answer.with_suffix(".i")
        command = [LLVM / "bin/clang", *self.flags, "-E", "-dD", "-CC", source]
        if printed.returncode == 0:
            # clang compiles, but does not print with -CC, a comment among the
            # parameters of a macro
            printed.stderr = b""
            done = subprocess.run(
                [*command, "-o", text], capture_output=True, check=False
            )
            printed.stderr = done.stderr if done.returncode != 0 else b""
        if printed.returncode != 0 or printed.stderr:
            refused.write_bytes(printed.stderr)
            return False
        self.answer.write_bytes(printed.stdout)
        return True

    def ask_carbide(self, tools: Path) -> tuple[bytes, float, str]:
        """carbide's lines, milliseconds, and what went wrong."""
        text = self.by_zig or self.answer.with_suffix(".i")
        try:
            done = subprocess.run(
                [tools / "view", self.root, text, text.with_suffix(".macros")],
                capture_output=True,
                check=False,
                timeout=20,
            )
        except subprocess.TimeoutExpired:
            return b"", 20e3, "hangs"
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace")
            return b"", 0.0, f"ends with status {done.returncode}: {said}"
        return done.stdout, int(done.stderr.split()[0]) / 1000, ""

    def ask_about_macros(self, asked: set[str]) -> tuple[list[str], list[str]]:
        """The constants that clang confirms, and what it sees differently.

        One line for each macro that no header of the package asked about before: an
        assertion where carbide has a value, else a try to use it as a constant.
        """
        macros = [
            line.split("\t")
            for line in self.answer.with_suffix(".macros").read_text().splitlines()
            if line not in asked
        ]
        asked.update("\t".join(macro) for macro in macros)
        # failed tries last: they may upset what follows them, so that those which
        # succeeded are tried again without those which did not
        macros.sort(key=lambda macro: macro[2].startswith("?"))
        refused: set[tuple[str, ...]] = set()
        for turn in itertools.count() if macros else ():
            left = [macro for macro in macros if tuple(macro) not in refused]
            new = self.refused_macros(left, turn)
            refused |= new
            if not new or all(tuple(m) in refused for m in macros if m[2][0] == "?"):
                break
        right, wrong = [], []
        for file, name, code in macros:
            if code.startswith("?"):
                said = code[1:]
                if (file, name, code) not in refused:
                    wrong.append(f"{file} macro {name}: a constant | nothing: {said}")
            elif (file, name, code) in refused:
                wrong.append(f"{file} macro {name}: other | {code}")
            else:
                right.append(f"{file}\tmacro {name}\t{code}")
        return right, wrong

    def refused_macros(
        self, macros: list[list[str]], turn: int
    ) -> set[tuple[str, ...]]:
        """Those of the macros in whose line clang finds an error."""
        lines = self.text.splitlines()
        first = len(lines) + 1
        for _, name, code in macros:
            tried = f"{STRICT} enum {{ carbide_{name} = ({name}) }};"
            lines.append(tried if code.startswith("?") else code)
        refused = self.refused_lines("\n".join(lines) + "\n", turn)
        return {tuple(m) for i, m in enumerate(macros, first) if i in refused}

    def refused_claims(self, claims: list[tuple[str, str]]) -> list[str]:
        """Lines whose assertion does not compile behind the header."""
        if not claims:
            return []
        lines = [*self.text.splitlines(), *(claim for _, claim in claims)]
        first = len(lines) - len(claims) + 1
        refused = self.refused_lines("\n".join(lines) + "\n", -1)
        return [line for i, (line, _) in enumerate(claims, first) if i in refused]

    def refused_lines(self, text: str, turn: int) -> set[int]:
        """The lines in which clang finds errors; its answer is kept with the text."""
        source = self.answer.with_suffix(f".macros{turn}.c")
        kept = self.answer.with_suffix(f".macros{turn}.err")
        if not (
            kept.exists()
            and source.exists()
            and source.read_text(errors="replace") == text
        ):
            source.write_text(text)
            flags = ["-Wno-everything" if f == "-w" else f for f in self.flags]
            more = ["-fsyntax-only", "-ferror-limit=0", "-fno-caret-diagnostics"]
            done = subprocess.run(
                [LLVM / "bin/clang", *flags, *more, source],
                capture_output=True,
                check=False,
            )
            kept.write_bytes(done.stderr)
        said = kept.read_text(errors="replace")
        # by the name alone: the folder of answers may have been moved
        pattern = rf"^\S*/{re.escape(source.name)}:(\d+):\d+: error"
        return {int(number) for number in re.findall(pattern, said, re.MULTILINE)}


# ------------------------------------------------------------------- explanations


@dataclass
class Explanation:
    """A line of explained.txt: a pattern, two spaces or more, the reason.

    The pattern must match `file kind name: clang's view | carbide's view` whole.
    """

    pattern: re.Pattern[str]
    reason: str
    used: int = 0


def explanations(listed: Path = HERE / "explained.txt") -> list[Explanation]:
    """A checked-in list."""
    found = []
    for line in listed.read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, reason = re.split("  +", line)
            found.append(Explanation(re.compile(pattern), reason))
    return found


# --------------------------------------------------------------------- comparison


@dataclass
class Result:
    """One package."""

    package: str
    headers: int = 0
    equal: set[bytes] = field(default_factory=set)
    sizes: set[str] = field(default_factory=set)  # equal but for what sizeof says
    explained: set[str] = field(default_factory=set)
    different: dict[str, str] = field(default_factory=dict)  # line, header
    broken: list[str] = field(default_factory=list)
    milliseconds: float = 0.0

    def differ(self, text: str, header: str, known: list[Explanation]) -> None:
        """A declaration that the two sides see differently: is it explained?"""
        for e in known:
            if e.pattern.fullmatch(text):
                e.used += 1
                self.explained.add(text)
                return
        self.different.setdefault(text, header)

    def add(self, other: Result) -> None:
        """Adds another package; what both include counts once."""
        self.headers += other.headers
        self.milliseconds += other.milliseconds
        self.equal |= other.equal
        self.sizes |= other.sizes
        self.explained |= other.explained
        self.different = {**other.different, **self.different}

    def row(self) -> str:
        """Its line in the table."""
        explained = len(self.sizes) + len(self.explained)
        declarations = len(self.equal) + explained + len(self.different)
        return (
            f"{self.package:26}{self.headers:8}{declarations:14}{len(self.equal):9}"
            f"{explained:11}{len(self.different):11}{self.milliseconds:9.1f}"
        )


HEAD = (
    f"{'package':26}{'headers':>8}{'declarations':>14}{'equal':>9}{'explained':>11}"
    f"{'different':>11}{'ms':>9}"
)


@functools.cache
def real(name: bytes) -> bytes:
    """A file's one name: clang takes any of those that symbolic links give it."""
    return os.path.realpath(name) if name else name


def resolved(line: bytes) -> bytes:
    """The line with its file's real name."""
    name, tab, rest = line.partition(b"\t")
    return real(name) + tab + rest


BOUND = re.compile(r"\[\?([^]]*)\]")


def bounds(ours: str, theirs: str) -> list[tuple[str, str]] | None:
    """Bounds that stand as `[?…]` in ours, with their values; None: more is different.

    carbide computes no layout, so what it read is a bound out of sizeof a struct.
    """
    pattern, spelled = "", []
    for i, part in enumerate(BOUND.split(ours)):
        if i % 2 == 1:
            pattern += r"\[(-?\d+)\]"
            spelled.append(part)
        else:
            fixed = re.escape(part).replace(r"\?", r"-?\d+")
            pattern += re.sub(r"\bu0\b", r"[us]\\d+", fixed)
    found = re.fullmatch(pattern, theirs)
    return list(zip(spelled, found.groups())) if found is not None else None


def compare(
    result: Result, header: Header, clang: bytes, ours: bytes, known: list[Explanation]
) -> None:
    """Counts the lines of both sides; a line of one side alone is a difference."""
    theirs, mine = Counter(clang.splitlines()), Counter(ours.splitlines())
    if theirs != mine:
        theirs, mine = (
            Counter(map(resolved, lines.splitlines())) for lines in (clang, ours)
        )
    result.equal.update(theirs.keys() & mine.keys())
    if theirs == mine:
        return
    names: dict[bytes, tuple[list[str], list[str]]] = {}
    for side, lines in enumerate((theirs - mine, mine - theirs)):
        for line in sorted(lines.elements()):
            file_and_name, _, view = line.rpartition(b"\t")
            pair = names.setdefault(file_and_name, ([], []))
            pair[side].append(view.decode(errors="replace"))
    open_bounds: list[tuple[str, str]] = []  # line, assertion
    for file_and_name, sides in names.items():
        what = file_and_name.decode(errors="replace").replace("\t", " ")
        what = header.shortened(what)
        for view, ours_view in itertools.zip_longest(*sides, fillvalue="nothing"):
            sizes = bounds(ours_view, view)
            if sizes:
                claims = " && ".join(f"({text}) == {size}" for text, size in sizes)
                claim = f'_Static_assert({claims}, "");'
                open_bounds.append((f"{what}: {view} | {ours_view}", claim))
            elif sizes is not None:
                result.sizes.add(f"{what}: {view}")
            else:
                result.differ(f"{what}: {view} | {ours_view}", header.name, known)
    refused = header.refused_claims(open_bounds)
    for line in refused:
        result.differ(line, header.name, known)
    result.equal.update(line.encode() for line, _ in open_bounds if line not in refused)


def includes(package: str) -> list[str]:
    """-I flags out of the .pc files of a package, and of what those require."""
    listed = (LISTS / package).read_text().splitlines()
    names = [Path(f).stem for f in listed if f.endswith(".pc")]
    folders = [ROOT / d / "pkgconfig" for d in ("usr/lib", "usr/share")]
    folders.append(ROOT / "usr/lib/x86_64-linux-gnu/pkgconfig")
    env = {
        **os.environ,
        "PKG_CONFIG_SYSROOT_DIR": str(ROOT),
        "PKG_CONFIG_LIBDIR": ":".join(map(str, folders)),
    }
    flags: dict[str, None] = {}
    for name in names:
        done = subprocess.run(
            ["pkg-config", "--cflags", name],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        for flag in shlex.split(done.stdout):
            if flag.startswith(("-I", "-D")):
                flags[flag] = None
    return list(flags)


def headers_of(package: str, answers: Path) -> list[Header]:
    """The headers of a package that the compiler may find, at most HEADERS_MAX."""
    flags = [f"--sysroot={ROOT}", *compiler_flags(), *includes(package)]
    found = []
    for path in (LISTS / package).read_text().splitlines():
        name = path.removeprefix("usr/include/").removeprefix("x86_64-linux-gnu/")
        if path.startswith("usr/include/") and path.endswith(".h"):
            answer = answers / package / (name.replace("/", "+") + ".txt")
            text = f"{PRELUDE}#include <{name}>\n"
            found.append(Header(name, ROOT, flags, answer, text))
    # evenly over the list: neighbours are alike
    step = max(1, -(-len(found) // HEADERS_MAX))
    return found[::step]


def zig_headers(system: zig.System, include: Path, answers: Path) -> list[Header]:
    """The headers of a system that zig carries."""
    more = zig.flags(system, include, Path(resource_folder()) / "include")
    found = []
    # the answers name the files that they speak of
    place = hashlib.sha256(str(include).encode()).hexdigest()[:8]
    folder = answers / f"{system.target}-{place}"
    for name in zig.names(system, include):
        answer = folder / (name.replace("/", "+") + ".txt")
        text = f"{PRELUDE}{system.before}#include <{name}>\n"
        found.append(Header(name, include, [*compiler_flags(), *more], answer, text))
    return found


def zig_texts(system: zig.System, headers: list[Header]) -> list[Header]:
    """The first of the headers once more, as zig's own compiler prints them."""
    found = []
    for header in headers[: len(system.first)]:
        text = header.answer.with_suffix(".zig.i")
        if not text.exists() and not zig.preprocess(
            system, header.answer.with_suffix(".c"), text
        ):
            continue
        found.append(dataclasses.replace(header, by_zig=text))
    return found


def groups(arguments: list[str], answers: Path) -> Iterator[tuple[str, list[Header]]]:
    """Each row of the table, or those asked for: its name and its headers."""
    for package in fetch():
        if not arguments or package in arguments:
            yield package, headers_of(package, answers)
    include = zig.root()
    if include is None:
        print(f"no headers of Windows, macOS and musl: {zig.WANTED}")
        return
    for system in zig.SYSTEMS:
        if not arguments or system.target in arguments:
            headers = zig_headers(system, include, answers)
            yield system.target, headers
            # clang has compiled them now
            yield f"{system.target} by zig", zig_texts(system, headers)


def read_group(
    package: str, headers: list[Header], tools: Path, known: list[Explanation]
) -> Result:
    """Both views of all headers of a row, compared."""
    result = Result(package)
    asked: set[str] = set()

    def ask(header: Header) -> tuple[bytes, float, str] | None:
        return header.ask_carbide(tools) if header.ask_clang(tools) else None

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(ask, headers))
    for header, answer in zip(headers, answers):
        if answer is None:
            continue
        result.headers += 1
        ours, ms, wrong = answer
        result.milliseconds += ms
        if wrong:
            result.broken.append(f"{package}: {header.name}: {wrong}")
            continue
        compare(result, header, header.answer.read_bytes(), ours, known)
        if header.by_zig is None:
            right, other = header.ask_about_macros(asked)
            result.equal.update(line.encode() for line in right)
            for text in other:
                result.differ(header.shortened(text), header.name, known)
    return result


def summary(total: Result, known: list[Explanation], seconds: float) -> list[str]:
    """What stands below the table."""
    lines = [total.row()]
    equal = sum(b"\tmacro " not in line for line in total.equal)
    explained = [t for t in total.explained if " macro " not in t.partition(":")[0]]
    others = len(explained) + len(total.sizes)
    share = 100 * equal / max(1, equal + others + len(total.different))
    lines.append(
        f"{len(total.equal) - equal} constants equal, "
        f"{len(total.explained) - len(explained)} explained; of the other declarations "
        f"{equal} equal, {others} explained: {share:.4f} %"
    )
    lines.append(f"{len(total.sizes):8} sizes that only the compiler knows")
    lines += [f"{e.used:8} {e.reason}" for e in known]
    return [*lines, f"{seconds:.0f} s"]


def main(arguments: list[str]) -> int:
    """Compares all packages, or those named."""
    need = missing()
    if need is not None:
        print(f"corpus: clang or libclang is missing: {need}")
        return 2
    fetch()
    begin = time.monotonic()
    tools = CACHE / f"tools-{tools_version()}"  # other checkouts have others
    build(tools)
    version = hashlib.sha256((HERE / "clangview.c").read_bytes() + PRELUDE.encode())
    version.update((HERE / "zig.py").read_bytes())
    answers = CACHE / f"answers-{version.hexdigest()[:12]}"
    known = explanations()
    total = Result("all")
    report = []
    print(HEAD)
    for package, headers in groups(arguments, answers):
        result = read_group(package, headers, tools, known)
        print(result.row(), flush=True)
        total.add(result)
        report += result.broken
        report += [f"{t} (of {h})" for t, h in sorted(result.different.items())]
    print("\n".join(summary(total, known, time.monotonic() - begin)))
    (CACHE / "differences.txt").write_text("\n".join(report) + "\n")
    print("\n".join(report[:40]))
    if report:
        print(f"{len(report)} in {CACHE / 'differences.txt'}")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
