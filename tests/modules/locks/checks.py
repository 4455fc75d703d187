# SPDX-License-Identifier: MIT
"""What the test module `locks` must do: threads neither lose anything nor hang."""

from __future__ import annotations

import _thread
import functools
import gc
import sys
import threading
import time
from typing import Any, Callable

from checking import equal, raises, together

# Where there is no GIL; the test module is not declared safe, so mostly there is one.
FREE = not getattr(sys, "_is_gil_enabled", lambda: True)()


def check_counts(m: Any) -> None:
    """Detached and attached changes of one object, none of them lost."""
    counter = m.counter()

    def run(i: int) -> None:
        for _ in range(300):
            counter.add(2000)
            for _ in range(20):
                counter.step()
            assert counter.value() >= 0

    equal(together(3, run), [])
    equal(counter.value(), 3 * 300 * 2020)


def check_twin(m: Any) -> None:
    """What nothing protects, loses increments: so the test above proves something."""
    n, calls = 100_000, [0, 0]

    def run(i: int) -> None:
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            m.unlocked(n)
            calls[i] += 1

    before = m.unlocked(0)
    for _ in range(30):
        equal(together(2, run), [])
        if m.unlocked(0) - before < sum(calls) * n:
            return
    raise AssertionError("nothing is lost")


def check_merge(m: Any) -> None:
    """Two objects in either order."""
    a, b = m.counter(), m.counter()
    a.add(1000)

    def run(i: int) -> None:
        for _ in range(3000):
            (a, b)[i % 2].merge((b, a)[i % 2])

    equal(together(3, run), [])
    equal(a.value() + b.value(), 1000)
    text = "other is the same object as self, but counter.merge() changes one of them"
    raises(ValueError, text, a.merge, a)
    a.merge(other=b)


def check_lists(m: Any) -> None:
    """All of a list's objects at once, beside calls on single ones."""
    counters = [m.counter() for _ in range(5)]

    def run(i: int) -> None:
        for k in range(500):
            if i == 0:
                m.counters_add(counters, 20)
            elif i == 1:
                m.counters_add(counters[::-1], 20)
            else:
                counters[k % 5].add(20)
                m.counters_total(counters)

    equal(together(3, run), [])
    equal(m.counters_total(counters), 20 * (2 * 5 * 500 + 500))
    text = "counters holds the same object twice"
    raises(ValueError, text, m.counters_add, [counters[0], counters[0]], 1)
    equal(m.counters_total([counters[0]] * 3), 3 * counters[0].value())


def check_readers_and_writer(m: Any) -> None:
    """Readers wait together; a writer waits for them, and they see no change."""
    counter = m.counter()
    seen = []
    started = time.monotonic()

    def run(i: int) -> None:
        if i < 3:
            seen.append(counter.wait(200))
        else:
            time.sleep(0.05)
            counter.add(1)

    equal(together(4, run), [])
    equal(seen, [0, 0, 0])
    equal(counter.value(), 1)
    assert 0.19 <= time.monotonic() - started < 2


def check_close(m: Any) -> None:
    """Closing waits for who works with the object; later uses are told."""
    counter = m.counter()
    results: list[Any] = []

    def run(i: int) -> None:
        if i == 0:
            results.append(counter.wait(200))
        else:
            time.sleep(0.05)
            counter.__exit__(None, None, None)

    equal(together(2, run), [])
    equal(results, [0])
    raises(ValueError, "closed", counter.value)


def check_reentry(m: Any) -> None:
    """From a callback: reading while C reads, and no more."""
    counter, other = m.counter(), m.counter()
    counter.add(3)
    equal(counter.each(2, lambda v: v + counter.value() + other.value()), 12)
    on = "on the same object is running in this thread"
    text = f"counter.add() called while counter.each() {on}"
    raises(RuntimeError, text, counter.each, 1, lambda v: counter.add(1))
    text = f"counter.step() called while counter.each() {on}"
    raises(RuntimeError, text, counter.each, 1, lambda v: counter.step())
    text = f"counter.value() called while counter.change() {on}"
    raises(RuntimeError, text, counter.change, 1, lambda v: counter.value())
    text = "called while counter.each()"
    raises(RuntimeError, text, counter.each, 1, lambda v: counter.close() or 0)
    counter.change(3, lambda v: other.step() or 2)
    equal((counter.value(), other.value()), (9, 3))


