# SPDX-License-Identifier: MIT
"""The product of interpreters, compilers, sanitizers and tasks over all test modules.

One prebuilt set of modules for each compiler serves all interpreters: the same file is
imported by each. A function that is added to a test module is tested by all of this.
"""

from __future__ import annotations

from typing import Any

import build_modules
import exercised
import pytest
import pythons
import runner

MODULES = build_modules.names()
LEAKS = 8  # of the calls, the default layer measures each 8th for leaks,
SANITIZED = 2  # makes half of them under each compiler's sanitizers,
OTHERS = 3  # and a third elsewhere, another third in each interpreter


def go(
    build: Any,
    python: pythons.Python,
    variant: str,
    task: str,
    modules: list[str],
    **options: Any,
) -> runner.Outcome:
    """Run a task, fail with all that it found."""
    built = build(variant)
    wanted = [name for name in modules if name in built.modules]
    if not wanted:
        pytest.skip("; ".join(built.skipped.values()) or "the module was not built")
    outcome = runner.run(python, built, task, wanted, **options)
    exercised.note(python, variant, task, outcome.calls)
    if outcome.failures:
        pytest.fail(outcome.text(), pytrace=False)
    return outcome


def share(task: str) -> int:
    """Which part of a task's calls is made where all of them are made elsewhere."""
    return 1 if task == "checks" else OTHERS


@pytest.mark.parametrize("variant", build_modules.VARIANTS)
def test_builds(build: Any, variant: str) -> None:
    """Every module is translated, and its glue compiles without a warning."""
    built = build(variant)
    if built.failed:
        pytest.fail("\n".join(built.failed.values()), pytrace=False)


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("task", ("checks", "matrix", "evil"))
def test_module(build: Any, task: str, module: str) -> None:
    """What each module must do, everything wrong, and arguments that change others."""
    go(build, pythons.main(), "gcc-plain", task, [module])


@pytest.mark.parametrize("module", MODULES)
def test_leaks(build: Any, module: str) -> None:
    """Nothing stays behind, on success and on every error path."""
    go(build, pythons.main(), "gcc-plain", "leaks", [module], every=LEAKS)


@pytest.mark.full
@pytest.mark.parametrize("module", MODULES)
def test_all_leaks(build: Any, module: str) -> None:
    """The same for every call of the matrix."""
    go(build, pythons.main(), "gcc-plain", "leaks", [module])


@pytest.mark.parametrize("module", MODULES)
def test_no_memory(build: Any, module: str) -> None:
    """Each allocation fails in turn: those of Python."""
    if not pythons.main().testcapi:
        pytest.skip("_testcapi: install libpython3-testsuite, or use another Python")
    go(build, pythons.main(), "gcc-plain", "nomemory", [module])


def test_no_memory_for_c(build: Any) -> None:
    """Each allocation fails in turn: those of Python, of the runtime and of C."""
    go(build, pythons.main(), "gcc-plain", "nomemory", MODULES, failmalloc=True)


@pytest.mark.parametrize("task", ("checks", "matrix", "evil"))
def test_without_numpy(build: Any, task: str) -> None:
    """Everything works where `import numpy` fails."""
    every = share(task)
    go(build, pythons.main(), "gcc-plain", task, MODULES, numpy=False, every=every)


@pytest.mark.parametrize("task", ("checks", "matrix"))
def test_clang(build: Any, task: str) -> None:
    """The other compiler gives the same."""
    part = share(task) - 1
    go(build, pythons.main(), "clang-plain", task, MODULES, every=part + 1, part=part)


@pytest.mark.parametrize("variant", ("gcc-asan", "clang-asan"))
@pytest.mark.parametrize("task", ("checks", "matrix", "evil"))
def test_sanitized(build: Any, variant: str, task: str) -> None:
    """Neither AddressSanitizer nor UndefinedBehaviorSanitizer has to say anything."""
    every = SANITIZED if task != "checks" else 1
    part = 0 if every == 1 or variant.startswith("gcc") else 1
    go(build, pythons.main(), variant, task, MODULES, every=every, part=part)


@pytest.mark.parametrize("python", pythons.others(), ids=lambda p: p.tag)
@pytest.mark.parametrize("task", ("checks", "matrix"))
def test_other_interpreter(build: Any, task: str, python: pythons.Python) -> None:
    """The same files in every other interpreter."""
    part = pythons.others().index(python) % share(task)
    go(build, python, "gcc-plain", task, MODULES, every=share(task), part=part)


# ------------------------------------------------------------------- full layer
@pytest.mark.full
@pytest.mark.parametrize("numpy", (True, False), ids=("numpy", "without"))
@pytest.mark.parametrize("variant", build_modules.VARIANTS)
@pytest.mark.parametrize(
    "python", [pythons.main(), *pythons.others()], ids=lambda p: p.tag
)
@pytest.mark.parametrize("task", ("checks", "matrix", "evil"))
def test_product(
    build: Any, task: str, python: pythons.Python, variant: str, numpy: bool
) -> None:
    """Every interpreter with every compiler and sanitizer, with NumPy and without."""
    if numpy and not python.numpy:
        pytest.skip(f"no NumPy in {python.path}: pip install numpy")
    go(build, python, variant, task, MODULES, numpy=numpy)


@pytest.mark.full
@pytest.mark.parametrize("python", pythons.others(), ids=lambda p: p.tag)
@pytest.mark.parametrize("task", ("leaks", "nomemory"))
def test_other_memory(build: Any, task: str, python: pythons.Python) -> None:
    """No leak, and no crash without memory, in every other interpreter."""
    failmalloc = task == "nomemory" and not python.testcapi
    every = LEAKS if task == "leaks" else 1
    go(build, python, "gcc-plain", task, MODULES, every=every, failmalloc=failmalloc)
