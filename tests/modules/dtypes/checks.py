# SPDX-License-Identifier: MIT
"""What the test module `dtypes` must do: every number type, direction and rank."""

from __future__ import annotations

import array
from typing import Any

from checking import raises

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
    "long": "l",
    "llong": "q",
    "f4": "f4",
    "f8": "f8",
    "f16": "g",
    "c8": "c8",
    "c16": "c16",
    "c32": "G",
}
SHAPES = {1: (5,), 2: (3, 4), 3: (2, 3, 4), 4: (2, 3, 1, 4)}


def sample(np: Any, dtype: Any, shape: tuple[int, ...]) -> Any:
    """Different numbers, the limits of the type among them."""
    n = int(np.prod(shape))
    x = np.arange(n).astype(dtype)
    if dtype.kind in "iu" and n:
        info = np.iinfo(dtype)
        x[0], x[-1] = info.min, info.max
    elif dtype.kind in "fc" and n:
        x[0], x[-1] = np.inf, np.finfo(dtype).max
    return x.reshape(shape)


def check_inputs_and_outputs(m: Any, np: Any) -> None:
    for name, code in TYPES.items():
        dtype = np.dtype(code)
        for rank, shape in SHAPES.items():
            copy = getattr(m, f"copy{rank}_{name}")
            x = sample(np, dtype, shape)
            y = copy(x)
            assert type(y) is np.ndarray and y.dtype == dtype and y.shape == shape, y
            assert y.flags.c_contiguous and y.flags.writeable and y.flags.aligned
            assert np.array_equal(x, y) and not np.shares_memory(x, y)
            out = np.empty(shape, dtype)
            key = {"y": out}
            assert copy(x, **key) is out and np.array_equal(out, x)
            raises(ValueError, f"copy{rank}_{name}(): y", copy, x, y=out[:1])
            other = "f4" if code != "f4" else "f8"
            bad = np.empty(shape, other)
            raises(TypeError, f"copy{rank}_{name}(): y", copy, x, y=bad)


def check_in_place(m: Any, np: Any) -> None:
    for name, code in TYPES.items():
        for rank in (1, 3):
            reverse = getattr(m, f"reverse{rank}_{name}")
            x = sample(np, np.dtype(code), SHAPES[rank])
            y = x.copy()
            assert reverse(y) is None
            assert np.array_equal(y.ravel()[::-1], x.ravel())


def check_taken_and_returned(m: Any, np: Any) -> None:
    for name, code in TYPES.items():
        turned = getattr(m, f"turned2_{name}")
        x = sample(np, np.dtype(code), SHAPES[2])
        y = x.copy()
        z = turned(y)
        assert np.array_equal(x, y) and not np.shares_memory(y, z)
        assert np.array_equal(z.ravel()[::-1], x.ravel()) and z.dtype == x.dtype


def check_scalars(m: Any, np: Any) -> None:
    for name, code in TYPES.items():
        given = getattr(m, f"pass0_{name}")
        value = np.dtype(code).type(1)
        assert given(value) == 1, name
        assert given(np.array(1, code)) == 1, name


def check_lists(m: Any, np: Any) -> None:
    assert m.copy1_i4([1, -2, 3]).tolist() == [1, -2, 3]
    assert m.copy2_f8([[1, 2.5], (3, 4)]).tolist() == [[1, 2.5], [3, 4]]
    assert m.copy1_u1(range(5)).tolist() == [0, 1, 2, 3, 4]
    assert m.copy1_c16([1, 2.5, 1j]).tolist() == [1, 2.5, 1j]
    assert m.copy1_bool([True, False]).tolist() == [True, False]
    raises(ValueError, "copy2_f8(): x", m.copy2_f8, [[1, 2], [3]])
    raises(OverflowError, "x[1]", m.copy1_i1, [1, 128])
    raises(OverflowError, "x[1, 0]", m.copy2_u2, [[1, 2], [-1, 3]])
    raises(TypeError, "x[2]", m.copy1_i4, [1, 2, 3.0])
    raises(TypeError, "x[0]", m.copy1_f8, ["1"])
    raises(TypeError, "copy1_bool(): x", m.copy1_bool, [1, 0])
    raises(TypeError, "copy1_f8(): x", m.copy1_f8, "123")
    raises(TypeError, "copy1_f8(): x", m.copy1_f8, {1, 2})


def check_safe_conversions(m: Any, np: Any) -> None:
    """Inputs of another dtype are converted exactly where NumPy calls that safe."""
    codes = sorted(set(TYPES.values()))
    for name, code in TYPES.items():
        copy = getattr(m, f"copy1_{name}")
        wanted = np.dtype(code)
        for other in codes:
            x = np.array([0, 1, 1], other)
            if np.can_cast(x.dtype, wanted, "safe"):
                y = copy(x)
                assert y.dtype == wanted and y.tolist() == x.astype(wanted).tolist()
                swapped = x.astype(x.dtype.newbyteorder("S"))
                assert copy(swapped).tolist() == y.tolist()
            else:
                error = raises(TypeError, f"copy1_{name}(): x is", copy, x)
                remedy = ".real" if x.dtype.kind == "c" else ".astype("
                if wanted.kind in "cb":
                    remedy = ".astype("
                assert remedy in str(error) and "%" not in str(error), error