def check_deadlock(m: Any) -> None:
    """Two threads, each in a callback, want the other one's object."""
    counters = [m.counter(), m.counter()]
    both = threading.Barrier(2)

    def visit(i: int) -> int:
        both.wait()
        counters[1 - i].add(1)
        return 0

    for k in range(20):
        raised = together(2, lambda i: counters[i].change(1, lambda v: visit(i)))
        equal(len(raised), 1)
        text = "counter.add(): deadlock: self is held by counter.change() in another"
        assert text in str(raised[0])
        equal(counters[0].value() + counters[1].value(), k + 1)


def check_reentry_from_another_thread(m: Any) -> None:
    """C waits for a callback that it runs elsewhere: that must not wait for C."""
    counter, other = m.counter(), m.counter()
    counter.add(2)
    equal(counter.ask(lambda v: v + counter.value()), 4)
    text = "deadlock: self is held by counter.%s() in another thread, which waits for"
    raises(RuntimeError, text % "ask", counter.ask, lambda v: counter.add(1))
    raises(RuntimeError, text % "ask", counter.ask, lambda v: counter.close())
    raises(RuntimeError, text % "order", counter.order, lambda v: counter.value())
    equal(counter.order(lambda v: other.add(v) or other.value()), 2)

    def nested(v: int) -> int:  # on a third thread, for two that wait
        return int(other.ask(lambda w: counter.value()))

    raises(RuntimeError, text % "order", counter.order, nested)
    equal((counter.order(lambda v: 3), counter.value(), other.value()), (3, 2, 2))


def check_reentrant_callback(m: Any) -> None:
    """CB_LOCK(reentrant): the same thread may, another one waits."""
    tree = m.tree()
    equal(tree.walk(lambda v: tree.add(2) + tree.walk(lambda w: tree.add(1))), 5)
    threads = []

    def visit(value: int) -> int:
        threads.append(threading.Thread(target=tree.add, args=(10,)))
        threads[0].start()
        threads[0].join(0.1)
        assert threads[0].is_alive()
        return tree.add(0)

    equal(tree.walk(visit), 3)
    threads[0].join()
    equal(tree.add(0), 13)


def beside(use: Any, outcomes: list[Any]) -> Callable[..., int]:
    """A callback that returns while another thread is in `use` of what was lent."""

    def run(lent: Any) -> None:
        try:
            outcomes.append(use(lent))
        except Exception as e:
            outcomes.append(e)

    def receive(lent: Any, *more: Any) -> int:
        threads.append(threading.Thread(target=run, args=(lent,)))
        threads[-1].start()
        time.sleep(0.1)
        return 7

    threads: list[threading.Thread] = []
    return receive


def first_of(outcomes: list[Any]) -> str:
    """The first of them, which may still have to come."""
    while not outcomes:
        time.sleep(0.01)
    return str(outcomes[0])


def check_lent_and_used_by_others(m: Any) -> None:
    """C frees what it lent to a callback when nobody uses it any more."""
    counter = m.counter()
    outcomes: list[Any] = []
    reads = beside(lambda g: g.wait(400), outcomes)
    equal(m.with_guests(False, reads), 7)
    equal(m.with_guests(True, beside(lambda g: g.set(5, 400), outcomes)), 7)
    equal(counter.receive(reads), 7)
    equal(outcomes, [1, None, 1])
    outcomes.clear()
    equal(counter.welcome(reads), 7)
    assert "this guest is closed" in first_of(outcomes), outcomes


