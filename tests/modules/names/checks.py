# SPDX-License-Identifier: MIT
"""What the test module `names` must do: names, defaults, docstrings, signatures."""

from __future__ import annotations

import inspect
import warnings
from typing import Any

from checking import equal, raises

SIGNATURES = {
    "lambda_": "(in_, from_, is_)",
    "keyword_names": "(None_, def_, class_, async_)",
    "builtin_names": "(list, len, self, args, kwargs)",
    "unnamed": "(arg1, arg2, /)",
    "half_named": "(arg1, /, b)",
    "position_only": "(a, b, /, c=7)",
    "position_and_keyword": "(first, /, b, *, c)",
    "position_default": "(a=5, /)",
    "with_defaults": "(a, b=2, c=-3)",
    "moved": "(second, fourth, first=10, third=20)",
    "float_defaults": "(a=1.0, b=0.5, c=-1e+300)",
    "text_defaults": "(s='a \"quoted\" text\\n', c='x')",
    "bool_defaults": "(a=True, b=False)",
    "macro_default": "(limit=77)",
    "computed_default": "(a, b=Ellipsis, c=Ellipsis)",
    "length_default": "(x, count=Ellipsis)",
    "address_default": "(x=2.5)",
    "null_default": "(x=None)",
    "none_default": "(s=None)",
    "fixed": "(a)",
    "fixed_null": "(a)",
    "fixed_pointee": "(a)",
    "short_name": "(x, y)",
    "keyword_only": "(a, *, b, c=3)",
    "all_keyword_only": "(*, a, b)",
    "exported_inline": "(x)",
}


def check_signatures(m: Any) -> None:
    for name, wanted in SIGNATURES.items():
        equal(str(inspect.signature(getattr(m, name))), wanted)
    wanted = inspect.signature(m.enum_default)
    equal(list(wanted.parameters), ["mode"])


def check_keywords(m: Any) -> None:
    equal(m.lambda_(1, 2, 3), 123)
    equal(m.lambda_(is_=3, in_=1, from_=2), 123)
    equal(m.keyword_names(None_=1, def_=2, class_=3, async_=4), 10)
    equal(m.builtin_names(1, 2, self=3, args=4, kwargs=5), 15)
    raises(TypeError, "'in'", lambda: m.lambda_(**{"in": 1, "from_": 2, "is_": 3}))


def check_unnamed(m: Any) -> None:
    equal(m.unnamed(1, 2), 12)
    raises(TypeError, "unnamed()", m.unnamed, arg1=1, arg2=2)
    equal(m.half_named(1, b=2), 12)
    raises(TypeError, "half_named()", m.half_named, arg1=1, b=2)


def check_positional_only(m: Any) -> None:
    equal(m.position_only(1, 2), 127)
    equal(m.position_only(1, 2, c=3), 123)
    raises(TypeError, "position_only()", m.position_only, 1, b=2)
    raises(TypeError, "position_only()", m.position_only, a=1, b=2)
    equal(m.position_and_keyword(1, b=2, c=3), 123)
    raises(TypeError, "position_and_keyword()", m.position_and_keyword, 1, 2, 3)
    raises(
        TypeError, "position_and_keyword()", m.position_and_keyword, first=1, b=2, c=3
    )
    equal(m.position_default(), 5)
    raises(TypeError, "position_default()", m.position_default, a=1)


def check_defaults(m: Any) -> None:
    equal(m.with_defaults(1), 117)
    equal(m.with_defaults(1, 3), 127)
    equal(m.with_defaults(1, c=5), 125)
    equal(m.with_defaults(1, b=3, c=4), 134)
    equal(m.moved(2, 4), 10 * 1000 + 200 + 200 + 4)
    equal(m.moved(2, 4, 1, 3), 1234)
    equal(m.moved(2, 4, third=3), 10234)
    equal(m.moved(third=3, second=2, first=1, fourth=4), 1234)
    equal(m.float_defaults(), 101.5)
    equal(m.float_defaults(c=0), 1.5)
    equal(m.text_defaults(), 'a "quoted" text\n')
    equal(m.text_defaults(c="y"), "other")
    equal(m.bool_defaults(), 2)
    equal(m.bool_defaults(False, True), 1)
    equal(m.macro_default(), 77)
    equal(m.macro_default(1), 1)
    equal(m.computed_default(1), 10307)
    equal(m.computed_default(1, 5), 10507)
    equal(m.computed_default(1, c=2), 10302)
    equal(m.length_default([1, 2, 3]), 6.0)
    equal(m.length_default([1, 2, 3], 2), 3.0)
    equal(m.enum_default(), m.names_mode.MODE_EXACT)
    equal(m.enum_default(1), m.names_mode.MODE_FAST)
    equal(m.address_default(), 2.5)
    equal(m.address_default(4), 4.0)
    equal(m.null_default(), True)
    equal(m.null_default(1.0), False)
    equal(m.none_default(), None)
    equal(m.none_default(s="x"), "x")
    equal(m.NAMES_LIMIT, 77)


