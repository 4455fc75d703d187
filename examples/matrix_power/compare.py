# SPDX-License-Identifier: MIT
"""matrix_power beside pure Python and NumPy: the rows of ``examples/demo.py``."""

from __future__ import annotations

from typing import Any

import numpy as np

Matrix = list[list[float]]


def multiply(a: Matrix, b: Matrix) -> Matrix:
    """Product of two lists of rows."""
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, col)) for col in columns] for row in a]


def matrix_power_python(a: Matrix, power: int) -> Matrix:
    """Repeated squaring from the highest bit of the power down."""
    if power == 0:
        return [[float(i == j) for j in range(len(a))] for i in range(len(a))]
    result = a
    for bit in bin(power)[3:]:
        result = multiply(result, result)
        if bit == "1":
            result = multiply(result, a)
    return result


def matrix_power_numpy(a: Matrix, power: int) -> Matrix:
    """NumPy's own, from a list of lists to a list of lists."""
    return np.linalg.matrix_power(np.array(a), power).tolist()


def data(size: int) -> tuple[Matrix, int]:
    """A random matrix whose powers stay near 1, and the power 10."""
    random = np.random.default_rng(1)
    return (random.random((size, size)) * 2 / size).tolist(), 10


def row(size: int) -> dict[str, Any]:
    """One row of the table."""
    return {
        "function": "matrix_power.matrix_power",
        "label": f"{size} x {size} lists, power 10",
        "size": size,
        "data": data,
        "python": matrix_power_python,
        "numpy": matrix_power_numpy,
        "probe": min(size, 40),
        "work": lambda n: n**3,
    }


ROWS = [row(size) for size in (10, 100, 500)]
