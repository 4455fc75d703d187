# SPDX-License-Identifier: MIT
"""What the test module `values` must do: Python values in the hands of C."""

from __future__ import annotations

import collections
import inspect
import json
import sys
import threading
import time
import warnings
from typing import Any

from checking import equal, raises

HUGE = 10**30
UNICODE = "gr\u00fc\u00df \u20ac \U0001f600"


class Index:
    def __index__(self) -> int:
        return 5


class Raises:
    """Everything that C may ask raises."""

    def _raise(self, *_: object) -> Any:
        raise LookupError("from the argument")

    __index__ = __float__ = __len__ = __getitem__ = __iter__ = __next__ = _raise
    __hash__ = __eq__ = _raise  # type: ignore[assignment]


# ---------------------------------------------------------------------- in and out
def check_identity(m: Any) -> None:
    for v in (None, 3, HUGE, "text", [1], {}, object(), m, int):
        assert m.echo(v) is v
        before = sys.getrefcount(v)
        m.echo(v)
        equal(sys.getrefcount(v), before)
    assert m.echo_or() is None and m.echo_or(None) is None
    equal(m.echo_or([2]), [2])
    equal([m.is_given(), m.is_given(None), m.is_given(0)], [False, False, True])


def check_by_address(m: Any) -> None:
    equal(m.ends("abc"), ("a", "c"))
    raises(IndexError, "ends(): item 0 of a list of 0 items", m.ends, [])
    a, b = [1], [2]
    x, y = m.swap(a, b)
    assert x is b and y is a
    assert m.type_of({}) is dict
    equal(m.measure([1, 2]), 2)
    equal(m.measure([1, 2], same=True), (2, [1, 2]))
    equal(m.status(type("T", (), {"missing": 4}), 0), 4)
    raises(LookupError, "status 3", m.status, 1, 3)
    raises(AttributeError, "missing", m.status, 1, 0)


def check_null_is_an_error(m: Any) -> None:
    raises(SystemError, "nothing(): C returned NULL without an error", m.nothing, 1001)
    raises(SystemError, "nothing(): out is NULL after the call", m.nothing, 1002)


# ---------------------------------------------------------------------------- make
def check_makers(m: Any) -> None:
    wanted = (
        None,
        True,
        False,
        -(2**63),
        1.5,
        "gr\u00fcn",
        b"a\0b",
        [],
        {},
        (),
        "",
        b"",
    )
    equal(m.constants(), wanted)
    assert [type(v) for v in m.constants()] == [type(v) for v in wanted]
    equal(m.numbers(1000), list(range(1000)))
    equal(m.words("a", UNICODE), ["a", UNICODE])
    equal(m.decode(b"a\0b"), "a\0b")
    raises(UnicodeDecodeError, "decode()", m.decode, b"ab\xff")
    equal(m.zero_bytes(3), b"\0\0\0")
    raises(MemoryError, "", m.zero_bytes, sys.maxsize)
    raises(MemoryError, "", m.zero_bytes, sys.maxsize * 2 + 1)
    equal(m.repeat(3), (1000, 1001, 1002))
    equal(m.repeat(100), tuple(range(1000, 1100)))
    item = [1]
    before = sys.getrefcount(item)
    equal(m.repeat(3, item), (item, item, item))
    equal(sys.getrefcount(item), before)


def check_arrays(m: Any) -> None:
    array = m.squares(5)
    equal(array.tolist(), [0.0, 1.0, 4.0, 9.0, 16.0])
    for code in "bBhHiIlLqQfd?":
        made = m.zeros(code, 2, 3)
        equal(made.tolist(), [[0] * 3] * 2)
        view = memoryview(made)
        equal(view.itemsize, memoryview(m.zeros(code, 1, 1)).itemsize)
        assert not view.readonly and view.c_contiguous
        if code not in "lLqQ":
            equal(view.format, code)
    numpy = type(array).__module__ == "numpy"
    if numpy:
        equal([m.zeros(c, 1, 1).dtype.char for c in "egFDG"], list("egFDG"))
        equal(str(m.zeros("n", 1, 1).dtype), "int64")
    raises(SystemError, "zeros(): cb_array() has no code 'x'", m.zeros, "x", 1, 1)
    raises(MemoryError, "zeros()", m.zeros, "d", 2**40, 2**40)
    equal(m.zeros("d", 0, 2**40).shape, (0, 2**40))
    equal(m.ones(0).tolist(), 1)
    equal(m.ones(3).tolist(), [[[1]]])
    raises(SystemError, "ones(): cb_array() of 33 dimensions", m.ones, 33)
    raises(SystemError, "ones(): cb_array() of -1 dimensions", m.ones, -1)


