# SPDX-License-Identifier: MIT
"""What the test module `keepers` must do: C finds later what it was given."""

from __future__ import annotations

import gc
import os
import weakref
from typing import Any

from checking import equal, raises, stir

try:
    import numpy as np
except ImportError:
    np = None


class Twice:
    """Can be called, and referred to weakly."""

    def __call__(self, v: int) -> int:
        return 2 * v


# ------------------------------------------------------------------ each copy is kept
def check_copies_of_one_thing(m: Any) -> None:
    row = [1.0] * 40
    m.keep_row(row)
    row[0] = 2.0
    m.keep_row(row)
    stir()
    equal(m.sum_rows(), 41.0)
    spots = [m.spot(x=1, y=2)] * 30
    path = "/tmp/" + "x" * 60
    for _ in range(2):
        m.keep_path(path)
    stir()
    equal(m.read_path(), os.fspath(path))
    for _ in range(2):
        m.keep_mixed("n" * 80, spots, path, row)
    stir()
    equal((m.read_name(), m.read_path()), ("n" * 80, path))
    equal((m.read_spots(), m.sum_rows()), (90.0, 41.0))


def check_two_parameters(m: Any) -> None:
    one, two = [1.0] * 40, [2.0] * 40
    for x, y in ((one, two), (one, one), (two, one)):
        m.keep_rows(x, y)
        stir()
        equal(m.sum_rows(), sum(x) + sum(y))
    if np:
        ints, floats = np.ones(40, "i8"), np.ones(40)
        for a, b in ((ints, ints), (floats, ints), (ints, floats), (floats, floats)):
            m.keep_rows(a, b)
            stir()
            equal(m.sum_rows(), 80.0)
            m.keep_rows(a, b)
            stir()
            equal(m.sum_rows(), 80.0)
    m.keep_rows([], [])


def check_made_of_copies(m: Any) -> None:
    one = m.thing(5)
    a = m.mix("a" * 90, [1.0] * 40, [one, m.thing(5)])
    raises(ValueError, "this thing cannot be closed", one.close)
    b, c = m.mix.two("b" * 90, [2] * 40)
    del b
    stir()
    equal((a.name, a.look()), ("a" * 90, 50.0))
    equal((c.name, c.look()), ("b" * 90, 80.0))
    a.close()
    one.close()


def check_made_with_a_callable(m: Any) -> None:
    f = Twice()
    dead = weakref.ref(f)
    bell = m.bell(f)
    del f
    gc.collect()
    equal(bell.ring(4), 8)
    del bell
    gc.collect()
    equal(dead(), None)


# --------------------------------------------------------------- objects stay open
def check_objects(m: Any) -> None:
    before = m.alive()
    s, one = m.shelf(), m.thing(3)
    for _ in range(3):
        s.put(one)
        s.put_all((one, m.thing(4)))
    text = "this thing cannot be closed: a shelf keeps it"
    raises(ValueError, text, one.close)
    stir()
    equal((s.look(), m.alive()), (10.0, before + 4))
    s.close()
    one.close()
    equal(m.alive(), before)
    s, one = m.shelf(), m.thing(3)
    s.put_all([one])
    raises(ValueError, text, one.close)
    equal(s.look(), 3.0)
    del s
    gc.collect()
    one.close()


def check_a_value_in_place(m: Any) -> None:
    s, at = m.shelf(), m.spot(x=1, y=2)
    s.mark(at)
    stir()
    equal(s.look(), 3.0)
    at.x = 7
    equal(s.look(), 9.0)
    del at
    stir()
    equal(s.look(), 9.0)


def check_value_made_of_kept(m: Any) -> None:
    """C may go on using what it was made of, and nobody sees the value's end."""
    one = m.named("v" * 200, m.thing(9))
    equal(one.number, 9)
    del one
    stir()
    equal((m.read_name(), m.look_at_named()), ("v" * 200, 9))


# --------------------------------------------------------------- a setter keeps one
def check_replaced(m: Any) -> None:
    s, a, b = m.shelf(), m.thing(1), m.thing(2)
    text = "cannot be closed: a shelf keeps it"
    s.best = a
    s.best = a
    raises(ValueError, text, a.close)
    s.best = b
    a.close()
    raises(ValueError, text, b.close)
    equal(s.look(), 2.0)
    s.best = None
    s.best = None
    b.close()
    equal(s.best, None)
    for row in ([1.0] * 40, [2.0] * 40):
        s.row = row
        s.row = row
        stir()
        equal(s.row, sum(row))
    raises(TypeError, "x[0] must be a float", setattr, s, "row", ["x"])
    stir()
    equal(s.row, 80.0)


def check_refused(m: Any) -> None:
    """What was there before is kept until C has taken another: C may have it."""
    s, a, b, c = m.shelf(), m.thing(1), m.thing(-1), m.thing(-2)
    text = "cannot be closed: a shelf keeps it"
    s.good = a
    for _ in range(3):
        raises(ValueError, "below 0", setattr, s, "good", b)
    raises(ValueError, text, a.close)
    equal(s.good, 1)
    raises(ValueError, "below 0", setattr, s, "good", c)
    raises(ValueError, text, c.close)
    equal(s.good, -2)
    d = m.thing(4)
    s.good = d
    for one in (a, b, c):
        one.close()
    raises(ValueError, text, d.close)
    equal(s.good, 4)


