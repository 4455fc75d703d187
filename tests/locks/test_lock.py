# SPDX-License-Identifier: MIT
"""The lock without Python, in C: each scenario of driver.c under the sanitizers.

ThreadSanitizer sees every access, so it is sure of what a race test may miss; and it
finds the race in the twin that does not lock.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
SOURCES = [HERE / "driver.c", INCLUDE / "carbide/runtime/lock.c"]
SCENARIOS = (
    "counters turns merges rings upgrades again reentrant deep fairness deferral names "
    "threads forks"
).split()
# A child of fork() starts threads of its own.
ENVIRONMENT = {**os.environ, "TSAN_OPTIONS": "die_after_fork=0"}


def build(folder: Path, compiler: str, sanitizer: str, *flags: str) -> Path:
    """The driver, or a skipped test where there is no such compiler or sanitizer."""
    if not shutil.which(compiler):
        pytest.skip(f"no {compiler} here")
    out = folder / "driver"
    command = [compiler, *"-std=gnu11 -g -O1 -Wall -Wextra -Wshadow -Werror".split()]
    command += [f"-fsanitize={sanitizer}", *flags, f"-I{INCLUDE}"]
    command += [*map(str, SOURCES), "-o", str(out), "-lpthread"]
    done = subprocess.run(command, capture_output=True, text=True)
    if "libclang_rt" in done.stderr or "cannot find -l" in done.stderr:
        pytest.skip(f"{compiler} has no -fsanitize={sanitizer} here")
    assert done.returncode == 0, done.stderr
    return out


def run(driver: Path, scenario: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(driver), scenario],
        capture_output=True,
        text=True,
        timeout=100,
        env=ENVIRONMENT,
    )


@pytest.mark.parametrize("sanitizer", ["thread", "address,undefined"])
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_scenarios(compiler: str, sanitizer: str, tmp_path: Path) -> None:
    driver = build(tmp_path, compiler, sanitizer)
    listed = subprocess.run([str(driver)], capture_output=True, text=True, check=True)
    assert listed.stdout.split() == SCENARIOS
    for scenario in SCENARIOS:
        done = run(driver, scenario)
        assert (done.returncode, done.stderr) == (0, ""), (scenario, done.stderr)


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_twin_without_lock(compiler: str, tmp_path: Path) -> None:
    """The sanitizer would see it if the lock did not order what it protects."""
    done = run(build(tmp_path, compiler, "thread", "-DWITHOUT_LOCK"), "counters")
    assert done.returncode != 0
    assert "data race" in done.stderr and "in count" in done.stderr


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_twin_with_a_relaxed_release(compiler: str, tmp_path: Path) -> None:
    """And if it ordered them too weakly for other machines than this one."""
    folder = tmp_path / "carbide" / "glue"
    folder.mkdir(parents=True)
    text = (INCLUDE / "carbide/glue/lock.h").read_text()
    weak = text.replace("__ATOMIC_RELEASE))", "__ATOMIC_RELAXED))")
    assert weak != text
    (folder / "lock.h").write_text(weak)
    done = run(build(tmp_path, compiler, "thread", f"-I{tmp_path}"), "turns")
    assert done.returncode != 0 and "data race" in done.stderr
