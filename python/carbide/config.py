# SPDX-License-Identifier: MIT
"""Read pyproject.toml: `[tool.carbide]` into a Project, `[project]` when it is needed.

In: the folder of a project. Out: a Project, whose paths are relative to that folder
and written with `/`. Every mistake is a ConfigError that names the key, says what was
wanted and what came. Only cheap modules are imported here: a build without changes
runs through this file.
"""

from __future__ import annotations

import glob
import os

from carbide import tomlfile
from carbide.errors import ConfigError, Error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyproject_metadata import StandardMetadata

FILE = "pyproject.toml"

# What each key of [tool.carbide] holds.
KEYS = {
    "module": "str",
    "headers": "list",
    "sources": "list",
    "include-dirs": "list",
    "define": "list",
    "cflags": "list",
    "ldflags": "list",
    "libraries": "list",
    "library-dirs": "list",
    "pkg-config": "list",
    "prefix": "list",
    "case": "str",
    "profile": "str",
    "lock": "str",
    "thread-safe": "bool",
    "tool": "str",
}

# Keys that the design has and this version does not.
LATER = ("cpu", "fp-contract", "modules")

CHOICES = {"case": ("snake",), "profile": ("fast", "small", "debug")}


class Project:
    """One project: what `[tool.carbide]` says, with the defaults filled in."""

    def __init__(self, root: str, data: dict[str, Any], text: str) -> None:
        self.root = root
        self.data = data
        self.text = text
        self._metadata: StandardMetadata | None = None
        table = _tool_table(data)
        self.tool: str = table.get("tool", "")
        self.module: str = table.get("module") or _default_module(data, self.tool)
        _check_module(self.module)
        self.name: str = self.module.split(".")[-1]
        self.package: str = self.module[: -len(self.name) - 1]
        own = [f"src/{self.name}.h"]
        self.sources = _files(root, "sources", table, ["src/*.c"])
        self.headers = _files(root, "headers", table, own)
        self.include_dirs = _folders(root, "include-dirs", table)
        self.library_dirs = _folders(root, "library-dirs", table)
        self.define: list[str] = table.get("define", [])
        self.cflags: list[str] = table.get("cflags", [])
        self.ldflags: list[str] = table.get("ldflags", [])
        self.libraries: list[str] = table.get("libraries", [])
        self.pkg_config: list[str] = table.get("pkg-config", [])
        self.prefix: list[str] = table.get("prefix", [])
        self.case: str = table.get("case", "")
        self.profile: str = table.get("profile", "fast")
        self.lock: str = table.get("lock", "")
        self.thread_safe: bool = table.get("thread-safe", False)
        if not self.sources and not self.headers:
            raise ConfigError(
                f"nothing to build: there is neither src/{self.name}.h nor a .c file "
                "in src/",
                'name them: [tool.carbide] headers = ["…"], sources = ["…"]',
            )

    @property
    def python_dir(self) -> str:
        """The folder with the Python files of a mixed package, or ""."""
        folder = os.path.join(self.root, "python")
        return folder if os.path.isdir(folder) else ""

    def metadata(self) -> StandardMetadata:
        """`[project]`, checked; imports packaging, so only where it is needed."""
        if self._metadata is None:
            self._metadata = read_metadata(self)
        return self._metadata


def find_root(start: str = ".") -> str:
    """The nearest folder from `start` upwards that has a pyproject.toml."""
    folder = os.path.abspath(start)
    while True:
        if os.path.lexists(os.path.join(folder, FILE)):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            raise ConfigError(
                f"no {FILE} in {os.path.abspath(start)} or above it",
                "`carbide new NAME` makes a project",
            )
        folder = parent


def load(root: str) -> Project:
    """Read the project in the folder `root`."""
    text, data = tomlfile.read(os.path.join(root, FILE))
    return Project(root, data, text)


def read_metadata(project: Project) -> StandardMetadata:
    """Check `[project]` with pyproject-metadata; ConfigError names the key."""
    from pathlib import Path

    from pyproject_metadata import StandardMetadata
    from pyproject_metadata.errors import ConfigurationError

    if "project" not in project.data:
        raise ConfigError(
            f"{FILE} has no [project] table",
            'write at least: [project] name = "…" and version = "…"',
        )
    dynamic = project.data["project"].get("dynamic", [])
    if dynamic:
        raise ConfigError(
            f"project.dynamic = {dynamic}: carbide computes no metadata",
            "write the value into [project] and delete it from dynamic",
        )
    try:
        metadata = StandardMetadata.from_pyproject(
            project.data, Path(project.root), allow_extra_keys=False
        )
        metadata.validate()
    except ConfigurationError as error:
        raise ConfigError(f"{FILE}: {str(error).rstrip('.')}") from None
    except Exception as error:
        # With a readme or licence file missing, the library raises plain errors.
        if isinstance(error, (OSError, UnicodeError)):
            raise ConfigError(f"{FILE}: {error}") from None
        raise
    return metadata


