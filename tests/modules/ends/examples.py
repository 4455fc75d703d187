# SPDX-License-Identifier: MIT
"""What the prototypes do not say; see tests/machinery/examples.py."""

MAY_RAISE = {
    "grumbler.copy": (KeyError,),
}
OWN_MESSAGE = {"box": "^how = ", "box.__init__": "^how = "}
