# SPDX-License-Identifier: MIT
"""Where carbide's own files lie: the translator, the headers, the runtime.

Installed from a wheel they are package data (`carbide/bin`, `carbide/include`). In a
checkout or an editable install of it, the headers are the checkout's `include/` and
the translator is what `carbide develop` or `pip install -e .` built there. The
environment variable CARBIDEC names another translator. What is kept for all projects of
a user lies in one cache folder, below which each kind has its own.
"""

from __future__ import annotations

import os
import sys

from carbide import files
from carbide.errors import ToolchainError

EXE = ".exe" if sys.platform == "win32" else ""
PACKAGE = os.path.dirname(os.path.realpath(__file__))
CHECKOUT = os.path.dirname(os.path.dirname(PACKAGE))
TOOL_DIR = os.path.join("build", "tool")


def in_checkout() -> bool:
    """Whether this is a checkout of carbide, or an editable install of one."""
    return not os.path.isdir(os.path.join(PACKAGE, "include"))


def carbidec() -> str:
    """Path of the translator; ToolchainError if it has not been built."""
    chosen = os.environ.get("CARBIDEC")
    if chosen:
        if not os.access(chosen, os.X_OK):
            raise ToolchainError(f"CARBIDEC names {chosen}: no executable file")
        return os.path.abspath(chosen)
    if in_checkout():
        path = os.path.join(CHECKOUT, TOOL_DIR, "carbidec" + EXE)
        remedy = f"run `python -m carbide develop` in {CHECKOUT}"
    else:
        path = os.path.join(PACKAGE, "bin", "carbidec" + EXE)
        remedy = "install carbide again: `pip install --force-reinstall carbide`"
    if not os.path.exists(path):
        raise ToolchainError(f"the translator {path} does not exist", remedy)
    return path


def include_dir() -> str:
    """The folder that holds carbide.h and carbide/."""
    base = CHECKOUT if in_checkout() else PACKAGE
    return os.path.join(base, "include")


def cache(kind: str) -> str:
    """The user's own folder for what is kept of one kind; "" where there can be none.

    Error where others could write there: see files.private_folder.
    """
    base = os.environ.get("CARBIDE_CACHE") or _default_cache()
    base = os.path.abspath(base) if base else ""
    folder = os.path.join(base, kind)
    usable = base and files.private_folder(base) and files.private_folder(folder)
    return folder if usable else ""


def _default_cache() -> str:
    """Where programs keep such things; "" without a home folder, which is not made."""
    said = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"
    base = os.environ.get(said, "")
    if os.path.isabs(base):  # others are ignored, as XDG says
        return os.path.join(base, "carbide")
    home = os.path.expanduser("~")
    if home == "/" or not os.path.isabs(home) or not os.path.isdir(home):
        return ""  # "/" is what an empty HOME becomes
    mac = sys.platform == "darwin"
    return os.path.join(home, "Library/Caches" if mac else ".cache", "carbide")


def objects_dir() -> str:
    """Where carbide's own wheel has the runtime's object files: see shipped.py."""
    return os.path.join(PACKAGE, "objects")


def runtime_sources(include: str = "") -> list[str]:
    """The C files of the runtime, which are linked into every module; sorted."""
    folder = os.path.join(include or include_dir(), "carbide", "runtime")
    if not os.path.isdir(folder):
        return []
    return [
        os.path.join(folder, name)
        for name in sorted(os.listdir(folder))
        if name.endswith(".c")
    ]


def headers(include: str = "") -> list[str]:
    """All files below include/: what generated code and the runtime are made of."""
    found = []
    for base, folders, names in os.walk(include or include_dir()):
        folders.sort()
        found += [os.path.join(base, name) for name in sorted(names)]
    return found


def api_names() -> set[str]:
    """Names of the Python functions that modules may call, from capi.def."""
    path = os.path.join(include_dir(), "carbide", "capi.def")
    names = set()
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.startswith("CAPI(") or line.startswith("CAPI_"):
                    names.add(line.split("(", 1)[1].split(",", 1)[0].strip(" )\n"))
    return names
