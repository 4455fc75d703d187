# SPDX-License-Identifier: MIT
"""word_count: always ``len(text.encode().split())``, and NumPy's count."""

import random
import runpy
from pathlib import Path

import pytest
import word_count

compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))

TEXTS = ["", " ", "a", " a", "a ", "a b", "\t\n\v\f\r ", "ä ö\u2003ü", "\x00 \x1f", "é"]


@pytest.mark.parametrize("text", TEXTS)
def test_small_texts(text):
    assert word_count.word_count(text) == len(text.encode().split())


def test_every_byte():
    for code in range(256):
        for pattern in (b"a%ca", b"%c", b" %c ", b"a" * 31 + b"%ca" + b"b" * 31):
            text = pattern % code
            assert word_count.word_count(text) == len(text.split()), text


def test_random_texts():
    choose = random.Random(1)
    for _ in range(2000):
        letters = choose.choices(" \t\n\r\v\fabä€\x85\xa0\x1c", k=choose.randrange(130))
        text = "".join(letters)
        wanted = compare["word_count_python"](text)
        assert word_count.word_count(text) == wanted
        assert compare["word_count_numpy"](text) == wanted


@pytest.mark.parametrize("length", [255 * 16, 255 * 16 + 1, 256 * 16 - 1, 10**6])
@pytest.mark.parametrize("text", ["a ", " a", "word "])
def test_counters_do_not_overflow(text, length):
    text = (text * length)[:length]
    assert word_count.word_count(text) == len(text.split())


def test_bytes_and_other_types():
    assert word_count.word_count(b"to be or not") == 4
    with pytest.raises(TypeError):
        word_count.word_count(["a", "b"])


def test_example_data():
    (text,) = compare["data"](1_000_000)
    assert len(text) == 1_000_000
    assert word_count.word_count(text) == len(text.split())
