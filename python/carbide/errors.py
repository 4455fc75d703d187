# SPDX-License-Identifier: MIT
"""Errors that a user can mend, and how they are printed.

A known error is one line `carbide: error: …` and perhaps `hint: …`, exit status 1.
Everything else is a bug of carbide and keeps its traceback.
"""

from __future__ import annotations

import os
import sys

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
    """pyproject.toml says something that carbide cannot follow."""


class ToolchainError(Error):
    """A program that the build needs is missing or too old."""


class BuildError(Error):
    """A step of the build failed; its own output has been printed already."""


def use_color(stream: TextIO) -> bool:
    """Whether to colour `stream`: NO_COLOR, FORCE_COLOR, else if it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def report(error: Error) -> None:
    """Print `error` to stderr, with its hint on a line of its own."""
    red, bold, off = COLORS if use_color(sys.stderr) else ("", "", "")
    print(f"{bold}carbide: {red}error:{off} {error}", file=sys.stderr)
    _hint(error.hint)


def say(message: str) -> None:
    """Print one line of news to stderr; stdout is for data."""
    print(message, file=sys.stderr)


def warn(message: str, hint: str = "") -> None:
    """Print a warning to stderr, with its hint on a line of its own."""
    print(f"carbide: warning: {message}", file=sys.stderr)
    _hint(hint)


def _hint(hint: str) -> None:
    bold, off = COLORS[1:] if use_color(sys.stderr) else ("", "")
    for line in hint.splitlines():
        print(f"{bold}hint:{off} {line}", file=sys.stderr)
