"""A package with C and Python."""

from wheel_proof._core import (
    LEVEL,
    Counter,
    Point,
    check,
    count,
    find_max,
    scale,
    sum_of,
)

__all__ = [
    "LEVEL",
    "Counter",
    "Point",
    "check",
    "count",
    "find_max",
    "scale",
    "sum_of",
]
