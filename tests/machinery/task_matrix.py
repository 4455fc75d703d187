# SPDX-License-Identifier: MIT
"""The matrix: every exported function with every wrong kind of argument.

Each call must succeed or raise a clean exception that names the function, must leave
the arguments' reference counts as they were, arrays unchanged when it was refused,
and, for the same numbers in another form, give the same result.
"""

from __future__ import annotations

import functools
import gc
import inspect
import itertools
import random
import re
import sys
from typing import Any, Callable

import catalog
import driver
import wrong

import examples

CLEAN = (TypeError, ValueError, OverflowError, IndexError, MemoryError, BufferError)
# Exceptions of others than carbide, which come through as they are.
FOREIGN = (wrong.CustomError, UnicodeError, OSError, MemoryError, RecursionError)
# This interpreter or this NumPy has no such thing.
IMPOSSIBLE = (MemoryError, TypeError, ValueError, AttributeError, BufferError)
Build = Callable[[], "dict[str, Any]"]
PAIRS = 40  # random pairs of wrong arguments for each function


def run(setting: driver.Setting) -> int:
    """Call everything; returns how many functions there were."""
    functions = catalog.functions(setting)
    live = getattr(setting.module, "live", int)
    before = live()
    for function in functions:
        driver.watch()
        matrix = Matrix(setting, function)
        for which in range(len(function.examples)):
            matrix.one_example(which)
        if function.takes_counts:
            matrix.counts()
        gc.collect()
        if live() != before:
            setting.report.fail(
                f"{matrix.what}: {live() - before} more objects of C live after all "
                "calls than before: CB_OWNED did not free them"
            )
            before = live()
    return len(functions)


