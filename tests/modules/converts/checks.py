# SPDX-License-Identifier: MIT
"""What the test module `converts` must do: classes made of other values, and values
that come back instead of objects."""

from __future__ import annotations

import gc
import inspect
from typing import Any

from checking import equal, raises


class Whole(float):
    """A float of a class of its own."""


class Sized:
    """A sequence that is no list."""

    def __init__(self, *items: Any) -> None:
        self.items = items

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, i: int) -> Any:
        return self.items[i]


def check_by_value(m: Any) -> None:
    for make in ("1.50", 1.5, Whole(1.5), m.money(150)):
        equal(m.cents(make), 150)
        equal(m.cents_at(make), 150)
        equal(m.cents_or(make), 150)
    equal(m.cents(3), 300)
    equal(m.cents_or(), -1)
    equal(m.cents_or(None, 7), 7)
    equal(m.cents_or(m="0.07", otherwise=3), 7)


def check_instances_are_used(m: Any) -> None:
    class Sub(m.money):
        @classmethod
        def __convert__(cls, value: object) -> Any:
            raise AssertionError("called")

        def __float__(self) -> float:
            return 99.0

    equal(m.cents(Sub(5)), 5)
    equal(m.total([Sub(5), "1.00"]), 105)
    b = m.big(4)
    assert m.same(b) is b
    with m.big(1) as closed:
        pass
    raises(ValueError, "value_of(): this big is closed", m.value_of, closed)
    empty = m.big.__new__(m.big)
    raises(ValueError, "was not called", m.value_of, empty)


def check_refused(m: Any) -> None:
    text = "cents(): m must be money or str or float, not list"
    equal(str(raises(TypeError, "", m.cents, [])), text)
    text = "cents_or(): m must be money or str or float, not object"
    equal(str(raises(TypeError, "", m.cents_or, object())), text)
    raises(
        TypeError, "cents(): m must be money or str or float, not None", m.cents, None
    )
    text = "value_or(): b must be big or str or None, not int"
    equal(str(raises(TypeError, "", m.value_or, 3)), text)
    raises(TypeError, "big.sum(): b must be big or str, not float", m.big(1).sum, 1.5)
    # what is wrong with the value, the converter itself says
    equal(str(raises(ValueError, "", m.cents, "x")), "no amount of money: 'x'")
    raises(ValueError, "bad digits: 'x'", m.value_of, "x")
    raises(ValueError, "no digits", m.value_of, "")
    raises(UnicodeEncodeError, "", m.value_of, "\ud800")
    raises(ValueError, "big.__convert__(): text", m.value_of, "1\0")
    raises(ValueError, "no amount of money: inf", m.cents, float("inf"))


def check_changed(m: Any) -> None:
    """Where C changes it, it has to be one."""
    raises(TypeError, "add_to(): m must be money, not str", m.add_to, "1.00", "1.00")
    equal(m.add_to(m.money(5), "1.00"), m.money(105))
    raises(TypeError, "clear(): m must be money, not str", m.clear, "1.00")
    raises(TypeError, "change(): b must be big, not str", m.change, "1")
    page = m.page("one", "two")
    page.keep(m.big(1))
    raises(TypeError, "page.keep(): b must be big, not str", page.keep, "1")


def check_operators(m: Any) -> None:
    """Python looks for the operator of the other operand."""
    equal(m.money(5) + m.money(6), m.money(11))
    raises(TypeError, "unsupported operand", lambda: m.money(5) + "1.00")
    equal("1.00" in m.money(100), True)
    equal(m.money(5).plus("1.00"), m.money(105))
    raises(TypeError, "must be", setattr, m.money(1), "cents", "1.00")


def check_rows(m: Any) -> None:
    """Nested as deep as C's array, with items that are made."""
    row = [(1, 2), m.spot(3, 4), [5, 6]]
    equal(m.spots(row), 1209.0)
    equal(m.spot_rows([row, ((1, 0),) * 3]), 1212.0)
    equal(m.spots([]), 0.0)
    equal(m.spot_boxes([[row[:2], row[1:]], (row[:2], row[1:])]), 3224.0)
    equal(m.spot_rows([Sized(*[m.spot(1, 0)] * 3)]), 3.0)
    text = "spot_rows(): s[1] has 2 items, but s[0] has 3"
    equal(str(raises(ValueError, "", m.spot_rows, [row, row[:2]])), text)
    text = "spot_boxes(): s[0, 1] has 3 items, but s[0, 0] has 2"
    equal(str(raises(ValueError, "", m.spot_boxes, [[row[:2], row]])), text)
    raises(ValueError, "s.shape[1] must be 3", m.spot_rows, [row[:2]])
    text = "spot_rows(): s[1, 2] must be spot or ArrayLike, not str"
    equal(str(raises(TypeError, "", m.spot_rows, [row, [*row[:2], "a"]])), text)
    raises(TypeError, "s[1] must be a sequence, not int", m.spot_rows, [row, 3])
    raises(TypeError, "s[1, 0] must be spot", m.spot_rows, [row, Sized(*[(1, 2)] * 3)])


