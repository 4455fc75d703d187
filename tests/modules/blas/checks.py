# SPDX-License-Identifier: MIT
"""What the test module `blas` must do: a library, bound by redeclared functions."""

from __future__ import annotations

import inspect
from typing import Any

from checking import equal, raises


def check_signatures(m: Any) -> None:
    equal(str(inspect.signature(m.daxpy)), "(x, y, alpha=1.0)")
    equal(str(inspect.signature(m.dgemm)), "(a, b, c, alpha=1.0, beta=1.0)")
    equal(m.daxpy.__doc__.splitlines()[0], "y += alpha * x")


def check_daxpy(m: Any, np: Any) -> None:
    x, y = np.arange(4.0), np.ones(4)
    equal(m.daxpy(x, y), None)
    assert y.tolist() == [1, 2, 3, 4]
    m.daxpy(x, y, 2)
    assert y.tolist() == [1, 4, 7, 10]
    m.daxpy([1, 1], y[::2], alpha=-1.0)
    assert y.tolist() == [0, 4, 6, 10]
    m.daxpy(x[::-1], y)
    assert y.tolist() == [3, 6, 7, 10]
    m.daxpy(x[:1], y[:1])
    m.daxpy(x[:0], y[:0])
    raises(ValueError, "daxpy(): y", m.daxpy, x, y[:3])
    raises(ValueError, "daxpy(): y", m.daxpy, x, y[::-1])
    raises(TypeError, "daxpy(): y", m.daxpy, x, [1.0] * 4)
    equal(m.ddot(x, x), 14.0)
    equal(m.ddot(x[::2], [3, 4]), 8.0)


def check_products(m: Any, np: Any) -> None:
    random = np.random.default_rng(1)
    for _ in range(20):
        rows, inner, columns = random.integers(1, 8, 3).tolist()
        wide = random.standard_normal((rows, inner + 3))
        a, b = wide[:, 1 : inner + 1], random.standard_normal((inner, columns))
        c = random.standard_normal((rows, columns))
        wanted = 2 * (a @ b) + 0.5 * c
        m.dgemm(a, b, c, alpha=2, beta=0.5)
        assert np.allclose(c, wanted)
        assert np.allclose(m.product(a, b), a @ b)
        y = random.standard_normal(2 * rows)
        wanted = a @ b[:, 0] + y[::2]
        m.dgemv(a, b[:, 0], y[::2], beta=1)
        assert np.allclose(y[::2], wanted)
    raises(ValueError, "dgemm(): b", m.dgemm, np.eye(2), np.eye(3), np.eye(2))
    raises(ValueError, "dgemm(): c", m.dgemm, np.eye(2), np.eye(2), np.eye(2).T[:, :1])
    frozen = np.eye(2)
    frozen.setflags(write=False)
    m.dgemm(frozen, frozen, np.eye(2))
    raises(ValueError, "dgemm(): c", m.dgemm, np.eye(2), np.eye(2), frozen)
    assert m.product(np.zeros((2, 0)), np.zeros((0, 3))).tolist() == [[0] * 3] * 2


def check_order_of_columns(m: Any, np: Any) -> None:
    """What is not row by row is copied where C only reads it, else refused."""
    a = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    c = np.zeros((2, 2))
    m.dgemm(a, a.T, c)
    assert np.allclose(c, a @ a.T)
    column = np.zeros((2, 2), order="F")
    raises(ValueError, "dgemm(): c", m.dgemm, a, a.T, column)
