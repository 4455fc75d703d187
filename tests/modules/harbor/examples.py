# SPDX-License-Identifier: MIT
from __future__ import annotations

OBJECTS = {
    "spot": lambda m: m.spot(3.0, 4.0),
    "size_of_hull": lambda m: m.size_of_hull(3, 2.0, m.spot(1, 2), (1, 2, 3)),
}
