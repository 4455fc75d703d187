# SPDX-License-Identifier: MIT
"""Runs the operations of ``class_operations.py``, by the interpreter under test.

``class_harness.py time MODULES --rivals a=module,b=module [--rounds N]`` prints JSON:
best nanoseconds by operation and rival, the loop's own cost subtracted, and what was
wrong. The rivals take turns in every round, as in ``harness.py``.

``class_harness.py count MODULES MODULE MARK [--rows REGEX]``, under callgrind, does
each operation 10 and then 210 times, with a dump of its counts before and behind each:
the library MARK asks callgrind for it. Out: the operations in order, as JSON.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import importlib
import json
import random
import re
import sys
import time
from typing import Any, Callable

import class_operations as operations

FEW, MANY = 10, 210
Loop = Callable[[range], int]
TEXT = """
def make({names}):
    def loop(counter):
        start = clock()
        for _ in counter:
            {statement}
        return clock() - start
    return loop
"""


def make_loop(statement: str, values: dict[str, Any]) -> Loop:
    """A function of its own for each rival: the interpreter specialises its code."""
    scope: dict[str, Any] = {"clock": time.perf_counter_ns}
    exec(TEXT.format(names=", ".join(values), statement=statement), scope)
    loop: Loop = scope["make"](**values)
    return loop


def prepare(module: Any, operation: operations.Operation) -> dict[str, Any]:
    """What the setup names; AssertionError if the statement does something else."""
    scope = {"m": module}
    exec(operation.setup, scope)
    exec(operation.statement, scope)
    found = eval(operation.check, scope)
    assert found == operation.expected, f"gave {found!r}"
    return {k: v for k, v in scope.items() if not k.startswith("_")}


def time_one(
    operation: operations.Operation, modules: dict[str, Any], rounds: int
) -> tuple[dict[str, float], dict[str, str]]:
    """Best nanoseconds of each rival, and why others have none."""
    loops: dict[str, Loop] = {"loop": make_loop("pass", {})}
    wrong = {}
    for rival, module in modules.items():
        try:
            values = prepare(module, operation)
        except Exception as error:  # whatever a rival does is to be reported
            wrong[rival] = repr(error)
        else:
            loops[rival] = make_loop(operation.statement, values)
    counts = {}
    for rival, loop in loops.items():
        loop(range(20))
        counts[rival] = range(max(10, int(20 * 500_000 / max(loop(range(20)), 1))))
    best = dict.fromkeys(loops, float("inf"))
    order = list(loops)
    shuffler = random.Random(operation.name)
    for _ in range(rounds):
        shuffler.shuffle(order)
        for rival in order:
            taken = loops[rival](counts[rival]) / len(counts[rival])
            best[rival] = min(best[rival], taken)
    empty = best.pop("loop")
    own = {k: round((v - empty) / operation.per, 2) for k, v in best.items()}
    return own, wrong


def time_all(rivals: dict[str, str], rounds: int) -> dict[str, Any]:
    """Every operation of every rival that can be imported."""
    import harness

    modules, absent = {}, {}
    for rival, name in rivals.items():
        try:
            modules[rival] = importlib.import_module(name)
        except Exception as error:
            absent[rival] = f"import failed: {error}"
    harness.pin()
    gc.disable()
    times, wrong = {}, {}
    for operation in operations.OPERATIONS:
        times[operation.name], faults = time_one(operation, modules, rounds)
        wrong.update({f"{k}.{operation.name}": v for k, v in faults.items()})
    return {"times": times, "wrong": wrong, "absent": absent}


def count(name: str, mark: str, rows: str) -> list[str]:
    """All operations of a module, dumped in pairs; the first is the empty loop."""
    dump = ctypes.CDLL(mark).mark
    module = importlib.import_module(name)
    gc.disable()
    loops = {"pass": (make_loop("pass", {}), 1)}
    for o in operations.OPERATIONS:
        if re.search(rows, o.name):
            scale = 10 if o.per > 1 or o.name.endswith("all") else 1
            loops[o.name] = make_loop(o.statement, prepare(module, o)), scale
    for loop, scale in loops.values():
        loop(range(60))
        for times in FEW, MANY:
            runs = range(times // scale)
            dump()
            loop(runs)
            dump()
    return list(loops)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["time", "count"])
    parser.add_argument("modules", help="folder of the rivals' modules")
    parser.add_argument("rest", nargs="*")
    parser.add_argument("--rivals", default="")
    parser.add_argument("--rows", default="")
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    sys.path.insert(0, options.modules)
    if options.what == "count":
        json.dump(count(*options.rest, options.rows), sys.stdout)
        return
    rivals = dict(pair.split("=", 1) for pair in options.rivals.split(","))
    json.dump(time_all(rivals, options.rounds), sys.stdout)


if __name__ == "__main__":
    main()
