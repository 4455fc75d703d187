# SPDX-License-Identifier: MIT
"""What the test module `overloads` must do: which C function a call means."""

from __future__ import annotations

import collections
import datetime
import inspect
from typing import Any

from checking import equal, items, raises


def check_scalars_by_type(m: Any) -> None:
    cases: list[tuple[Any, int]] = [
        (True, 1),
        (5, 2),
        (-128, 2),
        (128, 3),
        (255, 3),
        (256, 4),
        (-129, 4),
        (2**31, 5),
        (-(2**63), 5),
        (2**63, 6),
        (2**64 - 1, 6),
        (1.5, 8),
        (1j, 9),
        ("a", 10),
        ("\u00e4", 11),
        ("", 11),
        ("text", 11),
        (b"text", 12),
        (m.color.RED, 13),
        (m.point(1, 2), 14),
        (m.circle(1, 2, 3), 15),
        (datetime.datetime(2024, 2, 29, tzinfo=datetime.timezone.utc), 16),
        (["a", "b"], 217),
        (("a",), 117),
        (None, 18),
    ]
    for value, wanted in cases:
        equal(m.kind(value), wanted)
        equal(m.kind(x=value), wanted)
    equal(m.kind(None, 5), 23)
    equal(m.kind("a", y=1), -1)


def check_other_numbers(m: Any) -> None:
    class Index:
        def __index__(self) -> int:
            return 7

    class Float:
        def __float__(self) -> float:
            return 0.5

    class Point(m.point):
        pass

    class Int(int):
        pass

    equal(m.kind(Index()), 2)
    equal(m.kind(Float()), 7)
    equal(m.kind(Point(1, 2)), 14)
    equal(m.kind(Int(200)), 3)
    equal(m.kind(2**64), 7)
    raises(OverflowError, "kind(): x", m.kind, 10**400)


def check_numpy_scalars(m: Any, np: Any) -> None:
    wanted = {
        "bool_": 1,
        "int8": 2,
        "uint8": 3,
        "int16": 4,
        "uint16": 4,
        "int32": 4,
        "uint32": 5,
        "int64": 5,
        "uint64": 6,
        "float16": 7,
        "float32": 7,
        "float64": 8,
        "complex64": 9,
        "complex128": 9,
        "str_": 10,
        "bytes_": 12,
    }
    for name, number in wanted.items():
        kind = getattr(np, name)
        value = kind(b"x") if name == "bytes_" else kind(1)
        equal(m.kind(value), number)
        if name not in ("str_", "bytes_"):
            equal(m.kind(np.array(value)), number)  # an array of no axes
    raises(TypeError, "none of its 18", m.kind, np.datetime64("2020-01-01"))
    raises(TypeError, "none of its 18", m.kind, np.timedelta64(1, "s"))


def check_number_and_names(m: Any) -> None:
    equal(m.area(1), 3.0)
    equal(m.area(1, 2), 2.0)
    equal(m.area(1, 2, 3), -6.0)
    equal(m.area(), 0.0)
    equal(m.area(radius=2), 12.0)
    equal(m.area(2, height=3), 6.0)
    equal(m.area(c=1, a=2, b=3), -6.0)
    equal(m.area(side=3), 9.0)
    equal(m.area(side=3, sides=2), 18.0)


def check_none_fits(m: Any) -> None:
    text = str(raises(TypeError, "", m.area, "x"))
    equal(
        text.splitlines(),
        [
            "area(): none of its 6 overloads takes (str):",
            "    area(radius: float): radius must be a float, not str",
            "    area(width: float, height: float): height is missing",
            "    area(a: float, b: float, c: float): b is missing",
            "    area(*, side: float): it takes fewer positional arguments",
            "    area(*, side: float, sides: int = 4): it takes fewer positional"
            " arguments",
            "    area(): it takes fewer positional arguments",
        ],
    )
    raises(TypeError, "no argument is called q", m.area, q=1)
    raises(TypeError, "width is given twice", m.area, 1, width=1)
    raises(TypeError, "none of its 6 overloads", m.area, *range(50))
    raises(TypeError, "no argument is called so", m.area, **{"\ud800": 1})
    error = str(raises(TypeError, "", m.pair, 2**40, None))
    assert "a must be an int that fits int32, not 1099511627776" in error, error
    raises(TypeError, "(list of ints, str)", m.fill, [1], "x" * 10000)
    text = str(raises(TypeError, "none of its 18", m.kind, object()))
    equal(len(text.splitlines()), 19)


