# SPDX-License-Identifier: MIT
"""Arrays in and out: every way in, conversions, refusals, layouts, scans."""

from __future__ import annotations

import array
import contextlib
import functools
import gc
import math
import sys
from collections import deque
from types import ModuleType
from typing import Any

import pytest

np = pytest.importorskip("numpy")

NUMBERS = (
    "int8 uint8 int16 uint16 int32 uint32 int64 uint64 float32 float64 longdouble "
    "complex64 complex128 bool"
).split()
LAYOUTS = {
    "contiguous": lambda a: a,
    "reversed": lambda a: a[::-1].copy()[::-1],
    "every second": lambda a: np.repeat(a, 2)[::2],
    "column": lambda a: np.stack([a, a], axis=1)[:, 0],
    "swapped": lambda a: a.astype(a.dtype.newbyteorder()),
    "swapped, reversed": lambda a: a.astype(a.dtype.newbyteorder())[::-1].copy()[::-1],
    "read-only": lambda a: (b := a.copy(), b.setflags(write=False))[0],
    "unaligned": lambda a: unaligned(a),
    "memmap": lambda a: a.view(np.memmap),
    "recarray": lambda a: a.view(np.recarray),
}


def unaligned(a: Any) -> Any:
    raw = np.zeros(a.nbytes + 1, "u1")
    raw[1:] = np.frombuffer(a.tobytes(), "u1")
    return raw[1:].view(a.dtype)


def is_safe(source: Any, target: str) -> bool:
    return bool(np.can_cast(source, np.dtype(target), "safe"))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("target", NUMBERS)
def test_every_dtype_into_every_type(
    hand: ModuleType, target: str, layout: str
) -> None:
    """Accepted exactly where NumPy calls the cast safe, with the same values."""
    for source in [*NUMBERS, "float16", "longlong", "ulonglong"]:
        for n in (0, 1, 7, 300):
            values = np.arange(n) % (2 if source == "bool" else 100)
            if n and source.startswith("int"):
                values[0] = -5
            a = LAYOUTS[layout](values.astype(source))
            if is_safe(a.dtype, target):
                got = hand.total(target, a)
                assert got == pytest.approx(
                    float(a.astype("longdouble").sum())
                    if a.dtype.kind != "c"
                    else float(a.real.sum())
                )
            else:
                with pytest.raises(
                    TypeError,
                    match=rf"^total\(\): a is {a.dtype.name.split('>')[-1]}"
                    if a.dtype.name in NUMBERS
                    else "a is",
                ):
                    hand.total(target, a)


def test_values_survive(hand: ModuleType) -> None:
    """Extreme values of each type, through each safe conversion."""
    for source in NUMBERS:
        kind = np.dtype(source).kind
        if kind in "iu":
            info = np.iinfo(source)
            extremes = [info.min, info.max]
        elif kind == "b":
            extremes = [True, False]
        else:
            extremes = [0.0, 1.5] if kind == "c" else [np.finfo(source).max, 0.5]
        for target in NUMBERS:
            for v in extremes:
                a = np.array([v], source)[::-1]
                if not is_safe(source, target):
                    continue
                exact = np.dtype(target).kind in "iu" or target == "longdouble"
                if not exact and int(v) != int(float(v)):
                    with pytest.raises(OverflowError):
                        hand.total(target, a)
                elif source == "longdouble":
                    hand.total(target, a)
                else:
                    assert hand.total(target, a) == float(v)


