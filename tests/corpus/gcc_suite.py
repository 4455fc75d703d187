# SPDX-License-Identifier: MIT
"""The files of gcc's own test suites: what gcc accepts, carbide must read.

    make gcc-suite
    python tests/corpus/gcc_suite.py [PATTERN]

Debian's package gcc-12-source is fetched with apt-get, once, and never into the tree.
Each file of gcc.c-torture and gcc.dg that gcc takes, with the options that it names, is

- translated whole, under ASan and UBSan: no crash, no hang;
- read by view.c: no declaration may be unreadable;
- where clang takes the file too, compared with clang's view, as in corpus.py;
- where clang does not, printed by respell.c as redeclarations behind the text: gcc must
  find that none contradicts.

What is otherwise must be explained in gcc_suite.txt. PATTERN is a part of a path. Texts
and clang's answers are made once and kept in the cache; the status is 1 when something
has no explanation.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import corpus
import layers
from fetch import CACHE, HERE

SRC = corpus.SRC
FOLDER = CACHE / "gcc-12"
SUITE = FOLDER / "testsuite"
TEXTS = FOLDER / "texts"
TOOLS = FOLDER / "tools"
PARTS = ("gcc.c-torture", "gcc.dg")
SECONDS = 20  # for one file; more is a hang
BATCH = 40  # files that one process translates
# The options that change what a text says; most of the others optimize, or print. With
# -fgimple it is another language, so that gcc refuses those files here.
READING = re.compile(
    r"-(std=\S+|ansi|[DUm]\S+|O\S?|trigraphs|f(no-)?(gnu89-inline"
    r"|openmp|openmp-simd|openacc|gnu-tm|ms-extensions|plan9-extensions|short-enums"
    r"|short-wchar|(un)?signed-(char|bitfields)|freestanding|asm|fast-math|exceptions"
    r"|(exec|input)-charset=\S+|dollars-in-identifiers|pic|PIC|pie|blocks))"
)
CLANGS = re.compile(
    r"-(std=\S+|ansi|[DUm]\S+|O\S?|trigraphs|f(gnu89-inline|ms-extensions|short-enums"
    r"|short-wchar|(un)?signed-char|freestanding|openmp))"
)
RESOURCES = corpus.compiler_flags() if corpus.missing() is None else []


# ---------------------------------------------------------------- texts and programs


def fetch() -> None:
    """The test suites of gcc's source, below SUITE."""
    if SUITE.is_dir():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    print("fetching gcc-12-source into", FOLDER, flush=True)
    command = ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download"]
    subprocess.run([*command, "gcc-12-source"], cwd=FOLDER, check=True)
    package = next(FOLDER.glob("gcc-12-source*.deb"))
    subprocess.run(["dpkg-deb", "-x", package, FOLDER / "package"], check=True)
    archive = next(FOLDER.glob("package/usr/src/gcc-12/gcc-12*.tar.xz"))
    wanted = [f"*/gcc/testsuite/{part}/*" for part in PARTS]
    subprocess.run(
        ["tar", "-xf", archive, "--strip-components=2", "--wildcards", *wanted],
        cwd=FOLDER,
        check=True,
    )
    subprocess.run(["rm", "-r", FOLDER / "package", package], check=True)


def build(whole_too: bool = True) -> None:
    """view, clangview, respell, and the translator with sanitizers."""
    corpus.build(TOOLS)
    build_own(whole_too)


def build_own(whole_too: bool) -> None:
    """What corpus.py has not."""
    own = [HERE.parent / "syntax/respell.c", HERE.parent / "fuzz/fuzz_pipeline.c"]
    newest = max(path.stat().st_mtime for path in [*SRC.iterdir(), *own])
    common = ["gcc", "-std=c11", "-D_GNU_SOURCE", f"-I{SRC}"]
    sanitize = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    whole = [path for path in sorted(SRC.glob("*.c")) if path.name != "main.c"]
    for name, flags, sources in (
        ("respell", ["-O2"], [own[0], *layers.syntax_sources()]),
        ("pipeline", ["-O1", "-g", "-DFUZZ_FILES", *sanitize], [own[1], *whole]),
    ):
        program = TOOLS / name
        if name == "pipeline" and not whole_too:
            continue
        if not program.exists() or program.stat().st_mtime < newest:
            command = [*common, *flags, *sources, "-lm", "-o", program]
            subprocess.run(command, check=True)


