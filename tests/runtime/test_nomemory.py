# SPDX-License-Identifier: MIT
"""Each allocation fails in turn: MemoryError or the right answer, nothing else."""

from __future__ import annotations

import array
from types import ModuleType
from typing import Any, Callable

import pytest

nomemory = pytest.importorskip("_testcapi")

try:
    import numpy as np
except ImportError:
    np = None


def calls(hand: ModuleType) -> dict[str, tuple[Callable[[], Any], type]]:
    """Name, call, and how it ends when there is memory (NoneType: no exception)."""
    fine = type(None)
    found: dict[str, tuple[Callable[[], Any], type]] = {
        "keyword": (lambda: hand.keyword(1, n=2, by=None), fine),
        "unknown keyword": (lambda: hand.keyword(1, n=2, z=3), TypeError),
        "missing": (lambda: hand.matmul(1), TypeError),
        "int128": (lambda: hand.echo("int128", 10**30), fine),
        "overflow": (lambda: hand.echo("int8", 1000), OverflowError),
        "text": (lambda: hand.text("é" * 30), fine),
        "wide": (lambda: hand.text("é", "w"), fine),
        "path": (lambda: hand.text("é", "path"), fine),
        "names": (lambda: hand.names(["a", "é"]), fine),
        "bytes": (lambda: hand.bytes_(bytearray(5)), fine),
        "bytes out": (lambda: hand.bytesout(10, 3), fine),
        "list": (lambda: hand.total("float64", [1.5, 2]), fine),
        "wrong element": (lambda: hand.total("float64", ["x"]), TypeError),
        "buffer": (lambda: hand.total("float64", array.array("f", [1])), fine),
        "fresh": (lambda: hand.fresh([[1, 2], [3, 4]]), fine),
        "ragged": (lambda: hand.fresh([[1, 2], [3]]), ValueError),
        "new": (lambda: hand.range(5), fine),
        "shrunk": (lambda: hand.range(5, 2), fine),
        "owned": (lambda: hand.owned(5, "with"), fine),
        "lent": (lambda: hand.lent(True), fine),
        "list out": (lambda: hand.list_(3, 3, "c"), fine),
        "enum": (lambda: hand.color(3), ValueError),
        "flags": (lambda: hand.access(5), fine),
        "raise": (lambda: hand.raise_("own", "x"), hand.HandError),
        "long text": (lambda: hand.raise_("value", "x" * 1000), ValueError),
        "errno": (lambda: hand.raise_("oserror", "x"), FileNotFoundError),
        "file": (lambda: hand.file(__file__, "rb"), fine),
        "strided": (lambda: hand.strided([[1, 2], [3, 4]], 1, 0), fine),
        "view": (lambda: hand.view([[1, 2], [3, 4]]), fine),
    }
    if np is not None:
        a = np.arange(6.0)
        single, masked = a.astype("f4"), np.ma.zeros(3)
        found["array, strided"] = (lambda: hand.total("float64", a[::2]), fine)
        found["array, cast"] = (lambda: hand.total("float64", single), fine)
        found["masked"] = (lambda: hand.total("float64", masked), TypeError)
    return found


def end_of(call: Callable[[], Any], n: int) -> BaseException | None:
    """What the call raises when the n-th allocation from now on fails."""
    error: BaseException | None = None
    nomemory.set_nomemory(n, n + 1)
    try:
        call()
    except BaseException as e:
        nomemory.remove_mem_hooks()
        error = e
    nomemory.remove_mem_hooks()
    return error


def test_each_allocation(hand: ModuleType) -> None:
    failed = 0
    for name, (call, usual) in calls(hand).items():
        end_of(call, 10**6)  # what is made once, is made
        for n in range(100):
            end = end_of(call, n)
            if str(end) == "error return without exception set":
                continue  # the interpreter lost it, having no memory for a frame
            assert isinstance(end, (usual, MemoryError)), (name, n, end)
            failed += isinstance(end, MemoryError)
    assert failed > 50
