# SPDX-License-Identifier: MIT
"""find_max: equal to pure Python and to NumPy, on every path of the C code."""

import runpy
from pathlib import Path

import find_max
import numpy as np
import pytest

compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))

# 1 row, fewer rows than a step, several steps and a rest; more columns than a tile
SHAPES = [(1, 1), (1, 7), (2, 3), (8, 5), (9, 2049), (100, 4096), (19, 140_003)]


@pytest.mark.parametrize("shape", SHAPES)
def test_equal_to_numpy_and_python(shape):
    (a,) = compare["data"](shape)
    found = find_max.find_max(a)
    assert found.dtype == np.int64
    assert found.tolist() == compare["find_max_numpy"](a).tolist()
    assert found.tolist() == compare["find_max_python"](a.tolist())


@pytest.mark.parametrize("row", range(20))
def test_each_row_is_seen(row):
    a = np.full((20, 33), -(2**63), dtype=np.int64)
    a[row] = np.arange(33)
    assert find_max.find_max(a).tolist() == list(range(33))


def test_extremes():
    least, most = -(2**63), 2**63 - 1
    a = [[least, most, 0], [most, least, -1], [least, least, -2]]
    assert find_max.find_max(a).tolist() == [most, most, 0]


def test_writes_into_out():
    out = np.zeros(2, np.int64)
    assert find_max.find_max([[1, 5], [3, 2]], out=out) is out
    assert out.tolist() == [3, 5]


def test_no_rows():
    with pytest.raises(ValueError, match="n >= 1"):
        find_max.find_max(np.empty((0, 3), np.int64))


def test_no_columns():
    assert find_max.find_max(np.empty((3, 0), np.int64)).shape == (0,)


def test_floats_are_refused():
    with pytest.raises(TypeError, match="int64"):
        find_max.find_max(np.ones((2, 2)))
