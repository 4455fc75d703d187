# SPDX-License-Identifier: MIT
"""`rebuild = true`: an editable install whose C is built again when it is imported.

In: a project. Out: the module that its editable install brings along: it puts a finder
before all others, which has `rebuild` called for the project's modules, and finds
nothing itself. It stands in nobody's way until one of these is imported, and imports
nothing before.
"""

from __future__ import annotations

import os
import sys

from carbide.errors import Collect, CompileError, Error, compile_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from carbide.project.config import Project

FINDER = '''\
"""Written by carbide for an editable install: builds C that has changed, on import."""

import sys

ROOT = {root!r}
MODULES = {modules!r}
SAID = {said!r}


class Rebuild:
    busy = set()

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in MODULES or name in cls.busy:
            return None
        cls.busy.add(name)
        try:
            cls.rebuild(name)
        finally:
            cls.busy.discard(name)
        return None

    @staticmethod
    def rebuild(name):
        try:
            from carbide.packaging.rebuild import rebuild
        except ImportError as error:
            raise ImportError(
                f"{{name}} is installed editable from {{ROOT}}, whose pyproject.toml "
                f"has `rebuild = true`, and carbide, which builds it, cannot be "
                f"imported ({{error}}): install carbide, or the project without -e",
                name=name,
            ) from None
        rebuild(ROOT, name, SAID)


sys.meta_path.insert(0, Rebuild)
'''


def finder(project: Project) -> str:
    """Text of the module for the editable install; "" if it needs none."""
    if not project.table.get("rebuild"):
        return ""
    names = sorted(module.dotted for module in project.modules)
    return FINDER.format(root=project.root, modules=names, said=project.said)


def rebuild(root: str, name: str, said: dict[str, Any]) -> None:
    """Bring the modules of a project up to date; CompileError if that fails.

    `said` is what the command that installed it has said in place of pyproject.toml.
    CARBIDE_REBUILD=0 leaves everything as it is.
    """
    if os.environ.get("CARBIDE_REBUILD") == "0":
        return
    try:
        with Collect() as text:
            placed = _build(root, said)
    except Error as error:
        raise compile_error(f"{name}, from {root}", error, text.getvalue()) from None
    except OSError as error:  # a full disk, a folder that cannot be written, …
        what = Error(f"{error.filename or 'the system'}: {error.strerror}")
        raise compile_error(f"{name}, from {root}", what, "") from error
    except RuntimeError as error:
        if "subinterpreters" not in str(error):
            raise
        raise CompileError(
            f"{name}, from {root}: it has to be built, and this sub-interpreter may "
            "not start processes; import it in the main interpreter first"
        ) from None
    if text.getvalue():
        print(text.getvalue(), end="", file=sys.stderr)
    if placed:
        import importlib

        importlib.invalidate_caches()  # the finders of paths may have looked before


def _build(root: str, said: dict[str, Any]) -> bool:
    """Build and put in place; whether there was anything new."""
    from carbide.packaging.builder import Builder
    from carbide.project import config, settings

    project = config.load(root, said, settings.DEVELOP)
    if not project.table.get("rebuild"):
        return False
    builder = Builder(project)
    builder.develop()
    return builder.placed
