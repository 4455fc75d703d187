# SPDX-License-Identifier: MIT
"""`carbide explain` of classes: methods under them, who frees, keeps and locks what."""

from __future__ import annotations

import subprocess
import sys

import build_modules

HEADER = build_modules.CHECKOUT / "tests" / "translate" / "handles" / "x.h"


def test_classes() -> None:
    """Each method stands under its class, as Python calls it."""
    command = [sys.executable, "-m", "carbide", "explain", str(HEADER)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    blocks = {}
    for block in done.stdout.strip().split("\n\n"):
        head, _, rest = block.partition("\n")
        blocks[head] = rest
    assert "freed with text_delete" in blocks["class text  (struct text, pointer)"]
    assert "the new text is freed with text_delete" in blocks["x.text(s)"]
    assert "self, together with other readers" in blocks["x.text.size -> int"]
    assert "self, for this call alone" in blocks["x.text.size = size"]
    assert "other is C's from now on" in blocks["x.text.give(other) -> None"]
    assert "lives in self" in blocks["x.text.next() -> text | None"]
    assert "keeps title" in blocks["x.Window.open(width, title) -> Self | None"]
    heads = list(blocks)
    start = heads.index("class text  (struct text, pointer)")
    assert heads[start + 1].startswith("x.text")
