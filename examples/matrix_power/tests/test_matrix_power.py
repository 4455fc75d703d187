# SPDX-License-Identifier: MIT
"""matrix_power: equal to pure Python and to NumPy, list of lists in and out."""

import runpy
from pathlib import Path

import matrix_power
import numpy as np
import pytest

compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 10, 67])
@pytest.mark.parametrize("power", [0, 1, 2, 3, 7, 10, 100])
def test_equal_to_numpy_and_python(size, power):
    a, _ = compare["data"](size)
    found = matrix_power.matrix_power(a, power)
    assert isinstance(found, list) and all(isinstance(row, list) for row in found)
    numpy = compare["matrix_power_numpy"](a, power)
    np.testing.assert_allclose(found, numpy, rtol=1e-12)
    python = compare["matrix_power_python"](a, power)
    np.testing.assert_allclose(found, python, rtol=1e-12)


def test_larger_than_a_block():
    a = np.random.default_rng(1).standard_normal((521, 521)) / 20
    found = matrix_power.matrix_power(a, 3)
    wanted = np.linalg.matrix_power(a, 3)
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-10)


def test_fibonacci_is_exact():
    fibonacci = matrix_power.matrix_power([[1, 1], [1, 0]], 76)
    assert fibonacci == [
        [5527939700884757, 3416454622906707],
        [3416454622906707, 2111485077978050],
    ]


def test_largest_power():
    assert matrix_power.matrix_power([[1.0]], 2**64 - 1) == [[1.0]]
    turn = [[0, 1], [1, 0]]
    assert matrix_power.matrix_power(turn, 2**63 + 1) == [[0.0, 1.0], [1.0, 0.0]]


def test_does_not_change_its_input():
    a = np.array([[1.0, 2.0], [3.0, 4.0]])
    matrix_power.matrix_power(a, 5)
    assert a.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_empty():
    assert matrix_power.matrix_power(np.empty((0, 0)), 3) == []


def test_errors():
    with pytest.raises(OverflowError, match="power"):
        matrix_power.matrix_power([[1.0]], -1)
    with pytest.raises(ValueError, match="a"):
        matrix_power.matrix_power([[1.0, 2.0]], 2)
    with pytest.raises(TypeError, match="power"):
        matrix_power.matrix_power([[1.0]], 2.0)
