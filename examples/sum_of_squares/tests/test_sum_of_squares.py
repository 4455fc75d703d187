# SPDX-License-Identifier: MIT
"""sum_of_squares: equal to pure Python and to NumPy, for lists and arrays."""

import math
import runpy
from array import array
from pathlib import Path

import numpy as np
import pytest
import sum_of_squares

compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))


@pytest.mark.parametrize("size", [*range(35), 1000, 100_003])
def test_equal_to_numpy_and_python(size):
    (v,) = compare["data"](size)
    found = sum_of_squares.sum_of_squares(v)
    exact = math.fsum(x * x for x in v.tolist())
    assert found == pytest.approx(exact, rel=1e-13)
    assert found == pytest.approx(
        compare["sum_of_squares_python"](v.tolist()), rel=1e-10
    )
    assert found == pytest.approx(compare["sum_of_squares_numpy"](v), rel=1e-13)


@pytest.mark.parametrize("kind", [list, tuple, lambda v: array("d", v), np.float32])
def test_other_sequences(kind):
    assert sum_of_squares.sum_of_squares(kind([1.0, 2.0, -3.5])) == 17.25


def test_list_and_array_give_the_same_bits():
    (v,) = compare["data"](100_001)
    assert sum_of_squares.sum_of_squares(v) == sum_of_squares.sum_of_squares(v.tolist())


@pytest.mark.parametrize("size", [1, 16, 17, 40])
def test_each_element_counts(size):
    for i in range(size):
        v = np.zeros(size)
        v[i] = 3.0
        assert sum_of_squares.sum_of_squares(v) == 9.0


def test_infinity_and_nan():
    assert sum_of_squares.sum_of_squares([1.0, -math.inf]) == math.inf
    assert math.isnan(sum_of_squares.sum_of_squares([1.0, math.nan]))


def test_errors():
    with pytest.raises(TypeError):
        sum_of_squares.sum_of_squares("123")
    with pytest.raises(TypeError):
        sum_of_squares.sum_of_squares([1.0, "2"])
    with pytest.raises(ValueError):
        sum_of_squares.sum_of_squares(np.ones((2, 2)))
