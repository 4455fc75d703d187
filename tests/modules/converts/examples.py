# SPDX-License-Identifier: MIT
"""Good calls of the test module `converts` that no prototype says."""

from __future__ import annotations

GOOD = {
    "money_parse": {"text": "12.34"},
    "money_of": {"units": 2.5},
    "big.__convert__": {"text": "123"},
    "page.__getitem__": {"key": "second"},
}
MORE = {
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
# What C says of a value, wherever it is converted.
OWN_MESSAGE = {
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
