# SPDX-License-Identifier: MIT
"""Hypothesis, for the tests that use it; they are skipped where it is not installed."""

from __future__ import annotations

from typing import Any

import pytest

hypothesis = pytest.importorskip("hypothesis", reason="pip install hypothesis")
st = pytest.importorskip("hypothesis.strategies")
given = hypothesis.given


def checked(examples: int) -> Any:
    """Settings: so many examples, the same ones in each run, and no clock."""
    health = hypothesis.HealthCheck
    return hypothesis.settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[
            health.too_slow,
            health.function_scoped_fixture,
            health.data_too_large,
        ],
    )
