# SPDX-License-Identifier: MIT
"""Hypothesis against Python: nested data of any kind through C, and back.

C goes through what it is given by cb_kind, cb_next and cb_item, and makes it anew by
cb_append, cb_put and cb_tuple. What comes back must be equal, of the same types, and
share no container with what went in.
"""

from __future__ import annotations

import collections
from typing import Any

import pytest
from properties import checked, given, st

CHECKED = checked(300)
TEXT = st.text(st.characters(exclude_categories=()), max_size=20)  # surrogates too
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    TEXT,
    st.binary(max_size=20),
)
KEYS = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=5
)
DATA = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=6),
        st.lists(inner, max_size=6).map(tuple),
        st.dictionaries(KEYS, inner, max_size=6),
    ),
    max_leaves=40,
)


def same(a: Any, b: Any) -> bool:
    """Equal all the way down, of equal types, in the same order, and not shared."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        apart = a is not b or not a or isinstance(a, tuple)
        return apart and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a is not b and same(list(a.items()), list(b.items()))
    return bool(a == b) and str(a) == str(b)  # -0.0


@CHECKED
@given(data=DATA)
def test_rebuilt_data_is_equal(load: Any, data: Any) -> None:
    """Whatever goes in comes out."""
    values = load("values")
    made = values.rebuild(data)
    assert same(made, data)
    assert same(values.rebuild(made), data)


@CHECKED
@given(data=DATA)
def test_every_item_is_seen(load: Any, data: Any) -> None:
    """cb_next gives what `for` gives, and refuses what it refuses."""
    values = load("values")
    if isinstance(data, dict):
        assert values.pairs(data) == list(data.items())
        return
    try:
        wanted = [(None, item) for item in data]
    except TypeError:
        with pytest.raises(TypeError, match=r"pairs\(\)"):
            values.pairs(data)
    else:
        assert values.pairs(data) == wanted


@CHECKED
@given(words=st.lists(st.text("abc", min_size=1, max_size=2), max_size=60))
def test_counts_are_those_of_counter(load: Any, words: list[str]) -> None:
    """A dict that is found in and put into again and again."""
    counted = load("values").count_words(" ".join(words))
    assert same(counted, dict(collections.Counter(words)))


@CHECKED
@given(args=st.lists(PLAIN, max_size=8), kw=st.dictionaries(TEXT, PLAIN, max_size=8))
def test_rest_is_bound_as_by_python(load: Any, args: Any, kw: Any) -> None:
    """*args and **kw: the same values, or the same exception."""

    def f(a: int, b: int = 2, *args: Any, c: int, d: int = 4, **kw: Any) -> Any:
        return (a, b, args, c, d, kw)

    args = [i for i, _ in enumerate(args)]
    kw = {k: i for i, k in enumerate([*kw, *"abcd"[: len(args)]])}
    try:
        wanted = f(*args, **kw)
    except TypeError:
        with pytest.raises(TypeError, match=r"all_kinds\(\)"):
            load("values").all_kinds(*args, **kw)
    else:
        assert same(load("values").all_kinds(*args, **kw), wanted)
