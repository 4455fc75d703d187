# SPDX-License-Identifier: MIT
"""What the prototypes of `keepers` do not say; see tests/machinery/examples.py."""

import functools
from typing import Any


def part_and_thing(m: Any) -> Any:
    return {"self": m.whole().first, "it": m.thing(3)}


def shelf_of_one(m: Any) -> Any:
    """It keeps one already."""
    shelf = m.shelf()
    shelf.best = shelf.good = m.thing(2)
    return {"self": shelf, "it": m.thing(3)}


@functools.cache
def one_named(m: Any) -> Any:
    """Always the same: the module keeps what each is made of."""
    return m.named("name", m.thing(1))


OBJECTS = {
    "named": one_named,
    "bell": lambda m: m.bell(hash),
}
GOOD = {
    "shelf.call": {"v": 1},
    "bell": {"f": lambda: hash},
    "bell.__init__": {"f": lambda: hash},
    "shelf.best=": shelf_of_one,
    "shelf.next=": lambda m: {"self": m.shelf(), "it": m.shelf()},
    "cursor.on=": lambda m: {"self": m.cursor(m.shelf()), "on": m.shelf()},
    "shelf.good=": shelf_of_one,
    "shelf.hook=": {"f": lambda: hash},
    "part.payload=": part_and_thing,
    "part.hook=": {"f": lambda: hash},
}
MAY_RAISE = {
    "whole.release": (LookupError,),
    "shelf.give_back": (LookupError,),
    "shelf.of_some": (LookupError,),
    "adder.of_some": (LookupError,),
    "shelf.give_adder": (LookupError,),
    "shelf.give_out": (LookupError,),
    "cursor.give_back": (LookupError,),
    "adder.of": (LookupError,),
    "shelf.good=": (ValueError,),
}
OWN_MESSAGE = {
    "whole.release": "no part",
    "shelf.give_back": "no shelf",
    "shelf.of_some": "no shelf",
    "adder.of_some": "no adder",
    "shelf.give_adder": "no adder",
    "shelf.give_out": "no shelf",
    "cursor.give_back": "no shelf",
    "adder.of": "no adder",
    "shelf.good=": "below 0",
}
ADDS = {
    "named",
    "named.__init__",
    "keep_row",
    "keep_rows",
    "keep_mixed",
    "keep_path",
    "desk.write",
    "desk.label=",
}
KEEPS = {
    "shelf.put_row",
    "cursor.put_row",
    "shelf.row=",
    "shelf.put_all",
    "shelf.mark",
    "part.row=",
    "part.label=",
    "whole.label",
    "mix.__init__",
    "mix",
    "mix.two",
}
