# SPDX-License-Identifier: MIT
"""What cannot run here is at least built: for Windows, macOS and musl, by zig.

The translator, the runtime and the glue of modules are compiled, with warnings as
errors. zig brings the headers of these systems along; to link, it would first have to
build their libc, so a static library is where this ends.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ziglang", reason="pip install ziglang")

ROOT = Path(__file__).resolve().parents[2]
SRC, INCLUDE = ROOT / "src", ROOT / "include"
TARGETS = ("x86_64-windows-gnu", "aarch64-macos", "aarch64-linux-musl")
FLAGS = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-DCARBIDE_MODULE=x"]
PARTS = {
    "translator": [*SRC.glob("*.c")],
    "runtime": [*INCLUDE.glob("carbide/runtime/*.c")],
    **{path.parent.name: [path] for path in ROOT.glob("tests/golden/*/x.glue.c")},
}


@pytest.mark.parametrize("target", TARGETS)
def test_builds(target: str, tmp_path: Path) -> None:
    """Every part becomes a library of the other system's objects."""
    for name, sources in PARTS.items():
        command = [sys.executable, "-m", "ziglang", "build-lib", "-target", target]
        command += ["-lc", "-O", "Debug", "--name", name, f"-I{INCLUDE}"]
        command += ["-cflags", *FLAGS, "--", *map(str, sorted(sources))]
        folder = tmp_path if len(sources) > 1 else sources[0].parent
        command += [f"-femit-bin={tmp_path / name}"]
        done = subprocess.run(
            command,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout
        assert (tmp_path / name).stat().st_size > 10_000
