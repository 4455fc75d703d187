# SPDX-License-Identifier: MIT
"""poly_match: the same answers as Python and NumPy, the same objects back."""

import gc
import random
import runpy
import weakref
from pathlib import Path

import numpy as np
import poly_match
import pytest

compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))
SQUARE = [0, 2, 2, 0], [0, 0, 2, 2]


def polygons(n, seed):
    """The same polygons twice: of the C class, and of Python's."""
    corners = compare["corners"](n, seed)
    own = [compare["Polygon"](x.tolist(), y.tolist()) for x, y in corners]
    return [poly_match.Polygon(x, y) for x, y in corners], own


@pytest.mark.parametrize("seed", range(20))
def test_equal_to_python_and_numpy(seed):
    """Many polygons have the same area: the first one counts."""
    fast, slow = polygons(1 + seed * 9, seed)
    points = np.random.default_rng(seed).integers(0, 400, (30, 2)) / 4
    # distances that are met exactly: 5 = |(3, 4)|, and quarters
    for max_dist in (0, 0.25, 5, 10, 1e9, float("nan")):
        found = poly_match.match_points(fast, points, max_dist).tolist()
        assert found == compare["match_python"](slow, points.tolist(), max_dist)
        assert found == compare["match_numpy"](fast, points, max_dist).tolist()


def test_areas_of_all_sizes():
    """Equal areas far apart in the list, tiny, huge and zero; a list larger than one
    block of what the loop compares at once."""
    rng = np.random.default_rng(5)
    corners = [
        (x + side * np.array([-1, 1, 1, -1]), y + side * np.array([-1, -1, 1, 1]))
        for x, y, side in zip(
            rng.integers(0, 100, 500),
            rng.integers(0, 100, 500),
            rng.choice([0, 1e-9, 0.5, 1, 3, 1e6], 500),
        )
    ]
    fast = [poly_match.Polygon(*xy) for xy in corners]
    points = rng.random((100, 2)) * 100
    for max_dist in (1, 4, 20, 200):
        found = poly_match.match_points(fast, points, max_dist).tolist()
        assert found == compare["match_numpy"](fast, points, max_dist).tolist()
        assert found == compare["match_python"](fast, points.tolist(), max_dist)


def test_nothing_to_match():
    square = poly_match.Polygon(*SQUARE)
    nowhere = poly_match.Polygon([float("nan")], [0])
    assert poly_match.match_points([], [[0, 0]], 9).tolist() == [-1]
    assert poly_match.match_points([square], np.empty((0, 2)), 9).tolist() == []
    assert poly_match.match_points([nowhere], [[0, 0]], 9).tolist() == [-1]
    far = [[float("nan"), 0], [float("inf"), 0]]
    assert poly_match.match_points([square], far, 9).tolist() == [-1, -1]


def test_the_same_objects_come_back():
    fast, slow = polygons(100, 1)
    for point in ([0, 0], [50, 50], [100, 3]):
        found = poly_match.find_close_polygons(fast, point, 20)
        wanted = compare["find_close_python"](slow, point, 20)
        assert [fast.index(p) for p in found] == [slow.index(p) for p in wanted]
        assert all(any(p is q for q in fast) for p in found)


def test_properties():
    p = poly_match.Polygon(*SQUARE)
    assert p.x.tolist() == SQUARE[0] and p.y.tolist() == SQUARE[1]
    assert p.center.tolist() == [1, 1] and p.area == 4
    with pytest.raises(AttributeError):
        p.area = 3


class Named(poly_match.Polygon):
    """A subclass with an attribute, and a constructor of its own."""

    def __init__(self, name):
        super().__init__(*SQUARE)
        self.name = name


def test_subclass():
    named = [Named(str(k)) for k in range(5)]
    found = poly_match.find_close_polygons(named, [0, 0], 3)
    assert [p.name for p in found] == ["0", "1", "2", "3", "4"]
    assert all(type(p) is Named for p in found)


class Forgot(poly_match.Polygon):
    """Its constructor does not call that of the class."""

    def __init__(self):
        pass


def test_wrong_lists():
    p = poly_match.Polygon(*SQUARE)
    with pytest.raises(ValueError, match=r"__init__\(\) was not called"):
        poly_match.find_close_polygons([p, Forgot()], [0, 0], 3)
    with pytest.raises(TypeError, match=r"polygons\[1\] must be Polygon, not None"):
        poly_match.find_close_polygons([p, None], [0, 0], 3)
    with pytest.raises(TypeError, match="sequence of Polygon"):
        poly_match.find_close_polygons(p, [0, 0], 3)
    p.close()
    with pytest.raises(ValueError, match="closed"):
        poly_match.match_points([p], [[0, 0]], 3)


def test_constructor():
    with pytest.raises(ValueError, match="n >= 1"):
        poly_match.Polygon([], [])
    with pytest.raises(ValueError, match="shape"):
        poly_match.Polygon([1], [1, 2])
    p = poly_match.Polygon(*SQUARE)
    with pytest.raises(RuntimeError, match="made already"):
        p.__init__(*SQUARE)


def test_nothing_is_kept():
    made = [poly_match.Polygon(*SQUARE) for _ in range(10)]
    refs = [weakref.ref(p) for p in made]
    found = poly_match.find_close_polygons(made, [0, 0], 3)
    assert len(found) == 10
    del made, found
    gc.collect()
    assert not any(ref() for ref in refs)


def test_changing_list():
    """The list is read once: what is done to it meanwhile does not matter."""
    fast, _ = polygons(50, 2)
    random.shuffle(fast)
    for _ in range(100):
        found = poly_match.find_close_polygons(fast, [50, 50], 100)
        assert len(found) == len(fast)
        fast.pop()
        if not fast:
            break
