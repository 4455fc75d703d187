# SPDX-License-Identifier: MIT
"""Arguments whose conversion changes another argument: an error or the right answer.

For each pair of arguments one is replaced by an object that, when C's side converts it
(__index__, __float__, __array__, __iter__ …), resizes, reshapes, freezes, clears or
fills the other one, and then gives the good value. Lists do the same to themselves
through their items. A crash is found by the parent, a use of freed memory by ASan.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Callable

import catalog
import driver
import task_matrix

import examples

HOOKS = (
    "__index__ __int__ __float__ __complex__ __bool__ __array__ __iter__ __len__ "
    "__getitem__ __fspath__ __buffer__ __dlpack__ __dlpack_device__ fileno"
).split()
MOST = 20000  # items, of a list that grows while it is iterated over


def run(setting: driver.Setting) -> int:
    """Try every pair of every function; returns how many functions there were."""
    functions = catalog.functions(setting)
    for function in functions:
        driver.watch()
        for which in range(len(function.examples)):
            Pairs(setting, function, which).run()
    return len(functions)


class Pairs:
    """All pairs (who changes, who is changed) of one good call."""

    def __init__(
        self, setting: driver.Setting, function: examples.Function, which: int
    ) -> None:
        self.setting, self.function, self.which = setting, function, which
        self.what = f"{setting.name}.{function.name}"

    def run(self) -> None:
        """Every carrier, every victim, every change."""
        names = list(self.function.fresh(self.which))
        optional = [n for n in self.function.signature.parameters if n not in names]
        for victim in names:
            good = self.function.fresh(self.which)[victim]
            for change in changes(good, self.setting.np):
                for carrier in [*names, *optional]:
                    for kind in ("object", "items"):
                        self.attempt(victim, carrier, kind, change)

    def attempt(self, victim: str, carrier: str, kind: str, change: Any) -> None:
        """One call."""
        label, action = change
        text = f"{kind} of {carrier} does {label} to {victim}"
        if not self.setting.box.enter(f"{self.what}: {text}"):
            return
        arguments = self.function.fresh(self.which)
        good = arguments.get(carrier)
        target = arguments[victim]
        if callable(good) and label.startswith("resize"):
            return  # refcheck=False frees memory that C is using: NumPy's own rule
        if kind == "object":
            if carrier == victim:
                return
            evil: Any = make_object(good, lambda: action(target))
        else:
            evil = make_items(good, self.setting.np)
            if evil is None:
                return
            target = evil if carrier == victim else target
            if not isinstance(target, list) and target is evil:
                return
            plant(evil, lambda: action(target))
        arguments[carrier] = evil
        args, kwargs = self.function.positional(arguments)
        try:
            self.function.call(*args, **kwargs)
        except SystemError as error:
            if not isinstance(error, self.function.may_raise):
                self.setting.report.fail(
                    f"{self.what}: {text}: {task_matrix.describe(error)}"
                )
        except Exception:
            pass


def changes(good: Any, np: Any) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """What can be done to a good value, by its type; actions may be refused."""
    if np is not None and isinstance(good, np.ndarray):
        yield "resize to 0", quiet(lambda a: a.resize(0, refcheck=False))
        yield "resize to much", quiet(lambda a: a.resize(100000, refcheck=False))
        yield "reshape", quiet(lambda a: setattr(a, "shape", (a.size, 1, 1)))
        yield "transpose", quiet(lambda a: setattr(a, "strides", a.strides[::-1]))
        yield "freeze", quiet(lambda a: a.setflags(write=False))
        yield "new dtype", quiet(lambda a: setattr(a, "dtype", "S1"))
        yield "fill", quiet(lambda a: a.fill(255))
    elif isinstance(good, bytearray):
        yield "clear", quiet(lambda b: b.clear())
        yield "grow", quiet(lambda b: b.extend(b"x" * 100000))
    elif isinstance(good, memoryview):
        yield "release", quiet(lambda v: v.release())
    elif hasattr(good, "__exit__"):
        yield "close", quiet(lambda o: o.close())
        yield "close and __init__", quiet(make_again)
    if isinstance(good, (list, tuple)) or hasattr(good, "tolist"):
        yield "clear", quiet(lambda x: x.clear())
        yield (
            "append",
            quiet(lambda x: x.extend(["x"] * (1000 if len(x) < MOST else 0))),
        )
        yield "replace", quiet(lambda x: x.__setitem__(slice(None), [None] * len(x)))


def make_again(it: Any) -> None:
    """The same object, with another one of C's in it."""
    it.close()
    it.__init__()


def quiet(action: Callable[[Any], Any]) -> Callable[[Any], None]:
    """An action whose own failure does not matter."""

    def run(target: Any) -> None:
        with contextlib.suppress(Exception):
            action(target)

    return run


def make_object(good: Any, action: Callable[[], None]) -> Any:
    """An object that acts whenever it is asked for anything, then gives `good`."""

    def hook(name: str) -> Callable[..., Any]:
        def act(self: Any, *args: Any, **kwargs: Any) -> Any:
            action()
            own = getattr(good, name, None)
            if own is not None:
                return own(*args, **kwargs)
            if name == "__array__" and hasattr(good, "tolist"):
                return good
            if name == "__buffer__":
                return memoryview(good)
            if name in ("__index__", "__int__"):
                return int(good) if isinstance(good, (int, float)) else 1
            if name == "__float__":
                return float(good) if isinstance(good, (int, float)) else 1.0
            if name == "__complex__":
                return 1j
            return "x" if name == "__fspath__" else 1

        return act

    if callable(good):
        return lambda *args: action() or good(*args)
    offered = [name for name in HOOKS if may_have(good, name)]
    return type("Evil", (), {name: hook(name) for name in offered})()


def may_have(good: Any, name: str) -> bool:
    """Hooks that lead to the value: arrays are asked otherwise than numbers."""
    if name in ("__array__", "__buffer__", "__dlpack__", "__dlpack_device__"):
        return hasattr(good, "tolist") or isinstance(good, (bytes, bytearray))
    if name in ("__iter__", "__len__", "__getitem__"):
        return isinstance(good, (list, tuple, memoryview))
    return not hasattr(good, "tolist")


class Item:
    """An element of a list that acts when it is converted."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.action: Callable[[], None] = int

    def __index__(self) -> int:
        self.action()
        return int(self.value)

    def __float__(self) -> float:
        self.action()
        return float(self.value)

    def __complex__(self) -> complex:
        self.action()
        return complex(self.value)

    def __len__(self) -> int:
        self.action()
        return len(self.value)

    def __getitem__(self, i: Any) -> Any:
        self.action()
        return self.value[i]


def make_items(good: Any, np: Any) -> Any:
    """A list in place of an array, each number of which is an Item; or None."""
    if (np is not None and isinstance(good, np.ndarray)) or isinstance(
        good, memoryview
    ):
        return nested(good.tolist())
    return None


def nested(value: Any) -> Any:
    return [nested(v) for v in value] if isinstance(value, list) else Item(value)


def plant(items: Any, action: Callable[[], None]) -> None:
    """Let the middle item act, so that there are some before and some behind it."""
    while isinstance(items, list) and items:
        items = items[len(items) // 2]
    if isinstance(items, Item):
        items.action = action