def test_int64_to_float64_by_element(hand: ModuleType) -> None:
    for dtype in ("int64", "uint64", ">i8"):
        a = np.arange(1000, dtype=dtype)
        assert hand.total("float64", a) == a.sum()
        a[700] = 2**53 + 1
        with pytest.raises(OverflowError) as e:
            hand.total("float64", a)
        assert str(e.value) == (
            "total(): a[700] = 9007199254740993 has no exact float64 value"
        )
        a[700] = 2**53 + 2
        hand.total("float64", a)
    with pytest.raises(OverflowError, match=r"a\[0\] = 18446744073709551615 has no"):
        hand.total("float64", np.array([2**64 - 1], "u8"))
    with pytest.raises(OverflowError, match=r"a\[1, 2\] = 9007199254740993"):
        b = np.zeros((2, 3), "i8")
        b[1, 2] = 2**53 + 1
        hand.fresh(b)
    assert hand.total("float64", np.array([-(2**63)])) == -(2.0**63)


def test_messages(hand: ModuleType) -> None:
    cases = [
        (
            np.zeros(3, "f8"),
            "float32",
            "a is float64, but C wants float32; pass a.astype('f4')",
        ),
        (
            np.zeros(3, "f8"),
            "int64",
            "a is float64, but C wants int64; pass a.astype('i8')",
        ),
        (
            np.zeros(3, "i8"),
            "int32",
            "a is int64, but C wants int32; pass a.astype('i4')",
        ),
        (
            np.zeros(3, "c16"),
            "float64",
            "a is complex128, but C wants float64; pass a.real",
        ),
        (
            np.zeros(3, "M8[ns]"),
            "int64",
            "a is datetime64[ns], but C wants int64; pass a.view('i8').astype('i8')",
        ),
        (
            np.zeros(3, "m8[s]"),
            "float64",
            "a is timedelta64[s], but C wants float64; pass a.view('i8').astype('f8')",
        ),
        (
            np.array([1, 2], object),
            "float64",
            "a is object, but C wants float64; pass a.astype('f8')",
        ),
        (
            np.ma.array([1, 2, 3], mask=[0, 1, 0]),
            "int64",
            "a is a MaskedArray; pass a.filled(…) or np.asarray(a)",
        ),
        (None, "float64", "a must be an array of float64, not None"),
        ("abc", "float64", "a must be an array of float64, not str"),
        (b"abc", "float64", "a must be an array of float64, not bytes"),
        (bytearray(3), "int8", "a must be an array of int8, not bytearray"),
        ({1, 2}, "float64", "a must be an array of float64, not set"),
        ({1: 2}, "float64", "a must be an array of float64, not dict"),
        (3.0, "float64", "a must be an array of float64, not float"),
        (["a"], "float64", "a[0] must be a float, not str"),
        ([1.0, None], "float64", "a[1] must be a float, not None"),
        ([[1.0]], "float64", "a[0] must be a float, not list"),
        ([1.5], "int64", "a[0] must be an int, not float"),
        ([1], "bool", "a[0] must be a bool, not int"),
    ]
    for value, target, text in cases:
        with pytest.raises(TypeError) as e:
            hand.total(target, value)
        assert str(e.value) == "total(): " + text
    for value, target, text in [
        ([1, 300], "uint8", "a[1] = 300 does not fit uint8 (0 to 255)"),
        (
            [1, -1],
            "uint64",
            "a[1] = -1 does not fit uint64 (0 to 18446744073709551615)",
        ),
        ([0.5, 1e300], "float32", "a[1] = 1e+300 does not fit float32"),
        (
            [0, 2**53 + 1],
            "float64",
            "a[1] = 9007199254740993 has no exact float64 value",
        ),
        (range(250, 260), "uint8", "a[6] = 256 does not fit uint8 (0 to 255)"),
    ]:
        with pytest.raises(OverflowError) as o:
            hand.total(target, value)
        assert str(o.value) == "total(): " + text
    with pytest.raises(TypeError, match=r"is structured: pass one of its fields"):
        hand.total("float64", np.zeros(3, "i4,f8"))
    with pytest.raises(TypeError, match="a is str96, but C wants float64"):
        hand.total("float64", np.array(["abc"]))
    for shape in ((), (3, 4), (0, 3), (1, 1, 1)):
        with pytest.raises(ValueError) as v:
            hand.total("float64", np.zeros(shape))
        assert f"has {len(shape)} dimensions, shape {shape}, but C wants 1" in str(
            v.value
        )


