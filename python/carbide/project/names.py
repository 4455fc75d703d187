# SPDX-License-Identifier: MIT
"""What a module may be called.

In: the names to import that a project gives its modules. Out: nothing, or a ConfigError
that leads to the key which has the name.
"""

from __future__ import annotations

import os
import sys

from carbide.errors import ConfigError
from carbide.project import keys


def check(module: str, several: bool = False) -> None:
    """Refuse a name that cannot be imported, or that imports something else."""
    import keyword

    hint = 'name it: [tool.carbide] module = "…"'
    path: tuple[str, ...] = (*keys.ROOT, "module")
    if several:
        path = (*keys.ROOT, "modules", module)
        hint = 'the name to import, in quotes: [tool.carbide.modules."pkg._core"]'
    for part in module.split("."):
        if keyword.iskeyword(part):
            raise ConfigError(
                f'"{module}" is no module name: `import {part}` is no Python, since '
                f'"{part}" is a keyword',
                hint,
                path,
            )
        if not part.isidentifier() or not part.isascii():
            raise ConfigError(
                f'"{module}" is no module name: "{part}" is not an ASCII identifier',
                hint,
                path,
            )
    if module.split(".")[0] in standard_modules():
        raise ConfigError(
            f'"{module}" cannot be imported: Python has a module of its own of that '
            "name, and finds that one first",
            hint,
            path,
        )


def check_together(names: list[str]) -> None:
    """Refuse two modules that would be one file, or a file in place of a package."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.lower(), name)
        if other is not name:
            raise ConfigError(
                f'tool.carbide.modules: "{other}" and "{name}" differ in case only',
                "where file names ignore case, one would replace the other",
                (*keys.ROOT, "modules", name),
            )
    for name in names:
        for other in names:
            if other.startswith(f"{name}."):
                raise ConfigError(
                    f'tool.carbide.modules: "{name}" is a module and cannot be the '
                    f'package of "{other}" as well',
                    f'call it "{name}._core", and import that in {name}/__init__.py',
                    (*keys.ROOT, "modules", name),
                )


def standard_modules() -> frozenset[str]:
    """Names of the standard library; below 3.10 those that can be seen."""
    names = getattr(sys, "stdlib_module_names", None)
    if names is not None:
        return frozenset(names)
    folder = os.path.dirname(os.__file__)
    entries = os.listdir(folder)
    if os.path.isdir(os.path.join(folder, "lib-dynload")):
        entries += os.listdir(os.path.join(folder, "lib-dynload"))
    seen = {entry.split(".")[0] for entry in entries}
    return frozenset(seen - {"site-packages"}) | frozenset(sys.builtin_module_names)
