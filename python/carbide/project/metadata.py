# SPDX-License-Identifier: MIT
"""`[project]` of pyproject.toml, checked: what a wheel and an sdist say of themselves.

In: a Project. Out: a StandardMetadata of pyproject-metadata, or a ConfigError that
names the key. That library is slow to import, so this is done only where metadata is
written. The one field that may be dynamic is the version.
"""

from __future__ import annotations

from carbide.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyproject_metadata import StandardMetadata

    from carbide.project.config import Project

FILE = "pyproject.toml"

# The tables of pyproject.toml, and the keys of those that standards describe.
TABLES: dict[str, frozenset[str]] = {
    "build-system": frozenset(("requires", "build-backend", "backend-path")),
    "project": frozenset(
        """
        name version description readme requires-python license license-files authors
        maintainers keywords classifiers urls scripts gui-scripts entry-points
        dependencies optional-dependencies dynamic import-names
        import-namespaces""".split()
    ),
    "tool": frozenset(),
    "dependency-groups": frozenset(),
}

# Why a field cannot be dynamic, and what to write instead.
REFUSED = {
    "readme": 'name the file: readme = "README.md"',
    "dependencies": "write them: what a wheel needs must not depend on who builds it",
    "optional-dependencies": "write them into [project.optional-dependencies]",
    "entry-points": "write them into [project.entry-points.GROUP]",
    "scripts": "write them into [project.scripts]",
    "requires-python": 'write requires-python = ">=3.9"',
    "name": "the name must stand in [project]",
}


def check_tables(data: dict[str, Any]) -> None:
    """Refuse tables and keys that are misspelled: what nobody reads does nothing.

    Others may come with later standards, so they are let pass if no known name is near.
    """
    for name in data.keys() - TABLES.keys():
        _refuse_if_near((name,), TABLES, "no table that anyone reads")
    for name in TABLES:
        for key in data.get(name, {}).keys() - TABLES[name] if TABLES[name] else ():
            _refuse_if_near((name, key), TABLES[name], f"no key of [{name}]")
    tool = data.get("tool", {})
    for name in tool if "carbide" not in tool else ():
        _refuse_if_near(("tool", name), ["carbide"], "no tool that is known", 0.85)


def _refuse_if_near(
    path: tuple[str, ...], known: Iterable[str], what: str, cutoff: float = 0.7
) -> None:
    import difflib

    name = path[-1]
    near = difflib.get_close_matches(name.lower(), list(known), 1, cutoff)
    if near:
        hint = f"did you mean `{'.'.join([*path[:-1], near[0]])}`?"
        raise ConfigError(f"{'.'.join(path)} is {what}", hint, path)


def read(project: Project) -> StandardMetadata:
    """Check `[project]`; ConfigError names the key."""
    from pathlib import Path

    from pyproject_metadata import StandardMetadata
    from pyproject_metadata.errors import ConfigurationError

    if "project" not in project.data:
        raise ConfigError(
            f"{FILE} has no [project] table",
            'write at least: [project] name = "…" and version = "…"',
        )
    data = {**project.data, "project": _resolved(project)}
    root = project.root
    try:
        metadata = StandardMetadata.from_pyproject(
            data, Path(root), allow_extra_keys=False
        )
        metadata.validate()
    except ConfigurationError as error:
        path = tuple((getattr(error, "key", None) or "").split("."))
        raise ConfigError(f"{FILE}: {str(error).rstrip('.')}", "", path) from None
    except Exception as error:
        # With a readme or licence file missing, the library raises plain errors.
        if isinstance(error, (OSError, UnicodeError)):
            raise ConfigError(f"{FILE}: {error}") from None
        raise
    return metadata


def dynamic_version(project: Project) -> str:
    """The version that `version` of `[tool.carbide]` leads to."""
    from carbide.project import version

    table = project.data.get("project", {})
    if "version" in table:
        raise ConfigError(
            "the version stands in [project] and in tool.carbide.version",
            'delete one; the second needs [project] dynamic = ["version"]',
            ("project", "version"),
        )
    if "version" not in table.get("dynamic", []):
        raise ConfigError(
            "tool.carbide.version wants the version to be dynamic",
            'write [project] dynamic = ["version"]',
            ("tool", "carbide", "version"),
        )
    return version.read(project.root, project.table["version"])


def _resolved(project: Project) -> dict[str, Any]:
    """`[project]` without `dynamic`: the version filled in, other fields refused."""
    table: dict[str, Any] = dict(project.data["project"])
    dynamic = table.pop("dynamic", [])
    if not isinstance(dynamic, list):
        raise ConfigError(
            f"project.dynamic must be a list of strings, not {dynamic!r}",
            'write dynamic = ["version"]',
            ("project", "dynamic"),
        )
    for field in dynamic:
        if field != "version":
            raise ConfigError(
                f"project.dynamic: carbide does not compute {field!r}",
                REFUSED.get(str(field), "write the value into [project]")
                + "\nand delete it from dynamic",
                ("project", "dynamic"),
            )
    if dynamic and "version" not in project.table:
        raise ConfigError(
            "project.dynamic has the version, and nothing says where it stands",
            'write [tool.carbide] version = {file = "…"}, or the version itself',
            ("project", "dynamic"),
        )
    if "version" in project.table:
        table["version"] = project.version
    return table
