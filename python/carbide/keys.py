# SPDX-License-Identifier: MIT
"""The keys of `[tool.carbide]`: one table, and what is checked with it.

In: a table of pyproject.toml. Out: the same with each value of its kind, or a
ConfigError that names the key, says what was wanted, what came, and which known key
is near. The page of the reference and the schema for editors are held against KEYS.
Only cheap modules are imported: a build without changes runs through this file.
"""

from __future__ import annotations

from carbide.errors import ConfigError, Error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

WHERE = "tool.carbide"


class Key:
    """One key: what it holds, what it means, where it may stand.

    kind      "text", "list" (of texts; "list+": or one text), "flag", "modules"
    scope     "module": at the top, for all modules, and in the table of each;
              "project": at the top alone
    choices   the texts that are allowed, if not all are
    """

    def __init__(
        self,
        kind: str,
        meaning: str,
        default: str = "none",
        scope: str = "module",
        choices: tuple[str, ...] = (),
    ) -> None:
        self.kind = kind
        self.meaning = meaning
        self.default = default
        self.scope = scope
        self.choices = choices


# In the order of the reference. `meaning` and `default` are Markdown.
KEYS = {
    "module": Key(
        "text",
        'the name to import, dotted in a package: `"pkg._core"`',
        "`project.name`, with `_` for `-` and `.`",
        scope="project",
    ),
    "modules": Key(
        "modules",
        "several modules: a table for each, under the name to import",
        "the one that `module` names",
        scope="project",
    ),
    "headers": Key(
        "list",
        "files or patterns: what they declare is exported",
        '`["src/NAME.h"]`; where there is none, what the sources define',
    ),
    "sources": Key("list", "files or patterns that are compiled", '`["src/*.c"]`'),
    "include-dirs": Key("list", 'folders for `#include "…"`'),
    "define": Key("list", 'macros for all C: `["FAST", "SIZE=3"]`'),
    "cflags": Key("list", "further flags for your sources"),
    "ldflags": Key("list", "further flags for the linker"),
    "libraries": Key("list", 'libraries to link: `["m", "sqlite3"]`'),
    "library-dirs": Key("list", "folders in which to look for them"),
    "pkg-config": Key("list", 'packages that pkg-config knows: `["openblas"]`'),
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
        "text",
        '`"fast"` (`-O3`), `"small"` (`-Os`), `"debug"` (`-O0 -g3`)',
        '`"fast"`',
        choices=("fast", "small", "debug"),
    ),
    "lock": Key(
        "text",
        "a name: every function takes the lock of that name, as if by "
        "[`CB_LOCK`](markers.md#cb_lock)",
    ),
    "thread-safe": Key("flag", "`true`: your C is safe without the GIL", "`false`"),
    "tool": Key(
        "text",
        "for carbide itself: an executable to build in place of a module",
        scope="project",
    ),
}

# Keys that the design has and this version does not.
LATER = ("cpu", "fp-contract")

WANTED = {
    "text": "a string",
    "flag": "true or false",
    "list": "a list of strings",
    "list+": "a string or a list of strings",
    "modules": 'a table of tables: [tool.carbide.modules."pkg._core"]',
}


def check(table: Any, where: str = WHERE, scope: str = "project") -> dict[str, Any]:
    """A table, each key known and its value of its kind; `where` names it."""
    if not isinstance(table, dict):
        raise ConfigError(f"{where} must be a table, not {shown(table)}")
    return {key: _check_value(key, table[key], where, scope) for key in table}


def _check_value(key: str, value: Any, where: str, scope: str) -> Any:
    if key not in KEYS:
        raise unknown(key, where, (k for k in KEYS if _fits(k, scope)))
    if not _fits(key, scope):
        raise ConfigError(
            f"{where}.{key}: `{key}` is a key of the project, not of one module",
            "move it to [tool.carbide]",
        )
    known = KEYS[key]
    if known.kind == "list+" and isinstance(value, str):
        value = [value]
    if not _is_kind(known.kind, value):
        wanted = WANTED[known.kind]
        raise ConfigError(f"{where}.{key} must be {wanted}, not {shown(value)}")
    if known.choices and value not in known.choices:
        allowed = " or ".join(f'"{choice}"' for choice in known.choices)
        raise ConfigError(f"{where}.{key} must be {allowed}, not {shown(value)}")
    return value


def _fits(key: str, scope: str) -> bool:
    return scope == "project" or KEYS[key].scope == scope


def _is_kind(kind: str, value: Any) -> bool:
    if kind == "modules":
        return isinstance(value, dict) and all(
            isinstance(table, dict) for table in value.values()
        )
    if kind in ("list", "list+"):
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    return type(value) is {"text": str, "flag": bool}[kind]


def unknown(key: str, where: str, known: Iterable[str]) -> Error:
    """The error for a key that is none, with the known ones that are near."""
    import difflib

    names = list(known)
    if key in LATER:
        return ConfigError(f"{where}.{key} is not supported by this version yet")
    near = [f"`{name}`" for name in difflib.get_close_matches(key, names, 2)]
    hint = f"did you mean {' or '.join(near)}?" if near else ""
    hint = hint or "known keys: " + ", ".join(names)
    return ConfigError(f"{where}.{key} is not a key of carbide", hint)


def shown(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else repr(value)


def merged(*tables: dict[str, Any]) -> dict[str, Any]:
    """One table of several: lists are appended, anything else is replaced."""
    result: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            if isinstance(value, list):
                before = result.get(key, [])
                value = [*before, *value]
            result[key] = value
    return result
