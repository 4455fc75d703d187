# SPDX-License-Identifier: MIT
"""The rows of levels.py: functions of `lanes`, and their data."""

from __future__ import annotations

from typing import Any

import numpy as np


def numbers(size: int) -> tuple[Any, ...]:
    """Random numbers."""
    return (np.random.default_rng(1).random(size),)


def limited(size: int) -> tuple[Any, ...]:
    """The same, and a limit."""
    return (*numbers(size), 0.5)


ROWS = [
    {"function": "lanes.sqrt_sum", "label": "2,000,000", "data": numbers},
    {"function": "lanes.choose", "label": "20,000", "data": limited},
    {"function": "lanes.poly", "label": "20,000", "data": numbers},
]
for row in ROWS:
    row["size"] = int(str(row["label"]).replace(",", ""))
