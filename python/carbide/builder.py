# SPDX-License-Identifier: MIT
"""Build one project: decide whether build.ninja is current, run ninja, check, place.

In: a Project. Out: the JSON description, or the module and its stub, for a release
or in the folder that an editable install imports from. Without a change this reads
the state file, runs ninja once and compares one stamp.
"""

from __future__ import annotations

import os

import carbide
from carbide import files, ninja, paths, progress, tags, toolchain
from carbide.errors import BuildError, Error, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from carbide.config import Project


class Builder:
    """The build of one project; its methods build as much as they name."""

    def __init__(self, project: Project, verbose: bool = False) -> None:
        self.project = project
        self.verbose = verbose
        self.layout = ninja.Layout(project)
        self.placed = False  # whether develop() had something new to put in place

    def translate(self) -> dict[str, Any]:
        """Build up to the translator; its JSON description of the module."""
        import json

        with self._lock():
            self._run("translate")
        with open(self._path(self.layout.json), encoding="utf-8") as file:
            description: dict[str, Any] = json.load(file)
        return description

    def diagnose(self) -> tuple[int, str]:
        """The translator's exit status, and its diagnostics as SARIF."""
        import subprocess

        with self._lock():
            self._run("preprocess")
            words = ninja.carbidec_command(self.project, self.layout)
            words += ["--check-only", "--format=json"]
            words += ninja.carbidec_inputs(self.project, self.layout)
            done = subprocess.run(
                words,
                cwd=self.project.root,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        return done.returncode, done.stdout

    def release(self) -> tuple[str, str]:
        """Build the stripped module; paths of it and of the stub."""
        with self._lock():
            self._run("release", self._prefetch)
            self._check(self.layout.release)
        return self._path(self.layout.release), self._path(self.layout.stub)

    def module(self) -> str:
        """Build the module, where the compiler puts it; its path."""
        with self._lock():
            self._run("develop")
            self._check(self.layout.module)
        return self._path(self.layout.module)

    def inputs(self) -> list[str]:
        """Every file outside of the project's folder that the last build has read."""
        import subprocess

        root = self.project.root
        command = [toolchain.find_ninja(), "-C", root, "-f", self.layout.ninja]
        done = subprocess.run(
            [*command, "-t", "deps"],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            errors="surrogateescape",
            check=True,
        )
        lines = done.stdout.splitlines()
        names = [os.path.join(root, n.strip()) for n in lines if n.startswith("    ")]
        found = {os.path.normpath(name) for name in names}
        return sorted(name for name in found if not name.startswith(root + os.sep))

    def develop(self) -> str:
        """Build into the folder that an editable install imports from; its path."""
        folder = os.path.join(self.project.root, "build", "editable", tags.folder())
        with self._lock():
            self._run("develop")
            inside = self._mixed_package(folder)
            module = self.layout.module
            self._place(module, inside, os.path.basename(module))
            for place in stub_places(self.project):
                self._place(self.layout.stub, inside, place)
        return folder

    def _place(self, name: str, folder: str, place: str) -> None:
        """Copy a result to a place in `folder`, by renaming."""
        source = self._path(name)
        target = os.path.join(folder, place)
        mark = self._path(f"{self.layout.folder}/placed-{place.replace('/', '-')}")
        current = f"{target}\n{files.stamp(source)} {files.stamp(target)}"
        if files.read(mark) == current.encode():
            return
        self.placed = True
        if name == self.layout.module:
            self._check(name)
        files.write(target, files.read(source), 0o755 if name.endswith("so") else 0o644)
        current = f"{target}\n{files.stamp(source)} {files.stamp(target)}"
        files.write(mark, current.encode())

    def _mixed_package(self, folder: str) -> str:
        """Link the Python files of a mixed package; where the module belongs."""
        os.makedirs(folder, exist_ok=True)
        inside = os.path.join(folder, *self.project.package.split("."))
        source = self.project.python_dir
        if source:
            _mirror(source, folder, inside)
        if self.project.package:
            typed = os.path.join(inside, "py.typed")
            if not os.path.lexists(typed):
                files.write(typed, b"")
        return inside

    def _check(self, module: str) -> None:
        """Undefined symbols; done once for each link that succeeded."""
        from carbide import undefined

        mark = self._path(f"{module}.checked")
        stamp = files.stamp(self._path(module)).encode()
        if files.read(mark) == stamp:
            return
        undefined.check(self.project, toolchain.find_cc(), self.layout, module)
        files.write(mark, stamp)

    def _path(self, name: str) -> str:
        return os.path.join(self.project.root, name)

    def _lock(self) -> files.Lock:
        return files.Lock(self._path(self.layout.folder))

    def _prefetch(self) -> None:
        """Read the metadata while compilers run: a wheel will need it."""
        import contextlib

        from carbide import wheel  # noqa: F401

        with contextlib.suppress(Error):  # raised again when it is used
            self.project.metadata()

    def _run(self, target: str, meanwhile: Callable[[], None] | None = None) -> None:
        """Write build.ninja if it may be out of date, then run ninja."""
        state = self._path(f"{self.layout.folder}/state")
        current = fingerprint(self.project)
        if files.read(state) != current.encode():
            self._configure()
            files.write(state, current.encode())
        if target not in ("translate", "preprocess"):
            self._build_runtime()
        root, file = self.project.root, self.layout.ninja
        progress.run(root, file, [target], self.verbose, meanwhile)

    def _configure(self) -> None:
        """Ask the toolchain and write what ninja and editors read."""
        from carbide import runtime

        chain = toolchain.Toolchain(self.project)
        layout, project = self.layout, self.project
        self._forget_other_compiler(toolchain.identity(chain.cc))
        files.write_if_changed(self._path("build/.gitignore"), "*\n")
        script = toolchain.version_script(project.name)[0]
        files.write_if_changed(self._path(layout.script), script)
        text = ninja.umbrella(project)
        files.write_if_changed(self._path(layout.umbrella), text)
        commands = ninja.compile_commands(project, chain, layout)
        files.write_if_changed(self._path("build/compile_commands.json"), commands)
        fallback = os.path.abspath(self._path("build/runtime"))
        folder = runtime.folder_of(chain, fallback)
        files.write(self._path(f"{self.layout.folder}/runtime"), folder.encode())
        text = ninja.module_file(project, chain, layout, runtime.objects(folder))
        files.write_if_changed(self._path(layout.ninja), text)

    def _build_runtime(self) -> None:
        """Compile the runtime, unless that was done for any project before."""
        folder = files.read(self._path(f"{self.layout.folder}/runtime")).decode()
        if not os.path.isdir(folder):
            from carbide import runtime

            runtime.build(toolchain.Toolchain(self.project), folder, self.verbose)

    def _forget_other_compiler(self, identity: str) -> None:
        """Objects of another compiler, or of another version of it, are stale."""
        mark = self._path(f"{self.layout.folder}/compiler")
        if files.read(mark) != identity.encode():
            for name in (".ninja_log", ".ninja_deps"):
                path = self._path(f"{self.layout.folder}/{name}")
                if os.path.exists(path):
                    os.unlink(path)
            import shutil

            shutil.rmtree(self._path(f"{self.layout.folder}/obj"), ignore_errors=True)
            files.write(mark, identity.encode())


def stub_places(project: Project) -> list[str]:
    """Where the stub goes, below the folder of the module.

    mypy looks for stubs of installed modules in packages alone: a module that stands in
    none gets a stub-only package (PEP 561) as well.
    """
    places = [f"{project.name}.pyi"]
    if not project.package:
        places.append(f"{project.name}-stubs/__init__.pyi")
    return places


def _mirror(source: str, folder: str, inside: str) -> None:
    """Link the entries of `source` into `folder`; folders on the way are real.

    A real folder is needed only where the built module is put beside Python files.
    """
    os.makedirs(folder, exist_ok=True)
    wanted = set()
    for entry in sorted(os.listdir(source)):
        if entry == "__pycache__":
            continue
        wanted.add(entry)
        here, there = os.path.join(source, entry), os.path.join(folder, entry)
        on_the_way = inside == there or inside.startswith(there + os.sep)
        if on_the_way and os.path.isdir(here):
            _mirror(here, there, inside)
        else:
            files.link(here, there)
    for entry in os.listdir(folder):
        path = os.path.join(folder, entry)
        if os.path.islink(path) and entry not in wanted:
            os.unlink(path)


def fingerprint(project: Project) -> str:
    """Everything on which the text of build.ninja depends, as cheap as can be."""
    cc = toolchain.find_cc()
    parts = [
        carbide.__version__,
        files.stamp(paths.PACKAGE),
        *(files.stamp(os.path.join(paths.PACKAGE, n)) for n in _OWN),
        paths.carbidec(),
        toolchain.identity(cc),
        *(f"{name}={os.environ.get(name, '')}" for name in toolchain.VARIABLES),
        os.path.abspath(project.root),
        *(f"{name} {files.stamp(name)}" for name in paths.headers()),
        *project.headers,
        *project.sources,
        project.text,
    ]
    return "\n".join(parts)


# Modules of the front that shape build.ninja.
_OWN = ("ninja.py", "toolchain.py", "config.py", "builder.py")


def build_tool(project: Project, verbose: bool = False) -> str:
    """Build carbide's own translator in its checkout; path of the executable."""
    cc = toolchain.find_cc()
    folder = os.path.join(project.root, paths.TOOL_DIR)
    with files.Lock(folder):
        files.write_if_changed(os.path.join(project.root, "build/.gitignore"), "*\n")
        file = os.path.join(folder, "build.ninja")
        files.write_if_changed(file, ninja.tool_file(project, cc))
        name = os.path.join(paths.TOOL_DIR, project.tool + paths.EXE)
        progress.run(project.root, file, [name.replace(os.sep, "/")], verbose)
    path = os.path.join(project.root, name)
    if not os.path.exists(path):
        raise BuildError(f"{path} was not built")
    return path


def announce(project: Project, what: str) -> None:
    """Say in one line what was done."""
    table = project.data.get("project", {})
    name = table.get("name") if project.tool else project.module
    say(f"{name} {table.get('version', '')}: {what}".replace(" :", ":"))