def options(source: Path) -> list[str]:
    """Those of its dg-options that hold for every target and change the reading."""
    found: list[str] = []
    text = source.read_text(errors="replace")
    for words in re.findall(r'dg-(?:additional-)?options "([^"]*)" *\}', text):
        found += [word for word in words.split() if READING.fullmatch(word)]
    return found


@dataclass
class Case:
    """A file of the suites, and what was found in it."""

    name: str
    flags: list[str] = field(default_factory=list)
    accepted: bool = False
    clang: bool = False  # accepts it too
    functions: int = 0
    redeclared: int = 0
    wrong: list[str] = field(default_factory=list)  # `what: detail`
    result: corpus.Result = field(default_factory=lambda: corpus.Result(""))

    def beside(self, suffix: str) -> Path:
        """A file of the cache."""
        return TEXTS / f"{self.name}{suffix}"


def run(command: list[str | Path]) -> subprocess.CompletedProcess[bytes] | None:
    """Runs a program; None: it takes too long."""
    try:
        return subprocess.run(
            command, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return None


def preprocess(case: Case) -> None:
    """Makes the text, once; with the file's own options, or else with none."""
    text, refused = case.beside(".i"), case.beside(".refused")
    kept = case.beside(".flags")
    if not text.exists() and not refused.exists():
        text.parent.mkdir(parents=True, exist_ok=True)
        source = SUITE / case.name
        named = options(source)
        for flags in [named, []] if named else [[]]:
            command = ["gcc", "-std=gnu17", "-w", *flags, source]
            done = run([*command, "-fsyntax-only"])
            if done is not None and done.returncode == 0:
                kept.write_text(" ".join(flags))
                done = run([*command, "-E", "-dD", "-CC", "-o", text])
                if done is not None and done.returncode == 0:
                    break
                text.unlink(missing_ok=True)
        else:
            refused.touch()
    case.accepted = text.exists()
    if case.accepted:
        case.flags = kept.read_text().split()


# ------------------------------------------------------------------------ the checks


def view(case: Case, text: Path) -> bytes | None:
    """carbide's lines; None: there are none, which is noted."""
    done = run([TOOLS / "view", SUITE, text])
    if done is None or done.returncode != 0:
        case.wrong.append("hangs" if done is None else f"status {done.returncode}")
        return None
    return done.stdout


def look(case: Case, ours: bytes) -> list[str]:
    """The names of the functions in a view; notes what could not be read."""
    names = []
    for line in ours.decode(errors="replace").splitlines():
        _, what, detail = line.split("\t", 2)
        kind, name = what.split(" ", 1)
        if kind == "poisoned":
            case.wrong.append(f"unread {name.rpartition(':')[2]}: {detail}")
        elif kind == "function":
            names.append(name)
    return names


def ask_clang(case: Case) -> bytes | None:
    """clang's lines, made once; None: it does not take the file."""
    version = hashlib.sha256((HERE / "clangview.c").read_bytes()).hexdigest()[:8]
    answer, refused = case.beside(f".{version}.clang"), case.beside(".noclang")
    if not answer.exists() and not refused.exists():
        flags = [flag for flag in case.flags if CLANGS.fullmatch(flag)]
        command = [TOOLS / "clangview", SUITE, SUITE / case.name, "-std=gnu17"]
        done = None
        if len(flags) == len(case.flags):
            done = run([*command, *flags, *RESOURCES])
        if done is not None and done.returncode == 0:
            answer.write_bytes(done.stdout)
        else:
            refused.touch()
    return answer.read_bytes() if answer.exists() else None


def clangs_text(case: Case) -> Path:
    """What clang's preprocessor makes of the file: other macros, other headers."""
    text = case.beside(".clang.i")
    if not text.exists():
        command = [corpus.LLVM / "bin/clang", "-std=gnu17", *case.flags, *RESOURCES]
        run([*command, "-E", "-dD", "-CC", SUITE / case.name, "-o", text])
    return text


def hides_bounds(difference: str) -> bool:
    """Are the two sides equal but for bounds that one of them does not know: `[?…]`?"""
    theirs, _, ours = difference.partition(": ")[2].partition(" | ")
    unknown = r"\\\[\\\?.*?\\\]"
    sides = (theirs, ours), (ours, theirs)
    return any(
        re.fullmatch(re.sub(unknown, r"\\[[^]]*\\]", re.escape(one)), other)
        for one, other in sides
    )


def header_of(case: Case) -> corpus.Header:
    """The file as corpus.py compares it: what it asserts, clang is asked."""
    flags = ["-std=gnu17", *case.flags, *RESOURCES]
    text = f'#include "{SUITE / case.name}"\n'
    return corpus.Header(case.name, SUITE, flags, case.beside(".claims.txt"), text)


def compare(
    case: Case, theirs: bytes, ours: bytes, known: list[corpus.Explanation]
) -> None:
    """clang's view beside carbide's: of gcc's text, or else of clang's own."""
    header = header_of(case)
    corpus.compare(case.result, header, theirs, ours, known)
    if case.result.different and clangs_text(case).exists():
        again = view(case, clangs_text(case))
        if again is not None:
            case.result = corpus.Result("")
            corpus.compare(case.result, header, theirs, again, known)


def redeclare(case: Case, names: list[str]) -> None:
    """carbide's spelling of each function behind the text, for gcc."""
    plain, again = case.beside(".plain.i"), case.beside(".again.i")
    gcc: list[str | Path] = ["gcc", "-std=gnu17", "-w", *case.flags]
    if not plain.exists():
        done = run([*gcc, "-E", SUITE / case.name])
        plain.write_bytes(b"" if done is None else done.stdout)
    # without its line markers, for the carets' sources give bounds their macros back
    again.write_bytes(re.sub(rb"(?m)^# \d+ .*", b"", case.beside(".i").read_bytes()))
    done = run([TOOLS / "respell", again])
    again.unlink()
    lines = [] if done is None else done.stdout.decode(errors="replace").splitlines()
    pairs = [line.split("\t", 1) for line in lines if "\t" in line]
    wanted = set(names)
    spelled = [text for name, text in pairs if name in wanted and text[:7] == "extern "]
    case.redeclared = len(spelled)
    behind = "\n".join(["", '# 1 "again" 1', *spelled, ""])
    text = plain.read_bytes() + behind.encode()
    checked = case.beside(".checked")  # what gcc said of this very text
    key = hashlib.sha256(text).hexdigest()
    if not checked.exists() or not checked.read_text().startswith(key):
        again.write_bytes(text)
        done = run([*gcc, "-fsyntax-only", "-fpreprocessed", again])
        said = "again:0: error: gcc hangs" if done is None else ""
        said += "" if done is None else done.stderr.decode(errors="replace")
        again.unlink()
        checked.write_text(f"{key}\n{said}")
    for line, what in re.findall(
        r"^again:(\d+)(?::\d+)?: error: (.*)", checked.read_text(), re.MULTILINE
    ):
        text = spelled[int(line) - 1] if 0 < int(line) <= len(spelled) else ""
        case.wrong.append(f"redeclared: {what}: {text}")


def translate(cases: list[Case]) -> None:
    """The whole translator on many files; after a failure, on one after the other."""
    texts: list[str | Path] = [case.beside(".i") for case in cases]
    done = run([TOOLS / "pipeline", *texts])
    if done is not None and done.returncode == 0:
        return
    if len(cases) > 1:
        for case in cases:
            translate([case])
        return
    said = "" if done is None else done.stderr.decode(errors="replace")
    found = re.search(r"(SUMMARY|runtime error).*", said)
    why = "hangs" if done is None else found[0] if found else str(done.returncode)
    cases[0].wrong.append(f"translator: {why}")


def check(
    cases: list[Case], known: list[corpus.Explanation], whole_too: bool = True
) -> list[Case]:
    """All checks of some files."""
    for case in cases:
        preprocess(case)
        if case.accepted:
            ours = view(case, case.beside(".i"))
            if ours is None:
                continue
            names, theirs = look(case, ours), ask_clang(case)
            case.functions = len(names)
            case.clang = theirs is not None
            if theirs is None:
                redeclare(case, names)
            else:
                compare(case, theirs, ours, known)
    accepted = [case for case in cases if case.accepted]
    if accepted and whole_too:
        translate(accepted)
    return cases


# ------------------------------------------------------------------------ the report


def report(cases: list[Case], known: list[corpus.Explanation]) -> list[str]:
    """Prints the counts; what has no explanation, a line each."""
    counts: Counter[str] = Counter()
    total, lines = corpus.Result("all"), []
    for case in cases:
        accepted = [case] if case.accepted else []
        counts["files"] += 1
        counts["that gcc accepts"] += len(accepted)
        unread = any(not what.startswith("redeclared") for what in case.wrong)
        counts["of these read whole"] += case.accepted and not unread
        counts["functions in them"] += case.functions
        counts["files that clang accepts too"] += case.clang
        counts["functions redeclared under gcc"] += case.redeclared
        total.add(case.result)
        for what in case.wrong:
            line = f"{case.name} {what}"
            found = next((e for e in known if e.pattern.fullmatch(line)), None)
            if found is None:
                lines.append(line)
            else:
                found.used += 1
        for text in sorted(case.result.different):
            if hides_bounds(text):
                counts["bounds of arrays of variable arrays, which clang hides"] += 1
            elif not (case.wrong and " poisoned " in text):  # that one is in `wrong`
                lines.append(text.removeprefix(f"{SUITE}/"))
    explained = len(total.sizes) + len(total.explained)
    compared = len(total.equal) + explained + len(total.different)
    equal = sum(b"\tfunction " in line for line in total.equal)
    counts["declarations compared with clang's"] = compared
    counts["of these equal"] = len(total.equal)
    counts["equal functions"] = equal
    counts["sizes that only the compiler knows"] = len(total.sizes)
    counts["declarations explained"] = len(total.explained)
    for what, n in counts.items():
        print(f"{n:8} {what}")
    for e in known:
        print(f"{e.used:8} {e.reason}")
    return lines


def main(pattern: str = "") -> int:
    need = corpus.missing()
    if need is not None:
        print(f"gcc_suite: clang or libclang is missing: {need}")
        return 2
    fetch()
    begin = time.monotonic()
    build()
    known = corpus.explanations(HERE / "gcc_suite.txt")
    paths = [p for part in PARTS for p in sorted((SUITE / part).rglob("*.c"))]
    names = [str(path.relative_to(SUITE)) for path in paths]
    cases = [Case(name) for name in names if pattern in name]
    batches = [cases[at : at + BATCH] for at in range(0, len(cases), BATCH)]
    with ThreadPoolExecutor(2) as pool:
        for i, _ in enumerate(pool.map(lambda b: check(b, known), batches)):
            print(f"\r{i + 1}/{len(batches)}", end=" ", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    lines = report(cases, known)
    print(f"{time.monotonic() - begin:.0f} s")
    (FOLDER / "differences.txt").write_text("\n".join(lines) + "\n")
    print("\n".join(line[:300] for line in lines[:40]))
    if lines:
        print(f"{len(lines)} in {FOLDER / 'differences.txt'}")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
