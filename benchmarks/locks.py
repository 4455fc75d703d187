# SPDX-License-Identifier: MIT
"""What the lock of an object costs a call.

In: a C compiler. Out: a table on stdout, in nanoseconds; pthread's locks, measured in
the same run, are what to compare with. `python benchmarks/locks.py`
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parent / "include"
FLAGS = "-std=gnu11 -O2 -fPIC -shared -fvisibility=hidden".split()
MEASURE = "import ctypes, sys; ctypes.CDLL(sys.argv[1]).measure()"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = os.path.join(folder, "locks.so")
        sources = [HERE / "locks.c", INCLUDE / "carbide" / "runtime" / "lock.c"]
        command = [os.environ.get("CC", "cc"), *FLAGS, f"-I{INCLUDE}"]
        subprocess.run([*command, *sources, "-o", library, "-lpthread"], check=True)
        command = [sys.executable, "-c", MEASURE, library]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    print("taken and given back, nobody else wants it                    ns")
    for line in done.stdout.splitlines():
        name, cost = line.split("\t")
        print(f"  {name:<58}{cost:>5}")


if __name__ == "__main__":
    main()
