# SPDX-License-Identifier: MIT
"""Build hand_*.c with the runtime, once per session, and give the module.

HAND_CC (default gcc) and HAND_FLAGS choose compiler and flags; HAND_SO names a module
that is built already; HAND_WITHOUT_NUMPY=1 makes `import numpy` fail, as where it is
not installed.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
WARNINGS = (
    "-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings "
    "-Wvla -Werror"
)

if os.environ.get("HAND_WITHOUT_NUMPY"):
    sys.modules["numpy"] = None


def build(folder: Path, compiler: str = "gcc", flags: str = "-O1") -> Path:
    """hand.so in `folder`; the compiler's own output when it fails."""
    out = folder / "hand.so"
    sources = [*HERE.glob("hand*.c"), *(INCLUDE / "carbide/runtime").glob("*.c")]
    command = [
        *shlex.split(compiler),
        *"-std=gnu11 -DCARBIDE_MODULE -fPIC -shared -fvisibility=hidden".split(),
        *"-ffunction-sections -fdata-sections -Wl,--gc-sections".split(),
        *WARNINGS.split(),
        *shlex.split(flags),
        f"-I{INCLUDE}",
        *map(str, sorted(sources)),
        "-o",
        str(out),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def load(path: Path) -> ModuleType:
    """The module of that file, under its name `hand`."""
    spec = importlib.util.spec_from_file_location("hand", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["hand"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def hand(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The hand-made module."""
    ready = os.environ.get("HAND_SO")
    if ready:
        return load(Path(ready))
    compiler = os.environ.get("HAND_CC", "gcc")
    flags = os.environ.get("HAND_FLAGS", "-O1")
    return load(build(tmp_path_factory.mktemp("hand"), compiler, flags))
