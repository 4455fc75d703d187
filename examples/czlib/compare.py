# SPDX-License-Identifier: MIT
"""czlib beside Python's own zlib: the rows that ``examples/demo.py`` times."""

from __future__ import annotations

import random
import zlib
from typing import Any

DEBIAN_PACKAGE = "pkg-config zlib1g-dev"  # what to install where there is no zlib


def text(size: int) -> tuple[bytes]:
    """Words in a random order, always the same."""
    rng = random.Random(1)
    words = [rng.randbytes(rng.randint(1, 9)).hex().encode() for _ in range(2000)]
    return (b" ".join(rng.choices(words, k=size // 2))[:size],)


def packed(size: int) -> tuple[bytes]:
    """The same, compressed."""
    return (zlib.compress(*text(size)),)


def row(name: str, size: int, data: Any = text) -> dict[str, Any]:
    """One row of the table; "Python" is its zlib."""
    return {
        "function": f"czlib.{name}",
        "label": f"{size:,} bytes",
        "size": size,
        "data": data,
        "python": getattr(zlib, name),
    }


ROWS = [
    row("crc32", 16),
    row("crc32", 10_000_000),
    row("adler32", 16),
    row("adler32", 10_000_000),
    row("compress", 100),
    row("compress", 10_000_000),
    row("decompress", 100, packed),
    row("decompress", 10_000_000, packed),
]
