# SPDX-License-Identifier: MIT
"""The Python files of a package: where they lie, and which of them go along.

In: the project's folder, `python-dir`, and the packages that its modules belong to.
Out: the folder, the entries of it that are the package's, and their files as a wheel
names them. In a folder of their own all entries go along; in `src`, which C shares,
packages and .py files; beside pyproject.toml the packages of the modules alone.
"""

from __future__ import annotations

import os

from carbide.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.project.config import Module

# Where packages are looked for, unless `python-dir` says it.
CANDIDATES = ("python", "src", ".")

# Files of a Python source folder that no wheel wants.
UNWANTED = (".pyc", ".pyo", ".so", ".pyd", ".tmp")

PATH = ("tool", "carbide", "python-dir")


class PythonFiles:
    """The Python part of a project; `folder` is absolute, or "" if there is none."""

    def __init__(
        self,
        root: str,
        said: str | None,
        modules: list[Module],
        name: str,
        exclude: list[str],
    ) -> None:
        self.root = root
        self.exclude = exclude
        self.modules = modules
        packages = {m.package.split(".")[0] for m in modules if m.package}
        self.packages = sorted(packages if modules else {name})
        self.place = self._chosen(said) if said is not None else self._found()
        self.folder = os.path.normpath(os.path.join(root, self.place))
        if not self.place:
            self.folder = ""
        for place in (self.place,) if self.place else CANDIDATES:
            self._check_names(os.path.join(root, place))

    def _chosen(self, said: str) -> str:
        place = os.path.normpath(said).replace(os.sep, "/") if said else ""
        if os.path.isabs(place) or place.startswith(".."):
            raise ConfigError(
                f'tool.carbide.python-dir: "{said}" must be a folder of the project',
                "",
                PATH,
            )
        if not os.path.isdir(os.path.join(self.root, place)):
            raise ConfigError(
                f'tool.carbide.python-dir: there is no folder "{said}"', "", PATH
            )
        return place

    def _found(self) -> str:
        """The candidate that holds the packages; ConfigError if several do."""
        found = [place for place in CANDIDATES if self._holders(place)]
        if len(found) > 1:
            both = " and in ".join(f"{self._holders(place)[0]}/" for place in found)
            raise ConfigError(
                f"the Python files of {self.packages[0]} are in {both}",
                "say which: [tool.carbide] python-dir = "
                + " or ".join(f'"{place}"' for place in found),
            )
        if not found and os.path.isdir(os.path.join(self.root, "python")):
            return "python"
        return found[0] if found else ""

    def _holders(self, place: str) -> list[str]:
        """The packages with Python files in a folder, as paths in the project."""
        names = [f"{place}/{package}".removeprefix("./") for package in self.packages]
        return [name for name in names if has_python(os.path.join(self.root, name))]

    def entries(self) -> list[str]:
        """The entries of the folder that are the package's, sorted."""
        if not self.folder:
            return []
        names = [n for n in sorted(os.listdir(self.folder)) if n != "__pycache__"]
        return [name for name in names if self._is_ours(name)]

    def _is_ours(self, name: str) -> bool:
        path = os.path.join(self.folder, name)
        if name in self.packages:
            return os.path.isdir(path)
        if self.place == ".":
            return False
        if self.place != "src":
            return True
        if os.path.isdir(path):
            return os.path.exists(os.path.join(path, "__init__.py"))
        return name.endswith((".py", ".pyi"))

    def files(self) -> list[tuple[str, str]]:
        """(path, name in the wheel) of each file, sorted by name."""
        excluded = self._excluded()
        found = []
        for entry in self.entries():
            path = os.path.join(self.folder, entry)
            inside = [(path, "")] if os.path.isfile(path) else walk(path)
            for file, below in inside:
                name = f"{entry}/{below}".rstrip("/")
                if not name.endswith(UNWANTED) and not {file, name} & excluded:
                    found.append((file, name))
        return sorted(found, key=lambda item: item[1])

    def _excluded(self) -> set[str]:
        """Names that `exclude` matches, and paths of the modules' own C files."""
        from carbide.project.config import matches

        found = {
            os.path.normpath(os.path.join(self.root, name))
            for module in self.modules
            for name in (*module.sources, *module.headers)
        }
        for pattern in self.exclude:
            found.update(matches(self.folder, pattern))
            folder = os.path.join(self.folder, pattern)
            if os.path.isdir(folder):
                below = pattern.rstrip("/")
                found.update(f"{below}/{name}" for _, name in walk(folder))
        return found

    def typed(self, module: Module) -> str:
        """Where py.typed belongs, below the folder: the outermost package, or ""."""
        below = ""
        for part in module.package.split("."):
            below = f"{below}/{part}".lstrip("/")
            start = os.path.join(self.folder, below, "__init__.py")
            if self.folder and os.path.exists(start):
                break
        return below

    def _check_names(self, folder: str) -> None:
        """Refuse a module beside a Python file or package of the same name."""
        for module in self.modules:
            path = os.path.join(folder, *module.dotted.split("."))
            shown = os.path.relpath(path, self.root).replace(os.sep, "/")
            if self.place and os.path.isfile(f"{path}.py"):
                raise ConfigError(
                    f"{shown}.py and the module {module.dotted} have one name: Python "
                    "would never import the file",
                    f'rename one of them; C is often called "{module.dotted}_c" or '
                    f'"_{module.name}"',
                )
            if os.path.isfile(os.path.join(path, "__init__.py")):
                raise ConfigError(
                    f"{shown}/ is a package, and the module {module.dotted} has the "
                    "same name: Python would never import the module",
                    f'put the module into it: module = "{module.dotted}._core"',
                )


def walk(folder: str) -> list[tuple[str, str]]:
    """(path, name with `/`) of each file below a folder, sorted by name."""
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f != "__pycache__" and f[0] != "."]
        for name in names:
            if not name.endswith(UNWANTED):
                path = os.path.join(base, name)
                found.append((path, os.path.relpath(path, folder).replace(os.sep, "/")))
    return sorted(found, key=lambda item: item[1])


def has_python(folder: str) -> bool:
    """Whether there is a Python file in a folder or below it."""
    for _, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f != "__pycache__" and f[0] != "."]
        if any(name.endswith((".py", ".pyi")) for name in names):
            return True
    return False
