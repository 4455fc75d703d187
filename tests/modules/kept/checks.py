# SPDX-License-Identifier: MIT
"""What the test module `kept` must do: fields own what they hold."""

from __future__ import annotations

import gc
import sys
import time
import weakref
from typing import Any

from checking import equal, raises, together


class Thing:
    """Can be referred to weakly."""


def count(o: Any) -> int:
    return sys.getrefcount(o)


def check_a_field_owns(m: Any) -> None:
    item = [1]
    before = count(item)
    c = m.cell(item)
    assert c.value is item and c.other is None
    equal(count(item), before + 1)
    c.value = item
    equal(count(item), before + 1)
    c.other = item
    equal(count(item), before + 2)
    c.value = None
    equal((c.value, count(item)), (None, before + 1))
    c.swap()
    assert c.value is item and c.other is None
    equal(count(item), before + 1)
    assert c.replace("new") is item
    equal((c.value, count(item)), ("new", before))
    c.value = item
    del c
    equal(count(item), before)


def check_what_c_makes(m: Any) -> None:
    c = m.cell()
    for i in (0, -5, 2**62, 2**63 - 1):
        c.set_number(i)
        equal((c.value, c.other), (i, i))
    equal(c.call(lambda v: [v, v], "x"), ["x", "x"])
    equal((c.value, c.other), ("x", ["x", "x"]))


def check_two_objects(m: Any) -> None:
    a, b, item = m.cell(), m.cell([5]), [6]
    before = count(item)
    a.take(b)
    equal((a.value, b.value), ([5], None))
    b.value = item
    a.take(b)
    assert a.value is item and b.value is None
    equal(count(item), before + 1)


def check_errors(m: Any) -> None:
    item, c = [1], m.cell()
    before = count(item)
    raises(AttributeError, "missing", c.fail, item)
    assert c.value is item
    equal(count(item), before + 1)
    raises(ValueError, "as was asked for", m.cell, item, True)
    equal(count(item), before + 1)
    raises(ZeroDivisionError, "", c.call, lambda v: 1 // 0, "x")
    equal((c.value, c.other, count(item)), ("x", None, before))


def check_dropping_runs_python(m: Any) -> None:
    """What was in the field goes last, when the object can be used again."""
    seen = []
    c = m.cell()

    class Loud:
        def __del__(self) -> None:
            seen.append(c.value)
            c.other = len(seen)

    c.value = Loud()
    c.value = "new"
    equal((seen, c.other), (["new"], 1))


def check_in_memory_of_c(m: Any) -> None:
    item = Thing()
    before = count(item)
    n = m.node(item)
    assert n.payload is item
    equal(count(item), before + 1)
    n.close()
    equal(count(item), before)
    raises(ValueError, "closed", getattr, n, "payload")
    n = m.node(item)
    n.payload = None
    equal((n.payload, count(item)), (None, before))
    n.payload = item
    del n
    equal(count(item), before)


def check_cycles_are_collected(m: Any) -> None:
    for make in (m.cell, m.node):

        class Own(make):
            pass

        for cls in (make, Own):
            a, b, thing = cls(), cls(), Thing()
            dead = [weakref.ref(o) for o in (a, b, thing)]
            name = "value" if make is m.cell else "payload"
            setattr(a, name, [b, thing])
            setattr(b, name, a)
            del a, b, thing
            gc.collect()
            equal([o() for o in dead], [None] * 3)
            itself = cls()
            setattr(itself, name, itself)
            dead = [weakref.ref(itself)]
            del itself
            gc.collect()
            equal([o() for o in dead], [None])


def check_state(m: Any) -> None:
    item = [1]
    before = count(item)
    equal((m.fire(item), m.last()), (item, item))
    equal(count(item), before + 1)
    m.set_handler(lambda v: (v, 2))
    gc.collect()
    equal((m.fire(3), m.last(), count(item)), ((3, 2), (3, 2), before))
    m.set_handler(lambda v: 1 // 0)
    raises(ZeroDivisionError, "", m.fire, 3)
    equal(m.last(), None)
    m.set_handler()
    equal(m.fire(5), 5)
    m.keep_last([2])  # C reaches the state by cb_state()
    gc.collect()
    equal(m.last(), [2])
    equal(m.borrow_last(lambda: (m.keep_last(None), m.keep_last(3))), [2])
    equal(m.last(), 3)
    m.keep_last(item)
    equal(count(item), before + 1)
    m.keep_last(None)
    equal((m.last(), count(item)), (None, before))


def check_state_beside_others(m: Any) -> None:
    """Some threads use the state, others values alone: nothing is dropped twice."""
    cell = m.cell("x")
    items = [[k] for k in range(4)]
    before = [count(item) for item in items]

    def run(i: int) -> None:
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            if i == 0:
                assert m.fire(items[0]) is items[0]
            elif i == 1:
                m.keep_last(items[1])
            elif i == 2:
                assert m.last() in (None, *items)
                assert m.borrow_last(lambda: None) in (None, *items)
            else:
                equal(cell.value, "x")

    equal(together(4, run), [])
    m.keep_last(None)
    equal([count(item) for item in items], before)
