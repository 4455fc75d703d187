# SPDX-License-Identifier: MIT
"""Time every example against pure Python and NumPy, and print one table.

Each folder here with a ``compare.py`` is an example whose module must be installed
(``carbide develop`` in the folder, or ``make demo``, which installs all and runs
this). A time is printed only after the result was found equal to carbide's. Pure
Python is timed where it takes at most 5 seconds, judged by a smaller input first; a
``-`` stands for what was not run. All times are the minimum of several rounds on
one thread.

    python examples/demo.py [EXAMPLE ...]
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Callable

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # read when the BLAS is loaded

HERE = Path(__file__).resolve().parent
# Here lie folders with the names of the modules: they must not be found first.
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]

PYTHON_SECONDS = 5.0  # pure Python is not run if it takes longer
TIMING_SECONDS = 0.5  # spent on the rounds of each contender
ROUND_SECONDS = 0.005  # a round repeats short calls for so long

Function = Callable[..., Any]


@dataclass
class Row:
    """One line of the table, as a ``compare.py`` describes it in ``ROWS``.

    ``data(size)`` makes the arguments. ``for_python`` turns them into what pure
    Python takes (lists for arrays), outside of the time. ``work(size)`` is
    proportional to pure Python's time, by which a run of size ``probe`` tells how
    long the whole takes; ``python_bytes`` is the memory of its lists.
    """

    function: str  # "module.function" of carbide
    label: str
    size: Any
    data: Callable[[Any], tuple[Any, ...]]
    python: Function | None = None
    numpy: Function | None = None
    for_python: Callable[[tuple[Any, ...]], tuple[Any, ...]] | None = None
    probe: Any = None
    work: Callable[[Any], float] = float
    tolerance: float = 1e-9
    data_bytes: int = 0
    python_bytes: int = 0


class NotEqual(Exception):
    """Two contenders gave different results."""


def load_compare(folder: Path) -> ModuleType:
    """The ``compare.py`` of an example, under a name of its own."""
    spec = importlib.util.spec_from_file_location(
        f"compare_{folder.name}", folder / "compare.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def memory_available() -> int:
    """Bytes that can be taken without swapping; a guess of 4 GiB if unknown."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 4 << 30


def is_equal(found: Any, wanted: Any, tolerance: float) -> bool:
    """Equal shapes, and equal values within a relative tolerance (integers: 0)."""
    import numpy as np

    if isinstance(found, (bytes, str)):
        return bool(found == wanted)
    x, y = np.asarray(found), np.asarray(wanted)
    if x.shape != y.shape:
        return False
    if x.dtype.kind in "biu" and y.dtype.kind in "biu":
        return bool(np.array_equal(x, y))
    return bool(np.allclose(x, y, rtol=tolerance, atol=0.0))


def seconds_of_call(function: Function, args: tuple[Any, ...], repeat: int) -> float:
    """Seconds that one of ``repeat`` calls takes."""
    clock = time.perf_counter
    begin = clock()
    for _ in range(repeat):
        function(*args)
    return (clock() - begin) / repeat


def least_seconds(function: Function, args: tuple[Any, ...]) -> float:
    """Minimum over the rounds that fit into ``TIMING_SECONDS``, at least three."""
    once = seconds_of_call(function, args, 1)
    repeat = max(1, int(ROUND_SECONDS / max(once, 1e-7)))
    best = once
    rounds = 0
    begin = time.perf_counter()
    while rounds < 3 or time.perf_counter() - begin < TIMING_SECONDS:
        best = min(best, seconds_of_call(function, args, repeat))
        rounds += 1
    return best


def python_seconds(row: Row, args: tuple[Any, ...], wanted: Any) -> float | None:
    """Pure Python's time, or None where it would take too long or too much memory."""
    if row.python is None or row.python_bytes * 3 // 2 > memory_available():
        return None
    convert = row.for_python or (lambda given: given)
    if row.probe is not None:
        probe = convert(row.data(row.probe))
        guess = min(seconds_of_call(row.python, probe, 1) for _ in range(3))
        guess *= row.work(row.size) / row.work(row.probe)
        if guess > PYTHON_SECONDS:
            return None
    lists = convert(args)
    begin = time.perf_counter()
    result = row.python(*lists)
    first = time.perf_counter() - begin
    if not is_equal(result, wanted, row.tolerance):
        raise NotEqual(f"{row.function}: pure Python's result is another")
    if first > PYTHON_SECONDS:
        return None
    return first if first > 1.0 else min(first, least_seconds(row.python, lists))


