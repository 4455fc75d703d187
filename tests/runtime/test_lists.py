# SPDX-License-Identifier: MIT
"""Lists and other sequences as arrays, and lists of results."""

from __future__ import annotations

import gc
import math
from types import ModuleType
from typing import Any

import pytest

np = pytest.importorskip("numpy")


def test_lists_of_all_ranks(hand: ModuleType) -> None:
    assert hand.fresh([[1, 2], [3, 4]]).tolist() == [[-1, -2], [-3, -4]]
    assert hand.fresh(((1.5, 2), [3, True])).tolist() == [[-1.5, -2], [-3, -1]]
    assert hand.fresh([range(3), [4, 5, 6]]).tolist() == [[0, -1, -2], [-4, -5, -6]]
    assert hand.fresh([np.ones(2), np.zeros(2)]).tolist() == [[-1, -1], [0, 0]]
    assert hand.fresh([]).shape == (0, 0)
    assert hand.fresh([[], []]).shape == (2, 0)
    for rows, n, first in (
        ([[1, 2], [3]], 1, 2),
        ([[1], [2, 3]], 2, 1),
        ([(), (1,)], 1, 0),
    ):
        with pytest.raises(ValueError) as e:
            hand.fresh(rows)
        assert str(e.value) == f"fresh(): a[1] has {n} items, but a[0] has {first}"
    for bad, text in (
        ([1, 2], "a[0] must be a sequence, not int"),
        ([[1, 2], 3], "a[1] must be a sequence, not int"),
        ([[1, 2], "ab"], "a[1] must be a sequence, not str"),
        ([[1, 2], [3, "x"]], "a[1, 1] must be a float, not str"),
        ([[1, 2], [3, [4]]], "a[1, 1] must be a float, not list"),
        ([[1, 2], [3, None]], "a[1, 1] must be a float, not None"),
    ):
        with pytest.raises(TypeError) as t:
            hand.fresh(bad)
        assert str(t.value) == "fresh(): " + text


def test_list_values(hand: ModuleType) -> None:
    """Ints of every size that is stored differently, in every place."""
    some = [
        0,
        1,
        -1,
        2**15,
        2**30 - 1,
        2**30,
        -(2**30),
        2**31,
        -(2**45),
        2**52 + 1,
        2**53,
    ]
    for v in some:
        assert hand.total("float64", [v]) == v
        assert hand.total("int64", [v]) == v
        assert hand.total("int64", (v,)) == v
    for v in (2**59, 2**60, 2**60 - 1, -(2**60), 2**62, 2**63 - 1, -(2**63)):
        assert hand.total("int64", [0, v]) == float(v)
    assert hand.total("float64", [2**80]) == 2.0**80
    assert hand.total("uint64", [2**64 - 1]) == 2.0**64
    assert math.isnan(hand.total("float64", [math.nan]))
    assert hand.total("float64", [1e308, math.inf]) == math.inf
    for step in (1, 3, -2):
        r = range(100, 100 + 50 * step, step)
        for kind in ("float64", "float32", "int16"):
            assert hand.total(kind, r) == sum(r)
    assert hand.total("int64", range(-(2**63), -(2**63) + 3)) == -3 * 2.0**63
    with pytest.raises(OverflowError):
        hand.total("int64", range(2**63 - 1, 2**63 + 1))


def test_sequences_that_change(hand: ModuleType) -> None:
    """Elements whose conversion empties the list that holds them."""

    class Clears:
        def __init__(self, target: list[Any]) -> None:
            self.target = target

        def __float__(self) -> float:
            self.target.clear()
            gc.collect()
            return 1.0

        def __index__(self) -> int:
            self.target.clear()
            return 1

    for kind in ("float64", "int64", "float32"):
        values: list[Any] = [1 if kind == "int64" else 1.5, None, 3, 4]
        values[1] = Clears(values)
        hand.total(kind, values)
        assert values == []
    rows: list[Any] = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    rows[0][1] = Clears(rows)
    assert hand.fresh(rows).shape == (3, 2)
    rows = [[1.0, 2.0], [3.0, 4.0]]
    rows[0][1] = Clears(rows[1])
    with pytest.raises(ValueError, match=r"a\[1\] has 0 items"):
        hand.fresh(rows)


def test_half(hand: ModuleType) -> None:
    """float16 from every source, bit for bit as NumPy."""
    rng = np.random.default_rng(1)
    special = [
        0.0,
        -0.0,
        1,
        65504,
        65519.99,
        6e-8,
        2.9e-8,
        2.99e-8,
        6.1e-5,
        1e-10,
        math.inf,
    ]
    values = [*special, *rng.normal(size=2000), *(rng.normal(size=500) * 1e-6)]
    got = np.array(hand.total("float16", [float(v) for v in values]))
    want = np.array(values).astype("f2").astype("f8")
    assert got.tobytes() == want.tobytes()
    every = np.arange(65536, dtype="u2").view("f2")
    back = np.array(hand.total("float16", every))
    assert np.array_equal(back, every.astype("f8"), equal_nan=True)
    assert hand.total("float64", every[:31744]) == every[:31744].astype("f8").sum()
    for v in (65520.0, 1e5, -1e300):
        with pytest.raises(OverflowError, match="does not fit float16"):
            hand.total("float16", [v])
    assert hand.total("float16", np.array([7, 250], "u1")) == [7, 250]


def test_lists_out(hand: ModuleType) -> None:
    assert hand.list_(2, 3, "l") == [[0, 1, 2], [3, 4, 5]]
    assert hand.list_(2, 3, "t") == ((0, 1, 2), (3, 4, 5))
    assert hand.list_(0, 3, "l") == []
    assert hand.list_(2, 0, "l") == [[], []]
    colours = hand.list_(1, 3, "c")
    assert colours == [[0, 1, 2]]
    assert [type(c) for c in colours[0]] == [int, hand.Color, hand.Color]
