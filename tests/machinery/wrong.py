# SPDX-License-Identifier: MIT
"""Every wrong kind of argument: what the matrix puts in place of a good value.

In: a good value and, where it is an array, NumPy. Out: (label, value) pairs. A label
that begins with `same:` holds the same numbers in another form: a call that accepts
it must give the same result. All values are made anew for each call.
Runs on every interpreter, with and without NumPy.
"""

from __future__ import annotations

import array
import ctypes
import decimal
import fractions
import functools
import pathlib
import sys
from collections.abc import Iterator
from typing import Any, Callable

Make = Callable[[], Any]


class CustomError(Exception):
    """Raised by arguments; must come through unchanged."""


class RaisesIndex:
    def __index__(self) -> int:
        raise CustomError("from __index__")


class RaisesAll:
    """Every conversion that C may try raises."""

    def _raise(self, *_: object) -> Any:
        raise CustomError("from an argument")

    __index__ = __int__ = __float__ = __complex__ = __bool__ = __len__ = _raise
    __iter__ = __getitem__ = __fspath__ = __array__ = __dlpack__ = _raise
    __dlpack_device__ = __bytes__ = __str__ = fileno = _raise


class RaisesAttribute:
    def __getattr__(self, name: str) -> Any:
        raise CustomError(name)


class GivesIndex:
    def __init__(self, value: object) -> None:
        self.value = value

    def __index__(self) -> Any:
        return self.value


class GivesFloat:
    def __init__(self, value: object) -> None:
        self.value = value

    def __float__(self) -> Any:
        return self.value


class GivesComplex:
    def __complex__(self) -> Any:
        return 1 + 2j


class IntSubclass(int):
    pass


class FloatSubclass(float):
    pass


class StrSubclass(str):
    pass


class BytesSubclass(bytes):
    pass


class ListSubclass(list):
    pass


class Endless:
    """A sequence whose length does not match what it gives."""

    def __len__(self) -> int:
        return 3

    def __getitem__(self, i: int) -> float:
        return 1.0

    def __iter__(self) -> Iterator[float]:
        return iter([1.0] * 5)


class HugeLength(Endless):
    def __len__(self) -> int:
        return sys.maxsize


class WrongPath:
    def __fspath__(self) -> Any:
        return 3


class WrongArray:
    def __array__(self, *args: object, **kwargs: object) -> Any:
        return "no array"


INTEGERS = [0, 1, -1, 2, 3, 127, 128, -129, 255, 256, 2**15, 2**16, -(2**15) - 1]
INTEGERS += [2**31 - 1, 2**31, -(2**31) - 1, 2**32, 2**53 + 1, 2**63 - 1, 2**63]
INTEGERS += [-(2**63), -(2**63) - 1, 2**64, 2**127, -(2**127) - 1, 2**128, 10**400]
FLOATS = [0.0, -0.0, 1.5, float("nan"), float("inf"), -float("inf"), 1e308, 5e-324]
TEXTS = ["", "x", "word", "a\0b", "\0", "\ud800", "\u00e4", "\u20ac", "\U0001f600"]

