# SPDX-License-Identifier: MIT
"""closure: all samples and no others, in order, as an array and as lists."""

import itertools
import math
import random
import runpy
from pathlib import Path

import closure
import numpy as np
import pytest

compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))


def brute_force(mean, sd, n, lo, hi, err_mean, err_sd):
    """Every sample there is, tested one by one."""
    found = []
    for sample in itertools.combinations_with_replacement(range(lo, hi + 1), n):
        total = sum(sample)
        if mean * n - err_mean * n <= total <= mean * n + err_mean * n:
            squares = sum(x * x for x in sample)
            deviation = math.sqrt((n * squares - total * total) / (n * (n - 1)))
            if sd - err_sd <= deviation <= sd + err_sd:
                found.append(list(sample))
    return found


@pytest.mark.parametrize("case, count", [("MANY", 7980), ("FEW", 568)])
def test_published_counts(case, count):
    args = compare[case]
    mean, sd, n, lo, hi, err_mean, err_sd = args
    samples = closure.closure(*args)
    assert samples.shape == (count, n)
    assert samples.dtype == np.int32
    assert samples.min() >= lo and samples.max() <= hi
    assert (np.diff(samples, axis=1) >= 0).all()
    assert np.abs(samples.mean(axis=1) - mean).max() <= err_mean * (1 + 1e-12)
    assert np.abs(samples.std(axis=1, ddof=1) - sd).max() <= err_sd * (1 + 1e-9)
    rows = samples.tolist()
    assert all(one < next_one for one, next_one in zip(rows, rows[1:]))
    assert rows == compare["closure_python"](*args)
    assert closure.closure_list(*args) == rows


def test_equal_to_brute_force():
    choose = random.Random(1)
    not_empty = 0
    for _ in range(1500):
        n, lo = choose.randrange(2, 9), choose.randrange(-6, 6)
        hi = lo + choose.randrange(6)
        args = (
            round(choose.uniform(lo - 0.3, hi + 0.3), choose.choice([0, 1, 2])),
            round(choose.uniform(0, 3), choose.choice([0, 1, 2])),
            n,
            lo,
            hi,
            choose.choice([0.0, 0.005, 0.05, 0.5]),
            choose.choice([0.0, 0.005, 0.05, 0.5]),
        )
        wanted = brute_force(*args)
        assert closure.closure(*args).tolist() == wanted, args
        assert closure.closure_list(*args) == wanted, args
        assert compare["closure_python"](*args) == wanted, args
        not_empty += bool(wanted)
    assert not_empty > 200


def test_edges_are_included():
    # the mean of [1, 2] is 1.5 and its deviation the square root of 0.5
    assert closure.closure_list(1.5, math.sqrt(0.5), 2, 1, 2, 0, 0) == [[1, 2]]
    assert closure.closure_list(1.25, 0.5, 2, 1, 2, 0.25, 0.5) == [[1, 1], [1, 2]]


def test_defaults():
    assert closure.closure_list(3.5, 0.57, 100, 0, 7) == closure.closure_list(
        *compare["FEW"]
    )


def test_nothing_fits():
    assert closure.closure_list(10.0, 2.0, 3, 1, 5) == []
    assert closure.closure(10.0, 2.0, 3, 1, 5).shape == (0, 3)
    assert closure.closure(1e300, 2.0, 3, 1, 5).shape == (0, 3)
    assert closure.closure(3.0, 90.0, 3, 1, 5).shape == (0, 3)


def test_scale_of_one_value():
    assert closure.closure_list(4.0, 0.0, 5, 4, 4) == [[4] * 5]
    assert closure.closure_list(4.0, 1.0, 5, 4, 4) == []


def test_wide_scale():
    found = closure.closure_list(50_000.0, 3.0, 3, 0, 100_000, 0.0, 0.01)
    assert found == [[49997, 50000, 50003]]
    edges = closure.closure_list(0.0, 141_421.4, 2, -(10**5), 10**5, 0.5, 0.1)
    assert edges == [[-100_000, 100_000]]


def test_errors():
    with pytest.raises(ValueError, match="n >= 2"):
        closure.closure(3.0, 1.0, 1, 1, 5)
    with pytest.raises(ValueError, match="hi >= lo"):
        closure.closure(3.0, 1.0, 10, 5, 1)
    with pytest.raises(ValueError, match="mean"):
        closure.closure(math.nan, 1.0, 10, 1, 5)
    with pytest.raises(OverflowError, match="too large"):
        closure.closure(3.0, 1.0, 10**6, 0, 10**6)