def test_subclasses(hand: ModuleType) -> None:
    class Plain(np.ndarray):
        pass

    class Quantity(np.ndarray):
        unit = "m"

    class Overrides(np.ndarray):
        def __array_ufunc__(self, *a: Any, **k: Any) -> Any:
            return NotImplemented

    a = np.arange(3.0)
    assert hand.total("float64", a.view(Plain)) == 3
    assert hand.matmul(np.matrix("1 2; 3 4"), [[1.0], [1.0]]).tolist() == [[3], [7]]
    with pytest.raises(
        TypeError, match=r"a is a Quantity; pass a.value or np.asarray\(a\)"
    ):
        hand.total("float64", a.view(Quantity))
    with pytest.raises(TypeError, match=r"a is a Overrides; pass np.asarray\(a\)"):
        hand.total("float64", a.view(Overrides))
    with pytest.raises(TypeError, match="MaskedArray"):
        hand.scale(np.ma.zeros((2, 2)), 2.0)


def test_a_subclass_lies_about_its_dtype(hand: ModuleType) -> None:
    """What ndarray says counts: `dtype` of a subclass may say anything, or run code."""
    asked: list[Any] = []
    lies: dict[str, Any] = {}

    class Liar(np.ndarray):
        @property
        def dtype(self) -> Any:
            asked.append(self)
            return lies["dtype"]

    for lies["dtype"] in (np.dtype("f8"), 5, None):
        with pytest.raises(TypeError, match="a is bytes8, but C wants float64"):
            hand.total("float64", np.ones(1, "S1").view(Liar))
        with pytest.raises(TypeError, match="a is bytes8, but C wants float64"):
            hand.scale(np.ones((1, 1), "S1").view(Liar), 2.0)
        swapped = np.ones(3, np.dtype("f8").newbyteorder())
        assert hand.total("float64", swapped.view(Liar)) == 3
        assert hand.total("bool", np.ones(3, "?").view(Liar)) == 3
    assert not asked


class Dunder:
    """An array by __array__ alone."""

    def __init__(self, a: Any) -> None:
        self.a = a

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self.a


class DLPack:
    """An array by DLPack alone; `legacy` knows no max_version."""

    def __init__(self, a: Any, legacy: bool = False) -> None:
        self.a, self.legacy = a, legacy

    def __dlpack__(self, **keywords: Any) -> Any:
        if self.legacy and keywords:
            raise TypeError("unexpected keyword")
        try:
            return self.a.__dlpack__(**keywords)
        except TypeError:  # NumPy 1.x knows no max_version either
            return self.a.__dlpack__()


def test_other_ways_in(hand: ModuleType) -> None:
    a = np.arange(6.0)
    ways: list[Any] = [
        memoryview(a),
        memoryview(a)[::-1],
        array.array("d", a),
        array.array("f", a),
        array.array("h", range(6)),
        Dunder(a),
        Dunder(a.astype("i4")),
        DLPack(a),
        DLPack(a, legacy=True),
        DLPack(a[::-1]),
        DLPack(np.arange(6, dtype="i2")),
        list(a),
        tuple(a),
        range(6),
        deque(range(6)),
        [*range(5), np.float64(5)],
        [np.int8(k) for k in range(6)],
        np.arange(6, dtype=object).tolist(),
        [True, 2, 3, 4, 5.0, 0],
    ]
    for way in ways:
        assert hand.total("float64", way) == 15, way
    assert hand.total("uint8", b"\1\2\3") == 6
    assert hand.total("uint8", bytearray(b"\1\2\3")) == 6
    assert hand.total("int16", memoryview(b"\1\2\3")) == 6
    with pytest.raises(TypeError, match=r"has format 'd' \(float64\), but C wants 'f'"):
        hand.total("float32", array.array("d", [1]))

    class Fails(Dunder):
        def __array__(self, *_: Any, **__: Any) -> Any:
            raise ValueError("not now")

    with pytest.raises(ValueError, match=r"^total\(\): a: not now$"):
        hand.total("float64", Fails(a))
    with pytest.raises(TypeError, match="gave no array by __array__"):
        hand.total("float64", Dunder([1.0]))

    class Device:
        def __dlpack__(self, **_: Any) -> Any:
            raise BufferError("tensor is on a GPU")

    with pytest.raises(BufferError, match=r"^total\(\): a: tensor is on a GPU$"):
        hand.total("float64", Device())
    with pytest.raises(TypeError, match="gave no DLPack capsule"):
        hand.total("float64", type("X", (), {"__dlpack__": lambda *_, **__: 3})())


