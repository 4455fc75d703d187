# SPDX-License-Identifier: MIT
"""Is a module's name taken in the environment where it is to be installed?

In: a Project, and where it is installed. Out: an Error that names the file which Python
would import in its place, and whose it is. Nothing is imported: files are looked at in
the order of sys.path, as the import system does.
"""

from __future__ import annotations

import os
import sys

from carbide import files
from carbide.errors import Error, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.project.config import Project


def check(project: Project, canonical: str, site: str) -> None:
    """Error if another distribution's module hides ours; a warning for one nearby."""
    if project.tool:
        return
    tops = {module.dotted.split(".")[0]: module.dotted for module in project.modules}
    for top, dotted in tops.items():
        for folder in _folders(project, site):
            path = _module_in(folder, top)
            owner = _owner(path, site) if path else ""
            if path and owner != canonical:
                raise _hidden(project, top, path, owner)
        _warn_of_nearby(project, top, dotted)


def _folders(project: Project, site: str) -> list[str]:
    """Where the environment's modules lie, our own folders left out."""
    root = os.path.realpath(project.root) + os.sep
    here = os.path.realpath(os.getcwd())
    found = [site]
    for entry in sys.path:
        real = os.path.realpath(entry or ".")
        if not (real + os.sep).startswith(root) and real != here:
            found.append(entry)
    return [folder for folder in dict.fromkeys(found) if os.path.isdir(folder)]


def _module_in(folder: str, top: str) -> str:
    """The file or package that `import top` finds in a folder, or ""."""
    from importlib.machinery import all_suffixes

    package = os.path.join(folder, top)
    for suffix in all_suffixes():
        if os.path.isfile(os.path.join(package, f"__init__{suffix}")):
            return package
    for suffix in all_suffixes():
        if os.path.isfile(package + suffix):
            return package + suffix
    return ""


def _owner(path: str, site: str) -> str:
    """The canonical name of the distribution that installed a file, or ""."""
    import importlib.metadata

    from packaging.utils import canonicalize_name

    folder, inside = os.path.split(path)
    for distribution in importlib.metadata.distributions(path=[folder, site]):
        for file in distribution.files or ():
            first = file.parts[:1] == (inside,)
            if first or (file.suffix == ".pth" and folder in _text(site, file.name)):
                return str(canonicalize_name(distribution.metadata["Name"] or ""))
    return ""


def _text(site: str, name: str) -> str:
    return os.fsdecode(files.read(os.path.join(site, name)))


def _hidden(project: Project, top: str, path: str, owner: str) -> Error:
    whose = f"of the distribution {owner}" if owner else "which no distribution owns"
    remedy = f"pip uninstall {owner}" if owner else "remove that file"
    return Error(
        f"the name `{top}` is taken in this environment: Python would import {path}, "
        f"{whose}, and not {project.name}",
        f'{remedy}, or choose another name: [tool.carbide] module = "…"',
    )


def _warn_of_nearby(project: Project, top: str, dotted: str) -> None:
    """What lies in the project's folder is found first by a Python that runs there."""
    path = _module_in(project.root, top)
    if path and "." not in dotted:
        name = os.path.basename(path)
        warn(
            f"a Python that runs in {project.root} imports {name} there, not the "
            "module",
            f"rename {name}, or run Python elsewhere",
        )