def check_containers(m: Any) -> None:
    text = "the cat and the dog and the end"
    equal(m.count_words(text), dict(collections.Counter(text.split())))
    equal(m.rows(2)[1], {"id": 1, "name": "row", "half": 0.5})
    mine: list[Any] = [1]
    assert m.append(mine, mine, "keep") is mine
    assert mine[1] is mine
    raises(TypeError, "append(): a value must be a list, not tuple", m.append, (), 1)
    mine = {}  # type: ignore[assignment]
    assert m.put(mine, "a", 1, "keep") is mine
    equal(m.put(mine, "a", 2, "keep"), {"a": 2})
    raises(TypeError, "unhashable type", m.put, {}, [], 1)
    raises(TypeError, "put(): a value must be a dict, not list", m.put, [], 0, 1)
    raises(LookupError, "from the argument", m.put, {}, Raises(), 1)


class LoudList(list):  # type: ignore[type-arg]
    def append(self, item: Any) -> None:
        super().append((item, item))


class DeafList(list):  # type: ignore[type-arg]
    def append(self, item: Any) -> None:
        pass


class LoudDict(dict):  # type: ignore[type-arg]
    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, [value])


def check_subclasses_have_their_way(m: Any) -> None:
    equal(list(m.append(LoudList(), 3, "keep")), [(3, 3)])
    equal(list(m.append(DeafList(), object(), "keep")), [])
    equal(dict(m.put(LoudDict(), 1, 2, "keep")), {1: [2]})
    ordered = collections.OrderedDict([("a", 1), ("b", 2)])
    ordered.move_to_end("a")
    equal(m.pairs(ordered), [("b", 2), ("a", 1)])
    equal(m.find(collections.defaultdict(lambda: 7), 1), 7)
    equal(m.find(collections.ChainMap({}, {1: 2}), 1), 2)
    equal(m.int_of(True), 1)
    equal(m.kind(LoudList()), m.CB_OBJECT)


def check_memory_is_constant(m: Any) -> None:
    """A million items go through a container: the call keeps none of them."""
    most = 0

    def pause(container: Any) -> None:
        nonlocal most
        container.clear()
        most = max(most, sys.getallocatedblocks())

    for churn in (m.churn, m.churn_dict):
        churn(5000, pause)
        before = sys.getallocatedblocks()
        most = 0
        churn(1_000_000, pause)
        assert most < before + 3000, (before, most)


# ---------------------------------------------------------------------------- read
def check_kinds(m: Any) -> None:
    values = [None, True, 1, 1.5, "x", b"x", [], (), {}, object()]
    equal([m.kind(v) for v in values], list(range(10)))
    equal(m.kind(), m.CB_NONE)
    for v in (bytearray(), set(), int, LoudList(), Index(), 1j, range(3)):
        equal(m.kind(v), m.CB_OBJECT)


def check_numbers(m: Any) -> None:
    for i in (0, 1, -1, 2**30, 2**62, 2**63 - 1, -(2**63)):
        equal(m.int_of(i), i)
    equal(m.int_of(Index()), 5)
    raises(OverflowError, "int_of(): a value of 9223372036854775808", m.int_of, 2**63)
    raises(OverflowError, "does not fit int64", m.int_of, HUGE)
    raises(TypeError, "int_of(): a value must be an int, not float", m.int_of, 1.0)
    raises(TypeError, "not str", m.int_of, "1")
    raises(LookupError, "from the argument", m.int_of, Raises())
    equal(m.float_of(1.5), 1.5)
    equal(m.float_of(3), 3.0)
    equal(m.float_of(Index()), 5.0)
    raises(OverflowError, "has no exact float64", m.float_of, 2**53 + 1)
    raises(OverflowError, "does not fit float64", m.float_of, 10**400)
    raises(TypeError, "float_of(): a value must be a float, not str", m.float_of, "1")


