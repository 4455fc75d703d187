# SPDX-License-Identifier: MIT
"""Objects that C makes: what makes them, what keeps them, in which order they die."""

from __future__ import annotations

import copy
import gc
import pickle
import sys
import threading
import weakref
from typing import Any

from checking import equal, raises


def deaths(m: Any) -> str:
    """What died since the last call, in order."""
    gc.collect()
    return str(m.funeral())


# ------------------------------------------------------------------------ constructors
def check_constructor(m: Any) -> None:
    c = m.counter(10, step=5)
    equal(c.next(), 15)
    equal(c.value, 15)
    c.value = 3
    c.step = -1
    equal((c.next(), c.step), (2, -1))
    c.skip()
    c.skip(2)
    equal(c.value, -1)
    equal(m.counter().value, 0)
    raises(TypeError, "counter()", m.counter, "x")
    raises(TypeError, "counter()", m.counter, 1, 2, 3)
    raises(OverflowError, "counter()", m.counter, 2**70)
    raises(TypeError, "counter.value()", setattr, c, "value", "x")
    raises(AttributeError, "", delattr, c, "value")
    raises(AttributeError, "", setattr, m.tree("oak"), "size", 3)


def check_class_methods(m: Any) -> None:
    equal(m.counter.parse("3 to 5").next(), 8)
    raises(ValueError, "no counter: 3", m.counter.parse, "3")
    equal(m.counter.zero().value, 0)
    equal(m.counter.limit(), 1000)

    class Own(m.counter):  # type: ignore[misc]
        pass

    equal(type(Own.parse("3 to 5")), Own)
    equal(type(Own.zero()), Own)
    equal(type(m.Store.open("a")), m.Store)
    error = raises(m.StoreError, "code 22", m.Store.open, "")
    assert isinstance(error, OSError)


def check_no_constructor(m: Any) -> None:
    raises(TypeError, "node() makes none: use ", m.node)
    raises(TypeError, "Store() makes none: use Store.open()", m.Store)
    raises(TypeError, "cursor() makes none: use cursor.open()", m.cursor)


def check_failing_init(m: Any) -> None:
    before = m.live()
    raises(ValueError, "1000001 bytes are too many", m.buffer, 1000001)
    equal(m.live(), before)
    b = m.buffer(3, 7)
    equal((b.size, b.sum()), (3, 21))
    b.put(1, 1)
    equal(b.sum(), 15)
    raises(IndexError, "3 bytes only", b.put, 3, 0)
    raises(ValueError, "5 stands behind 2", m.span, 5, 2)
    # What failed may be tried again.
    again = m.buffer.__new__(m.buffer)
    raises(ValueError, "too many", again.__init__, 1000001)
    raises(ValueError, "buffer.sum(): buffer.__init__() was not called", again.sum)
    again.__init__(2, fill=4)
    equal(again.sum(), 8)


def check_value_struct(m: Any) -> None:
    s = m.span(2, 5)
    equal((s.from_, s.to, s.length), (2, 5, 3))
    s.shift(10)
    equal((s.from_, s.to), (12, 15))
    assert s == m.span(12, 15) != m.span(12, 16)
    equal(s.join(m.span(1, 2)), m.span(1, 15))
    assert not hasattr(s, "close")
    s.__init__(3, 4)  # a value may be made anew
    equal(s, m.span(3, 4))
    equal(copy.copy(s), s)
    equal(pickle.loads(pickle.dumps(s)), s)


def check_other_handles(m: Any) -> None:
    p = m.Plugin.load(40)
    equal(p.run(2), 42)
    assert not hasattr(p, "unload")  # close() does it
    ports = [m.Port.open() for _ in range(3)]
    equal([port.write("abc") for port in ports], [3, 3, 3])
    ports[1].close()
    raises(ValueError, "this Port is closed", ports[1].write, "abc")
    equal(ports[0].written, 3)
    other = m.Port.open()  # the number is used again
    equal(other.written, 0)
    raises(ValueError, "this Port is closed", ports[1].write, "abc")
    del ports, other
    equal(deaths(m).count("port"), 4)


# ---------------------------------------------------------------------- close, and with
def check_close(m: Any) -> None:
    deaths(m)
    c = m.counter(1)
    equal(c.close(), None)
    equal(c.close(), None)
    equal(deaths(m), "counter")
    for use in (c.next, lambda: c.value, lambda: setattr(c, "value", 1), c.twice):
        raises(ValueError, "this counter is closed", use)
    raises(ValueError, "furthest(): this counter is closed", m.furthest, c)
    raises(ValueError, "this counter is closed", m.counter().meets, c)
    with m.counter(1) as other:
        equal(other.next(), 2)
    raises(ValueError, "this counter is closed", other.next)
    try:
        with m.counter(1) as other:
            raise KeyError(1)
    except KeyError:
        raises(ValueError, "this counter is closed", other.next)
    del c, other
    equal(deaths(m), "counter counter counter")
    c = m.counter(5)
    c.close()
    c.__init__(6)  # it may be made anew
    equal(c.value, 6)
    raises(RuntimeError, "counter(): this counter is made already", c.__init__, 7)
    equal(c.value, 6)


