# SPDX-License-Identifier: MIT
"""What the test module `bitint` must do: integers of any width, at their limits."""

from __future__ import annotations

from typing import Any

from checking import all_equal, equal, raises

WIDTHS = {"s7": 7, "u7": 7, "s24": 24, "u24": 24, "s65": 65, "s128": 128, "u128": 128}


def check_limits(m: Any) -> None:
    for name, bits in WIDTHS.items():
        echo = getattr(m, f"echo_{name}")
        signed = name[0] == "s"
        low = -(2 ** (bits - 1)) if signed else 0
        high = 2 ** (bits - signed) - 1
        all_equal(echo, [low, low + 1, 0, 1, high - 1, high])
        all_equal(echo, [-1] if signed else [])
        for value in (low - 1, high + 1, 2**200):
            raises(OverflowError, f"echo_{name}(): x", echo, value)
        raises(TypeError, f"echo_{name}(): x", echo, 1.0)


def check_by_address(m: Any) -> None:
    equal(m.negate_s24(5), -5)
    equal(m.negate_s24(-(2**23) + 1), 2**23 - 1)
