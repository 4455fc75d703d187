# SPDX-License-Identifier: MIT
"""Good calls of the test module `particles` that its prototypes do not give away."""

from __future__ import annotations

from typing import Any

from examples import Missing

try:
    import numpy as np
except ImportError:
    np = None


def aligned() -> Any:
    """Two structs whose address is a multiple of 64."""
    layout = {"names": ["value", "dtype"], "formats": ["f4", "i4"], "itemsize": 64}
    raw = np.zeros(64 * 3, "u1")
    start = -raw.ctypes.data % 64
    return raw[start : start + 128].view(np.dtype(layout))


GOOD = {"double_aligned": {"a": aligned if np else Missing}}
