# SPDX-License-Identifier: MIT
"""Read a TOML file; what is wrong with it is said at its line, with a caret.

In: a path. Out: the text and the tables, or a ConfigError. Only reading is done
without further imports: a build without changes runs through it. The parser would be a
quarter of such a build, so the build keeps the tables, for this file at this time.
"""

from __future__ import annotations

import os
import sys

import carbide
from carbide import files
from carbide.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SAVE = "save it as UTF-8, without a byte order mark (BOM)"


def read(path: str, kept: str = "") -> tuple[str, dict[str, Any]]:
    """Text and tables of the file; `kept` is where `keep` may have put them."""
    try:
        with open(path, "rb") as file:
            raw = file.read()
    except OSError as error:
        raise _unreadable(path, error) from None
    text = _decode(path, raw)
    return text, (_recall(path, raw, kept) if kept else None) or parse(path, text)


def keep(path: str, kept: str) -> None:
    """Put the tables of a file into another, for `read`; dates cannot be kept."""
    import marshal

    raw = files.read(path)
    tables = parse(path, raw.decode("utf-8"))
    try:
        files.write(kept, _heading(path, raw) + marshal.dumps(tables, 2))
    except ValueError:
        files.remove(kept)


def _recall(path: str, raw: bytes, kept: str) -> dict[str, Any] | None:
    """What was kept of this very file, or None."""
    import marshal

    heading = _heading(path, raw)
    try:
        content = files.read(kept)
        if not content.startswith(heading):
            return None
        tables: dict[str, Any] = marshal.loads(content[len(heading) :])
    except (OSError, EOFError, TypeError, ValueError):  # a damaged disk; no folder
        return None
    return tables


def _heading(path: str, raw: bytes) -> bytes:
    """What must be the same: the carbide, the file, its time and its text."""
    own = f"{carbide.__version__}\n{os.path.abspath(path)}\n{files.stamp(path)}\n"
    return os.fsencode(own) + raw + b"\0"


def parse(path: str, text: str) -> dict[str, Any]:
    """The tables of the text that stands, or will stand, in the file."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except ValueError as error:
        raise _mistake(path, text, str(error)) from None
    except RecursionError:
        raise ConfigError(f"{shown(path)}: nested too deeply") from None
    return tables


def shown(path: str) -> str:
    """The path as the user would type it."""
    short = os.path.relpath(path)
    return path if short.startswith("..") else short


def _unreadable(path: str, error: OSError) -> ConfigError:
    if os.path.isdir(path):
        return ConfigError(f"{shown(path)} is a folder, not a file")
    if os.path.islink(path) and not os.path.exists(path):
        return ConfigError(f"{shown(path)} is a link to {os.readlink(path)}: no file")
    return ConfigError(f"cannot read {shown(path)}: {error.strerror}")


def _decode(path: str, raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError(f"{shown(path)} is written in UTF-16, not in UTF-8", SAVE)
    if raw.startswith(b"\xef\xbb\xbf"):
        raise ConfigError(
            f"{shown(path)} begins with a byte order mark, which pip cannot read", SAVE
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        text = before + raw[error.start :].decode("utf-8", "replace")
        message = f"the byte 0x{raw[error.start]:02X} is no UTF-8"
        raise _at(path, text, len(before), message, SAVE) from None


def _mistake(path: str, text: str, said: str) -> ConfigError:
    """From what the parser says, `message (at line L, column C)`."""
    import re

    message, line, column = said, 0, 0
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)", said)
    if found:
        message = said[: found.start()]
        line, column = int(found[1] or 0), int(found[2] or 0)
    lines = text.split("\n")
    if not line:  # the end: behind the last line that says something
        while len(lines) > 1 and not lines[-1].strip():
            lines.pop()
        line, column = len(lines), len(lines[-1].rstrip()) + 1
    offset = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    bare = re.match(r"\s*([\w.-]+)\s*=\s*([^\s\"'\[{#][^\"'#]*?)\s*$", lines[line - 1])
    hint = f'a text stands in quotes: {bare[1]} = "{bare[2]}"' if bare else ""
    message = message[:1].lower() + message[1:]
    return _at(path, text, offset, message, hint)


def _at(path: str, text: str, offset: int, message: str, hint: str) -> ConfigError:
    """The error at a place of the text, with its line and a caret."""
    from carbide.project.place import Place

    at = Place(text, offset, offset + 1)
    return ConfigError(at.message(shown(path), message), hint)
