# SPDX-License-Identifier: MIT
"""Small helpers of the modules' checks.py, which run on every interpreter."""

from __future__ import annotations

import functools
import gc
import sys
import threading
from collections.abc import Iterable
from typing import Any, Callable


def raises(
    expected: type[BaseException],
    text: str,
    call: Callable[..., Any],
    *args: Any,
    **kw: Any,
) -> BaseException:
    """The call raises exactly this class, and `text` stands in its message."""
    try:
        result = call(*args, **kw)
    except BaseException as error:
        assert type(error) is expected, f"{type(error).__name__}: {error}"
        assert text in str(error), f"no {text!r} in {str(error)!r}"
        return error
    raise AssertionError(f"gave {result!r}, and did not raise {expected.__name__}")


def equal(result: Any, expected: Any) -> None:
    """Equal in type and value."""
    assert type(result) is type(expected), f"{result!r} is not of {type(expected)}"
    assert result == expected, f"{result!r} != {expected!r}"


def unraisable(job: Callable[[], Any]) -> list[tuple[str, str]]:
    """What nobody could be told: the exceptions, and where they came from."""
    seen: list[tuple[str, str]] = []
    before = sys.unraisablehook
    sys.unraisablehook = lambda u: seen.append((repr(u.exc_value), str(u.object)))
    try:
        job()
        gc.collect()
    finally:
        sys.unraisablehook = before
    return seen


def stir() -> None:
    """Memory that was freed gets other contents, in C's allocator and Python's."""
    gc.collect()
    junk = [bytes(b"\xff" * k) for k in range(8, 1600)]
    rows = [[1.5] * (k % 40) for k in range(200)]
    del junk, rows


def items(array: Any) -> Any:
    """The elements of an ndarray or memoryview, as nested lists."""
    return array.tolist()


def all_equal(call: Callable[..., Any], values: Iterable[Any]) -> None:
    """The call gives back what it is given."""
    for value in values:
        equal(call(value), value)


def together(n: int, job: Callable[[int], Any]) -> list[BaseException]:
    """What jobs 0 … n raised, begun at once."""
    barrier = threading.Barrier(n)
    raised: list[BaseException] = []

    def run(i: int) -> None:
        barrier.wait()
        try:
            job(i)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def endless(function: Callable[..., Any], *methods: str) -> None:
    """An argument whose method is the call itself, with no frame of Python between."""
    for name in methods:
        argument = type("Endless", (), {})()
        again = staticmethod(functools.partial(function, argument))
        setattr(type(argument), name, again)
        raises(RecursionError, "", function, argument)