def check_overloads_of_rows(m: Any) -> None:
    one = m.spot(1, 1)
    equal((m.turned([[one, one]]), m.turned([one, one])), (1, 2))
    equal((m.turned([one, (2, 3)]), m.turned([[one], [(2, 3)]])), (2, 1))
    equal((m.turned([[[2, 3]]]), m.turned([[(2, 3), one]])), (3, 1))
    raises(TypeError, "none of its 3 overloads", m.turned, [[one, "a"]])


def check_overloads(m: Any) -> None:
    """What fits as it is comes first, whatever is declared first; then what is made."""
    equal((m.either(m.money(7)), m.either(5)), (1, 5))
    equal((m.either("1.00"), m.either(0.0), m.either(2.5)), (1, 0, 1))
    equal(m.either(m="2.00"), 1)
    equal((m.both("1.00", 3), m.both("1.00", 2.5)), (1, 2))
    equal((m.both(1, 3), m.both(n=3, m=1), m.both(x=3, m=1)), (1, 1, 2))
    equal((m.meant(2.5), m.meant(m.money(1)), m.meant(m.big(1))), (1, 1, 2))
    equal(m.meant(None), 3)
    equal(m.meant(m=3), 1)
    raises(ValueError, "no amount of money: 'x'", m.either, "x")
    one = m.coin(3)
    equal((one[1], one["0.20"], one[m.money(5)]), (4, m.money(20), m.money(5)))


def check_overloads_of_lists(m: Any) -> None:
    equal(m.listed([1.0, 2.0]), 2)
    equal((m.listed(["1.00", 2]), m.listed([m.money(1), m.money(2)])), (1, 1))
    equal((m.listed([m.money(1), "2.00"]), m.listed([m.big(1), "2"])), (1, 3))
    raises(TypeError, "none of its 3 overloads", m.listed, [m.big(1), 2.5])
    raises(TypeError, "none of its 3 overloads", m.listed, [object()])
    raises(TypeError, "could make objects of (list of str)", m.listed, ["1", "2"])


def check_overload_of_whatever_comes(m: Any) -> None:
    equal((m.last(m.thing(7)), m.last(m.angle.right())), (7, -1))
    equal((m.last(-3.5), m.last("1")), (-2, 4))


def check_overloads_that_are_none(m: Any) -> None:
    text = """either(): none of its 2 overloads takes (list):
    either(m: money | str | float): m must be an instance of money or str or float, \
not list
    either(n: int): n must be an int that fits int32, not list"""
    equal(str(raises(TypeError, "", m.either, [])), text)
    text = """meant(): two overloads could make objects of (str); pass one of those \
objects:
    meant(m: money | str | float)
    meant(m: big | str | None = None)"""
    equal(str(raises(TypeError, "", m.meant, "1")), text)
    # where C changes it, it has to be one
    makes = "m must be an instance of money (money.__convert__() makes one), not str"
    raises(TypeError, makes, m.emptied, "1.00")
    text = "x must be a sequence of instances of big or str, not 3"
    raises(TypeError, text, m.listed, 3)


def check_no_chains(m: Any) -> None:
    equal(m.coins(m.money(100)), 2)
    raises(TypeError, "coins(): c must be coin or money, not str", m.coins, "1.00")


def check_properties(m: Any) -> None:
    one = m.coin(1)
    one.worth = "2.00"
    equal((one.n, one.worth), (4, m.money(200)))
    text = "coin.worth(): worth must be money or str or float, not list"
    raises(TypeError, text, setattr, one, "worth", [])


def check_handles(m: Any) -> None:
    before = m.live()
    equal(m.value_of("123"), 123)
    equal(m.value_or(), 0)
    equal(m.value_or(None), 0)
    equal(m.value_or("12"), 12)
    equal(m.big(1).sum("20"), 21)
    equal(m.big(1).sum(b="20"), 21)
    made = m.same("77")
    equal((type(made), made.value), (m.big, 77))
    del made
    raises(ValueError, "bad digits", m.value_of, "1x")
    gc.collect()
    equal(m.live(), before)


