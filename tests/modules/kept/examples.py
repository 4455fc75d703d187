# SPDX-License-Identifier: MIT
"""Good arguments of `kept` that no prototype tells."""

from __future__ import annotations

GOOD = {
    "cell.__init__": {"value": [1], "fail": False},
    "cell.call": {"f": lambda: repr, "v": 1},
}
MAY_RAISE = {
    "cell.fail": (Exception,),
    "cell.call": (Exception,),
    "cell.__init__": (ValueError,),
    "fire": (Exception,),
}
