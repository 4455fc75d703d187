# SPDX-License-Identifier: MIT
"""The runtime's object files, compiled once and kept for all projects.

In: a Toolchain. Out: a folder with one object file for each source of the runtime.
They depend on carbide's headers, the compiler and its flags, and on nothing of the
project, so they are kept in the user's cache under a name made of exactly these
(CARBIDE_CACHE names another folder). Where that cannot be written, or others could
write there, the project's build folder takes its place.
"""

from __future__ import annotations

import os

from carbide import files, paths
from carbide.errors import BuildError, Error, warn
from carbide.native import ninja, progress, toolchain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.native.toolchain import Toolchain


def folder_of(chain: Toolchain, fallback: str) -> str:
    """Where the objects of this toolchain are, or will be."""
    folder = os.path.join(_cache(fallback), _key(chain))
    if os.path.isdir(folder):
        os.utime(folder)
    return folder


def objects(folder: str) -> list[str]:
    """The object files in a folder that `folder_of` returned."""
    return [_object(folder, source) for source in paths.runtime_sources()]


def complete(folder: str) -> bool:
    """Whether all objects are there: somebody may have cleaned up."""
    try:
        there = set(os.listdir(folder))
    except OSError:
        return False
    return all(os.path.basename(path) in there for path in objects(folder))


def build(chain: Toolchain, folder: str, verbose: bool = False) -> None:
    """Compile all sources beside the folder, then rename: it is complete or absent."""
    import shutil
    import tempfile

    around, name = os.path.split(folder)
    os.makedirs(around, exist_ok=True)
    files.prune(around)
    temporary = tempfile.mkdtemp(".tmp", f"{name}.", around)
    try:
        text = ninja.runtime_file(chain, temporary)
        files.write(os.path.join(temporary, "build.ninja"), text.encode())
        progress.run(temporary, "build.ninja", [], verbose)
        if _key(chain) != os.path.basename(folder):
            raise BuildError(
                "carbide's runtime changed while it was compiled", "run it again"
            )
        if not complete(temporary):
            raise BuildError(f"`{' '.join(chain.cc)}` compiled without writing a file")
        _place(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _place(temporary: str, folder: str) -> None:
    """Rename, unless another process was quicker; what is incomplete makes room."""
    import shutil

    try:
        if os.path.isdir(folder) and not complete(folder):
            aside = f"{folder}.{os.getpid()}.old"
            os.rename(folder, aside)
            shutil.rmtree(aside, ignore_errors=True)
        os.rename(temporary, folder)
    except OSError:
        if not complete(folder):
            raise


def _object(folder: str, source: str) -> str:
    return f"{folder}/{os.path.basename(source)}.o".replace(os.sep, "/")


def _key(chain: Toolchain) -> str:
    """A name made of all that the objects depend on."""
    import hashlib

    flags = [f for f in chain.runtime if f != paths.include_dir()]
    hashed = hashlib.sha256(repr([toolchain.identity(chain.cc), flags]).encode())
    for path in paths.headers():
        name = os.path.relpath(path, paths.include_dir())
        hashed.update(name.encode() + b"\0" + files.read(path) + b"\0")
    return hashed.hexdigest()[:20]


def _cache(fallback: str) -> str:
    """The folder under which runtimes are kept."""
    try:
        return paths.cache("runtime") or fallback
    except Error as error:
        if os.environ.get("CARBIDE_CACHE"):
            raise
        warn(f"not used: {error}", error.hint)
        return fallback
