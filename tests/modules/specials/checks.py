# SPDX-License-Identifier: MIT
"""What the test module `specials` must do: special methods in all their C forms."""

from __future__ import annotations

import copy
import gc
import math
import operator
import os
import pickle
import struct
import sys
import warnings
from typing import Any

from checking import equal, raises


def vec(m: Any, *items: float) -> Any:
    import array

    return m.Vec(array.array("d", items))


# ------------------------------------------------------------------- lengths, items
def check_length_and_truth(m: Any) -> None:
    v = vec(m, 1, 2, 3)
    equal(len(v), 3)
    equal(operator.length_hint(v), 3)
    equal(v.__length_hint__(), 4)
    equal(bool(v), True)
    equal(bool(vec(m, 0, 0)), False)
    equal(bool(vec(m)), False)
    raises(ValueError, "should return >= 0, but C gave -5", len, m.Hashed(-5))
    raises(ValueError, "should return >= 0", bool, m.Hashed(-5))


def check_index(m: Any) -> None:
    v = vec(m, 10, 20, 30)
    equal([v[0], v[2], v[-1], v[-3]], [10.0, 30.0, 30.0, 10.0])
    for i in (3, -4, 100, -100, 2**40, 2**63 - 1, -(2**63)):
        raises(IndexError, "Vec.__getitem__(): index out of range", v.__getitem__, i)
    for i in (2**63, -(2**70)):
        raises(IndexError, f"i = {i} is out of range", v.__getitem__, i)
    for key in ("a", None, 1.0, (1, 2), b""):
        kind = "None" if key is None else type(key).__name__
        text = f"i must be an int, not {kind}"
        raises(TypeError, text, v.__getitem__, key)

    class Two:
        def __index__(self) -> int:
            return 2

    equal(v[Two()], 30.0)
    equal(v[True], 20.0)
    v[-1] = 5
    v[Two()] += 1
    equal(v[2], 6.0)
    raises(IndexError, "Vec.__setitem__(): index out of range", v.__setitem__, 3, 1)
    raises(TypeError, "must be a float, not str", v.__setitem__, 0, "x")
    raises(TypeError, "i must be an int", v.__setitem__, "x", 0)
    del v[0]
    equal(list(v), [20.0, 6.0])
    raises(IndexError, "Vec.__delitem__(): index out of range", v.__delitem__, -3)
    del v[-2]
    equal(list(v), [6.0])
    equal(list(vec(m)), [])
    # by the sequence protocol: the length is added before the slot is called
    equal(operator.indexOf(vec(m, 4, 5), 5.0), 1)


def check_unsigned_index(m: Any) -> None:
    z = m.z(1, 2)
    equal([z[0], z[1], z[-1], z[-2]], [1.0, 2.0, 2.0, 1.0])
    raises(IndexError, "index out of range", z.__getitem__, 2)
    raises(IndexError, "index out of range", z.__getitem__, -3)
    raises(IndexError, "index out of range", z.__getitem__, 2**32)
    equal(list(z), [1.0, 2.0])
    equal(list(reversed(z)), [2.0, 1.0])


def check_iteration(m: Any) -> None:
    v = vec(m, 1, 2, 3)
    equal([x * 2 for x in v], [2.0, 4.0, 6.0])
    equal(list(reversed(v)), [3.0, 2.0, 1.0])
    equal(tuple(zip(v, v)), ((1.0, 1.0), (2.0, 2.0), (3.0, 3.0)))
    it = iter(v)
    v.append(9)
    equal(list(it), [1.0, 2.0, 3.0, 9.0])
    equal(list(it), [])
    back = reversed(v)
    del v
    gc.collect()
    equal(next(back), 9.0)  # the vector lives as long as its iterator
    equal(iter(back) is back, True)
    equal(2.0 in vec(m, 1, 2), True)
    equal(3 in vec(m, 1, 2), False)
    raises(TypeError, "must be a float, not str", operator.contains, vec(m), "x")


def check_next(m: Any) -> None:
    c = m.Counter(3)
    equal(iter(c) is c, True)
    equal(list(c), [3, 2, 1])
    raises(StopIteration, "", next, c)
    equal(next(c, "end"), "end")
    raises(ValueError, "no more", list, m.Counter(2, fails=True))
    equal(list(m.Squares(3)), [(0, 0), (1, 1), (2, 4)])