def check_the_best_of_two(m: Any) -> None:
    equal(m.pair(1.0, 2.0), 1)
    equal(m.pair(1, 2.0), 2)
    equal(m.pair(1.0, 2), 3)
    equal(m.pair(1, 2), 4)
    equal(m.pair(True, 2.0), 2)
    equal(m.pair(2**40, 2), 3)
    equal(m.pair(b=1, a=1.0), 3)


def check_lists(m: Any) -> None:
    equal(m.total([1, 2, 3]), 6)
    equal(m.total((1, 2.5)), 3.5)
    equal(m.total([True, 2]), 3)
    equal(m.total([[1, 2], [3, 4]]), 1010.0)
    equal(m.total([]), 0)
    equal(m.total(range(4)), 6)
    equal(m.total([2**60, 1]), 2**60 + 1)
    raises(TypeError, "none of its 4", m.total, ["a"])
    raises(TypeError, "none of its 4", m.total, [[[1]]])
    raises(TypeError, "none of its 4", m.total, "text")
    raises(OverflowError, "total(): a[1]", m.total, [1, 2**64 + 1])
    endless: list[Any] = []
    endless.append(endless)
    raises(TypeError, "none of its 4", m.total, endless)


def check_arrays_by_dtype_and_rank(m: Any, np: Any) -> None:
    equal(m.total(np.arange(4)), 6)
    equal(m.total(np.arange(4.0)), 6.0)
    equal(m.total(np.ones((2, 3))), 1006.0)
    equal(m.total(np.ones(2, "f4")), 2.25)
    equal(m.total(np.ones(2, "i2")), 2)  # what is declared first of those that widen
    equal(m.total(np.ones(2, "u1")), 2)
    equal(m.total(np.ones(2, "f2")), 2.0)
    equal(m.total(np.ones((1, 2), "i4")), 1002.0)
    equal(m.total(np.ones(3, ">i8")), 3)
    equal(m.total(np.arange(8)[::2]), 12)
    raises(TypeError, "int64 array of rank 3", m.total, np.ones((1, 1, 1), int))
    raises(TypeError, "complex128 array of rank 1", m.total, np.ones(1, complex))
    raises(TypeError, "none of its 4", m.total, np.array(["a"]))


def check_buffers(m: Any) -> None:
    import array

    equal(m.total(array.array("q", [1, 2])), 3)
    equal(m.total(array.array("d", [1, 2])), 3.0)
    equal(m.total(memoryview(array.array("f", [1, 2]))), 3.25)


def check_in_place(m: Any, np: Any) -> None:
    a, b, c = np.zeros(2, "i4"), np.zeros(2), np.zeros((2, 4))[:, ::2]
    for x in (a, b, c):
        equal(m.fill(x, 3), None)
        assert (x == 3).all(), x
    raises(TypeError, "value must be an int that fits int32", m.fill, a, 0.5)
    raises(TypeError, "a must be an int32 array of rank 1", m.fill, [1], 3)
    a.flags.writeable = False
    raises(ValueError, "fill(): a", m.fill, a, 3)


def check_outputs(m: Any, np: Any) -> None:
    equal(m.squares([1, 2]).dtype, np.dtype("i4"))
    equal(m.squares([1.0, 2]).dtype, np.dtype("f8"))
    out = np.zeros(2)
    assert m.squares([1, 2], out=out) is out
    equal(items(out), [1.0, 4.0])


def check_results_and_errors(m: Any) -> None:
    before = m.live()
    equal(m.make("text"), "text")
    equal(len(m.make(3)), 3)
    equal(m.live(), before)
    equal(m.check(3), None)
    raises(ValueError, "x = -1 is negative", m.check, -1)
    raises(LookupError, "no entry -x", m.check, "-x")


def check_texts(m: Any) -> None:
    equal(str(inspect.signature(m.total)), "(a)")
    equal(str(inspect.signature(m.area)), "(*args, **kwargs)")
    equal(m.alone(3), 3)
    lines = m.total.__doc__.splitlines()
    heads = [line for line in lines if line.startswith("total(")]
    equal(len(heads), 4)
    equal(heads[0], "total(a: NDArray[np.int64] | Sequence[int]) -> int")
    assert "    Sum of a matrix." in lines


