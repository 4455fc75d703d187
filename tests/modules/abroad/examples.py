# SPDX-License-Identifier: MIT
from __future__ import annotations

import importlib
from typing import Any


def harbor() -> Any:
    """The module that defines the classes."""
    return importlib.import_module("harbor")


def hull() -> Any:
    return harbor().size_of_hull(3, 2.0, spot(), (1, 2, 3))


def spot() -> Any:
    return harbor().spot(3.0, 4.0)


OBJECTS = {
    "spot": lambda _: spot(),
    "size_of_hull": lambda _: hull(),
    "ship": lambda _: harbor().ship(5),
    "tally": lambda _: harbor().tally(2),
    "buoy": lambda _: harbor().buoy(3),
    "siren": lambda _: harbor().siren(2),
    "Berth": lambda _: harbor().Berth(4),
    "leg": lambda m: m.leg(spot(), spot(), 3),
}
FATAL = {"each"}  # CPython 3.12 makes a generator without memory
