# SPDX-License-Identifier: MIT
"""What the test module `traps` must do: it builds at all, and means what C says."""

from __future__ import annotations

import math
from typing import Any

from checking import equal, raises


def check_names_of_the_generated_file(m: Any) -> None:
    equal([m.add(1), m.f_add(1), m.py_add(1)], [1, 2, 3])
    equal([m.names(4), m.enums(5), m.gamma_of(6)], [4, 5, 6])


def check_functions_that_the_compiler_knows(m: Any) -> None:
    equal(m.fabs(-2.0), 2.0)
    equal(m.erf(0.5), math.erf(0.5))


def check_constants(m: Any) -> None:
    equal([m.ENDLESS, m.MINUS_ENDLESS], [math.inf, -math.inf])
    equal(math.isnan(m.NO_NUMBER), True)


def check_default_from_an_array(m: Any) -> None:
    equal(m.first([1.5, 2.0]), 3.5)
    equal(m.first([1.5, 2.0], 9.0), 9.0)


def check_negative_bound(m: Any) -> None:
    equal(len(m.shorter(1)), 0)
    raises(ValueError, "n - 1 = -1 is negative", m.shorter, 0)


def check_small_list(m: Any) -> None:
    equal(m.pairs(3), [3, -3])


def check_const_in_a_typedef(m: Any) -> None:
    equal(m.through_typedef(2.5), 2.5)


def check_strings_out(m: Any) -> None:
    equal(m.letters(4), ["a", "b", "c", "a"])


def check_scalar_that_is_asked_for(m: Any) -> None:
    equal(m.wanted(5), 0)
    equal(m.wanted(5, x=False), 0)
    equal(m.wanted(5, x=True), (5, 1))


def check_none_goes_through(m: Any) -> None:
    equal(m.flipped(b"abc"), b"`cb")
    equal(m.flipped(), None)
    equal(m.flipped(None), None)
    equal(m.added(2, 3.5), (1, 5.5))
    equal(m.added(2), (0, None))
    equal(m.added(2, x=None), (0, None))
    equal(m.increased(), None)
    equal(memoryview(m.increased([1, 2])).tolist(), [2.0, 3.0])


def check_outputs_that_are_asked_for(m: Any) -> None:
    equal(m.copied([1, 2]), False)
    equal(m.copied([1, 2], y=True), (True, [1.0, 2.0]))
    equal(m.allocated(2), False)
    given, array = m.allocated(2, p=True)
    equal((given, memoryview(array).tolist()), (True, [0.0, 0.0]))
    equal(m.lettered(), False)
    equal(m.lettered(s=None), False)
    equal(m.lettered(s=True), (True, "x"))
    equal(m.packed(2), False)
    equal(m.packed(2, s=True), (True, b"pp"))
