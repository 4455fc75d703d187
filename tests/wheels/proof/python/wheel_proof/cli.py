"""The command `wheel-proof`."""

from __future__ import annotations

import pkgutil

from wheel_proof import Counter


def main() -> None:
    """Print what the data file says, and a number that C counted."""
    data = pkgutil.get_data("wheel_proof", "data.txt") or b""
    counter = Counter(41)
    counter.next()
    print(data.decode().strip(), counter.next())
