# SPDX-License-Identifier: MIT
"""What ran, and what could not: collected by the tests, printed at the end."""

from __future__ import annotations

from collections import Counter

import pythons

RAN: dict[str, Counter[str]] = {}  # "interpreter, variant": calls by task
MISSING: dict[str, str] = {}  # what is not built: why, with what to install


def note(python: pythons.Python, variant: str, task: str, calls: int) -> None:
    """Remember for the last word that a task ran."""
    RAN.setdefault(f"{python}, {variant}", Counter())[task] += calls