def test_dlpack_releases(hand: ModuleType) -> None:
    a = np.arange(6.0)
    before = sys.getrefcount(a)
    for _ in range(20):
        hand.total("float64", DLPack(a))
        with pytest.raises(TypeError):
            hand.total("float32", DLPack(a))
    assert sys.getrefcount(a) == before


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


def test_in_place(hand: ModuleType) -> None:
    a = np.ones((2, 3))
    assert hand.scale(a, 2) is None
    assert (a == 2).all()
    part = a[1:]
    hand.scale(part, 2)
    assert a.tolist() == [[2, 2, 2], [4, 4, 4]]
    flat = array.array("d", range(4))
    hand.scale(memoryview(flat).cast("B").cast("d", (2, 2)), 3)
    assert flat.tolist() == [0, 3, 6, 9]
    hand.scale(np.zeros((0, 3)), 1)
    ro = np.ones((2, 2))
    ro.setflags(write=False)
    refused = [
        ([[1.0, 2.0]], TypeError, "a is a list, but C changes it in place"),
        (
            np.ones((2, 2), "f4"),
            TypeError,
            "a is float32, but C changes it in place as float64",
        ),
        (
            np.ones((2, 2), "i8"),
            TypeError,
            "a is int64, but C changes it in place as float64",
        ),
        (np.ones((2, 2), ">f8"), TypeError, "foreign byte order"),
        (
            np.ones((2, 4))[:, ::2],
            ValueError,
            r"not C-contiguous \(strides \(32, 16\) bytes\)",
        ),
        (np.ones((2, 3)).T, ValueError, "not C-contiguous"),
        (ro, ValueError, "a is read-only"),
        (np.broadcast_to(np.ones(2), (2, 2)), ValueError, "read-only"),
        (
            np.broadcast_arrays(np.ones(2), np.ones((2, 2)))[0],
            ValueError,
            "broadcast|read-only|contig",
        ),
        (Dunder(np.ones((2, 2))), TypeError, "cannot change"),
        (None, TypeError, "must be an array of float64, not None"),
        (np.ones(4), ValueError, "has 1 dimension, shape \\(4,\\), but C wants 2"),
        (bytes(32), TypeError, "must be an array of float64, not bytes"),
        (unaligned(np.ones(4)).reshape(2, 2), ValueError, "not aligned"),
    ]
    for value, cls, text in refused:
        with pytest.raises(cls, match=text):
            hand.scale(value, 2)
    d = np.ones((2, 2))
    hand.scale(DLPack(d), 5)
    assert (d == 5).all()


def test_fresh_is_always_a_copy(hand: ModuleType) -> None:
    a = np.arange(6.0).reshape(2, 3)
    for source in (a, a.T.copy().T, a.astype("f4"), a.astype("i4"), a.astype(">f8")):
        out = hand.fresh(source)
        assert type(out) is np.ndarray
        assert out.dtype == np.float64
        assert out.flags.c_contiguous
        assert out.flags.owndata
        assert (out == -a).all()
    assert (a == np.arange(6.0).reshape(2, 3)).all()


