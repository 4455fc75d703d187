# SPDX-License-Identifier: MIT
"""Callbacks where a process of its own is needed: threads that Python has never seen,
fork, the end of the interpreter and what comes after it, sub-interpreters, signals, and
the C functions that cffi and SciPy hand out.
"""

from __future__ import annotations

import importlib.util
import subprocess
from typing import Any

import pytest
import pythons

HEAD = """
import faulthandler, os, sys, threading, time
faulthandler.dump_traceback_later(60, exit=True)
sys.path.insert(0, sys.argv[1])
import callbacks as m
"""

# After the end of Python: the value of CB_ON_RAISE, 0, and no crash.
AFTER_THE_END = """
m.set_handler(lambda v: v + 1)
assert m.fire(1) == 2
m.fire_at_exit()
"""

# A thread goes on calling while Python ends.
WHILE_IT_ENDS = """
m.set_handler(lambda v: [v] * 100 and v)
m.start(900000, 1)
time.sleep(0.05)
"""

# In __del__, at the end: what is kept is called still, or is too late; nothing crashes.
IN_DEL = """
class Last:
    def __del__(self):
        try:
            m.fire(3)
            m.nested(abs, -1)
        except BaseException:
            pass
keep = Last()
m.set_handler(lambda v: v + 1)
sys.modules["keep"] = keep
"""

FORK = """
import warnings
warnings.simplefilter("ignore")

def child():
    assert m.fire(2) == 3
    assert m.nested(abs, -1) == 1
    assert m.on_thread(lambda v: v, 4) == 6
    os._exit(7)

def forks(v):
    pid = os.fork()
    if pid == 0:
        child()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

m.set_handler(lambda v: v + 1)
assert forks(0) == 7
assert m.nested(forks, 1) == 7          # from within a callback
busy = True
def lend():
    while busy:
        m.nested(abs, 1)
threads = [threading.Thread(target=lend) for _ in range(2)]
for t in threads:
    t.start()
results = {forks(0) for _ in range(30)}  # the table of slots is locked now and then
busy = False
for t in threads:
    t.join()
assert results == {7}, results
"""

# A thread that Python has never seen is in a callback. Who is inside is waited for at
# the end, for a second, but not in the child, which has no such thread. (The child goes
# no further: 3.15 itself would wait for that thread.)
FORK_BESIDE = """
import atexit, warnings
warnings.simplefilter("ignore")
entered, go_on = threading.Event(), threading.Event()

def handler(v):
    entered.set()
    go_on.wait()
    return v

m.set_handler(handler)
m.start(1, 0)
entered.wait()
pid = os.fork()
if pid == 0:
    began = time.monotonic()
    atexit._run_exitfuncs()
    os._exit(7 if time.monotonic() - began < 0.9 else 8)
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
go_on.set()
m.join()
assert status == 7, status
"""

SUB = """
text = '''
import sys
sys.path.insert(0, {path!r})
import callbacks as m
assert m.nested(abs, -2) == 2
m.set_handler(lambda v: v + 1)
assert m.fire(1) == 2
try:
    m.nested(lambda v: 1 // 0, 1)
except ZeroDivisionError:
    pass
else:
    raise AssertionError
got = m.on_thread(lambda v: v, 4)
assert got == (6 if sys.version_info >= (3, 15) else -4), got
m.set_handler(None)
'''.format(path=sys.argv[1])
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
def create():
    # one that loads modules which say nothing of interpreters
    try:
        return interpreters.create("legacy")
    except TypeError:
        return interpreters.create(isolated=False)
for _ in range(5):
    sub = create()
    error = interpreters.run_string(sub, text)
    assert error is None, error
    interpreters.destroy(sub)
m.set_handler(lambda v: v + 5)
sub = create()
error = interpreters.run_string(sub, '''
import sys
sys.path.insert(0, {!r})
import callbacks as m
try:
    m.fire(1)
except SystemError as e:
    assert "another interpreter" in str(e), e
else:
    raise AssertionError
'''.format(sys.argv[1]))
assert error is None, error
interpreters.destroy(sub)
assert m.fire(1) == 6
"""

SIGNALS = """
import math, signal
def ring(number, frame):
    raise LookupError("rang")
signal.signal(signal.SIGALRM, ring)
for f in (math.sin, lambda x: x):
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    try:
        for _ in range(1000):
            m.integrate(f, 0, 1, n=1000000)
    except LookupError:
        pass
    else:
        raise AssertionError(f)
"""

# C that calls back all the time lets other threads run.
FAIR = """
import math
for f in (math.sin, lambda x: x):
    ticks, busy = [], True
    def tick():
        while busy:
            ticks.append(time.monotonic())
            time.sleep(0.001)
    t = threading.Thread(target=tick)
    t.start()
    end = time.monotonic() + 1
    while time.monotonic() < end:
        m.integrate(f, 0, 1, n=1000000)
    busy = False
    t.join()
    assert len(ticks) > 20, len(ticks)
"""

