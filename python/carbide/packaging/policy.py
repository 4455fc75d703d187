# SPDX-License-Identifier: MIT
"""What PEP 600 lets a wheel expect of any Linux of a certain age: libraries, versions.

In: an Elf. Out: the oldest glibc whose systems have all that the file needs, and the
libraries that no policy grants. The tables state facts of the distributions; the tests
hold them against the policies that auditwheel ships.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.native.elf import Elf

    Version = tuple[int, ...]

# The oldest glibc that a tag can name: (2, 17) unless the architecture is newer.
OLDEST = {"riscv64": (2, 31), "loongarch64": (2, 36)}

# Stands for symbols that no library promises to keep.
PRIVATE = (999, 0)

# Libraries that manylinux lets a wheel need, all of them everywhere.
ALLOWED = """
    libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libutil.so.1 libanl.so.1
    libresolv.so.2 libnsl.so.1 libgcc_s.so.1 libstdc++.so.6 libatomic.so.1 libX11.so.6
    libXext.so.6 libXrender.so.1 libICE.so.6 libSM.so.6 libGL.so.1 libglib-2.0.so.0
    libgobject-2.0.so.0 libgthread-2.0.so.0 libz.so.1 libexpat.so.1""".split()

# What came later: a library, or functions of zlib whose version does not tell.
LATER = {
    "libmvec.so.1": (2, 24),
    "uncompress2": (2, 34),
    "crc32_combine_gen": (2, 37),
    "crc32_combine_gen64": (2, 37),
    "crc32_combine_op": (2, 37),
}

# Beside a glibc of at least that age, systems have these versions of other libraries.
BESIDE: dict[str, dict[int, Version]] = {
    "GLIBCXX": {17: (3, 4, 19), 24: (3, 4, 22), 27: (3, 4, 24), 31: (3, 4, 28)},
    "CXXABI": {17: (1, 3, 7), 24: (1, 3, 10), 27: (1, 3, 11), 31: (1, 3, 12)},
    "GCC": {17: (4, 7, 0), 27: (7, 0, 0), 39: (14, 0, 0)},
    "ZLIB": {17: (1, 2, 5, 2), 27: (1, 2, 9), 37: (1, 2, 12)},
    "LIBATOMIC": {24: (1, 2)},
}
BESIDE["GLIBCXX"].update({34: (3, 4, 29), 35: (3, 4, 30), 40: (3, 4, 33)})
BESIDE["CXXABI"].update({34: (1, 3, 13), 39: (1, 3, 15)})


def floor(elf: Elf) -> tuple[int, int]:
    """The oldest glibc whose systems can load the file; PRIVATE if none promises to."""
    oldest = OLDEST.get(elf.machine, (2, 17))
    versions = {name for names in elf.versions.values() for name in names}
    found = [_floor_of(name) for name in versions]
    used = set(elf.needed)
    if "libz.so.1" in used:
        used |= elf.undefined
    found += [LATER[name] for name in used & LATER.keys()]
    return max([oldest, *found])


def _floor_of(symbol_version: str) -> tuple[int, int]:
    """The oldest glibc beside which there is `GLIBC_2.17`, `GLIBCXX_3.4.29`, …"""
    if symbol_version == "GLIBC_PRIVATE":
        return PRIVATE
    if symbol_version == "GLIBC_ABI_DT_RELR":
        return (2, 36)
    if symbol_version.startswith("GLIBC_ABI_"):
        return PRIVATE  # something of the loader's that is newer than this table
    match = re.fullmatch(r"([A-Z]+)_(\d+(?:\.\d+)*)", symbol_version)
    if not match:
        return (0, 0)
    version = tuple(map(int, match[2].split(".")))
    if match[1] == "GLIBC":
        return (version[0], version[1])
    table = BESIDE.get(match[1])
    if table is None:
        return (0, 0)
    enough = [minor for minor, newest in table.items() if version <= newest]
    return (2, min(enough)) if enough else PRIVATE


def outside(elf: Elf) -> list[str]:
    """Libraries that keep a wheel from other machines unless it brings them along."""
    if is_musl(elf):
        granted = {"libz.so.1"}
        return [n for n in elf.needed if not _is_musl(n) and n not in granted]
    return [name for name in elf.needed if not _is_granted(name)]


def is_musl(elf: Elf) -> bool:
    """Whether the C library that the file needs is musl."""
    return any(_is_musl(name) for name in elf.needed)


def _is_granted(library: str) -> bool:
    if library in ALLOWED or library in LATER:
        return True
    return re.fullmatch(r"ld(64)?-linux.*\.so\.\d", library) is not None


def _is_musl(library: str) -> bool:
    return library == "libc.so" or library.startswith(("libc.musl", "ld-musl"))