def check_kept_by_results(m: Any) -> None:
    """What a result goes on using lives as long."""
    before = m.live()
    pair = m.pair("12", "30")
    equal(m.live(), before + 3)
    equal(pair.sum, 42)
    first = pair.first
    equal((type(first), first.value), (m.big, 12))
    equal(m.pair(m.big(1)).sum, 1)
    raises(ValueError, "bad digits", m.pair, "1", "x")
    raises(TypeError, "pair(): b must be big or str or None, not int", m.pair, "1", 2)
    first.value = 20
    equal(pair.sum, 50)
    del pair, first
    gc.collect()
    equal(m.live(), before)


def check_other_handles(m: Any) -> None:
    before = m.live()
    port = m.Port.__convert__(7)
    equal((m.number_of(port), m.number_of(8)), (7, 8))
    raises(TypeError, "p must be Port or int, not str", m.number_of, "8")
    equal(m.items_of("abc"), 3)
    equal(m.items_of(m.Store.__convert__("abc"), "de"), 5)
    raises(ValueError, "no store", m.items_of, "abc", "-")
    raises(TypeError, "first must be Store or str, not int", m.items_of, 3)
    raises(TypeError, "second must be Store or str or None, not int", m.items_of, "", 3)
    del port
    gc.collect()
    equal(m.live(), before)


def check_items(m: Any) -> None:
    before = m.live()
    equal(m.total(["1.00", 2.0, m.money(3)]), 303)
    equal(m.total(("1.00",)), 100)
    equal(m.total([]), 0)
    raises(
        TypeError,
        "total(): all[1] must be money or str or float, not list",
        m.total,
        [1.0, []],
    )
    raises(ValueError, "no amount", m.total, ["1.00", "y"])
    equal(m.sum_of(["1", m.big(2), "3"]), 6)
    equal(m.sum_of(Sized("1", "2")), 3)
    raises(
        TypeError, "sum_of(): all[1] must be big or str, not int", m.sum_of, ["1", 2]
    )
    raises(TypeError, "must be a sequence of big, not str", m.sum_of, "12")
    raises(TypeError, "must be a sequence of big, not int", m.sum_of, 3)
    two = m.big(2)
    even = m.even_of(["1", two, "4"])
    assert even[0] is two
    equal([b.value for b in even], [2, 4])
    del even, two
    gc.collect()
    equal(m.live(), before)


def check_values(m: Any) -> None:
    right = m.angle.right()
    equal(type(right), m.angle)  # what its class makes of its own
    equal(type(-right), m.angle)
    equal(m.twice(right), 180.0)
    equal(m.twice(45), 90.0)
    equal(m.parts(90.0), (45.0, 1, 30.0))
    equal(m.nearest(1.7), 2.0)
    equal(m.nearest(-1), None)
    equal(right.__value__(), 90.0)
    equal(m.angle.__convert__(45, 2).__value__(), 90.0)
    equal(m.angle(0.5).radians, 0.5)


def check_values_of_handles(m: Any) -> None:
    before = m.live()
    page = m.page("one", "two")
    equal(page.line(False), "one")
    equal(page.line(True), "two")
    equal(page.first, "one")
    equal(page["second"], "two")
    raises(KeyError, "third", lambda: page["third"])
    equal(page.join(), "onetwo")
    equal(m.live(), before + 1)  # what was joined is gone
    raises(ValueError, "no line", m.fail_line)
    equal(m.no_line(), None)
    bad = m.page("!", "")
    raises(ValueError, "begins with !", lambda bad=bad: bad.first)
    raises(ValueError, "begins with !", bad.join)
    equal(m.live(), before + 2)
    equal(
        str(raises(TypeError, "", m.line)), "line() makes none: use line.__convert__()"
    )
    made = m.line.__convert__("abc")
    equal((made.length(), made.__value__()), (3, "abc"))
    del made, bad
    page.close()
    raises(ValueError, "closed", page.line, True)
    gc.collect()
    equal(m.live(), before)


def check_seen(m: Any) -> None:
    """Both are a class method and a method like others."""
    equal(m.money.__convert__("1.00"), m.money(100))
    text = "big.__convert__(): text must be a str"
    raises(TypeError, text, m.big.__convert__, m.big(1))
    equal(str(inspect.signature(m.cents)), "(m)")
    equal(str(inspect.signature(m.angle.__convert__)), "(degrees, scale=1.0)")
    sub = type("Sub", (m.money,), {})
    equal(type(sub.__convert__("1.00")), sub)


def check_docs(m: Any) -> None:
    assert "more : money or str or float" in m.add_to.__doc__, m.add_to.__doc__
    assert "m : money\n" in m.add_to.__doc__, m.add_to.__doc__
    for part in ("float", "half", "third"):
        assert part in m.parts.__doc__, m.parts.__doc__