def check_methods(m: Any) -> None:
    import gc

    before = m.live_bags()
    bag = m.bag()
    equal(bag.sum, 0.0)
    equal(m.bag([1, 2.5]).sum, 3.5)
    equal(m.bag(x=[1]).sum, 1.0)
    equal(bag.add(2), None)
    bag.add([1, 2])
    bag.add(m.bag([4]))
    equal(bag.sum, 9.0)
    equal(m.bag.of(3).sum, 3.0)
    equal(m.bag.of("four").sum, 4.0)
    raises(ValueError, "no bag of", m.bag.of, "")
    text = str(raises(TypeError, "bag.add(): none of its 3", bag.add, "x"))
    assert "bag.add(x: float): x must be a float, not str" in text, text
    assert "(other: bag): other must be an instance of bag, not str" in text, text
    raises(TypeError, "bag(): none of its 2", m.bag, "text")
    raises(TypeError, "bag.of(): none of its 2", m.bag.of)
    equal(str(inspect.signature(bag.add)), "(*args, **kwargs)")
    bag.close()
    raises(ValueError, "closed", bag.add, 1)
    del bag
    gc.collect()
    equal(m.live_bags(), before)


def check_subclasses(m: Any) -> None:
    class Own(m.bag):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)

    own = Own([1, 2])
    own.add(own.of(4))
    equal((type(own.of("x")), own.sum, m.describe(own)), (Own, 7.0, 1))


def check_several_classes(m: Any) -> None:
    bag, crate = m.bag(), m.crate()
    equal(m.describe(bag), 1)
    equal(m.describe(crate), 2)
    equal(m.describe(None), 0)
    equal(m.describe([bag, bag]), 12)
    equal(m.describe((crate,)), 21)
    equal(m.describe([]), 10)
    raises(TypeError, "none of its 4 overloads", m.describe, [bag, crate])
    raises(TypeError, "a sequence of instances of crate", m.describe, ["x"])


def check_lists_of_structs(m: Any) -> None:
    equal(m.structs([m.point(1, 2)]), 11)
    equal(m.structs([m.circle(1, 2, 3)] * 2), 22)
    equal(m.structs([[m.point(1, 2)] * 3] * 2), 36)
    equal(m.structs([1, 2.5]), 42)
    raises(TypeError, "none of its 4", m.structs, [m.point(1, 2), m.circle(1, 2, 3)])
    raises(TypeError, "an array of circle of rank 1", m.structs, "text")


def check_arrays_of_structs(m: Any, np: Any) -> None:
    points, circles = np.zeros(2, m.point.dtype), np.zeros(3, m.circle.dtype)
    equal(m.structs(points), 12)
    equal(m.structs(circles), 23)
    equal(m.structs(points.reshape(1, 2)), 32)
    equal(m.structs(memoryview(circles)), 23)
    equal(m.structs(np.zeros(2)), 42)
    m.structs_here(points)
    m.structs_here(circles)
    equal(points["x"].tolist() + circles["radius"].tolist(), [1.0] * 5)
    raises(TypeError, "none of its 4", m.structs, np.zeros(2, "i4,f8"))
    raises(TypeError, "none of its 2", m.structs_here, [m.point(1, 2)])


def check_callables(m: Any) -> None:
    equal(m.apply(lambda t: t + 1), 3.0)
    equal(m.apply(abs), 2.0)
    equal(m.apply(4), -4.0)
    text = str(raises(TypeError, "none of its 2", m.apply, "x"))
    assert "x must be a callable, not str" in text, text


def check_what_changes_meanwhile(m: Any) -> None:
    """An object that is something else when it is looked at again."""

    class Turncoat:
        looks = 0

        @property
        def __class__(self) -> Any:
            return float

        def __float__(self) -> float:
            raise ZeroDivisionError("changed its mind")

    raises(ZeroDivisionError, "changed", m.area, Turncoat())

    class Meta(type):
        def __getattribute__(cls, name: str) -> Any:
            raise RuntimeError("no look")

    class Hidden(metaclass=Meta):
        pass

    raises(TypeError, "none of its 6", m.area, Hidden())


# --------------------------------------------------------------------- special methods
def check_items_by_several_keys(m: Any) -> None:
    t = m.Table(3)
    equal((len(t), list(t)), (3, [6.0, 22.0, 38.0]))
    equal((t[0], t[-1], t[True]), (6.0, 38.0, 22.0))
    raises(IndexError, "out of range", lambda: t[3])
    raises(IndexError, "out of range", lambda: t[-4])
    equal((t["a"], t["d"]), (12.0, 21.0))
    raises(KeyError, "'e'", lambda: t["e"])
    equal((t[1:], t[::-1], t[5:]), (2, 3, 0))
    equal((t[0, "b"], t[2, "d"]), (1.0, 11.0))
    raises(IndexError, "out of range", lambda: t[3, "a"])
    equal(t[1, 2, 3], 123.0)
    raises(
        TypeError,
        "Table.__getitem__(): none of its 4 overloads takes (float",
        lambda: t[1.5],
    )
    for wrong in (None, (1, 2), ("a", 1), (1, 2, 3, 4), b"a", (), (-1, "a")):
        raises(TypeError, "none of its 4 overloads", t.__getitem__, wrong)
    raises(TypeError, "", lambda: t["a":])


