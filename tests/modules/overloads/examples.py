# SPDX-License-Identifier: MIT
"""Good calls of the test module `overloads` that no prototype says."""

from __future__ import annotations

OBJECTS = {"Keyed": lambda m: m.Keyed(1.0), "Every": lambda m: m.Every(1.0)}
GOOD = {
    "kind_none": {"x": None, "y": 3},
    "area_named": {"side": 2.0},
    "bag_of_number": {"x": 1.5},
    "bag_of_text": {"text": "a"},
    "Table_row": {"row": 1},
    "Table_column": {"name": "a"},
    "Table_cell": {"row": 1, "name": "b"},
    "Table_set_row": {"row": 1, "x": 0.5},
    "Table_set_column": {"name": "a", "x": 0.5},
    "Table_set_cell": {"row": 1, "name": "b", "x": 0.5},
    "Table_clear_row": {"row": 1},
    "Table_clear_column": {"name": "a"},
}
# Another argument may mean the other function.
OWN = "is negative|no entry|no bag of"
OWN_MESSAGE = dict.fromkeys(
    ("check_int", "check_text", "bag_of_number", "bag_of_text"), OWN
)
SLICE = r"slice (indices|step)|__index__(\(\) must)? return|only integer scalar"
OWN_MESSAGE["Table.__getitem__"] = OWN_MESSAGE["Table_slice"] = SLICE
# Callables raise what they like.
MAY_RAISE = {
    "apply_function": (TypeError,),
    "apply_number": (TypeError,),
    "bag_of_number": (ValueError,),  # what C says where it has no memory
    "bag_of_text": (ValueError,),
}
# Another key may be that of the other function.
ITEMS = "row column cell set_row set_column set_cell clear_row clear_column".split()
MAY_RAISE.update(dict.fromkeys([f"Table_{k}" for k in ITEMS], (KeyError, IndexError)))
