# SPDX-License-Identifier: MIT
"""Builds the examples and their peers, times them, renders the table.

In: a ``Place`` (bench environment). Out: seconds per case and contender as JSON data
with Markdown. ``benchmarks/peers`` holds the peers' sources and the cases.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
import zipfile
from typing import Any, Callable

from calls_report import table
from rivals import HERE, ROOT, Missing, Place, digest, install_carbide, run, tool

PEERS = HERE / "peers"
EXAMPLES = ROOT / "examples"
COLUMNS = {
    "carbide": "carbide",
    "numpy": "NumPy",
    "numba": "numba",
    "cython": "Cython",
    "pyo3": "PyO3",
}
SHARED = ["-shared", "-fPIC", "-O3", "-DNDEBUG", "-w", "-Wl,-s"]
QUICKER = ["-fno-math-errno", "-fno-trapping-math"]


def build_cython(place: Place, log: pathlib.Path) -> None:
    """cython, then gcc -O3 with the flags that carbide gives the examples."""
    place.need("cython")
    made = place.folder / "cython_peer.c"
    source = str(PEERS / "cython_peer.pyx")
    run([str(place.python), "-m", "cython", "-3", source, "-o", str(made)], log)
    out = str(place.modules / "cython_peer.so")
    options = [*SHARED, *QUICKER, *place.include("numpy")]
    run([tool("gcc", "gcc"), *options, str(made), "-o", out], log)


def build_pyo3(place: Place, log: pathlib.Path) -> None:
    """cargo, in the target folder that the other crates use."""
    cargo = tool("cargo", "rustup or apt install cargo")
    crate = place.folder / "pyo3_peer"
    shutil.copytree(PEERS / "pyo3", crate, dirs_exist_ok=True)
    target = place.folder / "pyo3-target"
    more = {"PYO3_PYTHON": str(place.python), "CARGO_TARGET_DIR": str(target)}
    command = [cargo, "build", "--release", "-j1"]
    run(command, log, cwd=crate, env={**os.environ, **more})
    shutil.copy(target / "release" / "libpyo3_peer.so", place.modules / "pyo3_peer.so")


def install_scrutipy(place: Place, log: pathlib.Path) -> None:
    """The published CLOSURE package."""
    run([str(place.python), "-m", "pip", "install", "-q", "scrutipy"], log)


def build_project(
    project: pathlib.Path,
) -> Callable[[Place, pathlib.Path], None]:
    """A builder of one carbide project: wheel built, module put beside the others."""

    def build(place: Place, log: pathlib.Path) -> None:
        command = install_carbide(place, log)
        copy = place.folder / "examples" / project.name
        shutil.rmtree(copy, ignore_errors=True)
        leave = shutil.ignore_patterns("build", "dist", "__pycache__", "*.so")
        shutil.copytree(project, copy, ignore=leave)
        run([str(command), "build"], log, cwd=copy)
        for wheel in (copy / "dist").glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                for name in archive.namelist():
                    if name.endswith(".so"):
                        target = place.modules / pathlib.Path(name).name
                        target.write_bytes(archive.read(name))

    return build


def build_all(place: Place) -> dict[str, str]:
    """Build what is out of date; why the rest is absent."""
    own = [ROOT / "src", ROOT / "include", ROOT / "python"]
    jobs: dict[str, tuple[Callable[..., None], list[pathlib.Path]]] = {
        "Cython": (build_cython, [PEERS / "cython_peer.pyx"]),
        "PyO3": (build_pyo3, [PEERS / "pyo3"]),
        "scrutipy": (install_scrutipy, []),
    }
    for file in sorted(EXAMPLES.glob("*/pyproject.toml")):
        folder = file.parent
        sources = [file, folder / "src", *own]
        jobs[f"example {folder.name}"] = (build_project(folder), sources)
    absent: dict[str, str] = {}
    stamps = place.folder / "stamps"
    stamps.mkdir(exist_ok=True)
    for label, (build, sources) in jobs.items():
        name = "kernel-" + label.replace(" ", "-")
        key = digest([pathlib.Path(__file__), *sources], place)
        stamp = stamps / name
        if stamp.exists() and stamp.read_text() == key:
            continue
        log = place.folder / "log" / f"{name}.txt"
        log.unlink(missing_ok=True)
        print(f"  building {label} ...", file=sys.stderr)
        try:
            build(place, log)
            stamp.write_text(key)
        except Missing as error:
            absent[label] = f"needs {error}"
        except (RuntimeError, OSError) as error:
            absent[label] = str(error)
    return absent


def measure(place: Place, cases: str = "") -> dict[str, Any]:
    """Run the timing process; its data, the absences and the Markdown."""
    absent = build_all(place)
    command = [str(place.python), str(HERE / "kernels.py")]
    command += [str(place.modules), str(PEERS), "--cases", cases]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    data: dict[str, Any] = json.loads(result.stdout)
    data["absent"] = {**absent, **data.pop("failed")}
    data["markdown"] = render(place, data)
    return data


def duration(seconds: float | None) -> str:
    """Three digits and a unit."""
    if seconds is None:
        return "-"
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def best(times: dict[str, float]) -> tuple[str, float] | None:
    """The fastest peer and its seconds."""
    found = [(taken, rival) for rival, taken in times.items() if rival != "carbide"]
    return (min(found)[1], min(found)[0]) if found else None


def against_goal(case: dict[str, Any]) -> str:
    """``<= 0.8 NumPy: 0.65`` with the ratio measured, or what is missing."""
    if not case["goal"]:
        return ""
    peer, ratio = case["goal"]
    times = case["times"]
    found = best(times)
    base = found[1] if peer == "best" and found else times.get(peer)
    name = "best" if peer == "best" else COLUMNS[peer]
    text = f"≤ {ratio:.3g} {name}"
    if base is None or "carbide" not in times:
        return text + ": -"
    reached = times["carbide"] / base
    return f"{text}: {reached:.3g}" + ("" if reached <= ratio else ", missed")


def row(case: dict[str, Any]) -> list[str]:
    """One line of the table."""
    times = case["times"]
    cells = [case["label"], *(duration(times.get(rival)) for rival in COLUMNS)]
    found = best(times)
    if found and "carbide" in times:
        ratio = times["carbide"] / found[1]
        ahead = f", {COLUMNS[found[0]]} ahead" if ratio > 1 else ""
        cells.append(f"{ratio:.2g}{ahead}")
    else:
        cells.append("-")
    return [*cells, against_goal(case)]


def render(place: Place, data: dict[str, Any]) -> str:
    """The section as Markdown."""
    lines = [f"## Kernels, CPython {data['python']}, NumPy {data['numpy']}", ""]
    text = "One thread, minimum; every result compared before it is timed. numba "
    text += f"{place.facts['numba'] or '-'}, Cython {place.facts['cython'] or '-'}."
    head = ["", *COLUMNS.values(), "carbide / best peer", "goal: reached"]
    lines += [text, "", *table(head, [row(case) for case in data["cases"]]), ""]
    for case in data["cases"]:
        for rival in case["wrong"]:
            lines.append(f"Not timed, wrong result: {COLUMNS[rival]}, {case['label']}.")
    lines += [f"`-` for {name}: {why}." for name, why in data["absent"].items()]
    return "\n".join(lines).rstrip() + "\n"