def check_text_and_bytes(m: Any) -> None:
    for text in ("", "a", UNICODE, "a\0b"):
        equal(m.str_of(text)[0], len(text.encode()))
    assert m.str_of("ab") != m.str_of("ba")
    raises(UnicodeEncodeError, "surrogates not allowed", m.str_of, "\ud800")
    raises(TypeError, "str_of(): a value must be a str, not bytes", m.str_of, b"x")
    equal(m.c_length("abc"), 3)
    raises(ValueError, "c_length(): a value has an embedded NUL", m.c_length, "a\0b")
    for data in (b"", b"a\0b", bytearray(b"xyz"), memoryview(b"abc")):
        equal(m.bytes_of(data), bytes(data))
    raises(TypeError, "bytes_of(): a value must be a bytes-like", m.bytes_of, "text")
    raises(BufferError, "bytes_of()", m.bytes_of, memoryview(b"abcd")[::2])
    grown = bytearray(b"abc")
    m.bytes_of(grown)
    grown.append(1)  # no export is left behind


def check_items(m: Any) -> None:
    equal(m.size({1: 2}), 1)
    raises(TypeError, "size(): object of type 'int' has no len()", m.size, 3)
    raises(LookupError, "from the argument", m.size, Raises())
    equal(m.item([1, 2], 1), 2)
    equal(m.item("abc", 2), "c")
    equal(m.item(range(9), 3), 3)
    raises(IndexError, "item(): item 2 of a list of 2 items", m.item, [1, 2], 2)
    raises(IndexError, "range object index", m.item, range(3), 9)
    raises(IndexError, "item()", m.item, (), sys.maxsize * 2 + 1)
    raises(TypeError, "item(): a value must be a sequence, not dict", m.item, {}, 0)
    raises(LookupError, "from the argument", m.item, Raises(), 0)
    equal(m.find({1: None}, 1), None)
    equal(m.find({"a": 5}, "a"), 5)
    equal(m.find({}, "a"), None)
    raises(TypeError, "unhashable type", m.find, {}, [])
    raises(LookupError, "from the argument", m.find, {1: 1}, Raises())
    raises(TypeError, "find()", m.find, 3, 1)
    raises(AttributeError, "keys", m.find, object(), 1)


# --------------------------------------------------------------------------- cb_next
def check_iteration(m: Any) -> None:
    equal(m.pairs({1: 2, "a": None}), [(1, 2), ("a", None)])
    equal(m.pairs([1, 2]), [(None, 1), (None, 2)])
    equal(m.pairs("ab"), [(None, "a"), (None, "b")])
    equal(m.pairs(x * x for x in range(3)), [(None, 0), (None, 1), (None, 4)])
    equal(m.pairs(range(0)), [])
    raises(TypeError, "pairs(): 'int' object is not iterable", m.pairs, 3)

    def broken() -> Any:
        yield 1
        raise LookupError("in between")

    raises(LookupError, "in between", m.pairs, broken())
    equal(m.product([1, 2]), [(1, 1), (1, 2), (2, 1), (2, 2)])
    equal(m.product({1: 2, 3: 4}), [(2, 2), (2, 4), (4, 2), (4, 4)])
    equal(m.total([1, 2.5, True]), 4.5)
    equal(m.total(iter([1.0] * 1000)), 1000.0)
    raises(TypeError, "total(): a value must be a float, not str", m.total, ["1"])


def check_loops_that_are_left(m: Any) -> None:
    equal(m.first([[7]]), [7])
    equal(m.first([]), None)
    equal(m.first({1: "one"}), "one")
    made = (object() for _ in range(3))
    assert type(m.first(made)) is object
    equal(next(iter(m.first(([x] for x in range(2000)), 1000))), 999)
    before = sys.getallocatedblocks()
    m.first([1] * 10, 100_000)
    assert sys.getallocatedblocks() < before + 1000


def check_places(m: Any) -> None:
    equal(m.misuse_next([1, 2], 0), None)
    raises(SystemError, "did not begin at 0", m.misuse_next, [1], 1)
    raises(SystemError, "belongs to another value", m.misuse_next, [1], 2)


