# SPDX-License-Identifier: MIT
"""carbide: Python extension modules from plain C.

This package is the front: command line, build backend, wheels. It never parses C
and never emits C; the translator `carbidec` does. Nothing is imported here, so that
`import carbide` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

__version__ = "0.1.0"


def compile(source: str, name: str | None = None, **settings: Any) -> ModuleType:
    """Compile C, and import it: the module that it is.

    source: the text of a C file. What it defines and does not call static is exported,
        as by a project without a header.
    name: the module's `__name__`; by default one that is made of the text.
    settings: as in [tool.carbide], with `_` for `-`: cflags, define, include_dirs,
        ldflags, libraries, library_dirs, pkg_config (lists of strings); case, lock,
        prefix, profile; thread_safe. Folders are relative to the current one.

    The same text with the same settings is compiled once: the module lies in the user's
    cache, and is built again if a file that it includes, the compiler or carbide has
    changed. In one process it is the same module each time. Any number of threads and
    processes may call this at the same time.

    Raises TypeError if an argument is of a wrong type, or there is no such setting;
    ValueError if the name is no identifier; CompileError, which is an ImportError, if
    the C is wrong (with the compiler's messages, whose lines are those of the text), if
    there is no compiler, or if the cache cannot be used. What the module's own
    initialization raises comes through.
    """
    from carbide.single import of_text

    return of_text(source, name, settings)


def __getattr__(name: str) -> object:
    if name == "CompileError":
        from carbide.errors import CompileError

        return CompileError
    raise AttributeError(f"module 'carbide' has no attribute {name!r}")
