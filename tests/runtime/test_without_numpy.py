# SPDX-License-Identifier: MIT
"""Where NumPy is not installed: buffers in, memoryviews out.

Most of it runs with HAND_WITHOUT_NUMPY alone, which the first test sets for the folder.
"""

from __future__ import annotations

import array
import gc
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

WITHOUT = bool(os.environ.get("HAND_WITHOUT_NUMPY"))


@pytest.mark.skipif(WITHOUT, reason="this starts the others")
def test_the_others_run() -> None:
    """This folder once more, in an interpreter that cannot import NumPy."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            str(Path(__file__).parent),
        ],
        env={**os.environ, "HAND_WITHOUT_NUMPY": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


pytestmark = []
needs = pytest.mark.skipif(not WITHOUT, reason="NumPy can be imported here")


@needs
def test_results_are_memoryviews(hand: ModuleType) -> None:
    out = hand.range(5)
    assert type(out) is memoryview
    assert (out.format, out.shape, out.itemsize, out.readonly) == ("q", (5,), 8, False)
    assert out.tolist() == [0, 1, 2, 3, 4]
    out = hand.matmul([[1, 2], [3, 4]], [[1], [2]])
    assert (out.format, out.shape, out.tolist()) == ("d", (2, 1), [[5.0], [11.0]])
    assert hand.range(0).shape == (0,)
    assert hand.range(5, 2).tolist() == [0, 1]
    assert hand.fresh([[1, 2], [3, 4]]).tolist() == [[-1, -2], [-3, -4]]
    assert hand.given(True).tolist() == [0, 7, 0]
    lent = hand.lent(True)
    assert (lent.readonly, lent.format, lent.tolist()) == (
        True,
        "f",
        [[1, 2, 3], [4, 5, 6]],
    )
    assert hand.lent(False).readonly is False


@needs
def test_memory_is_freed(hand: ModuleType) -> None:
    before = hand.released()
    view = hand.owned(3, "plain")
    part = view[1:]
    assert view.tolist() == [0, 1, 2]
    del view
    gc.collect()
    assert hand.released() == before
    assert part.tolist() == [1, 2]
    del part
    gc.collect()
    assert hand.released() == before + 1


@needs
def test_results_serve_as_arguments(hand: ModuleType) -> None:
    out = hand.range(5)
    assert hand.total("int64", out) == 10
    assert hand.total("float64", out) == 10
    assert hand.range(5, a=out) is out
    mine = array.array("q", [0] * 5)
    assert hand.range(5, a=mine) is mine
    assert mine.tolist() == [0, 1, 2, 3, 4]
    product = hand.matmul([[2.0]], [[3.0]])
    hand.scale(product, 2)
    assert product.tolist() == [[12.0]]
    with pytest.raises(ValueError, match=r"a has shape \(4,\), but must have \(5,\)"):
        hand.range(5, a=array.array("q", [0] * 4))


@needs
def test_refusals_speak_of_formats(hand: ModuleType) -> None:
    with pytest.raises(
        TypeError, match=r"a has format 'd' \(float64\), but C wants 'f' \(float32\)"
    ):
        hand.total("float32", array.array("d", [1.0]))
    with pytest.raises(TypeError, match="a has format 'i'"):
        hand.range(5, a=array.array("i", [0] * 5))
    with pytest.raises(ValueError, match="read-only"):
        hand.scale(memoryview(bytes(32)).cast("d", (2, 2)), 1)
    for kind in ("int64", "float64", "float32", "uint8"):
        assert hand.total(kind, [1, 2]) == 3
        assert hand.total(kind, range(4)) == 6
    assert "numpy" not in sys.modules or sys.modules["numpy"] is None
