# SPDX-License-Identifier: MIT
"""What the test module `scalars` must do: every scalar both ways, at its limits."""

from __future__ import annotations

import math
import struct
import sys
from typing import Any

from checking import all_equal, endless, equal, raises

# name: (bytes, signed)
INTEGERS = {
    "schar": (1, True),
    "uchar": (1, False),
    "short": (struct.calcsize("h"), True),
    "ushort": (struct.calcsize("h"), False),
    "int": (struct.calcsize("i"), True),
    "uint": (struct.calcsize("i"), False),
    "long": (struct.calcsize("l"), True),
    "ulong": (struct.calcsize("l"), False),
    "llong": (8, True),
    "ullong": (8, False),
    "int8": (1, True),
    "uint8": (1, False),
    "int16": (2, True),
    "uint16": (2, False),
    "int32": (4, True),
    "uint32": (4, False),
    "int64": (8, True),
    "uint64": (8, False),
    "size": (struct.calcsize("N"), False),
    "ptrdiff": (struct.calcsize("n"), True),
    "intptr": (struct.calcsize("P"), True),
    "uintptr": (struct.calcsize("P"), False),
    "int128": (16, True),
    "uint128": (16, False),
}


def limits(size: int, signed: bool) -> tuple[int, int]:
    bits = 8 * size - signed
    return (-(2**bits) if signed else 0, 2**bits - 1)


def check_integers(m: Any) -> None:
    for name, (size, signed) in INTEGERS.items():
        echo = getattr(m, f"echo_{name}")
        low, high = limits(size, signed)
        equal(getattr(m, f"limits_{name}")(), (low, high))
        values = {low, low + 1, -1, 0, 1, 2, 2**7, 2**31, 2**62, high - 1, high}
        all_equal(echo, [v for v in values if low <= v <= high])
        for value in (low - 1, high + 1, 2**200, -(2**200)):
            error = raises(OverflowError, f"echo_{name}(): x", echo, value)
            assert str(value)[:30] in str(error), error
        equal(echo(True), 1)


def check_integers_refuse_others(m: Any) -> None:
    class Index:
        def __index__(self) -> int:
            return 7

    for name in INTEGERS:
        echo = getattr(m, f"echo_{name}")
        for value in (1.0, 3.5, "1", b"1", None, [1], 1j, math.nan):
            raises(TypeError, f"echo_{name}(): x", echo, value)
        equal(echo(Index()), 7)


def check_bool(m: Any) -> None:
    all_equal(m.echo_bool, (True, False))
    for value in (0, 1, 1.0, "", None, [], "True"):
        raises(TypeError, "echo_bool(): x", m.echo_bool, value)
    equal(m.flip(True), False)
    equal(m.flip(False), True)


def check_numpy_bool(m: Any, np: Any) -> None:
    equal(m.echo_bool(np.bool_(True)), True)
    equal(m.echo_bool(np.bool_(False)), False)
    equal(m.echo_int(np.int16(-5)), -5)
    equal(m.echo_double(np.float32(0.5)), 0.5)
    equal(m.echo_double(np.array(2.5)), 2.5)
    equal(m.echo_cdouble(np.array(2.5)), 2.5 + 0j)
    equal(m.echo_ldouble(2**62 + 1), float(2**62 + 1))
    raises(TypeError, "echo_int(): x", m.echo_int, np.float64(1))
    for bad in (np.array([2.5]), np.array("2"), np.array(2.5, object), np.array(1j)):
        raises(TypeError, "echo_double(): x must be a float", m.echo_double, bad)
    raises(TypeError, "echo_bool(): x", m.echo_bool, np.int8(1))


def check_char(m: Any) -> None:
    all_equal(m.echo_char, [chr(i) for i in range(128)])
    for value in ("", "ab", "\x80", "\u20ac"):
        raises(ValueError, "echo_char(): x", m.echo_char, value)
    raises(UnicodeEncodeError, "surrogates", m.echo_char, "\ud800")
    for value in (b"a", 97, None):
        raises(TypeError, "echo_char(): x", m.echo_char, value)
    equal(m.next_char("a"), "b")
    equal(m.char_of(0), "\0")
    equal(m.char_of(127), "\x7f")
    raises(ValueError, "char_of()", m.char_of, 128)
    raises(ValueError, "char_of()", m.char_of, 255)


def check_double(m: Any) -> None:
    values = [0.0, 1.5, -1e308, 5e-324, sys.float_info.max, math.inf, -math.inf, 0.1]
    all_equal(m.echo_double, values)
    assert math.isnan(m.echo_double(math.nan))
    assert math.copysign(1, m.echo_double(-0.0)) == -1
    equal(m.echo_double(3), 3.0)
    equal(m.echo_double(2**53), 2.0**53)
    equal(m.echo_double(True), 1.0)
    raises(OverflowError, "echo_double(): x", m.echo_double, 2**53 + 1)
    raises(OverflowError, "echo_double(): x", m.echo_double, 10**400)
    equal(m.limits_double(), (-sys.float_info.max, sys.float_info.max))


