# SPDX-License-Identifier: MIT
"""What the test module `structs` must do: value structs as classes."""

from __future__ import annotations

import copy
import dataclasses
import gc
import inspect
import math
import pickle
import sys
import types
import weakref
from typing import Any

from checking import equal, raises


def line(m: Any) -> Any:
    return m.line(m.point(3, 4), m.point(0, 0), 7)


def all_fields(m: Any) -> Any:
    return m.all(
        flag=True,
        tiny=-1,
        small=65535,
        big=-(2**63),
        size=2**64 - 1,
        single=0.5,
        wide=0.1,
        wave=1 + 2j,
        letter="q",
        mood=m.CALM,
        rights=m.READ | m.WRITE,
    )


def some_arrays(m: Any) -> Any:
    points = [m.point(1, 2), m.point(3, 4)]
    matrix = [[1, 2], [3, 4]]
    moods = [m.CALM, m.ANGRY]
    return m.arrays(
        [1, 2, 3],
        matrix,
        [True, False],
        moods,
        "n\u00e9",
        b"abcd",
        ["ab", "cdef"],
        points,
    )


def check_construction(m: Any) -> None:
    p = m.point(3, y=4.0)
    equal((p.x, p.y), (3.0, 4.0))
    if sys.version_info >= (3, 10):  # which keeps it for types from specifications
        equal(str(inspect.signature(m.point)), "(x=0.0, y=0.0)")
    equal(m.point.__doc__, "A point of the plane.")
    equal((m.point.x.__doc__, m.point.y.__doc__), ("to the right", "upwards"))
    equal((m.point.__name__, m.point.__module__), ("point", "structs"))
    equal(
        (m.point(), m.point(1), m.point(y=1)),
        (m.point(0, 0), m.point(1, 0), m.point(0, 1)),
    )
    p.__init__(y=7)
    equal((p.x, p.y), (0.0, 7.0))
    raises(TypeError, "takes from 0 to 2 positional", m.point, 1, 2, 3)
    raises(TypeError, "unexpected keyword argument 'z'", m.point, 1, z=2)
    raises(TypeError, "multiple values for argument 'x'", m.point, 1, x=2)
    raises(TypeError, "point(): y must be a float, not str", m.point, 1, "2")
    raises(
        OverflowError, "all(): small = 65536", setattr, all_fields(m), "small", 65536
    )
    raises(ValueError, "no member of mood", setattr, all_fields(m), "mood", 3)
    many = dict.fromkeys(map(str, range(100)), 1)
    raises(TypeError, "unexpected keyword argument '0'", m.point, **many)
    raises(TypeError, "takes from 0 to 2 positional", m.point, *range(100))


def check_failed_init_changes_nothing(m: Any) -> None:
    p = m.point(3, 4)
    raises(TypeError, "y must be a float", p.__init__, 5, "6")
    equal(p, m.point(3, 4))
    p.__init__(5, 6)
    equal(p, m.point(5, 6))


def check_functions(m: Any) -> None:
    p = m.point(3, 4)
    equal(m.norm(p), 5.0)
    equal(m.distance(p, b=m.point(0, 0)), 5.0)
    equal(m.middle(p, m.point(1, 0)), m.point(2, 2))
    equal(m.origin(), m.point(0, 0))
    equal(m.move(p, 1.5), m.point(4.5, 4))
    equal(p, m.point(3, 4))
    equal(m.find(2), (True, m.point(2, -2)))
    equal((m.norm_or(2.0), m.norm_or(2.0, None), m.norm_or(2.0, p)), (2.0, 2.0, 5.0))
    equal(m.mirror(line(m)), m.line(m.point(0, 0), m.point(3, 4), 7))
    equal(line(m).length(), 5.0)
    equal(m.check_point(p), None)
    raises(ValueError, "x is -1", m.check_point, m.point(-1, 0))
    raises(TypeError, "norm(): p must be point, not int", m.norm, 3)
    raises(TypeError, "norm(): p must be point, not mixed", m.norm, m.mixed(1, 2))
    raises(TypeError, "distance(): b must be point", m.distance, p, None)