def test_shapes_are_tied(hand: ModuleType) -> None:
    with pytest.raises(ValueError) as e:
        hand.matmul(np.zeros((2, 3)), np.zeros((4, 5)))
    assert str(e.value) == (
        "matmul(): b has shape (4, 5), but b.shape[0] must equal a.shape[1] = 3"
    )


def test_new_arrays(hand: ModuleType) -> None:
    for n in (0, 1, 5, 100_000):
        out = hand.range(n)
        assert type(out) is np.ndarray
        assert out.dtype == np.int64
        assert out.flags.owndata
        assert out.flags.writeable
        assert (out == np.arange(n)).all()
    for n, length in ((5, 0), (5, 3), (5, 5), (100_000, 7), (0, 0)):
        out = hand.range(n, length)
        assert (out == np.arange(length)).all()
        assert out.base is None
    for n, length in ((5, 6), (5, -1)):
        with pytest.raises(SystemError, match="items long, says C, but has room for 5"):
            hand.range(n, length)
    with pytest.raises(ValueError, match="-1 is negative"):
        hand.range(-1)
    for n in (2**60, 2**62):
        with pytest.raises(MemoryError):
            hand.range(n)
    mine = np.full(5, 9)
    assert hand.range(5, a=mine) is mine
    assert (mine == np.arange(5)).all()
    part = hand.range(5, 2, a=mine)
    assert part.base is mine
    assert part.tolist() == [0, 1]
    for bad, cls, text in (
        (np.zeros(4, "i8"), ValueError, r"a has shape \(4,\), but must have \(5,\)"),
        (np.zeros(5), TypeError, "a is float64, but C changes it in place as int64"),
        (np.zeros(10, "i8")[::2], ValueError, "not C-contiguous"),
        ([0] * 5, TypeError, "a is a list"),
    ):
        with pytest.raises(cls, match=text):
            hand.range(5, a=bad)
    assert hand.given() is None
    assert hand.given(None) is None
    assert hand.given(True).tolist() == [0, 7, 0]
    three = np.zeros(3)
    assert hand.given(three) is three
    a, b = np.eye(3), np.arange(9.0).reshape(3, 3)
    with pytest.raises(ValueError, match="out and a overlap in memory"):
        hand.matmul(a, b, out=a)


def test_lists_out(hand: ModuleType) -> None:
    assert hand.list_(2, 3, "l") == [[0, 1, 2], [3, 4, 5]]
    assert hand.list_(2, 3, "t") == ((0, 1, 2), (3, 4, 5))
    assert hand.list_(0, 3, "l") == []
    assert hand.list_(2, 0, "l") == [[], []]
    colours = hand.list_(1, 3, "c")
    assert colours == [[0, 1, 2]]
    assert [type(c) for c in colours[0]] == [int, hand.Color, hand.Color]


def test_owned_memory(hand: ModuleType) -> None:
    before = hand.released()
    a = hand.owned(5, "plain")
    view = a[1:]
    assert a.tolist() == [0, 1, 2, 3, 4]
    assert a.flags.writeable
    del a
    gc.collect()
    assert hand.released() == before
    del view
    gc.collect()
    assert hand.released() == before + 1
    hand.owned(5, "with")
    assert hand.released() == before + 3
    assert hand.owned(0, "null").shape == (0,)
    assert hand.owned(3, "none") is None
    with pytest.raises(SystemError, match="C returned NULL for an array"):
        hand.owned(3, "null")
    with pytest.raises(ValueError, match="negative"):
        hand.owned(-1, "plain")
    assert hand.released() == before + 4
    lent = hand.lent(True)
    assert lent.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert lent.dtype == np.float32
    assert not lent.flags.writeable
    with pytest.raises(ValueError):
        lent.setflags(write=True)
    assert hand.lent(False).flags.writeable