def check_changes_meanwhile(m: Any) -> None:
    """What Python code does to a container in the loop over it."""

    class Item:
        def __init__(self, of: Any) -> None:
            self.of = of

        def __float__(self) -> float:
            self.of.clear()
            return 1.0

    mine: Any = []
    mine += [Item(mine) for _ in range(5)]
    equal(m.total(mine), 1.0)
    other: Any = {}
    other.update({i: Item(other) for i in range(5)})
    equal(m.total(other), 5.0)  # of a copy
    equal(other, {})


# ----------------------------------------------------------------------- recursion
def check_rebuild(m: Any) -> None:
    data = {"a": [1, 2.5, None, True, (b"x", "y", {1: {}})], HUGE: ["\ud800", HUGE]}
    made = m.rebuild(data)
    equal(made, data)
    assert made is not data and made["a"] is not data["a"]
    equal(
        m.rebuild(json.loads("[[1, {}], [2.5, {}], [{}]]")), [[1, {}], [2.5, {}], [{}]]
    )
    cyclic: list[Any] = []
    cyclic.append(cyclic)
    raises(RecursionError, "nested too deeply", m.rebuild, cyclic)
    deep: list[Any] = []
    for _ in range(2000):
        deep = [deep]
    raises(RecursionError, "nested too deeply", m.rebuild, deep)
    equal(m.depth([[], [[[]]]], 10), 4)
    raises(RecursionError, "deeper than the limit", m.depth, cyclic, 500)


# ---------------------------------------------------------------------------- call
def check_python(m: Any) -> None:
    equal(m.get("x", "upper")(), "X")
    raises(AttributeError, "no attribute 'nope'", m.get, 1, "nope")
    equal(m.get_or(1, "nope", 5), 5)
    equal(m.get_or(1, "real", 5), 1)
    equal(m.call(divmod, 7, 2), (3, 1))
    equal(m.call(dict), {})
    raises(ZeroDivisionError, "", m.call, divmod, 1, 0)
    raises(TypeError, "not callable", m.call, 3)

    def own(*args: Any) -> Any:
        raise TypeError("mine")

    try:
        m.call(own)
    except TypeError as error:
        equal(str(error), "mine")  # untouched, with its own line
        names = []
        tb = error.__traceback__
        while tb:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        equal(names[-1], "own")
    assert m.import_module("os.path") is __import__("os").path
    raises(ModuleNotFoundError, "no_such", m.import_module, "no_such_module")
    equal(m.replace("a+", "b", "caat"), "cbt")


def check_arrays_beside_values(m: Any, np: Any) -> None:
    x = np.array([1.0, 2.0, 3.0])
    m.map(lambda v: v * 2, x)
    equal(x.tolist(), [2.0, 4.0, 6.0])

    def resizes(v: float) -> float:
        try:
            x.resize(100000)
        except ValueError:
            return v
        return -1.0

    m.map(resizes, x)
    equal(x.tolist(), [2.0, 4.0, 6.0])


# ----------------------------------------------------------------------- callbacks
def check_callbacks(m: Any) -> None:
    item = [1]
    assert m.transform(lambda v: v, item, False) is item
    equal(m.transform(lambda v: [v], item, True), [[[1]]])
    assert m.transform(lambda v: None, item, False) is None
    equal(m.fold(lambda a, b: a + b, ["a", "b"], "-"), "-ab")
    equal(m.fold(lambda a, b: [*a, b], range(500), []), list(range(500)))
    parts = m.split(lambda v, rest: (3, v[0], [*rest, *v[1:]]), "abc")
    equal(parts, (3, "a", ["b", "c"]))
    text = "must return a tuple of 3, not str"
    raises(TypeError, text, m.split, lambda v, rest: v, "abc")
    equal([m.call_with(lambda v: v, how) for how in range(4)], [None, None, 5, "text"])
    before = sys.getrefcount(item)
    for _ in range(20):
        m.transform(lambda v: item, item, True)
        m.split(lambda v, rest: (0, item, item), item)
    equal(sys.getrefcount(item), before)


def check_callbacks_and_errors(m: Any) -> None:
    calls = []

    def fails(v: Any) -> Any:
        calls.append(v)
        raise LookupError("first")

    raises(LookupError, "first", m.transform, fails, 1, True)
    equal(calls, [1])
    raises(LookupError, "first", m.fold, lambda a, b: fails(b), [2, 3], 0)
    equal(calls, [1, 2])
    text = "call_with_null(): f(): v is NULL in C, and not said to be CB_OPT"
    raises(SystemError, text, m.call_with_null, calls.append, False)
    raises(AttributeError, "missing", m.call_with_null, calls.append, True)

    def counts(v: int) -> int:
        calls.append(v)
        return 1

    calls.clear()
    raises(AttributeError, "missing", m.call_after_error, counts, False)
    equal(calls, [1])
    equal(m.call_after_error(counts, True), 2)
    equal(calls, [1, 1, 3])


