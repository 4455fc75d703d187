# SPDX-License-Identifier: MIT
"""What keeps objects that C makes, what takes them, in which order they die."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from typing import Any

from checking import equal, raises, together


def deaths(m: Any) -> str:
    """What died since the last call, in order."""
    gc.collect()
    return str(m.funeral())


# ---------------------------------------------------------------------- what keeps what
def check_dependants(m: Any) -> None:
    deaths(m)
    store = m.Store.open("a")
    store.put("x", 1)
    cursor = m.cursor.open(store)
    ref = weakref.ref(store)
    del store
    gc.collect()
    equal(cursor.next(), "x")
    equal(cursor.next(), None)
    assert ref() is not None
    del cursor
    equal(deaths(m), "cursor store")
    assert ref() is None


def check_init_with_another_object(m: Any) -> None:
    """T_init(T *self, other): the other one has to be live, is locked, and kept."""
    c = m.counter(3)
    gauge = m.gauge(c)
    equal(gauge.value, 3)
    closed = m.counter(1)
    closed.close()
    raises(ValueError, "closed", m.gauge, closed)
    c.close()
    raises(ValueError, "closed", lambda: gauge.value)
    raises(TypeError, "", m.gauge, None)


def check_use_is_locked(m: Any) -> None:
    """C uses the counter for the gauge: not while a function changes that."""
    c = m.counter(3)
    gauge = m.gauge(c)
    met: list[Any] = []

    def look(value: int) -> None:
        raises(RuntimeError, "while counter.each", lambda: gauge.value)
        raises(RuntimeError, "while counter.each", m.gauge, c)
        raises(RuntimeError, "while counter.each", gauge.close)
        met.append(value)

    c.each(look)
    equal((met, gauge.value), ([3], 4))


def check_dropped_while_what_it_uses_is_used(m: Any) -> None:
    """Its struct lies in the object: that memory stays until C has cleared it."""
    c, gone = m.counter(3), []
    gauges = [m.gauge(c), type("Gauge", (m.gauge,), {})(c)]
    refs = [weakref.ref(gauge, gone.append) for gauge in gauges]

    def drop(_: int) -> None:
        gauges.clear()
        gc.collect()
        equal([ref() for ref in refs], [None, None])

    c.each(drop)
    equal((len(gone), c.value), (2, 4))


def check_close_with_dependants(m: Any) -> None:
    deaths(m)
    store = m.Store.open("a")
    first, second = m.cursor.open(store), m.cursor.open(store)
    store.close()
    equal(deaths(m), "cursor cursor store")
    for cursor in (first, second):
        raises(ValueError, "this cursor is closed", cursor.next)
        equal(cursor.close(), None)
    store = m.Store.open("a")
    first, second = m.cursor.open(store), m.cursor.open(store)
    first.close()
    equal(second.next(), None)
    store.close()
    second.close()
    equal(deaths(m), "cursor cursor store")


def check_order(m: Any) -> None:
    """Youngest first, whatever depends on what, also on parts of what is closed."""
    deaths(m)
    tree = m.tree("oak")
    first = m.route(tree.root)
    pair = m.pair(first, m.route(tree.root))
    last = m.route(tree.root)
    tree.close()
    equal(deaths(m), "route pair route route tree")
    raises(ValueError, "this route is closed", lambda: first.goal)
    raises(ValueError, "this route is closed", lambda: last.goal)
    tree = m.tree("oak")
    first = m.route(tree.root)
    pair = m.pair(first, first)
    first.close()
    equal(deaths(m), "pair route")
    del pair
    check_pruning(m)


def check_pruning(m: Any) -> None:
    """Who was made with what is given away ends first; who may be below is asked."""
    tree = m.tree("oak")
    branch = tree.add(tree.root, "branch")
    leaf = tree.add(branch, "leaf")
    route, other = m.route(branch), m.route(leaf)
    pair = m.pair(route, route)
    text = "tree.prune(): at would be given away, but a route uses it: close that first"
    raises(ValueError, text, tree.prune, branch)
    equal((route.goal, other.goal), ("branch", "leaf"))
    other.close()
    deaths(m)
    equal(tree.prune(branch), None)
    equal((deaths(m), tree.size), ("pair route", 2))
    raises(ValueError, "this route is closed", getattr, route, "goal")
    raises(ValueError, "this node is gone", getattr, leaf, "name")
    route = m.route(tree.root)
    del tree, pair, branch, leaf
    equal(deaths(m), "")
    del route
    equal(deaths(m), "route tree")


def check_kept(m: Any) -> None:
    """Arguments that C keeps live as long as the object; closing them is refused."""
    deaths(m)
    w = m.watcher(m.counter(5))
    gc.collect()
    equal(w.look(), 5)
    c = m.counter(7)
    w.watch(c)
    c.next()
    equal(w.look(), 8)
    del c
    gc.collect()
    equal(w.look(), 8)
    w.close()
    died = deaths(m).split()
    equal((died[0], sorted(died)), ("watcher", ["counter", "counter", "watcher"]))
    equal(m.watcher().look(), -1)
    equal(m.watcher(None).look(), -1)


def check_closing_what_is_kept(m: Any) -> None:
    c = m.counter(1)
    w = m.watcher()
    w.watch(c)
    raises(ValueError, "watcher", c.close)
    equal(w.look(), 1)
    w.close()
    c.close()
    c = m.counter(1)
    w = m.watcher(c)
    c.close()  # the watcher was made of it, and ends first
    raises(ValueError, "this watcher is closed", w.look)


def check_kept_once(m: Any) -> None:
    """Keeping the same object again and again needs no more memory."""
    c, w = m.counter(1), m.watcher()
    w.watch(c)
    count = sys.getrefcount(c)
    for _ in range(100):
        w.watch(c)
    assert sys.getrefcount(c) - count < 5


# ----------------------------------------------------------------------------- children
def check_children(m: Any) -> None:
    deaths(m)
    tree = m.tree("oak")
    root = tree.root
    equal((root.name, root.parent, root.first()), ("oak", None, None))
    leaf = tree.add(root, "leaf")
    equal((leaf.name, leaf.parent.name, tree.size), ("leaf", "oak", 2))
    root.first().name = "new"
    equal(leaf.name, "new")
    raises(ValueError, "a name, please", setattr, leaf, "name", "")
    del tree, root
    gc.collect()
    equal(leaf.parent.name, "oak")  # a child keeps what it lives in
    equal(deaths(m), "")
    del leaf
    equal(deaths(m), "tree")


def check_identity(m: Any) -> None:
    """The same node is the same object, as long as that lives."""
    tree = m.tree("oak")
    root = tree.root
    assert tree.root is root
    leaf = tree.add(root, "leaf")
    assert root.first() is leaf and leaf.parent is root


def check_children_of_the_closed(m: Any) -> None:
    tree = m.tree("oak")
    root = tree.root
    leaf = tree.add(root, "leaf")
    tree.close()
    for use in (root.first, lambda: leaf.name, lambda: leaf.parent, leaf.next):
        raises(ValueError, "this node is gone", use)
    raises(ValueError, "this tree is closed", lambda: tree.root)
    raises(ValueError, "", m.tree("elm").add, root, "x")


def check_taken(m: Any) -> None:
    deaths(m)
    a, b = m.counter(3), m.counter(4)
    a.absorb(b)
    equal(a.value, 7)
    raises(ValueError, "this counter is closed", b.next)
    equal(b.close(), None)
    equal(a.finish(), 7)
    raises(ValueError, "this counter is closed", a.next)
    raises(ValueError, "this counter is closed", a.finish)
    del a, b
    equal(deaths(m), "absorbed finished")
    c = m.counter(1)
    raises(ValueError, "same object", c.absorb, c)
    equal(c.value, 1)
    raises(TypeError, "", c.absorb, None)


def check_ended_by_a_method(m: Any) -> None:
    """The one method that takes the object over ends those that Python lets go, too."""
    deaths(m)
    ticket = m.ticket(7)
    equal((ticket.price, ticket.redeem()), (7, 7))
    raises(ValueError, "this ticket is closed", ticket.redeem)
    equal((ticket.close(), deaths(m)), (None, "redeemed"))
    other = m.ticket()
    with other:
        equal(other.price, 5)
    raises(ValueError, "this ticket is closed", getattr, other, "price")
    del ticket, other
    m.ticket()
    gc.collect()
    equal(deaths(m), "redeemed redeemed")


def check_taking_what_is_used(m: Any) -> None:
    """C must not free what another object goes on using: that ends before, in order."""
    deaths(m)
    c = m.counter(1)
    watchers = [m.watcher(c), m.watcher(c)]
    gauge = m.gauge(c)
    equal((c.finish(), deaths(m)), (1, "watcher watcher finished"))
    raises(ValueError, "this gauge is closed", lambda: gauge.value)
    for w in watchers:
        raises(ValueError, "this watcher is closed", w.look)
    c = m.counter(4)
    watchers = [m.watcher(c)]
    a = m.counter(3)
    a.absorb(c)
    equal((a.value, deaths(m)), (7, "watcher absorbed"))
    raises(ValueError, "this watcher is closed", watchers[0].look)
    raises(ValueError, "this counter is closed", a.absorb, c)


def check_taking_what_cannot_be_left(m: Any) -> None:
    """One of them cannot be closed: then none is, and nothing is taken."""
    c, a = m.counter(1), m.counter(3)
    w, gauge = m.watcher(c), m.gauge(c)
    shown = gauge.marks
    text = "counter.absorb(): other: this gauge cannot be closed: a view of its memory"
    raises(BufferError, text, a.absorb, c)
    raises(BufferError, "counter.finish(): this gauge cannot be closed", c.finish)
    equal((c.value, w.look(), gauge.value, a.value), (1, 1, 1, 3))
    del shown
    keeper = m.watcher()
    keeper.watch(c)
    text = "counter.absorb(): other would be given away, but a watcher uses it"
    raises(ValueError, text, a.absorb, c)
    equal((w.look(), gauge.value), (1, 1))
    keeper.close()
    raises(ValueError, "same object", c.absorb, c)
    equal((w.look(), gauge.value), (1, 1))
    a.absorb(c)
    equal(a.value, 4)
    raises(ValueError, "this watcher is closed", w.look)


def check_taking_what_another_argument_uses(m: Any) -> None:
    """C gets both, so neither may end."""
    c = m.counter(2)
    one, two = m.watcher(c), m.watcher(c)
    text = "this counter would be given away, but a watcher uses it: close that first"
    raises(ValueError, text, c.retire, [], one)
    raises(ValueError, text, c.retire, [two])
    raises(ValueError, text, c.retire, (one, two), None)
    equal((one.look(), two.look()), (2, 2))
    other = m.watcher(m.counter(5))
    deaths(m)
    equal(c.retire([other], other), 10)
    equal(deaths(m), "watcher watcher retired")
    raises(ValueError, "this watcher is closed", two.look)


def check_taking_what_is_in_use(m: Any) -> None:
    """By a call of this thread, that would never end."""
    c, a = m.counter(1), m.counter(3)
    gauge = m.gauge(c)
    text = "while counter.each() on the same object is running in this thread"
    c.each(lambda _: raises(RuntimeError, text, a.absorb, c) and None)
    equal((gauge.value, a.value), (2, 3))
    a.each(lambda _: raises(RuntimeError, text, a.absorb, c) and None)
    equal((gauge.value, a.value), (2, 4))


def check_taking_with_wrong_arguments(m: Any) -> None:
    """Nothing ends for a call that fails before C runs."""
    c = m.counter(1)
    gauge = m.gauge(c)
    closed = m.watcher()
    closed.close()
    raises(ValueError, "k > 0 does not hold: k = 0", c.retire, [], None, 0)
    raises(ValueError, "this watcher is closed", c.retire, [], closed)
    raises(ValueError, "this watcher is closed", c.retire, [closed])
    raises(ValueError, "this watcher is closed", c.retire, [], k=3, by=closed)
    equal(gauge.value, 1)
    equal(c.retire([], k=3), 2)
    raises(ValueError, "this gauge is closed", lambda: gauge.value)


def check_taking_beside_others(m: Any) -> None:
    """Threads make dependants of what another one gives away, and drop them."""
    for _ in range(30):
        c, heir = m.counter(1), m.counter(0)
        texts: list[str] = []

        def use(c: Any = c) -> None:
            m.watcher(c).look()
            m.gauge(c)

        def run(
            i: int, c: Any = c, heir: Any = heir, use: Any = use, texts: Any = texts
        ) -> None:
            for _ in range(100_000):
                try:
                    use() if i else heir.absorb(c)
                except ValueError as error:
                    texts.append(str(error))
                    if i and "is closed" in texts[-1]:
                        return
                else:
                    if not i:
                        return

        equal(together(3, run), [])
        equal(heir.value, 1)
        made_anew = ("uses it: close that first", "not ended yet: try again")
        for text in texts:
            assert "is closed" in text or text.endswith(made_anew), text


def check_prune(m: Any) -> None:
    tree = m.tree("oak")
    branch = tree.add(tree.root, "branch")
    leaf = tree.add(branch, "leaf")
    tree.prune(branch)
    equal(tree.size, 2)
    raises(ValueError, "", lambda: leaf.name)
    raises(ValueError, "", lambda: branch.name)
    equal(tree.root.first().name, "branch")


# ----------------------------------------------------------------------- life and death
def check_cycles(m: Any) -> None:
    before = m.live()

    class Own(m.counter):
        pass

    class Watch(m.watcher):
        pass

    a = Own(1)
    a.me = a
    b = Own(2)
    w = Watch(b)
    b.watcher = w  # a cycle through what C keeps
    tree = type("Wood", (m.tree,), {})("oak")
    tree.leaf = tree.root  # and through a child
    c = Own(3)
    v = Watch()
    v.watch(c)
    c.watcher = v
    refs = [weakref.ref(x) for x in (a, b, w, tree, c, v)]
    del a, b, w, tree, c, v
    gc.collect()
    equal([r() for r in refs], [None] * 6)
    del Own, Watch
    gc.collect()
    equal(m.live(), before)


def check_weakrefs(m: Any) -> None:
    makers = (m.counter, lambda: m.tree("oak"), lambda: m.Store.open("a"), m.Port.open)
    for make in makers:
        it = make()
        gone: list[int] = []
        ref = weakref.ref(it, lambda _, gone=gone: gone.append(1))
        assert ref() is it
        it.close()
        assert ref() is it and not gone
        del it
        gc.collect()
        equal((ref(), gone), (None, [1]))
        del ref


def check_callbacks_of_weakrefs(m: Any) -> None:
    """When a dependant dies, its keeper may be closed at once."""
    deaths(m)
    store = m.Store.open("a")
    cursor = m.cursor.open(store)
    ref = weakref.ref(cursor, lambda _: store.close())
    del cursor
    gc.collect()
    equal(sorted(deaths(m).split()), ["cursor", "store"])
    assert ref() is None
    raises(ValueError, "this Store is closed", store.put, "x", 1)


def check_attributes_that_close(m: Any) -> None:
    """An attribute that dies with a dependant closes its keeper."""
    deaths(m)

    class Own(m.cursor):
        pass

    class Closes:
        def __init__(self, it: Any) -> None:
            self.it = it

        def __del__(self) -> None:
            self.it.close()

    store = m.Store.open("a")
    cursor = Own.open(store)
    cursor.attribute = Closes(store)
    del cursor
    equal(sorted(deaths(m).split()), ["cursor", "store"])
    raises(ValueError, "this Store is closed", store.put, "x", 1)


def check_finalizers(m: Any) -> None:
    """__del__ may use, close and revive the object."""
    saved: list[Any] = []

    class Phoenix(m.counter):
        def __del__(self) -> None:
            saved.append(self)

    class Closer(m.counter):
        def __del__(self) -> None:
            saved.append(self.next())
            self.close()

    p = Phoenix(1)
    del p
    gc.collect()
    equal(saved.pop().next(), 2)
    c = Closer(4)
    del c
    gc.collect()
    equal([x for x in saved if isinstance(x, int)], [5])
    saved.clear()


def check_every_order(m: Any) -> None:
    """A store, two cursors: closed and dropped in each order."""
    import itertools

    before = m.live()
    for order in itertools.permutations(range(3)):
        for action in ("close", "drop"):
            store = m.Store.open("a")
            things: list[Any] = [store, m.cursor.open(store), m.cursor.open(store)]
            del store
            for k in order:
                if action == "close":
                    things[k].close()
                else:
                    things[k] = None
            del things
            gc.collect()
            equal(m.live(), before)


def check_threads(m: Any) -> None:
    """Objects are made, used, closed and dropped by several threads at once."""
    before = m.live()
    shared = m.Store.open("a")
    errors: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(200):
                c = m.counter(1)
                w = m.watcher(c)
                w.watch(c)
                cursor = m.cursor.open(shared)
                cursor.next()
                tree = m.tree("oak")
                leaf = tree.add(tree.root, "leaf")
                del c, tree
                equal(w.look(), 1)
                equal(leaf.parent.name, "oak")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if errors:
        raise errors[0]
    shared.close()
    gc.collect()
    equal(m.live(), before)


def check_closing_in_threads(m: Any) -> None:
    """One thread closes what others use: they go on, or find it closed."""
    for _ in range(30):
        store = m.Store.open("a")
        store.put("x", 1)
        wrong: list[BaseException] = []

        def use(store: Any = store, wrong: list[BaseException] = wrong) -> None:
            try:
                for _ in range(50):
                    m.cursor.open(store).next()
            except ValueError:
                pass
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=use) for _ in range(3)]
        for t in threads:
            t.start()
        store.close()
        for t in threads:
            t.join()
        equal(wrong, [])


def check_long_chains(m: Any) -> None:
    """Each depends on the one before, all on the first: closed at once, or dying."""
    before = m.live()
    for close in (True, False):
        root = last = m.counter(1)
        made = [root]
        for _ in range(20_000):
            last = m.counter.of_two(last, root)
            made.append(last)
        if close:
            root.__exit__(None, None, None)
            equal(m.live(), before)
            raises(ValueError, "this counter is closed", last.next)
        made.reverse()
        while made:
            made.pop()
        del last, root
        equal(m.live(), before)


def check_deep_garbage(m: Any) -> None:
    """CPython puts deep garbage off: what waits there is closed by a finalizer."""
    many, closed = 20_000, []  # deeper than the stack, whatever a level takes

    class Own(m.cursor):  # which older versions put off, too
        pass

    def work() -> None:
        stores = [m.Store.open("x") for _ in range(many)]
        cursors = [(m.cursor, Own)[k % 2].open(stores[k]) for k in range(many)]

        class Close:
            __slots__ = ()

            def __del__(self) -> None:
                store = stores.pop()
                store.close()
                closed.append(store)

        nest = None
        for cursor in cursors:  # a list drops its last item first
            nest = [nest, Close(), cursor]
        del cursor, cursors
        del nest

    before = threading.stack_size(2**19)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    equal(len(closed), many)
    for store in closed:
        raises(ValueError, "closed", store.put, "x", 1)


def check_dependants_that_die_meanwhile(m: Any) -> None:
    """One thread closes what others make dependants of, and drop."""
    before = m.live()
    for _ in range(30):
        root, go = m.counter(1), threading.Barrier(4)

        def use(root: Any, go: Any) -> None:
            go.wait()
            try:
                for _ in range(200):
                    last = m.counter.of_two(root, root)
                    m.counter.of_two(last, root)
            except ValueError as error:
                assert "this counter is closed" in str(error), error

        threads = [threading.Thread(target=use, args=(root, go)) for _ in range(3)]
        for t in threads:
            t.start()
        go.wait()
        root.__exit__(None, None, None)
        for t in threads:
            t.join()
        del root
    gc.collect()
    equal(m.live(), before)


def check_one_object_in_threads(m: Any) -> None:
    """What C gives to several threads at once is one object."""
    for _ in range(50):
        tree, go, found = m.tree("oak"), threading.Barrier(4), []

        def look(tree: Any, go: Any, found: list[Any]) -> None:
            go.wait()
            found.append(tree.root)

        look_at = (tree, go, found)
        threads = [threading.Thread(target=look, args=look_at) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        equal(len({id(node) for node in found}), 1)


# ------------------------------------------------ what an owner needs beside the object
def check_owner_of_items(m: Any) -> None:
    """CB_OWNED names the pool, which lives on, and a number, which is copied."""
    deaths(m)
    pool = m.pool()
    one, two = pool.take(5), pool.take(7)
    equal((one.tag, pool.out, pool.back), (5, 2, 0))
    del one
    gc.collect()
    equal((pool.out, pool.back, deaths(m)), (1, 5, "item"))
    ref = weakref.ref(pool)
    del pool
    gc.collect()
    assert ref() is not None
    equal(two.tag, 7)
    del two
    gc.collect()
    assert ref() is None
    equal(deaths(m), "item pool")


def check_owner_closed_first(m: Any) -> None:
    """Who closes the pool closes what would come back to it."""
    deaths(m)
    with m.pool() as pool:
        item = pool.take(3)
    raises(ValueError, "this item is closed", lambda: item.tag)
    equal(deaths(m), "item pool")
    a, b = m.pool(), m.pool()
    x, y = a.share(b, 4)
    equal((a.out, b.out), (1, 1))
    del y
    gc.collect()
    equal((b.out, b.back, a.back), (0, 1, 0))
    del x
    gc.collect()
    equal((a.out, a.back), (0, 4))
    raises(ValueError, "no items below 0", a.share, b, -1)
    del a, b
    equal(deaths(m), "item item pool pool")


def check_owner_in_threads(m: Any) -> None:
    """Items die in one thread while others use the pool."""
    pool = m.pool()

    def run() -> None:
        for _ in range(300):
            pool.take(1)
            assert pool.back >= 0

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gc.collect()
    equal((pool.out, pool.back), (0, 1200))
