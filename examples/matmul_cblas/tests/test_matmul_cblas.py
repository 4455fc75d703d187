# SPDX-License-Identifier: MIT
"""CBLAS by redeclaration: strides, defaults, in place, beside NumPy and Python."""

import runpy
from pathlib import Path

import numpy as np
import pytest

WHY = "no matmul_cblas: apt install pkg-config libopenblas-dev, then make examples"
blas = pytest.importorskip("matmul_cblas", reason=WHY)
compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))


def random(*shape):
    return np.random.default_rng(sum(shape)).standard_normal(shape)


@pytest.mark.parametrize("m, k, n", [(1, 1, 1), (3, 5, 7), (100, 50, 80), (1, 9, 1)])
def test_dgemm(m, k, n):
    a, b = random(m, k), random(k, n)
    np.testing.assert_allclose(blas.dgemm(a, b), a @ b, rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(blas.dgemm(a, b, alpha=-2.5), -2.5 * (a @ b), 1e-10)


def test_dgemm_equal_to_python():
    a, b = compare["data"](12)
    wanted = compare["dgemm_python"](a.tolist(), b.tolist())
    np.testing.assert_allclose(blas.dgemm(a, b), wanted, rtol=1e-13)


@pytest.mark.parametrize("m, k, n", [(0, 3, 2), (3, 0, 2), (3, 2, 0)])
def test_dgemm_empty(m, k, n):
    found = blas.dgemm(np.ones((m, k)), np.ones((k, n)))
    assert np.array_equal(found, np.zeros((m, n)))


def test_dgemm_of_parts():
    a, b = random(20, 30)[2:12, 5:9], random(30, 20)[:4, 3:]
    np.testing.assert_allclose(blas.dgemm(a, b), a @ b, rtol=1e-10)


@pytest.mark.parametrize("part", ["transposed", "every second column", "reversed"])
def test_dgemm_of_what_blas_cannot_step_through(part):
    a = random(8, 8)
    views = {
        "transposed": a.T,
        "every second column": random(8, 16)[:, ::2],
        "reversed": a[::-1],
    }
    np.testing.assert_allclose(blas.dgemm(views[part], a), views[part] @ a, rtol=1e-10)


def test_dgemm_of_lists_and_shapes():
    assert blas.dgemm([[1, 2]], [[3], [4]]).tolist() == [[11.0]]
    with pytest.raises(ValueError, match="b"):
        blas.dgemm(np.ones((2, 3)), np.ones((4, 5)))


def test_dgemv():
    a, x, y = random(6, 9), random(9), random(6)
    wanted = 2 * (a @ x) + 3 * y
    assert blas.dgemv(a, x, y, alpha=2, beta=3) is None
    np.testing.assert_allclose(y, wanted, rtol=1e-12)
    blas.dgemv(a, x, y)
    np.testing.assert_allclose(y, a @ x, rtol=1e-12)


def test_dgemv_with_strides():
    a = random(20, 30)[1:19:3, 4:14]
    x, store = random(40)[::4], np.full((6, 3), 7.0)
    blas.dgemv(a, x, store[:, 1])
    np.testing.assert_allclose(store[:, 1], a @ x, rtol=1e-11)
    assert (store[:, [0, 2]] == 7.0).all()


def test_daxpy():
    x, y = random(10), random(10)
    wanted = y + 0.5 * x
    blas.daxpy(x, y, 0.5)
    np.testing.assert_allclose(y, wanted, rtol=1e-14)


def test_daxpy_with_strides():
    x, store = np.arange(12.0), np.zeros(9)
    blas.daxpy(x[::4], store[::3])
    assert store.tolist() == [0, 0, 0, 4, 0, 0, 8, 0, 0]


def test_daxpy_reads_backwards_but_does_not_write_so():
    x, y = np.arange(4.0), np.zeros(4)
    blas.daxpy(x[::-1], y)
    assert y.tolist() == [3, 2, 1, 0]
    with pytest.raises(ValueError, match="y"):
        blas.daxpy(x, y[::-1])


def test_in_place_takes_no_list():
    with pytest.raises(TypeError, match="y"):
        blas.daxpy([1.0], [2.0])


def test_ddot():
    x, y = random(30), random(10)
    assert blas.ddot(x[::3], y) == pytest.approx(x[::3] @ y)
    assert blas.ddot([], []) == 0.0
    with pytest.raises(ValueError):
        blas.ddot(x, y)
