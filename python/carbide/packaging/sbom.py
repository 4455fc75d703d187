# SPDX-License-Identifier: MIT
"""The software bill of materials of a wheel (PEP 770), as CycloneDX 1.6 JSON.

In: the project's metadata, its modules and their linked files. Out: the text of
`.dist-info/sboms/carbide.cdx.json`. It names what a module is made of beside the
project's own files: carbide's runtime, whose code is in each module and whose license
asks that its text goes along, and the libraries. The same build gives the same text: no
serial number, no paths, and a time only where SOURCE_DATE_EPOCH gives one.
"""

from __future__ import annotations

import os

import carbide
from carbide import files
from carbide.native import toolchain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from carbide.native.elf import Elf
    from carbide.project.config import Module

NAME = "sboms/carbide.cdx.json"


def text(name: str, version: str, linked: Iterable[tuple[Module, Elf | None]]) -> bytes:
    """The document for one distribution; `linked` are its modules and their files."""
    import json

    parts = [_runtime(), *_libraries(list(linked))]
    root = {
        "type": "library",
        "bom-ref": _purl(name, version),
        "name": name,
        "version": version,
        "purl": _purl(name, version),
    }
    refs = [part["bom-ref"] for part in parts]
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root, "tools": {"components": [_tool()]}},
        "components": parts,
        "dependencies": [
            {"ref": root["bom-ref"], "dependsOn": refs},
            *({"ref": ref} for ref in refs),
        ],
    }
    if files.said_time() is not None:
        document["metadata"]["timestamp"] = _timestamp()
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _tool() -> dict[str, Any]:
    return {"type": "application", "name": "carbide", "version": carbide.__version__}


def _timestamp() -> str:
    import time

    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(files.archive_time()))


def _runtime() -> dict[str, Any]:
    """carbide itself: its license wants to be with every copy of the code."""
    content = {"contentType": "text/plain", "content": LICENSE}
    return {
        "type": "library",
        "bom-ref": _purl("carbide", carbide.__version__),
        "name": "carbide",
        "version": carbide.__version__,
        "description": "carbide's runtime, compiled into each module",
        "licenses": [{"license": {"id": "MIT", "text": content}}],
        "purl": _purl("carbide", carbide.__version__),
        "properties": [_linkage("static")],
    }


def _linkage(how: str) -> dict[str, str]:
    return {"name": "carbide:linkage", "value": how}


def _libraries(linked: list[tuple[Module, Elf | None]]) -> list[dict[str, Any]]:
    """A component for each package of pkg-config and for each other library."""
    needed = {name for _, binary in linked if binary for name in binary.needed}
    needed = {name for name in needed if not name.startswith("ld-linux")}
    rest = set(needed)
    found = []
    packages = {p: module.where for module, _ in linked for p in module.pkg_config}
    for package in sorted(packages):
        version, libraries = toolchain.package(package, packages[package])
        here = sorted(n for n in needed if _stem(n) in libraries)
        rest -= set(here)
        found.append(_library(package, version, here))
    for library in sorted({name for module, _ in linked for name in module.libraries}):
        here = sorted(n for n in rest if _stem(n) == library)
        rest -= set(here)
        if here or any(binary is None for _, binary in linked) or library != "m":
            found.append(_library(library, "", here))
    found += [_library(_stem(name), "", [name]) for name in sorted(rest)]
    return found


def _library(name: str, version: str, needed: list[str]) -> dict[str, Any]:
    """A library; `needed` are the file names by which the loader looks for it."""
    properties = [_linkage("dynamic" if needed else "static")]
    properties += [{"name": "carbide:needed", "value": file} for file in needed]
    known = {"version": version} if version else {}
    ref = f"library:{name}@{version}" if version else f"library:{name}"
    return {
        "type": "library",
        "bom-ref": ref,
        "name": name,
        **known,
        "properties": properties,
    }


def _stem(file: str) -> str:
    """`z` of `libz.so.1`."""
    name = os.path.basename(file).split(".so")[0]
    return name[3:] if name.startswith("lib") else name


# The file LICENSE, which lies elsewhere wherever carbide is installed.
LICENSE = """\
MIT License

Copyright (c) 2026 carbide contributors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""
