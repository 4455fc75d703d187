# SPDX-License-Identifier: MIT
"""What a list of ints costs that C makes by cb_append(list, cb_int(i)).

Instructions are counted by callgrind, so that nothing else on the machine is measured,
and compared with those of the same list made by hand with the C API.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
MOST = 1.3
FEW, MANY = 10, 60


def instructions(module: str, folder: Path) -> float:
    """Of one call numbers(1000), what starting the interpreter takes left out."""
    counts = []
    for times in (FEW, MANY):
        script = f"import {module}\nfor _ in range({times}): {module}.numbers(1000)"
        words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        done = subprocess.run(
            [*words, sys.executable, "-S", "-c", script],
            env={**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            check=True,
        )
        found = re.search(r"Collected : (\d+)", done.stderr)
        assert found, done.stderr
        counts.append(int(found[1]))
    return (counts[1] - counts[0]) / (MANY - FEW)


@pytest.mark.full
def test_a_list_of_ints(build: Any, tmp_path: Path) -> None:
    """Within a third of hand-written C."""
    include = sysconfig.get_path("include")
    if not shutil.which("valgrind") or not Path(include, "Python.h").exists():
        pytest.skip("install valgrind and python3-dev")
    words = ["gcc", "-O3", "-shared", "-fPIC", f"-I{include}", str(HERE / "by_hand.c")]
    subprocess.run([*words, "-o", str(tmp_path / "by_hand.so")], check=True)
    by_hand = instructions("by_hand", tmp_path)
    ours = instructions("values", build("gcc-plain").folder)
    assert ours < MOST * by_hand, f"{ours} instructions, {by_hand} by hand"
