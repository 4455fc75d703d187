# SPDX-License-Identifier: MIT
"""Which level a processor has, by what CPUID and XGETBV say of processors that are not
here: the runtime's own code, compiled around a function that takes their words."""

from __future__ import annotations

import ctypes
import platform
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = """\
#include "carbide/runtime/cpu.c"
CBI_EXPORT int test_level(uint32_t ecx1, uint32_t ebx7, uint32_t ecx81, uint64_t xcr0);
int test_level(uint32_t ecx1, uint32_t ebx7, uint32_t ecx81, uint64_t xcr0)
{
    const struct cpu_words w = {ecx1, ebx7, ecx81, xcr0};
    return level_of(&w);
}
CBI_EXPORT int test_machine(void);
int test_machine(void)
{
    return machine_level();
}
"""

# leaf 1 ecx, leaf 7 ebx, leaf 0x80000001 ecx, XCR0
ATHLON64 = (0x00002001, 0, 0x00000001, 0)
NEHALEM = (0x009CE3BD, 0, 0x00000001, 0)
SANDY_BRIDGE = (0x1F9AE3BF, 0, 0x00000001, 7)
HASWELL = (0x7FFAFBFF, 0x000027AB, 0x00000021, 7)
ZEN3 = (0x7EFA320B, 0x219C97A9, 0x75C237FF, 7)
SKYLAKE_X = (0x7FFEFBFF, 0xD39FFFFB, 0x00000121, 0xE7)
KNIGHTS_LANDING = (0x7FF8F3BF, 0x1C0D27AB, 0x00000121, 0xE7)

AVX, OSXSAVE, FMA, MOVBE = 1 << 28, 1 << 27, 1 << 12, 1 << 22


@pytest.fixture(scope="module")
def cpu(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """The functions above."""
    if not shutil.which("gcc"):
        pytest.skip("no gcc: install gcc")
    folder = tmp_path_factory.mktemp("cpuid")
    (folder / "level.c").write_text(SOURCE)
    words = "gcc -std=gnu11 -O1 -fPIC -shared -fvisibility=hidden -w".split()
    words += ["-DCARBIDE_MODULE=x", f"-I{CHECKOUT / 'include'}", "-o", "level.so"]
    subprocess.run([*words, "level.c"], cwd=folder, check=True)
    return ctypes.CDLL(str(folder / "level.so"))


def level(cpu: ctypes.CDLL, words: tuple[int, int, int, int]) -> int:
    types = (ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint64)
    return int(cpu.test_level(*(t(w) for t, w in zip(types, words))))


def without(words: tuple[int, int, int, int], place: int, bits: int):
    """The same processor with some bits cleared."""
    changed = list(words)
    changed[place] &= ~bits
    assert tuple(changed) != words
    return tuple(changed)


@pytest.mark.parametrize(
    ("words", "wanted"),
    (
        (ATHLON64, 1),
        (NEHALEM, 2),
        (SANDY_BRIDGE, 2),
        (HASWELL, 3),
        (ZEN3, 3),
        (SKYLAKE_X, 4),
        (KNIGHTS_LANDING, 3),
    ),
)
def test_known_processors(
    cpu: ctypes.CDLL, words: tuple[int, int, int, int], wanted: int
) -> None:
    assert level(cpu, words) == wanted


def test_the_system_must_save_the_registers(cpu: ctypes.CDLL) -> None:
    """A hypervisor or an old kernel may hide what the processor has."""
    assert level(cpu, without(HASWELL, 3, 4)) == 2
    assert level(cpu, without(HASWELL, 3, 2)) == 2
    assert level(cpu, without(HASWELL, 0, OSXSAVE)) == 2
    for bit in (0x20, 0x40, 0x80):
        assert level(cpu, without(SKYLAKE_X, 3, bit)) == 3
    assert level(cpu, without(SKYLAKE_X, 3, 0xE6)) == 2


def test_each_bit_counts(cpu: ctypes.CDLL) -> None:
    for bit in (0, 9, 13, 19, 20, 23):
        assert level(cpu, without(SKYLAKE_X, 0, 1 << bit)) == 1
    assert level(cpu, without(SKYLAKE_X, 2, 1)) == 1
    for bits in (AVX, FMA, MOVBE, 1 << 29):
        assert level(cpu, without(SKYLAKE_X, 0, bits)) == 2
    for bit in (3, 5, 8):
        assert level(cpu, without(SKYLAKE_X, 1, 1 << bit)) == 2
    assert level(cpu, without(SKYLAKE_X, 2, 1 << 5)) == 2
    for bit in (16, 17, 28, 30, 31):
        assert level(cpu, without(SKYLAKE_X, 1, 1 << bit)) == 3


def test_this_machine_agrees_with_the_kernel(cpu: ctypes.CDLL) -> None:
    path = Path("/proc/cpuinfo")
    if platform.machine() != "x86_64" or not path.exists():
        pytest.skip("no x86-64 under Linux")
    line = next(v for v in path.read_text().splitlines() if v.startswith("flags"))
    flags = set(line.partition(":")[2].split())
    wanted = 1
    for number, names in (
        (2, "cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2"),
        (3, "avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"),
        (4, "avx512f avx512bw avx512cd avx512dq avx512vl"),
    ):
        if wanted == number - 1 and flags >= set(names.split()):
            wanted = number
    assert cpu.test_machine() == wanted
