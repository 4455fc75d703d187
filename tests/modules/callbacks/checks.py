# SPDX-License-Identifier: MIT
"""What the test module `callbacks` must do: Python callables behind C pointers."""

from __future__ import annotations

import math
from typing import Any

from checking import equal, raises


def check_numbers(m: Any) -> None:
    equal(round(m.integrate(math.sin, 0, math.pi, n=1000), 5), 2.0)
    equal(m.twice(lambda v: v * 10, 4), (90, 40))
    equal(m.integrate(f=lambda x: 1, a=0, b=2), 2.0)


def check_exceptions(m: Any) -> None:
    seen = []

    def fails(v: int) -> int:
        seen.append(v)
        raise KeyError(v)

    raises(KeyError, lambda: m.twice(fails, 3), "3")
    equal(seen, [3])  # Python is not entered again
    raises(TypeError, lambda: m.twice(lambda v: "x", 3), "twice\\(\\): f\\(\\): the result")
    raises(TypeError, lambda: m.twice(3, 3), "f must be callable, not int")
    raises(OverflowError, lambda: m.twice(lambda v: 2**40, 3))
