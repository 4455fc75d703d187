# SPDX-License-Identifier: MIT
"""matmul: equal to pure Python and to NumPy, for all shapes of blocks and edges."""

import runpy
from pathlib import Path

import matmul
import numpy as np
import pytest

compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))

# m, k, n: below the limit of the small way, at edges of tiles and of blocks
SHAPES = [
    (1, 1, 1),
    (3, 5, 7),
    (32, 32, 32),
    (33, 33, 33),
    (6, 1500, 4),
    (7, 193, 200),
    (193, 40, 193),
    (1, 500, 500),
    (500, 500, 1),
    (500, 1, 500),
    (200, 385, 390),
]


def random_matrices(m, k, n):
    random = np.random.default_rng(m * 1_000_000 + k * 1000 + n)
    return random.standard_normal((m, k)), random.standard_normal((k, n))


@pytest.mark.parametrize("m, k, n", SHAPES)
def test_equal_to_numpy(m, k, n):
    a, b = random_matrices(m, k, n)
    bound = 1e-14 * (np.abs(a) @ np.abs(b))
    assert (np.abs(matmul.matmul(a, b) - a @ b) <= bound).all()


@pytest.mark.parametrize("size", [1, 2, 10, 40])
def test_equal_to_python(size):
    a, b = compare["data_lists"](size)
    wanted = compare["matmul_python"](a, b)
    found = matmul.matmul_lists(a, b)
    assert isinstance(found, list) and isinstance(found[0], list)
    np.testing.assert_allclose(found, wanted, rtol=1e-14)


def test_whole_numbers_are_exact():
    random = np.random.default_rng(1)
    a = random.integers(-1000, 1000, (70, 300)).astype(float)
    b = random.integers(-1000, 1000, (300, 50)).astype(float)
    assert np.array_equal(matmul.matmul(a, b), a @ b)


@pytest.mark.parametrize("m, k, n", [(0, 3, 2), (3, 2, 0)])
def test_empty(m, k, n):
    found = matmul.matmul(np.ones((m, k)), np.ones((k, n)))
    assert np.array_equal(found, np.zeros((m, n)))


def test_rows_of_no_elements_are_no_c_type():
    with pytest.raises(ValueError, match=r"a.shape\[1\] = 0"):
        matmul.matmul(np.ones((3, 0)), np.ones((0, 2)))


def test_writes_into_c():
    a, b = random_matrices(40, 50, 60)
    c = np.full((40, 60), np.nan)
    assert matmul.matmul(a, b, c=c) is c
    np.testing.assert_allclose(c, a @ b, rtol=1e-11)


def test_c_may_not_be_an_input():
    a = np.ones((4, 4))
    with pytest.raises(ValueError):
        matmul.matmul(a, a.copy(), c=a)


def test_shapes_must_agree():
    with pytest.raises(ValueError, match="b"):
        matmul.matmul(np.ones((2, 3)), np.ones((4, 5)))


def test_infinity_and_nan_stay_where_they_belong():
    a, b = np.ones((50, 50)), np.ones((50, 50))
    a[3, 7] = np.inf
    b[9, 11] = np.nan
    found = matmul.matmul(a, b)
    assert np.array_equal(np.isnan(found), np.isnan(a @ b))
    assert np.array_equal(np.isinf(found), np.isinf(a @ b))
