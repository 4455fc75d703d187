# SPDX-License-Identifier: MIT
"""The folder that an editable install imports from: links and built modules.

In: a Builder whose modules are built, and the folder. Out: the folder, filled: Python
files are links to those of the project, so that edits are live; modules and stubs are
copies, put there by renaming, since a process may have them loaded. What was put there
for a module that is gone is removed. A package beside pyproject.toml is also imported
from there, by whatever runs in that folder: it gets a copy of its modules as well.
"""

from __future__ import annotations

import os

from carbide import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.native.ninja import Part
    from carbide.packaging.builder import Builder
    from carbide.project.config import Module


class Editable:
    """One filling of the folder."""

    def __init__(self, builder: Builder, folder: str) -> None:
        self.builder = builder
        self.folder = folder
        above, tag = os.path.split(folder)
        self.mark = os.path.join(above, f"placed-{tag}")

    def fill(self) -> None:
        """Link, copy what is new, remove what is no longer made."""
        project = self.builder.project
        os.makedirs(self.folder, exist_ok=True)
        wanted = self._files()
        if project.python.folder:
            python = project.python
            taken = {target for _, _, target in wanted}
            _mirror(python.folder, self.folder, taken, python.entries())
        before = self._remembered()
        current = dict(self._place(file, before) for file in wanted)
        for target in before.keys() - current.keys():
            _remove(target)
        for module in project.modules:
            self._mark_typed(module)
        if current != before:
            self._remember(current)

    def _package(self, module: Module) -> str:
        """The folder into which a module belongs."""
        if not module.package:
            return self.folder
        return os.path.join(self.folder, *module.package.split("."))

    def _files(self) -> list[tuple[Part, str, str]]:
        """(part, built file, its place) of all modules and stubs."""
        found = []
        for part in self.builder.parts:
            inside, layout = self._package(part.module), part.layout
            name = os.path.basename(layout.module)
            found.append((part, layout.module, os.path.join(inside, name)))
            for place in stub_places(part.module):
                found.append((part, layout.stub, os.path.join(inside, place)))
            python = self.builder.project.python
            if python.place == "." and part.module.package:
                beside = os.path.join(python.folder, *part.module.package.split("."))
                if os.path.isdir(beside):
                    found.append((part, layout.module, os.path.join(beside, name)))
        return found

    def _place(
        self, file: tuple[Part, str, str], before: dict[str, str]
    ) -> tuple[str, str]:
        """Copy a file to its place unless it is there; the place and its stamp."""
        part, name, target = file
        source = self.builder.path(name)
        if before.get(target) == f"{files.stamp(source)} {files.stamp(target)}":
            return target, before[target]
        self.builder.placed = True
        is_module = name == part.layout.module
        if is_module:
            self.builder.check(part, name)
        files.write(target, files.read(source), 0o755 if is_module else 0o644)
        return target, f"{files.stamp(source)} {files.stamp(target)}"

    def _mark_typed(self, module: Module) -> None:
        if module.package:
            place = self.builder.project.python.typed(module)
            typed = os.path.join(self.folder, place, "py.typed")
            if not os.path.lexists(typed):
                files.write(typed, b"")

    def _remembered(self) -> dict[str, str]:
        """What was put into this folder before: each place and its stamps."""
        folder, *lines = files.read(self.mark).decode().split("\n")
        if folder != self.folder:
            return {}
        return dict(line.rpartition("\t")[::2] for line in lines if line)

    def _remember(self, places: dict[str, str]) -> None:
        lines = [f"{target}\t{stamps}" for target, stamps in places.items()]
        files.write(self.mark, "\n".join([self.folder, *lines]).encode())


def stub_places(module: Module) -> list[str]:
    """Where the stub goes, below the folder of the module.

    mypy looks for stubs of installed modules in packages alone: a module that stands in
    none gets a stub-only package (PEP 561) as well.
    """
    places = [f"{module.name}.pyi"]
    if not module.package:
        places.append(f"{module.name}-stubs/__init__.pyi")
    return places


def _mirror(
    source: str, folder: str, taken: set[str], entries: list[str] | None = None
) -> None:
    """Link the entries of `source` into `folder`; folders on the way are real.

    A real folder is needed only where a built file is put beside Python files: at the
    places that are `taken`.
    """
    os.makedirs(folder, exist_ok=True)
    wanted = set()
    for entry in sorted(os.listdir(source)) if entries is None else entries:
        here, there = os.path.join(source, entry), os.path.join(folder, entry)
        if entry == "__pycache__" or there in taken:
            continue
        wanted.add(entry)
        on_the_way = any(place.startswith(there + os.sep) for place in taken)
        if on_the_way and os.path.isdir(here):
            if os.path.islink(there):  # what is put there must not reach the project
                os.unlink(there)
            _mirror(here, there, taken)
        else:
            if os.path.isdir(there) and not os.path.islink(there):
                import shutil

                shutil.rmtree(there)
            files.link(here, there)
    for entry in os.listdir(folder):
        path = os.path.join(folder, entry)
        if os.path.islink(path) and entry not in wanted:
            os.unlink(path)


def _remove(target: str) -> None:
    """Remove a file, and its folder if that was all."""
    try:
        os.unlink(target)
        os.rmdir(os.path.dirname(target))
    except OSError:
        pass