class Matrix:
    """All calls of one function."""

    def __init__(self, setting: driver.Setting, function: examples.Function) -> None:
        self.setting, self.function, self.np = setting, function, setting.np
        self.box, self.report = setting.box, setting.report
        self.what = f"{setting.name}.{function.name}"

    def one_example(self, which: int) -> None:
        """The good call, then each argument wrong, then some pairs of them."""
        function = self.function
        accepted, expected = self.good_call(function.fresh(which), which)
        if not accepted:
            return
        good = function.fresh(which)
        kinds = {
            name: [
                *wrong.variants(value, self.np, function.slow),
                *function.objects.variants(value),
            ]
            for name, value in good.items()
        }
        for name, p in function.signature.parameters.items():
            if name not in kinds and p.default is not p.empty:
                kinds[name] = list(self.optional(name, expected))
                if not (name in function.c and function.c[name].is_out):
                    # An input that was left out: its numbers are not the same at all.
                    kinds[name] = [(k.replace("same:", ""), v) for k, v in kinds[name]]
        for name, variants in kinds.items():
            for label, make in variants:
                self.attempt(which, {name: (label, make)}, expected)
        self.overlaps(which, expected)
        self.twins(which)
        self.pairs(which, kinds, expected)

    def optional(self, name: str, expected: Any) -> Any:
        """What to try for an argument that the good call leaves out."""
        result = expected[0] if expected else None
        parts = result if isinstance(result, tuple) else (result,)
        array = getattr(self.np, "ndarray", ())
        for part in parts:
            if isinstance(part, array):
                yield from wrong.variants(part, self.np, self.function.slow)
                return
        yield from wrong.variants(None, self.np, self.function.slow)

    def good_call(self, arguments: dict[str, Any], which: int) -> Any:
        """Whether C accepts a good call, and (result, arguments afterwards) or None."""
        self.box.enter(f"{self.what}: good call {which}: {shown(arguments)}")
        args, kwargs = self.function.positional(arguments)
        try:
            return True, (self.function.call(*args, **kwargs), arguments)
        except Exception as error:
            if isinstance(error, self.function.may_raise):
                return True, None
            self.report.fail(
                f"{self.what}: no good call. With {shown(arguments)} came "
                f"{describe(error)}. Say in {self.setting.name}/examples.py: "
                f'GOOD = {{"{self.function.name}": {{…}}}}'
            )
            return False, None

    def attempt(self, which: int, changes: dict[str, Any], expected: Any) -> None:
        """One call with some arguments replaced."""
        labels = ", ".join(f"{name} = {label}" for name, (label, _) in changes.items())
        if not self.box.enter(f"{self.what}: {labels}"):
            return
        same = all(label.startswith("same:") for label, _ in changes.values())
        same = same and not self.function.layout

        def build() -> dict[str, Any]:
            arguments = self.function.fresh(which)
            for name, (_, make) in changes.items():
                arguments[name] = make()
            return arguments

        self.call(build, labels, expected if same else None)

    def call(self, build: Build, labels: str, expected: Any) -> None:
        """Call, and look at what came of it."""
        try:
            arguments = build()
        except IMPOSSIBLE:
            return
        args, kwargs = self.function.positional(arguments)
        before = [snapshot(value, self.np) for value in arguments.values()]
        counts = self.references(arguments)
        result = error = None
        try:
            result = self.function.call(*args, **kwargs)
        except Exception as caught:
            error = caught.with_traceback(None)
            error.__context__ = None
        if error is not None:
            if not self.is_anothers(arguments, labels):
                self.check_error(error, labels)
            if self.refused(error):
                self.check_unchanged(arguments, before, labels)
        elif expected is not None:
            self.check_same(result, arguments, expected, labels)
        result = error = None
        after = self.references(arguments)
        if after != counts:
            self.report.fail(
                f"{self.what}: {labels}: reference counts of {list(arguments)} were "
                f"{counts} before and {after} after the call"
            )

    def references(self, arguments: dict[str, Any]) -> list[int]:
        """How many there are to each argument; 0 where that cannot be told.

        C keeps some callables, and fields what is assigned to them. The object of a
        method may go on using others; live()
        tells whether it lets go.
        """
        function = self.function
        keeps = function.object_name in arguments and function.takes_objects
        kept = [n for n, c in function.callbacks.items() if c["kept"]]
        return [
            0
            if function.keeps
            or not counted(v)
            or n in kept
            or (keeps and function.objects.is_object(v))
            else sys.getrefcount(v) - 1
            for n, v in arguments.items()
        ]

    # ---------------------------------------------------------------- what came
    def is_anothers(self, arguments: dict[str, Any], labels: str) -> bool:
        """Whether it may come from a callable, which raises what it likes."""
        called = any(callable(arguments.get(n)) for n in self.function.callbacks)
        return called and "callable that gives" not in labels

    def refused(self, error: Exception) -> bool:
        """Whether carbide itself raised it, before C was called."""
        return f"{self.function.name}()" in str(error) and isinstance(error, CLEAN)

    def is_own(self, error: Exception) -> bool:
        """Whether it has a text that is known not to be carbide's."""
        own = self.function.own_message
        return bool(own) and bool(re.search(own, str(error), re.S))

    def check_error(self, error: Exception, labels: str) -> None:
        """The exception is of a clean class and names the function."""
        text = str(error)
        if self.is_own(error):
            return
        if isinstance(error, (*FOREIGN, *self.function.may_raise)):
            return
        if not isinstance(error, CLEAN):
            self.report.fail(f"{self.what}: {labels}: {describe(error)}")
        elif f"{self.function.name}()" not in text:
            self.report.fail(
                f"{self.what}: {labels}: the message does not begin with "
                f"`{self.function.name}():` : {describe(error)}"
            )

    def check_unchanged(
        self, arguments: dict[str, Any], before: list[Any], labels: str
    ) -> None:
        """A call that was refused wrote nothing."""
        for (name, value), old in zip(arguments.items(), before):
            if snapshot(value, self.np) != old:
                self.report.fail(
                    f"{self.what}: {labels}: was refused, yet {name} has changed"
                )

    def check_same(
        self, result: Any, arguments: dict[str, Any], expected: Any, labels: str
    ) -> None:
        """The same numbers in another form give the same result."""
        wanted, wanted_arguments = expected
        if not equal(content(result), content(wanted), self.np):
            self.report.fail(
                f"{self.what}: {labels}: gave {result!r:.300}, but the same numbers "
                f"gave {wanted!r:.300} before"
            )
        for name, value in arguments.items():
            changed = wanted_arguments.get(name, value)
            if isinstance(value, getattr(self.np, "ndarray", ())) and not equal(
                value, changed, self.np
            ):
                self.report.fail(
                    f"{self.what}: {labels}: left {name} = {value!r:.300}, but the "
                    f"good call {changed!r:.300}"
                )

    # ------------------------------------------------------------ several at once
    def overlaps(self, which: int, expected: Any) -> None:
        """One array twice, and parts of one array."""
        if self.np is None:
            return
        arrays = {
            name: value
            for name, value in self.function.fresh(which).items()
            if isinstance(value, self.np.ndarray)
        }
        for first, a in arrays.items():
            for second, b in arrays.items():
                if first >= second or a.dtype != b.dtype:
                    continue
                for shift in (0, 1):
                    self.attempt_overlap(which, first, second, shift)

    def attempt_overlap(self, which: int, first: str, second: str, shift: int) -> None:
        labels = f"{first} and {second} overlap, {shift} elements apart"
        if not self.box.enter(f"{self.what}: {labels}"):
            return

        def build() -> dict[str, Any]:
            arguments = self.function.fresh(which)
            a, b = arguments[first], arguments[second]
            memory = self.np.ones(max(a.size, b.size) + shift, a.dtype)
            arguments[first] = memory[: a.size].reshape(a.shape)
            arguments[second] = memory[shift : shift + b.size].reshape(b.shape)
            return arguments

        self.call(build, labels, None)

    def twins(self, which: int) -> None:
        """The same object for two arguments."""
        given = [
            name
            for name, value in self.function.fresh(which).items()
            if self.function.objects.is_object(value)
        ]
        for first, second in itertools.combinations(given, 2):
            labels = f"{first} is {second}"
            if self.box.enter(f"{self.what}: {labels}"):
                self.call(
                    functools.partial(self.twin, which, first, second), labels, None
                )

    def twin(self, which: int, first: str, second: str) -> dict[str, Any]:
        arguments = self.function.fresh(which)
        arguments[second] = arguments[first]
        return arguments

    def pairs(self, which: int, kinds: dict[str, Any], expected: Any) -> None:
        """Some calls with two wrong arguments, the same ones in each run."""
        if len(kinds) < 2:
            return
        chance = random.Random(self.what)
        for _ in range(PAIRS):
            first, second = chance.sample(sorted(kinds), 2)
            changes = {
                first: chance.choice(kinds[first]),
                second: chance.choice(kinds[second]),
            }
            self.attempt(which, changes, expected)

    def counts(self) -> None:
        """Too few, too many, unknown, twice given: always a TypeError."""
        function = self.function
        args, kwargs = function.positional(function.fresh())
        named = [
            name
            for name, p in [*function.signature.parameters.items()][: len(args)]
            if p.kind is p.POSITIONAL_OR_KEYWORD
        ]
        kinds = {p.kind for p in function.signature.parameters.values()}
        wrong_calls = {}
        if inspect.Parameter.VAR_POSITIONAL not in kinds:
            wrong_calls["one argument more"] = ([*args, *[None] * 40], kwargs)
        if inspect.Parameter.VAR_KEYWORD not in kinds:
            wrong_calls["unknown keyword"] = (args, {**kwargs, "no_such_argument": 1})
            wrong_calls["another alphabet"] = (args, {**kwargs, "n\u00e4": 1})
            wrong_calls["surrogate as keyword"] = (args, {**kwargs, "\ud800": 1})
            wrong_calls["empty keyword"] = (args, {**kwargs, "": 1})
        if args:
            wrong_calls["one argument less"] = (args[:-1], kwargs)
        if args and named:
            wrong_calls["given twice"] = (args, {**kwargs, named[0]: args[0]})
        for label, (call_args, call_kwargs) in wrong_calls.items():
            if not self.box.enter(f"{self.what}: {label}"):
                continue
            try:
                function.call(*call_args, **call_kwargs)
            except TypeError as error:
                if f"{function.name}()" not in str(error) and not self.is_own(error):
                    self.report.fail(f"{self.what}: {label}: {describe(error)}")
            except Exception as error:
                self.report.fail(f"{self.what}: {label}: {describe(error)}")
            else:
                if label != "one argument less":
                    self.report.fail(f"{self.what}: {label} is accepted")


