# SPDX-License-Identifier: MIT
"""Random operations on trees, nodes, walkers and cursors, beside a model in Python."""

from __future__ import annotations

from typing import Any

import forest
import pytest
import tree

hypothesis = pytest.importorskip("hypothesis", reason="pip install hypothesis")
st = pytest.importorskip("hypothesis.strategies")
stateful = pytest.importorskip("hypothesis.stateful")


class Machine(stateful.RuleBasedStateMachine):
    """Each operation of the forest is a rule; Hypothesis chooses what it works on."""

    def __init__(self) -> None:
        super().__init__()
        self.draw: Any = None
        self.forest = forest.Forest(tree, self.pick)

    def pick(self, n: int) -> int:
        return self.draw(st.integers(0, n - 1)) if n > 1 else 0

    @stateful.rule(data=st.data(), action=st.sampled_from(forest.Forest.actions()))
    def do(self, data: Any, action: str) -> None:
        self.draw = data.draw
        getattr(self.forest, action)()

    @stateful.invariant()
    def agree(self) -> None:
        self.forest.check()

    def teardown(self) -> None:
        self.forest.end()


Machine.TestCase.settings = hypothesis.settings(
    max_examples=25, stateful_step_count=25, deadline=None, derandomize=True
)
TestMachine = Machine.TestCase
