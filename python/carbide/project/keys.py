# SPDX-License-Identifier: MIT
"""The keys of `[tool.carbide]`: one table, and what is checked with it.

In: a table of pyproject.toml. Out: the same with each value of its kind, or a
ConfigError that names the key, says what was wanted, what came, and which known key
is near. The page of the reference, the schema for editors, the options of the command
line and of pip are made from KEYS or held against it. Only cheap modules are imported:
a build without changes runs through this file.
"""

from __future__ import annotations

from carbide.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Path = tuple[str, ...]

ROOT = ("tool", "carbide")

# Where a key may stand. A table takes the keys of its own level and of those below.
PROJECT = 0  # [tool.carbide] alone
MODULE = 1  # there for all modules, and in the table of each of several
SETTING = 2  # also in the tables of platforms and profiles

SYSTEMS = ("linux", "macos", "windows")
MACHINES = tuple(
    "x86_64 i686 aarch64 armv7l ppc64le s390x riscv64 loongarch64 arm64 amd64".split()
)
PLATFORMS = (*SYSTEMS, *(f"{s}-{m}" for s in SYSTEMS for m in MACHINES))


class Key:
    """One key: what it holds, what it means, where it may stand.

    kind      "text"; "list" of texts; "list+", or one text; "flag"; or a table:
              "modules", "platform", "profile", "version"
    level     PROJECT, MODULE or SETTING
    choices   the texts that are allowed, if not all are
    override  whether a command line, pip's settings and the environment may say it
    """

    def __init__(
        self,
        kind: str,
        meaning: str,
        default: str = "none",
        level: int = SETTING,
        choices: tuple[str, ...] = (),
        override: bool = False,
    ) -> None:
        self.kind = kind
        self.meaning = meaning
        self.default = default
        self.level = level
        self.choices = choices
        self.override = override


# In the order of the reference. `meaning` and `default` are Markdown.
KEYS = {
    "module": Key(
        "text",
        'the name to import, dotted in a package: `"pkg._core"`',
        "`project.name`, with `_` for `-` and `.`",
        PROJECT,
    ),
    "modules": Key(
        "modules",
        "[several modules](#several-modules): a table for each, under the name to "
        "import",
        "the one that `module` names",
        PROJECT,
    ),
    "headers": Key(
        "list",
        "files or patterns: what they declare is exported",
        '`["src/NAME.h"]`; where there is none, what the sources define',
    ),
    "sources": Key("list", "files or patterns that are compiled", '`["src/*.c"]`'),
    "include-dirs": Key("list", 'folders for `#include "…"`', override=True),
    "define": Key("list", 'macros for all C: `["FAST", "SIZE=3"]`', override=True),
    "cflags": Key("list", "further flags for your sources", override=True),
    "ldflags": Key("list", "further flags for the linker", override=True),
    "libraries": Key("list", 'libraries to link: `["m", "sqlite3"]`', override=True),
    "library-dirs": Key("list", "folders in which to look for them", override=True),
    "pkg-config": Key(
        "list", 'packages that pkg-config knows: `["openblas"]`', override=True
    ),
    "prefix": Key(
        "list+",
        "what to strip from names of functions, structs, enums, enumerators and "
        "constants; the first that matches",
    ),
    "case": Key(
        "text",
        '`"snake"`: `fooBar` becomes `foo_bar`',
        "names stay",
        choices=("snake",),
    ),
    "profile": Key(
        "profile",
        '`"release"`, `"small"`, `"checked"`, `"debug"`, `"profile"`: see '
        "[profiles](#profiles); or [tables](#platforms-and-profiles) of what each adds",
        '`"release"`; of `carbide develop` `"checked"`',
        MODULE,
        choices=("release", "small", "checked", "debug", "profile"),
        override=True,
    ),
    "platform": Key(
        "platform",
        "[tables](#platforms-and-profiles) of what is added on `linux`, `macos`, "
        "`windows`, `linux-aarch64`, …",
        level=MODULE,
    ),
    "cpu": Key(
        "list",
        "levels of x86-64 for which your sources are compiled once more: the best "
        "that the machine has is chosen at import, see [CPU "
        "levels](../howto/cpu-levels.md)",
        "the baseline alone",
        choices=("x86-64-v2", "x86-64-v3", "x86-64-v4"),
    ),
    "fp-contract": Key(
        "text",
        'whether the compiler may make `a * b + c` one operation: `"off"`: the same '
        'bits on each CPU; `"on"`: within one expression; `"fast"`: wherever it can',
        '`"off"`',
        choices=("off", "on", "fast"),
    ),
    "lock": Key(
        "text",
        "a name: every function takes the lock of that name, as if by "
        "[`CB_LOCK`](markers.md#cb_lock)",
    ),
    "thread-safe": Key("flag", "`true`: your C is safe without the GIL", "`false`"),
    "python": Key(
        "list+",
        'the wheels that `carbide build` writes of one binary: `"3.11"` is for 3.11 '
        'and newer, `"3.13t"` and `"3.15t"` for free-threaded CPython: see '
        "[ship a wheel](../howto/ship-a-wheel.md)",
        "the oldest that `requires-python` admits, from 3.9 on",
        PROJECT,
    ),
    "python-dir": Key(
        "text",
        "the folder in which the package's Python files lie: see "
        "[layouts](../howto/package.md#where-the-files-lie)",
        "`python`, `src` or `.`, where the package is found",
        PROJECT,
    ),
    "rebuild": Key(
        "flag",
        "`true`: what is installed editable is [built again on "
        "import](#rebuild-on-import) where the C has changed",
        "`false`",
        PROJECT,
    ),
    "exclude": Key(
        "list",
        'files of the package that no wheel wants, below `python-dir`: `["pkg/*.in"]`',
        level=PROJECT,
    ),
    "version": Key(
        "version",
        "where the [version](../howto/package.md#one-place-for-the-version) stands, if "
        'not in `[project]`: `{file = "src/geo.h", name = "GEO_VERSION"}`',
        level=PROJECT,
    ),
    "tool": Key(
        "text",
        "for carbide itself: an executable to build in place of a module",
        level=PROJECT,
    ),
}

