# SPDX-License-Identifier: MIT
"""`carbide new NAME`: a project that builds and passes its tests at once.

In: the name of the module, which is also the folder. Out: the files of `templates/`
with @NAME@ replaced. Refused: what could not be imported, or would hide something
that is there already.
"""

from __future__ import annotations

import keyword
import os
import sys

from carbide import files, toolchain
from carbide.errors import Error, ToolchainError, say

TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")

NEXT = """\
{name}/ is there. Next:

    cd {name}
    carbide develop         # build it and install it, editable
    python -m pytest        # (pip install pytest)
    carbide explain         # what each C function became
    carbide build           # a wheel in dist/

pip can do the same. It looks for carbide on its index first; with the carbide
that is installed here, and without a network:

    pip install --no-build-isolation -e .
"""


def create(name: str, parent: str = ".") -> None:
    """Make the project; Error if the name will not do or the folder exists."""
    check_name(name)
    folder = os.path.join(parent, name)
    if os.path.lexists(folder):
        raise Error(f"{folder} exists already", "choose another name, or remove it")
    for path, target in _templates(name):
        text = files.read(path).decode("utf-8")
        content = text.replace("@NAME@", name).replace("@GUARD@", name.upper())
        files.write(os.path.join(folder, target), content.encode("utf-8"))
    say(NEXT.format(name=name))


def check_name(name: str) -> None:
    """Error if no module of this name should be made."""
    other = _suggestion(name)
    hint = f"`carbide new {other}`"
    if not name.isascii() or not name.isidentifier():
        raise Error(f"{name!r} is no name of a Python module", hint)
    if keyword.iskeyword(name) or name in C_KEYWORDS:
        raise Error(f"{name!r} is a keyword", hint)
    if name in standard_modules():
        raise Error(f"{name!r} would hide Python's own module of that name", hint)
    if system_has(f"{name}.h"):
        raise Error(
            f"the system has a header <{name}.h>; src/{name}.h would be taken for it",
            hint,
        )


def _suggestion(name: str) -> str:
    """A near name that would do."""
    fit = "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
    if fit[:1].isdigit() or not fit.strip("_"):
        fit = f"m{fit}"
    bad = fit != name and fit not in standard_modules() and not keyword.iskeyword(fit)
    return fit if bad else f"{fit}_"


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


def system_has(header: str) -> bool:
    """Whether `#include <header>` finds something; False without a compiler."""
    import subprocess

    try:
        cc = toolchain.find_cc()
    except ToolchainError:
        return False
    done = subprocess.run(
        [*cc, "-E", "-x", "c", "-"],
        input=f"#if !__has_include(<{header}>)\n#error absent\n#endif\n",
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0


def _templates(name: str) -> list[tuple[str, str]]:
    """(template, path in the project) of each file."""
    found = []
    for base, folders, names in os.walk(TEMPLATES):
        folders[:] = [f for f in folders if f != "__pycache__"]
        for file in names:
            path = os.path.join(base, file)
            target = os.path.relpath(path, TEMPLATES)
            target = target.removesuffix(".txt").replace("NAME", name)
            found.append((path, ".gitignore" if target == "gitignore" else target))
    return sorted(found)


# Those that are no keywords of Python: the name is also used in C.
C_KEYWORDS = """
    auto case char const default do double enum extern float goto inline int long
    register restrict short signed sizeof static struct switch typedef union unsigned
    void volatile bool main""".split()
