# SPDX-License-Identifier: MIT
"""Measures call overhead in several processes and renders it as tables.

In: a ``Place`` with built modules. Out: nanoseconds per call of each rival and shape
(the best process but one, since addresses differ from one to the next), and Markdown
tables of nanoseconds and of ratios to hand-written C, with the best peer named.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

from rivals import RIVALS, Place

HARNESS = pathlib.Path(__file__).resolve().parent / "harness.py"
PEERS = ["pyo3", "nanobind", "pybind11", "cython", "cffi", "ctypes"]


def run_once(place: Place, spec: str, rounds: int) -> dict[str, Any]:
    """One process of the harness."""
    command = [str(place.python), str(HARNESS), str(place.modules)]
    command += ["--rivals", spec, "--rounds", str(rounds)]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(result.stdout)


PROCESSES, ROUNDS = 12, 60
QUICK = 1, 10


def merge(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Of each cell the best process but one, whose clock may have been set back."""
    cells: dict[str, dict[str, list[float]]] = {}
    merged: dict[str, Any] = {"times": {}, "wrong": {}, "absent": {}}
    for run in runs:
        for shape, times in run["times"].items():
            for rival, taken in times.items():
                cells.setdefault(shape, {}).setdefault(rival, []).append(taken)
        merged["wrong"].update(run["wrong"])
        merged["absent"].update(run["absent"])
    for shape, row in cells.items():
        merged["times"][shape] = {
            rival: sorted(taken)[min(1, len(taken) - 1)] for rival, taken in row.items()
        }
    return merged


def measure(
    place: Place, absent: dict[str, str], only: set[str], quick: bool
) -> dict[str, Any]:
    """Run the harness; times, absences, versions and the Markdown made of them."""
    present = [
        rival
        for rival in RIVALS
        if rival.name not in absent and (not only or rival.name in only)
    ]
    spec = ",".join(f"{rival.name}={rival.module}" for rival in present)
    processes, rounds = QUICK if quick else (PROCESSES, ROUNDS)
    runs = []
    for number in range(processes):
        print(f"  calls: process {number + 1} of {processes}", file=sys.stderr)
        runs.append(run_once(place, spec, rounds))
    data = merge(runs)
    data["absent"].update(absent)
    for key in ("python", "numpy", "labels"):
        data[key] = runs[-1][key]
    data["load"] = os.getloadavg()[0]
    data["versions"] = {
        rival.label: place.facts[rival.package] for rival in RIVALS if rival.package
    }
    data["versions"]["PyO3"] = pyo3_version(place)
    data["markdown"] = render(data)
    return data


def pyo3_version(place: Place) -> str:
    """Versions of the two crates, from the lock file that cargo wrote."""
    lock = place.folder / "pyo3" / "Cargo.lock"
    if not lock.exists():
        return ""
    found = {}
    name = ""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line.startswith("name = "):
            name = line.split('"')[1]
        elif line.startswith("version = ") and name in ("pyo3", "numpy"):
            found[name] = line.split('"')[1]
    return f"{found.get('pyo3')} (numpy crate {found.get('numpy')})"


def cell(value: float | None, digits: int = 0) -> str:
    """A number or ``-``."""
    return "-" if value is None else f"{value:.{digits}f}"


def nanoseconds(value: float | None) -> str:
    """One decimal below 100 ns."""
    return cell(value, 1 if value is not None and value < 100 else 0)


def best_peer(times: dict[str, float]) -> tuple[str, float] | None:
    """Name and time of the fastest rival that is neither carbide nor hand-written C."""
    found = [(times[peer], peer) for peer in PEERS if peer in times]
    return (min(found)[1], min(found)[0]) if found else None


def verdict(times: dict[str, float]) -> list[str]:
    """carbide's time over hand-written C and over the best peer; who wins."""
    peer, carbide = best_peer(times), times.get("carbide")
    label = {rival.name: rival.label for rival in RIVALS}
    if peer is None:
        return ["-", "-", "-", "-"]
    if carbide is None:
        return ["-", "-", f"{label[peer[0]]} {nanoseconds(peer[1])}", "-"]
    by_hand, named = times.get("hand"), times.get("hand_k")
    ratio = carbide / peer[1]
    return [
        cell(carbide / by_hand if by_hand else None, 2),
        cell(carbide / named if named else None, 2),
        f"{label[peer[0]]} {nanoseconds(peer[1])}",
        f"{ratio:.2f}" + (" (the peer wins)" if ratio > 1 else ""),
    ]


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """A Markdown table, the first column to the left."""
    lines = ["| " + " | ".join(head) + " |"]
    lines.append("|---|" + "---:|" * (len(head) - 1))
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def render(data: dict[str, Any]) -> str:
    """Both tables and the notes under them."""
    names = [rival.name for rival in RIVALS]
    rows, ratios = [], []
    labels = data["labels"]
    for shape, times in data["times"].items():
        rows.append([labels[shape], *(nanoseconds(times.get(name)) for name in names)])
        ratios.append([labels[shape], *verdict(times)])
    lines = [f"## Calls, CPython {data['python']}, NumPy {data['numpy']}", ""]
    lines.append("Nanoseconds per call, loop subtracted; arrays of 8, 3x4 and 3x3.")
    lines += ["", *table(["", *(rival.label for rival in RIVALS)], rows), ""]
    head = [
        "",
        "carbide / C by hand",
        "/ C, keywords",
        "best peer",
        "carbide / best peer",
    ]
    lines += table(head, ratios)
    lines.append("")
    versions = [f"{name} {number}" for name, number in data["versions"].items()]
    lines.append("Versions: " + ", ".join(versions) + ".")
    for rival, reason in data["absent"].items():
        lines.append(f"`-` for {rival}: {reason}.")
    for case, reason in data["wrong"].items():
        lines.append(f"Not timed, wrong result: {case} {reason}.")
    return "\n".join(lines) + "\n"
