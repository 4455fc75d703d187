# SPDX-License-Identifier: MIT
"""Good calls of the test module `converts` that no prototype says."""

from __future__ import annotations

GOOD = {
    "listed_big": lambda m: {"x": [m.big(1), "2"]},
    "money_parse": {"text": "12.34"},
    "money_of": {"units": 2.5},
    "big.__convert__": {"text": "123"},
    "page.__getitem__": {"key": "second"},
}
MORE = {
    "either_money": [{"m": "1.50"}, {"m": 2.5}],
    "both_int": [{"m": "1.50", "n": 3}],
    "meant_money": [{"m": 2.5}],
    "listed_money": [{"x": ["1.50", 2]}],
    "cents": [{"m": "1.50"}, {"m": 2.5}],
    "cents_at": [{"m": "1.50"}],
    "total": [{"all": ["1.50", 2.5]}],
    "value_of": [{"b": "12"}],
    "big.sum": [lambda m: {"self": m.big(2), "b": "12"}],
    "sum_of": [{"all": ["1", "2", "3"]}],
    "twice": [{"a": 45.0}],
    "parts": [{"a": 45.0}],
}
MAY_RAISE = {"fail_line": (ValueError,), "page.__getitem__": (KeyError,)}
# What C says of a value, wherever it is converted; of several functions of one name,
# another may be meant.
MADE = r"^(money|big|angle)\.__convert__\(\)|no amount of money|bad digits|no digits"
CHOSEN = (
    "either_money either_number both_int both_double meant_money meant_big "
    "listed_money listed_numbers listed_big last_thing last_angle coin_item coin_part"
)
OWN_MESSAGE = {
    **dict.fromkeys(CHOSEN.split(), MADE),
    "money_parse": "no amount of money",
    "money_of": "no amount of money",
    "big.__convert__": "bad digits|no digits",
    "line.__value__": "begins with !",
}
# An angle of a subclass is made by angle.right(); `same` gives what it was given.
LAYOUT = {
    "angle.__value__",
    "angle.__neg__",
    "angle.turns",
    "twice",
    "parts",
    "same",
}
