# SPDX-License-Identifier: MIT
"""How fast the translator reads, and how much memory it takes.

In: a C compiler, headers of the system, and ``ziglang`` for ``windows.h``. Out: a table
as JSON data with Markdown: milliseconds (minimum, process start included, preprocessing
not), megabytes of text a second, memory as a multiple of the text, instructions by
callgrind, and the goals. A header that is not installed prints ``-``.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from typing import Any

from calls_report import table

ROOT = pathlib.Path(__file__).resolve().parent.parent
FLAGS = "-E -dD -CC -w -D__CARBIDE__=1 -DCARBIDE_MODULE=x".split()
GOALS = {"sqlite3.h": 10.0, "zlib.h": 10.0, "windows.h": 150.0}
MEMORY_GOAL, SPEED_GOAL = 5.0, 50.0

# What a header declares, again and again; comments as in real headers.
UNIT = """\
/** Adds up the values of series %d, without those that are not finite.
 *  @param n  how many there are
 *  @param a  the values, in any order
 */
double sum_%d(unsigned long n, const double a[n], int flags);
struct point_%d { double x, y; int id[4]; };
typedef struct point_%d point_%d_t;
#define LIMIT_%d (%d + 1)
enum color_%d { RED_%d, GREEN_%d = 7, BLUE_%d };
static inline int twice_%d(int x) { return x * 2; }

"""


@dataclasses.dataclass
class Text:
    """One preprocessed text: its file, and the header whose declarations are bound."""

    label: str
    file: pathlib.Path
    header: str = "none.h"


@dataclasses.dataclass
class Row:
    """What was measured of one text."""

    label: str
    megabytes: float
    ms: float
    memory: float | None
    instructions: int | None = None


def carbidec() -> str:
    """The translator of this checkout."""
    sys.path.insert(0, str(ROOT / "python"))
    from carbide import paths

    return paths.carbidec()


def preprocessed(name: str, cc: list[str], folder: pathlib.Path) -> Text | None:
    """A header as the compiler prints it; None where it is not installed."""
    source, out = folder / f"{name}.c", folder / f"{name}.i"
    source.write_text(f"#include <{name}>\n", encoding="utf-8")
    command = [*cc, *FLAGS, str(source), "-o", str(out)]
    if subprocess.run(command, stderr=subprocess.DEVNULL).returncode:
        return None
    mark = re.compile(rf'^# \d+ "([^"]*/{re.escape(name)})"', re.MULTILINE)
    found = mark.search(out.read_text(encoding="utf-8", errors="replace"))
    return Text(name, out, found.group(1)) if found else None


def zig() -> list[str]:
    """``zig cc`` for Windows; [] where the package is absent."""
    try:
        import ziglang
    except ImportError:
        return []
    program = pathlib.Path(ziglang.__file__).parent / "zig"
    return [str(program), "cc", "-target", "x86_64-windows-gnu"]


def generated(megabytes: int, folder: pathlib.Path) -> Text:
    """A text of that size, of ordinary declarations."""
    file = folder / f"generated-{megabytes}.i"
    size, count = 0, 0
    with open(file, "w", encoding="utf-8") as stream:
        size += stream.write('# 1 "generated.h"\n')
        while size < megabytes * 1_000_000:
            size += stream.write(UNIT.replace("%d", str(count)))
            count += 1
    return Text(f"generated, {megabytes} MB", file)


def seconds(command: list[str]) -> float:
    """Wall-clock time of one run."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def peak(command: list[str]) -> int | None:
    """Bytes of memory at the peak of one run.

    GNU time starts it, since a child of Python inherits the peak of Python.
    """
    program = shutil.which("time")
    if not program:
        return None
    words = [program, "-f", "%M", *command]
    done = subprocess.run(words, capture_output=True, text=True)
    return int(done.stderr.split()[-1]) * 1024


def count_instructions(command: list[str], folder: pathlib.Path) -> int | None:
    """Instructions of one run by callgrind, which no other process disturbs."""
    valgrind = shutil.which("valgrind")
    if not valgrind:
        return None
    out = f"--callgrind-out-file={folder / 'callgrind.out'}"
    done = subprocess.run(
        [valgrind, "--tool=callgrind", out, *command], capture_output=True, text=True
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found.group(1)) if found else None


def measure_text(text: Text, folder: pathlib.Path, rounds: int) -> Row:
    """The whole translator on one text; memory beyond that of an empty run."""
    program = carbidec()
    words = ["--module", "x", "-o", str(folder), "--lenient", "--header", text.header]
    command = [program, *words, str(text.file)]
    size = text.file.stat().st_size
    empty = folder / "empty.i"
    empty.write_text("\n", encoding="utf-8")
    least = peak([program, "--module", "x", "--check-only", str(empty)])
    most = peak(command)
    memory = (most - least) / size if least and most else None
    ms = min(seconds(command) for _ in range(rounds)) * 1000
    count = count_instructions(command, folder) if size < 10_000_000 else None
    return Row(text.label, size / 1e6, ms, memory, count)


def texts(folder: pathlib.Path, quick: bool) -> tuple[list[Text], list[str]]:
    """All texts, and the names of the headers that are absent."""
    cc = os.environ.get("CC", "cc").split()
    wanted = [("zlib.h", cc), ("sqlite3.h", cc), ("windows.h", zig())]
    found, absent = [], []
    for name, compiler in wanted:
        text = preprocessed(name, compiler, folder) if compiler else None
        if text:
            found.append(text)
        else:
            absent.append(name)
    sizes = (1, 10) if quick else (1, 10, 100)
    return found + [generated(size, folder) for size in sizes], absent


def measure(quick: bool = False) -> dict[str, Any]:
    """Every text; few rounds and no 100 MB when `quick`."""
    with tempfile.TemporaryDirectory(prefix="carbide-bench-") as name:
        folder = pathlib.Path(name)
        rows = []
        found, absent = texts(folder, quick)
        for text in found:
            large = text.file.stat().st_size > 5_000_000
            rounds = 3 if quick or large else 30
            rows.append(measure_text(text, folder, rounds))
    data = {"rows": [dataclasses.asdict(row) for row in rows], "absent": absent}
    return {**data, "markdown": render(rows, absent)}


def verdict(row: Row) -> str:
    """What of the goals was missed; empty when all were met."""
    missed = []
    goal = GOALS.get(row.label)
    if goal and row.ms > goal:
        missed.append(f"{goal:.0f} ms")
    if row.megabytes / row.ms * 1000 < SPEED_GOAL:
        missed.append(f"{SPEED_GOAL:.0f} MB/s")
    if row.memory and row.memory > MEMORY_GOAL:
        missed.append(f"memory {MEMORY_GOAL:.0f}")
    return "missed: " + ", ".join(missed) if missed else "met"


def render(rows: list[Row], absent: list[str]) -> str:
    """The section of results.md."""
    cells = []
    for row in rows:
        count = f"{row.instructions / 1e6:.0f} M" if row.instructions else "-"
        speed = row.megabytes / row.ms * 1000
        cells.append(
            [
                row.label,
                f"{row.megabytes:.2f}",
                f"{row.ms:.1f}",
                f"{speed:.0f}",
                "-" if row.memory is None else f"{row.memory:.1f}",
                count,
                verdict(row),
            ]
        )
    cells += [[name, *["-"] * 6] for name in absent]
    head = ["", "MB of text", "ms", "MB/s", "memory / text", "instructions", "goals"]
    lines = ["## The translator", "", *table(head, cells), ""]
    if "windows.h" in absent:
        lines += ["`windows.h` comes with zig: `pip install ziglang`.", ""]
    return "\n".join(lines)