def check_float(m: Any) -> None:
    greatest = 3.4028234663852886e38
    all_equal(m.echo_float, [0.0, 1.5, -greatest, greatest, 2.0**-149, math.inf])
    equal(m.echo_float(0.1), struct.unpack("f", struct.pack("f", 0.1))[0])
    assert math.isnan(m.echo_float(math.nan))
    equal(m.limits_float(), (-greatest, greatest))
    for value in (1e39, -1e39, 3.5e38, 10**39):
        raises(OverflowError, "echo_float(): x", m.echo_float, value)


def check_long_double(m: Any) -> None:
    all_equal(m.echo_ldouble, [0.0, 0.1, 1e308, 5e-324, math.inf])
    assert math.isnan(m.echo_ldouble(math.nan))


def check_floats_refuse_others(m: Any) -> None:
    class Float:
        def __float__(self) -> float:
            return 2.5

    class Index:
        def __index__(self) -> int:
            return 7

    for echo in (m.echo_float, m.echo_double, m.echo_ldouble):
        equal(echo(Float()), 2.5)
        equal(echo(Index()), 7.0)
        for value in ("1.5", b"1", None, [1.5], 1j):
            raises(TypeError, f"{echo.__name__}(): x", echo, value)


def check_complex(m: Any) -> None:
    for echo in (m.echo_cfloat, m.echo_cdouble, m.echo_cldouble):
        all_equal(echo, [0j, 1 + 2j, -1.5j, complex(math.inf, -0.5)])
        equal(echo(3), 3 + 0j)
        equal(echo(1.5), 1.5 + 0j)
        raises(TypeError, f"{echo.__name__}(): x", echo, "1j")
    all_equal(m.echo_cdouble, [complex(0.1, 1e308)])
    raises(OverflowError, "echo_cfloat(): x", m.echo_cfloat, complex(1e39, 0))
    raises(OverflowError, "echo_cfloat(): x", m.echo_cfloat, complex(0, -1e39))
    equal(m.conjugate(1 + 2j), 1 - 2j)


def check_by_address(m: Any) -> None:
    equal(m.read_double(2.5), 2.5)
    equal(m.read_int64(-(2**63)), -(2**63))
    raises(OverflowError, "read_int64(): x", m.read_int64, 2**63)
    equal(m.count_up(5), 6)
    raises(OverflowError, "count_up(): x", m.count_up, 2**31)
    equal(m.negate(1.5), -1.5)
    equal(m.negate128(2**127 - 1), -(2**127) + 1)
    equal(m.half_or(9.5), 9.5)
    equal(m.half_or(9.5, 3), 1.5)
    equal(m.half_or(9.5, None), 9.5)
    equal(m.half_or(otherwise=9.5, x=4.0), 2.0)
    equal(m.sign_of(), 2)
    equal(m.sign_of(-7), -1)
    equal(m.sign_of(None), 2)


def check_results(m: Any) -> None:
    equal(m.divide(17, 5), (3, 2))
    equal(m.divide(a=-17, b=5), (-3, -2))
    raises(ValueError, "b != 0", m.divide, 1, 0)
    equal(m.split(-2.5), (-2.0, -0.5, True))
    equal(m.reciprocal(4), 0.25)
    equal(m.reciprocal(0), None)
    equal(m.root(4), (2.0, 1))
    equal(m.root(-4), None)
    equal(m.is_even(6), (True, 3))
    equal(m.is_even(-7), (False, -3))


def check_other_forms(m: Any) -> None:
    equal(m.negation(True), False)
    equal(m.negation(False), True)
    equal(m.set_bit(True), True)
    raises(TypeError, "negation(): x", m.negation, 1)


def check_arguments(m: Any) -> None:
    equal(m.no_arguments(), 42.5)
    equal(m.no_result(3), None)
    equal(m.sum8(1, 2, 3, 4, 5, 6, 7, 8), 36)
    equal(m.sum8(h=1, g=2, f=3, e=4, d=5, c=6, b=7, a=8), 36)
    equal(m.mixed(True, "\x02", 3, 4.0, 5.0, 6 + 7j), 28.0)
    raises(TypeError, "no_arguments()", m.no_arguments, 1)
    raises(TypeError, "no_arguments()", m.no_arguments, x=1)
    raises(TypeError, "sum8()", m.sum8, 1, 2, 3)
    raises(TypeError, "sum8()", m.sum8, *range(9))
    raises(TypeError, "'a'", m.sum8, *range(8), a=1)


def check_endless_conversions(m: Any) -> None:
    endless(m.echo_int64, "__index__")
    endless(m.echo_int128, "__index__")
    endless(m.echo_double, "__index__", "__float__")
    endless(m.echo_cdouble, "__complex__")