def test_strides(hand: ModuleType) -> None:
    a = np.arange(12.0).reshape(3, 4)

    def check(source: Any, step: int, lda: int) -> tuple[Any, bool]:
        strides, seen, direct = hand.strided(source, step, lda)
        assert seen == np.asarray(source).tolist()
        return strides, direct

    assert check(a, 0, 1) == ((4, 1), True)
    assert check(a.T, 1, 0) == ((1, 4), True)
    assert check(a.T, 0, 1) == ((3, 1), False)
    assert check(a, 1, 0) == ((1, 3), False)
    assert check(a[:, ::2], 0, 0) == ((4, 2), True)
    assert check(a[:, ::2], 0, 2) == ((4, 2), True)
    assert check(a[:, ::-1], 0, 0) == ((4, 1), False)
    assert check(a[::-1], 0, 1) == ((4, 1), False)
    assert check(a, 0, 2)[1] is False
    assert check(a, 5, 20)[0] == (5, 20)
    assert check(a.tolist(), 1, 0) == ((1, 3), False)
    assert check(a.astype("i4"), 0, 1) == ((4, 1), False)
    assert check(np.zeros((1, 4)), 0, 0) == ((4, 1), True)
    assert check(np.zeros((1, 4)), 7, 1) == ((7, 1), True)
    assert check(np.zeros((4, 1))[:, :], 0, 0)[0] == (1, 1)
    assert check(np.zeros((0, 4)), 0, 1)[0][1] == 1
    with pytest.raises(ValueError, match="cannot be laid out"):
        hand.strided(a, 1, 1)
    with pytest.raises(
        ValueError, match="has a stride of 4 elements along axis 0, but C wants 1"
    ):
        hand.strided(a, 1, 0, True)
    with pytest.raises(ValueError, match="stride of -1 elements along axis 1"):
        hand.strided(a[:, ::-1], 0, 0, True)
    odd = np.zeros(3, "i4,f8")["f1"].reshape(1, 3)
    with pytest.raises(ValueError, match=r"aligned|whole number"):
        hand.strided(odd, 0, 0, True)
    assert hand.strided(np.broadcast_to(np.arange(3.0), (2, 3)), 0, 0)[2] is False


def test_views(hand: ModuleType) -> None:
    a = np.arange(16.0).reshape(4, 4)
    for v in (a, a.T, a[::-1], a[:, ::-2], np.broadcast_to(np.arange(4.0), (4, 4))):
        assert hand.view(v) == (np.trace(v), True)
    assert hand.view(a.tolist()) == (30, False)
    assert hand.view(a.astype("f4")) == (30, False)
    assert hand.view(a[::-1], True) == (np.trace(a[::-1]), True)
    w = np.lib.stride_tricks.as_strided(np.zeros(4), (4, 4), (0, 8))
    with pytest.raises(ValueError, match="repeats its elements along axis 0"):
        hand.view(w, True)
    with pytest.raises(TypeError):
        hand.view(a.astype("f4"), True)


def test_optional(hand: ModuleType) -> None:
    assert hand.optional() == hand.optional(None) == hand.optional(a=None) == -1
    assert hand.optional([]) == 0
    assert hand.optional(np.zeros(0)) == 0
    assert hand.optional(np.zeros(3)) == 3
    with pytest.raises(TypeError, match="must be an array of float64 or None, not str"):
        hand.optional("x")


