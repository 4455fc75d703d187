# SPDX-License-Identifier: MIT
"""word_count beside pure Python and NumPy: the rows of ``examples/demo.py``."""

from __future__ import annotations

import random

import numpy as np


def word_count_python(text: str) -> int:
    """Number of runs of anything but ASCII white space."""
    return len(text.encode().split())


def word_count_numpy(text: str) -> int:
    """The same by counting where white space ends."""
    codes = np.frombuffer(text.encode(), np.uint8)
    space = (codes == 32) | (codes - np.uint8(9) <= 4)
    inside = np.count_nonzero(space[:-1] & ~space[1:])
    return int(inside) + int(len(codes) > 0 and not space[0])


def data(size: int) -> tuple[str]:
    """ASCII text of so many bytes: words of 1 to 12 letters, always the same."""
    choose = random.Random(1)
    words = []
    for _ in range(100_000):
        words.append("".join(choose.choices("etaoinshrdlu", k=choose.randint(1, 12))))
        words.append(choose.choice([" ", " ", " ", "\n", ", ", "  "]))
    page = "".join(words)
    return ((page * (size // len(page) + 1))[:size],)


ROWS = [
    {
        "function": "word_count.word_count",
        "label": "100 MB str",
        "size": 100_000_000,
        "data": data,
        "python": word_count_python,
        "numpy": word_count_numpy,
        "probe": 1_000_000,
        "data_bytes": 500 * 10**6,
        "python_bytes": 1500 * 10**6,
    },
]
