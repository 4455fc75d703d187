# SPDX-License-Identifier: MIT
"""parse_positive beside pure Python: the rows that ``examples/demo.py`` times."""

from __future__ import annotations

MOST = 2**63 - 1


def parse_positive_python(text: str) -> int:
    """A positive decimal integer; ValueError with the position, OverflowError."""
    if not (text.isascii() and text.isdigit()):
        at = next((i for i, c in enumerate(text) if not "0" <= c <= "9"), 0)
        raise ValueError(f"position {at}: not a digit")
    value = int(text)
    if value == 0:
        raise ValueError(f"position {len(text) - 1}: a positive number wanted")
    if value > MOST:
        raise OverflowError(f"{text} is above 2**63 - 1")
    return value


def data(size: int) -> tuple[str]:
    """A number of so many digits."""
    return (("1234567890" * 2)[:size],)


ROWS = [
    {
        "function": "parse_positive.parse_positive",
        "label": f"str of {digits} digits",
        "size": digits,
        "data": data,
        "python": parse_positive_python,
    }
    for digits in (5, 18)
]
