# SPDX-License-Identifier: MIT
"""Run a task of driver.py in another process, through crashes, to its end.

In: an interpreter, a built variant, a task, modules. Out: an Outcome with all failures.
When the process dies, the call that did it is a failure, and the rest is run in a new
process behind it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import build_modules  # noqa: E402
import pythons  # noqa: E402

BOX_SIZE = 4096
MEMORY = 1800  # MiB of addresses, so that absurd sizes, from 2**31 on, fail at once
MOST_CRASHES = 5
TIMEOUT = 900


class Outcome:
    """What came of a run."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.calls = 0
        self.functions = 0

    def text(self) -> str:
        """The failures, at most twenty of them."""
        shown = self.failures[:20]
        more = len(self.failures) - len(shown)
        lines = [f"{len(self.failures)} failures", *shown]
        return "\n".join(lines + ([f"… and {more} more"] if more > 0 else []))


def run(
    python: pythons.Python,
    built: build_modules.Built,
    task: str,
    modules: list[str],
    numpy: bool = True,
    every: int = 1,
    part: int = 0,
    failmalloc: bool = False,
) -> Outcome:
    """Run a task over some modules; of its calls each `every`th, from `part` on."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        box, out = Path(folder, "box"), Path(folder, "out")
        words = ["--folder", str(built.folder), "--modules", ",".join(modules)]
        words += ["--sources", str(build_modules.MODULES), "--task", task]
        words += ["--box", str(box), "--out", str(out)]
        words += ["--every", str(every), "--part", str(part)]
        words += [] if numpy else ["--no-numpy"]
        if not built.variant.endswith("asan"):
            words += ["--memory", str(MEMORY)]
        environment = variables(python, built, failmalloc)
        after = 0
        for _ in range(MOST_CRASHES):
            box.write_bytes(bytes(BOX_SIZE))
            out.write_bytes(b"")
            command = [python.path, str(HERE / "driver.py"), *words]
            done = subprocess.run(
                [*command, "--after", str(after)],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=TIMEOUT,
            )
            if collect(outcome, out):
                return outcome
            after = crashed(outcome, done, box)
            if not after:
                return outcome
    outcome.failures.append(f"gave up after {MOST_CRASHES} crashes")
    return outcome


def collect(outcome: Outcome, out: Path) -> bool:
    """Read the report; whether the process came to its end."""
    ended = False
    for line in out.read_text(encoding="utf-8").splitlines():
        item: dict[str, Any] = json.loads(line)
        if "failure" in item:
            outcome.failures.append(item["failure"])
        else:
            ended = True
            outcome.calls, outcome.functions = item["calls"], item["functions"]
    return ended


def crashed(
    outcome: Outcome, done: subprocess.CompletedProcess[bytes], box: Path
) -> int:
    """Report the call that ended the process; its number, 0 if there is none."""
    number, _, text = box.read_bytes().split(b"\0")[0].decode().partition("\n")
    how = f"status {done.returncode}"
    if done.returncode < 0:
        how = signal.Signals(-done.returncode).name
    said = done.stdout.decode(errors="replace").strip()[-3000:]
    outcome.failures.append(f"CRASH ({how}) in {text or 'the driver'}\n{said}")
    return int(number or 0)


def variables(
    python: pythons.Python, built: build_modules.Built, failmalloc: bool
) -> dict[str, str]:
    """The environment of the process."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment.update(
        PYTHONDONTWRITEBYTECODE="1",
        PYTHONIOENCODING="utf-8",
        OPENBLAS_NUM_THREADS="1",
        OMP_NUM_THREADS="1",
    )
    preload = built.preload()
    if preload:
        # Without the C++ library behind it, exceptions in NumPy end the process.
        environment["LD_PRELOAD"] = f"{preload} libstdc++.so.6"
        environment["ASAN_OPTIONS"] = (
            "detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=1000:"
            "detect_stack_use_after_return=0"
        )
        environment["UBSAN_OPTIONS"] = "halt_on_error=1:print_stacktrace=1"
    if failmalloc:
        library = str(built.folder / "failmalloc.so")
        environment["LD_PRELOAD"] = library
        environment["CARBIDE_FAILMALLOC"] = library
    if (preload or failmalloc) and not python.free_threaded:
        environment["PYTHONMALLOC"] = "malloc"
    return environment