def check_every_type(m: Any) -> None:
    a = all_fields(m)
    equal(m.echo_all(a), a)
    equal(
        (a.flag, a.tiny, a.small, a.big, a.size), (True, -1, 65535, -(2**63), 2**64 - 1)
    )
    equal((a.single, a.wide, a.wave, a.letter), (0.5, 0.1, 1 + 2j, "q"))
    assert a.mood is m.CALM
    equal(a.rights, m.READ | m.WRITE)
    a.single = 0.1
    equal(a.single, 0.10000000149011612)
    for name, value in {"flag": 1, "letter": 1, "tiny": 1.0, "wave": "1"}.items():
        raises(TypeError, f"all(): {name}", setattr, a, name, value)
        raises(AttributeError, f"all(): {name} cannot be deleted", delattr, a, name)
    raises(AttributeError, "", setattr, a, "other", 1)


def check_parts(m: Any) -> None:
    whole = line(m)
    whole.start.x = 99
    equal(whole.start, m.point(99, 4))
    part = whole.start
    whole.start = m.point(1, 2)
    equal(part, m.point(1, 2))
    del whole
    gc.collect()
    part.y = 5
    equal(part, m.point(1, 5))
    raises(TypeError, "line(): start must be point", setattr, line(m), "start", 1)


def check_arrays(m: Any) -> None:
    a = some_arrays(m)
    values = a.values
    values[1] = 50
    equal([float(v) for v in m.echo_arrays(a).values], [1.0, 50.0, 3.0])
    equal(memoryview(a.matrix).tolist(), [[1, 2], [3, 4]])
    assert memoryview(a.flags).readonly and memoryview(a.moods).readonly
    equal((a.name, a.id, a.words), ("n\u00e9", b"abcd", ("ab", "cdef")))
    a.corners[1].x = -1
    equal(a.corners, (m.point(1, 2), m.point(-1, 4)))
    a.values, a.matrix = (4, 5, 6), a.matrix
    equal([float(v) for v in values], [4.0, 5.0, 6.0])
    del a
    gc.collect()
    equal([float(v) for v in values], [4.0, 5.0, 6.0])
    a = some_arrays(m)
    a.name = "12345678"
    equal(m.echo_arrays(a).name, "12345678")
    a.name = ""
    equal(a.name, "")
    for name, value in {
        "values": [1, 2],
        "name": "123456789",
        "words": ["12345", ""],
        "id": b"123",
        "corners": [m.point(1, 2)],
        "moods": [1, 2],
    }.items():
        raises(ValueError, f"arrays(): {name}", setattr, a, name, value)
    for name, value in {"words": "ab", "corners": m.point(1, 2), "name": b"a"}.items():
        raises(TypeError, f"arrays(): {name}", setattr, a, name, value)
    equal(a, a)


def check_layouts(m: Any) -> None:
    equal(m.echo_packed(m.packed("c", 2.5)), m.packed("c", 2.5))
    assert not hasattr(m.packed, "_reserved")
    tight = m.echo_tight(m.tight("e", [1.5, 2.5], m.packed("d", 3.5)))
    assert memoryview(tight.values).readonly  # a copy: C's is not aligned
    equal(([float(v) for v in tight.values], tight.inner.value), ([1.5, 2.5], 3.5))
    tight.values, tight.inner.value = [4, 5], 6
    equal(tight, m.tight("e", [4, 5], m.packed("d", 6)))
    equal(m.echo_aligned(m.aligned(1.5)), m.aligned(1.5))
    equal(m.echo_mixed(m.mixed(in_=1, inner=2)), m.mixed(1, 2))


