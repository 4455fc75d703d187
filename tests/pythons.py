# SPDX-License-Identifier: MIT
"""The interpreters to test with.

In: CARBIDE_TEST_PYTHONS, lines `TAG<TAB>PATH` or paths, newlines or colons between;
where it is not set, python3.9 to python3.15 on PATH and in ~/.pyenv. Out: one Python
for each tag, the one that runs the tests first.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

MINORS = range(9, 16)

ASK = """
import json, sys, sysconfig
try:
    import numpy
    numpy = numpy.__version__
except ImportError:
    numpy = ""
try:
    import _testcapi
    testcapi = hasattr(_testcapi, "set_nomemory")
except ImportError:
    testcapi = False
free = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
print(json.dumps([list(sys.version_info[:3]), numpy, testcapi, free]))
"""


class Python:
    """An interpreter and what it has."""

    def __init__(self, path: str) -> None:
        done = subprocess.run(
            [path, "-c", ASK], capture_output=True, text=True, timeout=60, check=True
        )
        version, self.numpy, self.testcapi, self.free_threaded = json.loads(done.stdout)
        self.path = path
        self.version = tuple(version)
        self.tag = f"cp{version[0]}{version[1]}" + "t" * self.free_threaded

    def __str__(self) -> str:
        version = ".".join(map(str, self.version)) + "t" * self.free_threaded
        return f"{version} ({'NumPy ' + self.numpy if self.numpy else 'no NumPy'})"


@functools.lru_cache(maxsize=1)
def main() -> Python:
    """The interpreter that runs the tests."""
    return Python(sys.executable)


@functools.lru_cache(maxsize=1)
def others() -> list[Python]:
    """All other interpreters, one of each version."""
    found = {main().tag: main()}
    for path in candidates():
        try:
            python = Python(path)
        except (OSError, subprocess.SubprocessError, ValueError):
            if os.environ.get("CARBIDE_TEST_PYTHONS"):
                raise  # it was asked for
            continue
        if python.version >= (3, 9):
            found.setdefault(python.tag, python)
    del found[main().tag]
    return sorted(found.values(), key=lambda p: (p.version, p.free_threaded))


def candidates() -> list[str]:
    """Paths that may be interpreters, best first."""
    said = os.environ.get("CARBIDE_TEST_PYTHONS", "").strip()
    if said:
        lines = said.replace(":", "\n").splitlines()
        return [line.split("\t")[-1].strip() for line in lines if line.strip()]
    names = [f"python3.{minor}{t}" for minor in MINORS for t in ("", "t")]
    paths = [path for path in map(shutil.which, names) if path]
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for name in names:
        paths += map(str, sorted(versions.glob(f"*/bin/{name}"), reverse=True))
    return paths
