# SPDX-License-Identifier: MIT
"""Read pyproject.toml: a Project, and each Module that `[tool.carbide]` describes.

In: the folder of a project, and what a command overrides. Out: a Project, whose paths
are relative to that folder and written with `/`. What the keys are, keys.py says;
settings.py, which of several tables counts; layout.py, which Python files there are;
metadata.py reads `[project]`. Every mistake is a ConfigError that names the key, says
what was wanted and what came, and shows the line.
Only cheap modules are imported here: a build without changes runs through this file.
"""

from __future__ import annotations

import glob
import os

from carbide import files
from carbide.errors import ConfigError
from carbide.project import keys, metadata, names, settings, tomlfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyproject_metadata import StandardMetadata

    from carbide.project.layout import PythonFiles

FILE = "pyproject.toml"
KEPT = os.path.join("build", "pyproject.tables")  # by the last build: see tomlfile

# What stands for the name of a table where there is no pyproject.toml.
SETTINGS = "settings"


class Module:
    """One extension module: its settings, with the defaults filled in.

    dotted    the name to import: `pkg._core`
    name      its last part: `_core`
    package   what stands before it: `pkg`, or ""
    path      the keys of the table that describes it: ("tool", "carbide")
    where     the same, for messages: `tool.carbide`
    """

    def __init__(
        self, root: str, dotted: str, table: dict[str, Any], several: bool = False
    ) -> None:
        self.root = root
        self.dotted = dotted
        self.path = (*keys.ROOT, "modules", dotted) if several else keys.ROOT
        self.where = keys.spell(self.path)
        names.check(dotted, several)
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
        self.profile: str = table["profile"]
        self.cpu: list[str] = sorted(set(table.get("cpu", [])))
        self.fp_contract: str = table.get("fp-contract", "off")
        self.lock: str = table.get("lock", "")
        self.thread_safe: bool = table.get("thread-safe", False)
        if not self.sources and not self.headers:
            raise self._nothing(own_headers, own_sources, several)

    def _nothing(
        self, headers: list[str], sources: list[str], several: bool
    ) -> ConfigError:
        hint = f'name them: [{self.where}] headers = ["…"], sources = ["…"]'
        if several:
            looked = ", ".join([*headers, *sources])
            return ConfigError(
                f"nothing to build {self.dotted} from: there is none of {looked}",
                hint,
                self.path,
            )
        return ConfigError(
            f"nothing to build: there is neither {headers[0]} nor a .c file in src/",
            hint,
        )

    def _files(self, key: str, table: dict[str, Any], default: list[str]) -> list[str]:
        """The files that the patterns of a key name, in that order, each once."""
        if key not in table:
            found = [name for part in default for name in matches(self.root, part)]
            return [self._usable(key, name) for name in found]
        found = []
        for pattern in table[key]:
            if os.path.isabs(pattern):
                raise self._error(key, f'"{pattern}" must be relative to the project')
            names = matches(self.root, pattern)
            if not names:
                raise self._no_file(key, pattern)
            found.extend(name for name in names if name not in found)
        return [self._usable(key, name) for name in found]

    def _usable(self, key: str, name: str) -> str:
        """A file's name, unless a compiler or `#include` would misread it."""
        quoted = key == "headers" and '"' in name
        if quoted or name[0] in "-@":
            why = "of its quote" if quoted else "compilers take it for an option"
            text = f"the file name {name!r} cannot be used, because {why}"
            raise self._error(key, text)
        return name

    def _folders(self, key: str, table: dict[str, Any]) -> list[str]:
        folders: list[str] = table.get(key, [])
        for folder in folders:
            if not os.path.isdir(os.path.join(self.root, folder)):
                raise self._error(key, f'there is no folder "{folder}"')
        return folders

    def _no_file(self, key: str, pattern: str) -> ConfigError:
        """The error of a pattern that names nothing; the hint has what is there."""
        from carbide.project import near

        end = os.path.splitext(pattern)[1] or ".h"
        there = near.project_files(self.root, (end,))
        like = near.close(os.path.basename(pattern), there)
        hint = f"did you mean {like}?" if like else ""
        if there and not like:
            more = f" … ({len(there)} in all)" if len(there) > 8 else ""
            hint = f"there are: {', '.join(there[:8])}{more}"
        return self._error(key, f'no file matches "{pattern}"', hint)

    def _error(self, key: str, message: str, hint: str = "") -> ConfigError:
        """An error of one key's value."""
        path = (*self.path, key)
        return ConfigError(f"{keys.spell(path)}: {message}", hint, path)


