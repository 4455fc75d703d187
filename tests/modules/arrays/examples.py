# SPDX-License-Identifier: MIT
"""Good calls of the test module `arrays` that its prototypes do not give away."""

from __future__ import annotations

import array


def doubles(*items: float) -> memoryview:
    return memoryview(array.array("d", items))


GOOD = {
    "middle": {"n": 4, "x": lambda: doubles(1, 2, 3)},
    "bits": {"n": 2, "x": lambda: doubles(1, 2, 3, 4)},
    "chosen": {"n": 2, "wide": True, "x": lambda: doubles(1, 2, 3, 4)},
    "quantile": {"x": lambda: doubles(1, 2, 3), "q": 0.5},
    "both_finite": {"x": 1.5, "y": 0.5},
    "slice": {"x": lambda: doubles(1, 2, 3), "from_": 1, "to": 3},
    "claims": {"n": 4, "length": 2},
    "sum_attribute": {"x": lambda: doubles(1, 2, 3)},
    "optional_fills": {"x": lambda: doubles(1, 2)},
    "long_claim": {"claim": 4},
}
MORE = {
    "weighted": [{"x": lambda: doubles(1, 2), "w": lambda: doubles(3, 4)}],
    "optional_only": [
        {"x": lambda: doubles(1, 2)},
        {"y": lambda: doubles(1, 2)},
        {"x": lambda: doubles(1, 2), "y": lambda: doubles(3, 4)},
    ],
    "optional_fills": [{"n": 3}, {"n": 2, "x": lambda: doubles(1, 2)}],
    "optional_in_place": [{"x": lambda: doubles(1, 2)}],
    "statistics": [{"x": lambda: doubles(1, 2), "centred": True}],
}
# C contradicts its own declaration there, on purpose.
MAY_RAISE = {
    "claims": (SystemError,),
    "long_claim": (SystemError, MemoryError),
    "share": (SystemError,),
}
LAYOUT = {"view_strides"}
TOO_LARGE = r"is more than 1000000|is too large|no memory for"
OWN_MESSAGE = {
    name: TOO_LARGE
    for name in (
        "primes",
        "grid",
        "linspace",
        "linspace_list",
        "maybe",
        "multiplication",
        "tracked",
    )
}