def shown(arguments: dict[str, Any]) -> str:
    """The arguments as text; some objects have none, having not been made."""
    texts = {}
    for name, value in arguments.items():
        try:
            texts[name] = ascii(value)
        except ValueError as error:
            texts[name] = f"<{type(value).__name__}: {error}>"
    return ", ".join(f"{name} = {text}" for name, text in texts.items())


def describe(error: BaseException) -> str:
    """Class and text of an exception."""
    return f"{type(error).__name__}: {error}"


def counted(value: Any) -> bool:
    """Whether nobody else's code takes references to this object meanwhile."""
    kinds = (
        bool,
        int,
        float,
        str,
        bytes,
        type,
        tuple,
        type(None),
        type(...),
        type(sys),
    )
    return not isinstance(value, (*kinds, type(len), type(NotImplemented)))


def snapshot(value: Any, np: Any) -> Any:
    """Content of an array, to compare with later."""
    if np is not None and isinstance(value, np.ndarray):
        masked = isinstance(value, np.ma.MaskedArray)  # its bytes are made anew
        if value.dtype.hasobject or value.nbytes > 1_000_000 or masked:
            return None
        if value.dtype.names:  # whose padding is nobody's
            return repr(value.tolist())
        return value.tobytes()
    if isinstance(value, bytearray):
        return bytes(value)
    if isinstance(value, memoryview):
        try:
            return value.tobytes()
        except ValueError:
            return None
    return None