def _tool_table(data: dict[str, Any]) -> dict[str, Any]:
    """`[tool.carbide]`, each key known and of its type."""
    tool = data.get("tool", {})
    table = tool.get("carbide", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise ConfigError("tool.carbide must be a table")
    return {key: _check_value(key, value) for key, value in table.items()}


def _check_value(key: str, value: Any) -> Any:
    if key not in KEYS:
        raise _unknown_key(key)
    kind = KEYS[key]
    if key == "prefix" and isinstance(value, str):
        value = [value]
    if kind == "list":
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ConfigError(
                f"tool.carbide.{key} must be a list of strings, not {_shown(value)}"
            )
    elif type(value).__name__ != kind:
        wanted = {"str": "a string", "bool": "true or false"}[kind]
        raise ConfigError(f"tool.carbide.{key} must be {wanted}, not {_shown(value)}")
    if key in CHOICES and value not in CHOICES[key]:
        allowed = " or ".join(f'"{choice}"' for choice in CHOICES[key])
        raise ConfigError(f"tool.carbide.{key} must be {allowed}, not {_shown(value)}")
    return value


def _unknown_key(key: str) -> Error:
    import difflib

    if key in LATER:
        return ConfigError(f"tool.carbide.{key} is not supported by this version yet")
    near = [f"`{name}`" for name in difflib.get_close_matches(key, KEYS, 2)]
    hint = f"did you mean {' or '.join(near)}?" if near else ""
    hint = hint or "known keys: " + ", ".join(KEYS)
    return ConfigError(f"tool.carbide.{key} is not a key of carbide", hint)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _default_module(data: dict[str, Any], tool: str) -> str:
    project = data.get("project", {})
    name = project.get("name", "") if isinstance(project, dict) else ""
    if tool:
        return tool
    if not isinstance(name, str) or not name:
        raise ConfigError(
            f"{FILE} names no module: there is no project.name",
            'write [project] name = "…", or [tool.carbide] module = "…"',
        )
    return name.replace("-", "_").replace(".", "_")


def _check_module(module: str) -> None:
    import keyword

    for part in module.split("."):
        if not part.isidentifier() or keyword.iskeyword(part) or not part.isascii():
            raise ConfigError(
                f'"{module}" is no module name: "{part}" is not an ASCII identifier',
                'name it: [tool.carbide] module = "…"',
            )


def _files(root: str, key: str, table: dict[str, Any], default: list[str]) -> list[str]:
    """The files that the patterns of a key name, in that order, each once."""
    if key not in table:
        return [name for pattern in default for name in matches(root, pattern)]
    found: list[str] = []
    for pattern in table[key]:
        if os.path.isabs(pattern):
            raise ConfigError(
                f'tool.carbide.{key}: "{pattern}" must be relative to the project'
            )
        names = matches(root, pattern)
        if not names:
            raise ConfigError(f'tool.carbide.{key}: no file matches "{pattern}"')
        found.extend(name for name in names if name not in found)
    return found


def matches(root: str, pattern: str) -> list[str]:
    """The files below `root` that a pattern (`*`, `**`) names, sorted."""
    pattern = os.path.normpath(pattern).replace(os.sep, "/")
    if not glob.has_magic(pattern):
        return [pattern] if os.path.isfile(os.path.join(root, pattern)) else []
    names = glob.glob(os.path.join(glob.escape(root), pattern), recursive=True)
    return sorted(
        os.path.relpath(name, root).replace(os.sep, "/")
        for name in names
        if os.path.isfile(name)
    )


def _folders(root: str, key: str, table: dict[str, Any]) -> list[str]:
    folders: list[str] = table.get(key, [])
    for folder in folders:
        if not os.path.isdir(os.path.join(root, folder)):
            raise ConfigError(f'tool.carbide.{key}: there is no folder "{folder}"')
    return folders
