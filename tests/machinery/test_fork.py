# SPDX-License-Identifier: MIT
"""Forks while other threads are at the words that are held over a few instructions: the
lists of who keeps whom, the table of known pointers, the bytes of a value struct. No
thread may hold one where os.fork() stops it: the child would wait for ever.
"""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
import pythons

FORK = """
import os, sys, signal, threading, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])
import structs, tree
assert not sys._is_gil_enabled()
signal.alarm(100)
FORKS = 100

def lists():
    t = tree.Tree("root")
    for _ in range(3):
        tree.Cursor(t)

shared = tree.Tree("root")
root = shared.root
point = structs.point(1, 2)

def known():
    for _ in range(3):
        assert shared.root is root

def bytes_():
    for _ in range(3):
        point.x = 5
        assert point.x == 5

jobs = {"lists": lists, "known": known, "bytes": bytes_}[sys.argv[2]]
busy = True
def work():
    while busy:
        jobs()
threads = [threading.Thread(target=work) for _ in range(3)]
for t in threads:
    t.start()
for k in range(FORKS):
    pid = os.fork()
    if pid == 0:
        signal.alarm(20)
        try:
            jobs()
            os._exit(7)
        finally:
            os._exit(8)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status != 7:
        break
busy = False
for t in threads:
    t.join()
assert status == 7, (k, status)
"""

FREE = [p for p in [pythons.main(), *pythons.others()] if p.free_threaded]


@pytest.mark.skipif(not FREE, reason="no free-threaded Python: CARBIDE_TEST_PYTHONS")
@pytest.mark.parametrize("what", ("lists", "known", "bytes"))
def test_fork(build: Any, what: str) -> None:
    """The child goes on, whatever its parent's other threads were doing."""
    folder = build("gcc-plain").folder
    done = subprocess.run(
        [FREE[0].path, "-Xgil=0", "-c", FORK, str(folder), what],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"status {done.returncode}\n{done.stdout[-3000:]}"
