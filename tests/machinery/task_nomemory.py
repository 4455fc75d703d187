# SPDX-License-Identifier: MIT
"""Each allocation of a call fails in turn: every time a clean MemoryError.

The n-th allocation fails for n = 0, 1, 2 … until the call has none left to fail. A call
that was to raise something else may still do so. Nothing may stay behind: the whole
sweep is done twice, and the second must not need more blocks than the first.
Allocations are failed by `_testcapi.set_nomemory`, or by a preloaded malloc (the
environment variable CARBIDE_FAILMALLOC names it), which also fails those of C.
"""

from __future__ import annotations

import ctypes
import gc
import os
import re
import sys
from typing import Any, Callable

import catalog
import driver
import task_leaks
import task_matrix
import wrong

import examples

LIMIT = 2000  # allocations of one call; more means that it never ends
# Interpreters do not survive a failing allocation in Python code that is called from C;
# NumPy's datetime64 gives its dtype away once too often when its __float__ finds none.
PYTHON_CODE = "__|raises|lies|subclass|sequence|gives .*deep|numpy datetime64"
# Where a MemoryError was lost: in NumPy, called by a function in Python, or in a test
# module's own C, where malloc() failed and nobody said so.
LOST = re.compile(
    "<function .* returned NULL without setting an exception$"
    r"|\(\): (C returned NULL|\w+ is NULL after the call)"
)
Arguments = tuple["list[Any]", "dict[str, Any]"]
EVERY = 9  # of the wrong arguments, this part is tried


def run(setting: driver.Setting) -> int:
    """Sweep every function; returns how many there were."""
    functions = catalog.functions(setting)
    arm, disarm = find_hook()
    gc.freeze()
    live = getattr(setting.module, "live", int)
    for function in functions:
        if function.fatal:
            continue
        driver.watch()
        before = live()
        sweep = Sweep(setting, function, arm, disarm)
        for which in range(len(function.examples)):
            sweep.example(which)
        gc.collect()
        if live() != before:
            setting.report.fail(
                f"{sweep.what}: {live() - before} more objects of C live after calls "
                "without memory"
            )
    return len(functions)


def find_hook() -> tuple[Callable[[int], None], Callable[[], Any]]:
    """What makes the n-th allocation fail, and what ends that."""
    library = os.environ.get("CARBIDE_FAILMALLOC")
    if library:
        hook = ctypes.CDLL(library)
        hook.failmalloc_arm.argtypes = [ctypes.c_long]
        hook.failmalloc_arm.restype = None
        hook.failmalloc_disarm.restype = None
        return hook.failmalloc_arm, hook.failmalloc_disarm
    import _testcapi

    def arm(n: int) -> None:
        _testcapi.set_nomemory(n, n + 1)

    return arm, _testcapi.remove_mem_hooks


class Sweep:
    """All failing allocations of one function."""

    def __init__(
        self,
        setting: driver.Setting,
        function: examples.Function,
        arm: Callable[[int], None],
        disarm: Callable[[], Any],
    ) -> None:
        self.setting, self.function = setting, function
        self.arm, self.disarm = arm, disarm
        self.said: set[str] = set()
        self.what = f"{setting.name}.{function.name}"

    def example(self, which: int) -> None:
        """The good call, and some of the wrong ones."""
        good = self.function.fresh(which)
        self.sweep_twice(which, {}, "good call")
        for name, value in good.items():
            all_kinds = list(wrong.variants(value, self.setting.np, True))
            first = len(name) % EVERY
            some = [*all_kinds[first::EVERY], *self.function.objects.variants(value)]
            for label, make in some:
                if re.search(PYTHON_CODE, label):
                    continue
                self.sweep_twice(which, {name: make}, f"{name} = {label}")

    def sweep_twice(self, which: int, changes: dict[str, Any], labels: str) -> None:
        """Fail everything twice over; the second time nothing more may stay behind."""
        if not self.setting.box.enter(f"{self.what}: {labels}: no memory"):
            return

        def build() -> Arguments:
            arguments = self.function.fresh(which)
            arguments.update({name: make() for name, make in changes.items()})
            return self.function.positional(arguments)

        try:
            given = build()
        except task_matrix.IMPOSSIBLE:
            return
        # Objects are used up by a call, and then each has its own.
        again = build if self.function.takes_objects else lambda: given
        args = given[0]
        counts = [sys.getrefcount(v) for v in args]
        self.sweep(again, labels)
        for attempt in range(4):
            task_leaks.empty_caches(attempt)
            before = sys.getallocatedblocks()
            failures = self.sweep(again, labels)
            task_leaks.empty_caches(attempt)
            left = sys.getallocatedblocks() - before
            if self.function.adds or left < max(4, failures // 2):
                break
        else:
            self.setting.report.fail(
                f"{self.what}: {labels}: {failures} calls without memory leave {left} "
                "blocks behind"
            )
        after = [sys.getrefcount(v) for v in args]
        kept = self.function.keeps
        kept = kept or any(c["kept"] for c in self.function.callbacks.values())
        changed = [
            i
            for i, value in enumerate(args)
            if not kept and after[i] != counts[i] and task_matrix.counted(value)
        ]
        if changed:
            self.setting.report.fail(
                f"{self.what}: {labels}: reference counts of arguments {changed} were "
                f"{counts} and are {after} after calls without memory"
            )

    def sweep(self, again: Callable[[], Arguments], labels: str) -> int:
        """Fail allocation 0, 1, 2 …; returns how many failures there were."""
        usual = self.attempt(*again(), LIMIT * 1000)
        accepted = (MemoryError, *self.function.may_raise)
        if usual is not None:
            accepted += (type(usual),)
        failures = calm = 0
        for n in range(LIMIT):
            error = self.attempt(*again(), n)
            if isinstance(error, SystemError) and LOST.search(str(error)):
                error = MemoryError()
            if error is not None and not isinstance(error, accepted):
                self.complain(
                    f"{self.what}: {labels}: allocation {n} failed, and there came "
                    f"{task_matrix.describe(error)} in place of a MemoryError"
                )
                return failures
            if isinstance(error, MemoryError) and not isinstance(usual, MemoryError):
                failures, calm = failures + 1, 0
            else:
                calm += 1
            if calm > 5:  # nothing left that could fail
                return failures
        self.setting.report.fail(
            f"{self.what}: {labels}: still fails at allocation {LIMIT}"
        )
        return failures

    def complain(self, text: str) -> None:
        """Report something once, though the sweep is repeated."""
        if text not in self.said:
            self.said.add(text)
            self.setting.report.fail(text)

    def attempt(
        self, args: list[Any], kwargs: dict[str, Any], n: int
    ) -> BaseException | None:
        """One call whose n-th allocation fails; what it raised."""
        call, arm, disarm = self.function.direct, self.arm, self.disarm
        arm(n)
        try:
            call(*args, **kwargs)
        except BaseException as error:
            disarm()
            return error.with_traceback(None)
        finally:
            disarm()
        return None