PLAIN: list[tuple[str, Make]] = [
    ("None", lambda: None),
    ("True", lambda: True),
    ("False", lambda: False),
    *(
        (f"int {i:.3g}" if abs(i) > 2**70 else f"int {i}", lambda i=i: i)
        for i in INTEGERS
        if abs(i) < 2**1000
    ),
    ("int 10**400", lambda: 10**400),
    *((f"float {x}", lambda x=x: x) for x in FLOATS),
    ("complex", lambda: 1j),
    ("complex nan", lambda: complex(float("nan"), 1e308)),
    *((f"str {t!a}", lambda t=t: t) for t in TEXTS),
    ("long str", lambda: "9" * 10000),
    ("bytes", lambda: b"word"),
    ("empty bytes", lambda: b""),
    ("bytes with NUL", lambda: b"a\0b"),
    ("bytes, no UTF-8", lambda: b"\xff\xfe"),
    ("bytearray", lambda: bytearray(b"12345678")),
    ("memoryview", lambda: memoryview(b"12345678")),
    ("memoryview of doubles", lambda: memoryview(array.array("d", [1, 2]))),
    ("memoryview, strided", lambda: memoryview(bytearray(8))[::2]),
    ("memoryview, released", lambda: released()),
    ("empty list", lambda: []),
    ("list of int", lambda: [1]),
    ("list of numbers", lambda: [1.5, 2, True]),
    ("list of huge int", lambda: [2**200]),
    ("nested list", lambda: [[1, 2], [3, 4]]),
    ("ragged list", lambda: [[1, 2], [3]]),
    ("mixed nesting", lambda: [[1, 2], 3]),
    ("list within itself", lambda: cyclic()),
    ("deep list", lambda: deep(60)),
    ("very deep list", lambda: deep(2000)),
    ("list of str", lambda: ["a", "b"]),
    ("list of None", lambda: [None, None]),
    ("list of objects", lambda: [object()]),
    ("list subclass", lambda: ListSubclass([1, 2])),
    ("tuple", lambda: (1, 2)),
    ("empty tuple", lambda: ()),
    ("dict", lambda: {"a": 1}),
    ("set", lambda: {1, 2}),
    ("range", lambda: range(3)),
    ("huge range", lambda: range(10**15)),
    ("generator", lambda: (x for x in (1, 2))),
    ("array.array of d", lambda: array.array("d", [1, 2, 3])),
    ("array.array of i", lambda: array.array("i", [1, 2, 3])),
    ("empty array.array", lambda: array.array("d")),
    ("ctypes array", lambda: (ctypes.c_double * 3)(1, 2, 3)),
    ("ctypes char pointer", lambda: ctypes.c_char_p(b"word")),
    ("Fraction", lambda: fractions.Fraction(1, 2)),
    ("Decimal", lambda: decimal.Decimal("1.5")),
    ("Path", lambda: pathlib.PurePosixPath("a/b")),
    ("object", lambda: object()),
    ("type", lambda: int),
    ("function", lambda: len),
    ("module", lambda: sys),
    ("Ellipsis", lambda: ...),
    ("NotImplemented", lambda: NotImplemented),
    ("int subclass", lambda: IntSubclass(2)),
    ("float subclass", lambda: FloatSubclass(2)),
    ("str subclass", lambda: StrSubclass("word")),
    ("bytes subclass", lambda: BytesSubclass(b"word")),
    ("__index__ raises", RaisesIndex),
    ("everything raises", RaisesAll),
    ("__getattr__ raises", RaisesAttribute),
    ("__index__ gives 2", lambda: GivesIndex(2)),
    ("__index__ gives 2**70", lambda: GivesIndex(2**70)),
    ("__index__ gives str", lambda: GivesIndex("2")),
    ("__float__ gives 1.5", lambda: GivesFloat(1.5)),
    ("__float__ gives str", lambda: GivesFloat("1")),
    ("__complex__", GivesComplex),
    ("sequence that lies", Endless),
    ("sequence of huge length", HugeLength),
    ("__fspath__ gives int", WrongPath),
    ("__array__ gives str", WrongArray),
]


def released() -> memoryview:
    view = memoryview(b"1234")
    view.release()
    return view


def cyclic() -> list[Any]:
    items: list[Any] = []
    items.append(items)
    return items


def deep(levels: int) -> list[Any]:
    items: list[Any] = [1]
    for _ in range(levels):
        items = [items]
    return items


def variants(good: Any, np: Any, slow: bool) -> Iterator[tuple[str, Make]]:
    """Everything to be tried in place of `good`."""
    yield from PLAIN
    yield from callables(good)
    if np is None:
        yield from views(good)
        return
    yield from scalars(np)
    if isinstance(good, np.ndarray):
        yield from forms(good, np)
        yield from dtypes(good, np)
        yield from extents(good, np)
        if not slow:
            yield from huge(good, np)


def callables(good: Any) -> Iterator[tuple[str, Make]]:
    """What may be called, and goes wrong: in what it gives, in what it does."""
    if not callable(good):
        return
    yield "same: lambda", lambda: lambda *args: good(*args)
    yield "same: object with __call__", lambda: Calls(good)
    yield "same: bound method", lambda: Calls(good).__call__
    yield "same: partial", lambda: functools.partial(good)
    yield "callable without parameters", lambda: Calls(good).nothing
    yield "callable that raises", lambda: Calls(good).raises
    yield "callable that ends itself", lambda: Ends(good)
    yield "a class", lambda: Calls
    yield "ctypes function of another type", lambda: ctypes.CDLL(None).abs
    yield "ctypes function without a type", lambda: ctypes.CFUNCTYPE(None)(good)
    for label, make in PLAIN:
        yield f"callable that gives {label}", lambda make=make: lambda *args: make()
        yield (
            f"callable that gives ({label},)",
            lambda make=make: lambda *a: (make(), 1),
        )


