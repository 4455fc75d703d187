# SPDX-License-Identifier: MIT
"""Wheels for other systems than this one, by `zig cc -target …`: musl, an older glibc.

In: a project with CPU levels. Out: its wheel, whose tag follows the target; auditwheel
agrees; whatever it calls is Python's, or its C library's. No CPython for musl is to be
had from an index, so that its wheel is linked here and not imported.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from carbide.native import elf
from carbide.packaging import tags
from proving import copy_of_proof, tool
from sandbox import Sandbox, make_venv

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(sys.platform != "linux", reason="ELF files, for Linux"),
]
MUSL, OLD = "x86_64-linux-musl", "x86_64-linux-gnu.2.17"
PLATFORMS = {MUSL: "musllinux_1_2_x86_64", OLD: "manylinux_2_17_x86_64"}
LEVELS = ("x86-64-v2", "x86-64-v3")

SUM = """\
#include "_core.h"

double core_sum(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i] * x[i];
    }
    return sum;
}
"""
DECLARED = "double core_sum(CB_SHAPE(n) const double *x, size_t n);\n"


@pytest.fixture
def zig() -> list[str]:
    """The command `zig cc`."""
    pytest.importorskip("ziglang", reason="pip install ziglang")
    return [sys.executable, "-m", "ziglang", "cc"]


def test_musl_is_seen_in_the_file(zig: list[str], tmp_path: Path) -> None:
    """A shared object for musl, whatever system linked it, is musllinux."""
    (tmp_path / "a.c").write_text(
        '#include <stdio.h>\nint f(void) { return puts(""); }'
    )
    words = f"-target {MUSL} -shared -fPIC a.c -o a.so".split()
    subprocess.run([*zig, *words], cwd=tmp_path, check=True)
    assert tags.platform(elf.read(str(tmp_path / "a.so"))) == PLATFORMS[MUSL]


@pytest.mark.parametrize("cpu", [(), LEVELS], ids=["baseline", "levels"])
@pytest.mark.parametrize("target", PLATFORMS)
def test_zig_builds_for_older_systems(
    target: str, cpu: tuple[str, ...], zig: list[str], python: Path, tmp_path: Path
) -> None:
    """A whole wheel: the platform is the target's, and auditwheel agrees."""
    made = copy_of_proof(tmp_path / "project", python)
    if cpu:
        add_levels(made)
    cc = f"{' '.join(zig)} -target {target}"
    said = made.carbide("build", "--python", "3.9", CC=cc)
    assert "no CPU levels" not in said
    (built,) = (made.root / "dist").glob("*.whl")
    assert f"-{PLATFORMS[target]}.whl" in built.name
    with zipfile.ZipFile(built) as archive:
        module = archive.read("wheel_proof/_core.so")
    for level in LEVELS:
        assert (level.encode() in module) == (level in cpu)
    links_by_itself(module, [*zig, "-target", target], tmp_path)
    auditwheel_agrees(built, target, zig, tmp_path)
    if target == OLD:
        runs_at_each_level(built, cpu, tmp_path)


def auditwheel_agrees(built: Path, target: str, zig: list[str], folder: Path) -> None:
    """It finds the same platform; for musl, nothing in the way but a name of libc.

    It knows musl by the name that Alpine links, libc.musl-x86_64.so.1. musl's loader
    takes itself for whatever begins with `libc.`, so the `libc.so` of zig is the same.
    """
    words = ["--disable-isa-ext-check"]  # levels are chosen when they are there
    if target == MUSL:  # this system's libc.so is a text for linkers, and stops it
        (folder / "libc").mkdir()
        (folder / "libc/empty.c").write_text("")
        make = f"-target {target} -shared -nostdlib empty.c -o libc.so".split()
        subprocess.run([*zig, *make], cwd=folder / "libc", check=True)
        words += ["--ldpaths", str(folder / "libc")]
    said = " ".join(tool("auditwheel", "show", *words, str(built)).split())
    if target == OLD:
        assert f'"{PLATFORMS[target]}"' in said
    else:
        what = f"tag '{PLATFORMS[target]}' the following shared library dependencies"
        assert f"{what} will need to be eliminated: libc.so" in said
        assert said.endswith(": libc.so")


def add_levels(made: Sandbox) -> None:
    """Give the project a loop that is worth a level, and two levels."""
    with open(made.root / "pyproject.toml", "a") as file:
        file.write(f"cpu = {list(LEVELS)}\n")
    header = (made.root / "src/_core.h").read_text()
    made.write("src/_core.h", header + DECLARED)
    made.write("src/sum.c", SUM)


def links_by_itself(module: bytes, zig: list[str], folder: Path) -> None:
    """A program of the target links: what is not Python's is in its C library."""
    (folder / "core.so").write_bytes(module)
    binary = elf.Elf(module)
    python = sorted(n for n in binary.undefined if n.startswith(("Py", "_Py")))
    assert len(python) > 20 and binary.undefined - set(python)
    stubs = "".join(f"char {name}[8];\n" for name in python)
    (folder / "main.c").write_text(f"{stubs}int main(void) {{ return 0; }}\n")
    words = "main.c core.so -Wl,--no-allow-shlib-undefined -o main".split()
    done = subprocess.run([*zig, *words], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    # … and the linker does look: without a stub there is something to say
    (folder / "main.c").write_text("int main(void) { return 0; }\n")
    done = subprocess.run([*zig, *words], cwd=folder, capture_output=True, text=True)
    assert done.returncode and python[0] in done.stderr


def runs_at_each_level(built: Path, cpu: tuple[str, ...], folder: Path) -> None:
    """What glibc of this system can load is imported, at all levels of this machine."""
    other = Sandbox(folder, make_venv(folder / "venv", with_pip=True))
    other.run("-m", "pip", "install", "--no-index", "--no-deps", str(built))
    code = "import wheel_proof._core as m; "
    code += "print(m.core_sum([3.0, 4.0]))" if cpu else "print('there')"
    seen = 0
    for level in ("baseline", *cpu):
        text = f"try:\n {code}\nexcept ImportError as e: print(e)"
        said = other.run("-W", "ignore", "-c", text, CARBIDE_CPU=level)
        if "this machine has" not in said:
            assert said == ("25.0\n" if cpu else "there\n")
            seen += 1
    assert seen
