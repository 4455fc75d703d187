# SPDX-License-Identifier: MIT
"""What one interpreter finds of the locks: `checks.py FOLDER NAME`.

In: the folder of hand_locks.so and hand_more.so, and the name of a check below. Out:
status 0, or a traceback. Each starts its threads behind a barrier and, where it counts,
has a twin without the lock that must lose increments where there is no GIL. What hangs
is dumped and ended.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable

sys.path.insert(0, sys.argv[1])
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "machinery"))

import hand_locks as m
from checking import together

# Free-threaded builds run with the GIL off, whatever a module says of itself.
FREE = not getattr(sys, "_is_gil_enabled", lambda: True)()


def repeat(seconds: float, call: Callable[[], Any]) -> int:
    """How often the call was made in that time; checked every hundred times."""
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        for _ in range(100):
            call()
        count += 100
    return count


def raises(kind: type, text: str, call: Callable[[], Any]) -> None:
    try:
        call()
    except kind as error:
        assert str(error) == text, error
    else:
        raise AssertionError(f"no {kind.__name__}: {text}")


def free() -> bool:
    """Nobody holds, nobody waits."""
    return all(m.word(i) == 0 for i in range(8))


# ---------------------------------------------------------------------- exclusion
def check_counts() -> None:
    """More than a million increments, exact: attached, detached, by the test form."""
    done = [0] * 4

    def many(i: int) -> None:
        done[i] = repeat(0.2, lambda: m.add(0, 1, 0))
        for _ in range(250_000):
            m.add(0, 1, 0)

    assert not together(4, many)
    assert m.get(0) == sum(done) + 1_000_000 and free()

    def detached(i: int) -> None:
        for _ in range(5_000):
            m.add(1, 50, 1)

    assert not together(4, detached)
    assert m.get(1) == 4 * 5_000 * 50 and free()

    def tested(i: int) -> None:
        for k in range(20_000):
            m.add_tested(2, 10) if (k + i) % 2 else m.add(2, 10, i % 2)

    assert not together(4, tested)
    assert m.get(2) == 4 * 20_000 * 10 and free()


def check_twin() -> None:
    """Without the lock increments are lost: where there is no GIL, and detached."""
    done = [0, 0]

    def run(i: int) -> None:
        done[i] += repeat(0.1, lambda: m.add_without(6, 100, not FREE))

    for _ in range(20):
        assert not together(2, run)
        if m.get(6) < sum(done) * 100:
            return
    raise AssertionError("nothing is lost: the test of the lock proves nothing")


def check_merge() -> None:
    """A.merge(B) beside B.merge(A): no deadlock, nothing lost."""
    n = 30_000

    def run(i: int) -> None:
        for _ in range(n):
            m.merge(2 + i % 2, 3 - i % 2)

    assert not together(3, run)
    assert m.get(2) == m.get(3) == 3 * n and free()


def check_module_lock() -> None:
    """CB_GIL(held): one at a time on every build."""
    n = 50_000
    before = m.get(7)

    def run(i: int) -> None:
        for _ in range(n):
            m.held(10)

    assert not together(4, run)
    assert m.get(7) - before == 4 * n * 10


def check_readers_share() -> None:
    """Four sleep together, holding the lock; a writer waits for all of them."""
    started = time.monotonic()
    assert not together(4, lambda i: m.hold(0, 0, 300))
    assert time.monotonic() - started < 1.0
    started = time.monotonic()
    assert not together(3, lambda i: m.hold(0, 1, 100))
    assert time.monotonic() - started >= 0.3 and free()


# ------------------------------------------------------------- waiting for oneself
def check_reentry() -> None:
    on = "on the same object is running in this thread"
    each = "called while Count.each()"
    error = RuntimeError
    add = f"Count.add() {each} {on}"
    raises(error, add, lambda: m.each(0, 1, 0, lambda: m.add(0, 1, 0)))
    raises(error, add, lambda: m.each(0, 0, 0, lambda: m.add(0, 1, 0)))
    get = f"Count.get() {each} {on}"
    raises(error, get, lambda: m.each(0, 1, 0, lambda: m.get(0)))
    tested = f"Count.add_tested() {each} {on}"
    raises(error, tested, lambda: m.each(0, 1, 0, lambda: m.add_tested(0, 1)))
    assert m.each(0, 0, 0, lambda: m.get(0)) == m.get(0)
    assert m.each(0, 0, 0, lambda: m.each(0, 0, 0, lambda: m.pair(0, 0))) == 2 * m.get(
        0
    )
    assert m.each(0, 1, 0, lambda: m.get(1)) == m.get(1)
    assert free()


def check_reentrant() -> None:
    """CB_LOCK(reentrant): the same thread is always granted, others are not."""
    before = m.get(4)

    def twice() -> Any:
        return m.each(4, 0, 1, lambda: m.each(4, 1, 1, lambda: m.each(4, 0, 1, int)))

    assert m.each(4, 1, 1, twice) == 0
    assert free()

    def other() -> Any:
        thread = threading.Thread(target=m.add, args=(4, 1, 0))
        thread.start()
        thread.join(0.3)
        assert thread.is_alive() and m.word(4)
        return thread

    m.each(4, 1, 1, lambda: m.each(4, 0, 1, other)).join()
    assert m.get(4) == before + 1 and free()


def check_doubles() -> None:
    merge = (
        "Count.merge(): j is the same object as self, but Count.merge() changes one of "
        "them: give it two objects"
    )
    raises(ValueError, merge, lambda: m.merge(1, 1))
    twice = (
        "add_all(): objects holds the same object twice, but add_all() changes it: "
        "give it different objects"
    )
    raises(ValueError, twice, lambda: m.add_all([1, 2, 3, 1]))
    before = [m.get(i) for i in range(8)]
    m.add_all([7, 3, 5, 1, 0])
    assert [m.get(i) - before[i] for i in range(8)] == [1, 1, 0, 1, 0, 1, 0, 1]
    assert m.pair(1, 1) == 2 * m.get(1) and free()


# ----------------------------------------------------------- waiting for each other
def check_deadlock() -> None:
    """Two objects in the wrong order, through callbacks: one raises, one goes on."""
    text = (
        "Count.add(): deadlock: self is held by Count.each() in another thread, which "
        "waits for an object that this thread holds"
    )
    both = threading.Barrier(2)
    done: list[int] = []

    def inner(i: int) -> None:
        both.wait()
        m.add(1 - i, 1, 0)
        done.append(i)

    for k in range(100):
        raised = together(2, lambda i: m.each(i, 1, 0, lambda: inner(i)))
        assert [str(e) for e in raised] == [text], raised
        assert len(done) == k + 1 and free()


def check_two_modules() -> None:
    """Named locks are the process's, and rings through two modules are found."""
    import hand_more as more

    text = (
        "named() called while named(), which has the same CB_LOCK, is running in this "
        "thread"
    )
    raises(RuntimeError, text, lambda: m.named("x", 0, lambda: more.named("x", 0, int)))
    assert m.named("x", 0, lambda: more.named("y", 0, int)) == 0
    modules = [m, more]
    ring = (
        'named(): deadlock: the lock "{}" is held by named() in another thread, which '
        "waits for an object that this thread holds"
    )
    both = threading.Barrier(2)

    def job(i: int) -> None:
        def inner() -> None:
            both.wait()
            modules[i].named("xy"[1 - i], i, int)

        modules[i].named("xy"[i], i + 2, inner)

    raised = together(2, job)
    assert len(raised) == 1 and str(raised[0]) in (ring.format("x"), ring.format("y"))
    total = [0]

    def count(i: int) -> None:
        def one() -> None:
            seen = total[0]
            time.sleep(0)
            total[0] = seen + 1

        for _ in range(2_000):
            modules[i % 2].named("counter", i, one)

    assert not together(4, count)
    assert total == [8_000]


