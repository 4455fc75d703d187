# SPDX-License-Identifier: MIT
"""What is done with the classes: one statement each, with what it needs and must give.

In: nothing. Out: ``OPERATIONS``. A setup runs once, with the rival's module as ``m``;
the value of ``check`` after the statement must be ``expected``.
"""

from __future__ import annotations

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class Operation:
    """One row: ``statement`` is timed, over what ``setup`` has named; ``per`` says how
    many of the thing that the label names one statement does."""

    name: str
    label: str
    part: str  # of the module: point, ball, more
    setup: str
    statement: str
    check: str
    expected: Any
    per: int = 1


POINT = "C = m.Point; o = C(3.0, 4.0); q = C(3.0, 0.0)"
BALL = POINT.replace("Point", "Ball")
MANY = "f = m.total_{0}s; a = [m.{1}(float(k), 0.0) for k in range(1000)]"


def _of_class(part: str, setup: str, kind: str) -> list[Operation]:
    """The rows that both kinds of class have."""
    new = "C(1.5, 2.5)"
    many = MANY.format(part, part.capitalize())
    rows = [
        ("new", f"{kind}: constructor", setup, new, f"type({new}) is C", True),
        ("named", "… by keyword", setup, "C(x=1.5, y=2.5)", "C(x=1.5, y=2.5).x", 1.5),
        ("norm", f"{kind}: method", setup, "o.norm()", "o.norm()", 5.0),
        ("distance", "… given another", setup, "o.distance(q)", "o.distance(q)", 4.0),
        ("get", f"{kind}: property", setup, "o.x", "o.x", 3.0),
        ("set", "… set", setup, "o.x = 3.5", "o.x", 3.5),
        ("all", "… 1,000 in a list", many, "f(a)", "f(a)", 499500.0),
    ]
    return [Operation(f"{part} {row[0]}", row[1], part, *row[2:]) for row in rows]


OPERATIONS = [
    *_of_class("point", POINT, "struct"),
    *_of_class("ball", BALL, "handle"),
    Operation(
        "next",
        "iteration, a step",
        "more",
        "C = m.Counter",
        "for _ in C(1000): pass",
        "list(C(3))",
        [2, 1, 0],
        1000,
    ),
    Operation(
        "callback",
        "call with a callback",
        "more",
        "f = m.apply; g = abs",
        "f(g, -1.5)",
        "f(g, -1.5)",
        1.5,
    ),
]