def check_lent_and_wanted_in_a_ring(m: Any) -> None:
    """Who uses it wants what the lending call holds: it gives way, and C goes on."""
    counter = m.counter()
    outcomes: list[Any] = []

    def visits(guest: Any) -> int:
        def add(value: int) -> int:
            time.sleep(0.3)  # then the callback is over
            counter.add(1)
            return value

        return int(guest.visit(add))

    def receive(unused: int) -> int:
        return int(m.with_guests(False, beside(visits, outcomes)))

    equal(counter.each(1, receive), 7)
    assert "deadlock: self is held by counter.each()" in first_of(outcomes), outcomes


def check_lent_twice(m: Any) -> None:
    """One pointer of C is one object, with one lock."""
    equal(m.with_guests(True, lambda a, b: a is b), 1)
    equal(m.with_guests(False, lambda a, b: a is b), 0)
    kept: list[Any] = []
    m.with_guests(True, lambda a, b: kept.extend((a, b)) or 0)
    for guest in kept:
        raises(ValueError, "this guest is closed", guest.value)


def check_made_of_what_was_lent(m: Any) -> None:
    """It is closed before C frees what it was made of."""
    kept: list[Any] = []

    def receive(one: Any, _: Any) -> int:
        kept.append(one.escort())
        return int(kept[-1].look())

    def fails(one: Any, _: Any) -> int:
        receive(one, _)
        raise LookupError("mine")

    equal(m.with_guests(True, receive), 1)
    raises(LookupError, "mine", m.with_guests, True, fails)
    for escort in kept:
        raises(ValueError, "this escort is closed", escort.look)
    kept.clear()
    equal(m.late_escorts(), 0)


def check_made_while_the_callback_ends(m: Any) -> None:
    """C frees what was lent when another thread's call has made something of it."""
    outcomes: list[Any] = []
    equal(m.with_guests(True, beside(lambda g: g.escort(400), outcomes)), 7)
    first_of(outcomes)
    raises(ValueError, "this escort is closed", outcomes[0].look)
    equal(m.late_escorts(), 0)


def check_made_while_it_is_closed(m: Any) -> None:
    """By a callback of a destructor, which the lock lets in."""
    tree = m.tree()
    tree.add(3)
    late: list[Any] = []

    def again(value: int) -> int:
        late.append(value)
        late.append(tree.leaf(again))
        return 0

    leaf = tree.leaf(again)
    equal(leaf.value(), 3)
    raises(ValueError, "this tree is closed", tree.close)
    equal(late, [3])
    raises(ValueError, "this leaf is closed", leaf.value)


def check_made_while_it_is_taken(m: Any) -> None:
    """A destructor's callback makes another one: it is not closed as well, but said."""
    tree = m.tree()
    tree.add(3)
    late: list[Any] = []

    def again(value: int) -> int:
        late.append(tree.leaf(abs))
        return value

    leaf = tree.leaf(again)
    text = "this tree would be given away, but a leaf uses it: close that first"
    raises(ValueError, text, tree.fell)
    raises(ValueError, "this leaf is closed", leaf.value)
    equal((len(late), late[0].value()), (1, 3))
    equal(tree.fell(), 3)
    raises(ValueError, "this leaf is closed", late[0].value)
    raises(ValueError, "this tree is closed", tree.fell)


def check_taken_by_a_callback_of_the_end(m: Any) -> None:
    """A destructor uses the object to its end: that cannot take it over meanwhile."""
    tree = m.tree()
    refused: list[Any] = []

    def fell(value: int) -> int:
        refused.append(raises(RuntimeError, "tree.fell() called while", tree.fell))
        return value

    tree.leaf(fell)  # nobody has it any more: it ends at once
    leaf = tree.leaf(fell)
    equal((tree.fell(), len(refused)), (0, 2))
    raises(ValueError, "this leaf is closed", leaf.value)


