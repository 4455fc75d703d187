# SPDX-License-Identifier: MIT
"""What the test module `texts` must do: text and bytes, lent, copied and owned."""

from __future__ import annotations

import os
import pathlib
import sys
import zlib
from typing import Any

from checking import equal, raises

UNICODE = "gr\u00fc\u00df \u20ac \U0001f600"


def check_text_in(m: Any) -> None:
    for text in ("", "x", UNICODE, "a" * 100_000):
        equal(m.count_bytes(text), len(text.encode()))
    raises(ValueError, "count_bytes(): s", m.count_bytes, "a\0b")
    raises(UnicodeEncodeError, "surrogates", m.count_bytes, "\ud800")
    for other in (b"bytes", 3, None, ["a"]):
        raises(TypeError, "count_bytes(): s", m.count_bytes, other)
    equal(m.compare("a", "b"), -1)
    equal(m.compare(b="a", a="b"), 1)


def check_optional_text(m: Any) -> None:
    equal(m.count_bytes_or(7), 7)
    equal(m.count_bytes_or(7, None), 7)
    equal(m.count_bytes_or(7, "four"), 4)
    raises(TypeError, "count_bytes_or(): s", m.count_bytes_or, 7, 4)


def check_bytes_in_place_of_text(m: Any) -> None:
    equal(m.count_in_bytes(b"\xff\xfe\xfd"), 3)
    raises(TypeError, "count_in_bytes(): s", m.count_in_bytes, "text")
    raises(ValueError, "count_in_bytes(): s", m.count_in_bytes, b"a\0b")


def check_paths(m: Any) -> None:
    path = pathlib.Path("folder") / "\u00e4"
    size = len(os.fsencode(path))
    for form in (path, str(path), os.fsencode(path)):
        equal(m.count_in_path(form), size)
    raises(TypeError, "count_in_path(): path", m.count_in_path, 3)
    raises(ValueError, "count_in_path(): path", m.count_in_path, "a\0b")
    equal(m.count_in_optional_path(), 0)
    equal(m.home(), "/home/\u00e4")


def check_text_of_a_length(m: Any) -> None:
    for form in ("a b c", b"a b c", bytearray(b"a b c"), memoryview(b"a b c")):
        equal(m.count_spaces(form), 2)
    equal(m.count_spaces(""), 0)
    equal(m.count_spaces("a\0 \0"), 1)
    equal(m.common_prefix("abcd", b"abxx"), 2)
    equal(m.count_optional(), 1000)
    equal(m.count_optional("a b"), 1)
    raises(TypeError, "count_spaces(): s", m.count_spaces, 3)


def check_bytes_of_a_length(m: Any) -> None:
    data = bytes(range(256))
    for call in (m.checksum, m.checksum_void, m.checksum_flat, m.checksum_numbers):
        for form in (data, bytearray(data), memoryview(data)):
            equal(call(form), zlib.adler32(data))
        equal(call(b""), 1)
        raises(TypeError, f"{call.__name__}(): ", call, "text")


def check_in_place(m: Any) -> None:
    data = bytearray(b"some Text")
    equal(m.upper(data), None)
    equal(data, bytearray(b"SOME TEXT"))
    m.invert(data)
    equal(bytes(b ^ 255 for b in data), b"SOME TEXT")
    m.clear(memoryview(data)[2:4])
    equal(bytes(data[2:4]), b"\0\0")
    for call in (m.upper, m.invert, m.clear):
        for frozen in (b"bytes", memoryview(b"bytes")):
            try:
                call(frozen)
            except (TypeError, ValueError, BufferError) as error:
                assert f"{call.__name__}(): " in str(error), error
            else:
                raise AssertionError(f"{call.__name__} changed {frozen!r}")
    raises(TypeError, "upper(): s", m.upper, "text")