def check_map(m: Any) -> None:
    d = m.Map()
    d["one"] = 1
    d["two"] = 2
    equal((d["one"], d["two"], len(d)), (1, 2, 2))
    equal(("one" in d, "three" in d), (True, False))
    error = raises(KeyError, "three", d.__getitem__, "three")
    equal(error.args, ("three",))
    raises(KeyError, "three", d.__delitem__, "three")
    raises(MemoryError, "full", d.__setitem__, "a" * 16, 1)
    raises(TypeError, "must be a str, not int", d.__getitem__, 1)
    raises(TypeError, "must be a str, not int", d.__setitem__, 1, 1)
    raises(TypeError, "must be a str, not int", operator.contains, d, 1)
    raises(OverflowError, "", d.__setitem__, "a", 2**63)
    raises(TypeError, "not iterable", iter, d)
    del d["one"]
    equal(len(d), 1)


def check_matrix(m: Any) -> None:
    a = m.Matrix(2, 3)
    a[1, 2] = 4
    equal((a[1, 2], a[0, 0]), (4.0, 0.0))
    raises(IndexError, "no such item", a.__getitem__, (2, 0))
    raises(IndexError, "index out of range", a.__setitem__, (2, 0), 1)
    raises(
        TypeError,
        "Matrix.__getitem__(): takes 2 indices, but 1 were given",
        a.__getitem__,
        1,
    )
    raises(TypeError, "takes 2 indices, but 3", a.__getitem__, (1, 2, 3))
    raises(TypeError, "takes 2 indices, but 0", a.__setitem__, (), 1)
    raises(TypeError, "must be an int, not str", a.__getitem__, (0, "x"))
    raises(TypeError, "items of a Matrix cannot be deleted", a.__delitem__, (0, 0))


# --------------------------------------------------------------------------- operators
def check_vector_operators(m: Any) -> None:
    v, w = vec(m, 1, 2), vec(m, 10, 20)
    equal(list(v + w), [11.0, 22.0])
    equal(list(v * 3), [3.0, 6.0])
    equal(list(3 * v), [3.0, 6.0])
    equal(list(-v), [-1.0, -2.0])
    equal(v @ w, 50.0)
    same = v
    v += w
    equal((v is same, list(v)), (True, [11.0, 22.0]))
    v *= 2
    equal((v is same, list(v)), (True, [22.0, 44.0]))
    raises(ValueError, "2 numbers and 1", operator.add, v, vec(m, 1))
    for other in (None, "x", 1, 1.5, object(), [1], m.z(1, 2)):
        raises(TypeError, "unsupported operand", operator.add, v, other)
        text = (
            "can only concatenate" if isinstance(other, (str, list)) else "unsupported"
        )
        raises(TypeError, text, operator.add, other, v)
        raises(TypeError, "unsupported operand", operator.iadd, v, other)
    raises(TypeError, "", operator.mul, v, "x")
    raises(TypeError, "", operator.mul, "x", v)
    raises(OverflowError, "by", operator.mul, v, 10**400)
    equal(v.__add__(1), NotImplemented)
    equal(v.__mul__("x"), NotImplemented)
    equal(v.__iadd__(1), NotImplemented)


def check_foreign_operands_have_their_turn(m: Any) -> None:
    class Other:
        def __radd__(self, left: Any) -> str:
            return f"radd {type(left).__name__}"

        def __add__(self, right: Any) -> str:
            return f"add {type(right).__name__}"

        def __eq__(self, right: Any) -> bool:
            return True

        def __gt__(self, right: Any) -> bool:
            return True

    v = vec(m, 1)
    equal(v + Other(), "radd Vec")
    equal(Other() + v, "add Vec")
    equal(v == Other(), True)
    equal(v < Other(), True)


