# SPDX-License-Identifier: MIT
"""Build time and size: five functions in each tool, and 720 functions of six scalars.

In: a ``Place`` (bench environment). Out: seconds and bytes as JSON data with Markdown:
cold build, build after an edit of the user's source, build without a change, size of
the stripped module; the translator alone; carbide and nanobind on 720 functions.
Times are wall-clock minima, the tools taking turns; caches of the user are off.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import time
import zipfile
from typing import Callable

import many
from calls_report import table
from rivals import CALLS, HERE, Missing, Place, install_carbide, run, tool

FIVE = HERE / "five"
MANY_NANOBIND = {"nanobind, positional only": False, "nanobind, keywords": True}


@dataclasses.dataclass
class Build:
    """One tool's build of a folder: commands, the module it makes, the file to edit."""

    label: str
    commands: list[list[str]]
    module: Callable[[], pathlib.Path]
    folder: pathlib.Path
    edit: pathlib.Path | None = None  # touched for the "edit" column
    repeat: bool = False  # has a "nothing to do" of its own
    setup: Callable[[], None] = lambda: None  # makes the folder as new
    rounds: int = 5
    clear_cache: bool = False  # forget what the tool keeps for all projects


@dataclasses.dataclass
class Timing:
    """Seconds (minimum) and bytes of one build; None where it does not apply."""

    cold: float | None = None
    edit: float | None = None
    again: float | None = None
    size: int | None = None
    failed: str = ""


def environment(place: Place, cache: pathlib.Path) -> dict[str, str]:
    """The bench environment first on PATH, a private cache folder, no colours."""
    path = f"{place.python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    more = {"PATH": path, "XDG_CACHE_HOME": str(cache), "NO_COLOR": "1"}
    more["CARGO_BUILD_JOBS"] = str(os.cpu_count() or 1)
    return {**os.environ, **more}


def seconds(build: Build, log: pathlib.Path, env: dict[str, str]) -> float:
    """Wall-clock seconds of all commands of one build."""
    start = time.perf_counter()
    for command in build.commands:
        run(command, log, cwd=build.folder, env=env)
    return time.perf_counter() - start


def stripped_size(module: pathlib.Path, scratch: pathlib.Path) -> int:
    """Bytes of a stripped copy."""
    copy = scratch / "stripped.so"
    shutil.copy(module, copy)
    subprocess.run([tool("strip", "binutils"), str(copy)], check=True)
    return copy.stat().st_size


def lowest(old: float | None, new: float) -> float:
    """Minimum of two, the first of which may be absent."""
    return new if old is None else min(old, new)


def measure_builds(
    builds: list[Build], place: Place, scratch: pathlib.Path
) -> dict[str, Timing]:
    """Rounds in which every build takes its turn, cold, edited and unchanged."""
    timings = {build.label: Timing() for build in builds}
    cache = scratch / "cache"
    env = environment(place, cache)
    for number in range(max((build.rounds for build in builds), default=0)):
        for build in builds:
            timing = timings[build.label]
            if number >= build.rounds or timing.failed:
                continue
            log = scratch / "log.txt"
            try:
                if build.clear_cache:
                    shutil.rmtree(cache, ignore_errors=True)
                build.setup()
                timing.cold = lowest(timing.cold, seconds(build, log, env))
                if build.edit:
                    touch(build.edit)
                    timing.edit = lowest(timing.edit, seconds(build, log, env))
                if build.repeat:
                    timing.again = lowest(timing.again, seconds(build, log, env))
                timing.size = stripped_size(build.module(), scratch)
            except (RuntimeError, OSError, Missing) as error:
                timing.failed = str(error)
    return timings


def touch(file: pathlib.Path) -> None:
    """Append a comment: a change that every build system must notice."""
    sign = {".rs": "//", ".c": "//", ".pyx": "#"}[file.suffix]
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{sign} edited\n")


def fresh(source: pathlib.Path, target: pathlib.Path) -> Callable[[], None]:
    """A setup that replaces ``target`` by a copy of ``source``."""

    def setup() -> None:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)

    return setup


