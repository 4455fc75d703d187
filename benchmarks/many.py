# SPDX-License-Identifier: MIT
"""Generates 720 functions of six scalar arguments, one per order of six C types.

In: nothing. Out: the same functions as a nanobind source and as a carbide project; the
set is the one that nanobind's own benchmark compiles.
"""

from __future__ import annotations

import itertools
import pathlib

import rivals

TYPES = ["uint16_t", "int32_t", "uint32_t", "int64_t", "uint64_t", "float"]
NAMES = "abcdef"
SPDX = "SPDX-License-Identifier: MIT"


def prototypes() -> list[str]:
    """720 C prototypes, without semicolons."""
    result = []
    for at, order in enumerate(itertools.permutations(TYPES)):
        parameters = ", ".join(f"{t} {n}" for t, n in zip(order, NAMES))
        result.append(f"float test_{at:04}({parameters})")
    return result


BODY = "return (float)a + (float)b + (float)c + (float)d + (float)e + (float)f;"


def nanobind_source(keywords: bool) -> str:
    """One translation unit with 720 lambdas, with or without names of arguments."""
    lines = [f"// {SPDX}", "#include <cstdint>", "#include <nanobind/nanobind.h>"]
    lines += ["namespace nb = nanobind;", "using namespace nb::literals;"]
    lines.append("NB_MODULE(many, m) {")
    named = "".join(f', "{name}"_a' for name in NAMES) if keywords else ""
    for prototype in prototypes():
        name, _, parameters = prototype.removeprefix("float ").partition("(")
        call = f"+[]({parameters} -> float {{ {BODY} }}"
        lines.append(f'  m.def("{name}", {call}{named});')
    return "\n".join([*lines, "}", ""])


def write_carbide_project(folder: pathlib.Path) -> None:
    """pyproject.toml, src/many.h and src/many.c."""
    source = rivals.write_project(folder, "many")
    header = [f"/* {SPDX} */", "#include <stdint.h>"]
    header += [f"{prototype};" for prototype in prototypes()]
    (source / "many.h").write_text("\n".join([*header, ""]), encoding="utf-8")
    body = [f"/* {SPDX} */", '#include "many.h"']
    body += [f"{prototype}\n{{\n    {BODY}\n}}" for prototype in prototypes()]
    (source / "many.c").write_text("\n".join([*body, ""]), encoding="utf-8")