def test_scans(hand: ModuleType) -> None:
    for n in (1, 7, 8, 9, 100):
        raw = np.ones(n, "u1")
        assert hand.total("bool", raw.view("?")) == n
        for k in (0, n // 2, n - 1):
            bad = raw.copy()
            bad[k] = 255
            with pytest.raises(ValueError) as e:
                hand.total("bool", bad.view("?"))
            assert str(e.value) == f"total(): a[{k}] is the byte 255, which is no bool"
    faces = np.zeros((8, 3), "i4")
    hand.index(faces, 1)
    faces[7, 2] = 12
    with pytest.raises(IndexError) as i:
        hand.index(faces, 12)
    assert str(i.value) == "index(): a[7, 2] = 12, but n = 12"
    hand.index(faces, 13)
    faces[1, 1] = -1
    with pytest.raises(IndexError, match=r"a\[1, 1\] = -1 is negative"):
        hand.index(faces, 13)
    hand.index(np.zeros((0, 3), "i4"), 0)
    hand.mask(np.array([1, 2, 5], "i4"))
    with pytest.raises(ValueError, match=r"a\[1\] = 4 is no member of Color"):
        hand.mask(np.array([1, 4], "i4"))


def test_solving(hand: ModuleType) -> None:
    assert hand.solve(np.zeros(7)) == 3
    assert hand.solve(np.zeros(1)) == 0
    with pytest.raises(
        ValueError, match=r"a.shape\[0\] = 6, but 2\*n \+ 1 is never that"
    ):
        hand.solve(np.zeros(6))
    with pytest.raises(ValueError):
        hand.solve(np.zeros(0))
    with pytest.raises(OverflowError, match="n = 128 does not fit signed char"):
        hand.solve(np.zeros(257))


def test_overlap(hand: ModuleType) -> None:
    a = np.zeros(20)
    for x, y, wanted in (
        (a, a, True),
        (a[:10], a[10:], False),
        (a[:11], a[10:], True),
        (a[::2], a[1::2], False),
        (a[::2], a[::3], True),
        (a[::-1][:5], a[:5], False),
        (a[::-1], a[5:6], True),
        (a[0:0], a, False),
        (a[2::4], a[4::4], False),
        (a[3:4], a[3:4], True),
    ):
        assert hand.overlap(x, y) is wanted


def test_changed_during_the_call(hand: ModuleType) -> None:
    class Evil:
        def __init__(self, act: Any) -> None:
            self.act = act

        def __float__(self) -> float:
            self.act()
            return 1.0

    a = np.arange(1000.0)
    assert hand.evil(a, Evil(lambda: None)) == a.sum() + 1
    for act in (
        lambda b: b.resize(1, refcheck=False),
        lambda b: setattr(b, "shape", (20, 50)),
        lambda b: setattr(b, "dtype", "i8"),
    ):
        a = np.arange(1000.0)
        with pytest.raises(
            RuntimeError, match=r"^evil\(\): a changed during the call$"
        ):
            hand.evil(a, Evil(functools.partial(act, a)))
    a = np.arange(1000.0)
    assert hand.evil(a.tolist(), Evil(lambda: None)) == a.sum() + 1
    held = bytearray(80)
    view = memoryview(held).cast("d")
    del view

    def shrink() -> None:
        with pytest.raises(BufferError):
            held.clear()

    class Lends:
        def __init__(self) -> None:
            self.view = memoryview(held).cast("d")

    assert hand.evil(Lends().view, Evil(shrink)) == 1
    held.clear()


def test_array_references(hand: ModuleType) -> None:
    a = np.arange(4.0)
    b = np.arange(4, dtype="i4")
    m = memoryview(a)
    values = [a, b, m, [a, a], Dunder(a), array.array("d", [1, 2])]
    before = [sys.getrefcount(o) for o in (a, b, m)]
    for _ in range(30):
        for v in values:
            for call in (
                hand.total,
                lambda k, v: hand.fresh(v),
                lambda k, v: hand.view(v),
            ):
                for kind in ("float64", "int8"):
                    with contextlib.suppress(TypeError, ValueError, OverflowError):
                        call(kind, v)
    assert [sys.getrefcount(o) for o in (a, b, m)] == before


def test_trace(hand: ModuleType, capfd: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("CARBIDE_TRACE", "copies")
    hand.total("float64", np.zeros(3))
    assert capfd.readouterr().err == ""
    hand.total("float64", np.zeros(3, "f4"))
    hand.total("float64", [1.0])
    lines = capfd.readouterr().err.splitlines()
    assert lines == [
        "carbide: total(): a is copied: float32, shape (3,), to float64",
        "carbide: total(): a is copied: a sequence, shape (1,), to float64",
    ]
