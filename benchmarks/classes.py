# SPDX-License-Identifier: MIT
"""Classes beside C by hand and the peers: what operations cost, and their sizes.

``python benchmarks/classes.py [--python PYTHON] [--time] [--only carbide,hand]`` prints
one table: instructions as callgrind counts them (the same on a busy machine), or, with
``--time``, nanoseconds as in ``harness.py``. ``run.py`` has the section ``classes``,
with nanoseconds. Ratios are to the better of the two modules by hand, and to the best
peer.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from typing import Any

import calls_report
import class_harness
import class_operations as operations
import class_rivals
import rivals
from rivals import Place

HARNESS = pathlib.Path(__file__).resolve().parent / "class_harness.py"
PEERS = ["pyo3", "nanobind", "pybind11", "cython"]
Table = dict[str, dict[str, float]]


MARK = """
#include <valgrind/callgrind.h>
void mark(void);
void mark(void)
{
    CALLGRIND_DUMP_STATS;
}
"""


def totals(folder: pathlib.Path) -> list[int]:
    """Of each dump, in order: the instructions since the one before it."""
    found = {}
    for path in folder.glob("out.*"):
        match = re.search(r"^(?:summary|totals): (\d+)", path.read_text(), re.M)
        number = path.suffix[1:]
        if match and number.isdigit():
            found[int(number)] = int(match.group(1))
    return [found[k] for k in sorted(found)]


def count_one(place: Place, rival: str, rows: str) -> dict[str, float]:
    """Instructions of each operation of a rival: the difference of two loops, the empty
    loop's taken off."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "mark.c").write_text(MARK)
        mark = str(folder / "mark.so")
        gcc = ["gcc", "-shared", "-fPIC", str(folder / "mark.c"), "-o", mark]
        subprocess.run(gcc, check=True)
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out"]
        script = [str(HARNESS), "count", str(place.modules), f"class_{rival}", mark]
        command = [*tool, str(place.python), "-S", *script, "--rows", rows]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{rival}: {done.stderr[-300:]}")
        found = totals(folder)
    many = class_harness.MANY - class_harness.FEW
    costs: dict[str, float] = {}
    for k, name in enumerate(json.loads(done.stdout)):
        few, more = found[4 * k + 1], found[4 * k + 3]
        row = [o for o in operations.OPERATIONS if o.name == name]
        scale = 10 if row and (row[0].per > 1 or name.endswith("all")) else 1
        costs[name] = (more - few) / many * scale
        if k:
            costs[name] = (costs[name] - costs["pass"]) / row[0].per
    return costs


def count(place: Place, names: list[str], rows: str) -> Table:
    """The same of all, by operation."""
    table: Table = {o.name: {} for o in operations.OPERATIONS}
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        asked = {rival: pool.submit(count_one, place, rival, rows) for rival in names}
        for rival, future in asked.items():
            for name, value in future.result().items():
                table.setdefault(name, {})[rival] = value
    return {name: row for name, row in table.items() if row and name != "pass"}


def clock(place: Place, names: list[str], quick: bool) -> dict[str, Any]:
    """Nanoseconds, as ``calls_report.merge`` takes them from some processes."""
    spec = ",".join(f"{name}=class_{name}" for name in names)
    runs = []
    processes, rounds = (
        calls_report.QUICK if quick else (calls_report.PROCESSES, calls_report.ROUNDS)
    )
    for number in range(processes):
        print(f"  classes: process {number + 1} of {processes}", file=sys.stderr)
        command = [str(place.python), str(HARNESS), "time", str(place.modules)]
        command += ["--rivals", spec, "--rounds", str(rounds)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        runs.append(json.loads(done.stdout))
    return calls_report.merge(runs)


def verdict(row: dict[str, float]) -> list[str]:
    """carbide's cost over that of C by hand, and over the best peer's."""
    own = row.get("carbide")
    by_hand = [row[name] for name in ("hand", "stable") if name in row]
    peers = [(row[name], name) for name in PEERS if name in row]
    if own is None:
        return ["-", "-", "-"]
    ratio = f"{own / min(by_hand):.2f}" if by_hand else "-"
    if not peers:
        return [ratio, "-", "-"]
    value, name = min(peers)
    beside = f"{own / value:.2f}" + (" (the peer wins)" if own > value else "")
    return [ratio, class_rivals.BUILDERS[name][0], beside]


def render(table: Table, names: list[str], sizes: dict[str, dict]) -> str:
    """Both tables."""
    labels = {o.name: o.label for o in operations.OPERATIONS}
    heads = [class_rivals.BUILDERS[name][0] for name in names]
    rows = []
    for name, row in table.items():
        cells = [calls_report.nanoseconds(row.get(rival)) for rival in names]
        rows.append([labels[name], *cells, *verdict(row)])
    head = ["", *heads, "carbide / C", "best peer", "carbide / it"]
    lines = calls_report.table(head, rows)
    if any(sizes.values()):
        rows = []
        for parts, label in (("point", "one struct"), ("ball", "one handle")):
            found = [sizes.get(rival, {}).get(parts) for rival in names]
            rows.append([label, *("-" if n is None else f"{n:,}" for n in found)])
        lines += ["", "Bytes of a module with one class, stripped:", ""]
        lines += calls_report.table(["", *heads], rows)
    return "\n".join(lines) + "\n"


def measure(place: Place, quick: bool) -> dict[str, Any]:
    """The section of run.py: builds, times, renders."""
    absent, sizes = class_rivals.build_all(place, list(class_rivals.BUILDERS))
    names = [name for name in class_rivals.BUILDERS if name not in absent]
    data = clock(place, names, quick)
    data["absent"].update(absent)
    data["sizes"] = sizes
    lines = [f"## Classes, CPython {place.facts['version']}", ""]
    lines += ["Nanoseconds per operation, loop subtracted.", ""]
    lines.append(render(data["times"], names, sizes))
    lines += [f"`-` for {name}: {reason}." for name, reason in data["absent"].items()]
    wrong = data["wrong"].items()
    lines += [f"Not timed, wrong result: {case} {reason}." for case, reason in wrong]
    data["markdown"] = "\n".join(lines).rstrip() + "\n"
    return data


def main() -> int:
    """Build, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--built", action="store_true", help="build nothing")
    parser.add_argument("--only", default=",".join(class_rivals.BUILDERS))
    parser.add_argument("--rows", default="", help="only operations that match this")
    options = parser.parse_args()
    place = rivals.make_environment(options.python, rivals.ROOT / "build" / "bench")
    names = options.only.split(",")
    absent, sizes = {}, {name: {} for name in names}
    if not options.built:
        absent, sizes = class_rivals.build_all(place, names)
    for name, reason in absent.items():
        print(f"{name}: absent: {reason}")
    names = [name for name in names if name not in absent]
    if options.time:
        data = clock(place, names, True)
        print(data["wrong"] or "")
        table = data["times"]
    else:
        table = count(place, names, options.rows)
    print(render(table, names, sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