# Keys of the table `version`: all are texts.
VERSION = {
    "file": "a Python file, a C file or a text file with nothing else in it",
    "name": "the Python variable or the C macro: `__version__`, or the only "
    "`…VERSION`, if it is not said",
}

WANTED = {
    "text": "a string",
    "flag": "true or false",
    "list": "a list of strings",
    "list+": "a string or a list of strings",
    "modules": 'a table of tables: [tool.carbide.modules."pkg._core"]',
    "platform": "a table of tables: [tool.carbide.platform.linux]",
    "version": 'a table: {file = "…", name = "…"}',
}


def check(table: Any, path: Path = ROOT, level: int = PROJECT) -> dict[str, Any]:
    """A table, each key known and its value of its kind; `path` leads to it."""
    if not isinstance(table, dict):
        raise wrong(path, "a table", table)
    return {key: _check_value(table[key], (*path, key), level) for key in table}


def _check_value(value: Any, path: Path, level: int) -> Any:
    name = path[-1]
    known = KEYS.get(name)
    if known is None:
        raise unknown(path, [k for k in KEYS if KEYS[k].level >= level])
    if known.level < level:
        raise _misplaced(path, known)
    if known.kind == "profile":
        return _check_profiles(known, value, path)
    if known.kind == "list+" and isinstance(value, str):
        value = [value]
    if not _is_kind(known.kind, value):
        raise wrong(path, WANTED[known.kind], value)
    for one in value if known.kind == "list" else [value]:
        if known.choices and one not in known.choices:
            allowed = " or ".join(f'"{text}"' for text in known.choices)
            raise wrong(
                path, f"a list of {allowed}" if one is not value else allowed, one
            )
    if known.kind == "modules":
        return {k: check(v, (*path, k), MODULE) for k, v in value.items()}
    if known.kind == "platform":
        return _check_named(PLATFORMS, value, path)
    if known.kind == "version":
        _check_version(value, path)
    return value


def _check_profiles(known: Key, value: Any, path: Path) -> dict[str, Any]:
    """The tables of profiles; `"debug"` is short for {default = "debug"}."""
    if isinstance(value, str):
        value = {"default": value}
        at = path
    elif isinstance(value, dict):
        at = (*path, "default")
    else:
        names = " or ".join(f'"{choice}"' for choice in known.choices)
        raise wrong(path, f"{names} or a table of such", value)
    chosen = value.get("default")
    if chosen is not None and chosen not in known.choices:
        raise wrong(at, " or ".join(f'"{c}"' for c in known.choices), chosen)
    tables = {name: table for name, table in value.items() if name != "default"}
    checked = _check_named(known.choices, tables, path, ("default",))
    return {**checked, **({"default": chosen} if chosen else {})}


def _check_named(
    names: tuple[str, ...], value: Any, path: Path, more: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A table of tables of settings, under known names."""
    for name in value:
        if name not in names:
            raise unknown((*path, name), [*more, *names], path[-1])
    return {name: check(value[name], (*path, name), SETTING) for name in value}


def _check_version(value: dict[str, Any], path: Path) -> None:
    for key, text in value.items():
        if key not in VERSION:
            raise unknown((*path, key), list(VERSION))
        if not isinstance(text, str):
            raise wrong((*path, key), "a string", text)
    if "file" not in value:
        raise ConfigError(
            f"{spell(path)} names no file", f'{path[-1]} = {{file = "…"}}', path
        )


def _is_kind(kind: str, value: Any) -> bool:
    if kind in ("modules", "platform"):
        return isinstance(value, dict) and all(
            isinstance(table, dict) for table in value.values()
        )
    if kind in ("list", "list+"):
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    return type(value) is {"text": str, "flag": bool, "version": dict}[kind]


def _misplaced(path: Path, known: Key) -> ConfigError:
    place = ("the project", "a module")[known.level]
    table = ("[tool.carbide]", "[tool.carbide] or to the table of a module")
    return ConfigError(
        f"{spell(path)}: `{path[-1]}` is a key of {place}, and means nothing here",
        f"move it to {table[known.level]}",
        path,
    )


def wrong(path: Path, wanted: str, came: object) -> ConfigError:
    """The error for a value that is not what its key holds."""
    return ConfigError(f"{spell(path)} must be {wanted}, not {shown(came)}", "", path)


def unknown(path: Path, names: list[str], what: str = "key") -> ConfigError:
    """The error for a key that is none, with the known ones that are near."""
    key, where = path[-1], spell(path)
    hint = nearest(key, names) or f"known {what}s: " + ", ".join(names)
    return ConfigError(f"{where} is not a {what} of carbide", hint, path)


def nearest(word: str, names: Iterable[str]) -> str:
    """A question that offers the names that are near, or ""."""
    import difflib

    near = [f"`{name}`" for name in difflib.get_close_matches(word, list(names), 2)]
    return f"did you mean {' or '.join(near)}?" if near else ""


def spell(path: Path) -> str:
    """A path as TOML writes it: `tool.carbide.modules."pkg._core".cflags`."""
    plain = str.maketrans("", "", "-_")
    words = [
        name if name.translate(plain).isalnum() and name.isascii() else f'"{name}"'
        for name in path
    ]
    return ".".join(words)


def shown(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else repr(value)