def numpy_seconds(row: Row, args: tuple[Any, ...], wanted: Any) -> float | None:
    """NumPy's time, or None where NumPy has no way to do it."""
    if row.numpy is None:
        return None
    if not is_equal(row.numpy(*args), wanted, row.tolerance):
        raise NotEqual(f"{row.function}: NumPy's result is another")
    return least_seconds(row.numpy, args)


def show_seconds(seconds: float | None) -> str:
    """A time in the unit that keeps it between 1 and 1000."""
    if seconds is None:
        return "-"
    for unit, scale in (("s", 1.0), ("ms", 1e3), ("us", 1e6)):
        if seconds * scale >= 1.0:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def show_ratio(rivals: list[float | None], carbide: float) -> str:
    """How many times as long the faster of the others takes."""
    known = [seconds for seconds in rivals if seconds is not None]
    if not known:
        return "-"
    ratio = min(known) / carbide
    return f"{ratio:,.0f}x" if ratio >= 100 else f"{ratio:.3g}x"


FORMAT = "{:19} {:29} {:>8} {:>8} {:>8} {:>7}"


def shown_name(row: Row) -> str:
    """The function; with its module, unless that has the same name."""
    module, _, function = row.function.partition(".")
    return function if function.startswith(module) else row.function


def measure(row: Row, carbide: Function, report: Callable[[str], None]) -> str:
    """One line of the table."""
    name = shown_name(row)
    if row.data_bytes * 3 // 2 > memory_available():
        return FORMAT.format(name, row.label, *"----") + " (not enough memory)"
    report(f"{name} {row.label}: data")
    args = row.data(row.size)
    report(f"{name} {row.label}: carbide")
    wanted = carbide(*args)
    own = least_seconds(carbide, args)
    report(f"{name} {row.label}: NumPy")
    numpy = numpy_seconds(row, args, wanted)
    report(f"{name} {row.label}: Python")
    python = python_seconds(row, args, wanted)
    return FORMAT.format(
        name,
        row.label,
        show_seconds(python),
        show_seconds(numpy),
        show_seconds(own),
        show_ratio([python, numpy], own),
    )


def carbide_function(name: str) -> Function:
    """The function "module.function"; ImportError if the module is not installed."""
    module, _, function = name.partition(".")
    return getattr(importlib.import_module(module), function)


def lines_of_example(folder: Path, report: Callable[[str], None]) -> Iterator[str]:
    """The table's lines for one example."""
    compare = load_compare(folder)
    for entry in compare.ROWS:
        row = Row(**entry)
        try:
            carbide = carbide_function(row.function)
        except ImportError:
            package = getattr(compare, "DEBIAN_PACKAGE", None)
            if package is None:
                raise
            line = FORMAT.format(shown_name(row), row.label, *"----")
            yield f"{line} (install {package}, then build {folder.name})"
            continue
        yield measure(row, carbide, report)


def pin_to_one_cpu() -> None:
    """Stay on one CPU where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def cpu_name() -> str:
    """The CPU's name as Linux gives it, else the architecture."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def make_report() -> Callable[[str], None]:
    """A function that shows what is going on: one line, written over, on a terminal."""
    if sys.stderr.isatty():
        return lambda text: print(
            f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True
        )
    return lambda text: None


def main(argv: list[str] | None = None) -> int:
    """Print the table; 0, or 1 if an example is missing or gives another result."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    known = sorted(path.parent.name for path in HERE.glob("*/compare.py"))
    parser.add_argument("examples", nargs="*", metavar="EXAMPLE", help=", ".join(known))
    names = parser.parse_args(argv).examples or known
    unknown = [name for name in names if name not in known]
    if unknown:
        parser.error(f"no example {unknown[0]!r}; there are {', '.join(known)}")
    try:
        import numpy
    except ImportError:
        print("the comparison needs NumPy: pip install numpy", file=sys.stderr)
        return 1
    pin_to_one_cpu()
    report = make_report()
    print(
        f"{cpu_name()}, Python {platform.python_version()}, NumPy {numpy.__version__}"
    )
    print(FORMAT.format("function", "data", "Python", "NumPy", "carbide", "ratio"))
    begin = time.perf_counter()
    for name in names:
        try:
            for line in lines_of_example(HERE / name, report):
                report("")
                print(line, flush=True)
        except ImportError as error:
            report("")
            print(f"{error}: build it first, with 'carbide develop' in", HERE / name)
            return 1
        except NotEqual as error:
            report("")
            print(error)
            return 1
    print("ratio: time of the faster of Python and NumPy, over carbide's; one thread")
    print(f"-: none, or more than {PYTHON_SECONDS:.0f} s of pure Python;", end=" ")
    print(f"{time.perf_counter() - begin:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