def check_never_made(m: Any) -> None:
    c = m.counter.__new__(m.counter)
    text = "counter.__init__() was not called"
    raises(ValueError, f"counter.next(): {text}", c.next)
    raises(ValueError, text, lambda: c.value)
    raises(ValueError, f"furthest(): {text}", m.furthest, c)
    equal(c.close(), None)
    raises(ValueError, text, c.next)
    for name in ("Store", "Plugin", "Port", "node", "tree", "watcher", "buffer"):
        of = getattr(m, name)
        empty = of.__new__(of)
        for method in ("put", "run", "write", "first", "add", "look", "sum"):
            if hasattr(of, method):
                args = [1] * {"put": 2, "run": 1, "add": 2}.get(method, 0)
                args = ["x"] if method == "write" else args
                try:
                    getattr(empty, method)(*args)
                except (ValueError, TypeError):
                    continue
                raise AssertionError(f"{name}.{method}() of nothing")


def check_copies(m: Any) -> None:
    for it in (m.counter(), m.tree("oak").root, m.Port.open()):
        text = "cannot be copied or pickled"
        raises(TypeError, text, copy.copy, it)
        raises(TypeError, text, copy.deepcopy, it)
        raises(TypeError, text, pickle.dumps, it)


# -------------------------------------------------------------------------- subclasses
def check_subclass(m: Any) -> None:
    class Named(m.counter):  # type: ignore[misc]
        def __init__(self, name: str, start: int) -> None:
            super().__init__(start, step=2)
            self.name = name

        def next(self) -> int:
            return int(super().next()) * 10

    n = Named("a", 4)
    equal((n.name, n.next(), n.value), ("a", 60, 6))
    equal(m.furthest(n), 6)

    class Careless(m.counter):  # type: ignore[misc]
        def __init__(self) -> None:
            pass

    raises(ValueError, "Careless.__init__() was not called", Careless().next)

    class Slotted(m.counter):  # type: ignore[misc]
        __slots__ = ("extra",)

    s = Slotted(3)
    s.extra = s
    equal(s.extra.next(), 4)
    for other in (Named, m.tree, object):
        raises(TypeError, "", setattr, s, "__class__", other)


def check_two_bases(m: Any) -> None:
    def both() -> Any:
        return type("Both", (m.counter, m.tree), {})

    raises(TypeError, "conflict", both)


def check_foreign_new(m: Any) -> None:
    """Memory of another class is refused."""
    raises(TypeError, "", object.__new__, m.counter)
    raises(TypeError, "", m.counter.__new__, m.tree)
    raises(TypeError, "", m.counter.__new__, int)
    raises(TypeError, "", m.counter.next, m.tree("oak"))
    raises(TypeError, "", m.counter.__init__, m.tree("oak"))


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
    """What others use is not given away."""
    tree = m.tree("oak")
    route = m.route(tree.root)
    raises(ValueError, "a route uses it", tree.prune, tree.root)
    equal(route.goal, "oak")
    deaths(m)
    del tree
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


def check_taking_what_is_used(m: Any) -> None:
    """C must not free what another object goes on using."""
    c = m.counter(1)
    w = m.watcher(c)
    raises(ValueError, "watcher", c.finish)
    equal((c.value, w.look()), (1, 1))
    w.close()
    equal(c.finish(), 1)


def check_prune(m: Any) -> None:
    tree = m.tree("oak")
    branch = tree.add(tree.root, "branch")
    leaf = tree.add(branch, "leaf")
    tree.prune(branch)
    equal(tree.size, 2)
    raises(ValueError, "", lambda: leaf.name)
    raises(ValueError, "", lambda: branch.name)
    equal(tree.root.first().name, "branch")


# -------------------------------------------------------------------------- two objects
def check_two_objects(m: Any) -> None:
    a, b = m.counter(3), m.counter(4)
    equal((a.meets(b), a.meets(a)), (False, True))
    a.swap(b)
    equal((a.value, b.value), (4, 3))
    raises(ValueError, "same object", a.swap, a)
    both = a.of_two(b)
    equal(both.value, 7)
    equal(a.of_two(a).value, 8)
    equal(m.furthest(), -1)
    equal(m.furthest(a), 4)
    equal(m.furthest(None, b), 3)
    equal(m.furthest(b=b, a=a), 4)
    raises(TypeError, "must be counter or None, not tree", m.furthest, m.tree("oak"))
    raises(TypeError, "must be counter, not None", a.meets, None)
    equal(m.total([a, b, a]), 11)
    equal(m.total([]), 0)
    raises(TypeError, "total()", m.total, [a, 1])
    b.close()
    raises(ValueError, "this counter is closed", m.total, [a, b])
    m.reset(a)
    equal(a.value, 0)
    equal(m.counter(4).twice(), 8)
    equal(m.counter(4).is_(4) if hasattr(m.counter, "is_") else True, True)


# ----------------------------------------------------------------------- life and death
def check_cycles(m: Any) -> None:
    before = m.live()

    class Own(m.counter):  # type: ignore[misc]
        pass

    class Watch(m.watcher):  # type: ignore[misc]
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

    class Own(m.cursor):  # type: ignore[misc]
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

    class Phoenix(m.counter):  # type: ignore[misc]
        def __del__(self) -> None:
            saved.append(self)

    class Closer(m.counter):  # type: ignore[misc]
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


# --------------------------------------------------------------------------------- docs
def check_docs(m: Any) -> None:
    assert m.counter.__doc__.startswith("Counts in steps.")
    assert "A counter that begins at start." in m.counter.__doc__
    assert m.counter.next.__doc__.startswith("The next number.")
    assert m.counter.value.__doc__.startswith("Where it is.")
    equal(m.counter.__module__, "handles")
    equal(m.counter.__name__, "counter")
    equal(m.counter.next.__qualname__, "counter.next")
