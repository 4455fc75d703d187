# SPDX-License-Identifier: MIT
"""Good calls of the test module `overloads` that no prototype says."""

from __future__ import annotations

GOOD = {
    "kind_none": {"x": None, "y": 3},
    "area_named": {"side": 2.0},
    "bag_of_number": {"x": 1.5},
    "bag_of_text": {"text": "a"},
}
# Another argument may mean the other function.
OWN = "is negative|no entry|no bag of"
OWN_MESSAGE = dict.fromkeys(
    ("check_int", "check_text", "bag_of_number", "bag_of_text"), OWN
)
# Callables raise what they like.
MAY_RAISE = {
    "apply_function": (TypeError,),
    "apply_number": (TypeError,),
    "bag_of_number": (ValueError,),  # what C says where it has no memory
    "bag_of_text": (ValueError,),
}
