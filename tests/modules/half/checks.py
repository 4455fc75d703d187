# SPDX-License-Identifier: MIT
"""What the test module `half` must do: _Float16 by value, by address, in arrays."""

from __future__ import annotations

import math
from typing import Any

from checking import all_equal, equal, raises


def check_scalars(m: Any) -> None:
    all_equal(m.echo_half, [0.0, 1.5, -65504.0, 65504.0, 2.0**-24, math.inf])
    equal(m.echo_half(0.1), 0.0999755859375)
    assert math.isnan(m.echo_half(math.nan))
    equal(m.limits_half(), (-65504.0, 65504.0))
    equal(m.negate_half(1.5), -1.5)
    for value in (65520.0, -1e30, 10**6):
        raises(OverflowError, "echo_half(): x", m.echo_half, value)


def check_arrays(m: Any, np: Any) -> None:
    x = np.arange(5, dtype="f2")
    equal(m.sum_half(x), 10.0)
    equal(m.sum_half([1, 2.5]), 3.5)
    equal(m.sum_half(np.array([True, False])), 1.0)
    raises(TypeError, "sum_half(): x is float32", m.sum_half, x.astype("f4"))
    m.scale_half(x, 2)
    assert x.tolist() == [0, 2, 4, 6, 8]
    ramp = m.ramp_half(4)
    assert ramp.dtype == np.float16 and ramp.tolist() == [0, 1, 2, 3]
