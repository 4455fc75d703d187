# SPDX-License-Identifier: MIT
"""Read pyproject.toml: a Project, and each Module that `[tool.carbide]` describes.

In: the folder of a project. Out: a Project, whose paths are relative to that folder
and written with `/`. What the keys are, keys.py says; metadata.py reads `[project]`.
Every mistake is a ConfigError that names the key, says what was wanted and what came.
Only cheap modules are imported here: a build without changes runs through this file.
"""

from __future__ import annotations

import glob
import os
import sys

from carbide import keys
from carbide.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyproject_metadata import StandardMetadata

FILE = "pyproject.toml"


class Module:
    """One extension module: its settings, with the defaults filled in.

    dotted    the name to import: `pkg._core`
    name      its last part: `_core`
    package   what stands before it: `pkg`, or ""
    where     the table that describes it, for messages: `tool.carbide`
    """

    def __init__(
        self, root: str, dotted: str, table: dict[str, Any], several: bool = False
    ) -> None:
        self.root = root
        self.dotted = dotted
        self.where = f'{keys.WHERE}.modules."{dotted}"' if several else keys.WHERE
        _check_module(dotted, several)
        self.name: str = dotted.split(".")[-1]
        self.package: str = dotted[: -len(self.name) - 1]
        own_headers, own_sources = _own_files(self.name, several)
        self.sources = self._files("sources", table, own_sources)
        self.headers = self._files("headers", table, own_headers)
        self.include_dirs = self._folders("include-dirs", table)
        self.library_dirs = self._folders("library-dirs", table)
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
            raise self._nothing(own_headers, own_sources, several)

    def _nothing(
        self, headers: list[str], sources: list[str], several: bool
    ) -> ConfigError:
        table = self.where if several else keys.WHERE
        hint = f'name them: [{table}] headers = ["…"], sources = ["…"]'
        if several:
            looked = ", ".join([*headers, *sources])
            return ConfigError(
                f"nothing to build {self.dotted} from: there is none of {looked}", hint
            )
        return ConfigError(
            f"nothing to build: there is neither {headers[0]} nor a .c file in src/",
            hint,
        )

    def _files(self, key: str, table: dict[str, Any], default: list[str]) -> list[str]:
        """The files that the patterns of a key name, in that order, each once."""
        if key not in table:
            return [name for pattern in default for name in matches(self.root, pattern)]
        found: list[str] = []
        for pattern in table[key]:
            if os.path.isabs(pattern):
                raise ConfigError(
                    f'{self.where}.{key}: "{pattern}" must be relative to the project'
                )
            names = matches(self.root, pattern)
            if not names:
                raise ConfigError(f'{self.where}.{key}: no file matches "{pattern}"')
            found.extend(name for name in names if name not in found)
        return found

    def _folders(self, key: str, table: dict[str, Any]) -> list[str]:
        folders: list[str] = table.get(key, [])
        for folder in folders:
            if not os.path.isdir(os.path.join(self.root, folder)):
                raise ConfigError(f'{self.where}.{key}: there is no folder "{folder}"')
        return folders


class Project:
    """One project: its modules, its Python files, its metadata when it is asked for."""

    def __init__(self, root: str, data: dict[str, Any], text: str) -> None:
        self.root = root
        self.data = data
        self.text = text
        self._metadata: StandardMetadata | None = None
        table = _tool_table(data)
        self.tool: str = table.get("tool", "")
        self.modules = _modules(root, data, table)

    @property
    def name(self) -> str:
        """What `[project]` calls it; without that, its module."""
        found = self.data.get("project", {}).get("name", "")
        return str(found or (self.modules[0].dotted if self.modules else ""))

    @property
    def python_dir(self) -> str:
        """The folder with the Python files of a mixed package, or ""."""
        folder = os.path.join(self.root, "python")
        return folder if os.path.isdir(folder) else ""

    def metadata(self) -> StandardMetadata:
        """`[project]`, checked; imports packaging, so only where it is needed."""
        if self._metadata is None:
            from carbide import metadata

            self._metadata = metadata.read(self.root, self.data)
        return self._metadata


def find_root(start: str = ".") -> str:
    """The nearest folder from `start` upwards that has a pyproject.toml."""
    folder = os.path.abspath(start)
    while True:
        if os.path.exists(os.path.join(folder, FILE)):
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
    path = os.path.join(root, FILE)
    try:
        with open(path, "rb") as file:
            raw = file.read()
    except FileNotFoundError:
        raise ConfigError(f"{path} does not exist") from None
    try:
        text = raw.decode("utf-8")
        data = _parse_toml(text)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None
    return Project(root, data, text)


def _parse_toml(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    parsed: dict[str, Any] = tomllib.loads(text)
    return parsed


def _tool_table(data: dict[str, Any]) -> dict[str, Any]:
    """`[tool.carbide]`, each key known and of its kind."""
    tool = data.get("tool", {})
    return keys.check(tool.get("carbide", {}) if isinstance(tool, dict) else {})


def _modules(root: str, data: dict[str, Any], table: dict[str, Any]) -> list[Module]:
    """The modules: one of `[tool.carbide]` itself, or those of `modules`."""
    tool = table.get("tool", "")
    if "modules" not in table:
        dotted = table.get("module") or _default_module(data, tool)
        return [Module(root, dotted, table)]
    for other in ("module", "tool"):
        if other in table:
            raise ConfigError(
                f"tool.carbide has both `{other}` and `modules`",
                'one module: module = "NAME"; several: a table for each in `modules`',
            )
    tables: dict[str, Any] = table.pop("modules")
    _check_names(list(tables))
    found = []
    for dotted, own in tables.items():
        where = f'{keys.WHERE}.modules."{dotted}"'
        own = keys.check(own, where, scope="module")
        found.append(Module(root, dotted, keys.merged(table, own), True))
    return found


def _check_names(names: list[str]) -> None:
    """Refuse two modules that would be one file, or a file in place of a package."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.lower(), name)
        if other is not name:
            raise ConfigError(
                f'tool.carbide.modules: "{other}" and "{name}" differ in case only',
                "where file names ignore case, one would replace the other",
            )
    for name in names:
        for other in names:
            if other.startswith(f"{name}."):
                raise ConfigError(
                    f'tool.carbide.modules: "{name}" is a module and cannot be the '
                    f'package of "{other}" as well',
                    f'call it "{name}._core", and import that in {name}/__init__.py',
                )


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


def _check_module(module: str, several: bool = False) -> None:
    import keyword

    hint = 'name it: [tool.carbide] module = "…"'
    if several:
        hint = 'the name to import, in quotes: [tool.carbide.modules."pkg._core"]'
    for part in module.split("."):
        if not part.isidentifier() or keyword.iskeyword(part) or not part.isascii():
            raise ConfigError(
                f'"{module}" is no module name: "{part}" is not an ASCII identifier',
                hint,
            )


def _own_files(name: str, several: bool) -> tuple[list[str], list[str]]:
    """The patterns of a module's headers and sources where nothing is said."""
    if not several:
        return [f"src/{name}.h"], ["src/*.c"]
    return (
        [f"src/{name}.h", f"src/{name}/{name}.h"],
        [f"src/{name}.c", f"src/{name}/*.c"],
    )


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
