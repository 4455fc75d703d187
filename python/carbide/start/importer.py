# SPDX-License-Identifier: MIT
"""`carbide import`: a first binding header for a library that is installed.

In: a header, perhaps the library it belongs to. Out: C, on stdout or into a file: what
the translator drafts, behind the includes that it needs and the settings that
pyproject.toml wants. Functions that the library does not define are found by linking
against it, and left out.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field

from carbide import files, paths
from carbide.errors import Error
from carbide.native import elf, toolchain, undefined
from carbide.start import explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace as Options

HEAD = """\
// A first binding of {header}, drafted by `carbide import`.
//
// `guess:` stands above what names let one guess. Compare it with the manual, correct
// it, and remove the comment; as long as one is there, each translation warns. What a
// wrong guess would make unsafe waits behind `confirm first`: remove the `//` if it is
// right.
// Docstrings come from the comments of the original, which are not repeated here.
"""


@dataclass
class Request:
    """The command line of `carbide import`."""

    header: str
    prefixes: list[str] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    cflags: list[str] = field(default_factory=list)
    out: str = ""
    verbose: bool = False


def request_of(options: Options, header: str, out: str = "") -> Request:
    """The request of a command line that has the options of a library."""
    return Request(
        header=header,
        prefixes=options.prefix,
        includes=options.include,
        packages=options.pkg_config,
        libraries=options.library,
        cflags=options.cflag,
        out=out,
        verbose=options.verbose,
    )


@dataclass
class Draft:
    """The text of a binding header, and the settings that pyproject.toml wants."""

    text: str
    settings: dict[str, list[str]]


def draft(request: Request) -> str:
    """The text of the binding header, the settings in a comment at its top."""
    return drafted(request).text


def drafted(request: Request) -> Draft:
    """The binding header and the settings that it needs."""
    import tempfile

    cflags, libs = toolchain.pkg_config(request.packages)
    cflags = [*cflags, *request.cflags]
    libs = [*libs, *(f"-l{name}" for name in request.libraries)]
    with tempfile.TemporaryDirectory(prefix="carbide-") as folder:
        words = explain.translate_header(
            request.header, request.includes, cflags, folder, request.verbose
        )
        words += _family(request.header, words, folder, request.verbose)
        words.append("--import")
        for prefix in request.prefixes:
            words += ["--prefix", prefix]
        explain.call(words, request.verbose)
        missing = _undefined(request, cflags, libs, folder) if libs else []
        if missing:
            more = [word for name in missing for word in ("--undefined", name)]
            explain.call([*words, *more], request.verbose)
        names = _functions(request.header, folder)
        settings = _settings(request, names)
        return Draft(
            _header(request, settings, _body(request.header, folder)), settings
        )


def write(request: Request) -> None:
    """Print the draft, or put it into a new file: work of a hand is not undone."""
    if request.out and os.path.exists(request.out):
        raise Error(
            f"{request.out} is there already, and not overwritten",
            "remove it, or give another name to -o",
        )
    text = draft(request)
    if request.out:
        files.write_if_changed(request.out, text)
    else:
        print(text, end="")


def _family(header: str, words: list[str], folder: str, verbose: bool) -> list[str]:
    """More headers to draft, where this one declares nothing and includes the rest.

    Of `sodium.h` they are sodium/*.h, of `gsl_sf.h` gsl_sf_*.h; of a header that lies
    in a folder of the library's own, all that it includes from there.
    """
    explain.call([*words, "--lenient"], verbose)
    found = explain.description(header, folder)
    if found["functions"] or any(x["kind"] == "function" for x in found["left_out"]):
        return []
    with open(words[-1], encoding="utf-8", errors="replace") as stream:
        markers = re.findall(r'^# \d+ "([^"]+)"', stream.read(), flags=re.M)
    main = words[words.index("--header") + 1]
    place, name = os.path.split(main)
    stem = os.path.join(place, name.partition(".")[0])
    files = [file for file in dict.fromkeys(markers) if file != main]
    family = [file for file in files if file.startswith((stem + "/", stem + "_"))]
    if not family and not os.path.exists(os.path.join(place, "stdio.h")):
        family = [file for file in files if file.startswith(place + "/")]
    if not family:
        print(
            f"{name} declares no function that carbide could export: give a header "
            "that it includes (names that begin with `_` are private)",
            file=sys.stderr,
        )
    return [word for file in family for word in ("--header", file)]


def _functions(header: str, folder: str) -> list[str]:
    return [f["c_name"] for f in explain.description(header, folder)["functions"]]


def _body(header: str, folder: str) -> str:
    name = os.path.join(folder, f"{explain.module_name(header)}.h")
    with open(name, encoding="utf-8") as stream:
        return stream.read()


def _undefined(
    request: Request, cflags: list[str], libs: list[str], folder: str
) -> list[str]:
    """Functions of the draft that neither the libraries nor the header defines."""
    names = _functions(request.header, folder)
    source = os.path.join(folder, "all.c")
    text = "".join(f"#include <{name}>\n" for name in request.includes)
    own = os.path.exists(request.header)  # a draft of that name lies beside all.c
    name = f'"{os.path.abspath(request.header)}"' if own else f"<{request.header}>"
    text += f"#include {name}\n"
    text += "void *const all[] = {\n"
    text += "".join(f"    (void *){name},\n" for name in names) + "    0,\n};\n"
    with open(source, "w", encoding="utf-8") as stream:
        stream.write(text)
    cc = toolchain.find_cc()
    linked = os.path.join(folder, "all.so")
    command = [*cc, "-w", "-shared", "-fPIC", "-iquote", ".", *cflags]
    command += ["-isystem", paths.include_dir(), source, "-o", linked, *libs]
    explain.call(command, request.verbose)
    folders = [word[2:] for word in libs if word.startswith("-L")]
    try:
        found = undefined.unresolved(folders, cc, elf.read(linked))
    except ValueError:
        return []  # no ELF: the linker has checked
    return [name for name in names if name in found]


def _spelling(header: str, out: str) -> str:
    """The header as `#include` wants it, seen from the file that is written."""
    if not os.path.exists(header):
        return f"<{header}>"
    path = os.path.relpath(header, os.path.dirname(out) or ".") if out else header
    return '"{}"'.format(path.replace(os.sep, "/"))


def _common_prefix(names: list[str]) -> str:
    """`LZ4_` where all names begin so, else ""."""
    first, last = min(names, default=""), max(names, default="")
    n = 0
    while n < len(first) and first[n] == last[n]:
        n += 1
    return first[: first.rfind("_", 0, n) + 1] if len(names) > 1 else ""


def _settings(request: Request, names: list[str]) -> dict[str, list[str]]:
    guess = _common_prefix(names)
    rows = {
        "pkg-config": request.packages,
        "libraries": request.libraries,
        "prefix": request.prefixes or ([guess] if guess else []),
    }
    return {key: values for key, values in rows.items() if values}


def toml(settings: dict[str, list[str]]) -> str:
    """Settings as the lines of a TOML table."""
    return "".join(
        "{} = [{}]\n".format(key, ", ".join(f'"{value}"' for value in values))
        for key, values in settings.items()
    )


def _header(request: Request, settings: dict[str, list[str]], body: str) -> str:
    guard = f"{explain.module_name(request.header).upper()}_BINDING_H"
    includes = [f"<{name}>" for name in request.includes]
    includes.append(_spelling(request.header, request.out))
    return "".join(
        [
            HEAD.format(header=os.path.basename(request.header)),
            *(["//\n// pyproject.toml, [tool.carbide]:\n"] if settings else []),
            *(f"//   {line}\n" for line in toml(settings).splitlines()),
            f"#ifndef {guard}\n#define {guard}\n\n",
            *(f"#include {name}\n" for name in includes),
            '\n#include "carbide.h"\n',
            body,
            "\n#endif\n",
        ]
    )
