# SPDX-License-Identifier: MIT
"""Structs as classes: instructions for a call of the class and for its properties.

``python benchmarks/structs.py [--python PYTHON] [--time]`` builds one class, of a
double and an int, by carbide, by hand against the stable ABI, and with the peers that
the bench environment has, and prints what each operation costs beside the loop's own
cost: instructions as callgrind counts them (the same on a busy machine), or, with
``--time``, the best nanoseconds of many rounds. Ratios are to the class by hand.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
from typing import Callable

import rivals
from rivals import SHARED, Place

HERE = pathlib.Path(__file__).resolve().parent
STRUCTS = HERE / "structs"
OPERATIONS = {
    "item(x, n)": "item(2.5, 7)",
    "item(x=, n=)": "item(x=2.5, n=7)",
    "read x": "o.x",
    "read n": "o.n",
    "set x": "o.x = 2.5",
    "set n": "o.n = 7",
    "(loop)": "pass",
}
LOOP = """
import sys
sys.path.insert(0, {folder!r})
from {module} import item
def loop(count, o):
    for _ in range(count):
        {statement}
loop(100, item(2.5, 7))
"""
COUNT = LOOP + "loop({count}, item(2.5, 7))\n"
CLOCK = (
    LOOP
    + """
from time import perf_counter_ns as clock
best = 10**18
for _ in range(300):
    start = clock()
    loop(2000, item(2.5, 7))
    best = min(best, clock() - start)
print(best / 2000)
"""
)


def build_hand(place: Place, log: pathlib.Path) -> None:
    """Python.h, the limited API."""
    source, out = STRUCTS / "hand_item.c", place.modules / "hand_item.so"
    command = [rivals.tool("gcc", "gcc"), *SHARED, *place.include(), str(source)]
    rivals.run([*command, "-o", str(out)], log)


def build_carbide(place: Place, log: pathlib.Path) -> None:
    """The header itself, as a project."""
    project = place.folder / "carbide_item"
    source = rivals.write_project(project, "carbide_item")
    shutil.copy(STRUCTS / "item.h", source / "carbide_item.h")
    command = [sys.executable, "-m", "carbide", "build"]
    rivals.run(command, log, cwd=project)
    rivals.unpack(project, place)


def build_nanobind(place: Place, log: pathlib.Path) -> None:
    """The library that the benchmark of calls has built, and this glue."""
    root = place.facts["nanobind include"]
    options = [*place.include("nanobind"), "-O3", "-std=c++17", "-fPIC", "-DNDEBUG"]
    options += [f"-I{root}/include", f"-I{root}/ext/robin_map/include", "-shared"]
    options += ["-fvisibility=hidden", "-DNB_COMPACT_ASSERTIONS", "-Wl,-s"]
    options += ["-fno-stack-protector", "-fno-strict-aliasing", "-Wl,--gc-sections"]
    sources = [str(STRUCTS / "nanobind_item.cpp"), f"{root}/src/nb_combined.cpp"]
    out = str(place.modules / "nanobind_item.so")
    rivals.run([rivals.tool("g++", "g++"), *options, *sources, "-o", out], log)


def build_pybind11(place: Place, log: pathlib.Path) -> None:
    """One translation unit, -O3, hidden visibility."""
    options = [*SHARED, "-std=c++17", *place.include("pybind11")]
    source, out = STRUCTS / "pybind11_item.cpp", place.modules / "pybind11_item.so"
    gxx = rivals.tool("g++", "g++")
    rivals.run([gxx, *options, str(source), "-o", str(out)], log)


def build_cython(place: Place, log: pathlib.Path) -> None:
    """cython, then gcc -O3."""
    place.need("cython")
    made = str(place.folder / "cython_item.c")
    source, out = STRUCTS / "cython_item.pyx", place.modules / "cython_item.so"
    command = [str(place.python), "-m", "cython", "-3", str(source), "-o", made]
    rivals.run(command, log)
    gcc = [rivals.tool("gcc", "gcc"), *SHARED, "-w", *place.include()]
    rivals.run([*gcc, made, "-o", str(out)], log)


BUILDERS: dict[str, Callable[[Place, pathlib.Path], None]] = {
    "hand": build_hand,
    "carbide": build_carbide,
    "nanobind": build_nanobind,
    "pybind11": build_pybind11,
    "cython": build_cython,
}


def instructions(place: Place, module: str, statement: str) -> float:
    """For one operation: the difference of two loops, counted by callgrind."""
    totals = []
    for count in (1000, 11000):
        text = COUNT.format(
            folder=str(place.modules), module=module, statement=statement, count=count
        )
        tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        command = ["nice", *tool, str(place.python), "-S", "-c", text]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = re.search(r"Collected : (\d+)", done.stderr)
        assert found
        totals.append(int(found.group(1)))
    return (totals[1] - totals[0]) / 10000


def nanoseconds(place: Place, module: str, statement: str) -> float:
    """For one operation: the best of three processes."""
    text = CLOCK.format(folder=str(place.modules), module=module, statement=statement)
    command = [str(place.python), "-S", "-c", text]
    return min(float(subprocess.check_output(command)) for _ in range(3))


def main() -> int:
    """Build, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--only", default=",".join(BUILDERS))
    options = parser.parse_args()
    place = rivals.make_environment(options.python, rivals.ROOT / "build" / "bench")
    measure = nanoseconds if options.time else instructions
    costs: dict[str, dict[str, float]] = {}
    for name in options.only.split(","):
        try:
            log = rivals.ROOT / "build" / "bench" / "log" / f"{name}_item.txt"
            BUILDERS[name](place, log)
        except (rivals.Missing, RuntimeError) as error:
            print(f"{name}: absent: {error}")
            continue
        module = f"{name}_item"
        costs[name] = {k: measure(place, module, v) for k, v in OPERATIONS.items()}
    print("| |", " | ".join(costs), "|")
    print("|---" * (len(costs) + 1) + "|")
    for operation in list(OPERATIONS)[:-1]:
        own = {k: v[operation] - v["(loop)"] for k, v in costs.items()}
        base = own.get("hand", 0)
        cells = [
            f"{v:.0f}" + (f" ({v / base:.2f})" if base else "") for v in own.values()
        ]
        print(f"| {operation} |", " | ".join(cells), "|")
    return 0


if __name__ == "__main__":
    sys.exit(main())