def check_values_from_python(m: Any) -> None:
    equal(m.json_length('{"a": [1, 2]}'), len('{"a": [1, 2]}'))
    raises(json.JSONDecodeError, "", m.json_length, "{")
    equal(m.sort_keys([3, 1]), [1, 3])
    equal(m.sort_keys([3, 10], str), ["10", "3"])
    raises(TypeError, "not supported between", m.sort_keys, [1, "a"])


def check_objects_in_use(m: Any) -> None:
    jar = m.jar(5)
    equal(jar.ask(lambda n: 4), 7)
    text = "jar.add() called while jar.ask() on the same object is running"
    raises(RuntimeError, text, jar.ask, lambda n: jar.add(1) or 1)
    equal(jar.ask(lambda n: 4), 7)


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

    class Mine(m.Record):  # type: ignore[misc, name-defined]
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
    raises(TypeError, "__str__ returned non-string", str, r)
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


# ------------------------------------------------------------------- *args and **kw
def check_rest(m: Any) -> None:
    equal(m.only_args(), ())
    equal(m.only_args(1, "a"), (1, "a"))
    raises(TypeError, "only_args() got an unexpected keyword", m.only_args, a=1)
    equal(m.only_keywords(), {})
    equal(m.only_keywords(a=1, k=2), {"a": 1, "k": 2})
    raises(TypeError, "only_keywords() takes 0 positional", m.only_keywords, 1)
    equal(m.all_kinds(1, c=3), (1, 2, (), 3, 4, {}))
    equal(
        m.all_kinds(1, 5, 6, 7, c=3, d=8, args=9, kw=0),
        (1, 5, (6, 7), 3, 8, {"args": 9, "kw": 0}),
    )
    equal(m.all_kinds(b=1, a=0, c=3), (0, 1, (), 3, 4, {}))
    raises(
        TypeError, "missing 1 required keyword-only argument: 'c'", m.all_kinds, 1, 2
    )
    raises(TypeError, "missing 1 required positional argument: 'a'", m.all_kinds, c=1)
    raises(TypeError, "multiple values for argument 'a'", m.all_kinds, 1, a=1, c=1)
    raises(TypeError, "all_kinds(): c must be an int", m.all_kinds, 1, c="x")
    equal(m.unnamed(1, arg1=2), (1, {"arg1": 2}))
    raises(TypeError, "missing 1 required positional", m.unnamed, arg1=2)
    equal(m.no_rest(1, b=2, c=3), (1, 2, {"c": 3}))
    raises(TypeError, "no_rest() takes 1 positional", m.no_rest, 1, 2)
    given = {"x": [1]}
    assert m.only_keywords(**given) is not given
    equal(str(inspect.signature(m.all_kinds)), "(a, b=2, *args, c, d=4, **kw)")
    equal(str(inspect.signature(m.no_rest)), "(a, *, b, **options)")
    equal(str(inspect.signature(m.unnamed)), "(arg1, /, **kw)")
    equal(str(inspect.signature(m.only_args)), "(*args)")
    assert "*args : object" in m.all_kinds.__doc__
    assert "**kw : int" in m.only_keywords.__doc__


# -------------------------------------------------------------------------- errors
def check_exceptions(m: Any) -> None:
    try:
        m.raise_value("no number", 12)
    except m.ParseError as error:
        equal(error.args, ("no number", 12))
    try:
        m.raise_with(0, (2, "text", "file"))
    except FileNotFoundError as error:
        equal((error.errno, error.strerror, error.filename), (2, "text", "file"))
    try:
        m.raise_with(1, "key")
    except KeyError as error:
        equal(error.args, ("key",))
    raises(StopIteration, "9", m.raise_with, 3, 9)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        equal(m.warn_value("odd"), 1)
        equal([w.category for w in caught], [m.OddWarning])
        equal(m.warned(), [False])
        equal(str(caught[-1].message), "first")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        raises(m.OddWarning, "odd", m.warn_value, "odd")


