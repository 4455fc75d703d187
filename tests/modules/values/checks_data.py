# SPDX-License-Identifier: MIT
"""Python values as data: made by C, read by C, loops over them."""

from __future__ import annotations

import collections
import json
import sys
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
    __hash__ = __eq__ = _raise


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
    mine = {}
    assert m.put(mine, "a", 1, "keep") is mine
    equal(m.put(mine, "a", 2, "keep"), {"a": 2})
    raises(TypeError, "unhashable type", m.put, {}, [], 1)
    raises(TypeError, "put(): a value must be a dict, not list", m.put, [], 0, 1)
    raises(LookupError, "from the argument", m.put, {}, Raises(), 1)


class LoudList(list):
    def append(self, item: Any) -> None:
        super().append((item, item))


class DeafList(list):
    def append(self, item: Any) -> None:
        pass


class LoudDict(dict):
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