def check_value_operators(m: Any) -> None:
    a, b = m.z(1, 2), m.z(3, 5)
    equal(a + b, m.z(4, 7))
    equal(1 + a, m.z(2, 2))
    equal(1.5 + a, m.z(2.5, 2))
    equal(b - a, m.z(2, 3))
    equal(a * b, m.z(-7, 11))
    equal(b / 2, m.z(1.5, 2.5))
    raises(ZeroDivisionError, "division by zero", operator.truediv, a, 0)
    equal(divmod(b, 2), (m.z(1, 2), m.z(1, 1)))
    equal(a**2, m.z(-3, 4))
    raises(TypeError, "", pow, a, 2, 5)
    raises(TypeError, "", pow, 2, 5, a)
    raises(TypeError, "", pow, 2, a)
    same = a
    a **= 2
    equal((a is same, a), (True, m.z(-3, 4)))
    a += b
    equal((a is same, a), (True, m.z(0, 9)))
    a += a
    equal(a, m.z(0, 18))
    equal((-b, +b, ~b, abs(m.z(3, 4))), (m.z(-3, -5), m.z(3, 5), m.z(3, -5), 5.0))
    for other in (None, "x", 1, object()):
        raises(TypeError, "unsupported operand", operator.sub, b, other)
        raises(TypeError, "unsupported operand", operator.sub, other, b)
    raises(TypeError, "can only concatenate", operator.add, "x", b)


def check_numbers(m: Any) -> None:
    a = m.z(2.5, 1)
    equal((int(a), float(a), complex(a)), (2, 2.5, 2.5 + 1j))
    equal((round(a), round(m.z(2.26, 0), 1)), (3.0, 2.3))
    equal((math.trunc(a), math.floor(a), math.ceil(a)), (2, 2, 3))
    raises(TypeError, "must be an int", round, a, "x")
    equal(operator.index(m.Bag(7)), 7)
    equal([10, 20, 30][m.Bag(1)], 20)
    equal(bool(m.z(0, 0)), False)


# ------------------------------------------------------------------ comparison, hash
def check_comparison(m: Any) -> None:
    v = vec(m, 1, 2)
    equal((v == vec(m, 1, 2), v != vec(m, 1, 2)), (True, False))
    equal((v == vec(m, 1), v != vec(m, 1)), (False, True))
    equal((v < vec(m, 1), vec(m, 1) < v, v > vec(m, 1)), (False, True, True))
    for other in (None, "x", 1, object(), m.z(1, 2)):
        equal((v == other, v != other, other == v), (False, True, False))
        raises(TypeError, "not supported between", operator.lt, v, other)
    raises(TypeError, "not supported between", operator.le, v, v)
    bag = m.Bag(3)
    equal((bag == 3, bag == 3, bag != 3, bag == 4), (True, True, False, False))
    equal((bag == 2**70, bag == "x", bag == bag), (False, False, True))
    z = m.z(1, 2)
    equal((z < 2, z < 1, z < 2), (True, False, True))
    equal((z == m.z(1, 2), z == m.z(2, 1), z != m.z(1, 2)), (True, False, False))
    raises(ValueError, "unlucky", operator.gt, m.Hashed(1), 13)


def check_hash(m: Any) -> None:
    for unhashable in (vec(m, 1), m.Bag(1)):
        raises(TypeError, "unhashable type", hash, unhashable)
    equal(m.Vec.__hash__, None)
    equal(hash(m.z(7, 1)), 7)
    equal({m.z(1, 2): "a"}[m.z(1, 2)], "a")
    equal(hash(m.z(-1, 0)), -2)
    equal(hash(m.Hashed(-1)), -2)
    equal(hash(m.Hashed(2**40)), 2**40)
    c = m.Counter(1)
    equal(hash(c), hash(c))
    h = m.Hashed(5)
    equal((h == h, h == m.Hashed(5)), (True, False))


