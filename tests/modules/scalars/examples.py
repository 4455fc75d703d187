# SPDX-License-Identifier: MIT
"""Good calls of the test module `scalars` that its prototypes do not give away."""

from __future__ import annotations

GOOD = {"next_char": {"x": "a"}}
MORE = {
    "half_or": [{"otherwise": 1.5, "x": 3.0}],
    "sign_of": [{"x": -3}],
    "reciprocal": [{"x": 0.0}],
}
