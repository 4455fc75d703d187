# SPDX-License-Identifier: MIT
"""parse_positive: every number, and errors with the position."""

import random
import runpy
from pathlib import Path

import pytest
from parse_positive import parse_positive

compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))

MOST = 2**63 - 1


@pytest.mark.parametrize("number", [1, 9, 10, 123, 10**18, MOST - 1, MOST])
def test_numbers(number):
    assert parse_positive(str(number)) == number
    assert parse_positive("000" + str(number)) == number


@pytest.mark.parametrize(
    "text, position",
    [("", 0), ("x", 0), ("12a4", 2), ("-5", 0), ("+5", 0), ("1 ", 1), ("1_0", 1)],
)
def test_no_number(text, position):
    with pytest.raises(ValueError, match=f"position {position}:"):
        parse_positive(text)
    with pytest.raises(ValueError, match=f"position {position}:"):
        compare["parse_positive_python"](text)


@pytest.mark.parametrize("text", ["1é", "1٣", "1\0", "1\n", "1²"])
def test_other_characters(text):
    with pytest.raises(ValueError, match="position 1:"):
        parse_positive(text)


@pytest.mark.parametrize("text", ["0", "000"])
def test_zero(text):
    with pytest.raises(ValueError, match="positive"):
        parse_positive(text)


@pytest.mark.parametrize("number", [MOST + 1, MOST + 2, 10**19, 2**64 + 5, 10**400])
def test_too_large(number):
    with pytest.raises(OverflowError):
        parse_positive(str(number))


def test_a_bad_character_behind_too_many_digits():
    with pytest.raises(ValueError, match="position 30:"):
        parse_positive("9" * 30 + "x")


def test_equal_to_python():
    choose = random.Random(1)
    for _ in range(5000):
        digits = choose.randrange(1, 24)
        text = "".join(choose.choices("0123456789", k=digits))
        if choose.random() < 0.2:
            text += choose.choice("x -.é") + text
        assert outcome(parse_positive, text) == outcome(
            compare["parse_positive_python"], text
        )


def outcome(function, text):
    """What a call gives: a number, or the class of the error and its position."""
    try:
        return function(text)
    except (ValueError, OverflowError) as error:
        position = str(error).partition(":")[0] if type(error) is ValueError else ""
        return type(error), position


def test_only_text():
    with pytest.raises(TypeError):
        parse_positive(12)
