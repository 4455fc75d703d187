# SPDX-License-Identifier: MIT
"""What all tests share: the layers, the built modules, and a last word on what ran.

`pytest tests` runs the default layer, in minutes: everything on one interpreter with
gcc; clang, the sanitizers and every other interpreter make a part of the matrix. With
`-m full`, or CARBIDE_TEST_ALL=1, the whole product runs. A tool that is missing is a
skipped test that names the package to install. With pytest-xdist (`-n 2`) the tests of
a file stay together, for they share what they have built, but those of the matrix.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE / "machinery"))

import build_modules  # noqa: E402
import exercised  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """Make the layers known; have Ctrl-C work, in what is started from here too."""
    # A shell lets what it runs in the background ignore the signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "full: the whole product; not run by default")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the full layer unless it is asked for."""
    if "full" in (config.getoption("-m") or "") or os.environ.get("CARBIDE_TEST_ALL"):
        return
    left_out = [item for item in items if item.get_closest_marker("full")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Which tests one process runs: a file's, or one of the matrix."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::")[0]
            return nodeid if file.endswith("test_matrix.py") else file

    return Scheduling(config, log)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of pytest-xdist hands over what it ran."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["ran"] = {where: dict(n) for where, n in exercised.RAN.items()}
        output["missing"] = exercised.MISSING


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a process of pytest-xdist ran."""
    output = getattr(node, "workeroutput", {})
    for where, counts in output.get("ran", {}).items():
        exercised.RAN.setdefault(where, Counter()).update(counts)
    exercised.MISSING.update(output.get("missing", {}))


@functools.cache
def built_variant(variant: str) -> build_modules.Built | str:
    """The modules of a variant, or why there are none."""
    reason = build_modules.missing(variant)
    if reason:
        exercised.MISSING[variant] = reason
        return reason
    built = build_modules.build(variant)
    for name, why in built.skipped.items():
        exercised.MISSING[f"module {name} with {variant}"] = why
    return built


@pytest.fixture(scope="session")
def build() -> Any:
    """Gives the built modules of a variant; skips where they cannot be built."""

    def get(variant: str) -> build_modules.Built:
        built = built_variant(variant)
        if isinstance(built, str):
            pytest.skip(built)
        return built

    return get


@pytest.fixture(scope="session")
def load(build: Any) -> Any:
    """Imports a test module (gcc, or clang where there is no gcc) into this process."""
    import importlib

    def get(name: str) -> Any:
        variant = (
            "gcc-plain" if not build_modules.missing("gcc-plain") else "clang-plain"
        )
        built = build(variant)
        if name in built.skipped:
            pytest.skip(built.skipped[name])
        if name in built.failed:
            pytest.fail(built.failed[name], pytrace=False)
        if str(built.folder) not in sys.path:
            sys.path.insert(0, str(built.folder))
        return importlib.import_module(name)

    return get


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say which interpreters and compilers were exercised, and what was missing."""
    write = terminalreporter.write_line
    if exercised.RAN:
        terminalreporter.section("exercised", sep="-")
        for where, tasks in sorted(exercised.RAN.items()):
            counts = ", ".join(f"{task} {n:,}" for task, n in sorted(tasks.items()))
            write(f"CPython {where}: calls: {counts}")
    skipped = Counter(
        str(report.longrepr[2]).replace("Skipped: ", "")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    if exercised.MISSING or skipped:
        terminalreporter.section("not run", sep="-")
        for what, why in sorted(exercised.MISSING.items()):
            write(f"{what}: {why}")
        for why, count in sorted(skipped.items()):
            if why not in exercised.MISSING.values():
                write(f"{count} tests: {why}")