def check_callables_are_replaced(m: Any) -> None:
    for o in (m.shelf(), m.whole().first):
        f = Twice()
        dead = weakref.ref(f)
        o.hook = f
        o.hook = f
        del f
        gc.collect()
        equal((o.hook, o.call(4), dead() is None), (True, 8, False))
        o.hook = lambda v: v + 1
        gc.collect()
        equal((o.call(4), dead()), (5, None))
        g = Twice()
        dead = weakref.ref(g)
        o.hook = g
        del g
        o.hook = None
        gc.collect()
        equal((o.hook, o.call(4), dead()), (False, -1, None))


# ------------------------------------------------------------------ parts of a whole
def check_parts_keep_in_the_whole(m: Any) -> None:
    before = m.alive()
    w = m.whole()
    w.first.payload = m.thing(42)
    w.second.hang(m.thing(43))
    w.first.label = "l" * 200
    w.first.row = [1.25] * 40
    w.first.hook = lambda v: v + 1
    stir()
    equal((m.alive() - before, w.look()), (2, 85.0))
    equal((w.first.label, w.first.sum(), w.first.call(3)), ("l" * 200, 50.0, 4))
    w.second.payload = m.thing(1)
    equal(w.first.payload.number, 42)
    raises(ValueError, "a whole keeps it", w.first.payload.close)
    w.first.payload = None
    stir()
    equal(w.look(), 1.0)
    w.close()
    equal(m.alive(), before)


def check_parts_of_the_same_whole(m: Any) -> None:
    """Nothing keeps itself: it could never be closed, or die."""
    w = m.whole()
    dead = weakref.ref(w) if hasattr(type(w), "__weakref__") else None
    w.second.payload = m.thing(5)
    w.first.link(w.second)
    stir()
    equal(w.first.look(), 5)
    w.close()
    w, other = m.whole(), m.whole()
    w.first.link(other.second)
    raises(ValueError, "this whole cannot be closed: a whole keeps it", other.close)
    del w
    gc.collect()
    other.close()
    assert dead is None or dead() is not None


def check_part_of_one_of_two(m: Any) -> None:
    """Nobody says which it lives in: both live as long, and are closed after it."""
    a, b = m.whole(), m.whole()
    b.first.payload = m.thing(7)
    dead = [weakref.ref(o) for o in (a, b)]
    best = m.larger_part(a, b)
    del a, b
    stir()
    equal(best.look(), 7)
    del best
    gc.collect()
    equal([o() for o in dead], [None, None])
    for closed in (0, 1):
        both = [m.whole(), m.whole()]
        both[1].first.payload = m.thing(7)
        best = m.larger_part(*both)
        both[closed].close()
        raises(ValueError, "this part is", best.look)


def check_kept_for_a_part(m: Any) -> None:
    before = m.alive()
    w = m.whole()
    one = w.fill(m.thing(5))
    w.label("l" * 200)
    stir()
    equal((m.alive() - before, w.look(), one.look()), (1, 5.0, 5))
    del one
    stir()
    equal((w.look(), w.first.label), (5.0, "l" * 200))
    w.close()
    equal(m.alive(), before)


# ------------------------------------------------------------------ what C takes over
def check_adopted(m: Any) -> None:
    before = m.alive()
    inner, outer, one = m.shelf(), m.shelf(), m.thing(5)
    inner.put(one)
    inner.put_row([1.0] * 40)
    outer.adopt(inner)
    raises(ValueError, "closed", inner.look)
    del inner
    stir()
    equal(outer.look(), 45.0)
    raises(ValueError, "this thing cannot be closed", one.close)
    del one
    stir()
    equal((outer.look(), m.alive()), (45.0, before + 1))
    outer.close()
    gc.collect()
    equal(m.alive(), before)


def check_adopted_dependant(m: Any) -> None:
    """It was made with a thing, which it needs."""
    before = m.alive()
    s, one = m.shelf(), m.thing(7)
    s.take_adder(m.adder(one))
    stir()
    raises(ValueError, "this thing cannot be closed: a shelf keeps it", one.close)
    del one
    stir()
    equal((s.look(), m.alive()), (7.0, before + 1))
    del s
    gc.collect()
    equal(m.alive(), before)


def check_turned_into_another(m: Any) -> None:
    before = m.alive()
    s = m.shelf()
    s.put(m.thing(8))
    done = s.sort()
    del s
    stir()
    equal(done.look(), 8.0)
    done.close()
    gc.collect()
    equal(m.alive(), before)


# ------------------------------------------------------------------ C's own, for ever
def check_kept_by_what_c_owns(m: Any) -> None:
    m.the_desk().write("w" * 200)
    m.the_desk().label = "l" * 200
    m.the_desk().label = "m" * 200
    stir()
    equal((m.the_desk().read(), m.the_desk().label), ("w" * 200, "m" * 200))
