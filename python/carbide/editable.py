# SPDX-License-Identifier: MIT
"""The folder that an editable install imports from: links and built modules.

In: a Builder whose modules are built, and the folder. Out: the folder, filled: Python
files are links to those of the project, so that edits are live; modules and stubs are
copies, put there by renaming, since a process may have them loaded. What was put there
for a module that is gone is removed.
"""

from __future__ import annotations

import os

from carbide import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.builder import Builder
    from carbide.config import Module
    from carbide.ninja import Part


class Editable:
    """One filling of the folder."""

    def __init__(self, builder: Builder, folder: str) -> None:
        self.builder = builder
        self.folder = folder
        self.mark = builder.path(f"{builder.folder}/placed")

    def fill(self) -> None:
        """Link, copy what is new, remove what is no longer made."""
        project = self.builder.project
        os.makedirs(self.folder, exist_ok=True)
        inside = {self._package(module) for module in project.modules}
        if project.python_dir:
            _mirror(project.python_dir, self.folder, inside)
        before = self._remembered()
        current = dict(self._place(part, before) for part in self._files())
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
            typed = os.path.join(self._package(module), "py.typed")
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


def _mirror(source: str, folder: str, inside: set[str]) -> None:
    """Link the entries of `source` into `folder`; folders on the way are real.

    A real folder is needed only where a built module is put beside Python files.
    """
    os.makedirs(folder, exist_ok=True)
    wanted = set()
    for entry in sorted(os.listdir(source)):
        if entry == "__pycache__":
            continue
        wanted.add(entry)
        here, there = os.path.join(source, entry), os.path.join(folder, entry)
        on_the_way = any(
            f"{place}{os.sep}".startswith(there + os.sep) for place in inside
        )
        if on_the_way and os.path.isdir(here):
            if os.path.islink(there):  # what is put there must not reach the project
                os.unlink(there)
            _mirror(here, there, inside)
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
