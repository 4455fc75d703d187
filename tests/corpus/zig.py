# SPDX-License-Identifier: MIT
"""The headers of Windows, macOS and musl, as the package ziglang carries them.

Each system is a `package` of the corpus: its headers, evenly over the list, and the
flags with which clang reads them as that system's compiler would.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

WANTED = "pip install ziglang"


@dataclass(frozen=True)
class System:
    """A system that zig has the headers of."""

    target: str  # as zig names it
    triple: str  # as clang names it
    folders: tuple[str, ...]  # in the order in which zig searches them
    options: tuple[str, ...] = ()
    first: tuple[str, ...] = ()  # headers that are always read
    before: str = ""  # what nearly all headers expect to be included before them
    most: int = 100  # headers; those of Windows are large


SYSTEMS = (
    System(
        "x86_64-windows-gnu",
        "x86_64-unknown-windows-gnu",
        ("any-windows-any",),
        ("-D__MSVCRT_VERSION__=0xE00", "-D_WIN32_WINNT=0x0a00", "-D__CRT__NO_INLINE"),
        ("windows.h",),
        "#include <windows.h>\n",
        30,
    ),
    System(
        "aarch64-macos",
        "arm64-apple-macosx13.0.0",
        ("any-darwin-any",),
        # of this one the headers ask for what newer compilers define
        ("-U__is_target_environment", "-D__is_target_environment(x)=0"),
        first=("stdlib.h", "unistd.h", "mach/mach.h"),
    ),
    System(
        "aarch64-linux-musl",
        "aarch64-unknown-linux-musl",
        ("aarch64-linux-musl", "generic-musl", "aarch64-linux-any", "any-linux-any"),
        first=("stdlib.h", "unistd.h", "math.h"),
    ),
)


def root() -> Path | None:
    """Where the headers lie; None: ziglang is not installed."""
    found = importlib.util.find_spec("ziglang")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).resolve().parent / "lib" / "libc" / "include"


def flags(system: System, include: Path, builtin: Path) -> list[str]:
    """What clang needs beside its own headers, which lie in `builtin`."""
    folders = [builtin, *(include / name for name in system.folders)]
    found = ["-target", system.triple, "-nostdinc"]
    for folder in folders:
        found += ["-isystem", str(folder)]
    return [*found, *system.options]


def names(system: System, include: Path) -> list[str]:
    """Headers as #include names them: the first ones, then evenly over all."""
    found: dict[str, None] = {}
    for name in system.folders:
        folder = include / name
        for path in sorted(folder.rglob("*.h")):
            found[path.relative_to(folder).as_posix()] = None
    step = max(1, -(-len(found) // system.most))
    return list(dict.fromkeys([*system.first, *list(found)[::step]]))


def preprocess(system: System, source: Path, text: Path) -> bool:
    """As zig's own compiler does it, whose version of clang is another one."""
    zig = [sys.executable, "-m", "ziglang", "cc", "-target", system.target]
    command = [*zig, "-E", "-dD", "-CC", "-w", source, "-o", text]
    # elsewhere it shortens the names of files
    return subprocess.run(command, cwd="/", check=False).returncode == 0
