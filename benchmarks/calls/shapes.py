# SPDX-License-Identifier: MIT
"""The twelve call shapes: what is called, with what, and what must come back.

In: nothing. Out: ``SHAPES``, each with the text of the call, a maker of fresh arguments
and the expected result. Every rival module offers the same functions; PyO3,
Cython and cffi have no callback here.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Callable

import numpy as np


@dataclasses.dataclass(frozen=True)
class Shape:
    """One kind of call: ``call`` is the statement that is timed, over ``names``."""

    name: str
    label: str
    function: str
    call: str
    arguments: Callable[[], dict[str, Any]]
    expected: Any
    changed: str = ""  # argument changed in place; ``expected`` is then its value
    raises: str = ""  # text of the ValueError that the call must raise


def _vector() -> np.ndarray:
    return np.arange(1.0, 9.0)


def _grid() -> np.ndarray:
    return np.array([[1.0, 7.0, 3.0, 2.0], [4.0, 5.0, 9.0, 0.5], [8.0, 6.0, 2.5, 1.5]])


def _square(start: float) -> np.ndarray:
    return np.arange(start, start + 9.0).reshape(3, 3)


SHAPES = [
    Shape("nop", "no argument", "nop", "f()", dict, None),
    Shape("add", "two doubles", "add", "f(x, y)", lambda: {"x": 1.5, "y": 2.25}, 3.75),
    Shape("twice", "int", "twice", "f(n)", lambda: {"n": 1234}, 2468),
    Shape("length", "str", "length", "f(s)", lambda: {"s": "carbide bench"}, 13),
    Shape("sum1", "one array", "sum1", "f(x)", lambda: {"x": _vector()}, 36.0),
    Shape(
        "dot",
        "two tied arrays",
        "dot",
        "f(x, y)",
        lambda: {"x": _vector(), "y": _vector() + 1.0},
        240.0,
    ),
    Shape(
        "scale",
        "array in place",
        "scale",
        "f(x, t)",
        lambda: {"x": _vector(), "t": -1.0},
        -_vector(),
        changed="x",
    ),
    Shape(
        "row_max",
        "2-D in, new 1-D out",
        "row_max",
        "f(a)",
        lambda: {"a": _grid()},
        np.array([7.0, 9.0, 8.0]),
    ),
    Shape(
        "matmul",
        "3x3 matmul, new out",
        "matmul",
        "f(a, b)",
        lambda: {"a": _square(1.0), "b": _square(2.0)},
        _square(1.0) @ _square(2.0),
    ),
    Shape(
        "keyword",
        "two doubles by keyword",
        "keyword",
        "f(x=u, y=v)",
        lambda: {"u": 1.5, "v": 2.25},
        -0.75,
    ),
    Shape(
        "fail",
        "raising ValueError",
        "fail",
        "f(n)",
        lambda: {"n": -7},
        None,
        raises="n = -7 is negative",
    ),
    Shape(
        "callback",
        "100 callbacks",
        "hundred",
        "f(g)",
        lambda: {"g": lambda x: x},
        4950.0,
    ),
]
