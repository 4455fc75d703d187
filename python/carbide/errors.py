# SPDX-License-Identifier: MIT
"""Errors that a user can mend, and how they are printed.

A known error is one line `carbide: error: …` and perhaps `hint: …`, exit status 1.
Everything else is a bug of carbide and keeps its traceback.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


# Red, bold, and neither.
COLORS = ("\033[31;1m", "\033[1m", "\033[0m")


class Error(Exception):
    """A known error: what was wanted, what came; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(Error):
    """pyproject.toml says something that carbide cannot follow.

    `path` are the keys that lead to the place, if it is one: ("tool", "carbide", …).
    """

    def __init__(
        self, message: str, hint: str = "", path: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, hint)
        self.path = path


class ToolchainError(Error):
    """A program that the build needs is missing or too old."""


class BuildError(Error):
    """A step of the build failed; its own output has been printed already."""


class CompileError(ImportError):
    """C that an import or `carbide.compile` wanted could not be made into a module.

    Its text has what the compiler or the translator said, with places and carets.
    """


def compile_error(where: str, error: Error, said: str) -> CompileError:
    """The error that an import raises: what was said, or else what went wrong."""
    if said:
        text = f"{where}: the C was not compiled\n{said.rstrip()}"
        if not str(error).endswith("see above"):
            text += f"\n{error}"
    else:
        text = f"{where}: {error}"
    if error.hint and "--verbose" not in error.hint:
        text += "".join(f"\nhint: {line}" for line in error.hint.splitlines())
    return CompileError(text)


# Where messages go in place of stderr, in the thread that runs.
_collected: ContextVar[io.StringIO | None] = ContextVar("collected", default=None)


class Collect:
    """`with Collect() as text`: what would go to stderr goes to `text`, here alone."""

    def __enter__(self) -> io.StringIO:
        text = io.StringIO()
        self.token = _collected.set(text)
        return text

    def __exit__(self, *_: object) -> None:
        _collected.reset(self.token)


def stream() -> TextIO:
    """Where messages go: stderr, or the text that is being collected."""
    return _collected.get() or sys.stderr


def of_system(error: OSError) -> Error | None:
    """What the system refused, as a known error; None where it is a bug of ours."""
    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    denied = (errno.EACCES, errno.EPERM, errno.EROFS)
    if error.errno not in (*full, *denied, *_TROUBLES):
        return None
    names = [os.fsdecode(n) for n in (error.filename, error.filename2) if n]
    message = f"{' -> '.join(names) or 'the system'}: {error.strerror}"
    if error.errno in full:
        return Error(message, "make room there, and run it again: nothing is half done")
    if error.errno in denied:
        return Error(
            message,
            "carbide writes to build/ and dist/ in the project (--out names another "
            "dist/),\nand, where it can, to the user's cache",
        )
    return Error(message)


# Errors of the system that are no mistake of the program.
_TROUBLES = (
    *(
        errno.EIO,
        errno.EEXIST,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.ENAMETOOLONG,
        errno.ELOOP,
    ),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.ETXTBSY),
)


def use_color(stream: TextIO) -> bool:
    """Whether to colour `stream`: NO_COLOR, FORCE_COLOR, else if it is a terminal."""
    if os.environ.get("NO_COLOR") or stream is _collected.get():
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def report(error: Error) -> None:
    """Print `error` to stderr, with its hint on a line of its own."""
    red, bold, off = COLORS if use_color(stream()) else ("", "", "")
    print(f"{bold}carbide: {red}error:{off} {error}", file=stream())
    _hint(error.hint)


def say(message: str) -> None:
    """Print one line of news to stderr; stdout is for data."""
    print(message, file=stream())


def warn(message: str, hint: str = "") -> None:
    """Print a warning to stderr, with its hint on a line of its own."""
    print(f"carbide: warning: {message}", file=stream())
    _hint(hint)


def _hint(hint: str) -> None:
    bold, off = COLORS[1:] if use_color(stream()) else ("", "")
    for line in hint.splitlines():
        print(f"{bold}hint:{off} {line}", file=stream())
