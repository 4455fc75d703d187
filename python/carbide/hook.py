# SPDX-License-Identifier: MIT
"""`import carbide.hook`: from then on, `import foo` compiles a file foo.c.

A finder behind all others of `sys.meta_path`: what Python can import by itself, it
does, and foo.c is looked for only where that failed. It looks in the folders of
`sys.path` that are the user's own, not in those of the interpreter and of installed
packages; `install` with folders looks only there. The work is single.py's.
"""

from __future__ import annotations

import os
import sys
from contextvars import ContextVar

from carbide import single
from carbide.errors import CompileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

# What a build imports is no business of the finder's.
_busy: ContextVar[bool] = ContextVar("busy", default=False)


class Finder:
    """Finds NAME.c for `import NAME`, and has it compiled."""

    def __init__(self, folders: list[str] | None, settings: dict[str, Any]) -> None:
        self.folders = folders
        self.settings = settings

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """How to load `fullname` from a C file; None if there is none."""
        name = fullname.rpartition(".")[2]
        if _busy.get() or not name.isascii():
            return None
        for folder in self._places(path):
            file = os.path.join(folder, f"{name}.c")
            if os.path.isfile(file):
                return self._spec(fullname, file)
        return None

    def _places(self, path: Sequence[str] | None) -> list[str]:
        """The folders to look in: of `path`, which is a package's, or of everybody."""
        if path is None and self.folders is not None:
            return self.folders
        given = _absolute(sys.path if path is None else path)
        if self.folders is None:
            return [folder for folder in given if not _installed(folder)]
        return [f for f in given if any(_below(f, top) for top in self.folders)]

    def _spec(self, fullname: str, file: str) -> ModuleSpec | None:
        from importlib.machinery import ExtensionFileLoader, ModuleSpec

        _check_writers(fullname, file)
        token = _busy.set(True)
        try:
            unit = single.of_file(fullname.rpartition(".")[2], file, self.settings)
            module = single.build(unit)
        except CompileError as error:
            error.name = fullname
            raise
        finally:
            _busy.reset(token)
        loader = ExtensionFileLoader(fullname, module)
        spec = ModuleSpec(fullname, loader, origin=module)
        spec.has_location = True
        return spec


def install(
    folders: Iterable[str | os.PathLike[str]] | None = None, **settings: Any
) -> None:
    """Have `import NAME` compile NAME.c; replaces what an earlier call has installed.

    folders: where to look. Without it, in the folders of `sys.path`, as they are when
        something is imported, but those of the interpreter and of installed packages.
    settings: for each file, those of `carbide.compile`: cflags, define, libraries, ….

    Raises TypeError for settings that there are not. An import then raises ImportError
    (`carbide.errors.CompileError`) with the compiler's text where the C is wrong.
    """
    if isinstance(folders, (str, os.PathLike)):
        raise TypeError(f"folders must be a list of folders, not {folders!r}")
    places = None
    if folders is not None:
        places = [os.path.abspath(os.fspath(folder)) for folder in folders]
    finder = Finder(places, single.check_settings(settings))
    uninstall()
    sys.meta_path.append(finder)


def uninstall() -> None:
    """Have `import` be as it was; modules that are imported already stay."""
    sys.meta_path[:] = [item for item in sys.meta_path if type(item) is not Finder]


def _absolute(folders: Iterable[object]) -> list[str]:
    """The folders among the entries of a path, which may hold anything."""
    try:
        return [os.path.abspath(f) for f in folders if isinstance(f, str)]
    except OSError:  # the current folder is gone
        return [f for f in folders if isinstance(f, str) and os.path.isabs(f)]


def _installed(folder: str) -> bool:
    """Whether a folder is the interpreter's, or one that packages are installed in."""
    parts = folder.replace(os.sep, "/").split("/")
    if "site-packages" in parts or "dist-packages" in parts:
        return True
    return _below(folder, os.path.dirname(os.path.abspath(os.__file__)))


def _below(folder: str, top: str) -> bool:
    return folder == top or folder.startswith(top.rstrip(os.sep) + os.sep)


def _check_writers(fullname: str, file: str) -> None:
    """Refuse what another user may have put into a folder that is open to all."""
    if sys.platform == "win32":
        return
    import stat

    owner, folder = os.stat(file).st_uid, os.path.dirname(file)
    if owner in (0, os.geteuid()) or not os.stat(folder).st_mode & stat.S_IWOTH:
        return
    raise CompileError(
        f"{file} belongs to user {owner}, and everybody may write to {folder}: "
        "it is not compiled",
        name=fullname,
        path=file,
    )


install()
