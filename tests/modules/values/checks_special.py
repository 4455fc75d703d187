# SPDX-License-Identifier: MIT
"""Special methods that take or give Python values."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from checking import equal, raises


# ----------------------------------------------------------------- special methods
def check_attributes(m: Any) -> None:
    r = m.Record(True)
    r.a, r.b = 3, 4
    equal((r.a, r.b, dir(r)), (3, 4, ["a", "b"]))
    raises(AttributeError, "'Record' object has no attribute 'c'", getattr, r, "c")
    equal(getattr(r, "c", 7), 7)
    raises(ValueError, "it is broken", getattr, r, "broken")
    raises(TypeError, "a value must be an int, not str", setattr, r, "a", "x")
    r.close = 5  # what Python finds comes first
    equal((callable(r.close), r["close"]), (True, 5))
    del r.a
    raises(AttributeError, "a", delattr, r, "a")
    equal(dir(r), ["b", "close"])
    assert not hasattr(m.Record(True), "a")

    class Mine(m.Record):
        def __getattr__(self, name: str) -> Any:
            return super().__getattr__(name) if name in ("a", "no") else name.upper()

        @property
        def late(self) -> Any:
            raise AttributeError("within")

    mine = Mine(True)
    mine.a = 1
    equal((mine.a, mine.other, mine.late), (1, "OTHER", "LATE"))
    raises(AttributeError, "'Mine' object has no attribute 'no'", getattr, mine, "no")
    plain = type("Plain", (m.Record,), {})(True)
    plain.a = 2
    equal((plain.a, getattr(plain, "b", None)), (2, None))


def check_items_by_value(m: Any) -> None:
    r = m.Record(True)
    r["x"] = 5
    equal((r["x"], "x" in r, "y" in r), (5, True, False))
    raises(KeyError, "'y'", lambda: r["y"])
    raises(TypeError, "a value must be a str, not int", lambda: r[1])
    raises(TypeError, "a value must be a str, not int", r.__setitem__, 1, 2)
    raises(TypeError, "a value must be a str, not int", r.__contains__, 1)


def check_texts_by_value(m: Any) -> None:
    r = m.Record(True)
    r.x, r.y = 255, 2
    equal((repr(r), format(r, "x"), f"{r:>5}"), ("x+y", "ff", "  255"))
    raises(TypeError, "__str__", str, r)
    raises(ValueError, "", format, r, "no such")


def check_next_by_value(m: Any) -> None:
    r = m.Record(True)
    r.x, r.y = 1, 2
    equal((list(r), list(r), iter(r) is r), (["x", "y"], ["x", "y"], True))
    r.stop = 3
    raises(ValueError, "stopped", list, r)


def check_exit(m: Any) -> None:
    r = m.Record(True)
    with r:
        pass
    with r as same:
        assert same is r
        raise KeyError
    raises(LookupError, "out", leave, r, LookupError("out"))
    try:
        leave(r, ZeroDivisionError("in"))
    except RuntimeError as error:
        equal(str(error), "on the way out")
        equal(str(error.__context__), "in")
    else:
        raise AssertionError("nothing was raised")
    raises(TypeError, "__exit__() missing 3", r.__exit__)
    assert r.__exit__(None, None, None) is False
    s = m.Scaled(2.0)
    raises(KeyError, "gone", leave, s, KeyError("gone"))
    equal(s.__get__(None, int), (3.0, int))


def leave(manager: Any, error: Exception) -> None:
    with manager:
        raise error


def check_descriptor(m: Any) -> None:
    class Thing:
        size = m.Scaled(10.0)
        raw = 1.5

        def store(self, raw: float) -> None:
            self.raw = raw

    thing = Thing()
    equal(thing.size, 15.0)
    thing.size = 50
    equal((thing.raw, Thing.size), (5.0, (10.0, Thing)))
    raises(AttributeError, "__delete__", delattr, thing, "size")
    raises(TypeError, "must be a float, not str", setattr, thing, "size", "x")
    equal(m.Scaled(1.0).__get__(None, int), (1.0, int))
    for copied in (copy.copy(m.Scaled(3.0)), pickle.loads(pickle.dumps(m.Scaled(3.0)))):
        equal(copied.__get__(None, int), (3.0, int))
