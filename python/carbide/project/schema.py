# SPDX-License-Identifier: MIT
"""The JSON schema of pyproject.toml, for editors: `carbide schema`.

In: the table of keys. Out: a schema (draft 7, which editors of TOML know) of the whole
file, in which only `[tool.carbide]` is described. What needs the files of a project,
such as whether a pattern matches, the schema cannot say.
"""

from __future__ import annotations

import json
import re

from carbide.project import keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Schema = dict[str, Any]

IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*"
DOTTED = rf"^{IDENTIFIER}(\.{IDENTIFIER})*$"

TEXTS: Schema = {"type": "array", "items": {"type": "string"}}


def text() -> str:
    """The schema as the file has it."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def document() -> Schema:
    """The schema of a pyproject.toml with `[tool.carbide]`."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "pyproject.toml with [tool.carbide]",
        "type": "object",
        "properties": {
            "tool": {
                "type": "object",
                "properties": {"carbide": {"$ref": "#/definitions/carbide"}},
            }
        },
        "definitions": {
            "carbide": {
                "title": "carbide: Python extension modules from plain C",
                **_table(keys.PROJECT),
                "not": {"required": ["module", "modules"]},
            },
            "module": _table(keys.MODULE),
            "settings": _table(keys.SETTING),
        },
    }


def _table(level: int) -> Schema:
    """A table that holds the keys of a level and of those below."""
    known = {name: key for name, key in keys.KEYS.items() if key.level >= level}
    return _closed({name: _key(key) for name, key in known.items()})


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _key(key: keys.Key) -> Schema:
    """The schema of one key's value."""
    described: Schema = {"description": plain(key.meaning)}
    if key.default != "none":
        described["description"] += f"; default: {plain(key.default)}"
    return {**described, **_value(key)}


def _value(key: keys.Key) -> Schema:
    settings = {"$ref": "#/definitions/settings"}
    one: Schema = {"type": "string"}
    if key.choices:
        one = {"enum": list(key.choices)}
    if key.kind == "profile":
        tables = {name: settings for name in key.choices}
        return {"anyOf": [one, _closed({"default": one, **tables})]}
    if key.kind == "modules":
        return {
            "type": "object",
            "propertyNames": {"pattern": DOTTED},
            "additionalProperties": {"$ref": "#/definitions/module"},
        }
    if key.kind == "version":
        parts = {
            name: {"type": "string", "description": plain(meaning)}
            for name, meaning in keys.VERSION.items()
        }
        return {**_closed(parts), "required": ["file"]}
    return {
        "text": one,
        "flag": {"type": "boolean"},
        "list": TEXTS,
        "list+": {"anyOf": [{"type": "string"}, TEXTS]},
        "platform": _closed({name: settings for name in keys.PLATFORMS}),
    }[key.kind]


def plain(markdown: str) -> str:
    """A text without the marks of Markdown."""
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", markdown).replace("`", "")
