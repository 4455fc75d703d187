# SPDX-License-Identifier: MIT
"""New arrays, layouts, bounds and scans."""

from __future__ import annotations

import gc
from types import ModuleType
from typing import Any

import pytest

np = pytest.importorskip("numpy")


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
