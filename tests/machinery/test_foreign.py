# SPDX-License-Identifier: MIT
"""Classes of other modules that do not suit: each is an ImportError that says why.

A module of one header is translated and linked for each case, and imported beside
harbor, the test module that defines the classes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
FLAGS = ["-std=gnu11", "-DCARBIDE_MODULE=wants", f"-I{CHECKOUT / 'include'}"]
SPOT = "typedef struct spot { double x; double y; } spot;"
TYPEDEF = 'typedef struct spot CB_CLASS("{}") spot;'
TAKES = "static inline double of(const spot *s) { return s->x; }"

# By name: the header, and what the ImportError says.
CASES = {
    "no module": (
        [SPOT, TYPEDEF.format("lost.spot"), TAKES],
        "wants: no class lost.spot: No module named 'lost'",
    ),
    "no class": (
        [SPOT, TYPEDEF.format("harbor.dot"), TAKES],
        "wants: no class harbor.dot: module 'harbor' has no attribute 'dot'",
    ),
    "function": (
        [SPOT, TYPEDEF.format("harbor.ships"), TAKES],
        "wants: class harbor.ships: it is no class",
    ),
    "Python class": (
        [SPOT, TYPEDEF.format("others.Plain"), TAKES],
        "wants: class others.Plain: it is no class that carbide made",
    ),
    "derived": (
        [SPOT, TYPEDEF.format("others.Derived"), TAKES],
        "wants: class others.Derived: it is derived from a class that carbide made; "
        "name that one",
    ),
    "forged": (
        [SPOT, TYPEDEF.format("others.Forged"), TAKES],
        "wants: class others.Forged: it is derived from a class that carbide made; "
        "name that one",
    ),
    "other version": (
        [SPOT, TYPEDEF.format("others.Old"), TAKES],
        "wants: class others.Old: others was built by another version of carbide than "
        "this module: its objects are as in carbide.class.0, here as in "
        "carbide.class.1; build both by the same",
    ),
    "size": (
        [
            "typedef struct spot { double x; double y; int z; } spot;",
            TYPEDEF.format("harbor.spot"),
            TAKES,
        ],
        "wants: class harbor.spot: `struct spot` has 16 bytes in harbor, but 24 here; "
        "build both with one header",
    ),
    "field": (
        [
            "typedef struct spot { double x; long y; } spot;",
            TYPEDEF.format("harbor.spot"),
            TAKES,
        ],
        "wants: class harbor.spot: field `y` of `struct spot` is not the same in "
        "harbor as here; build both with one header",
    ),
    "nested field": (
        [
            "typedef struct spot { double y; double x; } spot;",
            "typedef struct size_of_hull { int length; float width; spot bow;",
            "int deck[3]; } size_of_hull;",
            'typedef struct size_of_hull CB_CLASS("harbor.size_of_hull") size_of_hull;',
            "static inline int of(const size_of_hull *s) { return s->length; }",
        ],
        "wants: class harbor.size_of_hull: field `bow` of `struct size_of_hull` is not "
        "the same in harbor as here; build both with one header",
    ),
    "kind": (
        [
            'typedef CB_CLASS("harbor.ship") int ship;',
            "static inline int of(CB_IN ship s) { return s; }",
        ],
        "wants: class harbor.ship: it is a pointer in harbor, but an integer here",
    ),
    "value of an object": (
        [
            "typedef struct tally { int n; } tally;",
            'typedef struct tally CB_CLASS("harbor.tally") tally;',
            "static inline int of(tally t) { return t.n; }",
        ],
        "wants: class harbor.tally: it is a struct with a constructor in harbor, but a "
        "value struct here",
    ),
    "layout": (
        [
            "typedef struct tally { int n; int m; char *_text; } tally;",
            'typedef struct tally CB_CLASS("harbor.tally") tally;',
            "static inline int of(const tally *t) { return t->n; }",
        ],
        "wants: class harbor.tally: `struct tally` has other fields in harbor than "
        "here; build both with one header",
    ),
    "changes": (
        [
            "typedef struct buoy buoy;",
            'typedef struct buoy CB_CLASS("harbor.buoy") buoy;',
            "static inline int of(CB_IN buoy *b) { return b != 0; }",
        ],
        "wants: class harbor.buoy: functions here change its objects (`struct buoy "
        "*`), but harbor has none that does, and no locks for them; give it one, or "
        "say `const` or CB_INOUT here",
    ),
    "lock": (
        [
            "typedef struct buoy buoy;",
            'typedef struct buoy CB_CLASS("harbor.buoy") CB_LOCK(shore) buoy;',
            "static inline int of(const buoy *b) { return b != 0; }",
        ],
        "wants: class harbor.buoy: `shore` is locked for it here, but not in harbor",
    ),
}

# Classes that are not what they look like; PyCapsule_New for what Python cannot make.
OTHERS = """\
import ctypes, harbor
class Plain: pass
class Derived(harbor.spot): pass
class Forged:
    _carbide_class_ = harbor.spot._carbide_class_
new = ctypes.pythonapi.PyCapsule_New
new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p,
                                              ctypes.c_void_p]
name = b"carbide.class.0"
class Old:
    _carbide_class_ = new(1, name, None)
"""


def translate(lines: list[str], folder: Path) -> None:
    """wants.so of a header."""
    header = folder / "wants.h"
    header.write_text('#include "carbide.h"\n' + "\n".join(lines) + "\n", "utf-8")
    tool = os.environ.get("CARBIDEC", str(CHECKOUT / "build" / "tool" / "carbidec"))
    for command in (
        [
            "gcc",
            *FLAGS,
            "-D__CARBIDE__",
            "-E",
            "-dD",
            "-CC",
            "wants.h",
            "-o",
            "wants.i",
        ],
        [tool, "--module", "wants", "-o", ".", "--header", "wants.h", "wants.i"],
        ["gcc", *FLAGS, "-O0", "-fPIC", "-ffunction-sections", "-c", "wants_glue.c"],
    ):
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def link(folder: Path, runtime: list[Path]) -> None:
    command = [
        "gcc",
        "-shared",
        "-Wl,--gc-sections",
        "wants_glue.o",
        *map(str, runtime),
    ]
    subprocess.run([*command, "-o", "wants.so"], cwd=folder, check=True)


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_suit(case: str, build: Any, tmp_path: Path) -> None:
    """The import fails, and says why; the next one finds nothing half done."""
    lines, expected = CASES[case]
    folder = build("gcc-plain").folder
    translate(lines, tmp_path)
    link(tmp_path, sorted((folder / "obj" / "runtime").glob("*.o")))
    (tmp_path / "others.py").write_text(OTHERS, "utf-8")
    code = (
        "import sys\n"
        "for _ in range(2):\n"
        "    try:\n        import wants\n"
        "    except ImportError as error:\n        print(error)\n"
        "print('wants' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(folder)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (f"{expected}\n{expected}\nFalse\n", "")