def from_wheel(folder: pathlib.Path, scratch: pathlib.Path) -> pathlib.Path:
    """The one shared object of the one wheel in a folder."""
    wheels = sorted(folder.glob("*.whl"))
    if len(wheels) != 1:
        raise RuntimeError(f"{folder.name} holds {len(wheels)} wheels, wanted one")
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = [name for name in wheel.namelist() if name.endswith(".so")]
        if len(names) != 1:
            raise RuntimeError(f"{wheels[0].name} holds {len(names)} modules")
        return pathlib.Path(wheel.extract(names[0], scratch / "wheel"))


def hand_build(place: Place, scratch: pathlib.Path) -> Build:
    """Bare gcc -O2, one command."""
    out = scratch / "hand" / "five.so"
    command = [tool("gcc", "gcc"), "-O2", "-shared", "-fPIC", "-Wl,-s"]
    command += [*place.include("numpy"), str(FIVE / "hand_five.c"), "-o", str(out)]
    folder = out.parent
    folder.mkdir(exist_ok=True)
    return Build("C by hand, gcc -O2", [command], lambda: out, folder)


def carbide_builds(place: Place, scratch: pathlib.Path) -> list[Build]:
    """``carbide build`` to the wheel, and ``carbide develop``."""
    command = str(install_carbide(place, scratch / "log.txt"))
    wheel, inplace = scratch / "carbide", scratch / "carbide-develop"

    def built() -> pathlib.Path:
        found = [
            file
            for file in inplace.rglob("*.so")
            if file.name.startswith("five") and not file.is_symlink()
        ]
        if not found:
            raise RuntimeError("carbide develop left no five*.so in the project")
        return found[0]

    return [
        Build(
            "carbide build, first on the machine",
            [[command, "build"]],
            lambda: from_wheel(wheel / "dist", scratch),
            wheel,
            setup=fresh(FIVE / "carbide", wheel),
            rounds=1,
            clear_cache=True,
        ),
        Build(
            "carbide build",
            [[command, "build"]],
            lambda: from_wheel(wheel / "dist", scratch),
            wheel,
            wheel / "src" / "five.c",
            True,
            fresh(FIVE / "carbide", wheel),
        ),
        Build(
            "carbide develop",
            [[command, "develop"]],
            built,
            inplace,
            inplace / "src" / "five.c",
            True,
            fresh(FIVE / "carbide", inplace),
        ),
    ]


def maturin_build(place: Place, scratch: pathlib.Path) -> Build:
    """``maturin build --release``; the crates are downloaded before the clock runs."""
    place.need("maturin")
    cargo = tool("cargo", "rustup or apt install cargo")
    folder = scratch / "maturin"
    fresh(FIVE / "pyo3", folder)()
    run([cargo, "fetch"], scratch / "log.txt", cwd=folder)
    command = [str(place.python), "-m", "maturin", "build", "--release", "--offline"]
    command += ["-i", str(place.python), "-o", "dist"]
    return Build(
        "maturin (PyO3)",
        [command],
        lambda: from_wheel(folder / "dist", scratch),
        folder,
        folder / "src" / "lib.rs",
        True,
        fresh(FIVE / "pyo3", folder),
        rounds=1,
    )


def nanobind_options(place: Place) -> list[str]:
    """Include folders and options that nb_combined.cpp names."""
    root = place.facts["nanobind include"]
    options = [*place.include("nanobind"), f"-I{root}/include"]
    options += [f"-I{root}/ext/robin_map/include", "-std=c++17", "-fPIC", "-DNDEBUG"]
    return [*options, "-DNB_COMPACT_ASSERTIONS", "-fvisibility=hidden"]


def nanobind_library(place: Place, scratch: pathlib.Path) -> pathlib.Path:
    """nanobind's own library, compiled once and not counted."""
    gxx = tool("g++", "g++")
    out = scratch / f"nanobind-{place.facts['nanobind']}.o"
    if not out.exists():
        source = f"{place.facts['nanobind include']}/src/nb_combined.cpp"
        options = [*nanobind_options(place), "-O3", "-fno-strict-aliasing"]
        options += ["-ffunction-sections", "-fdata-sections", "-c"]
        run([gxx, *options, source, "-o", str(out)], scratch / "log.txt")
    return out