class Calls:
    """A callable of a class of its own."""

    def __init__(self, good: Any) -> None:
        self.good = good

    def __call__(self, *args: Any) -> Any:
        return self.good(*args)

    def nothing(self) -> Any:
        raise CustomError("was called")

    def raises(self, *args: Any) -> Any:
        raise CustomError("from a callable")


class Ends(Calls):
    """Drops what it is made of while it runs."""

    def __call__(self, *args: Any) -> Any:
        good = self.__dict__.pop("good", int)
        return good(*args)


def scalars(np: Any) -> Iterator[tuple[str, Make]]:
    """NumPy's scalars and 0-d arrays."""
    codes = "? b B h H i I l L q Q e f d g F D G"
    for code in codes.split():
        yield f"numpy scalar {code}", lambda code=code: np.dtype(code).type(1)
        yield f"0-d array {code}", lambda code=code: np.array(1, code)
    yield "numpy str", lambda: np.str_("word")
    yield "numpy bytes", lambda: np.bytes_(b"word")
    yield "numpy datetime64", lambda: np.datetime64(1, "ns")
    yield "numpy int64 max", lambda: np.int64(2**63 - 1)
    yield "numpy uint64 max", lambda: np.uint64(2**64 - 1)
    yield "numpy float64 nan", lambda: np.float64("nan")
    yield "numpy float64 max", lambda: np.float64(1.7e308)
    yield "array of objects", lambda: np.array([1, "a", None], object)
    yield "array of str", lambda: np.array(["a", "b"])


def forms(good: Any, np: Any) -> Iterator[tuple[str, Make]]:
    """The same numbers in other layouts, types and containers."""
    yield "same: contiguous copy", lambda: good.copy()
    yield "same: Fortran order", lambda: np.asfortranarray(good.copy())
    yield "same: read-only", lambda: frozen(good.copy())
    yield "same: strided", lambda: strided(good, np)
    yield "same: reversed", lambda: good[::-1].copy()[::-1] if good.ndim else good
    yield "same: byte-swapped", lambda: good.astype(good.dtype.newbyteorder("S"))
    yield "same: unaligned", lambda: unaligned(good, np)
    yield "same: nested list", lambda: good.tolist()
    yield "same: tuple", lambda: tuple(good.tolist()) if good.ndim else good.tolist()
    yield "same: memoryview", lambda: memoryview(good.copy())
    yield "same: memoryview, read-only", lambda: memoryview(frozen(good.copy()))
    yield "same: memmap", lambda: good.copy().view(np.memmap)
    yield "same: recarray", lambda: good.copy().view(np.recarray)
    yield "same: own subclass", lambda: good.copy().view(own_subclass(np))
    yield "same: __array__", lambda: HasArray(good.copy())
    yield "same: __array_interface__", lambda: HasInterface(good.copy())
    yield "same: DLPack", lambda: HasDlpack(good.copy())
    yield "same: flat iterator", lambda: good.copy().flat
    if good.ndim == 2:
        yield "same: matrix", lambda: good.copy().view(np.matrix)
    yield "subclass with __array_ufunc__", lambda: good.copy().view(guarded(np))
    yield "masked, no mask", lambda: np.ma.array(good.copy())
    yield "masked", lambda: np.ma.array(good.copy(), mask=np.ones(good.shape, bool))
    yield "subclass with a unit", lambda: good.copy().view(with_unit(np))
    yield "warn on write", lambda: np.broadcast_arrays(good, good)[0]
    yield "generic bytes", lambda: good.copy().view(np.void) if good.ndim else good


def frozen(a: Any) -> Any:
    a.setflags(write=False)
    return a


def strided(good: Any, np: Any) -> Any:
    """Every second element of a larger array, along the last axis."""
    if not good.ndim:
        return good
    shape = list(good.shape)
    shape[-1] *= 2
    wide = np.zeros(shape, good.dtype)
    wide[..., ::2] = good
    return wide[..., ::2]


def unaligned(good: Any, np: Any) -> Any:
    raw = bytearray(good.nbytes + 1)
    a = np.frombuffer(raw, np.uint8)[1:].view(good.dtype).reshape(good.shape)
    a[...] = good
    return a


class HasArray:
    def __init__(self, a: Any) -> None:
        self.a = a

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.a if dtype is None else self.a.astype(dtype)