def content(value: Any) -> Any:
    """An output that was brought along in another form, as the array that it is."""
    if isinstance(value, tuple):
        return tuple(content(item) for item in value)
    return getattr(value, "a", value)


def equal(a: Any, b: Any, np: Any) -> bool:
    """Equal in type, shape and content; nan equals nan."""
    if isinstance(a, memoryview) and np is not None and isinstance(b, np.ndarray):
        # whose own reader of formats knows no padding behind the last field
        a = (
            np.frombuffer(a, b.dtype).reshape(a.shape)
            if b.dtype.names
            else np.asarray(a)
        )
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(equal(x, y, np) for x, y in zip(a, b))
    if np is not None and isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        if a.dtype.names and b.dtype.names:
            same = a.dtype == b.dtype
            return same and repr(a.astype(b.dtype).tolist()) == repr(b.tolist())
        if a.dtype != b.dtype or a.shape != b.shape:
            return a.shape == b.shape and a.tolist() == b.tolist()
        return a.tobytes() == b.tobytes() or bool(np.array_equal(a, b))
    if isinstance(a, memoryview) and isinstance(b, memoryview):
        if a.format.startswith("T{"):
            return a.format == b.format and a.tobytes() == b.tobytes()
        return a.tolist() == b.tolist()
    if type(a) is type(b) and type(a).__eq__ is object.__eq__:
        return True  # objects of C: each call makes another
    return type(a) is type(b) and (a == b or (a != a and b != b))
