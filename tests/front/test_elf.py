# SPDX-License-Identifier: MIT
"""The ELF reader, on files that the test compiles itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from carbide.native import elf, toolchain

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="ELF is Linux's")

SOURCE = """
#include <math.h>
#include <stdlib.h>
extern int nowhere(int);
extern int perhaps(int) __attribute__((weak));
__attribute__((visibility("hidden"))) int hidden(int x) { return x; }
static int local(int x) { return hidden(x); }
double shown(double x) {
    if (getenv("X")) {
        abort();
    }
    return cos(x) + nowhere(1) + local(2) + (perhaps ? perhaps(3) : 0);
}
"""


def compile_c(folder: Path, *flags: str) -> Path:
    (folder / "a.c").write_text(SOURCE)
    out = folder / "a.out"
    command = [*toolchain.find_cc(), "-O1", "-fPIC", *flags, "-o", str(out)]
    subprocess.run([*command, str(folder / "a.c"), "-lm"], check=True)
    return out


def test_shared_object(tmp_path: Path) -> None:
    read = elf.read(str(compile_c(tmp_path, "-shared")))
    assert "shown" in read.exported
    assert not {"hidden", "local"} & read.exported
    assert read.undefined - read.bound == {"nowhere"}
    assert {"cos", "getenv", "abort"} <= read.bound
    assert "perhaps" in read.weak
    assert "perhaps" not in read.undefined
    assert {"libm.so.6", "libc.so.6"} <= set(read.needed)
    assert any(name.startswith("GLIBC_2.") for name in read.versions["libm.so.6"])
    assert read.machine == subprocess.getoutput("uname -m")


def test_agrees_with_nm(tmp_path: Path) -> None:
    path = compile_c(tmp_path, "-shared")
    done = subprocess.run(
        ["nm", "-D", path], capture_output=True, text=True, check=True
    )
    by_kind: dict[str, set[str]] = {}
    for line in done.stdout.splitlines():
        kind, name = line.split()[-2:]
        by_kind.setdefault(kind, set()).add(name.partition("@")[0])
    read = elf.read(str(path))
    assert read.undefined == by_kind["U"]
    assert read.weak == by_kind["w"]
    assert read.exported == by_kind["T"]


def test_run_path(tmp_path: Path) -> None:
    read = elf.read(str(compile_c(tmp_path, "-shared", "-Wl,-rpath,/a:/b")))
    assert read.runpath == ["/a", "/b"]


def test_object_file(tmp_path: Path) -> None:
    read = elf.read(str(compile_c(tmp_path, "-c")))
    assert {"nowhere", "cos", "getenv"} <= read.undefined
    assert "shown" in read.exported
    assert read.needed == []


def test_not_elf() -> None:
    with pytest.raises(ValueError, match="not an ELF"):
        elf.Elf(b"MZ")


def test_damaged(tmp_path: Path) -> None:
    """Cut anywhere, the file is refused or still read, but nothing else happens."""
    data = compile_c(tmp_path, "-shared").read_bytes()
    refused = 0
    for length in [*range(4, 200), *range(200, len(data), 97)]:
        try:
            elf.Elf(data[:length])
        except ValueError:
            refused += 1
    assert refused > 100