# ----------------------------------------------------------------------------- texts
def check_texts(m: Any) -> None:
    equal(repr(vec(m, 1, 2)), "<1 2>")
    long = vec(m, *range(1000))
    equal(repr(long), "<" + " ".join(map(str, range(1000))) + ">")
    exact = vec(
        m, *([1.0] * 127)
    )  # 255 characters: the first room is filled to its end
    equal(len(repr(exact)), 255)
    equal(len(repr(vec(m, *([1.0] * 126), 11.0))), 256)
    equal(str(m.z(1, -2.5)), "1-2.5i")
    equal(repr(m.z(1, 2)), "z(re=1.0, im=2.0)")
    equal(f"{m.z(1.5, 0)}", "1.50")
    equal(format(m.z(1.5, 0), "400"), "1.5" + "0" * 399)
    raises(ValueError, "digits: 2000", format, m.z(1, 0), "2000")
    raises(TypeError, "", m.z(1, 0).__format__)
    raises(TypeError, "", m.z(1, 0).__format__, 1)
    equal(str(m.Bag(1)), "bag")
    equal(bytes(m.Bag(0)), b"empty")
    equal(os.fspath(m.Bag(1)), "bag")
    for call in (str, bytes, os.fspath):
        raises(SystemError, "C returned NULL", call, m.Bag(-1))


def check_call(m: Any) -> None:
    v = vec(m, 1, 2, 3)
    equal(v(2), 17.0)
    equal(v(2, 10), 170.0)
    equal(v(scale=10, x=2), 170.0)
    raises(TypeError, "missing 1 required", v)
    raises(TypeError, "unexpected keyword argument 'y'", v, 1, y=2)
    raises(TypeError, "x must be a float", v, "1")
    equal(callable(v), True)
    equal(list(map(v, [0, 1])), [1.0, 6.0])


def check_with(m: Any) -> None:
    c = m.Counter(5)
    with c as entered:
        equal((entered is c, next(c)), (True, 105))
    equal(list(c), [])
    try:
        with m.Counter(1) as c:
            raise KeyError("body")
    except KeyError as error:
        equal(error.args, ("body",))


def check_copies(m: Any) -> None:
    v = vec(m, 1, 2)
    for twin in (copy.copy(v), copy.deepcopy(v)):
        equal((twin is v, twin == v), (False, True))
    raises(TypeError, "cannot be copied", copy.copy, m.Grid(1, 1))


# ---------------------------------------------------------------------- subclasses
def check_subclass(m: Any) -> None:
    class Named(m.Vec):
        def __init__(self, name: str, *items: float) -> None:
            import array

            super().__init__(array.array("d", items))
            self.name = name

        def __len__(self) -> int:
            return super().__len__() + 100

        def __repr__(self) -> str:
            return self.name + super().__repr__()

    v = Named("a", 1, 2)
    equal((len(v), repr(v), v[-1], list(v)), (102, "a<1 2>", 2.0, [1.0, 2.0]))
    equal(list(v + vec(m, 1, 1)), [2.0, 3.0])
    equal(list(vec(m, 1, 1) + v), [2.0, 3.0])
    equal(list(2 * v), [2.0, 4.0])
    equal(v == vec(m, 1, 2), True)
    raises(TypeError, "unhashable", hash, v)
    v += vec(m, 1, 1)
    equal((type(v), v.name), (Named, "a"))

    class Slotted(m.z):
        __slots__ = ("tag",)

        def __add__(self, other: Any) -> str:
            return "own"

    s = Slotted(1, 2)
    s.tag = 5
    equal((s + s, s - s, 1 + s), ("own", m.z(0, 0), m.z(2, 2)))
    equal((m.z(1, 1) + s, s == m.z(1, 2), hash(s)), (m.z(2, 3), True, 1))


def check_unready(m: Any) -> None:
    v = m.Vec.__new__(m.Vec)
    for call in (len, repr, bool, iter, operator.neg, lambda v: v[0], lambda v: v + v):
        if call is not iter:
            raises(ValueError, "Vec.__init__() was not called", call, v)
    raises(ValueError, "__init__() was not called", list, v)
    raises(ValueError, "__init__() was not called", operator.add, vec(m, 1), v)
    v = vec(m, 1, 2)
    it = iter(v)
    v.close()
    for call in (len, repr, bool, operator.neg, lambda v: v[0], lambda v: v == v):
        raises(ValueError, "this Vec is closed", call, v)
    raises(ValueError, "this Vec is closed", next, it)
    raises(ValueError, "this Vec is closed", v.__setitem__, 0, 1)


def check_wrong_self(m: Any) -> None:
    for name in ("__len__", "__getitem__", "__add__", "__iter__", "__repr__"):
        raises(
            TypeError, "", getattr(m.Vec, name), m.z(1, 2), *([1] * (name[2] in "ga"))
        )
    raises(TypeError, "", m.Counter.__next__, iter([]))
    raises(TypeError, "", m.Vec.__call__, 1, 2)


