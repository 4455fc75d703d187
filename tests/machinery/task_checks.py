# SPDX-License-Identifier: MIT
"""The module's own checks: tests/modules/NAME/checks.py, functions check_…(m[, np]).

They say what each function must give for which arguments. Those that take `np` are left
out where there is no NumPy. A failing assertion is reported with its line.
"""

from __future__ import annotations

import inspect
import os
import traceback
from typing import Any, Callable

import driver

import examples


def run(setting: driver.Setting) -> int:
    """Run all checks of a module; returns how many functions it exports."""
    path = os.path.join(setting.folder, "checks.py")
    checks = examples.load("checks_" + setting.name, path)
    if checks is None:
        setting.report.fail(f"{setting.name}: there is no {path}")
        return 0
    for name, check in sorted(vars(checks).items()):
        if name.startswith("check_") and setting.box.enter(f"{setting.name}: {name}"):
            driver.watch()
            one(setting, name, check)
    return len(setting.description["functions"])


def one(setting: driver.Setting, name: str, check: Callable[..., Any]) -> None:
    """Run one check and report what it raises."""
    arguments = [setting.module]
    if "np" in inspect.signature(check).parameters:
        if setting.np is None:
            return
        arguments.append(setting.np)
    try:
        check(*arguments)
    except Exception:
        lines = traceback.format_exc().splitlines()
        setting.report.fail(f"{setting.name}: {name}:\n" + "\n".join(lines[-12:]))