# ----------------------------------------------------------------------- the others
def check_collector() -> None:
    """Collections stop the world while threads wait: nothing hangs."""
    stop = False

    def collect() -> None:
        while not stop:
            gc.collect()

    before = m.get(5)
    done = [0] * 3

    def run(i: int) -> None:
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            m.add(5, 1000, 1)
            done[i] += 1000

    collector = threading.Thread(target=collect)
    collector.start()
    raised = together(3, run)
    stop = True
    collector.join()
    assert not raised and m.get(5) - before == sum(done) and free()


def check_deferred() -> None:
    """A destructor that cannot have the lock runs when it is released."""
    log: list[str] = []

    class Noisy:
        def __del__(self) -> None:
            log.append(f"gone after {m.dropped()}")

    before = m.dropped()
    m.drop(0, Noisy())
    assert m.dropped() == before + 1 and len(log) == 1
    log.clear()

    def inner() -> None:
        m.drop(0, Noisy())
        m.drop(0, Noisy())
        assert m.dropped() == before + 1 and not log
        raise LookupError("kept")

    raises(LookupError, "kept", lambda: m.each(0, 0, 0, inner))
    assert m.dropped() == before + 3 and free()
    assert log == [f"gone after {before + k}" for k in (2, 3)], log

    class Bold:
        def __del__(self) -> None:
            text = (
                "Count.get() called while the destructor of the same object is running"
            )
            raises(RuntimeError, f"{text} in this thread", lambda: m.get(0))
            log.append("told")

    m.each(0, 1, 0, lambda: m.drop(0, Bold()))
    assert log[-1] == "told" and free()


