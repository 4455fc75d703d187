# SPDX-License-Identifier: MIT
"""Ctrl-C ends a long kernel, big arrays leave no memory behind, one file serves all.

What needs a process of its own: signals, the size of the process, other interpreters
that load the very same file.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import build_modules
import pytest
import pythons

INTERRUPT = """
import os, signal, sys, threading, time
sys.path.insert(0, sys.argv[1])
import errors

sent = [0.0]
def send():
    time.sleep(0.2)
    sent[0] = time.monotonic()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=send).start()
try:
    errors.spin(8_000_000)
except KeyboardInterrupt:
    took = time.monotonic() - sent[0]
    print(took)
    sys.exit(0 if took < 0.1 else 1)
print("the kernel ran to its end")
sys.exit(2)
"""

AFTER = """
import os, signal, sys, threading, time
sys.path.insert(0, sys.argv[1])
import errors

def on_signal(number, frame):
    raise LookupError("from the handler")
signal.signal(signal.SIGINT, on_signal)
threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    errors.spin(8_000_000)
except LookupError as error:
    assert str(error) == "from the handler"
else:
    sys.exit(2)
assert errors.spin(1000) >= 0     # nothing is left behind for the next call
"""

WORKER = """
import os, signal, sys, threading, time
sys.path.insert(0, sys.argv[1])
import errors

done = []
thread = threading.Thread(target=lambda: done.append(errors.spin(400_000)))
thread.start()
time.sleep(0.1)
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1)
except KeyboardInterrupt:
    pass
thread.join()
assert done, "a signal for the main thread ended the call of another"
"""

MEMORY = """
import sys
sys.path.insert(0, sys.argv[1])
import numpy as np
import arrays, dtypes, texts

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

MIB = 2**20
x = np.ones(MIB // 2)
jobs = {
    "output": lambda: dtypes.copy1_f8(x),
    "converted input": lambda: arrays.dot(x.astype("f4"), x),
    "byte-swapped input": lambda: arrays.dot(x.astype(">f8"), x),
    "list": lambda: arrays.dot(x[:50000].tolist(), x[:50000]),
    "taken and returned": lambda: arrays.sorted(x[:100000]),
    "owned": lambda: arrays.linspace(0, 1, 500000),
    "owned by a parameter": lambda: arrays.primes(100000),
    "leading part": lambda: arrays.positive(x),
    "list out": lambda: arrays.squares_list(x[:50000]),
    "text": lambda: texts.join("x" * MIB, "y" * MIB),
    "bytes": lambda: texts.pattern(4 * MIB),
    "refused": lambda: arrays.dot(x, x[1:]),
    "refused at the last": lambda: arrays.quantile(x.astype("f4"), 2.0),
}
for name, job in jobs.items():
    def run(times):
        for _ in range(times):
            try:
                job()
            except ValueError:
                pass
    run(5)
    before = resident()
    run(60)
    grown = (resident() - before) / MIB
    assert grown < 24, f"{name}: 60 calls made the process {grown:.0f} MiB larger"
"""


def script(python: str, text: str, folder: Path, timeout: float = 120) -> str:
    """Run a script with the folder of the modules as argument; its output."""
    done = subprocess.run(
        # A free-threaded build warns that it turns the GIL on for these modules.
        [python, "-W", "ignore", "-c", text, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if done.returncode:
        name = f"status {done.returncode}"
        if done.returncode < 0:
            name = signal.Signals(-done.returncode).name
        pytest.fail(f"{name}\n{done.stdout}", pytrace=False)
    return done.stdout


ALL = [pythons.main(), *pythons.others()]


@pytest.mark.parametrize("python", ALL, ids=lambda p: p.tag)
def test_ctrl_c_ends_a_kernel(build: Any, python: pythons.Python) -> None:
    """KeyboardInterrupt within a tenth of a second."""
    script(python.path, INTERRUPT, build("gcc-plain").folder)


def test_exception_of_a_handler(build: Any) -> None:
    """What a signal handler raises comes out of the call, and does not linger."""
    script(sys.executable, AFTER, build("gcc-plain").folder)


def test_other_threads_are_not_interrupted(build: Any) -> None:
    """Ctrl-C is the main thread's: a call on another one goes on."""
    script(sys.executable, WORKER, build("gcc-plain").folder)


def test_memory_stays(build: Any) -> None:
    """Big arrays and texts, many times: the process does not grow."""
    if not pythons.main().numpy:
        pytest.skip("pip install numpy")
    if not Path("/proc/self/statm").exists():
        pytest.skip("needs /proc")
    script(sys.executable, MEMORY, build("gcc-plain").folder, 300)


def test_one_file_serves_all(build: Any) -> None:
    """Every interpreter loads one and the same file, and gets the same from it."""
    folder = build("gcc-plain").folder
    before = (folder / "arrays.so").stat()
    text = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import arrays, scalars\n"
        "m = memoryview(arrays.matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]]))\n"
        "print(arrays.__file__, m.tolist(), scalars.echo_int128(-2**127))"
    )
    said = {python.tag: script(python.path, text, folder) for python in ALL}
    assert len(set(said.values())) == 1, said
    after = (folder / "arrays.so").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_exported_symbols(build: Any) -> None:
    """A module exports its PyInit_ and PyModExport_, and where its locks are found."""
    from carbide.native import elf

    built = build("gcc-plain")
    for name in built.modules:
        exported = elf.read(str(built.folder / f"{name}.so")).exported
        own = {f"PyInit_{name}", f"PyModExport_{name}", "carbide_locks_1"}
        assert exported <= own, exported
        assert f"PyInit_{name}" in exported


def test_left_out_is_listed(build: Any) -> None:
    """What a header has and a module has not is listed, with the reason."""
    left_out = build("gcc-plain").description("constants")["left_out"]
    reasons = {item["name"]: item["reason"] for item in left_out}
    assert "FUNCTION_LIKE" in reasons and "NOT_CONSTANT" in reasons
    assert all(reasons.values())
    assert build_modules.names()
