# SPDX-License-Identifier: MIT
"""Writing files so that nobody ever sees half of one.

A loaded shared object that is overwritten in place crashes its process; one that is
renamed over does not. So everything is written under a temporary name first.
"""

from __future__ import annotations

import _thread
import errno
import os
import stat
import sys
import time

from carbide.errors import Error, of_system, say

# The earliest time that a zip archive can hold, 1980-01-01, and what is used unless
# SOURCE_DATE_EPOCH says otherwise: archives do not depend on when they are made.
EARLIEST = 315532800
LATEST = 4354819198  # 2107-12-31
FIXED_TIME = 1577836800  # 2020-01-01

# Days without use after which something is removed from a cache.
LIFETIME = 30


def check_name(path: str) -> None:
    """Error unless a path can stand in a line of text: build.ninja, RECORD, .pth."""
    if path.isprintable():
        return
    for character in path:
        if "\ud800" <= character <= "\udfff":
            raise Error(f"the name {path!r} is not UTF-8", "rename it")
        if character < " " or character in "\x7f\x85\u2028\u2029":
            raise Error(
                f"there is a control character in the name {path!r}", "rename it"
            )


def make_folder(path: str) -> None:
    """Make a folder, and those above it, unless it is there."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        if error.errno == errno.EEXIST:
            raise Error(f"{path} must be a folder, and is a file", "move it") from None
        known = of_system(error)
        why = error.strerror
        hint = known.hint if known else ""
        raise Error(f"cannot make the folder {path}: {why}", hint) from None


def write(path: str, content: bytes, mode: int = 0o644) -> None:
    """Write a file through a temporary name beside it, then rename."""
    folder = os.path.dirname(path)
    if folder:
        make_folder(folder)
    temporary = _temporary(path)
    try:
        with open(temporary, "wb") as file:
            file.write(content)
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException as error:
        if os.path.exists(temporary):
            os.unlink(temporary)
        if isinstance(error, OSError):
            error.filename = path  # a full disk names no file, others the temporary
        raise


def _temporary(path: str) -> str:
    """A name beside `path` that no other process or thread uses."""
    return f"{path}.{os.getpid()}-{_thread.get_ident():x}.tmp"


def write_if_changed(path: str, text: str) -> bool:
    """Write a text unless the file holds it already; whether it was written."""
    content = os.fsencode(text)  # a path need not be UTF-8
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


def remove(path: str) -> None:
    """Remove a file, if it is there."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def link(target: str, path: str) -> None:
    """Make `path` a symbolic link to `target`, whatever was there before."""
    if os.path.islink(path) and os.readlink(path) == target:
        return
    temporary = _temporary(path)
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
    if not os.path.isdir(path):
        return False
    check_private(path)
    return os.access(path, os.W_OK | os.X_OK)


def check_private(path: str) -> None:
    """Error unless a folder is this user's, and nobody else may write there."""
    if sys.platform == "win32":
        return
    status = os.stat(path)
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


def is_program(path: str) -> bool:
    """Whether its owner may execute a file; who asks does not matter."""
    return bool(os.stat(path).st_mode & 0o100)


def prune(folder: str) -> None:
    """Remove the folders in a cache that nobody has used for a while."""
    import shutil

    if not os.path.isdir(folder):
        return
    oldest = time.time() - LIFETIME * 86400
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False) and entry.stat().st_mtime < oldest:
            shutil.rmtree(entry.path, ignore_errors=True)


def stamp(path: str) -> str:
    """Size and time of a file in one word, "-" where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return "-"
    return f"{status.st_size}:{status.st_mtime_ns}"


def said_time() -> int | None:
    """What SOURCE_DATE_EPOCH says, in seconds since 1970."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(said) if said.isascii() and said.isdigit() else None


def archive_time() -> int:
    """Seconds since 1970 for all entries of an archive, within what zip can say."""
    said = said_time()
    return FIXED_TIME if said is None else min(max(said, EARLIEST), LATEST)


def zip_time() -> tuple[int, int, int, int, int, int]:
    """`archive_time` as a zip archive wants it, in UTC."""
    moment = time.gmtime(archive_time())
    return moment[0], moment[1], moment[2], moment[3], moment[4], moment[5]


class Lock:
    """A lock on a folder, held by one process at a time; others wait."""

    def __init__(self, folder: str) -> None:
        make_folder(folder)
        self.path = os.path.join(folder, ".lock")

    def __enter__(self) -> None:
        self.file = open(self.path, "ab")
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                    return  # a file system without locks
                say(f"waiting for another build in {os.path.dirname(self.path)}")
                fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()
