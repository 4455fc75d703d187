# SPDX-License-Identifier: MIT
"""What the collector finds: C's destructors meet what they use as it was."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

from checking import equal, stir


def check_cycles(m: Any) -> None:
    """The collector sees through what is kept."""

    class Shelf(m.shelf):
        pass

    before = m.alive()
    s = Shelf()
    dead = weakref.ref(s)
    s.put(m.thing(1))
    s.hook = lambda v, me=s: me is None
    s.me = s
    del s
    gc.collect()
    equal((dead(), m.alive()), (None, before))


def check_rings(m: Any) -> None:
    """The collector ends what C uses after who uses it, whatever it finds first."""

    def ring(shelf: Any) -> None:
        shelf.put_row([1.0] * 500)
        found = [shelf]
        found.append(found)

    def sorted_ring() -> None:
        shelf = m.shelf()
        shelf.put_row([2.0] * 500)
        found = [shelf.sort()]
        found.append(found)

    class Own(m.shelf):
        pass

    for kind in (m.shelf, Own):
        ring(kind())
        gc.collect()
        equal(m.last_look(), 500.0)
        m.shelf().close()
        equal(m.last_look(), 0.0)
    sorted_ring()
    gc.collect()
    equal(m.last_look(), 1000.0)


def check_rings_with_del(m: Any) -> None:
    """A subclass's __del__ is called once, and finds what the object uses."""
    found = []

    class Own(m.shelf):
        def __del__(self) -> None:
            found.append(self.look())

    def ring() -> None:
        shelf = Own()
        shelf.put_row([1.0] * 500)
        shelf.me = [shelf]

    def whole_ring() -> None:
        inner, outer = m.shelf(), Own()
        inner.put_row([2.0] * 500)
        outer.adopt(inner)
        outer.put(m.thing(3))
        outer.me = [inner, outer]

    ring()
    gc.collect()
    equal((found, m.last_look()), ([500.0], 500.0))
    whole_ring()
    gc.collect()
    equal((found, m.last_look()), ([500.0, 1003.0], 1000.0))


def check_ring_of_one_in_another(m: Any) -> None:
    """What C keeps ends behind who has it; of each other, one of them is the first."""

    def kept() -> None:
        one, other = m.shelf(), m.shelf()
        other.put_row([1.0] * 50)
        one.put_row([2.0] * 50)
        one.next = other
        found = [one, other]
        found.append(found)

    def each_other() -> None:
        shelves = [m.shelf() for _ in range(3)]
        for k, shelf in enumerate(shelves):
            shelf.put_row([1.0 + k] * 50)
            shelf.put(m.thing(4))
            shelf.next = shelves[k - 1]

    before = m.alive()
    for _ in range(3):
        kept()
        gc.collect()
        equal(m.last_look(), 50.0)
        m.shelf().close()
        each_other()
        gc.collect()
        gc.collect()
        assert m.last_look() in (54.0, 104.0, 154.0)
        equal(m.alive(), before)


def check_ring_of_a_dependant(m: Any) -> None:
    """Who was made with an object ends before it."""

    def ring() -> None:
        shelf = m.shelf()
        shelf.put_row([1.0] * 50)
        cursor = m.cursor(shelf)
        cursor.put_row([3.0] * 50)
        found = [cursor, shelf]
        shelf.hook = lambda v: len(found)

    for _ in range(3):
        ring()
        gc.collect()
        equal(m.last_look(), 50.0)


def check_collected_while_in_use(m: Any) -> None:
    """The destructor waits for the call that uses what it needs."""
    shelf = m.shelf()
    shelf.hook = lambda v: gc.collect() and v

    def ring() -> None:
        cursor = m.cursor(shelf)
        cursor.put_row([1.0] * 50)
        found = [cursor]
        found.append(found)

    for k in range(3):
        ring()
        shelf.call(k)
        stir()
        equal(m.last_look(), 50.0)
        m.shelf().close()


def check_collected_beside_a_call(m: Any) -> None:
    """The collector waits for no lock."""
    shelf = m.shelf()
    cursor = m.cursor(shelf)
    cursor.put_row([1.0] * 50)
    found = [cursor]
    found.append(found)
    inside, goes_on = threading.Event(), threading.Event()
    came = []

    def hook(v: int) -> int:
        inside.set()
        return int(goes_on.wait(20))

    shelf.hook = hook
    thread = threading.Thread(target=lambda: came.append(shelf.call(1)))
    thread.start()
    inside.wait()
    del found, cursor
    gc.collect()
    goes_on.set()
    thread.join()
    equal((came, m.last_look()), ([1], 50.0))


def check_ring_by_a_callable(m: Any) -> None:
    before = m.alive()
    shelf = m.shelf()
    shelf.put(m.thing(4))
    shelf.hook = lambda v, own=shelf: own.look()
    alive = weakref.ref(shelf)
    del shelf
    gc.collect()
    equal((alive(), m.alive(), m.last_look()), (None, before, 4.0))
