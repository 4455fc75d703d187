# SPDX-License-Identifier: MIT
"""Objects that C makes: what makes and closes them, subclasses, two in a call."""

from __future__ import annotations

import copy
import gc
import inspect
import pickle
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

    class Own(m.counter):
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
    assert ports[0] == ports[0] != ports[1]
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
    class Named(m.counter):
        def __init__(self, name: str, start: int) -> None:
            super().__init__(start, step=2)
            self.name = name

        def next(self) -> int:
            return int(super().next()) * 10

    n = Named("a", 4)
    equal((n.name, n.next(), n.value), ("a", 60, 6))
    equal(m.furthest(n), 6)

    class Careless(m.counter):
        def __init__(self) -> None:
            pass

    raises(ValueError, "Careless.__init__() was not called", Careless().next)

    class Slotted(m.counter):
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


# --------------------------------------------------------------------------------- docs
def check_docs(m: Any) -> None:
    assert m.counter.__doc__.startswith("Counts in steps.")
    assert "A counter that begins at start." in m.counter.__doc__
    assert m.counter.next.__doc__.startswith("The next number.")
    assert m.counter.value.__doc__.startswith("Where it is.")
    equal(m.counter.__module__, "handles")
    equal(m.counter.__name__, "counter")
    equal(m.counter.next.__qualname__, "counter.next")


def check_static_methods(m: Any) -> None:
    """They are what Python calls so: by signature, pickle, and in subclasses."""
    assert type(vars(m.counter)["limit"]) is staticmethod
    equal(str(inspect.signature(m.counter.limit)), "()")
    limit = pickle.loads(pickle.dumps(m.counter.limit))
    equal((limit(), m.counter.limit.__qualname__), (m.counter.limit(), "counter.limit"))

    class Sub(m.counter):  # type: ignore[misc]
        pass

    equal((Sub.limit(), Sub(1).limit()), (limit(), limit()))
    raises(TypeError, "limit() takes 0 positional", m.counter.limit, 1)
