# SPDX-License-Identifier: MIT
"""Good arguments of `kept` that no prototype tells."""

from __future__ import annotations

GOOD = {
    "node": {"payload": [1]},
    "node.__init__": {"payload": [1]},
    "cell": {"value": [1], "fail": False},
    "cell.value=": {"v": [1]},
    "cell.other=": {"v": [1]},
    "node.payload=": {"v": [1]},
    "cell.replace": {"v": [1]},
    "set_handler": {"f": lambda: repr},
    "fire": {"v": 1},
    "borrow_last": {"f": lambda: int},
    "cell.__init__": {"value": [1], "fail": False},
    "cell.call": {"f": lambda: id, "v": 1},
}
MAY_RAISE = {
    "cell.fail": (Exception,),
    "cell.call": (Exception,),
    "cell.__init__": (ValueError,),
    "fire": (Exception,),
    "borrow_last": (Exception,),
}
KEEPS = {
    "cell",
    "cell.__init__",
    "cell.value=",
    "cell.other=",
    "cell.replace",
    "cell.fail",
    "cell.call",
    "node",
    "node.__init__",
    "node.payload=",
    "keep_last",
    "set_handler",
    "fire",
}
