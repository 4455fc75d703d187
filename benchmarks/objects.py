# SPDX-License-Identifier: MIT
"""What a list of objects costs a call: poly_match's list version beside its own C.

In: a ``Place`` (bench environment), or ``python benchmarks/objects.py FOLDER`` as the
timing process. Out: microseconds as JSON data with Markdown.

The project is a copy of ``examples/poly_match`` with one more function, which calls the
C function on the same pointers and times it: the difference is what the list in, its
checks, and the list of results by identity take.
"""

from __future__ import annotations

import gc
import importlib.util
import itertools
import json
import pathlib
import shutil
import subprocess
import sys
import time
from typing import Any

import harness

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples" / "poly_match"
ROUNDS, CALLS = 400, 50
COUNT, WANTED = 1000, (0, 1, 200)  # polygons; how many of them are to be found

PROTOTYPE = """\
/** Nanoseconds of one call by C: the least of some. */
CB_GIL(held)
double time_c(size_t n, const Polygon *const polygons[n], const double point[2],
              double max_dist, CB_REQUIRE(n <= 100000) int times)
"""
BODY = """
{
    static const Polygon *close[100000];
    double best = 1e30;
    for (int k = 0; k < times; k++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        for (int j = 0; j < 10; j++) {
            find_close_polygons(n, polygons, point, max_dist, close);
            __asm__ volatile("" ::: "memory");
        }
        clock_gettime(CLOCK_MONOTONIC, &to);
        double t = (double)(to.tv_sec - from.tv_sec) * 1e9;
        t = (t + (double)(to.tv_nsec - from.tv_nsec)) / 10;
        best = t < best ? t : best;
    }
    return best;
}
"""


def build(place: Any) -> pathlib.Path:
    """The copy, built for release; where the module is."""
    from rivals import install_carbide, run

    log = place.folder / "log" / "objects.txt"
    command = str(install_carbide(place, log))
    folder = place.folder / "objects" / "poly_match"
    leave = shutil.ignore_patterns("build", "dist", "__pycache__", "*.so")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EXAMPLE, folder, ignore=leave)
    header, source = (folder / "src" / f"poly_match.{end}" for end in "hc")
    text = header.read_text(encoding="utf-8")
    before, mark, after = text.rpartition("#endif")
    header.write_text(f"{before}{PROTOTYPE.rstrip()};\n\n{mark}{after}", "utf-8")
    own = PROTOTYPE.partition("CB_GIL(held)\n")[2].rstrip()
    own = own.replace("CB_REQUIRE(n <= 100000) ", "")
    with source.open("a", encoding="utf-8") as out:
        out.write(f"\n#include <time.h>\n{own}{BODY}")
    run([command, "build"], log, cwd=folder)
    return folder / "build" / "cp-abi" / "release"


# ----------------------------------------------------------- in the timing process
def radius(found: Any, want: int) -> float:
    """A distance within which there are `want` polygons, or the next that there are."""
    return next(r / 10 for r in range(10000) if len(found(r / 10)) >= want)


def per_call(function: Any, arguments: tuple[Any, ...]) -> float:
    """Nanoseconds of a call, the loop included."""
    turns = itertools.repeat(None, CALLS)
    start = time.perf_counter_ns()
    for _ in turns:
        function(*arguments)
    return (time.perf_counter_ns() - start) / CALLS


def main() -> None:
    """Time the call and its C in turns; JSON on stdout."""
    sys.path.insert(0, sys.argv[1])
    import numpy as np
    import poly_match

    spec = importlib.util.spec_from_file_location("compare", EXAMPLE / "compare.py")
    assert spec and spec.loader
    compare = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(compare)
    polygons = [poly_match.Polygon(x, y) for x, y in compare.corners(COUNT)]
    point = np.array([50.0, 50.0])
    find = poly_match.find_close_polygons
    harness.pin()
    gc.disable()
    rows = []
    for want in WANTED:
        distance = radius(lambda r: find(polygons, point, r), want)
        call = c = float("inf")
        for _ in range(ROUNDS):
            c = min(c, poly_match.time_c(polygons, point, distance, 10))
            call = min(call, per_call(find, (polygons, point, distance)))
        count = len(find(polygons, point, distance))
        rows.append({"found": count, "call": call / 1000, "c": c / 1000})
    json.dump({"python": sys.version.split()[0], "rows": rows}, sys.stdout)


# --------------------------------------------------------------------- the section
def measure(place: Any) -> dict[str, Any]:
    """Build, run the timing process; its data and the Markdown."""
    command = [str(place.python), __file__, str(build(place))]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    data: dict[str, Any] = json.loads(done.stdout)
    data["markdown"] = render(data)
    return data


def render(data: dict[str, Any]) -> str:
    """The section as Markdown."""
    from calls_report import table

    lines = [f"## A list of objects, CPython {data['python']}", ""]
    lines += [
        f"`find_close_polygons(list, point, distance)` of {COUNT:,} objects, and the C "
        "function alone on the same pointers; microseconds, minimum.",
        "",
    ]
    rows = []
    for row in data["rows"]:
        figures = (row["call"], row["c"], row["call"] - row["c"])
        rows.append([f"{row['found']} found", *(f"{figure:.2f}" for figure in figures)])
    lines += table(["", "call", "C alone", "more than C"], rows)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    main()
