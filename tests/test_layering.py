# SPDX-License-Identifier: MIT
"""The translator's layers: base <- syntax <- ir <- emit; none includes a higher one."""

from __future__ import annotations

import re
from pathlib import Path

SRC = Path(__file__).resolve().parents[1] / "src"
LAYERS = ["base", "syntax", "ir", "emit"]
INCLUDE = re.compile(r'^#include "(\w+)\.h"', re.MULTILINE)


def reach(header: str) -> int:
    """The highest layer that a header of src/ brings in."""
    if header in LAYERS:
        return LAYERS.index(header)
    text = (SRC / f"{header}.h").read_text()
    return max(map(reach, INCLUDE.findall(text)), default=0)


def layer_of(source: Path) -> int:
    """The layer of a file: where the first map header describes it by a banner."""
    for i, layer in enumerate(LAYERS):
        banner = re.compile(rf"^// -+.*\b{source.stem}\.c\b", re.MULTILINE)
        if banner.search((SRC / f"{layer}.h").read_text()):
            return i
    return LAYERS.index("emit")


def test_no_layer_includes_a_higher_one() -> None:
    """Sources of base, syntax and ir include nothing of the layers above them."""
    sources = sorted(SRC.glob("*.c"))
    assert len(sources) > 20
    for source in sources:
        used = max(map(reach, INCLUDE.findall(source.read_text())), default=0)
        assert used <= layer_of(source), f"{source.name} includes {LAYERS[used]}.h"


def test_map_headers_stand_on_each_other() -> None:
    """Each map header includes the next lower one and nothing else of src/."""
    for below, layer in zip(LAYERS, LAYERS[1:]):
        assert INCLUDE.findall((SRC / f"{layer}.h").read_text()) == [below]
