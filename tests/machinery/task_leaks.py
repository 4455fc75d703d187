# SPDX-License-Identifier: MIT
"""The calls of the matrix, many times each: no object and no byte may stay behind.

Counted are the blocks of Python's allocator and the bytes that the C library's malloc
has handed out, so leaks of references, of objects and of C's own memory are all seen.
Where a first count grows, it is taken twice more: caches fill once, leaks for ever.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
import time
from typing import Any, Callable

import catalog
import driver
import task_matrix

TIMES = 20
PATIENCE = 0.02  # seconds


def run(setting: driver.Setting) -> int:
    """Measure every call; returns how many functions there were."""
    functions = catalog.functions(setting)
    gc.disable()
    gc.freeze()  # what is there already need not be looked at by each collection
    for function in functions:
        driver.watch()
        matrix = Leaks(setting, function)
        for which in range(len(function.examples)):
            matrix.one_example(which)
        gc.collect()
    return len(functions)


class Leaks(task_matrix.Matrix):
    """The same calls, repeated and measured."""

    def call(self, build: task_matrix.Build, labels: str, expected: Any) -> None:
        """Repeat one call until its count stands still, or is seen to grow."""
        if self.function.adds:
            return
        try:
            again = self.again(build)
        except task_matrix.IMPOSSIBLE:
            return
        start = time.perf_counter()
        repeat(again, 2)
        if time.perf_counter() - start > PATIENCE:
            return  # it sleeps, or works for long: shorter calls of it are measured
        for attempt in range(4):
            empty_caches(attempt)
            blocks, used = sys.getallocatedblocks(), in_use()
            repeat(again, TIMES)
            empty_caches(attempt)
            blocks, used = sys.getallocatedblocks() - blocks, in_use() - used
            if blocks < TIMES // 2 and used < TIMES * 8:
                return
        self.report.fail(
            f"{self.what}: {labels}: {TIMES} calls leave {blocks} Python blocks and "
            f"{used} bytes of malloc behind"
        )

    def again(self, build: task_matrix.Build) -> Callable[[], Any]:
        """One call with the same arguments or, where it uses them up, with new ones."""
        function = self.function
        args, kwargs = function.positional(build())
        if not function.takes_objects:
            return lambda: function.call(*args, **kwargs)

        def call() -> Any:
            args, kwargs = function.positional(build())
            return function.call(*args, **kwargs)

        return call


def repeat(call: Callable[[], Any], times: int) -> None:
    """Call, whatever comes of it."""
    for _ in range(times):
        with contextlib.suppress(Exception):
            call()


def empty_caches(attempt: int) -> None:
    """Give back what the interpreter keeps of names looked up and of dead objects.

    The first attempt does without, being the fastest; most calls need no second one.
    """
    clear = getattr(sys, "_clear_internal_caches", None)
    clear = getattr(sys, "_clear_type_cache", clear)
    if attempt and clear is not None:
        clear()
    if attempt > 1:
        gc.collect()  # also empties the free lists


class MallInfo(ctypes.Structure):
    """glibc's struct mallinfo2."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks "
            "keepcost".split()
        )
    ]


def _find() -> Callable[[], int]:
    """A function that says how many bytes malloc has handed out; 0 elsewhere."""
    try:
        mallinfo = ctypes.CDLL(None).mallinfo2
    except (AttributeError, OSError):
        return lambda: 0
    mallinfo.restype = MallInfo

    def used() -> int:
        info = mallinfo()
        return int(info.uordblks + info.hblkhd)

    return used


in_use = _find()
