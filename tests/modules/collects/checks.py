# SPDX-License-Identifier: MIT
"""What the test module `collects` must do: nothing is read that a finalizer has freed.

A collection is due at any allocation, before 3.12 in the middle of C code, and whatever
it frees may change the arguments of the call that is being made. So each call is made
with the collection due at the first allocation, at the second, and so on.
"""

from __future__ import annotations

import functools
import gc
import sysconfig
from typing import Any, Callable

from checking import raises

MOST = 24  # allocations of a call: behind them the collector comes too late
WRONG = (ValueError, RuntimeError, TypeError)


class Trap:
    """In a cycle of garbage: its finalizer runs when the collector does."""

    def __init__(self, spring: Callable[[], Any]) -> None:
        self.spring = spring
        self.itself = self

    def __del__(self) -> None:
        self.spring()


class Number:
    """A conversion that runs Python code, in the middle of a list."""

    def __float__(self) -> float:
        return [0.5][0]


def spring(change: Callable[[Any], Any], made: Any, filler: list[bytes]) -> None:
    """Change it, and write over what that has freed."""
    change(made)
    filler.extend(bytes(64 * k) for k in range(1, 9))


def sprung(
    make: Callable[[], Any],
    call: Callable[[Any], Any],
    change: Callable[[Any], Any],
    right: Any,
) -> None:
    """`call(made)` is right, or says that its argument has changed."""
    before = gc.get_threshold()
    filler: list[bytes] = []
    outcomes = set()
    try:
        for due in range(1, MOST):
            gc.set_threshold(0)
            gc.collect()
            made = make()
            Trap(functools.partial(spring, change, made, filler))
            gc.set_threshold(due)
            try:
                result = call(made)
            except WRONG:
                outcomes.add("refused")
            else:
                gc.set_threshold(0)
                outcomes.add("right" if result == right else "changed")
    finally:
        gc.set_threshold(*before)
        gc.collect()
    assert outcomes, "the collector never came"


def check_floats(m: Any) -> None:
    def make() -> list[Any]:
        return [float(k) for k in range(100)] + [Number()] * 20

    sprung(make, m.sum, list.clear, 4960.0)
    sprung(make, m.sum, lambda x: x.__setitem__(slice(None), [1.0]), 4960.0)
    sprung(make, m.sum, lambda x: x.extend([1.0] * 1000), 4960.0)


def check_rows(m: Any) -> None:
    def make() -> list[Any]:
        return [[1.0, Number(), float(k)] for k in range(20)]

    def clear(rows: list[Any]) -> None:
        for row in list(rows):
            row.clear()
        rows.clear()

    sprung(make, m.sum_grid, clear, 220.0)
    sprung(make, m.sum_grid, list.clear, 220.0)
    sprung(make, m.sum_grid, lambda x: x[7].clear(), 220.0)
    sprung(make, m.sum_grid, lambda x: x.extend([[1.0, 2.0, 3.0]] * 90), 220.0)


def check_structs(m: Any) -> None:
    def make() -> list[Any]:
        return [m.pair(float(k), 1.0) for k in range(50)]

    sprung(make, m.sum_pairs, list.clear, 1275.0)
    sprung(make, m.sum_pairs, lambda x: x.extend([m.pair()] * 900), 1275.0)


def check_strings(m: Any) -> None:
    def make() -> list[str]:
        return ["é" * k for k in range(1, 50)]

    sprung(make, m.length, list.clear, 2450)
    sprung(make, m.length, lambda x: x.extend(["a"] * 900), 2450)


def check_things(m: Any) -> None:
    def make() -> list[Any]:
        return [m.Thing(float(k)) for k in range(50)]

    def swap(things: list[Any]) -> None:
        things[:] = make()

    def shorten(things: list[Any]) -> None:
        del things[25:]

    for change in (list.clear, swap, shorten):
        sprung(make, m.weigh, change, 1225.0)
        sprung(make, lambda x: m.weigh_all(x)[0], change, 1225.0)
        sprung(make, lambda x: len(m.heavy(x, 20.5)), change, 29)
        sprung(make, lambda x: sum(t.weight for t in m.heavy(x, 47.5)), change, 97.0)


def check_things_that_a_later_argument_changes(m: Any) -> None:
    """The list is read when nothing runs any more before C does."""

    class Changes:
        def __init__(self, change: Callable[[Any], Any], things: list[Any]) -> None:
            self.change, self.things = change, things

        def __float__(self) -> float:
            self.change(self.things)
            return 0.5

    def call(change: Callable[[Any], Any]) -> Any:
        things = [m.Thing(float(k)) for k in range(20)]
        return m.heavy(things, Changes(change, things)), things

    def put(item: Any) -> Callable[[Any], Any]:
        return lambda x: x.__setitem__(3, item)

    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return  # the list was copied at once: others may change it at any time
    for change in (list.clear, list.pop, lambda x: x.append(x[0])):
        raises(RuntimeError, "x changed during the call", call, change)
    raises(TypeError, "x[3] must be Thing, not int", call, put(5))
    raises(TypeError, "x[3] must be Thing, not object", call, put(object()))
    found, things = call(put(m.Thing(7.0)))
    assert len(found) == 19 and all(a is b for a, b in zip(found, things[1:]))

    class Other(m.Thing):  # type: ignore[misc,name-defined]
        pass

    found, things = call(put(Other(7.0)))
    assert all(a is b for a, b in zip(found, things[1:])), found
    others = [Other(float(k)) for k in range(9)]
    assert [a is b for a, b in zip(m.heavy(others, 4), others[5:])] == [True] * 4


def check_arrays(m: Any, np: Any) -> None:
    def make() -> Any:
        return np.arange(1000.0)

    def shrink(x: Any) -> None:
        x.resize(1, refcheck=False)

    def grow(x: Any) -> None:
        x.resize(100_000, refcheck=False)

    for change in (shrink, grow):
        sprung(make, m.sum, change, 499500.0)
        sprung(make, lambda x: m.double_all(x, [Number(), 1.0]).sum(), change, 499500.0)
        sprung(make, lambda x: m.double_all(x, x[:0]).sum(), change, 499500.0)
