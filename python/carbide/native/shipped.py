# SPDX-License-Identifier: MIT
"""The runtime's object files that carbide's own wheel brings along.

In, where the wheel is made: a checkout of carbide and a compiler. Out: the files of
`carbide/objects`, and a library linked of them, which tells what they need of glibc.
In, where it is used: a Toolchain. Out: that folder, if its files are what this
toolchain would compile but for the compiler; else "".

They are plain ELF object files: gcc, clang and every linker of that machine take them.
Compilers with flags of their own, other targets, zig, musl, macOS and Windows compile
the runtime themselves, and so does a checkout.
"""

from __future__ import annotations

import os

from carbide import files, paths
from carbide.native import compiler, ninja, progress, toolchain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.native.toolchain import Toolchain

# The file beside the objects that says what they were made of.
MARK = "made-of"


def folder_for(chain: Toolchain) -> str:
    """The folder of objects that came along, if they suit this toolchain; or ""."""
    if not chain.usual:
        return ""
    folder = paths.objects_dir()
    mark = files.read(os.path.join(folder, MARK))
    if not mark:
        return ""
    machine, _ = compiler.machine(chain.cc)
    suits = machine and mark == _made_of(machine, paths.include_dir())
    return folder if suits else ""


def build(
    root: str, cc: list[str], verbose: bool = False
) -> tuple[dict[str, bytes], str] | None:
    """(content of the files by name, path of the library); None: they suit nobody."""
    if not toolchain.is_usual(cc):
        return None
    machine, for_all = compiler.machine(cc)
    if not machine or not for_all:
        return None
    folder = f"{paths.TOOL_DIR}/runtime"
    sources = paths.runtime_sources(os.path.join(root, "include"))
    objects = {os.path.basename(s) + ".o": os.path.relpath(s, root) for s in sources}
    text = ninja.objects_file(folder, cc, _flags(cc), objects)
    with files.Lock(os.path.join(root, folder)):
        file = f"{folder}/build.ninja"
        files.write_if_changed(os.path.join(root, file), text)
        rest = os.path.join(root, folder, "together.c")
        files.write_if_changed(rest, "int cbi_module; /* of the generated file */\n")
        progress.run(root, file, [], verbose)
        made = {n: files.read(os.path.join(root, folder, n)) for n in objects}
    made[MARK] = _made_of(machine, os.path.join(root, "include"))
    return made, os.path.join(root, folder, "together.so")


def digest(words: list[str], include: str) -> str:
    """A name made of words, and of all that the runtime includes."""
    import hashlib

    hashed = hashlib.sha256(repr(words).encode())
    for path in paths.headers(include):
        name = os.path.relpath(path, include)
        hashed.update(name.encode() + b"\0" + files.read(path) + b"\0")
    return hashed.hexdigest()


def _made_of(machine: str, include: str) -> bytes:
    """What the objects depend on, whichever usual compiler made them."""
    usual = toolchain.runtime_flags(["cc"])
    return f"{machine} {digest(usual, include)}\n".encode()


def _flags(cc: list[str]) -> list[str]:
    """The usual flags, less those that this compiler refuses."""
    flags = toolchain.runtime_flags(cc)
    own = sorted(flag for flag in flags if flag.startswith("-f"))
    refused = compiler.refused(cc, [], own)
    return [flag for flag in flags if flag not in refused]