def check_places(m: Any) -> None:
    """C that was compiled for AVX relies on the alignment of where its result goes."""
    equal(m.misplaced(), m.aligned(0))
    equal(m.misplaced_of([1, 2]), m.aligned(0))
    equal(m.misplaced_or(), m.aligned(0))
    equal(m.misplaced_argument(m.aligned(1)), 0.0)
    # also of what conditions call
    equal(m.told_aligned(2.5), m.aligned(2.5))
    raises(ValueError, "-1 < 0", m.told_aligned, -1.0)


def check_equality(m: Any) -> None:
    p = m.point(3, 4)
    same = m.point(3, 4)
    equal((p == same, p != same), (True, False))
    assert p != m.point(3, 5) and p != (3, 4) and p != m.mixed(3, 4)
    assert m.point(0.0, -0.0) == m.point(-0.0, 0.0)
    assert m.point(math.nan, 1) != m.point(math.nan, 1)
    assert all_fields(m) == all_fields(m) and some_arrays(m) == some_arrays(m)
    longer, other = some_arrays(m), some_arrays(m)
    longer.name = "much"
    longer.name = "n\u00e9"
    equal(longer, other)
    raises(TypeError, "unhashable", hash, p)
    raises(TypeError, "", lambda: p < p)


def check_repr(m: Any) -> None:
    equal(repr(m.point(1, 2)), "point(x=1.0, y=2.0)")
    equal(
        repr(line(m)),
        "line(start=point(x=3.0, y=4.0), end=point(x=0.0, y=0.0), weight=7)",
    )


def check_copies(m: Any) -> None:
    for value in (
        m.point(1, 2),
        line(m),
        all_fields(m),
        m.packed("c", 1),
        m.aligned(2),
    ):
        shallow, deep = copy.copy(value), copy.deepcopy(value)
        assert shallow == value == deep and shallow is not value is not deep
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            equal(pickle.loads(pickle.dumps(value, protocol)), value)


def check_arrays_are_copied(m: Any) -> None:
    a = some_arrays(m)
    for other in (copy.copy(a), copy.deepcopy(a), pickle.loads(pickle.dumps(a))):
        equal(other, a)
        other.values[0] = 77
        assert other != a


def check_hidden_fields(m: Any) -> None:
    """What Python does not see is not lost: neither in copies, nor by __init__."""
    s = m.seal(5)
    equal((repr(s), m.seal_of(s)), ("sealed(value=5)", 42))
    for other in (copy.copy(s), copy.deepcopy(s), pickle.loads(pickle.dumps(s))):
        equal((other, m.seal_of(other)), (s, 42))
    s.__init__(6)
    equal((s.value, m.seal_of(s)), (6, 42))
    holder = m.holder(s, 1)
    equal(m.seal_of(copy.deepcopy(holder).inner), 42)
    equal(m.seal_of(m.sealed(1)), 0)


def check_wrong_states(m: Any) -> None:
    good, nothing = (1, 2), ((), {})
    for state in [
        (),
        (good, None),
        (good, None, ()),
        (good, None, [(), {}]),
        (good, None, ([], {})),
        (good, None, ((), ())),
        ([1, 2], None, nothing),
        ((1,), None, nothing),
        (good, b"1234567890123456", nothing),
    ]:
        raises(TypeError, "_reconstruct() wants", m.point._reconstruct, *state)
    raises(
        TypeError, "x must be a float", m.point._reconstruct, ("a", 2), None, nothing
    )
    raises(TypeError, "_reconstruct()", m.sealed._reconstruct, (1,), b"", nothing)

    class Odd(m.point):
        __slotnames__ = 5

    raises(TypeError, "", Odd(1, 2).__reduce__)

    class Other(m.point):
        def __new__(cls, *_: Any) -> Any:
            return [1, 2]

    raises(TypeError, "no such object", Other._reconstruct, good, None, nothing)


