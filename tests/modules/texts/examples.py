# SPDX-License-Identifier: MIT
"""Good calls of the test module `texts` that its prototypes do not give away."""

from __future__ import annotations

GOOD = {
    "head": {"s": "text", "n": 2},
    "count_missing": {"a": lambda: ["a", None]},
}
MORE = {
    "count_bytes_or": [{"otherwise": 3, "s": "text"}],
    "count_spaces": [{"s": "some text"}, {"s": b"some bytes"}],
    "count_optional": [{"s": "some text"}],
    "maybe_copy": [{"s": "some text"}],
    "maybe": [{"give": False}],
    "lookup": [{"key": 7}],
    "make": [{"key": -1}],
    "wide_length_or": [{"s": "wide"}],
}
MAY_RAISE = {"double_bytes": (SystemError,), "not_utf8": (UnicodeDecodeError,)}
OWN_MESSAGE = {
    "head": r"n = \d+, but s has \d+ bytes",
    "blob": r"size = \d+ is more than 1000000",
}