def check_fixed(m: Any) -> None:
    equal(m.fixed(1), 156)
    raises(TypeError, "'b'", m.fixed, 1, b=2)
    raises(TypeError, "fixed()", m.fixed, 1, 2)
    equal(m.fixed_null(1), True)
    equal(m.fixed_pointee(1), 42)


def check_other_names(m: Any) -> None:
    equal(m.short_name(1, 2), 12)
    equal(m.short_name(y=2, x=1), 12)
    assert not hasattr(m, "a_very_long_name_of_a_library")
    equal(m.short_name.__name__, "short_name")
    equal(m.keyword_only(1, b=2), 123)
    equal(m.keyword_only(a=1, b=2, c=4), 124)
    raises(TypeError, "keyword_only()", m.keyword_only, 1, 2)
    equal(m.all_keyword_only(a=1, b=2), 12)
    raises(TypeError, "all_keyword_only()", m.all_keyword_only, 1, b=2)
    raises(TypeError, "'a'", m.all_keyword_only, b=2)


def check_what_is_exported(m: Any) -> None:
    for name in ("_private", "private_", "names_seven_"):
        assert not hasattr(m, name), name
    equal(m.exported_inline(3), 6)
    equal(m.__name__, "names")


def check_docstrings(m: Any) -> None:
    equal(m.documented.__doc__.splitlines()[0], "One line.")
    doc = inspect.getdoc(m.documented_doxygen)
    lines = [line.rstrip() for line in doc.splitlines()]
    equal(lines[0], "Sum of two numbers.")
    for line in (
        "Longer text, which says more",
        "over two lines.",
        "Parameters",
        "----------",
        "Returns",
        "-------",
    ):
        assert line in lines, (line, lines)
    text = " ".join(doc.split())
    assert "the first number" in text and "told over two lines" in text
    assert "their sum" in text and "@param" not in text and "*" not in text
    doc = inspect.getdoc(m.documented_slashes)
    assert 'a "quoted" word with a \\\\ backslash' in doc, doc
    doc = inspect.getdoc(m.documented_gtk)
    assert "documented_gtk:" not in doc and "In the manner of gtk-doc." in doc, doc
    assert "a number" in doc and "the number" in doc
    equal(m.documented_behind.__doc__.splitlines()[0], "Said behind the declaration.")
    assert 'quotes """ and a trailing quote"' in m.documented_badly.__doc__
    assert "\u00e4\u00f6\u00fc, 100 % of it." in m.documented_badly.__doc__
    assert m.__doc__.startswith("Test module `names`"), m.__doc__
    assert "The second paragraph" in m.__doc__


def check_deprecated(m: Any) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        equal(m.old(3), 3)
    equal([w.category for w in seen], [DeprecationWarning])
    assert "use documented()" in str(seen[0].message)
    equal(seen[0].filename, __file__)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        raises(DeprecationWarning, "old()", m.old, 3)


def check_taken(m: Any) -> None:
    equal(m.taken_scalars(10, 5), (10, 11, 10.5, 15, 12, 13, 14))


def check_many(m: Any) -> None:
    equal(m.many(*range(9)), 36 + 10 + 200 + 3000)
    equal(m.many(*range(9), l=0, k=0, j=0), 36)
    equal(m.many(*range(12)), 36 + 90 + 1000 + 11000)
    error = raises(TypeError, "many()", m.many, 1, 2)
    assert "'c'" in str(error), error
    raises(TypeError, "many()", m.many, *range(13))
    raises(TypeError, "'z'", m.many, *range(9), z=1)
