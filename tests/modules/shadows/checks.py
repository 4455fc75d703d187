# SPDX-License-Identifier: MIT
"""What the test module `shadows` must do: names of Python's own, used by C. Its stub is
tested with those of all modules."""

from __future__ import annotations

import builtins
import inspect
from typing import Any

from checking import equal, raises


def check_classes(m: Any) -> None:
    numbers = m.list(3)
    numbers.append(4)
    numbers.append(5)
    equal(numbers.list(), [3, 4, 5])
    equal(numbers.tuple(), (3, 4))
    equal(m.list.from_list([numbers, numbers]).count(), 6)
    equal(m.int(5).next(2).value, 7)
    equal((m.open_box(m.int(9)), m.box_value(m.int(9)), m.box_value()), (9, 9, -1))
    raises(TypeError, "box must be shadows.int, not int", m.open_box, 9)
    raises(TypeError, "box must be int, not float", m.open_box, 9.5)
    raises(TypeError, "some[0] must be shadows.list, not list", m.list.from_list, [[]])
    equal(m.float([2.0, 4.0], m.int(1)).sum(), 6.0)
    equal(m.mean(m.float([2.0, 4.0], m.int(1)), 0.5).type.value, 1)
    equal(m.Self.make(4).next().dict, 5)
    equal(m.sum_of(m.Any(1, b"abc"), [m.Any(2, b"abc")]), 3)
    assert m.swapped(m.np(False)).object is True
    raises(TypeError, "any must be Any", m.sum_of, object(), [])


def check_enums(m: Any) -> None:
    equal(m.next_couple(), m.tuple.COUPLE_TWO)
    equal(m.couples(2), [m.tuple.COUPLE_ONE, m.tuple.COUPLE_TWO])
    equal(m.text_name(m.str.TEXT_THIN, "other"), "other")


def check_members(m: Any) -> None:
    shelf = m.Shelf(8)
    equal(shelf.int(1), 9)
    equal(shelf.property, 8)
    equal(shelf.bytes(), b"\x08" * 4)
    equal(shelf.dict(), {"sum": 8})
    equal(shelf.tuple(), (8, 4))
    equal(shelf.Shelf(m.Shelf.from_int(1)), 9)
    equal(shelf.overload(rest=True), (4.0, 0))
    equal(shelf.couple(), m.tuple.COUPLE_TWO)
    equal(shelf.box(m.int(1)).value, 1)
    equal(repr(shelf), "Shelf(8)")


def check_signatures(m: Any) -> None:
    """Defaults that are members of an enum, also where a method asks for one."""
    default = inspect.signature(m.next_couple).parameters["couple"].default
    equal(default, m.tuple.COUPLE_ONE)
    equal(list(inspect.signature(m.Shelf.couple).parameters), ["self", "k"])


def check_exceptions(m: Any) -> None:
    assert issubclass(m.TypeError, builtins.TypeError) and m.TypeError is not TypeError
    equal(m.LookupError.__bases__, (KeyError,))
    raises(m.TypeError, "one", m.raises, 1)
    raises(m.LookupError, "two", m.raises, 2)
