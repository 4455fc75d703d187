# SPDX-License-Identifier: MIT
"""cubic_y_root: right to 1e-15 beside roots of 50 digits, and as many as there are.

The digits come from ``decimal``: from each root as C gives it, Newton's method finds
the exact one next to it, and the exact discriminant says how many there must be.
"""

import math
import random
import runpy
import struct
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import cubic_y_root
import numpy as np
import pytest

compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))

SMALLEST_NORMAL = 2.2250738585072014e-308
DIGITS = Context(prec=150, Emin=-99999, Emax=99999)


def number_of_roots(x0, y0):
    """By the exact sign of the discriminant."""
    if x0 >= 0:
        return 1
    with localcontext(Context(prec=3000, Emin=-99999, Emax=99999)):
        return 3 if 1 + 2 * Decimal(x0) * Decimal(y0) ** 2 >= 0 else 1


def exact_roots(x0, y0):
    """The roots to far more than 50 digits, ascending, by bisection and Newton.

    Between -inf, the two turning points and inf the curve rises or falls throughout.
    """
    with localcontext(DIGITS):
        x, y = Decimal(x0), Decimal(y0)
        if x == 0:
            return [y / Decimal("1.5")]
        bound = 2 * (abs(y) + (1 / abs(x)).sqrt() + 1)
        if x > 0:
            limits = [-bound, bound]
        else:
            turn = (1 / (-2 * x)).sqrt()
            limits = [-bound - turn, -turn, turn, bound + turn]
        if number_of_roots(x0, y0) == 1 and x < 0:
            limits = limits[:2] if y > 0 else limits[2:]
        pairs = zip(limits, limits[1:])
        return [root_between(x, y, low, high) for low, high in pairs]


def root_between(x, y, low, high):
    """The one root of x r^3 + 1.5 r - y between two numbers."""

    def value(r):
        return (x * r * r + Decimal("1.5")) * r - y

    if value(low) == 0:
        return low
    if value(high) == 0:
        return high
    rising = value(low) < 0
    assert rising == (value(high) > 0)
    middle = (low + high) / 2
    for _ in range(3000):
        new = middle - value(middle) / (3 * x * middle * middle + Decimal("1.5"))
        new = new if low < new < high else (low + high) / 2
        if abs(new - middle) <= abs(new).scaleb(-60):
            return new
        middle = new
        if (value(middle) < 0) == rising:
            low = middle
        else:
            high = middle
    raise AssertionError(f"no root of {x}, {y} found")


def check(x0, y0):
    found = cubic_y_root.cubic_y_root(x0, y0)
    wanted = exact_roots(x0, y0)
    assert isinstance(found, list)
    assert len(found) == len(wanted), (x0, y0, found)
    assert found == sorted(found)
    for root, exact in zip(found, wanted):
        if abs(exact) >= SMALLEST_NORMAL:
            error = abs(Decimal(root) - exact) / abs(exact)
            assert error <= Decimal("1e-15"), (x0, y0, root, exact)
        else:
            assert abs(root) <= SMALLEST_NORMAL


@pytest.mark.parametrize(
    "x0, y0",
    [
        (1, 1),
        (0.3, 1.7),
        (1e-12, 0.5),
        (1e-300, 0.5),
        (5e-324, 1e300),
        (1.7e308, 1.7e308),
        (1e300, 1e-300),
        (-0.3, 0.9),
        (-0.3, -0.9),
        (-1e-12, 0.5),
        (-1e-12, -0.5),
        (-1e-12, 707106.0),
        (-1.7e308, 1.7e308),
        (-5e-324, 1e161),
        (-5e-324, -1.7e308),
        (-1.0, 1e-200),
        (-3.0, math.sqrt(1 / 6)),
    ],
)
def test_right_to_1e_15(x0, y0):
    check(x0, y0)


def test_random_numbers():
    choose = random.Random(1)
    for _ in range(150):
        check(choose.uniform(-5, 5), choose.uniform(-5, 5))
        check(10 ** choose.uniform(-30, 30), 10 ** choose.uniform(-30, 30))
        check(-(10 ** choose.uniform(-30, 30)), 10 ** choose.uniform(-30, 30))


def test_random_bits():
    choose = random.Random(2)
    for _ in range(150):
        x0, y0 = struct.unpack("dd", choose.randbytes(16))
        if math.isfinite(x0) and math.isfinite(y0):
            check(x0, y0)


def test_near_double_roots():
    choose = random.Random(3)
    for _ in range(150):
        x0 = -(10 ** choose.uniform(-20, 20))
        y0 = math.sqrt(0.5 / -x0)
        off = choose.choice([0, 1e-16, 1e-15, 1e-12, 1e-8, 1e-4])
        check(x0, y0 * (1 + off * choose.uniform(-1, 1)))


@pytest.mark.parametrize("power", [-300, -3, 0, 1, 77, 400])
@pytest.mark.parametrize("sign", [1, -1])
def test_double_root_is_listed_twice(power, sign):
    y0 = sign * 2.0**power
    x0 = -(2.0 ** (-2 * power - 1))  # so that 1 + 2 x0 y0^2 is 0
    if x0 == 0 or math.isinf(x0):
        pytest.skip("x0 is no double")
    wanted = sorted([y0, y0, -2 * y0])
    assert cubic_y_root.cubic_y_root(x0, y0) == pytest.approx(wanted, rel=1e-15)


def test_next_to_a_double_root_the_sign_decides():
    above = math.nextafter(1.0, 2.0) if hasattr(math, "nextafter") else 1 + 2**-52
    below = 1 - 2**-53
    assert len(cubic_y_root.cubic_y_root(-0.5, below)) == 3
    assert len(cubic_y_root.cubic_y_root(-0.5, 1.0)) == 3
    assert len(cubic_y_root.cubic_y_root(-0.5, above)) == 1


@pytest.mark.parametrize("power", [18, 20, 22, 24, 26])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("last", [-1, 0, 1])
def test_sign_where_a_double_does_not_tell(power, sign, last):
    """(1 + e)^2 (1 - 2e + 3e^2 - ...) is nearer to 1 than a double can say."""
    e = Fraction(sign, 2**power)
    x = 1 - 2 * e + 3 * e**2 - 4 * e**3
    x0 = -float(x) / 2 + last * 2.0**-54
    y0 = float(1 + e)
    check(x0, y0)
    check(x0 / 2**20, -y0 * 2**10)


def test_simple_cases():
    assert cubic_y_root.cubic_y_root(0.0, 3.0) == [2.0]
    assert cubic_y_root.cubic_y_root(1.0, 0.0) == [0.0]
    assert cubic_y_root.cubic_y_root(-1.5, 0.0) == pytest.approx([-1.0, 0.0, 1.0])


def test_equal_to_python_and_numpy():
    choose = random.Random(4)
    for _ in range(200):
        x0, y0 = choose.uniform(-2, 2), choose.uniform(-2, 2)
        found = cubic_y_root.cubic_y_root(x0, y0)
        python = compare["cubic_y_root_python"](x0, y0)
        np.testing.assert_allclose(found, python, rtol=1e-9)
        if abs(1 + 2 * x0 * y0 * y0) > 1e-3:
            numpy = compare["cubic_y_root_numpy"](x0, y0)
            np.testing.assert_allclose(found, numpy, rtol=1e-6)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_must_be_finite(bad):
    with pytest.raises(ValueError, match="x0"):
        cubic_y_root.cubic_y_root(bad, 1.0)
    with pytest.raises(ValueError, match="y0"):
        cubic_y_root.cubic_y_root(1.0, bad)
