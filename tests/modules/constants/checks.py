# SPDX-License-Identifier: MIT
"""What the test module `constants` must do: enums, flags, macros, CB_EXPORT."""

from __future__ import annotations

import enum
import os
import pickle
from typing import Any

from checking import equal, raises


def check_enums(m: Any) -> None:
    assert issubclass(m.color, enum.IntEnum)
    names = {"COLOR_RED": 0, "COLOR_YELLOW": 5, "COLOR_GREEN": 6, "COLOR_ALIAS": 0}
    equal({k: int(v) for k, v in m.color.__members__.items()}, names)
    assert m.color.COLOR_ALIAS is m.color.COLOR_RED
    assert m.COLOR_RED is m.color.COLOR_RED
    equal(m.color.__module__, m.__name__)
    assert "Colours of a lamp" in (m.color.__doc__ or "")
    assert pickle.loads(pickle.dumps(m.color.COLOR_GREEN)) is m.color.COLOR_GREEN
    equal({k: int(v) for k, v in m.side.__members__.items()}["SIDE_LEFT"], -1)
    equal(int(m.BIG_LOW), -(2**31))
    equal(int(m.BIG_HIGH), 2**31 - 1)
    equal((m.ANONYMOUS_ONE, m.ANONYMOUS_TWO), (1, 2))
    equal(int(m.WORD_None), 1)


def check_flags(m: Any) -> None:
    assert issubclass(m.access_mode, enum.IntFlag)
    both = m.combine(m.ACCESS_READ, m.access_mode.ACCESS_WRITE)
    equal(both, m.ACCESS_READ | m.ACCESS_WRITE)
    equal(type(both), m.access_mode)
    equal(int(m.combine(1, 6)), 7)
    equal(int(m.combine(0, 0)), 0)
    equal(m.without(m.ACCESS_ALL), m.ACCESS_READ | m.ACCESS_EXECUTE)
    raises(ValueError, "combine(): a", m.combine, 8, 0)
    raises(ValueError, "combine(): b", m.combine, 0, -1)
    raises(TypeError, "combine(): a", m.combine, 1.0, 0)


def check_negative_flags(m: Any) -> None:
    """IntFlag would change what C returned, each version of Python in its own way."""
    equal([int(one) for one in m.part], [1, 2, -3, -1])
    for value in (*range(-8, 8), -(2**31), 2**31 - 1):
        back = m.join(value, 0)
        equal((int(back), m.value_of_part(back)), (value, value))
    assert m.join(-1, 2) is m.PART_ALL and m.join(-3, 1) is m.PART_NOT_TWO
    equal(m.join(m.PART_ONE, m.PART_TWO), 3)
    equal(m.join(m.PART_ONE | m.PART_TWO, 4), 7)


def check_in_and_out(m: Any) -> None:
    assert m.next_color(m.COLOR_RED) is m.COLOR_YELLOW
    assert m.next_color(5) is m.COLOR_GREEN
    for wrong in (1, -1, 7, 2**40):
        raises(ValueError, "next_color(): c", m.next_color, wrong)
    for other in (5.0, "COLOR_RED", None):
        raises(TypeError, "next_color(): c", m.next_color, other)
    equal(type(m.unknown_color(77)), int)
    equal(m.unknown_color(77), 77)
    assert m.unknown_color(6) is m.COLOR_GREEN
    assert m.other_side(m.SIDE_LEFT) is m.SIDE_RIGHT
    assert m.echo_big(-(2**31)) is m.BIG_LOW
    assert m.echo_word(0) is m.WORD_in
    equal(m.both_sides(), (m.SIDE_LEFT, m.SIDE_RIGHT))
    assert m.turn(m.COLOR_GREEN) is m.COLOR_RED
    assert m.color_of("yellow") is m.COLOR_YELLOW
    equal(m.color_of("pink"), None)


def check_elements(m: Any, np: Any) -> None:
    equal(m.count_color(np.array([0, 5, 5], "u4"), 5), 2)
    equal(m.count_color([m.COLOR_RED, 6], m.COLOR_RED), 1)
    raises(ValueError, "c[2]", m.count_color, np.array([0, 5, 4], "u4"), 5)
    equal(m.count_modes(np.array([0, 7, 3], "u4")), 2)
    raises(ValueError, "m[1]", m.count_modes, np.array([0, 8], "u4"))
    assert m.rainbow(4).tolist() == [0, 5, 6, 0]


def check_macros(m: Any) -> None:
    wanted = {
        "MAX_ITEMS": 12,
        "HALF": 0.5,
        "SMALL": -1e-300,
        "NAME": "carb\u00edde",
        "SHIFTED": 2**31,
        "WIDE": 2**64 - 1,
        "NEGATIVE": -24,
        "CHOSEN": 6,
        "CAST": 70000 - 65536,
        "JOINED": "ab",
    }
    for name, value in wanted.items():
        equal(getattr(m, name), value)
    for name in ("NOT_CONSTANT", "FUNCTION_LIKE", "EMPTY", "_HIDDEN", "CONSTANTS_H"):
        assert not hasattr(m, name), name


def check_exports(m: Any) -> None:
    equal(m.O_RDONLY, os.O_RDONLY)
    equal(m.O_CREAT, os.O_CREAT)
    equal(m.CHAR_BIT, 8)
    assert not hasattr(m, "O_WRONLY")