class HasInterface:
    def __init__(self, a: Any) -> None:
        self.a = a

    @property
    def __array_interface__(self) -> Any:
        return self.a.__array_interface__


class HasDlpack:
    def __init__(self, a: Any) -> None:
        self.a = a

    def __dlpack__(self, **kwargs: Any) -> Any:
        return self.a.__dlpack__(**kwargs)

    def __dlpack_device__(self) -> Any:
        return self.a.__dlpack_device__()


def own_subclass(np: Any) -> Any:
    class Own(np.ndarray):
        pass

    return Own


def guarded(np: Any) -> Any:
    class Guarded(np.ndarray):
        def __array_ufunc__(self, *args: object, **kwargs: object) -> Any:
            return NotImplemented

    return Guarded


def with_unit(np: Any) -> Any:
    class Quantity(np.ndarray):
        unit = "m"

    return Quantity


def dtypes(good: Any, np: Any) -> Iterator[tuple[str, Make]]:
    """The same shape in every other dtype."""
    codes = "? b B h H i I l L q Q e f d g F D G S3 U3 O V8 M8[s] m8[ns]"
    for code in codes.split():
        for order in "=S":
            dtype = np.dtype(code).newbyteorder(order)
            if dtype == good.dtype:
                continue
            yield f"dtype {dtype.str}", lambda d=dtype: np.zeros(good.shape, d)
    record = np.dtype([("x", "f8"), ("y", "i4")])
    yield "dtype of a record", lambda: np.zeros(good.shape, record)
    nested = np.dtype(("f8", (2,)))
    yield "dtype with a shape", lambda: np.zeros(good.shape, nested)
    yield (
        "all bits set",
        lambda: np.full(good.nbytes, 255, "u1").view(good.dtype).reshape(good.shape),
    )


def extents(good: Any, np: Any) -> Iterator[tuple[str, Make]]:
    """Other ranks and lengths."""
    for axis in range(good.ndim):
        for change in (-1, 1, -good.shape[axis]):
            shape = list(good.shape)
            shape[axis] = max(0, shape[axis] + change)
            yield f"shape {tuple(shape)}", lambda s=tuple(shape): zeros(good, s, np)
    yield "rank + 1", lambda: zeros(good, (1, *good.shape), np)
    yield "rank + 1 behind", lambda: zeros(good, (*good.shape, 1), np)
    yield "rank + 1, empty", lambda: zeros(good, (0, *good.shape), np)
    yield "rank - 1", lambda: zeros(good, good.shape[1:], np)
    yield "rank 32", lambda: zeros(good, (1,) * 32, np)
    yield "all extents 0", lambda: zeros(good, (0,) * good.ndim, np)
    yield "all extents 1", lambda: zeros(good, (1,) * good.ndim, np)
    yield "transposed", lambda: good.copy().T


def zeros(good: Any, shape: tuple[int, ...], np: Any) -> Any:
    return np.zeros(shape, good.dtype)


def huge(good: Any, np: Any) -> Iterator[tuple[str, Make]]:
    """More elements than there is memory, all of them the same one."""
    for count in (2**40, 2**59):
        shape = (count, *good.shape[1:]) if good.ndim else (count,)
        total = count * good.dtype.itemsize
        for extent in shape[1:]:
            total *= extent
        if total < 2**62:
            yield (
                f"broadcast to {shape}",
                lambda s=shape: np.broadcast_to(np.zeros((1,) * len(s), good.dtype), s),
            )


def views(good: Any) -> Iterator[tuple[str, Make]]:
    """What the standard library can change of an array."""
    if not isinstance(good, memoryview):
        return
    raw = good.tobytes()
    yield "bytes of another format", lambda: memoryview(bytearray(raw))
    yield (
        "same: read-only",
        lambda: memoryview(raw).cast(
            good.format,
            good.shape,
        ),
    )
    yield "same: list", lambda: good.tolist()
    for code in "bBhHiIlLqQfd?":
        size = array.array(code if code != "?" else "b").itemsize
        if code != good.format and len(raw) % size == 0:
            yield f"format {code}", lambda c=code: memoryview(bytearray(raw)).cast(c)
    if good.ndim == 1:
        yield "reversed", lambda: memoryview(good.tobytes()).cast(good.format)[::-1]
        yield "strided", lambda: memoryview(good.tobytes()).cast(good.format)[::2]
        yield "empty", lambda: memoryview(b"").cast(good.format)