def nanobind_build(
    place: Place,
    scratch: pathlib.Path,
    source: pathlib.Path,
    rounds: int,
    label: str = "nanobind (its library built before)",
) -> Build:
    """-Os for the bindings, nanobind's default."""
    place.need("nanobind")
    gxx = tool("g++", "g++")
    folder = scratch / "nanobind"
    folder.mkdir(exist_ok=True)
    name = source.stem.split("_")[0]
    glue, out = folder / f"{name}.o", folder / f"{name}.so"
    library = nanobind_library(place, scratch)
    compile_it = [gxx, *nanobind_options(place), "-Os", "-c"]
    link = [gxx, "-shared", "-Wl,-s", "-Wl,--gc-sections", str(glue), str(library)]
    commands = [[*compile_it, str(source), "-o", str(glue)], [*link, "-o", str(out)]]
    return Build(label, commands, lambda: out, folder, rounds=rounds)


def pybind11_build(place: Place, scratch: pathlib.Path) -> Build:
    """-O2, hidden visibility."""
    folder = scratch / "pybind11"
    folder.mkdir(exist_ok=True)
    out = folder / "five.so"
    command = [tool("g++", "g++"), "-O2", "-std=c++17", "-shared", "-fPIC", "-Wl,-s"]
    command += ["-fvisibility=hidden", *place.include("pybind11")]
    command += [str(FIVE / "five_pybind11.cpp"), "-o", str(out)]
    return Build("pybind11", [command], lambda: out, folder, rounds=2)


def cython_build(place: Place, scratch: pathlib.Path) -> Build:
    """cython, then gcc -O2."""
    place.need("cython")
    folder = scratch / "cython"
    folder.mkdir(exist_ok=True)
    made, out = folder / "five.c", folder / "five.so"
    source = str(FIVE / "five_cython.pyx")
    translate = [str(place.python), "-m", "cython", "-3", "--module-name", "five"]
    compile_it = [tool("gcc", "gcc"), "-O2", "-w", "-shared", "-fPIC", "-Wl,-s"]
    compile_it += [*place.include(), f"-I{FIVE}", str(made), "-o", str(out)]
    commands = [[*translate, source, "-o", str(made)], compile_it]
    return Build("Cython", commands, lambda: out, folder, rounds=2)


def cffi_build(place: Place, scratch: pathlib.Path) -> Build:
    """cffi's own compile step."""
    place.need("cffi")
    place.need("setuptools")
    folder = scratch / "cffi"
    script = [str(place.python), str(FIVE / "five_cffi.py"), str(folder), str(CALLS)]

    def setup() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()

    return Build(
        "cffi API (and its backend)",
        [script],
        lambda: next(folder.rglob("five*.so")),
        folder,
        setup=setup,
        rounds=2,
    )


def translator_time(place: Place, scratch: pathlib.Path) -> float | None:
    """Seconds of carbidec alone, process start included: the command ninja ran."""
    project = scratch / "carbide"
    ninja = shutil.which("ninja", path=environment(place, scratch)["PATH"])
    for file in project.rglob("build.ninja") if ninja else []:
        listed = subprocess.run(
            [str(ninja), "-f", str(file), "-t", "commands"],
            cwd=project,
            capture_output=True,
            text=True,
        )
        for line in listed.stdout.splitlines():
            words = shlex.split(line)
            if words and pathlib.Path(words[0]).name == "carbidec":
                return fastest(words, project, 40)
    return None


