# SPDX-License-Identifier: MIT
"""What is kept in the user's cache: a folder that is always found, and old entries.

In: the kind of thing that is kept ("modules"). Out: a folder that belongs to the user
and that nobody else may write to, or an Error: what lies there is loaded into
processes. Where the cache lies, and what makes a folder the user's own, say
`paths.cache` and `files.private_folder`.
"""

from __future__ import annotations

import os

from carbide import files, paths
from carbide.errors import Error

# Days without use after which an entry is removed.
LIFETIME = 30


def folder(kind: str) -> str:
    """The folder of one kind of entries, made if there is none; Error if it is unfit.

    Where there is no home that can be written, one among the temporary files.
    """
    found = paths.cache(kind)
    if found:
        return found
    chosen = os.environ.get("CARBIDE_CACHE")
    if chosen:
        raise Error(
            f"cannot write to the cache {os.path.abspath(chosen)}",
            "let CARBIDE_CACHE name a folder that can be written",
        )
    import tempfile

    user = os.getuid() if hasattr(os, "getuid") else "user"
    base = os.path.join(tempfile.gettempdir(), f"carbide-{user}")
    path = os.path.join(base, kind)
    if not files.private_folder(base) or not files.private_folder(path):
        raise Error(
            f"cannot write to {base}, and there is no home folder for a cache",
            "let CARBIDE_CACHE name a folder that can be written",
        )
    return path


def prune(folder: str) -> None:
    """Remove the entries that nobody has used for a while."""
    import shutil
    import time

    if not os.path.isdir(folder):
        return
    oldest = time.time() - LIFETIME * 86400
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False) and entry.stat().st_mtime < oldest:
            shutil.rmtree(entry.path, ignore_errors=True)
