# SPDX-License-Identifier: MIT
"""Which CPU levels a module is compiled for, with which flags, or why for none.

In: `cpu` of pyproject.toml, the compiler and the flags of the user's sources. Out: the
levels with their flags. Where the machine that is built for knows no such levels, the
same project builds without, and says why; only what contradicts itself is an error.
Imported where `cpu` is given, and then only when build.ninja is written or explained.
"""

from __future__ import annotations

import os

from carbide.errors import ConfigError
from carbide.native import child, compiler, toolchain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.native.ninja import Part
    from carbide.project.config import Module

# The psABI's levels as flags one by one, for compilers that do not know their names.
_V2 = ["-mcx16", "-msahf", "-mpopcnt", "-msse3", "-mssse3", "-msse4.1", "-msse4.2"]
_V3 = [*_V2, "-mavx", "-mavx2", "-mbmi", "-mbmi2", "-mf16c", "-mfma", "-mlzcnt"]
_V3.append("-mmovbe")
_V4 = [*_V3, "-mavx512f", "-mavx512bw", "-mavx512cd", "-mavx512dq", "-mavx512vl"]
FEATURES = {"x86-64-v2": _V2, "x86-64-v3": _V3, "x86-64-v4": _V4}

# Their objects have constructors, all of them.
_WATCHED = ("-fsanitize", "--coverage", "-fprofile-arcs", "-fprofile-generate")

PROBE = "#if defined __x86_64__ && defined __LP64__ && defined __ELF__\nyes\n#endif\n"


def choose(
    module: Module, cc: list[str], user: list[str]
) -> tuple[dict[str, list[str]], str]:
    """(level -> flags, why there are none) for sources compiled with `user`."""
    for flag in user:
        if flag in ("-march=native", "-mcpu=native"):
            raise ConfigError(
                f"{module.where} has `cpu`, and cflags have {flag}: the baseline would "
                "run on machines like this one alone",
                f"remove {flag}: the best level of a machine is chosen at import",
            )
        if flag.startswith("-flto") and "-ffat-lto-objects" not in user:
            raise ConfigError(
                f"{module.where} has `cpu`, and cflags have {flag}: with it the "
                "compiler leaves nothing to read in its object files",
                "remove one of them, or add -ffat-lto-objects if the compiler is gcc",
            )
    if module.profile == "debug":
        return {}, 'profile = "debug" is for the baseline alone'
    own = toolchain.CHECKS  # which trap, and call nothing
    if any(flag.startswith(_WATCHED) and flag not in own for flag in user):
        return {}, "sanitizers and coverage see the baseline alone"
    if not _is_elf_x86_64(cc, user):
        return {}, "the target is not x86-64 with ELF files"
    found = {}
    for level in module.cpu:
        flags = _flags(level, cc)
        if not flags:
            return {}, f"the compiler cannot compile for {level}"
        found[level] = flags
    return found, ""


def _is_elf_x86_64(cc: list[str], user: list[str]) -> bool:
    command = [*cc, *user, "-w", "-E", "-P", "-x", "c", "-"]
    done = child.ask(command, " ".join(cc), text=PROBE)
    return "yes" in done.stdout.split()


def _flags(level: str, cc: list[str]) -> list[str]:
    """The flags for a level; zig spells its name with `_`."""
    names = [f"-march={level}", f"-march={level.replace('-', '_')}"]
    if toolchain.is_zig(cc):
        names.reverse()
    for flags in (*([name] for name in names), FEATURES[level]):
        if not compiler.refused(cc, [], flags):
            return flags
    return []


def describe(part: Part) -> str:
    """What `explain` says of a module's levels; "" without `cpu`.

    Which sources stay out is known after a build only.
    """
    module = part.module
    if not module.cpu:
        return ""
    chain = toolchain.Toolchain(module)
    if not chain.levels:
        return f"CPU levels: none, since {chain.no_levels}"
    lines = [
        "CPU levels: " + ", ".join(["baseline", *chain.levels]),
        "    the best that the machine has is chosen at import; CARBIDE_CPU forces one",
    ]
    path = os.path.join(module.root, part.layout.plan)
    if not os.path.exists(path):
        lines.append("    which sources stay out of them, a build will tell")
        return "\n".join(lines)
    import json

    with open(path, encoding="utf-8") as file:
        excluded = json.load(file)["excluded"]
    for source, why in excluded.items():
        lines.append(f"    {source}: baseline only: {why}")
    return "\n".join(lines)
