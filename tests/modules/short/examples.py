# SPDX-License-Identifier: MIT
"""What the prototypes do not say; see tests/machinery/examples.py."""

MAY_RAISE = {"Box.__init__": (MemoryError,)}
OBJECTS = {
    "Spot": lambda m: m.Spot(3.0, 4.0),
    "Mover": lambda m: m.Mover(3, 4.0),
    "Edge": lambda m: m.Edge(m.Spot(1.0, 2.0), m.Spot(3.0, 4.0)),
}