def fastest(command: list[str], folder: pathlib.Path, rounds: int) -> float:
    """Minimum seconds of a quick command."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
    return best


def collect(place: Place, scratch: pathlib.Path, absent: dict[str, str]) -> list[Build]:
    """The builds whose toolchain is here; the others into ``absent``."""
    makers: dict[str, Callable[[], list[Build]]] = {
        "C by hand": lambda: [hand_build(place, scratch)],
        "carbide": lambda: carbide_builds(place, scratch),
        "maturin (PyO3)": lambda: [maturin_build(place, scratch)],
        "nanobind": lambda: [
            nanobind_build(place, scratch, FIVE / "five_nanobind.cpp", 2)
        ],
        "pybind11": lambda: [pybind11_build(place, scratch)],
        "Cython": lambda: [cython_build(place, scratch)],
        "cffi": lambda: [cffi_build(place, scratch)],
    }
    builds: list[Build] = []
    for label, make in makers.items():
        try:
            builds += make()
        except Missing as error:
            absent[label] = f"needs {error}"
        except (RuntimeError, OSError) as error:
            absent[label] = str(error)
    return builds


def many_builds(
    place: Place, scratch: pathlib.Path, absent: dict[str, str]
) -> list[Build]:
    """720 functions of six scalars, carbide and nanobind, from one generator."""
    builds: list[Build] = []
    original, project = scratch / "many-source", scratch / "many"
    many.write_carbide_project(original)
    try:
        for label, keywords in MANY_NANOBIND.items():
            source = scratch / f"many{int(keywords)}_nanobind.cpp"
            source.write_text(many.nanobind_source(keywords), encoding="utf-8")
            builds.append(nanobind_build(place, scratch, source, 1, label))
    except (Missing, RuntimeError) as error:
        absent["nanobind, 720 functions"] = str(error)
    try:
        command = str(install_carbide(place, scratch / "log.txt"))
        builds.append(
            Build(
                "carbide build",
                [[command, "build"]],
                lambda: from_wheel(project / "dist", scratch),
                project,
                repeat=True,
                setup=fresh(original, project),
                rounds=2,
            )
        )
    except (Missing, RuntimeError) as error:
        absent["carbide, 720 functions"] = str(error)
    return builds


def measure(place: Place) -> dict[str, object]:
    """Both comparisons and the translator alone."""
    scratch = place.folder / "build-times"
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / "log.txt").unlink(missing_ok=True)
    absent: dict[str, str] = {}
    print("  build times: five functions", file=sys.stderr)
    five = measure_builds(collect(place, scratch, absent), place, scratch)
    translator = translator_time(place, scratch)
    print("  build times: 720 functions", file=sys.stderr)
    lots = measure_builds(many_builds(place, scratch, absent), place, scratch)
    data: dict[str, object] = {
        "python": place.facts["version"],
        "five": {name: dataclasses.asdict(timing) for name, timing in five.items()},
        "translator": translator,
        "many": {name: dataclasses.asdict(timing) for name, timing in lots.items()},
        "absent": absent,
    }
    data["markdown"] = render(place, five, translator, lots, absent)
    return data


def number(value: float | None, digits: int = 2) -> str:
    """Seconds or a ratio, or ``-``."""
    return "-" if value is None else f"{value:.{digits}f}"


def rows_of(timings: dict[str, Timing], base: str) -> list[list[str]]:
    """Table rows, the third column the ratio of cold times to ``base``."""
    yardstick = timings.get(base, Timing()).cold
    rows = []
    for label, timing in timings.items():
        ratio = timing.cold / yardstick if timing.cold and yardstick else None
        size = "-" if timing.size is None else f"{timing.size / 1024:.1f}"
        times = [number(timing.edit), number(timing.again, 3)]
        rows.append([label, number(timing.cold), number(ratio), *times, size])
    return rows


def render(
    place: Place,
    five: dict[str, Timing],
    translator: float | None,
    lots: dict[str, Timing],
    absent: dict[str, str],
) -> str:
    """The section as Markdown."""
    tail = ["after an edit", "no change", "stripped .so, KB"]
    lines = [f"## Build time and size, CPython {place.facts['version']}", ""]
    lines += ["Seconds of wall-clock time, minimum; five functions.", ""]
    head = ["", "cold, s", "/ gcc -O2", *tail]
    lines += [*table(head, rows_of(five, "C by hand, gcc -O2")), ""]
    if translator is None:
        lines += ["The translator alone: -.", ""]
    else:
        text = f"{translator * 1000:.1f} ms, process start included"
        lines += [f"The translator alone, on the same project: {text}.", ""]
    lines += ["720 functions of six scalar arguments.", ""]
    base = next(iter(MANY_NANOBIND))
    head = ["", "cold, s", "/ nanobind", *tail]
    lines += [*table(head, rows_of(lots, base)), ""]
    for label, timing in [*five.items(), *lots.items()]:
        if timing.failed:
            lines.append(f"`-` for {label}: {timing.failed}.")
    lines += [f"`-` for {label}: {reason}." for label, reason in absent.items()]
    return "\n".join(lines).rstrip() + "\n"