def check_changed_integers(m: Any, np: Any) -> None:
    """int64 -> float64 is safe for NumPy, and yet may change a value."""
    for code in ("i8", "u8"):
        good = np.array([2**53, 2**53 + 2], code)
        assert m.copy1_f8(good).tolist() == [2.0**53, 2.0**53 + 2]
        bad = np.array([1, 2**53 + 1], code)
        raises(OverflowError, "x[1]", m.copy1_f8, bad)
        raises(OverflowError, "x[1]", m.copy1_c16, bad)


def check_in_place_is_strict(m: Any, np: Any) -> None:
    x = np.arange(6.0)
    raises(TypeError, "reverse1_f8(): x", m.reverse1_f8, [1.0, 2.0])
    raises(TypeError, "float32", m.reverse1_f8, x.astype("f4"))
    raises(ValueError, "reverse1_f8(): x", m.reverse1_f8, x[::2])
    raises(ValueError, "reverse1_f8(): x", m.reverse1_f8, x[::-1])
    frozen = x.copy()
    frozen.setflags(write=False)
    raises(ValueError, "reverse1_f8(): x", m.reverse1_f8, frozen)
    raises(ValueError, "reverse1_f8(): x", m.reverse1_f8, x.reshape(2, 3))
    raises(TypeError, "reverse1_f8(): x", m.reverse1_f8, x.astype(">f8"))
    masked = np.ma.array(x, mask=[0, 1, 0, 0, 0, 0])
    error = raises(TypeError, "MaskedArray", m.reverse1_f8, masked)
    raises(TypeError, "filled(", m.copy1_f8, masked)
    assert "reverse1_f8(): x" in str(error)


def check_empty(m: Any, np: Any) -> None:
    assert m.copy1_f8(np.zeros(0)).shape == (0,)
    assert m.copy2_f8(np.zeros((0, 3))).shape == (0, 3)
    assert m.copy2_f8(np.zeros((3, 0))).shape == (3, 0)
    m.reverse1_f8(np.zeros(0))


def check_other_types_of_numbers(m: Any, np: Any) -> None:
    for x in (
        np.array([1, 2], "M8[ns]"),
        np.array([1, 2], "m8[ns]"),
        np.array(["a", "b"]),
        np.array([b"a", b"b"]),
        np.array([1, None], object),
        np.zeros(2, [("x", "f8")]),
    ):
        raises(TypeError, "copy1_f8(): x", m.copy1_f8, x)
        raises(TypeError, "copy1_i8(): x", m.copy1_i8, x)


def check_bool_bytes(m: Any, np: Any) -> None:
    bad = np.array([1, 0, 2], "u1").view("?")
    raises(ValueError, "x[2]", m.copy1_bool, bad)
    raises(ValueError, "x[2]", m.reverse1_bool, bad)


def check_subclasses(m: Any, np: Any) -> None:
    class Own(np.ndarray):
        pass

    x = np.arange(4.0)
    assert m.copy1_f8(x.view(Own)).tolist() == x.tolist()
    assert m.copy2_f8(np.matrix([[1.0, 2.0]])).tolist() == [[1.0, 2.0]]
    assert type(m.copy1_f8(x.view(Own))) is np.ndarray


def check_buffers(m: Any) -> None:
    """What the standard library has; results are arrays or memoryviews."""
    for name, code in (("i2", "h"), ("i4", "i"), ("u1", "B"), ("f4", "f"), ("f8", "d")):
        copy = getattr(m, f"copy1_{name}")
        x = array.array(code, [1, 2, 3])
        assert copy(x).tolist() == [1, 2, 3], name
        assert copy(memoryview(x)[::2]).tolist() == [1, 3], name
        assert copy([1, 2, 3]).tolist() == [1, 2, 3], name
        assert copy(x).shape == (3,)
        getattr(m, f"reverse1_{name}")(x)
        assert x.tolist() == [3, 2, 1], name
        frozen = memoryview(x.tobytes()).cast(code)
        raises(
            ValueError, f"reverse1_{name}(): x", getattr(m, f"reverse1_{name}"), frozen
        )
    y = m.copy2_f8([[1, 2], [3, 4]])
    assert y.shape == (2, 2) and y.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    raises(TypeError, "copy1_f8(): x", m.copy1_f8, 1.5)
    raises(TypeError, "copy1_f8(): x", m.copy1_f8, "abc")
    raises(TypeError, "copy1_f8(): x", m.copy1_f8, None)
