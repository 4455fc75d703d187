# SPDX-License-Identifier: MIT
"""Arrays in and in place: every dtype and way in, refusals, changes during the call."""

from __future__ import annotations

import array
import contextlib
import functools
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
        with pytest.raises(TypeError, match="a is bytes8, but C changes it in place"):
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
        (
            np.ones((2, 2), object),
            TypeError,
            "a is object, but C changes it in place as float64; pass an array of ",
        ),
        (
            np.ones((2, 2), "M8[s]"),
            TypeError,
            r"a is datetime64\[s\], but C changes it in place as float64; "
            "pass an array of float64$",
        ),
        (
            np.ma.ones((2, 2)),
            TypeError,
            r"a is a MaskedArray; pass np.asarray\(a\)$",
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