def everywhere(value: Any) -> list[Any]:
    """Its copies, by all ways there are. A pickle finds classes by their names."""
    found = [copy.copy(value), copy.deepcopy(value)]
    kind = type(value)
    kind.__module__, kind.__qualname__ = "checks_pickled", kind.__name__
    module = sys.modules["checks_pickled"] = types.ModuleType("checks_pickled")
    setattr(module, kind.__name__, kind)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        found.append(pickle.loads(pickle.dumps(value, protocol)))
    del sys.modules["checks_pickled"]
    for other in found:
        assert type(other) is kind and other == value
    return found


def check_state_of_subclasses(m: Any) -> None:
    """What they say of it is theirs; the fields are always there."""

    class Slotted(m.point):
        __slots__ = ("__own", "left", "t")

        def set(self, t: int) -> Any:
            self.t, self.__own = t, -t
            return self

        def get(self) -> tuple[int, int]:
            return self.t, self.__own

    class Both(Slotted):
        pass

    equal([c.get() for c in everywhere(Slotted(1, 2).set(5))], [(5, -5)] * 8)
    both = Both(1, 2).set(6)
    both.more = [1]
    for other in everywhere(both):
        equal((other.get(), other.more), ((6, -6), [1]))
        assert not hasattr(other, "left")

    class Says(m.point):
        def __getstate__(self) -> Any:
            return {"mine": 1}

        def __setstate__(self, state: Any) -> None:
            self.got = state

    for other in everywhere(Says(1, 2)):
        equal(vars(other), {"got": {"mine": 1}})

    class Frozen(m.point):
        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(name)

    frozen = Frozen(1, 2)
    frozen.__dict__["a"] = 3
    for other in everywhere(frozen):
        equal(vars(other), {"a": 3})

    class New(m.point):
        def __new__(cls, x: float) -> Any:
            made = super().__new__(cls)
            made.given = x
            return made

        def __init__(self, x: float) -> None:
            super().__init__(x, x)

        def __getnewargs__(self) -> Any:
            return (self.x,)

    class Named(New):
        def __new__(cls, *, x: float) -> Any:
            return super().__new__(cls, x)

        def __init__(self, *, x: float) -> None:
            super().__init__(x)

        def __getnewargs_ex__(self) -> Any:
            return (), {"x": self.x}

    equal([c.given for c in everywhere(New(3))], [3] * 8)
    equal([c.given for c in everywhere(Named(x=4))], [4] * 8)
    me = Both(1, 2).set(1)
    me.self = me
    other = copy.deepcopy(me)
    assert other.self is other


def check_set_by_whatever_name(m: Any) -> None:
    """By assignment, setattr() and __setattr__: the same; so is an error."""
    p = m.point(1, 2)
    p.x = 3
    setattr(p, "".join(["y"]), 4)
    equal(p, m.point(3, 4))
    p.__setattr__("x", 5)
    m.point.__setattr__(p, "x", p.x + 1)
    equal(p.x, 6.0)
    raises(TypeError, "", p.__setattr__, "x")
    raises(AttributeError, "cannot be deleted", p.__delattr__, "x")
    for none in ("z", "xx", "", "\u00e9"):
        raises(AttributeError, "no attribute", setattr, p, none, 1)
        raises(AttributeError, "no attribute", delattr, p, none)
    raises(AttributeError, "cannot be deleted", delattr, p, "x")
    raises(TypeError, "x must be a float, not str", setattr, p, "x", "1")
    raises(TypeError, "", setattr, p, b"x", 1)
    raises(AttributeError, "", setattr, p, "__copy__", 1)
    equal(p, m.point(6, 4))
    many = m.many()
    names = [2 * chr(ord("a") + k) for k in range(26)]
    for _ in range(2):
        for k, name in enumerate(names):
            setattr(many, name, getattr(many, name) + k)
    equal([getattr(many, name) for name in names], [2.0 * k for k in range(26)])


