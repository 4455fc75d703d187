# SPDX-License-Identifier: MIT
"""Which files of the translator stand in which layer: the table of ARCHITECTURE.md."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def table() -> dict[str, list[str]]:
    """The names of each layer's files, without their ending; the lowest layer first."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| `\w+\.h`.*?\| (.*) \|$", text, flags=re.M)
    return {layer: re.findall(r"\w+", files) for layer, files in rows}


def syntax_sources() -> list[Path]:
    """What a program links that only reads C: the base and the syntax layer."""
    names = [name for layer in ("base", "syntax") for name in table()[layer]]
    return [ROOT / "src" / f"{name}.c" for name in names]