def check_types_are_closed(m: Any) -> None:
    if sys.version_info >= (3, 10):
        raises(TypeError, "immutable type", setattr, m.Vec, "__len__", None)


# ---------------------------------------------------------------------------- views
def check_buffer(m: Any) -> None:
    g = m.Grid(2, 3)
    view = memoryview(g)
    equal((view.shape, view.format, view.readonly), ((2, 3), "d", False))
    view[1, 2] = 5.0
    equal(view.tolist(), [[0.0, 0.0, 0.0], [0.0, 0.0, 5.0]])
    g.set(0, 0, 7)  # changes no pointer
    equal(view[0, 0], 7.0)
    for name, args in (("resize", (5,)), ("consume", ())):
        text = f"Grid.{name}(): a view of this Grid's memory exists"
        raises(BufferError, text, getattr(g, name), *args)
    raises(BufferError, "T *const", g.resize, 5)
    raises(BufferError, "this Grid cannot be closed: a view", g.close)
    second = memoryview(g)
    view.release()
    raises(BufferError, "a view", g.resize, 5)
    second.release()
    g.resize(5)
    equal(memoryview(g).shape, (5, 3))
    g.close()
    raises(ValueError, "this Grid is closed", memoryview, g)
    raises(ValueError, "was not called", memoryview, m.Grid.__new__(m.Grid))
    equal(memoryview(m.Grid(0, 3)).shape, (0, 3))
    equal(m.Grid(1, 2).__buffer__(0).nbytes, 16)


def check_view_keeps_its_object(m: Any) -> None:
    view = memoryview(m.Grid(100, 100))
    gc.collect()
    equal(sum(map(sum, view.tolist())), 0.0)


def check_array_of_memory(m: Any, np: Any) -> None:
    g = m.Grid(2, 3)
    a = np.asarray(g)
    a[:] = 1
    g.set(1, 1, 5)
    equal(a.tolist(), [[1.0, 1.0, 1.0], [1.0, 5.0, 1.0]])
    raises(BufferError, "Grid.resize(): a view", g.resize, 9)
    row = g.row(1)
    equal(
        (row.tolist(), row.flags.writeable, row.base is not None),
        ([1.0, 5.0, 1.0], False, True),
    )
    del a
    raises(BufferError, "a view of", g.resize, 9)
    del row
    g.resize(9)
    equal(np.asarray(g).shape, (9, 3))
    row = g.row(0)
    del g
    gc.collect()
    equal(row.tolist(), [1.0, 1.0, 1.0])


def check_view_of_a_part(m: Any) -> None:
    """What shows a part of a part is shown of the whole, which could move it."""
    chest = m.Chest()
    items = chest.drawer().box().items()
    text = "Chest.refill(): a view of this Chest's memory exists, which C could move"
    raises(BufferError, text, chest.refill)
    chest.label(3)
    equal(list(items), [1, 2])
    del items
    chest.refill()
    equal(list(chest.drawer().box().items()), [1, 2])


def check_view_of_value(m: Any) -> None:
    z = m.z(1, 2)
    parts = memoryview(z.parts())
    parts[1] = 9.0
    equal(z, m.z(1, 9))
    z.re = 4
    del z
    gc.collect()
    equal(parts.tolist(), [4.0, 9.0])


def check_bytes_of_memory(m: Any) -> None:
    """`const void *` of a method: a memoryview, which counts as a view."""
    g = m.Grid(2, 3)
    view = g.memory()
    equal((view.nbytes, view.format, view.readonly), (48, "B", True))
    g.set(1, 2, 5)
    equal(struct.unpack("6d", view), (0.0, 0.0, 0.0, 0.0, 0.0, 5.0))
    raises(BufferError, "Grid.resize(): a view of this Grid's memory", g.resize, 9)
    raises(BufferError, "this Grid cannot be closed: a view", g.close)
    view.release()
    g.resize(9)
    view = g.memory()
    del g
    gc.collect()
    equal((view.nbytes, sum(view)), (9 * 24, 64 + 20))
    equal(m.Grid(0, 3).memory().nbytes, 0)