def check_subclasses_that_set(m: Any) -> None:
    """Attributes and a __setattr__ of their own, by whichever way that goes on."""

    class Plain(m.point):
        pass

    p = Plain(1, 2)
    p.x, p.more, p.__class__ = 3, "m", Plain
    object.__setattr__(p, "y", 4)
    equal((p.x, p.y, vars(p)), (3, 4, {"more": "m"}))
    del p.more
    raises(AttributeError, "more", delattr, p, "more")

    class Own(m.point):
        def __setattr__(self, name: str, value: Any) -> None:
            super().__setattr__(name, value + 1)

        def __delattr__(self, name: str) -> None:
            super().__delattr__(name + "e")

    class Around(Own):
        def __setattr__(self, name: str, value: Any) -> None:
            object.__setattr__(self, name, value + 2)

    class Through(Plain):
        __slots__ = ("slot",)

        def __setattr__(self, name: str, value: Any) -> None:
            m.point.__setattr__(self, name, value + 3)

    for kind, more in ((Own, 1), (Around, 2), (Through, 3)):
        p = kind(1, 2)
        equal((p.x, p.y), (1, 2))
        p.x = p.more = p.slot = 5
        equal((p.x, p.more, p.slot), (5 + more, 5 + more, 5 + more))
    p = Own(1, 2)
    p.more = 1
    del p.mor
    raises(AttributeError, "more", delattr, p, "mor")

    class Patched(m.point):
        pass

    p = Patched(1, 2)
    Patched.__setattr__ = lambda self, name, v: object.__setattr__(self, name, v + 1)
    p.x = p.more = 4
    equal((p.x, p.more), (5, 5))

    @dataclasses.dataclass(frozen=True)
    class Frozen(m.point):
        __module__ = "dataclasses"
        name: str

        def __new__(cls, name: str) -> Any:
            return super().__new__(cls)

    frozen = Frozen("n")
    equal(frozen.name, "n")
    raises(dataclasses.FrozenInstanceError, "x", setattr, frozen, "x", 1)
    p = m.point(1, 2)
    p.x = 7
    object.__setattr__(p, "y", 8)  # a subclass has asked for the usual way
    equal(p, m.point(7, 8))

    class Late(m.point):
        pass

    p = Late(1, 2)
    p.x = p.more = 3
    Late.__setattr__ = lambda self, name, v: m.point.__setattr__(self, name, v + 1)
    p.x = p.more = 4
    equal((p.x, p.more), (5, 5))
    del Late.__setattr__
    p.x = p.more = 6
    equal((p.x, p.more), (6, 6))


def check_instances_of_nobody(m: Any) -> None:
    """Whoever replaces __new__ gets no instance that C could be given."""
    if sys.version_info >= (3, 10):
        raises(TypeError, "immutable", setattr, m.point, "__new__", None)
        raises(TypeError, "immutable", setattr, m.point, "x", None)

    class Unmade(m.point):
        __new__ = None

    del Unmade.__new__
    raises(TypeError, "is not safe", object.__new__, Unmade)
    raises(TypeError, "is not safe", object.__new__, m.point)


def check_subclasses(m: Any) -> None:
    class Tagged(m.point):
        __slots__ = ("__dict__", "tag", "unset")

        def __init__(self, x: float) -> None:
            super().__init__(x, -x)
            self.tag, self.more = "t", [self]

    t = Tagged(2)
    equal((m.norm(m.point(2, -2)), repr(t)), (m.norm(t), "Tagged(x=2.0, y=-2.0)"))
    assert t == m.point(2, -2) and m.point(2, -2) == t
    other = copy.copy(t)
    equal((type(other), other.tag, other.more), (Tagged, "t", [t]))
    assert not hasattr(other, "unset")
    watch = weakref.ref(t)
    del t, other
    gc.collect()
    assert watch() is None

    class Empty(m.point):
        def __init__(self) -> None:
            pass

    assert Empty() == m.point(0, 0)


def check_cycles(m: Any) -> None:
    class Holder(m.line):
        pass

    holder = Holder(m.point(1, 2), m.point(3, 4), 5)
    holder.part = holder.start
    watch = weakref.ref(holder)
    del holder
    gc.collect()
    assert watch() is None


