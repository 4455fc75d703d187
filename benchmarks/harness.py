# SPDX-License-Identifier: MIT
"""Times the call shapes of all built rivals in one process, interleaved.

In: ``python harness.py MODULES_DIR --rivals a=module,b=module [--rounds N]``, run by
the interpreter that the modules were built for. Out: JSON on stdout: for each shape and
rival the best nanoseconds per call with the loop's own cost subtracted, and why a rival
is absent.

Every call is checked (result, change in place, exception) before it is timed. Each pair
of rival and shape has a code object of its own, since the interpreter specialises per
call site. One process is pinned to one CPU; the rivals take turns in every round, in an
order that changes by round; the minimum over all rounds counts.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import itertools
import json
import os
import pathlib
import random
import sys
import time
from typing import Any, Callable

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "calls"))

CALL = """
def loop(f, count, {names}):
    start = clock()
    for _ in repeat(None, count):
        {call}
    return clock() - start
"""

RAISING = """
def loop(f, count, {names}):
    start = clock()
    for _ in repeat(None, count):
        try:
            {call}
        except ValueError:
            pass
    return clock() - start
"""

Loop = Callable[..., int]


def make_loop(call: str, names: list[str], raising: bool = False) -> Loop:
    """A fresh function that times ``count`` runs of the statement, in nanoseconds."""
    text = (RAISING if raising else CALL).format(names=", ".join(names), call=call)
    scope: dict[str, Any] = {"clock": time.perf_counter_ns, "repeat": itertools.repeat}
    code = compile(text.replace(", )", ")"), f"<{call}>", "exec")
    exec(code, scope)
    loop: Loop = scope["loop"]
    return loop


def same(got: Any, want: Any) -> bool:
    """Exact equality of value, kind, dtype and shape, for scalars and arrays alike."""
    import numpy as np

    if isinstance(want, np.ndarray):
        got = np.asarray(got)
        return got.dtype == want.dtype and np.array_equal(got, want)
    return type(got) is type(want) and got == want


def check(shape: Any, function: Callable[..., Any]) -> str:
    """Empty if one call does what the shape says, else what it did instead."""
    arguments = shape.arguments()
    scope = {"f": function, **arguments}
    try:
        result = eval(shape.call, scope)
    except ValueError as error:
        if shape.raises and shape.raises in str(error):
            return ""
        return f"raised {error!r}"
    except Exception as error:  # whatever a rival raises is to be reported, not to stop
        return f"raised {error!r}"
    if shape.raises:
        return f"returned {result!r} where ValueError was due"
    if shape.changed:
        result = arguments[shape.changed]
    return "" if same(result, shape.expected) else f"gave {result!r}"


def calibrate(run: Callable[[int], int], target: int) -> int:
    """How many calls take about ``target`` nanoseconds."""
    count = 64
    while True:
        taken = run(count)
        if taken > target // 8:
            return max(32, int(count * target / taken))
        count *= 4


def time_shape(
    shape: Any, functions: dict[str, Callable[..., Any]], rounds: int, target: int
) -> dict[str, float]:
    """Best nanoseconds per call of each rival, and of the empty loop as ``loop``."""
    runs: dict[str, Callable[[int], int]] = {}
    arguments = shape.arguments()  # one set for all: where data lie costs time too
    for rival, function in functions.items():
        loop = make_loop(shape.call, list(arguments), bool(shape.raises))
        values = list(arguments.values())
        runs[rival] = lambda n, lo=loop, f=function, v=values: lo(f, n, *v)
    empty = make_loop("pass", [])
    runs["loop"] = lambda n: empty(None, n)
    counts = {rival: calibrate(run, target) for rival, run in runs.items()}
    best = dict.fromkeys(runs, float("inf"))
    order = list(runs)
    shuffler = random.Random(shape.name)
    for _ in range(rounds):
        shuffler.shuffle(order)
        for rival in order:
            count = counts[rival]
            best[rival] = min(best[rival], runs[rival](count) / count)
    return best


def without_loop(times: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Subtract the loop's cost, the least of any shape: it is the same loop."""
    cost = min(row["loop"] for row in times.values())
    result = {}
    for shape, row in times.items():
        result[shape] = {
            rival: round(taken - (0.0 if rival == "loop" else cost), 2)
            for rival, taken in row.items()
        }
    return result


def load(
    rivals: dict[str, str],
) -> tuple[dict[str, tuple[Any, str]], dict[str, str]]:
    """Imported modules (with the suffix of their function names), and why not."""
    modules, absent = {}, {}
    for rival, spec in rivals.items():
        name, _, suffix = spec.partition(":")
        try:
            modules[rival] = (importlib.import_module(name), suffix)
        except Exception as error:
            absent[rival] = f"import failed: {error}"
    return modules, absent


def pin() -> int:
    """Pin this process to the last CPU that it may use; -1 where that is impossible."""
    if not hasattr(os, "sched_setaffinity"):
        return -1
    cpu = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cpu})
    return cpu


def main() -> None:
    """Parse the command line, check every rival, time what is right, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", help="folder that holds the rivals' modules")
    parser.add_argument("--rivals", required=True, help="name=module[:suffix],...")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--target", type=float, default=0.5, help="ms for one timing")
    parser.add_argument("--shapes", default="", help="only these, by name")
    options = parser.parse_args()
    sys.path.insert(0, options.modules)
    import numpy as np
    from shapes import SHAPES

    rivals = dict(pair.split("=", 1) for pair in options.rivals.split(","))
    modules, absent = load(rivals)
    cpu = pin()
    gc.disable()
    wanted = set(options.shapes.split(",")) - {""}
    times: dict[str, dict[str, float]] = {}
    wrong: dict[str, str] = {}
    for shape in SHAPES:
        if wanted and shape.name not in wanted:
            continue
        functions = {}
        for rival, (module, suffix) in modules.items():
            function = getattr(module, shape.function + suffix, None)
            if function is None:
                continue
            fault = check(shape, function)
            if fault:
                wrong[f"{rival}.{shape.name}"] = fault
            else:
                functions[rival] = function
        times[shape.name] = time_shape(
            shape, functions, options.rounds, int(options.target * 1e6)
        )
    json.dump(
        {
            "python": sys.version.split()[0],
            "numpy": np.__version__,
            "cpu": cpu,
            "labels": {shape.name: shape.label for shape in SHAPES},
            "times": without_loop(times),
            "absent": absent,
            "wrong": wrong,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
