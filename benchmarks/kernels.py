# SPDX-License-Identifier: MIT
"""Times the examples' kernels beside NumPy, numba, Cython and PyO3 in one process.

In: ``python kernels.py MODULES_DIR PEERS_DIR [--cases a,b]``, run by the interpreter
that the modules were built for. Out: JSON on stdout, seconds per case and contender.

One thread, pinned. Every contender's result is compared with the reference's before it
is timed; contenders take turns; the minimum of at least three rounds counts.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import sys
import time
from typing import Any, Callable

# Read when the libraries are loaded.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["NUMBA_NUM_THREADS"] = "1"

import harness

Function = Callable[..., Any]
SECONDS = 0.6  # spent on the rounds of each contender, and three rounds at least
ROUND = 0.002  # a round repeats short calls for so long


def resolve(modules: dict[str, Any], name: str) -> Function | None:
    """``module.function`` as an object; None if either is missing."""
    module, _, function = name.partition(".")
    if module not in modules:
        try:
            modules[module] = importlib.import_module(module)
        except Exception as error:
            modules[module] = error
    found = getattr(modules[module], function, None)
    return found if callable(found) else None


def equal(found: Any, wanted: Any, tolerance: float) -> bool:
    """Equal shape; integers equal, floats within a relative tolerance."""
    import numpy as np

    x, y = np.asarray(found), np.asarray(wanted)
    if x.shape != y.shape:
        return False
    if x.dtype.kind in "iu" and y.dtype.kind in "iu":
        return bool(np.array_equal(x, y))
    scale = float(np.max(np.abs(y), initial=0.0))
    return bool(np.allclose(x, y, rtol=tolerance, atol=tolerance * scale))


def seconds_of(loop: harness.Loop, empty: float, call: Any, count: int) -> float:
    """Seconds per call of one round."""
    function, values = call
    return loop(function, count, *values) / count / 1e9 - empty


def time_case(case: Any, functions: dict[str, Function]) -> dict[str, float]:
    """Least seconds of each contender whose result is right."""
    values = case.data()
    names = [f"a{number}" for number in range(len(values))]
    call = f"f({', '.join(names)})"
    nothing = harness.make_loop("pass", [])
    empty = min(nothing(None, 20000) / 20000 / 1e9 for _ in range(10))
    reference = case.normal(functions[case.reference](*values))
    loops, counts, wrong = {}, {}, {}
    for rival, function in functions.items():
        found = case.normal(function(*values))  # also compiles, where that is late
        if not equal(found, reference, case.tolerance):
            wrong[rival] = "result differs"
            continue
        loops[rival] = harness.make_loop(call, names)
        once = seconds_of(loops[rival], empty, (function, values), 1)
        counts[rival] = max(1, int(ROUND / max(once, 1e-7)))
    best = dict.fromkeys(loops, float("inf"))
    spent = dict.fromkeys(loops, 0.0)
    number = 0
    while number < 3 or any(taken < SECONDS for taken in spent.values()):
        for rival, loop in loops.items():
            if number >= 3 and spent[rival] >= SECONDS:
                continue
            start = time.perf_counter()
            call_it = (functions[rival], values)
            took = seconds_of(loop, empty, call_it, counts[rival])
            best[rival] = min(best[rival], took)
            spent[rival] += time.perf_counter() - start
        number += 1
    return {**best, **{f"!{rival}": 0.0 for rival in wrong}}


def main() -> None:
    """Parse the command line, time every case, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules")
    parser.add_argument("peers")
    parser.add_argument("--cases", default="")
    options = parser.parse_args()
    sys.path[:0] = [options.modules, options.peers]
    import numpy as np
    from cases import CASES

    harness.pin()
    gc.disable()
    wanted = set(options.cases.split(",")) - {""}
    modules: dict[str, Any] = {}
    results = []
    for case in CASES:
        if wanted and case.name not in wanted:
            continue
        print(f"  kernels: {case.label}", file=sys.stderr)
        functions = {}
        for rival, name in case.contenders.items():
            function = resolve(modules, name)
            if function is not None:
                functions[rival] = function
        times = time_case(case, functions) if case.reference in functions else {}
        results.append(
            {
                "name": case.name,
                "label": case.label,
                "goal": case.goal,
                "times": {k: v for k, v in times.items() if k[0] != "!"},
                "wrong": [k[1:] for k in times if k[0] == "!"],
            }
        )
    failed = {k: str(v) for k, v in modules.items() if isinstance(v, Exception)}
    facts = {"python": sys.version.split()[0], "numpy": np.__version__}
    json.dump({**facts, "cases": results, "failed": failed}, sys.stdout)


if __name__ == "__main__":
    main()
