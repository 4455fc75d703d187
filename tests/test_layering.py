# SPDX-License-Identifier: MIT
"""The translator's layers: base <- syntax <- ir <- emit; none includes a higher one."""

from __future__ import annotations

import re
from pathlib import Path

import layers

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
    """The layer of a file: that of the first map header which names it."""
    for i, layer in enumerate(LAYERS):
        if re.search(rf"\b{source.name}\b", (SRC / f"{layer}.h").read_text()):
            return i
    top = source.stem == "main" or source.stem.startswith("emit")
    assert top, f"no map header names {source.name}"
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


def test_the_map_is_whole() -> None:
    """ARCHITECTURE.md names every file of the translator, in the row of its layer."""
    named = {layer: sorted(names) for layer, names in layers.table().items()}
    assert list(named) == LAYERS
    found: dict[str, list[str]] = {layer: [] for layer in LAYERS}
    for source in SRC.glob("*.c"):
        if source.stem != "main":
            found[LAYERS[layer_of(source)]].append(source.stem)
    assert named == {layer: sorted(names) for layer, names in found.items()}


def test_taken_names_are_whole() -> None:
    """src/taken.def has every cbi_ name that could meet the local of a parameter."""
    include = SRC.parent / "include" / "carbide"
    headers = [include / "glue.h", *(include / "glue").glob("*.h")]
    text = "".join(path.read_text() for path in [*headers, *SRC.glob("emit*.c")])
    used = set(re.findall(r"\bcbi_([a-z0-9_]*[a-z0-9])\b(?!_?%)", text))
    table = (SRC / "taken.def").read_text().partition("\nTAKEN")
    taken = set(re.findall(r"TAKEN\((\w+)\)", table[1] + table[2]))
    assert len(taken) > 100
    # no parameter is called `return`; what begins with py_ has a name of its own; a and
    # w stand in functions that have no such locals
    unmet = {"return", "a", "w", *(n for n in used if n.startswith("py_"))}
    assert used - unmet == taken
