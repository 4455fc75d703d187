# SPDX-License-Identifier: MIT
"""Good arguments of `shadows` that no prototype tells."""

from __future__ import annotations

GOOD = {
    "list.from_list": {"some": []},
    "counted": {"items": [1]},
    "Shelf.__getitem__": {"i": 0},
    "raises": {"kind": 0},
}
MAY_RAISE = {"raises": (TypeError, LookupError)}
