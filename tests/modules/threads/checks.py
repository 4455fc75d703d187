# SPDX-License-Identifier: MIT
"""What the test module `threads` must do: who holds the GIL while C works."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable

from checking import equal, items, raises

NAP = 100_000  # microseconds


def advances(call: Callable[[], Any]) -> int:
    """How many turns another thread makes while `call` runs, after it has begun."""
    turns, stop, ready = [0], threading.Event(), threading.Barrier(2)

    def count() -> None:
        ready.wait()
        while not stop.is_set():
            turns[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    ready.wait()
    time.sleep(0.01)
    before = turns[0]
    call()
    after = turns[0]
    stop.set()
    thread.join()
    return after - before


def lets_run(call: Callable[[], Any]) -> bool:
    """Whether other threads run during `call`; a busy machine needs several tries."""
    return any(advances(call) > 10 for _ in range(5))


def keeps_waiting(call: Callable[[], Any]) -> bool:
    """Whether they wait; around the call they may run as long as the system likes."""
    return any(advances(call) <= 2 for _ in range(5))


def check_values(m: Any) -> None:
    equal(m.straight(6), 7)
    equal(m.freed_straight(6), 7)
    equal(m.closed([4.0, 9.0]), 5.0)
    equal(m.held_array([4.0, 9.0]), 5.0)
    equal(m.open_array([4.0, 9.0], 0), 9.0)
    equal(m.pure_array([4.0, 9.0], 0), 9.0)
    equal(m.open_sleep(1), 1)
    equal(m.held_sleep(1), 1)
    raises(ValueError, "microseconds <= 10000000", m.open_sleep, 2**40)


def check_others_advance(m: Any) -> None:
    """A function that sleeps lets other threads run; one that is told to keeps them."""
    assert lets_run(lambda: m.open_sleep(NAP))
    assert lets_run(lambda: m.open_array([1.0], NAP))


def check_others_wait(m: Any) -> None:
    import sys

    if getattr(sys, "_is_gil_enabled", lambda: True)():
        assert keeps_waiting(lambda: m.held_sleep(NAP))
        assert keeps_waiting(lambda: m.pure_array([1.0], NAP))
    large = memoryview(bytes(80_000)).cast("d")
    assert lets_run(lambda: m.pure_array(large, NAP))


def check_arrays_in_threads(m: Any, np: Any) -> None:
    """Several threads at once, each with an array of its own."""
    arrays = [np.zeros(10_000, "i8") for _ in range(4)]
    threads = [
        threading.Thread(target=lambda x=x: [m.increment(x, 50) for _ in range(20)])
        for x in arrays
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all((x == 1000).all() for x in arrays)


def check_resize_is_refused(m: Any, np: Any) -> None:
    """While C works on an array, nobody resizes it."""
    x = np.zeros(100_000, "i8")
    seen = []

    def resize() -> None:
        time.sleep(0.02)
        try:
            x.resize(10)
        except ValueError as error:
            seen.append(error)

    thread = threading.Thread(target=resize)
    thread.start()
    start = time.monotonic()
    while thread.is_alive() and time.monotonic() - start < 10:
        m.increment(x, 1000)
    thread.join()
    assert seen, "the array was resized while C worked on it"
    assert x.size == 100_000


def check_small_calls(m: Any) -> None:
    equal(m.closed_without_arrays(0), 0.0)
    x = [0] * 3
    raises(TypeError, "increment(): x", m.increment, x, 1)
    equal(items(memoryview(b"")), [])