def check_out(m: Any) -> None:
    equal(m.repeat(3, "x"), "xxx")
    equal(m.repeat(0, "x"), "")
    equal(m.fill_all(4, "y"), "yyyy")
    equal(m.digest(b"abc"), zlib.adler32(b"abc").to_bytes(4, "big"))
    equal(m.pattern(5), bytes(range(5)))
    equal(m.pattern(0), b"")
    equal(m.without_spaces("a b c"), "abc")
    equal(m.without_spaces(""), "")
    equal(m.evens(b"abcde"), b"ace")
    equal(m.reversed(b"abc"), b"cba")
    equal(m.pieces("abc"), ("ab", "abc"))
    raises(OverflowError, "fill_all(): n", m.fill_all, -1, "x")
    raises(MemoryError, "", m.fill_all, 2**62, "x")
    raises(MemoryError, "", m.pattern, 2**63 - 1)


def check_results(m: Any) -> None:
    equal(m.greeting(), "gr\u00fc\u00df dich")
    equal(m.maybe(True), "given")
    equal(m.maybe(False), None)
    equal(m.raw(), b"\xff\xfe")
    equal(m.never_null(), "always")
    raises(UnicodeDecodeError, "(not_utf8())", m.not_utf8)
    equal(m.join("ab", UNICODE), "ab" + UNICODE)
    equal(m.maybe_copy(), None)
    equal(m.maybe_copy("x"), "x")
    equal(m.head("some text", 4), "some")
    equal(m.head("some text", 0), "")
    raises(ValueError, "but s has 4 bytes", m.head, "text", 5)
    raises(UnicodeDecodeError, "utf-8", m.head, "\u00e4", 1)
    equal(m.double_bytes(b"ab\0"), b"ab\0ab\0")
    equal(m.double_bytes(b""), b"")


def check_through_parameters(m: Any) -> None:
    equal([m.lookup(i) for i in range(4)], ["zero", "one", "two", None])
    equal(m.make(5), "number 5")
    equal(m.make(-1), None)
    equal(m.blob(3), b"\0\1\2")
    equal(m.blob(0), b"")
    raises(ValueError, "more than 1000000", m.blob, 1000001)
    equal(m.describe(1), (1, "one", "number 1"))
    equal(m.describe(-1), (-1, None, None))


def check_wide(m: Any) -> None:
    units = len(UNICODE.encode("utf-16-le")) // 2
    equal(m.utf16_length(UNICODE), units)
    equal(m.utf32_length(UNICODE), len(UNICODE))
    equal(m.wide_length(UNICODE), units if sys.platform == "win32" else len(UNICODE))
    for text in ("", "a", "\u00e4", UNICODE, "\uffff" * 1000):
        for copy in (m.utf16_copy, m.utf32_copy, m.wide_copy):
            equal(copy(text), text)
    equal(m.utf16_copy("a\ud800b"), "a\ud800b")
    expected = "gr\u00fc\u00df \U0001f600"
    for greet in (m.wide_greeting, m.utf16_greeting, m.utf32_greeting):
        equal(greet(), expected)
    equal(m.wide_length_or(), 1000)
    for call in (m.wide_length, m.utf16_length, m.utf32_length):
        raises(ValueError, f"{call.__name__}(): s", call, "a\0b")
        raises(TypeError, f"{call.__name__}(): s", call, b"bytes")


def check_sequences(m: Any) -> None:
    equal(m.total_length(["a", "bc", UNICODE]), 3 + len(UNICODE.encode()))
    equal(m.total_length(()), 0)
    equal(m.total_length(("x",)), 1)
    equal(m.longest(["a", "ccc", "bb"]), "ccc")
    equal(m.longest([]), None)
    raises(TypeError, "a[1]", m.total_length, ["a", b"b"])
    raises(TypeError, "a[0]", m.total_length, [None])
    raises(ValueError, "a[2]", m.total_length, ["a", "b", "c\0"])
    raises(TypeError, "total_length(): a", m.total_length, "text")
    raises(TypeError, "total_length(): a", m.total_length, 3)
    equal(m.count_missing(["a", None, None]), 2)


def check_owned(m: Any) -> None:
    before = m.live()
    for _ in range(100):
        equal(m.tracked("text"), "text")
    equal(m.live(), before)
    assert not hasattr(m, "texts_release_")