def check_bytes_that_are_none(m: Any) -> None:
    g = m.Grid(1, 1)
    equal(g.nothing(3), None)
    equal(g.nothing(0).tobytes(), b"")


def check_bytes_of_a_part(m: Any) -> None:
    chest = m.Chest()
    view = chest.drawer().box().memory()
    raises(BufferError, "Chest.refill(): a view of this Chest's", chest.refill)
    equal(struct.unpack("2d", view), (1.0, 2.0))
    view.release()
    chest.refill()


def check_bytes_of_values(m: Any) -> None:
    """A value struct's own memory, which it shows as it is; copies where asked for."""
    z = m.z(1, 2)
    view, copied = z.memory(), z.copied()
    z.re = 4
    equal(struct.unpack("2d", view), (4.0, 2.0))
    equal((type(copied), struct.unpack("2d", copied)), (bytes, (1.0, 2.0)))
    f = m.Fixed()
    f.fill(1)
    raw = f.raw
    f.fill(3)
    equal((type(raw), list(raw[:8])), (memoryview, [3, 0, 0, 0, 0, 0, 0, 0]))
    equal((type(bytes(f)), bytes(f)), (bytes, raw.tobytes()))


def check_fixed_memory(m: Any) -> None:
    f = m.Fixed()
    view = memoryview(f)
    f.fill(2)
    equal((view.tolist(), view.format), ([2, 2, 2, 2], "q"))
    view.release()


def check_grid_consumed(m: Any) -> None:
    g = m.Grid(1, 1)
    g.consume()
    raises(ValueError, "this Grid is closed", g.rows)
    raises(ValueError, "this Grid is closed", g.__enter__)


def check_entered_by_default(m: Any) -> None:
    """Where only __exit__ is named, __enter__ gives the object itself."""
    squares = m.Squares(9)
    with squares as same:
        assert same is squares
        equal(next(same), (0, 0))
    equal(list(squares), [])
    raises(
        ValueError, "__init__() was not called", m.Squares.__new__(m.Squares).__enter__
    )


# ----------------------------------------------------------------------- attributes
def check_class_attributes(m: Any) -> None:
    equal((m.Vec.MOST, m.Vec.UNIT, vec(m).MOST), (1000000, "m", 1000000))
    assert m.Vec.UP is m.Vec_order.Vec_UP and m.Vec.DOWN == -1
    assert not hasattr(m, "Vec_MOST")
    if sys.version_info >= (3, 10):
        raises(TypeError, "immutable type", setattr, m.Vec, "MOST", 1)


# -------------------------------------------------------------------------- pickles
def check_pickles(m: Any) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        v = pickle.loads(pickle.dumps(vec(m, 1, 2), protocol))
        equal((type(v), list(v)), (m.Vec, [1.0, 2.0]))
        equal(list(pickle.loads(pickle.dumps(m.Counter(2), protocol))), [2, 1])
    equal(vec(m, 1).__getstate__(), struct.pack("d", 1))
    v = m.Vec.__new__(m.Vec)
    raises(ValueError, "3 bytes", v.__setstate__, b"abc")
    raises(TypeError, "must be a bytes-like", v.__setstate__, 1)
    raises(TypeError, "wants what __reduce__() gave", v.__setstate__, (b"", 1, {}))
    raises(ValueError, "was not called", len, v)
    v.__setstate__(struct.pack("2d", 3, 4))
    equal(list(v), [3.0, 4.0])
    raises(RuntimeError, "is made already", v.__setstate__, b"")
    copied = copy.copy(m.Counter(3))
    equal(next(copied), 3)


def check_pickles_of_subclasses(m: Any) -> None:
    v = Pickled.of(m)
    twin = pickle.loads(pickle.dumps(v))
    equal((type(twin), list(twin), twin.name, twin.tag), (type(v), [1.0], "n", [5]))


