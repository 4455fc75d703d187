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
import shutil
import time

from carbide import files, ninja, paths, progress, toolchain
from carbide.errors import BuildError, Error, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.toolchain import Toolchain

# Days without use after which objects are removed.
LIFETIME = 30


def folder_of(chain: Toolchain, fallback: str) -> str:
    """Where the objects of this toolchain are, or will be."""
    folder = os.path.join(_cache(fallback), _key(chain))
    if os.path.isdir(folder):
        os.utime(folder)
    return folder


def objects(folder: str) -> list[str]:
    """The object files in a folder that `folder_of` returned."""
    return [_object(folder, source) for source in paths.runtime_sources()]


def build(chain: Toolchain, folder: str, verbose: bool = False) -> None:
    """Compile all sources beside the folder, then rename: it is complete or absent."""
    _prune(os.path.dirname(folder))
    temporary = f"{folder}.{os.getpid()}.tmp"
    os.makedirs(temporary, exist_ok=True)
    try:
        text = ninja.runtime_file(chain)
        files.write(os.path.join(temporary, "build.ninja"), text.encode())
        progress.run(temporary, "build.ninja", [], verbose)
        if _key(chain) != os.path.basename(folder):
            raise BuildError(
                "carbide's runtime changed while it was compiled", "run it again"
            )
        try:
            os.rename(temporary, folder)
        except OSError:
            if not os.path.isdir(folder):  # else another process was quicker
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


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


def _prune(cache: str) -> None:
    """Remove what nobody has used for a while."""
    if not os.path.isdir(cache):
        return
    oldest = time.time() - LIFETIME * 86400
    for entry in os.scandir(cache):
        if entry.is_dir() and entry.stat().st_mtime < oldest:
            shutil.rmtree(entry.path, ignore_errors=True)
