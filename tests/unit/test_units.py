# SPDX-License-Identifier: MIT
"""The C unit tests of the translator's lower layers, under ASan and UBSan.

In: test_*.c of this folder. Each is built by run.sh with every compiler found, and run;
a failed check, undefined behaviour or an overrun fails the test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
COMPILERS = [cc for cc in ("gcc", "clang") if shutil.which(cc)]


@pytest.mark.parametrize("compiler", COMPILERS)
def test_units(compiler: str, tmp_path: Path) -> None:
    """Every check of every unit test holds."""
    env = {**os.environ, "CC": compiler, "BUILD": str(tmp_path)}
    done = subprocess.run(
        [str(HERE / "run.sh")],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    for source in HERE.glob("test_*.c"):
        assert f"{source.stem}: " in done.stdout, done.stdout


def test_compilers() -> None:
    """At least one compiler is there, so that the tests above mean something."""
    assert COMPILERS
