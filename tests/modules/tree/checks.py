# SPDX-License-Identifier: MIT
"""The example `tree`: random operations beside its model, on every interpreter and
under the sanitizers; and threads, which must not find the tree half changed."""

from __future__ import annotations

import contextlib
import importlib.util
import random
import sys
import threading
from pathlib import Path
from typing import Any, Callable

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "tree"
SEEDS, STEPS = 40, 80


def forest_of(m: Any, seed: int) -> Any:
    """The model that the example's own tests use."""
    if "forest" not in sys.modules:
        path = EXAMPLE / "tests" / "forest.py"
        spec = importlib.util.spec_from_file_location("forest", path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["forest"] = module
        spec.loader.exec_module(module)
    return sys.modules["forest"].Forest(m, random.Random(seed).randrange)


def check_random_operations(m: Any) -> None:
    for seed in range(SEEDS):
        forest, order = forest_of(m, seed), random.Random(-seed)
        try:
            for _ in range(STEPS):
                getattr(forest, order.choice(forest.actions()))()
                forest.check()
            forest.end()
        except BaseException:
            print(f"seed {seed}")
            raise


def together(*calls: Callable[[], None]) -> None:
    """Each in a thread of its own, 300 times."""
    start, errors = threading.Barrier(len(calls)), []

    def run(call: Callable[[], None]) -> None:
        start.wait()
        try:
            for _ in range(300):
                call()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def check_threads(m: Any) -> None:
    """One changes the tree, others use it: nodes, walkers, cursors, visitors."""
    before, t = m.live(), m.Tree("r")
    t.add(t.root, "a")

    def change() -> None:
        try:
            at = t.root
            for name in "xyz":
                at = t.add(at, name)
            t.remove(t["x"])
        except ValueError:  # another removed it
            pass

    def walk() -> None:
        try:
            names = [node.name for node in t]
        except (RuntimeError, ValueError):
            return
        assert names[:2] == ["r", "a"], names

    def go() -> None:
        cursor = m.Cursor(t)
        for _ in range(4):
            _ = cursor.down() or cursor.next()

    def visit() -> None:
        depths: list[int] = []
        assert t.visit(lambda node, depth: not depths.append(depth) or True)
        assert depths[:2] == [0, 1]
        assert t.visit(lambda node, depth: node.name in "raxyz")

    together(change, change, walk, go, visit)
    t.close()
    assert m.live() == before, (m.live(), before)


def check_lent_to_threads(m: Any) -> None:
    """What a visitor gets another thread may use until it returns."""
    t = m.Tree("r")
    t.add(t.root, "a")
    kept: list[Any] = [t.root]

    def visit() -> None:
        assert t.visit(lambda node, depth: kept.__setitem__(0, node) or True)

    def use() -> None:
        for name in ("long" * 9, "x"):
            with contextlib.suppress(ValueError, RuntimeError):
                kept[0].name = name + kept[0].name[:9]

    together(visit, use, use)
    t.close()