class Pickled:
    """Where pickle finds the subclass, which needs the module under test."""

    Sub: Any = None

    @classmethod
    def of(cls, m: Any) -> Any:
        class Slotted(m.Vec):
            __slots__ = ("tag",)

        class Sub(Slotted):
            pass

        Sub.__qualname__, Sub.__module__ = "Pickled.Sub", "checks_pickled"
        cls.Sub = Sub
        sys.modules["checks_pickled"] = sys.modules.get(__name__, type(sys)("x"))
        sys.modules["checks_pickled"].Pickled = cls
        import array

        v = Sub(array.array("d", [1]))
        v.name, v.tag = "n", [5]
        return v


def check_states_of_subclasses(m: Any) -> None:
    """One that has its own __setstate__() gets what its __getstate__() gave."""

    class Whole(m.Vec):
        def __getstate__(self) -> Any:
            return super().__getstate__(), self.extra

        def __setstate__(self, state: Any) -> None:
            super().__setstate__(state[0])
            self.extra = state[1]

    whole = Whole([1.0, 2.0])
    whole.extra = "x"
    make, of, state = whole.__reduce__()
    other = make(*of)
    other.__setstate__(state)
    equal((list(other), other.extra), ([1.0, 2.0], "x"))

    class Frozen(m.Vec):
        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(name)

    frozen = Frozen([1.0])
    frozen.__dict__["a"] = 3
    make, of, state = frozen.__reduce__()
    other = make(*of)
    other.__setstate__(state)
    equal((list(other), vars(other)), ([1.0], {"a": 3}))


# ----------------------------------------------------------------------- of one name
def check_slices(m: Any) -> None:
    items = [float(i) for i in range(10)]
    v = vec(m, *items)
    ends = (None, 0, 1, 5, 9, 10, 11, 100, -1, -5, -10, -11, 2**62, -(2**63))
    for start in ends:
        for stop in ends:
            for step in (None, 1, 2, 3, -1, -4, 2**62, -(2**62)):
                equal(list(v[start:stop:step]), items[start:stop:step])
    raises(ValueError, "slice step cannot be zero", lambda: v[::0])
    raises(TypeError, "slice indices must be integers", lambda: v["a":])
    raises(TypeError, "i must be an int, not slice", lambda: m.z(1, 2)[0:1])
    r = m.Range(7)
    for part in (slice(None), slice(5, 1, -2), slice(9, 20), slice(None, None, -3)):
        equal([int(i) for i in r[part]], list(range(7)[part]))
    equal(r[-1], 6)
    raises(ValueError, "slice step cannot be zero", lambda: r[::0])


def check_lengths_that_fail(m: Any) -> None:
    """What __len__ raises is raised by items and slices, before C is asked for them."""
    asked = m.shy_asked()
    wrong = ((-3, LookupError, "n = -3"), (99, IndexError, "nobody knows"))
    for n, error, text in wrong:
        shy = m.Shy(n)
        for call in (
            lambda shy: len(shy),
            lambda shy: shy[0],
            lambda shy: shy[-1],
            lambda shy: shy[1:2],
            lambda shy: operator.setitem(shy, 0, 1),
        ):
            raises(error, text, call, shy)
    equal(m.shy_asked(), asked)
    equal((m.Shy(5)[-1], m.Shy(5)[1:3]), (4, 131))
    raises(IndexError, "out of range", lambda: m.Shy(5)[5])
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        equal((m.Shy(7)[-1], m.Shy(7)[1:]), (6, 171))
    equal([str(w.message) for w in seen], ["seven"] * 2)


def check_operators_of_one_name(m: Any) -> None:
    v = vec(m, 1, 2)
    equal((v * v, list(v * 2), list(2 * v)), (5.0, [2.0, 4.0], [2.0, 4.0]))
    raises(TypeError, "can't multiply sequence", operator.mul, v, "x")
    raises(TypeError, "unsupported operand", operator.mul, v, None)
    equal(
        (m.z(1, 2) < m.z(0, 3), m.z(1, 2) < 0.5, m.z(1, 5) > m.z(7, 2)),
        (True, False, True),
    )
    raises(TypeError, "not supported between", operator.lt, m.z(1, 2), "x")


def check_long_chain_of_keepers(m: Any) -> None:
    """Each sum keeps its operands: the last one lets go of all the others."""
    one = m.Grid(1, 1)
    g = one
    for _ in range(100_000):
        g = g + one
    del g
    equal(one.rows(), 1)
    one.close()