def check_deferred_for_two() -> None:
    """It wants two locks: it runs when both are free, and holds both then."""
    before = m.dropped()

    def inner() -> None:
        m.drop_both(None)
        assert m.dropped() == before

    def outer() -> None:
        m.each(0, 1, 0, inner)
        assert m.dropped() == before  # now it waits for the other one

    m.each(1, 0, 0, outer)
    assert m.dropped() == before + 1
    before += 1
    m.each(0, 1, 0, inner)
    assert m.dropped() == before + 1 and free()


def check_wait_run() -> None:
    """What cannot be put off waits; not for what this thread holds itself."""
    before = m.dropped()
    thread = threading.Thread(target=m.hold, args=(1, 0, 300))
    thread.start()
    while not m.word(1):
        time.sleep(0.01)
    m.drop_waiting(None)
    assert m.dropped() == before + 1 and not m.word(1)
    thread.join()
    m.each(1, 0, 0, lambda: m.drop_waiting(None))
    assert m.dropped() == before + 1 and free()


def check_deferred_storm() -> None:
    """Of what two threads drop while others hold the lock, all is run, once."""
    before = m.dropped()

    def run(i: int) -> None:
        for _ in range(5_000):
            if i == 3:
                m.drop_both(None)
            elif i == 2:
                m.drop(0, None)
            else:
                m.add(i, 5, 1)

    assert not together(4, run)
    m.merge(0, 1)
    assert m.dropped() - before == 10_000 and free()


def check_interrupt() -> None:
    """Ctrl-C while the main thread waits; what it held then is free."""
    thread = threading.Thread(target=m.hold, args=(1, 1, 1500))
    thread.start()
    while not m.word(1):
        time.sleep(0.01)
    started = time.monotonic()
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        m.merge(0, 1)
    except KeyboardInterrupt:
        assert 0.2 < time.monotonic() - started < 1.0
    else:
        raise AssertionError("no KeyboardInterrupt")
    m.add(0, 1, 0)
    thread.join()
    assert free()


def check_handler() -> None:
    """A signal handler that calls a method while its thread waits for the object."""
    thread = threading.Thread(target=m.hold, args=(1, 0, 800))
    thread.start()
    while not m.word(1):
        time.sleep(0.01)
    seen = []
    signal.signal(signal.SIGINT, lambda *_: seen.append(m.get(1)))
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    m.add(1, 1, 0)
    thread.join()
    assert len(seen) == 1 and free()


def check_fork() -> None:
    """The child of a fork: what other threads held is free, or said to be broken."""
    stop = threading.Event()
    for i, exclusive in ((1, 1), (2, 0)):
        thread = threading.Thread(
            target=m.each, args=(i, exclusive, 0, stop.wait), daemon=True
        )
        thread.start()
    while not (m.word(1) and m.word(2)):
        time.sleep(0.01)

    def child() -> int:
        text = (
            "Count.add(): self was held for writing by another thread when this "
            "process was forked: its data may be half changed"
        )
        raises(RuntimeError, text, lambda: m.add(1, 1, 0))
        m.add(1, 1, 0)
        m.add(2, 1, 0)
        on = "is running in this thread"
        own = f"Count.get() called while Count.each() on the same object {on}"
        raises(RuntimeError, own, lambda: m.get(3))
        assert not together(2, lambda i: [m.add(4, 1, 1) for _ in range(1000)])
        return 0

    def forks() -> int:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                code = child()
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    codes = [m.each(3, 1, 0, forks) for _ in range(5)]
    stop.set()
    assert codes == [0] * 5


class Late:
    """Calls a method when the interpreter is torn down."""

    def __init__(self, i: int) -> None:
        self.call = m.add
        self.i = i

    def __del__(self) -> None:
        self.call(self.i, 1, 0)
        print("done", self.i)


def check_exit() -> None:
    """The process ends while daemons hold locks, work, and wait for them: destructors
    that want what is held are told so, at once; the others run."""

    def begin(target: Callable[..., Any], *args: object) -> None:
        threading.Thread(target=target, args=args, daemon=True).start()

    begin(m.hold, 1, 1, 60_000)
    begin(m.hold, 2, 0, 60_000)
    begin(m.each, 4, 1, 0, threading.Event().wait)
    while not all(m.word(i) for i in (1, 2, 4)):
        time.sleep(0.001)
    begin(m.add, 1, 1, 0)
    begin(m.merge, 1, 3)
    main = sys.modules["__main__"]
    main.late = [Late(i) for i in (1, 2, 3, 4, 5)]


def main() -> None:
    faulthandler.dump_traceback_later(40, exit=True)
    if hasattr(sys, "_is_gil_enabled") and "t" in sys.abiflags:
        assert FREE
    globals()[f"check_{sys.argv[2]}"]()


if __name__ == "__main__":
    main()