CFFI = """
import cffi
ffi = cffi.FFI()
ffi.cdef("int abs(int); long labs(long); double fabs(double);")
lib = ffi.dlopen(None)
address = lambda name: ffi.addressof(lib, name)
assert m.plain_parameter(address("abs"), -4) == 4
assert m.plain_parameter(address("labs"), -4) == 4      # called as a callable
seen = []
@ffi.callback("int(int, void *)")
def f(v, ctx):
    seen.append(ctx)
    return v + 1
assert m.nested(f, 4) == 5
assert seen == [ffi.NULL]
"""

SCIPY = """
import ctypes, math
from scipy import LowLevelCallable
kind = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double, ctypes.c_void_p)
seen = []
f = kind(lambda x, ctx: seen.append(ctx) or x)
assert m.integrate(LowLevelCallable(f), 0, 1) == 0.5
assert set(seen) == {None}
seen.clear()
data = ctypes.c_double(2)
low = LowLevelCallable(f, ctypes.cast(ctypes.pointer(data), ctypes.c_void_p))
assert m.integrate(low, 0, 1) == 0.5
assert set(seen) == {ctypes.addressof(data)}
whole = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_uint64, ctypes.c_void_p)
calls = []
count = LowLevelCallable(whole(lambda v, ctx: calls.append(v) or v + 1))
assert (count.signature, m.echo_uint64(count, 6)) == ("ulong (ulong, void *)", 7), count
assert calls == [6]
signed = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p)
for refused in (LowLevelCallable(signed(lambda v, ctx: v)), low):
    try:
        m.echo_uint64(refused, 6)
    except TypeError as error:
        assert "is a LowLevelCallable of" in str(error), error
    else:
        raise AssertionError
wrong = LowLevelCallable(ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(math.sin))
try:
    m.integrate(wrong, 0, 1)
except TypeError as error:
    assert "integrate(): f is a LowLevelCallable of `double (double)`, but C wants " \\
           "`double (double, void *)`" in str(error), error
else:
    raise AssertionError
"""

ALL = [pythons.main(), *pythons.others()]


def go(build: Any, python: pythons.Python, text: str) -> str:
    """Run a program that imports the module; what it prints."""
    folder = build("gcc-plain").folder
    free = ["-Xgil=0"] if python.free_threaded else []
    done = subprocess.run(
        [python.path, *free, "-c", HEAD + text, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"status {done.returncode}\n{done.stdout[-3000:]}"
    return done.stdout


@pytest.mark.parametrize("python", ALL, ids=lambda p: p.tag)
def test_after_the_end(build: Any, python: pythons.Python) -> None:
    """C's own exit handlers call back when Python is gone."""
    assert go(build, python, AFTER_THE_END) == "at exit: 0\n"


@pytest.mark.parametrize("python", ALL, ids=lambda p: p.tag)
def test_while_it_ends(build: Any, python: pythons.Python) -> None:
    """A thread of C's own calls back while Python ends."""
    for _ in range(3):
        assert go(build, python, WHILE_IT_ENDS) == ""


@pytest.mark.parametrize("python", ALL, ids=lambda p: p.tag)
def test_in_del(build: Any, python: pythons.Python) -> None:
    """Objects that die at the end call functions that call back."""
    go(build, python, IN_DEL)


@pytest.mark.parametrize("python", ALL, ids=lambda p: p.tag)
def test_fork(build: Any, python: pythons.Python) -> None:
    """Children call back, whatever the other threads of the parent held."""
    go(build, python, FORK)
    go(build, python, FORK_BESIDE)


@pytest.mark.parametrize("python", ALL, ids=lambda p: p.tag)
def test_sub_interpreters(build: Any, python: pythons.Python) -> None:
    """Each interpreter's callables run in it, and in no other."""
    if python.version < (3, 12):
        pytest.skip("sub-interpreters are tested from 3.12 on")
    go(build, python, SUB)


@pytest.mark.parametrize("python", ALL, ids=lambda p: p.tag)
def test_signals(build: Any, python: pythons.Python) -> None:
    """Ctrl-C ends C that calls back, also when the callable is C itself."""
    go(build, python, SIGNALS)


@pytest.mark.parametrize("python", ALL, ids=lambda p: p.tag)
def test_fair(build: Any, python: pythons.Python) -> None:
    """Other threads run meanwhile."""
    go(build, python, FAIR)


@pytest.mark.parametrize("name, text", [("cffi", CFFI), ("scipy", SCIPY)])
def test_ready_made(build: Any, name: str, text: str) -> None:
    """C functions of cffi and LowLevelCallables go to C as they are."""
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"pip install {name}")
    go(build, pythons.main(), text)
