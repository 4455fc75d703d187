# SPDX-License-Identifier: MIT
"""Scalars, text, time, files, enums, constants, binding: no NumPy needed."""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import io
import math
import os
import pickle
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


class Index:
    """Anything with __index__."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


class Broken:
    """Its conversions raise."""

    def __index__(self) -> int:
        raise KeyError("index")

    def __float__(self) -> float:
        raise KeyError("float")

    def __fspath__(self) -> str:
        raise KeyError("path")

    def __len__(self) -> int:
        return 3

    def __getitem__(self, k: int) -> int:
        raise KeyError("item")


INTS = {
    f"{sign}int{bits}": (
        (0, 2**bits - 1) if sign else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )
    for bits in (8, 16, 32, 64, 128)
    for sign in ("", "u")
}
INTS["int37"] = (-(2**36), 2**36 - 1)


@pytest.mark.parametrize("kind", INTS)
def test_ints_at_their_limits(hand: ModuleType, kind: str) -> None:
    least, most = INTS[kind]
    some = [v for v in (-3, 2**31, 2**32, 2**63, 2**64) if least <= v <= most]
    for v in (least, least + 1, 0, 1, most - 1, most, *some):
        assert hand.echo(kind, v) == v
        assert hand.echo(kind, Index(v)) == v
    assert hand.echo(kind, True) == 1
    for v in (least - 1, most + 1, 10**50, -(10**50), 10**5000):
        with pytest.raises(OverflowError, match=r"^echo\(\): x = .* does not fit"):
            hand.echo(kind, v)
    for bad in (1.0, "1", None, Fraction(1), [1], b"1", 1j, math.nan):
        with pytest.raises(TypeError, match=r"^echo\(\): x must be an int, not "):
            hand.echo(kind, bad)
    with pytest.raises(KeyError, match="index"):
        hand.echo(kind, Broken())


def test_int_messages(hand: ModuleType) -> None:
    with pytest.raises(OverflowError) as e:
        hand.echo("int8", 200)
    assert str(e.value) == "echo(): x = 200 does not fit int8 (-128 to 127)"
    with pytest.raises(OverflowError) as e:
        hand.echo("uint64", -1)
    assert (
        str(e.value) == "echo(): x = -1 does not fit uint64 (0 to 18446744073709551615)"
    )


def test_floats(hand: ModuleType) -> None:
    for kind in ("float32", "float64", "longdouble"):
        for v in (
            0.0,
            -1.5,
            math.inf,
            -math.inf,
            3,
            True,
            Fraction(1, 4),
            Index(7),
            2**53,
        ):
            wanted = v.value if isinstance(v, Index) else float(v)
            assert hand.echo(kind, v) == wanted
        assert math.isnan(hand.echo(kind, math.nan))
        assert math.copysign(1, hand.echo(kind, -0.0)) == -1
        for bad in ("1", None, [1.0], 1j, b"1"):
            with pytest.raises(TypeError, match=r"^echo\(\): x must be a float, not "):
                hand.echo(kind, bad)
        for lost in (2**53 + 1, -(2**53) - 1, 2**64 + 1, Index(2**53 + 1)):
            with pytest.raises(OverflowError, match="has no exact float"):
                hand.echo(kind if kind != "longdouble" else "float64", lost)
        assert hand.echo("float64", 2**1000) == 2.0**1000
        with pytest.raises(OverflowError, match="does not fit"):
            hand.echo(kind, 10**400)
        with pytest.raises(KeyError):
            hand.echo(kind, Broken())
    assert hand.echo("float32", 0.1) == pytest.approx(0.1, rel=1e-7)
    assert hand.echo("float32", 2**24 + 1) == 2**24
    assert hand.echo("float32", 3.4028235e38) > 3.4e38
    for v in (3.5e38, -1e300):
        with pytest.raises(OverflowError, match="does not fit float32"):
            hand.echo("float32", v)


def test_complex(hand: ModuleType) -> None:
    class Has:
        def __complex__(self) -> complex:
            return 1 + 2j

    for kind in ("complex64", "complex128"):
        for v in (1 + 2j, 3.5, 7, True, Has()):
            assert hand.echo(kind, v) == complex(v)
        for bad in ("1", None, [1]):
            with pytest.raises(TypeError, match="x must be a complex number, not "):
                hand.echo(kind, bad)
    with pytest.raises(OverflowError):
        hand.echo("complex64", 1e300j)


def test_bool_and_char(hand: ModuleType) -> None:
    assert hand.echo("bool", True) is True
    assert hand.echo("bool", False) is False
    assert hand.echo("boolint", True) == 1
    for bad in (1, 0, 1.0, None, "True", []):
        with pytest.raises(TypeError, match="x must be a bool, not "):
            hand.echo("bool", bad)
    for c in "a\0\x7f":
        assert hand.echo("char", c) == c
    for bad in ("", "ab", "é", "€"):
        with pytest.raises(ValueError, match="must be one ASCII character, not "):
            hand.echo("char", bad)
    for bad in (65, b"a", None):
        with pytest.raises(TypeError, match="must be a str of one ASCII character"):
            hand.echo("char", bad)


def test_text(hand: ModuleType) -> None:
    for s in ("", "abc", "é€😀", "x" * 10000):
        assert hand.text(s) == s
        assert hand.text(s, "must") == s
        for wide in "wuU":
            assert hand.text(s, wide) == s
    for kind in ("str", "bytes", "path", "w", "u"):
        assert hand.text(None, kind) is None
    with pytest.raises(TypeError, match=r"^text\(\): x must be a str, not None"):
        hand.text(None, "must")
    assert hand.text(b"\xff\xfe", "bytes") == b"\xff\xfe"
    with pytest.raises(TypeError, match="x must be a str or None, not bytes"):
        hand.text(b"abc")
    with pytest.raises(TypeError, match="x must be bytes or None, not str"):
        hand.text("abc", "bytes")
    for bad, kind in (
        ("a\0b", "str"),
        (b"a\0b", "bytes"),
        ("a\0b", "w"),
        ("a\0b", "path"),
    ):
        with pytest.raises(ValueError, match="x has a NUL character at position 1"):
            hand.text(bad, kind)
    for kind in ("str", "w", "U"):
        with pytest.raises(UnicodeEncodeError):
            hand.text("\ud800", kind)
    assert hand.text("a\ud800", "u") == "a\ud800"
    with pytest.raises(UnicodeDecodeError):
        hand.text(b"\xff", "bad")


def test_paths(hand: ModuleType, tmp_path: Path) -> None:
    assert hand.text(tmp_path, "path") == str(tmp_path)
    assert hand.text(b"/tmp/x", "path") == "/tmp/x"
    odd = os.fsdecode(b"/tmp/\xff")
    assert hand.text(odd, "path") == odd
    with pytest.raises(TypeError, match="x must be a path"):
        hand.text(3, "path")
    with pytest.raises(KeyError, match="path"):
        hand.text(Broken(), "path")


def test_sequences_of_text(hand: ModuleType) -> None:
    assert hand.names(["a", "é", None]) == ["a", "é", None]
    assert hand.names(()) == []
    for bad in ("abc", b"abc", 3, None, {"a": 1}):
        with pytest.raises(TypeError, match="x must be a sequence of str"):
            hand.names(bad)
    with pytest.raises(TypeError, match=r"x\[1\] must be a str or None, not int"):
        hand.names(["a", 1])
    with pytest.raises(ValueError, match=r"x\[1\] has a NUL character"):
        hand.names(["a", "b\0"])
    with pytest.raises(KeyError):
        hand.names(Broken())


def test_bytes(hand: ModuleType) -> None:
    import array

    for data in (b"", b"abc\0d", bytearray(b"xyz"), memoryview(b"12345")):
        assert hand.bytes_(data) == bytes(data)
    assert hand.bytes_("é") == "é".encode()
    assert hand.bytes_(array.array("h", [1, 2])) == b"\1\0\2\0"
    for bad in (3, None, [1, 2]):
        with pytest.raises(
            TypeError, match="x must be a str or a bytes-like object, not"
        ):
            hand.bytes_(bad)
    with pytest.raises(ValueError, match="not contiguous"):
        hand.bytes_(memoryview(b"12345")[::2])
    target = bytearray(5)
    assert hand.fill(target) == 5
    assert target == b"xxxxx"
    for bad in (b"abc", memoryview(b"abc")):
        with pytest.raises(ValueError, match="x is read-only"):
            hand.fill(bad)
    with pytest.raises(TypeError, match="writable bytes-like"):
        hand.fill("abc")


def test_bytes_out(hand: ModuleType) -> None:
    assert hand.bytesout(3, 3) == b"!\0\0"
    assert hand.bytesout(3, 1) == b"!"
    assert hand.bytesout(0, 0) == b""
    for n, length in ((3, 4), (3, -1)):
        with pytest.raises(SystemError):
            hand.bytesout(n, length)
    with pytest.raises(ValueError, match="negative"):
        hand.bytesout(-1, 0)
    with pytest.raises(MemoryError):
        hand.bytesout(2**62, 0)


def test_files(hand: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345678")
    assert hand.file(path, "rb") == 4
    assert hand.file(None, "rb") == -1
    assert hand.file(str(tmp_path / "new"), "wb") == 7
    assert (tmp_path / "new").read_bytes() == b"written"
    with open(path, "rb") as f:
        assert f.read(2) == b"12"
        assert hand.file(f, "rb") == 4  # C reads 3456, and Python goes on behind it
        assert f.read() == b"78"
    with open(tmp_path / "out", "wb") as f:
        f.write(b"head ")
        assert hand.file(f, "wb") == 7
        f.write(b" tail")
    assert (tmp_path / "out").read_bytes() == b"head written tail"
    with open(path, "r+b") as f:  # what Python has buffered is stale afterwards
        assert f.read(2) == b"12"
        assert hand.file(f, "wb") == 7
        f.seek(0)
        assert f.read() == b"12written"
    path.write_bytes(b"12345678")
    with pytest.raises(FileNotFoundError) as e:
        hand.file(tmp_path / "missing", "rb")
    assert e.value.filename == tmp_path / "missing"
    with open(path) as text, pytest.raises(TypeError, match="text file"):
        hand.file(text, "rb")
    with pytest.raises(TypeError, match="must be a path or a binary file, not int"):
        hand.file(3, "rb")
    with pytest.raises(io.UnsupportedOperation):
        hand.file(io.BytesIO(), "rb")
    if os.path.exists("/dev/full"):
        with pytest.raises(OSError, match="No space left"):
            hand.file("/dev/full", "wb")
    before = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc") else 0
    for _ in range(10):
        hand.file(path, "rb")
    if before:
        assert len(os.listdir("/proc/self/fd")) == before


def test_descriptors(hand: ModuleType, tmp_path: Path) -> None:
    with open(tmp_path / "f", "wb") as f:
        assert hand.echo("fd", f) == f.fileno()
    assert hand.echo("fd", 7) == 7
    for bad in (-1, 2**40):
        with pytest.raises((ValueError, OverflowError)):
            hand.echo("fd", bad)
    for bad in ("x", True, 1.0, None):
        with pytest.raises(TypeError, match="must be an int or an object with fileno"):
            hand.echo("fd", bad)


def test_times(hand: ModuleType) -> None:
    utc = dt.timezone.utc
    assert hand.time("n", 1_500_000_001, False)[:2] == (1, 500_000_001)
    assert hand.time("n", -1, False) == (-1, 999_999_999, -1)
    assert hand.time("n", 10**25, False)[2] == 10**25
    with pytest.raises(OverflowError):
        hand.time("n", 10**30, False)
    when = dt.datetime(1969, 12, 31, 23, 59, 59, 250000, tzinfo=utc)
    assert hand.time("d", when, False) == (-1, 250_000_000, when)
    east = dt.timezone(dt.timedelta(hours=5))
    assert hand.time("d", when.astimezone(east), False)[2] == when
    with pytest.raises(TypeError, match="naive datetime"):
        hand.time("d", dt.datetime(2020, 1, 1), False)
    with pytest.raises(ValueError, match="finer than the whole seconds"):
        hand.time("d", when, True)
    for last in (dt.datetime.max, dt.datetime.min):
        last = last.replace(tzinfo=utc)
        assert hand.time("d", last, False)[2] == last
    delta = dt.timedelta(days=-3, microseconds=7)
    assert hand.time("t", delta, False)[2] == delta
    for kind, bad in (("d", 3), ("d", delta), ("t", when), ("t", 1.0)):
        with pytest.raises(TypeError, match="must be a"):
            hand.time(kind, bad, False)


def test_enums(hand: ModuleType) -> None:
    color = hand.Color
    assert issubclass(color, enum.IntEnum)
    assert [(m.name, m.value) for m in color] == [("RED", 1), ("GREEN", 2), ("BLUE", 5)]
    assert color.__doc__ == "Colours that C knows."
    assert color.__module__ == "hand"
    assert hand.RED is color.RED
    assert pickle.loads(pickle.dumps(color.BLUE)) is color.BLUE
    for member in color:
        assert hand.color(member) is member
        assert hand.color(int(member)) is member
    assert hand.color(True) is color.RED
    unknown = hand.color(None)
    assert unknown == 77
    assert type(unknown) is int
    for bad in (0, 3, -1, 10**20):
        with pytest.raises((ValueError, OverflowError), match="no member of Color"):
            hand.color(bad)
    for bad in (1.0, "RED"):
        with pytest.raises(TypeError, match="must be a member of Color, not"):
            hand.color(bad)
    access = hand.Access
    assert issubclass(access, enum.IntFlag)
    assert hand.access(access.READ) is access.READ
    both = hand.access(access.READ | access.RUN)
    assert both == access.READ | access.RUN
    assert isinstance(both, access)
    assert hand.access(0) == access(0)
    for bad in (8, 15):
        with pytest.raises(ValueError, match="no member of Access"):
            hand.access(bad)


def test_constants(hand: ModuleType) -> None:
    assert (hand.MAX, hand.UMAX, hand.PI, hand.VERSION) == (
        -(2**63),
        2**64 - 1,
        3.25,
        "1.2é",
    )
    assert hand.RUN is hand.Access.RUN
    assert hand.__doc__ == "Written by hand."
    assert hand.__name__ == "hand"


def message(call: Any, *args: Any, **kw: Any) -> str:
    with pytest.raises(TypeError) as e:
        call(*args, **kw)
    return str(e.value)


def test_binding_says_what_python_says(hand: ModuleType) -> None:
    def add(x: float, y: float) -> float:
        return x + y

    def keyword(x: float, y: float = 2, *, n: float, by: Any = None) -> float:
        return 100 * x + 10 * y + n

    def none() -> None:
        return None

    def raise_(kind: str, text: str, /) -> None:
        return None

    assert hand.add(y=1, x=2.5) == 3.5
    assert hand.add(1, y=2) == 3
    assert hand.keyword(1, n=3) == 123
    assert hand.keyword(1, 4, by=None, n=3) == 143
    cases: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (add, (), {}),
        (add, (1,), {}),
        (add, (1, 2, 3), {}),
        (add, (1,), {"x": 2, "y": 3}),
        (add, (1, 2), {"z": 3}),
        (add, (), {"y": 2}),
        (keyword, (), {"n": 1}),
        (keyword, (1,), {}),
        (keyword, (1, 2, 3), {"n": 1}),
        (none, (1,), {}),
        (none, (), {"a": 1}),
        (raise_, ("value",), {"text": "x"}),
        (raise_, (), {}),
    ]
    for function, args, kw in cases:
        mine = message(getattr(hand, function.__name__), *args, **kw)
        theirs = message(function, *args, **kw).split(".<locals>.")[-1]
        if "but 3 positional arguments (and 1 keyword-only argument)" in theirs:
            theirs = theirs.replace(
                "3 positional arguments (and 1 keyword-only argument) were", "3 were"
            )
        if ". Did you mean" in theirs:
            theirs = theirs.split(". Did you mean")[0]
        assert mine == theirs


def test_keywords_that_are_not_interned(hand: ModuleType) -> None:
    name = "".join(["x", ""]) + "".join(chr(120) for _ in range(0))
    key = bytes([121]).decode()

    class Text(str):
        pass

    assert hand.add(**{name: 1, key: 2}) == 3
    assert hand.add(**{Text("x"): 1, "y": 2}) == 3


def test_references(hand: ModuleType) -> None:
    """Nothing is gained or lost, whether a call succeeds or fails."""
    value, text, big = object(), "text" * 50, 10**30
    calls = [
        lambda: hand.echo("int8", big),
        lambda: hand.echo("int128", big),
        lambda: hand.text(text),
        lambda: hand.text(value),
        lambda: hand.names([text, text]),
        lambda: hand.names([text, value]),
        lambda: hand.bytes_(text),
        lambda: hand.add(1, value),
        lambda: hand.add(value),
        lambda: hand.color(value),
        lambda: hand.echo("float64", value),
        lambda: hand.time("d", value, False),
    ]
    for call in calls:
        before = [sys.getrefcount(o) for o in (value, text, big)]
        for _ in range(50):
            with contextlib.suppress(Exception):
                call()
        assert [sys.getrefcount(o) for o in (value, text, big)] == before