def check_taken_while_it_is_used(m: Any) -> None:
    """Who gives it away waits for those who use what was made with it."""
    tree, outcomes = m.tree(), []
    leaf = tree.leaf(abs)
    walking = threading.Event()

    def visit(value: int) -> int:
        walking.set()
        time.sleep(0.2)
        outcomes.append(leaf.value())
        return value

    def run(i: int) -> None:
        if i:
            tree.walk(visit)
        else:
            walking.wait()
            outcomes.append(tree.fell())

    equal(together(2, run), [])
    equal(outcomes, [0, 0])
    raises(ValueError, "this leaf is closed", leaf.value)


def check_lent_and_kept(m: Any) -> None:
    """C keeps what it frees behind the callback: that is said."""
    counter = m.counter()
    text = "this guest cannot be closed: a counter keeps it"
    raises(ValueError, text, m.with_guests, True, lambda a, _: counter.invite(a) or 0)
    kept: list[Any] = []

    def both(one: Any, _: Any) -> int:
        counter.invite(one)
        kept.append(one.escort())
        return 0

    raises(ValueError, text, m.with_guests, True, both)
    raises(ValueError, "this escort is closed", kept[0].look)


def check_lent_beside_the_lender(m: Any) -> None:
    """What was lent may be changed by the callback; with what lent it, it may not."""

    def welcome(counter: Any, guest: Any) -> int:
        guest.set(3, 0)
        text = "counter.greet() called while counter.welcome() on"
        raises(RuntimeError, text, counter.greet, guest)
        raises(ValueError, "is the same object as self", guest.swap, guest)
        return int(guest.value())

    for _ in range(5):  # in either order of addresses
        counters = [m.counter() for _ in range(8)]
        for counter in (*counters, *reversed(counters)):
            equal(counter.welcome(functools.partial(welcome, counter)), 3)
            del counter


def check_lent_memory(m: Any) -> None:
    """What shows memory is a copy where C frees that behind the callback."""
    own = m.guest()
    own.numbers()[1] = 5
    equal(list(memoryview(own)), [1, 5, 3, 4])
    kept: list[Any] = []

    def receive(a: Any, b: Any) -> int:
        shown = [a.numbers(), memoryview(a), b.note().numbers, a.bytes()]
        assert all(memoryview(view).readonly for view in shown)
        kept.extend(shown)
        return int(b.note().page)

    equal(m.with_guests(False, receive), 7)
    filler = [m.guest() for _ in range(100)]
    own_bytes = own.bytes()
    equal((type(own_bytes), own_bytes.nbytes), (memoryview, 32))
    own.numbers()[1] = 2
    equal(kept.pop(), own_bytes)
    equal([list(view) for view in kept], [[1, 2, 3, 4]] * 2 + [[1, 2, 3]])
    assert filler


def check_views_of_parts(m: Any) -> None:
    """An array in a struct that C holds: the object stays open while that is shown."""
    own = m.guest()
    shown = own.note().numbers
    raises(BufferError, "a view of its memory exists", own.close)
    equal(list(shown), [1, 2, 3])
    del shown
    own.close()


def check_collector(m: Any) -> None:
    """Collections while threads wait for an object."""
    counter = m.counter()
    stop = threading.Event()

    def collect() -> None:
        while not stop.is_set():
            gc.collect()

    collector = threading.Thread(target=collect)
    collector.start()
    raised = together(3, lambda i: [counter.add(5000) for _ in range(50)])
    stop.set()
    collector.join()
    equal(raised, [])
    equal(counter.value(), 3 * 50 * 5000)


def check_reentrant(m: Any) -> None:
    tree = m.tree()
    equal(together(3, lambda i: [tree.add(2000) for _ in range(200)]), [])
    equal(tree.add(0), 3 * 200 * 2000)


def check_library(m: Any) -> None:
    """One lock for all handles, for what opens and for what closes them."""

    def run(i: int) -> None:
        for _ in range(200):
            h = m.Handle()
            h.add(1000)
            del h

    equal(together(3, run), [])
    equal(m.intrusions(), 0)
    equal(m.Handle().add(0), 3 * 200 * 1000)