def check_what_takes_everything_comes_last(m: Any) -> None:
    """A cb_value suits every key: the others say more, whatever stands first."""
    v = m.Every(1.0)
    equal((list(v), [v[0], v[1], v[2]]), ([100, 101, 102], [100, 101, 102]))
    equal((v[-1], v[True], v["a"]), (102, 101, 1))
    equal((v[1.5], v[None], v[b"a"], v[0:1], v[1, 2], v[2**70]), (-1,) * 6)
    raises(IndexError, "", v.__getitem__, 3)
    point = m.point(1.0, 2.0)
    equal((m.any_or(2.5), m.any_or(3), m.any_or(point), m.any_or(x=2.5)), (2, 2, 3, 2))
    equal((m.any_or("a"), m.any_or(None), m.any_or([]), m.any_or(v)), (1, 1, 1, 1))


def check_which_key_is_meant(m: Any) -> None:
    """Nothing is chosen that the slot refuses."""
    pair = collections.namedtuple("pair", "i name")
    k = m.Keyed(0.0)
    equal([k[i] for i in (5, -128, 128, 2**62, 2**63)], [8, 8, 64, 64, 0])
    equal((k[1, "a"], k[1, None], k[pair(1, "a")]), (2, 2, 2))
    equal((k[1, 2], k[pair(1, 2)], k[(1,)], k["x"], k[1.5], k[:]), (0,) * 6)
    t = m.Table(2)
    equal(t[pair(1, "a")], 4.0)
    for far in (2**63, 2**70, -(2**70)):
        raises(IndexError, "out of range", t.__getitem__, far)
        raises(IndexError, "out of range", t.__setitem__, far, 1.0)


def check_items_that_several_functions_set(m: Any) -> None:
    t = m.Table(2)
    t[0] = 1
    t["b"] = 0.5
    t[1, "a"] = 7
    equal((t[0], t["b"], t[1, "a"], t[0, "a"]), (3.5, 1.0, 7.0, 1.0))
    raises(KeyError, "'x'", t.__setitem__, "x", 1.0)
    raises(IndexError, "", t.__setitem__, (2, "a"), 1.0)
    raises(IndexError, "", t.__setitem__, 2, 1.0)
    raises(TypeError, "none of its 3 overloads", t.__setitem__, 0, "x")
    raises(TypeError, "none of its 3 overloads", t.__setitem__, 0.5, 1.0)
    del t["a"], t[0]
    equal((t[0], t["a"]), (0.0, 0.0))
    raises(KeyError, "'x'", t.__delitem__, "x")
    raises(TypeError, "none of its 2 overloads", t.__delitem__, (0, "a"))


def check_in_and_call_of_several(m: Any) -> None:
    t = m.Table(2)
    equal(
        (7.0 in t, 7 in t, 8.5 in t, "a" in t, "x" in t),
        (True, True, False, True, False),
    )
    raises(TypeError, "none of its 2 overloads", lambda: None in t)
    equal(
        (t(1.5), t("a"), t("a", 2), t("a", times=3), t(factor=2)),
        (3.0, 4.0, 8.0, 12.0, 4.0),
    )
    raises(TypeError, "none of its 2 overloads", t, None)
    raises(TypeError, "none of its 2 overloads", t)


def check_items_of_subclasses_and_the_closed(m: Any) -> None:
    class Own(m.Table):
        def __getitem__(self, key: Any) -> Any:
            return "own" if key is None else super().__getitem__(key)

        def __contains__(self, key: Any) -> bool:
            return key is None or super().__contains__(key)

    own = Own(1)
    equal(
        (own[None], own[0], own["a"], None in own, "a" in own),
        ("own", 6.0, 0.0, True, True),
    )
    own.close()
    for use in (
        lambda: own[0],
        lambda: own["a"],
        lambda: "a" in own,
        lambda: own(1.0),
        lambda: own.__setitem__(0, 1.0),
        lambda: own.__delitem__("a"),
    ):
        raises(ValueError, "closed", use)
    made = m.Table.__new__(m.Table)
    for use in (
        lambda: made[0],
        lambda: made["a"],
        lambda: 1.0 in made,
        lambda: made(1.0),
    ):
        raises(ValueError, "", use)
