# SPDX-License-Identifier: MIT
"""What to do about what compilers and linkers say most often.

In: the lines that they printed, and the project's folder. Out: a hint, or "". Run
after a failure only, so it may look at files.
"""

from __future__ import annotations

import os
import re

from carbide.project import near

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_ESCAPE = re.compile(r"\033\[[0-9;]*[mK]")
_HEADER = re.compile(r"error: (?:'([^']+)' file not found|([^:]+): No such file)")
_LIBRARY = re.compile(
    r"(?:cannot find|unable to find library|library not found for) -l([^\s:]+)"
    r"|library '([^']+)' not found"
)
# Headers that only a compiler without a C library lacks.
_STANDARD = ("stdio.h", "stdlib.h", "stdint.h", "string.h", "math.h", "errno.h")
_INSTALL = "apt install lib{0}-dev, dnf install {0}-devel, brew install {0}"


def hint(lines: Iterable[str], root: str) -> str:
    """What to do about the first line that is known; "" if there is none."""
    for line in lines:
        text = _ESCAPE.sub("", line)
        if "No space left on device" in text:
            return "the disk is full: make room there, and run it again"
        if "internal compiler error" in text:
            return "the compiler has failed, not your C: try another, such as CC=clang"
        header = _HEADER.search(text)
        if header:
            return _of_header(header[1] or header[2], root)
        library = _LIBRARY.search(text)
        if library:
            return _of_library(library[1] or library[2])
    return ""


def _of_header(name: str, root: str) -> str:
    name = name.strip()
    if name in _STANDARD or name.startswith("bits/"):
        return (
            f"<{name}> belongs to the C library: apt install libc6-dev (for -m32: "
            "gcc-multilib), dnf install glibc-devel, or apk add musl-dev"
        )
    there = near.project_files(root, (".h",))
    for path in there:
        if path.endswith("/" + name):
            folder = path[: -len(name) - 1]
            return f'it is there as {path}: [tool.carbide] include-dirs = ["{folder}"]'
    like = near.close(os.path.basename(name), there)
    if like:
        return f"did you mean {like}?"
    return (
        f"if {name} is a library's, install its development package (Debian: lib…-dev, "
        "Fedora: …-devel)\nand name it in [tool.carbide] pkg-config, or its folder in "
        "include-dirs"
    )


def _of_library(name: str) -> str:
    return (
        f"install the library with what is needed to link it: {_INSTALL.format(name)}\n"
        "or name its folder in [tool.carbide] library-dirs; what is linked stands in "
        "libraries, pkg-config and ldflags"
    )
