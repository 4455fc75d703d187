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
FLAGS = ["-std=gnu11", f"-I{CHECKOUT / 'include'}"]
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


def translate(lines: list[str], folder: Path, name: str = "wants") -> None:
    """The object file of a module of one header."""
    header = folder / f"{name}.h"
    header.write_text('#include "carbide.h"\n' + "\n".join(lines) + "\n", "utf-8")
    tool = os.environ.get("CARBIDEC", str(CHECKOUT / "build" / "tool" / "carbidec"))
    read, glue = f"{name}.i", f"{name}_glue.c"
    flags = [*FLAGS, f"-DCARBIDE_MODULE={name}"]
    for command in (
        ["gcc", *flags, "-D__CARBIDE__", "-E", "-dD", "-CC", header.name, "-o", read],
        [tool, "--module", name, "-o", ".", "--header", header.name, read],
        ["gcc", *flags, "-O0", "-fPIC", "-ffunction-sections", "-c", glue],
    ):
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def link(folder: Path, runtime: list[Path], name: str = "wants") -> None:
    command = [
        "gcc",
        "-shared",
        "-Wl,--gc-sections",
        f"{name}_glue.o",
        *map(str, runtime),
    ]
    subprocess.run([*command, "-o", f"{name}.so"], cwd=folder, check=True)


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


# Each defines a class, and uses the other's.
EAST = [
    "struct sun { double height; };",
    "typedef struct moon { double phase; } moon;",
    'typedef struct moon CB_CLASS("sky.west.moon") moon;',
    "static inline double phase(const moon *m) { return m->phase; }",
    "static inline moon moon_at(double x) { return (moon){ x }; }",
    "static inline struct sun rise(double x) { return (struct sun){ x }; }",
]
WEST = [
    "struct moon { double phase; };",
    "typedef struct sun { double height; } sun;",
    'typedef struct sun CB_CLASS("sky.east.sun") sun;',
    "static inline double height(const sun *s) { return s->height; }",
    "static inline sun sun_at(double x) { return (sun){ x }; }",
    "static inline struct moon wane(double x) { return (struct moon){ x }; }",
]
USES = """\
from sky import east, west
assert east.phase(west.moon(2)) == 2 and west.height(east.sun(3)) == 3
assert type(east.moon_at(1)) is west.moon and type(west.sun_at(1)) is east.sun
assert type(east.rise(1)) is east.sun and type(west.wane(1)) is west.moon
try:
    east.phase(east.sun(1))
except TypeError as error:
    print(error)
"""
WRONG = """\
import copy, gc, sys
for _ in range(2):
    for name in ("sky.east", "sky.west"):
        try:
            __import__(name)
        except ImportError as error:
            print(error)
print("sky.west" in sys.modules)
east = sys.modules["sky.east"]
gc.collect()
made = [east.moon_at(1) for _ in range(9)]
assert [east.phase(one) for one in made] == [1.0] * 9 and type(made[0])(1) == made[0]
assert east.phase(copy.deepcopy(made[0])) == 1 and repr(made[0]) == "moon(phase=1.0)"
"""


def sky(build: Any, folder: Path, west: list[str]) -> dict[str, str]:
    """The package, and the environment that finds it."""
    package = folder / "sky"
    package.mkdir()
    (package / "__init__.py").touch()
    runtime = sorted((build("gcc-plain").folder / "obj" / "runtime").glob("*.o"))
    for name, lines in (("east", EAST), ("west", west)):
        translate(lines, package, name)
        link(package, runtime, name)
    return {**os.environ, "PYTHONPATH": str(folder)}


def test_of_each_other(build: Any, tmp_path: Path) -> None:
    """Two modules that use each other's classes, whichever is imported first."""
    environment = sky(build, tmp_path, WEST)
    for first in ("east", "west"):
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", f"import sky.{first}\n{USES}"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        said = "phase(): m must be moon, not sun\n"
        assert (done.stdout, done.stderr) == (said, "")


def test_of_each_other_refused(build: Any, tmp_path: Path) -> None:
    """One does not suit. The other, if it was complete before, goes on."""
    west = [line.replace("double height;", "float height;") for line in WEST]
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", WRONG],
        env=sky(build, tmp_path, west),
        capture_output=True,
        text=True,
        check=False,
    )
    why = (
        "west: class sky.east.sun: `struct sun` has 8 bytes in east, but 4 here; build "
        "both with one header\n"
    )
    said = f"east: no class sky.west.moon: {why}{why}{why}False\n"
    assert (done.returncode, done.stderr, done.stdout) == (0, "", said)