def check_numbers_at_their_limits(m: Any) -> None:
    """The short ways of properties and constructors take what the long ones do."""
    a = all_fields(m)
    for name, low, high in (
        ("tiny", -128, 127),
        ("small", 0, 2**16 - 1),
        ("big", -(2**63), 2**63 - 1),
        ("size", 0, 2**64 - 1),
    ):
        for value in (low, high, 0, 1, 5, 2**30 if high > 2**30 else 3):
            setattr(a, name, value)
            equal(getattr(a, name), value)
        for value in (low - 1, high + 1, 10**30):
            raises(OverflowError, f"all(): {name} = ", setattr, a, name, value)
        equal(getattr(m.echo_all(a), name), 2**30 if high > 2**30 else 3)
    raises(OverflowError, "all(): size = -1", setattr, a, "size", -1)
    part = line(m)
    for value in (2**31 - 1, -(2**31), 7, True):
        part.weight = value
        equal(part.weight, int(value))
    for value in (2**31, -(2**31) - 1):
        raises(OverflowError, "line(): weight", setattr, part, "weight", value)
        raises(
            OverflowError, "line(): weight", m.line, m.point(1, 2), m.point(3, 4), value
        )
    raises(TypeError, "line(): weight", setattr, part, "weight", 1.5)
    raises(AttributeError, "cannot be deleted", delattr, part, "weight")


def check_calls_of_the_class(m: Any) -> None:
    """By position, by keyword, of subclasses and again: the same."""
    p = m.point(1, 2)
    for other in (
        m.point(x=1, y=2),
        m.point(y=2, x=1),
        m.point(1, y=2),
        m.point(*[1, 2]),
        m.point(**{"x": 1, "y": 2}),
        type("Sub", (m.point,), {})(1, 2),
        m.point.__call__(1, 2),
        m.point.__new__(m.point),
    ):
        if other == m.point(0, 0):
            other.__init__(1, 2)
        equal(p == other, True)
    raises(TypeError, "point()", lambda: m.point(1, x=1))
    raises(TypeError, "line(): end must be point, not int", m.line, p, 5, 1)


def check_odd_fields(m: Any) -> None:
    """Times, enums without a name, and integers of 128 bits."""
    o = m.odd(-1, [2, 10**10 + 5], m.NEAR, -(2**127), [0, 2**128 - 1])
    equal((o.when, o.lap), (-1, (2, 10**10 + 5)))
    equal((o.side, o.wide, o.many), (3, -(2**127), (0, 2**128 - 1)))
    equal(m.echo_odd(o), o)
    o.when, o.side, o.wide = 5 * 10**9, m.FAR, 7
    equal((o.when, o.side, o.wide), (5 * 10**9, -4, 7))
    assert m.echo_odd(o) == o == copy.copy(o) == pickle.loads(pickle.dumps(o))
    raises(OverflowError, "odd(): wide", setattr, o, "wide", 2**127)
    raises(OverflowError, "odd(): many", setattr, o, "many", [-1, 0])
    raises(TypeError, "odd(): when", setattr, o, "when", 1.5)
    raises(ValueError, "odd(): lap has 1 items", setattr, o, "lap", [1])


def check_dtype_of_odd_fields(m: Any, np: Any) -> None:
    dtype = m.odd.dtype
    equal(dtype["when"].names, ("tv_sec", "tv_nsec"))
    equal(dtype["lap"].shape, (2,))
    equal((dtype["side"], dtype["wide"]), (np.dtype("i4"), np.dtype("V16")))


def check_names_that_were_said(m: Any) -> None:
    r = m.rename_one(m.Vec(2.5), m.Kind.LARGE)
    equal((type(r).__name__, r.value), ("Renamed", 3))
    equal(m.rename_one(v=m.Vec(2.5), kind=0), m.Renamed(2))
    equal(m.value_behind(m.Behind(4)), 4)
    assert not hasattr(m, "vec_type") and not hasattr(m, "kind")
