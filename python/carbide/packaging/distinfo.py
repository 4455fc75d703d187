# SPDX-License-Identifier: MIT
"""The files of .dist-info: METADATA, WHEEL, entry_points.txt, licenses, RECORD.

In: checked metadata of a project, the tag, and names and contents of files. Out: their
texts. Each is made of lines, and what stands in them comes from the project: a text
that would be read as a line of its own is refused, or folded as RFC 822 has it.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import re

import carbide
from carbide import files
from carbide.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyproject_metadata import StandardMetadata

# The tag of a wheel without a binary.
PURE = "py3-none-any"

# The metadata that every index and installer of today reads. From 2.2 on, what an sdist
# says is known to hold for its wheels, so that installers need not build to know it.
METADATA = "2.4"

# What entry points may look like: `name = package.module:attribute [extra]`.
_DOTTED = r"[^\W\d]\w*(\.[^\W\d]\w*)*"
POINT = re.compile(rf"{_DOTTED}(\s*:\s*{_DOTTED})?(\s*\[[\w\s.,-]*\])?")
SCRIPT = re.compile(r"[\w.-]+", re.ASCII)


def metadata_text(metadata: StandardMetadata) -> bytes:
    """METADATA of a wheel, PKG-INFO of an sdist."""
    newest = max(metadata.auto_metadata_version, METADATA)
    metadata.metadata_version = newest
    return bytes(metadata.as_rfc822())


def wheel_text(tag: str) -> bytes:
    """WHEEL: who wrote it, and for which interpreters and systems."""
    pure = "true" if tag == PURE else "false"
    lines = ["Wheel-Version: 1.0", f"Generator: carbide {carbide.__version__}"]
    lines += [f"Root-Is-Purelib: {pure}", f"Tag: {tag}", ""]
    return "\n".join(lines).encode()


def all_files(root: str, metadata: StandardMetadata, tag: str) -> dict[str, bytes]:
    """Name below .dist-info -> content, of all but RECORD."""
    result = {"METADATA": metadata_text(metadata), "WHEEL": wheel_text(tag)}
    points = entry_points(metadata)
    if points:
        result["entry_points.txt"] = points
    for path in metadata.license_files or []:
        name = path.as_posix()
        content = files.read(os.path.join(root, name))
        if not content:
            raise ConfigError(f"project.license-files: {name} does not exist")
        result[f"licenses/{name}"] = content
    return result


def entry_points(metadata: StandardMetadata) -> bytes:
    """Text of entry_points.txt, empty if there are none."""
    groups = dict(metadata.entrypoints)
    groups["console_scripts"] = metadata.scripts
    groups["gui_scripts"] = metadata.gui_scripts
    lines = []
    for group in sorted(groups):
        if groups[group]:
            lines.append(f"[{group}]")
            for name, value in groups[group].items():
                check_point(group, name, value)
                lines.append(f"{name} = {value}")
            lines.append("")
    return "\n".join(lines).encode()


def check_point(group: str, name: str, value: str) -> None:
    """Refuse an entry point that installers would read as something else."""
    script = group.endswith("_scripts")
    plain = name.isprintable() and name == name.strip() and "=" not in name
    if not plain or name[:1] in ("", "[", "#", ";") or "\\" in name:
        named = False
    else:
        named = bool(SCRIPT.fullmatch(name)) or not script
    if not named or name in (".", ".."):
        raise ConfigError(
            f"{_where(group)}: {name!r} is no name of an entry point",
            "letters, digits, `_`, `-` and `.`",
        )
    if not POINT.fullmatch(value) or (script and ":" not in value):
        raise ConfigError(
            f"{_where(group)}.{name} = {value!r} names no object",
            '"package.module:function"',
        )


def _where(group: str) -> str:
    own = {"console_scripts": "scripts", "gui_scripts": "gui-scripts"}
    return f"project.{own.get(group, f'entry-points.{group}')}"


def check_name(name: str) -> None:
    """Refuse a file that some installer would write elsewhere, or not at all."""
    files.check_name(name)
    parts = name.split("/")
    if "\\" in name or {"", ".", ".."} & set(parts) or ":" in parts[0]:
        raise ConfigError(
            f"{name!r} cannot be the name of a file in an archive",
            "rename it: no backslash, no drive, no `..`",
        )


def record(entries: Mapping[str, tuple[bytes, int]], dist_info: str) -> bytes:
    """Text of RECORD: each file's hash and size, without its own."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for name, (content, _) in entries.items():
        rows.writerow([name, f"sha256={digest(content)}", len(content)])
    rows.writerow([f"{dist_info}/RECORD", "", ""])
    return text.getvalue().encode()


def digest(content: bytes) -> str:
    """sha256 as RECORD writes it."""
    raw = hashlib.sha256(content).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
