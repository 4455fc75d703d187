# SPDX-License-Identifier: MIT
"""poly_match beside pure Python and NumPy: the rows that ``examples/demo.py`` times."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


class Polygon:
    """A polygon in Python: center and area are computed when they are asked for."""

    def __init__(self, x: Any, y: Any) -> None:
        self.x, self.y = x, y

    @property
    def center(self) -> tuple[float, float]:
        """The mean of the corners."""
        return sum(self.x) / len(self.x), sum(self.y) / len(self.y)

    @property
    def area(self) -> float:
        """By the shoelace formula."""
        x, y, n = self.x, self.y, len(self.x)
        return abs(math.fsum(x[i - 1] * y[i] - x[i] * y[i - 1] for i in range(n))) / 2


def find_close_python(polygons: Any, point: Any, max_dist: float) -> list[Any]:
    """The polygons whose centers are less than max_dist away."""
    return [p for p in polygons if math.dist(p.center, point) < max_dist]


def match_python(polygons: Any, points: Any, max_dist: float) -> list[int]:
    """For each point the place of the smallest close polygon, the first of several."""
    found = []
    for point in points:
        close = find_close_python(polygons, point, max_dist)
        best = min(close, key=lambda p: p.area, default=None)
        found.append(polygons.index(best) if best is not None else -1)
    return found


def match_numpy(polygons: Any, points: Any, max_dist: float) -> Any:
    """The same with arrays: centers and areas once, one row of distances a point."""
    centers = np.array([p.center for p in polygons])
    areas = np.array([p.area for p in polygons])
    found = np.full(len(points), -1)
    for k, point in enumerate(points):
        distance = np.sqrt(((centers - point) ** 2).sum(axis=1))
        close = np.flatnonzero(distance < max_dist)
        if len(close):
            found[k] = close[areas[close].argmin()]
    return found


def corners(n: int, seed: int = 3) -> list[tuple[Any, Any]]:
    """n squares of four areas, so that many are equal, over a field of 100 x 100."""
    rng = np.random.default_rng(seed)
    made = []
    for k in range(n):
        at, half = rng.integers(0, 400, 2) / 4, (1, 2, 1, 0.5)[k % 4]
        x = at[0] + half * np.array([-1, 1, 1, -1])
        made.append((x, at[1] + half * np.array([-1, -1, 1, 1])))
    return made


def data(size: tuple[int, int]) -> tuple[Any, ...]:
    """Polygons of the C class, points, the distance."""
    import poly_match

    n, k = size
    points = np.random.default_rng(4).random((k, 2)) * 100
    return [poly_match.Polygon(x, y) for x, y in corners(n)], points, 10.0


def for_python(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same polygons as Python's own, over lists."""
    polygons, points, max_dist = args
    own = [Polygon(p.x.tolist(), p.y.tolist()) for p in polygons]
    return own, points.tolist(), max_dist


ROWS = [
    {
        "function": "poly_match.match_points",
        "label": "1,000 polygons x 100 points",
        "size": (1000, 100),
        "data": data,
        "python": match_python,
        "numpy": match_numpy,
        "for_python": for_python,
        "probe": (100, 10),
        "work": lambda size: float(size[0] * size[1]),
        "tolerance": 0.0,
    },
]
