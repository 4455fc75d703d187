# SPDX-License-Identifier: MIT
"""The user's cache: where it lies, and whether what is in it may be trusted.

In: the kind of thing that is kept ("runtime", "modules"). Out: a folder that belongs to
the user and that nobody else may enter, or an Error. What lies there is linked into
modules and loaded into processes, so a folder where others may write is refused.
CARBIDE_CACHE names another place than the system's usual one.
"""

from __future__ import annotations

import os
import stat
import sys

from carbide.errors import Error

# Days without use after which an entry is removed.
LIFETIME = 30


class UntrustedError(Error):
    """Somebody else could have put things into the cache."""


def folder(kind: str, anywhere: bool = False) -> str:
    """The folder of one kind of entries, made if there is none; Error if it is unfit.

    With `anywhere`, a folder for temporary files has to do where the home cannot be
    written and CARBIDE_CACHE is not set.
    """
    chosen = os.environ.get("CARBIDE_CACHE")
    base = os.path.abspath(chosen) if chosen else _usual()
    try:
        return _private(base, kind)
    except OSError as error:
        if chosen or not anywhere:
            raise Error(
                f"cannot write to the cache {base}: {error.strerror}",
                "let CARBIDE_CACHE name a folder that can be written",
            ) from None
    import tempfile

    user = os.getuid() if hasattr(os, "getuid") else "user"
    return _private(os.path.join(tempfile.gettempdir(), f"carbide-{user}"), kind)


def prune(folder: str) -> None:
    """Remove the entries that nobody has used for a while."""
    import shutil
    import time

    oldest = time.time() - LIFETIME * 86400
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False) and entry.stat().st_mtime < oldest:
            shutil.rmtree(entry.path, ignore_errors=True)


def _usual() -> str:
    """Where programs of this system keep what they can make again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "~")
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return os.path.join(os.path.abspath(os.path.expanduser(base)), "carbide")


def _private(base: str, kind: str) -> str:
    """Make `base`/`kind` for the user alone; it is looked at each time."""
    path = os.path.join(base, kind)
    if not os.path.isdir(path):
        os.makedirs(base, exist_ok=True)
        os.makedirs(path, mode=0o700, exist_ok=True)
    _check(base, path)
    if not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied")
    return path


def _check(base: str, path: str) -> None:
    """Error if another user owns `path`, or could have put something there."""
    if sys.platform == "win32":
        return  # the folder of a profile lets nobody else in
    status, user = os.stat(path), os.geteuid()
    remedy = "let CARBIDE_CACHE name a folder that is yours alone"
    if status.st_uid != user:
        raise UntrustedError(
            f"the cache {path} belongs to user {status.st_uid}, and you are {user}: "
            "nothing there is loaded",
            remedy,
        )
    around = os.stat(base).st_mode
    replaceable = around & stat.S_IWOTH and not around & stat.S_ISVTX
    if replaceable or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        name, mode = (base, around) if replaceable else (path, status.st_mode)
        raise UntrustedError(
            f"others may write to the cache {name} (its mode is {mode & 0o777:o}): "
            "nothing there is loaded",
            f"remove it, so that it is made again with mode 700,\nor {remedy}",
        )
    if status.st_mode & 0o077:
        os.chmod(path, 0o700)
