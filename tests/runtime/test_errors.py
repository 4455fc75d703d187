# SPDX-License-Identifier: MIT
"""cb_raise, CB_RAISES, warnings, cb_check, cb_scratch."""

from __future__ import annotations

import decimal
import errno
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from types import ModuleType

import pytest


def test_classes(hand: ModuleType) -> None:
    assert hand.HandError.__mro__[1] is ValueError
    assert hand.WorseError.__mro__[1] is hand.HandError
    assert issubclass(hand.HandWarning, UserWarning)
    assert issubclass(hand.Imported, decimal.DecimalException)
    assert hand.HandError.__module__ == "hand"
    assert hand.HandError.__doc__ == "An error of this module."


def test_raise(hand: ModuleType) -> None:
    for kind, cls in (
        ("value", ValueError),
        ("own", hand.HandError),
        ("worse", hand.WorseError),
        ("zero", ZeroDivisionError),
    ):
        with pytest.raises(cls) as e:
            hand.raise_(kind, "what é")
        assert type(e.value) is cls
        assert str(e.value) == "what é"
    assert hand.raise_("fine", "") == 1
    with pytest.raises(hand.HandError, match=r"^status -3: x$"):
        hand.raise_("status", "x")
    with pytest.raises(MemoryError):
        hand.raise_("memory", "")


def test_long_texts_are_cut(hand: ModuleType) -> None:
    for n in (195, 198, 199, 200, 201, 3000, 4090):
        with pytest.raises(ValueError) as e:
            hand.raise_("value", "x" * n)
        assert str(e.value) == "x" * n
    for text in ("x" * 5000, "é" * 3000, "x" + "€" * 3000):
        with pytest.raises(ValueError) as e:
            hand.raise_("value", text)
        said = str(e.value)
        assert said.endswith("…")
        assert text.startswith(said[:-1])
        assert 4080 < len(said.encode()) <= 4096


def test_os_errors(hand: ModuleType) -> None:
    with pytest.raises(FileNotFoundError) as e:
        hand.raise_("oserror", "no such thing")
    assert (e.value.errno, e.value.strerror) == (errno.ENOENT, "no such thing")
    with pytest.raises(PermissionError) as p:
        hand.raise_("errno", "")
    assert p.value.strerror == os.strerror(errno.EACCES)


def test_warnings(hand: ModuleType) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert hand.raise_("warn", "careful") == 1
    assert [str(w.message) for w in seen] == ["careful"]
    assert seen[0].category is hand.HandWarning
    assert seen[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(hand.HandWarning, match="careful"):
            hand.raise_("warn", "careful")
    with pytest.raises(KeyError, match="real"):
        hand.raise_("warnfail", "real")


def test_scratch(hand: ModuleType) -> None:
    for n in (0, 1, 2, 50, 100):
        assert hand.scratch(n) == n


def test_check_is_cheap(hand: ModuleType) -> None:
    assert hand.wait(0.1) > 20_000


def test_interrupt(hand: ModuleType) -> None:
    """Ctrl-C ends a kernel within 0.1 s."""
    late = []

    def interrupt() -> None:
        time.sleep(0.3)
        late.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        hand.wait(20)
    assert time.perf_counter() - late[0] < 0.1
    thread.join()
    assert hand.wait(0.01) > 0


def test_handler_that_calls_back(hand: ModuleType) -> None:
    """A signal handler may call the module; the kernel goes on, its own error stays."""
    seen = []

    def handler(*_: object) -> None:
        with pytest.raises(ValueError):
            hand.raise_("value", "inner")
        seen.append(1)

    old = signal.signal(signal.SIGALRM, handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        assert hand.wait(0.3) > 0
    finally:
        signal.signal(signal.SIGALRM, old)
    assert seen


def test_threads_do_not_share_errors(hand: ModuleType) -> None:
    wrong = []

    def work(k: int) -> None:
        for n in range(300):
            try:
                hand.raise_("value", f"{k} {n}")
                wrong.append((k, n))
            except ValueError as e:
                if str(e) != f"{k} {n}":
                    wrong.append(e)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong


def test_two_interpreters(hand: ModuleType) -> None:
    """Each has its own module, classes and names; neither leaves anything behind."""
    code = f"""
import importlib.util, sys
try:
    import _interpreters as i
    run = lambda n, s: i.exec(n, s)
    new, end = lambda: i.create("legacy"), i.destroy
except ImportError:
    import _xxsubinterpreters as i
    run, end = i.run_string, i.destroy
    try:
        i.create(isolated=False)
        new = lambda: i.create(isolated=False)
    except TypeError:
        new = i.create
source = '''
import importlib.util
spec = importlib.util.spec_from_file_location("hand", {hand.__file__!r})
hand = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hand)
assert hand.add(y=1, x=2) == 3
assert hand.color(1) is hand.Color.RED
try:
    hand.raise_("own", "x")
except hand.HandError:
    pass
assert hand.list_(2, 2, "l") == [[0, 1], [2, 3]]
'''
exec(source)
for k in range(5):
    n = new()
    r = run(n, source)
    assert r is None, r
    end(n)
exec(source)
print("fine")
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "fine", done.stderr
