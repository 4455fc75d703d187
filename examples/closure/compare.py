# SPDX-License-Identifier: MIT
"""closure beside pure Python: the rows that ``examples/demo.py`` times."""

from __future__ import annotations

import math
from typing import Any


def closure_python(
    mean: float,
    sd: float,
    n: int,
    lo: int,
    hi: int,
    err_mean: float = 0.05,
    err_sd: float = 0.05,
) -> list[list[int]]:
    """All samples with a given mean and standard deviation, as the C function does it.

    The search chooses how many members have each value, and enters a branch only if
    the sum of squares can still be neither too small nor too large.
    """
    top = hi - lo
    low = max(math.ceil(mean * n - err_mean * n) - n * lo, 0)
    high = min(math.floor(mean * n + err_mean * n) - n * lo, n * top)
    counts = [0] * (top + 1)
    found: list[list[int]] = []

    def is_good(spread: int) -> bool:
        deviation = math.sqrt(spread / (n * (n - 1)))
        return sd - err_sd <= deviation <= sd + err_sd

    def is_possible(value: int, left: int, total: int, squares: int, goal: int) -> bool:
        rest, span = goal - total - left * value, top - value
        if rest < 0 or rest > left * span:
            return False
        if left == 0:
            return is_good(n * squares - goal * goal)
        base = squares + value * (left * value + 2 * rest)
        each, more = divmod(rest, left)
        least = n * (base + each * rest + more * (each + 1)) - goal * goal
        if math.sqrt(least / (n * (n - 1))) > sd + err_sd:
            return False
        part = rest % span if span else 0
        most = n * (base + (rest - part) * span + part * part) - goal * goal
        return math.sqrt(most / (n * (n - 1))) >= sd - err_sd

    def search(
        value: int, left: int, total: int, squares: int, goals: list[int]
    ) -> None:
        if value == top:
            counts[top] = left
            found.append([lo + v for v, c in enumerate(counts) for _ in range(c)])
            return
        for count in range(left, -1, -1):
            branch = (
                value + 1,
                left - count,
                total + count * value,
                squares + count * value * value,
            )
            rest = [goal for goal in goals if is_possible(*branch, goal)]
            if rest:
                counts[value] = count
                search(*branch, rest)

    goals = [goal for goal in range(low, high + 1) if is_possible(0, n, 0, 0, goal)]
    if goals:
        search(0, n, 0, 0, goals)
    return found


def data(size: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments themselves."""
    return size


def row(function: str, args: tuple[Any, ...], samples: str) -> dict[str, Any]:
    """One row of the table."""
    return {
        "function": f"closure.{function}",
        "label": f"n = {args[2]}, {samples} samples",
        "size": args,
        "data": data,
        "python": closure_python,
    }


MANY = (3.5, 1.2, 50, 0, 7, 0.05, 0.005)
FEW = (3.5, 0.57, 100, 0, 7, 0.05, 0.05)

ROWS = [
    row("closure", MANY, "7,980"),
    row("closure_list", MANY, "7,980"),
    row("closure", FEW, "568"),
    row("closure_list", FEW, "568"),
]
