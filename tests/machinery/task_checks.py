# SPDX-License-Identifier: MIT
"""The module's own checks: functions check_…(m[, np]) of tests/modules/NAME/checks*.py.

They say what each function must give for which arguments. Those that take `np` are left
out where there is no NumPy. A failing assertion is reported with its line.
"""

from __future__ import annotations

import glob
import inspect
import os
import traceback
from typing import Any, Callable

import driver

import examples


def run(setting: driver.Setting) -> int:
    """Run all checks of a module; returns how many functions it exports."""
    checks: dict[str, Callable[..., Any]] = {}
    for path in sorted(glob.glob(os.path.join(setting.folder, "checks*.py"))):
        name = os.path.splitext(os.path.basename(path))[0]
        found = vars(examples.load(f"{name}_{setting.name}", path))
        for key in [key for key in found if key.startswith("check_")]:
            if key in checks:
                setting.report.fail(f"{setting.name}: there are two {key}()")
            checks[key] = found[key]
    if not checks:
        setting.report.fail(f"{setting.name}: {setting.folder} has no checks")
    for name, check in sorted(checks.items()):
        if setting.box.enter(f"{setting.name}: {name}"):
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
