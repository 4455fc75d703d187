# SPDX-License-Identifier: MIT
"""Good arguments of `hooks` that no prototype tells."""

from __future__ import annotations


def farewell(calls: int) -> int:
    """Kept by C: always the same one, so that it is kept once."""
    return calls


GOOD = {
    "hold_for": {"seconds": 0.0, "times": 1},
    "keep": {"v": [1]},
    "at_end": {"f": lambda: farewell},
}
MAY_RAISE = {"greet": (ModuleNotFoundError,)}
KEEPS = {"keep", "at_end"}
SLOW = {"hold_for"}
FATAL = {"greet"}
