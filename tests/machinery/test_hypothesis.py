# SPDX-License-Identifier: MIT
"""Hypothesis against NumPy and Python: dtypes, shapes, strides, conversions, bounds.

Inputs are drawn, the same asked of NumPy (conversions, products) or of Python's exact
integers (bounds), and both must agree: in the value, or in that there is none.
"""

from __future__ import annotations

from typing import Any

import properties
import pytest
from properties import given, hypothesis, st

np = pytest.importorskip("numpy", reason="pip install numpy")
hnp = pytest.importorskip("hypothesis.extra.numpy")

hypothesis.settings.register_profile("carbide", properties.checked(150))
hypothesis.settings.load_profile("carbide")

TYPES = {
    "bool": "?",
    "i1": "i1",
    "i2": "i2",
    "i4": "i4",
    "i8": "i8",
    "u1": "u1",
    "u2": "u2",
    "u4": "u4",
    "u8": "u8",
    "f4": "f4",
    "f8": "f8",
    "c8": "c8",
    "c16": "c16",
}
ANY_DTYPE = st.sampled_from(sorted(TYPES.values())).flatmap(
    lambda code: st.sampled_from([np.dtype(code), np.dtype(code).newbyteorder("S")])
)
EXTENTS = st.integers(0, 5)


@st.composite
def views(draw: Any, array: Any) -> Any:
    """The same array or a part of it, in any layout."""
    index = tuple(
        slice(
            draw(st.one_of(st.none(), st.integers(-n - 1, n + 1))),
            draw(st.one_of(st.none(), st.integers(-n - 1, n + 1))),
            draw(st.sampled_from([1, 1, 2, 3, -1, -2])),
        )
        for n in array.shape
    )
    view = array[index]
    if view.ndim > 1 and draw(st.booleans()):
        view = view.transpose(draw(st.permutations(range(view.ndim))))
    return view


@st.composite
def arrays(draw: Any, rank: int) -> Any:
    """An array of any dtype, byte order and layout."""
    shape = tuple(draw(EXTENTS) for _ in range(rank))
    array = draw(hnp.arrays(draw(ANY_DTYPE), shape))
    return draw(views(array))


def expected_copy(x: Any, wanted: Any) -> Any:
    """What an input of dtype `wanted` must hold, or the exception's class."""
    if not np.can_cast(x.dtype, wanted, "safe"):
        return TypeError
    y = x.astype(wanted)
    may_round = x.dtype.kind in "iu" and wanted.kind in "fc"
    if may_round and any(int(a) != int(b.real) for a, b in zip(x.ravel(), y.ravel())):
        return OverflowError
    return y


@given(
    x=st.integers(1, 4).flatmap(arrays),
    name=st.sampled_from(sorted(TYPES)),
    data=st.data(),
)
def test_inputs_convert_as_numpy_does(load: Any, x: Any, name: str, data: Any) -> None:
    """Any array as any input: the safe conversion, or the exception that is due."""
    copy = getattr(load("dtypes"), f"copy{x.ndim}_{name}")
    wanted = np.dtype(TYPES[name])
    expected = expected_copy(x, wanted)
    if isinstance(expected, type):
        with pytest.raises(expected):
            copy(x)
    else:
        y = copy(x)
        assert y.dtype == wanted and y.shape == x.shape and y.flags.c_contiguous
        assert np.array_equal(y, expected, equal_nan=wanted.kind in "fc")


@given(x=arrays(1), name=st.sampled_from(sorted(TYPES)))
def test_in_place_is_exact_or_refused(load: Any, x: Any, name: str) -> None:
    """In place: exactly this dtype and layout, else untouched."""
    reverse = getattr(load("dtypes"), f"reverse1_{name}")
    wanted = np.dtype(TYPES[name])
    before = x.copy()
    fits = x.dtype == wanted and x.flags.c_contiguous and x.flags.writeable
    if fits:
        reverse(x)
        assert x.tobytes() == before[::-1].tobytes()
    else:
        with pytest.raises((TypeError, ValueError)):
            reverse(x)
        assert x.tobytes() == before.tobytes()


@given(x=arrays(2))
def test_lists_are_read_as_their_elements(load: Any, x: Any) -> None:
    """Nested lists give what NumPy's array of them gives, if all elements fit."""
    items = x.tolist()
    if x.dtype.kind not in "iuf" or not x.size:
        return
    y = load("dtypes").copy2_f8(items) if x.dtype.kind == "f" else None
    if y is not None:
        assert np.array_equal(y, np.array(items, "f8"), equal_nan=True)
        return
    lowest, highest = min(map(min, items)), max(map(max, items))
    for name in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"):
        copy, info = getattr(load("dtypes"), f"copy2_{name}"), np.iinfo(name)
        if info.min <= lowest and highest <= info.max:
            assert copy(items).tolist() == items
        else:
            with pytest.raises(OverflowError):
                copy(items)


