# SPDX-License-Identifier: MIT
"""Writing files so that nobody ever sees half of one.

A loaded shared object that is overwritten in place crashes its process; one that is
renamed over does not. So everything is written under a temporary name first.
"""

from __future__ import annotations

import os
import stat
import sys
import time

from carbide.errors import Error

# The earliest time that a zip archive can hold, 1980-01-01, and what is used unless
# SOURCE_DATE_EPOCH says otherwise: archives do not depend on when they are made.
EARLIEST = 315532800
FIXED_TIME = 1577836800  # 2020-01-01


def write(path: str, content: bytes, mode: int = 0o644) -> None:
    """Write a file through a temporary name beside it, then rename."""
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(content)
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def write_if_changed(path: str, text: str) -> bool:
    """Write a text unless the file holds it already; whether it was written."""
    content = text.encode("utf-8")
    if os.path.exists(path) and read(path) == content:
        return False
    write(path, content)
    return True


def read(path: str) -> bytes:
    """Content of a file, or b"" where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def link(target: str, path: str) -> None:
    """Make `path` a symbolic link to `target`, whatever was there before."""
    if os.path.islink(path) and os.readlink(path) == target:
        return
    temporary = f"{path}.{os.getpid()}.tmp"
    os.symlink(target, temporary)
    os.replace(temporary, path)


def private_folder(path: str) -> bool:
    """Make a folder for this user alone; False where it cannot be made or written.

    What lies in a cache is run later, so whoever can write there can plant code: a
    folder of another user, or one in which others may write, is an Error.
    """
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.mkdir(path, 0o700)
    except FileExistsError:
        pass
    except OSError:
        return False
    try:
        status = os.stat(path)
    except OSError:
        return False
    if not stat.S_ISDIR(status.st_mode):
        return False
    if sys.platform != "win32":
        _check_private(path, status)
    return os.access(path, os.W_OK | os.X_OK)


def _check_private(path: str, status: os.stat_result) -> None:
    remedy = "or let CARBIDE_CACHE name another folder"
    if status.st_uid != os.geteuid():
        raise Error(
            f"the cache folder {path} belongs to user {status.st_uid}, and this is "
            f"user {os.geteuid()}: what lies there could be anybody's code",
            f"remove it, {remedy}",
        )
    if status.st_mode & 0o022:
        raise Error(
            f"others may write in the cache folder {path} (mode "
            f"{stat.S_IMODE(status.st_mode):04o}): what lies there could be anybody's "
            "code",
            f"remove it (or, if nobody has: chmod 700 {path}), {remedy}",
        )


def stamp(path: str) -> str:
    """Size and time of a file in one word, "-" where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return "-"
    return f"{status.st_size}:{status.st_mtime_ns}"


def archive_time() -> int:
    """Seconds since 1970 for all entries of an archive."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return max(int(said), EARLIEST) if said.isdigit() else FIXED_TIME


def zip_time() -> tuple[int, int, int, int, int, int]:
    """`archive_time` as a zip archive wants it, in UTC."""
    moment = time.gmtime(archive_time())
    return moment[0], moment[1], moment[2], moment[3], moment[4], moment[5]


class Lock:
    """A lock on a folder, held by one process at a time; others wait."""

    def __init__(self, folder: str) -> None:
        os.makedirs(folder, exist_ok=True)
        self.path = os.path.join(folder, ".lock")

    def __enter__(self) -> None:
        self.file = open(self.path, "ab")
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()
