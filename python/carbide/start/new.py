# SPDX-License-Identifier: MIT
"""`carbide new NAME`: a project that builds and passes its tests at once.

In: the name of the module, which is also the folder, and the template; for `library`
also what `carbide import` is told. Out: the files of a folder of `templates/` with
@NAME@ replaced. Refused: what could not be imported, or would hide something that is
there already. Nothing is asked, and what fails leaves nothing behind.
"""

from __future__ import annotations

import keyword
import os

from carbide import files
from carbide.errors import Error, ToolchainError, say
from carbide.native import child, toolchain
from carbide.project.names import standard_modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace as Options
    from collections.abc import Sequence

    from carbide.start.importer import Request

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


LIBRARY = """\
src/{name}.h is a draft: {guesses} of what names let one guess, each below a line with
`guess:`. Confirm them with the library's manual, and remove those lines.
"""

KINDS = ("functions", "class", "mixed", "library")


def create(
    name: str,
    kind: str = "functions",
    request: Request | None = None,
    parent: str = ".",
) -> None:
    """Make the project; Error if the name will not do or the folder exists."""
    check_name(name)
    folder = os.path.join(parent, name)
    if os.path.lexists(folder):
        raise Error(f"{folder} exists already", "choose another name, or remove it")
    words, drafts = {}, {}
    if request:
        from carbide.start import importer

        request.out = os.path.join(folder, "src", f"{name}.h")
        draft = importer.drafted(request)
        drafts[f"src/{name}.h"] = draft.text.encode("utf-8")
        words["SETTINGS"] = importer.toml(draft.settings)
        words["HEADER"] = os.path.basename(request.header)
    for file, content in {**contents(name, kind, words), **drafts}.items():
        files.write(os.path.join(folder, file), content)
    say(NEXT.format(name=name))
    for draft_content in drafts.values():
        guesses = draft_content.count(b"guess:") - 1  # the comment at its top
        if guesses > 0:
            say(LIBRARY.format(name=name, guesses=guesses))


def contents(name: str, kind: str, words: dict[str, str]) -> dict[str, bytes]:
    """The files of a template: path in the project -> content."""
    build = os.path.join(TEMPLATES, "common", "build.txt")
    known = {"NAME": name, "GUARD": name.upper(), **words}
    found = {}
    for path, target in _templates(name, kind):
        text = files.read(path).decode("utf-8")
        text = text.replace("@BUILD@\n", files.read(build).decode("utf-8"))
        for word, value in known.items():
            text = text.replace(f"@{word}@", value)
        found[target] = text.encode("utf-8")
    return found


def request_of(options: Options) -> Request:
    """What `carbide import` would be told: a library by its header or its package."""
    from carbide.start import importer

    header = options.header or _header_of(options.pkg_config)
    return importer.request_of(options, header)


def _header_of(packages: list[str]) -> str:
    """The header of a package, if it is called like the package."""
    hint = "name the library's header: --header zlib.h"
    if not packages:
        raise Error("the template `library` needs a library", hint)
    cflags, _ = toolchain.pkg_config(packages)
    stem = packages[0].lower()
    for name in dict.fromkeys(
        (stem, stem.removeprefix("lib"), stem.rstrip("0123456789.-"))
    ):
        if system_has(f"{name}.h", cflags):
            return f"{name}.h"
    raise Error(f"there is no header {stem}.h for the package {packages[0]}", hint)


def check_name(name: str) -> None:
    """Error if no module of this name should be made."""
    other = suggestion(name)
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


def suggestion(name: str) -> str:
    """A near name that would do."""
    fit = "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
    if fit[:1].isdigit() or not fit.strip("_"):
        fit = f"m{fit}"
    bad = fit != name and fit not in standard_modules() and not keyword.iskeyword(fit)
    return fit if bad else f"{fit}_"


def system_has(header: str, cflags: Sequence[str] = ()) -> bool:
    """Whether `#include <header>` finds something; False without a compiler."""
    try:
        cc = toolchain.find_cc()
    except ToolchainError:
        return False
    done = child.ask(
        [*cc, *cflags, "-E", "-x", "c", "-"],
        " ".join(cc),
        text=f"#if !__has_include(<{header}>)\n#error absent\n#endif\n",
    )
    return done.returncode == 0


def _templates(name: str, kind: str) -> list[tuple[str, str]]:
    """(template, path in the project) of each file."""
    gitignore = os.path.join(TEMPLATES, "common", "gitignore.txt")
    found = [(gitignore, ".gitignore")]
    top = os.path.join(TEMPLATES, kind)
    for base, folders, names in os.walk(top):
        folders[:] = [f for f in folders if f != "__pycache__"]
        for file in names:
            path = os.path.join(base, file)
            target = os.path.relpath(path, top).replace(os.sep, "/")
            found.append((path, target.removesuffix(".txt").replace("NAME", name)))
    return sorted(found)


# Those that are no keywords of Python: the name is also used in C.
C_KEYWORDS = """
    auto case char const default do double enum extern float goto inline int long
    register restrict short signed sizeof static struct switch typedef union unsigned
    void volatile bool main""".split()