@given(m=EXTENTS, k=EXTENTS, k2=EXTENTS, n=EXTENTS, data=st.data())
def test_matmul(load: Any, m: int, k: int, k2: int, n: int, data: Any) -> None:
    """Shapes that fit give NumPy's product; others a ValueError that names both."""
    numbers = st.integers(-100, 100).map(float)
    a = data.draw(hnp.arrays("f8", (m, k), elements=numbers))
    b = data.draw(hnp.arrays("f8", (k2, n), elements=numbers))
    matmul = load("arrays").matmul
    if k != k2:
        with pytest.raises(
            ValueError, match=rf"b.shape\[0\] must equal a.shape\[1\] = {k}"
        ):
            matmul(a, b)
    elif (k == 0 and m and n) or (n == 0 and m * k):
        # An inner bound of 0, and something that C could write or was to read.
        try:
            assert np.array_equal(matmul(a, b), a @ b)
        except ValueError as error:
            assert "inner extent of 0" in str(error)
    else:
        assert np.array_equal(matmul(a, b), a @ b)


@given(length=st.integers(0, 60))
def test_bounds_are_solved_exactly(load: Any, length: int) -> None:
    """n + 1, 2*n + 1, n - 1, 3 + (n << 2): solved, or a ValueError."""
    arrays_module = load("arrays")
    x = np.zeros(length)
    cases = {
        "trapezoid": (lambda: arrays_module.trapezoid(x, 1.0), length >= 1),
        "odd": (lambda: arrays_module.odd(x), length % 2 == 1),
        "before": (lambda: arrays_module.before(x), True),
        "shifted": (lambda: arrays_module.shifted(x), length >= 3 and length % 4 == 3),
    }
    values = {
        "before": length + 1,
        "shifted": (length - 3) // 4,
        "odd": (length - 1) / 2,
    }
    for name, (call, fits) in cases.items():
        if not fits:
            with pytest.raises(ValueError, match=rf"{name}\(\): "):
                call()
        else:
            assert call() == values.get(name, 0)


INTEGERS = st.one_of(
    st.integers(0, 70),
    st.integers(-(2**70), 2**70),
    st.sampled_from(
        [2**31, 2**32, 2**32 + 1, 2**62, 2**63 - 1, 2**63, 2**64 - 1, 2**64]
    ),
)


@given(m=INTEGERS, k=INTEGERS, length=st.integers(0, 40))
def test_products_do_not_overflow(load: Any, m: int, k: int, length: int) -> None:
    """m * k in exact integers: never a product that wrapped around."""
    block = load("arrays").block
    x = np.ones(length)
    if not (0 <= m < 2**64 and 0 <= k < 2**64) or m * k >= 2**64:
        with pytest.raises(OverflowError):
            block(m, k, x)
    elif m * k != length:
        with pytest.raises((ValueError, OverflowError), match="m \\* k"):
            block(m, k, x)
    else:
        assert block(m, k, x) == length


