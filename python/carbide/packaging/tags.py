# SPDX-License-Identifier: MIT
"""Wheel tags: for which interpreters and platforms a binary is.

The binary calls only what every CPython since 3.9 exports, so one file serves all; a
Target says under which tag it is packed. The platform tag is read from the file itself:
policy.py knows what of the system it may need.

Wheels for GIL builds (`cp39-abi3`) and for free-threaded ones (`cp315-abi3t`) are two,
though a compressed tag could name both in one: `cp39.cp315-abi3.abi3t` also claims
`cp39-abi3t`, which installers take for free-threaded 3.14, where it is untested; and
installers older than the tag `abi3t` refuse it.
"""

from __future__ import annotations

import os
import re
import sys

from carbide.errors import ConfigError, warn
from carbide.packaging import policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.native.elf import Elf

# The oldest CPython, and the oldest free-threaded one with a stable ABI.
FIRST, FIRST_ABI3T = 9, 15


class Target:
    """A wheel is for CPython 3.`minor` and newer, or for one free-threaded build."""

    def __init__(self, minor: int, free_threaded: bool = False) -> None:
        self.minor = minor
        self.free_threaded = free_threaded

    def __str__(self) -> str:
        return f"3.{self.minor}" + "t" * self.free_threaded

    @property
    def tag(self) -> str:
        """Python tag and ABI tag."""
        if not self.free_threaded:
            return f"cp3{self.minor}-abi3"
        if self.minor >= FIRST_ABI3T:
            return f"cp3{self.minor}-abi3t"
        return f"cp3{self.minor}-cp3{self.minor}t"


def parse(text: str, where: str) -> Target:
    """The Target that `3.11` or `3.13t` names; `where` is for the message."""
    match = re.fullmatch(r"3\.([1-9]\d?)(t?)", text)
    if not match or int(match[1]) < FIRST or (match[2] and int(match[1]) < 13):
        raise ConfigError(
            f'{where}: "{text}" is no CPython that a wheel can be for',
            "3.9 or newer: `3.11` is for 3.11 and all that follow;\n"
            "free-threaded: `3.13t` for that one, `3.15t` for 3.15 and all that follow",
        )
    return Target(int(match[1]), bool(match[2]))


def targets(chosen: list[str], where: str, requires: str = "") -> list[Target]:
    """The Targets that are named, each once; held against `requires-python`."""
    found = {made.tag: made for made in (parse(text, where) for text in chosen)}
    _check_requires(list(found.values()), where, requires)
    if "cp314-cp314t" in found:
        warn("3.14t: the wheel is built as for 3.13t, and carbide was not tested there")
    return list(found.values())


def _check_requires(chosen: list[Target], where: str, requires: str) -> None:
    """Refuse a tag that the metadata contradicts; warn of versions left without."""
    floors = [target.minor for target in chosen if not target.free_threaded]
    for target in chosen:
        if not _admits(requires, target.minor):
            raise ConfigError(
                f"{where}: {target} is excluded by project.requires-python = "
                f'"{requires}", so no installer would take that wheel there',
                "raise the one or lower the other",
            )
    first = first_minor(requires)
    if floors and first < min(floors):
        warn(
            f'project.requires-python = "{requires}" admits 3.{first}, for which there '
            f"is no wheel: the oldest is for 3.{min(floors)}"
        )


def _admits(requires: str, minor: int) -> bool:
    """Whether some 3.`minor` satisfies a version specifier."""
    if not requires:
        return True
    from packaging.specifiers import SpecifierSet

    allowed = SpecifierSet(requires)
    return any(allowed.contains(f"3.{minor}.{n}", True) for n in range(100))


def first_minor(requires: str) -> int:
    """The oldest CPython that `requires-python` admits and carbide serves."""
    return next((m for m in range(FIRST, 100) if _admits(requires, m)), FIRST)


def free_threaded() -> bool:
    """Whether the interpreter that runs is a free-threaded build."""
    info = getattr(sys, "abi_info", None)
    if info is not None:
        return bool(info.free_threaded)
    return "t" in getattr(sys, "abiflags", "") or (
        sys.platform == "win32" and "free-threading" in sys.version
    )


def running() -> Target:
    """The Target whose wheel the interpreter that runs can install."""
    if not free_threaded():
        return Target(FIRST)
    minor = sys.version_info[1]
    return Target(min(minor, FIRST_ABI3T), True)


def interpreter() -> str:
    """Python and ABI tag of a module for the interpreter that runs."""
    return running().tag


def default(requires: str = "") -> Target:
    """`running`, but not older than `requires-python` admits."""
    target, first = running(), first_minor(requires)
    if not target.free_threaded or target.minor >= FIRST_ABI3T:
        target.minor = max(target.minor, first)
    return target


def fitting(chosen: list[Target], where: str) -> Target | None:
    """The newest of the Targets that the interpreter that runs can install.

    None is for the default: where none is named, or none that is free-threaded.
    """
    minor, free = sys.version_info[1], free_threaded()
    same = [target for target in chosen if target.free_threaded == free]
    stable = not free or minor >= FIRST_ABI3T
    fit = [t for t in same if t.minor == minor or (stable and t.minor < minor)]
    fit = [t for t in fit if t.minor == minor or not free or t.minor >= FIRST_ABI3T]
    if same and not fit and not free:
        oldest = min(target.minor for target in same)
        raise ConfigError(
            f"{where} names 3.{oldest} as the oldest, and this is Python 3.{minor}",
            f'say so to installers: [project] requires-python = ">=3.{oldest}"',
        )
    return max(fit, key=lambda target: target.minor, default=None)


def folder() -> str:
    """Name of the folder of editable builds: differs where the binary must."""
    machine = os.uname().machine if hasattr(os, "uname") else "amd64"
    return f"{interpreter()}-{sys.platform}_{machine}"


def platform(elf: Elf | None) -> str:
    """The platform tag of a binary; None stands for a file that is no ELF."""
    if elf is None:
        return _system_platform()
    floor = policy.floor(elf)
    if policy.outside(elf) or floor == policy.PRIVATE:
        return f"linux_{elf.machine}"
    on_musl = not elf.needed and _system_platform().startswith("musllinux")
    if policy.is_musl(elf) or on_musl:
        return f"musllinux_1_2_{elf.machine}"
    return f"manylinux_{floor[0]}_{floor[1]}_{elf.machine}"


def _system_platform() -> str:
    """The tag of the running system, as the newest installers understand it."""
    from packaging.tags import platform_tags

    return next(iter(platform_tags()))