def check_names(m: Any) -> None:
    before = m.tickets()
    h = m.Handle()

    def run(i: int) -> None:
        for _ in range(200):
            m.ticket(2000) if i else h.ticket(2000)
            m.tickets()

    equal(together(3, run), [])
    equal(m.tickets() - before, 3 * 200 * 2000)
    equal(m.intrusions(), 0)


def while_held(m: Any, job: Callable[[], Any]) -> float:
    """How long it takes while another thread has the lock for a quarter of a second."""
    begun = threading.Event()

    def hold(value: int) -> int:
        begun.set()
        time.sleep(0.25)
        return value

    holder = threading.Thread(target=m.with_tickets, args=(hold,))
    holder.start()
    begun.wait()
    started = time.monotonic()
    job()
    took = time.monotonic() - started
    holder.join()
    return took


def check_close_waits_for_named_locks(m: Any) -> None:
    """The destructor has run when close() returns, and is heard."""
    before = m.torn()
    stub, seal = m.stub(), m.seal()
    assert while_held(m, stub.close) > 0.1
    equal(m.torn(), before + 1)
    assert while_held(m, seal.close) > 0.1
    equal(m.torn(), before + 2)
    stub = m.stub(2000)
    copy = m.copy(stub)

    def leave() -> None:
        with stub:
            pass

    assert while_held(m, lambda: raises(ValueError, "stub 2000", leave)) > 0.1
    equal(m.torn(), before + 4)
    raises(ValueError, "this copy is closed", copy.__enter__)
    stub.close()
    equal(m.torn(), before + 4)


def check_dropped_beside_named_locks(m: Any) -> None:
    """Nobody waits where an object dies."""
    before = m.torn()

    def drop() -> None:
        m.stub()
        m.copy(m.stub())
        assert m.torn() <= before + 1

    assert while_held(m, drop) < 0.2
    gc.collect()
    equal(m.torn(), before + 3)

    def drop_echo() -> None:  # it waits for the lock, and what it uses for it
        m.echo(m.copy(m.stub()))
        equal(m.torn(), before + 3)

    assert while_held(m, drop_echo) < 0.2
    equal(m.torn(), before + 6)


def check_close_inside_its_own_lock(m: Any) -> None:
    """Waiting would never end: nothing is closed."""
    before = m.torn()
    stub = m.stub()
    copy = m.copy(stub)
    text = "stub.close() called while with_tickets(), which has the same CB_LOCK,"
    m.with_tickets(lambda v: raises(RuntimeError, text, stub.close) and v)
    equal(m.torn(), before)
    copy.close()
    stub.close()
    equal(m.torn(), before + 2)


def check_close_is_interrupted(m: Any) -> None:
    """Ctrl-C: it stays open."""
    if threading.current_thread() is not threading.main_thread():
        return
    before = m.torn()
    stub = m.stub()

    def interrupted() -> None:
        threading.Timer(0.05, _thread.interrupt_main).start()
        raises(KeyboardInterrupt, "", stub.close)

    assert while_held(m, interrupted) < 0.22
    equal(m.torn(), before)
    stub.close()
    equal(m.torn(), before + 1)


def check_close_beside_calls(m: Any) -> None:
    """Named locks and those of objects, in one order."""
    before, handle = m.torn(), m.Handle()

    def run(i: int) -> None:
        for _ in range(200):
            stub = m.stub()
            copy = m.copy(stub)
            m.echo(copy)
            echo = m.echo(copy)
            if i:
                handle.ticket(0)
                stub.close()
            else:
                m.ticket(200)
                copy.close()
                del stub
            del echo

    equal(together(3, run), [])
    gc.collect()
    equal(m.torn(), before + 2400)


def check_held(m: Any) -> None:
    before = m.held(0)

    def run(i: int) -> None:
        for _ in range(200):
            m.held(1000)
            m.held_step()

    equal(together(3, run), [])
    equal(m.held(0) - before, 3 * 200 * 1001)