@given(n=INTEGERS, m=INTEGERS)
def test_allocated_shapes(load: Any, n: int, m: int) -> None:
    """n - m and n / k of an output: its length, or the exception that is due."""
    gap, quotient = load("arrays").gap, load("arrays").quotient
    fits = 0 <= n < 2**64 and 0 <= m < 2**64
    if not fits:
        with pytest.raises(OverflowError):
            gap(n, m)
        with pytest.raises(OverflowError):
            quotient(n, m)
        return
    for call, length in ((gap, n - m), (quotient, n // m if m else -1)):
        if length < 0:
            with pytest.raises(ValueError, match=r"n [-/] [mk]"):
                call(n, m)
        elif length < 10**6:
            assert len(call(n, m)) == length
        elif length >= 2**60:
            with pytest.raises((MemoryError, OverflowError)):
                call(n, m)


@given(n=st.integers(0, 2**33), length=st.integers(0, 70))
def test_shifts_and_divisions(load: Any, n: int, length: int) -> None:
    """1 << n and n / 2 + 1 as C has them, without C's overflow."""
    bits, middle = load("arrays").bits, load("arrays").middle
    x = np.ones(length)
    for call, extent in ((bits, 2**n if n < 31 else None), (middle, n // 2 + 1)):
        if extent == length:
            assert call(n, x) in (float(length), 1.0)
        else:
            with pytest.raises((ValueError, OverflowError)):
                call(n, x)


@given(
    x=hnp.arrays("f8", st.tuples(EXTENTS, EXTENTS), elements=st.floats(-9, 9)),
    data=st.data(),
)
def test_strided_inputs(load: Any, x: Any, data: Any) -> None:
    """CB_STRIDES and CB_VIEW see the elements that NumPy sees, in any layout."""
    v = data.draw(views(x))
    weights = np.arange(1, v.shape[0] + 1)[:, None]
    assert np.isclose(load("arrays").view_sum2(v), (v * weights).sum())
    assert np.isclose(load("arrays").sum_lda(v), v.sum())
    assert np.isclose(load("arrays").sum_matrix(v), v.sum())
    for row in v:
        assert np.isclose(load("arrays").sum_stride(row), row.sum())
        assert np.isclose(load("arrays").view_sum1(row), row.sum())


@given(data=st.data(), n=st.integers(1, 12))
def test_overlap_is_found_exactly(load: Any, data: Any, n: int) -> None:
    """restrict: refused if and only if the two arrays share memory."""
    memory = np.ones(n)
    start, stop = sorted(data.draw(st.tuples(st.integers(0, n), st.integers(0, n))))
    length = stop - start
    other = data.draw(st.integers(0, n - length))
    x, y = memory[start:stop], memory[other : other + length]
    if np.shares_memory(x, y):
        with pytest.raises(ValueError, match="overlap"):
            load("arrays").axpy(1.0, x, y)
    else:
        load("arrays").axpy(1.0, x, y)


@given(
    x=hnp.arrays("f8", st.integers(0, 6), elements=st.floats(-9, 9)),
    i=hnp.arrays(st.sampled_from(["i8", "i4", "u2", ">i8"]), st.integers(0, 6)),
)
def test_indices(load: Any, x: Any, i: Any) -> None:
    """CB_INDEX: within the array, or an IndexError at the first that is not."""
    wrong = [k for k, v in enumerate(i.tolist()) if not 0 <= v < len(x)]
    if wrong:
        with pytest.raises(IndexError, match=rf"i\[{wrong[0]}\]"):
            load("arrays").gather(x, i)
    else:
        assert np.array_equal(load("arrays").gather(x, i), x[i.astype("i8")])


@given(value=st.integers(-(2**130), 2**130), name=st.sampled_from(sorted(TYPES)))
def test_integers(load: Any, value: int, name: str) -> None:
    """Every integer type takes exactly its range."""
    scalars = load("scalars")
    sizes = {
        "int8": 7,
        "uint8": 8,
        "int16": 15,
        "uint16": 16,
        "int32": 31,
        "uint32": 32,
    }
    sizes.update({"int64": 63, "uint64": 64, "int128": 127, "uint128": 128})
    for kind, bits in sizes.items():
        low = 0 if kind[0] == "u" else -(2**bits)
        echo = getattr(scalars, f"echo_{kind}")
        if low <= value < 2**bits:
            assert echo(value) == value
        else:
            with pytest.raises(OverflowError):
                echo(value)


@given(text=st.text())
def test_texts(load: Any, text: str) -> None:
    """Any text without NUL comes back; one with NUL is refused."""
    texts = load("texts")
    copies = (texts.tracked, texts.utf16_copy, texts.utf32_copy, texts.wide_copy)
    for copy in copies:
        if "\0" in text:
            with pytest.raises(ValueError):
                copy(text)
        else:
            assert copy(text) == text
    assert texts.count_spaces(text) == text.count(" ")


@given(x=st.floats(), y=st.floats())
def test_floats(load: Any, x: float, y: float) -> None:
    """double keeps every float; float rounds as NumPy does, and never to infinity."""
    scalars = load("scalars")
    assert np.float64(scalars.echo_double(x)).tobytes() == np.float64(x).tobytes() or (
        x != x and scalars.echo_double(x) != scalars.echo_double(x)
    )
    with np.errstate(over="ignore"):
        rounded = float(np.float32(x))
    if abs(rounded) == float("inf") != abs(x):
        with pytest.raises(OverflowError):
            scalars.echo_float(x)
    else:
        assert scalars.echo_float(x) == rounded or x != x
    assert scalars.conjugate(complex(x, y)) == complex(x, -y) or x != x or y != y