class Project:
    """One project: its modules, its Python files, its metadata when it is asked for.

    said       what the command says, in place of pyproject.toml
    overrides  the same, behind what the environment says
    profile    the one for modules that do not choose another themselves
    """

    def __init__(
        self,
        root: str,
        data: dict[str, Any],
        text: str,
        overrides: dict[str, Any] | None = None,
        usual: str = settings.RELEASE,
    ) -> None:
        self.root = root
        self.data = data
        self.text = text
        self.said = overrides or {}
        self.overrides = settings.merged(settings.environment(), self.said)
        self._metadata: StandardMetadata | None = None
        self._python: PythonFiles | None = None
        self._version: str | None = None
        self.table = _tool_table(data)
        self.tool: str = self.table.get("tool", "")
        self.pythons: list[str] = self.table.get("python", [])
        self.profile = settings.profile_of(self.table, {}, self.overrides) or usual
        _check_outside(root, self.overrides)
        self.modules = _modules(root, data, self.table, self.overrides, usual)

    @property
    def name(self) -> str:
        """What `[project]` calls it; without that, its module."""
        found = self.data.get("project", {}).get("name", "")
        return str(found or (self.modules[0].dotted if self.modules else ""))

    @property
    def python(self) -> PythonFiles:
        """The Python files that go along with the modules."""
        if self._python is None:
            from carbide.project.layout import PythonFiles

            name = self.name.replace("-", "_").replace(".", "_").lower()
            said, exclude = self.table.get("python-dir"), self.table.get("exclude", [])
            with Shown(self.text, os.path.join(self.root, FILE)):
                self._python = PythonFiles(self.root, said, self.modules, name, exclude)
        return self._python

    @property
    def version(self) -> str:
        """The version, from `[project]` or the file that has it; "" without any."""
        if self._version is None:
            table = self.data.get("project", {})
            self._version = str(table.get("version", ""))
            if "version" in self.table:
                with Shown(self.text, os.path.join(self.root, FILE)):
                    self._version = metadata.dynamic_version(self)
        return self._version

    def metadata(self) -> StandardMetadata:
        """`[project]`, checked; imports packaging, so only where it is needed."""
        if self._metadata is None:
            with Shown(self.text, os.path.join(self.root, FILE)):
                self._metadata = metadata.read(self)
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


def load(
    root: str,
    overrides: dict[str, Any] | None = None,
    usual: str = settings.RELEASE,
) -> Project:
    """Read the project in the folder `root`.

    overrides   what a command says
    usual       the profile where nobody chooses one
    """
    files.check_name(root)
    path = os.path.join(root, FILE)
    text, data = tomlfile.read(path, os.path.join(root, KEPT))
    for key in ("project", "tool", "build-system"):
        if not isinstance(data.get(key, {}), dict):
            raise ConfigError(
                f"{FILE}: `{key}` must be a table, not {keys.shown(data[key])}",
                f"write it as [{key}]",
            )
    with Shown(text, path):
        return Project(root, data, text, overrides, usual)


class Shown:
    """`with Shown(text, path)`: errors have the line of the file they are about."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, ConfigError) and error.path:
            from carbide.project import place

            found = place.find(self.text, error.path)
            if found:
                message = str(error.args[0]).removeprefix(f"{FILE}: ")
                error.args = (found.message(tomlfile.shown(self.path), message),)
            error.path = ()


def of_files(
    root: str,
    name: str,
    table: dict[str, Any],
    headers: list[str],
    sources: list[str],
) -> Project:
    """A project of one module without a pyproject.toml; the files may lie anywhere."""
    project = Project(root, {"tool": {"carbide": {"modules": {}}}}, "")
    paths = [os.path.relpath(os.path.join(root, source), root) for source in sources]
    said = settings.of_module(keys.check(table), {}, project.overrides)
    own = {"headers": [], "sources": [glob.escape(path) for path in paths]}
    module = Module(root, name, {**said, **own})
    module.where, module.headers, module.sources = SETTINGS, headers, sources
    project.modules.append(module)
    return project


def _tool_table(data: dict[str, Any]) -> dict[str, Any]:
    """`[tool.carbide]`, each key known and of its kind."""
    metadata.check_tables(data)
    return keys.check(data.get("tool", {}).get("carbide", {}))


def _modules(
    root: str,
    data: dict[str, Any],
    table: dict[str, Any],
    outside: dict[str, Any],
    usual: str,
) -> list[Module]:
    """The modules: one of `[tool.carbide]` itself, or those of `modules`."""
    tool = table.get("tool", "")
    if "modules" not in table:
        dotted = table.get("module") or _default_module(data, tool)
        return [Module(root, dotted, settings.of_module(table, {}, outside, usual))]
    for other in ("module", "tool"):
        if other in table:
            raise ConfigError(
                f"tool.carbide has both `{other}` and `modules`",
                'one module: module = "NAME"; several: a table for each in `modules`',
                (*keys.ROOT, other),
            )
    tables: dict[str, Any] = table["modules"]
    names.check_together(list(tables))
    top = {key: value for key, value in table.items() if key != "modules"}
    return [
        Module(root, dotted, settings.of_module(top, own, outside, usual), True)
        for dotted, own in tables.items()
    ]


def _check_outside(root: str, said: dict[str, Any]) -> None:
    """Folders that no line of pyproject.toml names."""
    for key in ("include-dirs", "library-dirs"):
        for folder in said.get(key, []):
            if not os.path.isdir(os.path.join(root, folder)):
                raise ConfigError(
                    f"{key}, from the command or the environment: there is no folder "
                    f'"{folder}"'
                )


def _default_module(data: dict[str, Any], tool: str) -> str:
    name = data.get("project", {}).get("name", "")
    if tool:
        return tool
    if not isinstance(name, str):
        path = ("project", "name")
        came = keys.shown(name)
        raise ConfigError(f"project.name must be a string, not {came}", "", path)
    if not name:
        raise ConfigError(
            f"{FILE} names no module: there is no project.name",
            'write [project] name = "…", or [tool.carbide] module = "…"',
        )
    return name.replace("-", "_").replace(".", "_")


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
    if os.path.isfile(os.path.join(root, pattern)):  # also where its name has a *
        return [pattern]
    if not glob.has_magic(pattern):
        return []
    names = glob.glob(os.path.join(glob.escape(root), pattern), recursive=True)
    found = sorted(
        os.path.relpath(name, root).replace(os.sep, "/")
        for name in names
        if os.path.isfile(name)
    )
    for name in found:
        files.check_name(name)
    return found