def check_the_first_error_stays(m: Any) -> None:
    m.first_error("")
    for order, wanted in {
        "v": KeyError,
        "vr": KeyError,
        "rv": IndexError,
        "pr": AttributeError,
        "rp": IndexError,
        "pv": AttributeError,
        "pcr": IndexError,
        "vcp": AttributeError,
        "wv": KeyError,
        "wp": AttributeError,
        "pw": AttributeError,
    }.items():
        raises(wanted, "", m.first_error, order)
    for order in ("c", "vc", "rc", "pcc", "vcrcpc"):
        m.first_error(order)
    for how in range(3):
        equal(m.sticky(how), 100 * (how > 0))
    equal(m.clears(lambda: 1 / 0), True)
    equal(m.clears(int), False)


# ---------------------------------------------------------------------- callbacks
def check_values_in_callbacks(m: Any) -> None:
    equal(m.apply(lambda *args: args, 1, ("x", 2.5)), (1, "x", 2.5))
    equal(m.apply(lambda *args: args, 1, ()), (1,))
    equal(m.apply(lambda a, b: [a, b, HUGE], 1, (UNICODE,)), [1, UNICODE, HUGE])
    raises(TypeError, "positional argument", m.apply, lambda: 1, 1, (2,))
    raises(SystemError, "C passed list as *args", m.apply, print, 1, [2])
    raises(LookupError, "from the argument", m.apply, Raises()._raise, 1, ())
    # nobody but C has what comes back
    made = m.collect(lambda v, k: ([v], str(k) * 50), "v", 40)
    equal(made, [(["v"], str(k) * 50) for k in range(40)])
    raises(TypeError, "tuple of 2", m.collect, lambda v, k: [v, k], 1, 1)
    raises(TypeError, "not one of 3", m.collect, lambda v, k: (v, k, k), 1, 1)
    calls: list[int] = []
    raises(IndexError, "", m.call_after, lambda: calls.append(1), [])
    equal(calls, [])
    m.keep_fn(lambda *args: args)
    equal(m.call_kept(1, "x"), (1, "x"))
    if sys.version_info < (3, 12):  # later ones count deeper than the C stack reaches
        m.keep_fn(m.call_kept)
        raises(RecursionError, "", m.call_kept, 1)
    m.keep_fn(max)
    assert m.metaclass(1) is type


def check_object_in_use(m: Any) -> None:
    box = m.box()
    equal(box.call(dict), {})
    equal(box.call(lambda: box.call(list)), [])
    raises(RuntimeError, "box", box.call, lambda: box.close())
    equal(box.call(dict), {})
    box.close()
    raises(ValueError, "closed", box.call, dict)


def check_release(m: Any) -> None:
    """Another thread runs while C has given the GIL up."""
    seen = []
    stop = threading.Event()

    def count() -> None:
        while not stop.is_set():
            seen.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        for nested in (1, 3):
            start = time.perf_counter()
            assert m.wait_released(0.05, nested) > 0
            end = time.perf_counter()
            assert sum(start < t < end for t in seen) > 3
    finally:
        stop.set()
        thread.join()


def check_misuse_of_the_gil(m: Any) -> None:
    raises(SystemError, "used without the GIL", m.misuse_gil, 1)
    raises(SystemError, "misuse_gil(): C returned between", m.misuse_gil, 2)
    equal(m.misuse_gil(3), [False])
    raises(ValueError, "without the GIL", m.misuse_gil, 4)
    equal(m.misuse_gil(0), [False])


def check_threads(m: Any) -> None:
    """Containers that other threads change: no crash, on any build."""
    shared: list[Any] = [[i] for i in range(100)]
    table = {i: [i] for i in range(100)}
    stop = time.perf_counter() + 0.3
    problems: list[BaseException] = []

    def change() -> None:
        while time.perf_counter() < stop:
            shared[:] = [[i] for i in range(50 + len(shared) % 50)]
            table.clear()
            table.update({i: [i] for i in range(100)})

    def read() -> None:
        try:
            while time.perf_counter() < stop:
                m.pairs(shared), m.pairs(table), m.find(table, 5), m.rebuild(shared)
                m.item(shared, 10)
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=f) for f in (change, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems, problems
