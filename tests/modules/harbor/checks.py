# SPDX-License-Identifier: MIT
"""The classes by themselves; abroad has what another module does with them."""

from __future__ import annotations

from typing import Any

from checking import equal


def check_classes(m: Any) -> None:
    spot = m.spot(1, 2)
    spot.move(1, 1)
    equal(spot, m.spot(2, 3))
    ship = m.ship(3)
    ship.load(2)
    equal(
        (ship.cargo, ship.tender().cargo, ship.tender() is ship.tender()), (5, 0, True)
    )
    equal((m.Berth(4).pier, m.buoy(2).number, m.tally(3).n), (4, 2, 3))
    equal(m.size_of_hull(3, 2.0, spot, (1, 2, 3)).area(), 6)
