# SPDX-License-Identifier: MIT
"""cubic_y_root beside pure Python and NumPy: the rows of ``examples/demo.py``."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def cubic_y_root_python(x0: float, y0: float) -> list[float]:
    """Real roots of x0 y^3 + 1.5 y = y0 by the triple-angle formulas.

    As the C function does it, but with the discriminant in plain double precision:
    near a double root the number of roots may be another.
    """
    if x0 == 0.0:
        return [y0 / 1.5]
    b = math.sqrt(2.0 * abs(x0))
    t = abs(y0) * b
    d = 1.0 + 2.0 * x0 * y0 * y0
    if x0 > 0.0:
        u = (t + math.sqrt(d)) ** (1.0 / 3.0)
        return [2.0 * y0 / (u * u + 1.0 + 1.0 / (u * u))]
    if d < 0.0:
        u = (t + math.sqrt(-d)) ** (1.0 / 3.0)
        return [math.copysign((u + 1.0 / u) / b, -y0)]
    z = math.atan2(math.sqrt(d), t) / 3.0
    c, s = math.cos(z), math.sqrt(3.0) * math.sin(z)
    roots = [-2.0 * c / b, abs(y0) / (c * (c + s)), (c + s) / b]
    return roots if y0 >= 0.0 else [-root for root in reversed(roots)]


def cubic_y_root_numpy(x0: float, y0: float) -> list[float]:
    """By way of the eigenvalues that numpy.roots takes."""
    roots = np.roots([x0, 0.0, 1.5, -y0])
    return sorted(roots.real[abs(roots.imag) < 1e-9].tolist())


def data(size: tuple[float, float]) -> tuple[float, float]:
    """The coefficients themselves."""
    return size


def row(x0: float, y0: float, roots: str) -> dict[str, Any]:
    """One row of the table."""
    return {
        "function": "cubic_y_root.cubic_y_root",
        "label": f"({x0}, {y0}): {roots}",
        "size": (x0, y0),
        "data": data,
        "python": cubic_y_root_python,
        "numpy": cubic_y_root_numpy,
        "tolerance": 1e-9,
    }


ROWS = [row(0.3, 1.7, "one root"), row(-0.3, 0.9, "three roots")]
