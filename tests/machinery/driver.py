# SPDX-License-Identifier: MIT
"""Run tasks over test modules in an interpreter of its own, so that crashes are found.

    driver.py --folder DIR --modules A,B --sources DIR --task TASK --box FILE --out FILE
              [--no-numpy] [--after N] [--every N] [--part K] [--memory MIB]

In: built modules, their JSON, their sources below tests/modules. Out: one JSON object
per line in --out: {"failure": text} for each thing that is wrong, and at the end
{"calls": n, "functions": n}. Before each call its description goes to --box, memory
that outlives a crash: the parent reads there which call it was, and starts again
--after it. Needs no pytest, and NumPy only where it is installed.
"""

from __future__ import annotations

import argparse
import faulthandler
import importlib
import importlib.util
import json
import mmap
import os
import signal
import sys
import warnings
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import objects

BOX_SIZE = 4096
TIMEOUT = 120  # seconds for one function


class Box:
    """Which call is running: shared memory that the parent can read after a crash."""

    def __init__(self, path: str, after: int, every: int, part: int) -> None:
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), BOX_SIZE)
        self.count = self.made = 0
        self.after, self.every, self.part = after, every, part

    def enter(self, text: str) -> bool:
        """Note the call; False if it is left out: done already, or not sampled."""
        self.count += 1
        if self.count <= self.after or self.count % self.every != self.part:
            return False
        self.made += 1
        data = f"{self.count}\n{text}".encode("utf-8", "backslashreplace")
        data = data[: BOX_SIZE - 1] + b"\0"
        self.memory[: len(data)] = data
        return True


class Report:
    """Failures, written as they happen."""

    def __init__(self, path: str) -> None:
        self.file = open(path, "a", encoding="utf-8")  # noqa: SIM115 (open to the end)
        self.failures = 0

    def fail(self, text: str) -> None:
        """Report one failure."""
        self.failures += 1
        self.line({"failure": text[:3000]})

    def line(self, item: dict[str, Any]) -> None:
        """Write one line at once: a crash may follow."""
        self.file.write(json.dumps(item) + "\n")
        self.file.flush()


class Setting:
    """What a task needs: one module, NumPy or None, the box and the report."""

    def __init__(
        self, folder: str, sources: str, name: str, np: Any, box: Box, report: Report
    ) -> None:
        self.name = name
        self.folder = os.path.join(sources, name)
        self.np = np
        self.box = box
        self.report = report
        self.module = importlib.import_module(name)
        origin = self.module.__file__ or ""
        if os.path.dirname(os.path.abspath(origin)) != os.path.abspath(folder):
            raise ImportError(f"{name} was imported from {origin}, not from {folder}")
        with open(os.path.join(folder, f"{name}.json"), encoding="utf-8") as file:
            self.description = json.load(file)
        self.stub = objects.stub_of(os.path.join(folder, f"{name}.pyi"))


def run(arguments: argparse.Namespace) -> None:
    """Run one task over all modules that are named."""
    np = None if arguments.no_numpy else find_numpy()
    if arguments.no_numpy:
        sys.modules["numpy"] = None
    warnings.simplefilter("ignore")
    box = Box(arguments.box, arguments.after, arguments.every, arguments.part)
    report = Report(arguments.out)
    sys.path.insert(0, arguments.folder)
    task = importlib.import_module("task_" + arguments.task)
    functions = 0
    for name in arguments.modules.split(","):
        if not box.enter(f"import {name}"):
            box.count -= 1  # imports are done always, and counted once
        setting = Setting(arguments.folder, arguments.sources, name, np, box, report)
        functions += task.run(setting)
    report.line({"calls": box.made, "functions": functions})


def find_numpy() -> Any:
    """NumPy, or None where it is not installed."""
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def watch() -> None:
    """End the process with a traceback if one function takes for ever.

    By a signal: a thread that waits may start so late that it frees its memory through
    the hooks of an allocation that is to fail, and crashes.
    """
    signal.setitimer(signal.ITIMER_REAL, TIMEOUT)


def limit_memory(megabytes: int) -> None:
    """Let absurd sizes fail instead of filling the machine."""
    import resource

    limit = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser()
    for name in ("folder", "modules", "sources", "task", "box", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--no-numpy", action="store_true")
    parser.add_argument("--after", type=int, default=0)
    parser.add_argument("--every", type=int, default=1, help="make each N-th call")
    parser.add_argument("--part", type=int, default=0, help="and those which: 0 … N-1")
    parser.add_argument("--memory", type=int, default=0, help="limit, in MiB")
    arguments = parser.parse_args()
    faulthandler.enable()
    faulthandler.register(signal.SIGALRM, chain=True)  # then the default: the end
    if arguments.memory:
        limit_memory(arguments.memory)
    run(arguments)


if __name__ == "__main__":
    main()
