# SPDX-License-Identifier: MIT
"""What C takes over and gives back: it goes on using what was put into it."""

from __future__ import annotations

import gc
from typing import Any

from checking import equal, raises, stir


def full(m: Any) -> tuple[Any, Any, Any]:
    """A shelf that uses a thing and a row, together 45; another one; the thing."""
    inner, outer, one = m.shelf(), m.shelf(), m.thing(5)
    inner.put(one)
    inner.put_row([1.0] * 40)
    return inner, outer, one


def check_released(m: Any) -> None:
    """What was a part is an object of its own: the one before stands for nothing."""
    w = m.whole()
    second = w.second
    second.payload = m.thing(6)
    one = w.release()
    assert one is not second
    raises(ValueError, "this part is closed", second.look)
    w.close()
    stir()
    equal(one.look(), 6)
    one.close()
    raises(ValueError, "this part is closed", second.look)
    empty = m.whole()
    empty.release()
    raises(LookupError, "no part", empty.release)


def check_put_in_by_a_cursor(m: Any) -> None:
    """It is in what the cursor is on, and stays there when the cursor has gone."""
    before = m.alive()
    ways = {
        "insert": lambda shelf, inner: m.cursor(shelf).insert(inner),
        "again": lambda shelf, inner: m.cursor(shelf).again().insert(inner),
        "made": lambda shelf, inner: m.cursor.fill(shelf, inner).close(),
    }
    for way, put in ways.items():
        inner, outer, one = full(m)
        put(outer, inner)
        del inner
        stir()
        equal((way, outer.look()), (way, 45.0))
        raises(ValueError, "this thing cannot be closed", one.close)
        outer.close()
        del outer
        gc.collect()
        one.close()
        equal((way, m.alive()), (way, before))


def check_taken_is_not_made_again(m: Any) -> None:
    """What C has taken over goes on using what the object has."""
    inner, outer, one = full(m)
    outer.adopt(inner)
    raises(RuntimeError, "this shelf was given to C, which uses", inner.__init__)
    inner.close()
    user, thing = m.shelf(), m.thing(7)
    adder = m.adder(thing)
    user.take_adder(adder)
    raises(RuntimeError, "this adder was given to C", adder.__init__, one)
    del thing
    adder.close()
    stir()
    equal((outer.look(), user.look()), (45.0, 7.0))
    empty = m.shelf()
    outer.adopt(empty)
    empty.__init__()
    equal(empty.look(), 0.0)


def check_given_back(m: Any) -> None:
    """By whatever way: it goes on using what was put into it."""
    before = m.alive()
    ways = {
        "a method": lambda shelf: shelf.give_back(),
        "an out": lambda shelf: shelf.give_out(),
        "a cursor": lambda shelf: m.cursor(shelf).give_back(),
        "a list": lambda shelf: m.shelf.of_some([m.shelf(), shelf]),
        "a tuple": lambda shelf: m.shelf.of_some((shelf, m.shelf())),
    }
    for way, give in ways.items():
        inner, outer, one = full(m)
        outer.adopt(inner)
        del inner
        given = give(outer)
        raises(LookupError, "no shelf", give, outer)
        outer.close()
        del outer
        stir()
        equal((way, given.look()), (way, 45.0))
        raises(ValueError, "this thing cannot be closed", one.close)
        given.close()
        del given
        gc.collect()
        one.close()
        equal((way, m.alive()), (way, before))


def check_given_back_by_what_was_lent(m: Any) -> None:
    inner, middle, outer = m.shelf(), m.shelf(), m.shelf()
    inner.put_row([1.0] * 40)
    middle.adopt(inner)
    outer.adopt(middle)
    found = []
    outer.visit(lambda it: found.append(it.give_back()))
    outer.close()
    del inner, middle, outer
    stir()
    equal(found[0].look(), 40.0)


def check_given_back_twice(m: Any) -> None:
    """Out of one, into another, and out again."""
    inner, shelves = m.shelf(), [m.shelf() for _ in range(5)]
    inner.put_row([1.0] * 40)
    for shelf in shelves:
        shelf.adopt(inner)
        inner = shelf.give_back()
    shelves.clear()
    del shelf
    stir()
    equal(inner.look(), 40.0)


def check_dependant_given_back(m: Any) -> None:
    before = m.alive()

    def of_some(shelf: Any) -> Any:
        return m.adder.of_some([], [m.shelf(), shelf])

    for give in (lambda shelf: shelf.give_adder(), m.adder.of, of_some):
        s, one = m.shelf(), m.thing(7)
        s.take_adder(m.adder(one))
        given = give(s)
        raises(LookupError, "no adder", give, s)
        del s
        stir()
        equal(given.sum, 7)
        raises(ValueError, "this thing cannot be closed", one.close)
        given.close()
        del given
        gc.collect()
        one.close()
    equal(m.alive(), before)


def check_given_back_and_taken_again(m: Any) -> None:
    """What it had is kept once, and goes with who has it, at once."""
    before = m.alive()
    inner, outer, one = m.shelf(), m.shelf(), m.thing(3)
    inner.put(one)
    outer.adopt(inner)
    known = []
    for _ in range(200):
        inner = outer.give_back()
        outer.adopt(inner)
        known.append(len(gc.get_objects()))
    assert known[-1] < known[100] + 50
    inner = outer.give_back()
    equal(inner.look(), 3.0)
    inner.close()
    outer.close()
    one.close()
    equal(m.alive(), before)


def check_passed_to_and_fro(m: Any) -> None:
    """Of two that have had it, each keeps what the other has, which ends in the end."""
    before = m.alive()
    inner, shelves, one = m.shelf(), [m.shelf(), m.shelf()], m.thing(3)
    inner.put(one)
    shelves[0].adopt(inner)
    known = []
    for k in range(200):
        inner = shelves[k % 2].give_back()
        shelves[1 - k % 2].adopt(inner)
        known.append(len(gc.get_objects()))
    assert known[-1] < known[100] + 50
    equal(shelves[0].look(), 3.0)
    for shelf in shelves:
        shelf.close()
    del inner, shelf, shelves
    for _ in range(10):
        gc.collect()
    one.close()
    equal(m.alive(), before)


def check_given_back_by_a_property(m: Any) -> None:
    """What a property had before stays, as long as what C has made of it."""
    one = m.shelf()
    one.row = [1.0] * 50
    other = one.split()
    one.row = [2.0] * 50
    stir()
    equal((one.look(), other.look()), (100.0, 50.0))
    del one
    stir()
    equal(other.look(), 50.0)


def check_cursor_that_is_set(m: Any) -> None:
    """Onto another one: into that goes what is put in, out of that comes what comes."""
    before = m.alive()
    cursor, shelf, inner = m.cursor(m.shelf()), m.shelf(), m.shelf()
    inner.put_row([1.0] * 40)
    inner.put(m.thing(2))
    cursor.on = shelf
    cursor.insert(inner)
    del inner
    stir()
    equal(shelf.look(), 42.0)
    cursor.on = None
    cursor.close()
    del cursor
    stir()
    equal(shelf.look(), 42.0)
    cursor = m.cursor(m.shelf())
    cursor.on = shelf
    given = cursor.give_back()
    cursor.on = None
    raises(ValueError, "this shelf cannot be closed", shelf.close)
    cursor.close()
    del shelf, cursor
    stir()
    equal(given.look(), 42.0)
    given.close()
    del given
    gc.collect()
    equal(m.alive(), before)
