# SPDX-License-Identifier: MIT
"""Wheel tags: for which interpreters and platforms a binary is.

The binary calls only what every CPython since 3.9 exports, so one file serves all
GIL builds. The platform tag is read from the file itself: the newest glibc symbol
that it needs, and the libraries.
"""

from __future__ import annotations

import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.elf import Elf

# The oldest glibc that a tag can name: (2, 17) unless the architecture is newer.
OLDEST = {"riscv64": (2, 31), "loongarch64": (2, 36)}

# Stands for symbols that no glibc promises to keep.
PRIVATE = (999, 0)

# Libraries that manylinux lets a wheel need (PEP 600 and auditwheel's list).
ALLOWED = """
    libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libutil.so.1
    libresolv.so.2 libnsl.so.1 libgcc_s.so.1 libstdc++.so.6 libX11.so.6 libXext.so.6
    libXrender.so.1 libICE.so.6 libSM.so.6 libGL.so.1 libglib-2.0.so.0
    libgobject-2.0.so.0 libgthread-2.0.so.0""".split()


def free_threaded() -> bool:
    """Whether the interpreter that runs is a free-threaded build."""
    info = getattr(sys, "abi_info", None)
    if info is not None:
        return bool(info.free_threaded)
    return "t" in getattr(sys, "abiflags", "") or (
        sys.platform == "win32" and "free-threading" in sys.version
    )


def interpreter() -> str:
    """Python and ABI tag of a module for the interpreter that runs."""
    if not free_threaded():
        return "cp39-abi3"
    major, minor = sys.version_info[:2]
    if (major, minor) >= (3, 15):
        return "cp315-abi3t"
    return f"cp{major}{minor}-cp{major}{minor}t"


def folder() -> str:
    """Name of the folder of editable builds: differs where the binary must."""
    machine = os.uname().machine if hasattr(os, "uname") else "amd64"
    return f"{interpreter()}-{sys.platform}_{machine}"


def platform(elf: Elf | None) -> str:
    """The platform tag of a binary; None stands for a file that is no ELF."""
    if elf is None:
        return _system_platform()
    glibc = glibc_needed(elf)
    if outside_policy(elf) or glibc == PRIVATE:
        return f"linux_{elf.machine}"
    if any(_is_musl(name) for name in elf.needed):
        return f"musllinux_1_2_{elf.machine}"
    if not elf.needed and _system_platform().startswith("musllinux"):
        return f"musllinux_1_2_{elf.machine}"
    floor = max(glibc, OLDEST.get(elf.machine, (2, 17)))
    return f"manylinux_{floor[0]}_{floor[1]}_{elf.machine}"


def outside_policy(elf: Elf) -> list[str]:
    """Libraries that keep a wheel from other machines unless it brings them along."""
    return [n for n in elf.needed if not _is_musl(n) and not _allowed(n)]


def glibc_needed(elf: Elf) -> tuple[int, int]:
    """The newest glibc version among the symbols; PRIVATE for internal ones."""
    newest = (0, 0)
    for names in elf.versions.values():
        for name in names:
            match = re.fullmatch(r"GLIBC_(\d+)\.(\d+)(\.\d+)*", name)
            if match:
                newest = max(newest, (int(match[1]), int(match[2])))
            elif name == "GLIBC_PRIVATE":
                return PRIVATE
            elif name == "GLIBC_ABI_DT_RELR":
                newest = max(newest, (2, 36))
    return newest


def _allowed(library: str) -> bool:
    if library in ALLOWED:
        return True
    return re.fullmatch(r"ld(64)?-linux.*\.so\.\d", library) is not None


def _is_musl(library: str) -> bool:
    return library == "libc.so" or library.startswith(("libc.musl", "ld-musl"))


def _system_platform() -> str:
    """The tag of the running system, as the newest installers understand it."""
    from packaging.tags import platform_tags

    return next(iter(platform_tags()))
