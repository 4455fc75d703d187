# SPDX-License-Identifier: MIT
"""Good calls of the test module `locks` that its prototypes do not give away."""

from __future__ import annotations

GOOD = {
    "counters_total": {"counters": lambda: []},
    "counters_add": {"counters": lambda: [], "n": 3},
}
