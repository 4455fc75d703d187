# SPDX-License-Identifier: MIT
"""Build one project: decide whether build.ninja is current, run ninja, check, place.

In: a Project. Out: the JSON descriptions, or the modules and their stubs, for a
release or in the folder that an editable install imports from. However many modules
there are, a build without a change reads one state file, runs ninja once and compares
stamps.
"""

from __future__ import annotations

import os
import sys

import carbide
from carbide import files, paths
from carbide.errors import BuildError, Error, say
from carbide.native import clock, ninja, progress, toolchain
from carbide.packaging import tags
from carbide.packaging.editable import Editable
from carbide.project import config, settings, tomlfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from carbide.native.ninja import Part
    from carbide.project.config import Project


class Builder:
    """The build of one project; its methods build as much as they name."""

    def __init__(self, project: Project, verbose: bool = False) -> None:
        self.project = project
        self.verbose = verbose
        self.folder = ninja.BUILD_DIR
        if project.profile != settings.RELEASE:  # none has to compile after another
            self.folder += f"-{project.profile}"
        self.parts = ninja.parts(project, self.folder)
        self.placed = False  # whether develop() had something new to put in place

    def translate(self) -> list[dict[str, Any]]:
        """Build up to the translator; its JSON description of each module."""
        import json

        with self._lock():
            self._run("translate")
        found = []
        for part in self.parts:
            with open(self.path(part.layout.json), encoding="utf-8") as file:
                found.append(json.load(file))
        return found

    def diagnose(self) -> tuple[int, str]:
        """The translator's exit status, and its diagnostics as SARIF."""
        import subprocess

        from carbide.native import sarif

        status, documents = 0, []
        with self._lock():
            self._run("preprocess")
            for part in self.parts:
                words = ninja.carbidec_command(part.module, part.layout)
                words += ["--check-only", "--format=json"]
                words += ninja.carbidec_inputs(part.module, part.layout)
                done = subprocess.run(
                    words,
                    cwd=self.project.root,
                    stdout=subprocess.PIPE,
                    encoding="utf-8",
                )
                status = status or done.returncode
                documents.append(done.stdout)
        return status, sarif.join(documents)

    def release(self) -> list[Part]:
        """Build the stripped modules; each with the layout that says where it is."""
        with self._lock():
            self._run("release", self._prefetch)
            for part in self.parts:
                self.check(part, part.layout.release)
        return self.parts

    def modules(self) -> list[str]:
        """Build the modules, where the linker puts them; their paths."""
        with self._lock():
            self._run("develop")
            for part in self.parts:
                self.check(part, part.layout.module)
        return [self.path(part.layout.module) for part in self.parts]

    def inputs(self) -> list[str]:
        """Every file outside of the project's folder that the last build has read."""
        import subprocess

        root = self.project.root
        command = [toolchain.find_ninja(), "-C", root]
        command += ["-f", f"{self.folder}/build.ninja", "-t", "deps"]
        done = subprocess.run(
            command,
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
            Editable(self, folder).fill()
        return folder

    def path(self, name: str) -> str:
        """The absolute path of a file that is named relative to the project."""
        return os.path.join(self.project.root, name)

    def check(self, part: Part, module: str) -> None:
        """Undefined symbols; done once for each link that succeeded."""
        mark = self.path(f"{module}.checked")
        stamp = files.stamp(self.path(module)).encode()
        if files.read(mark) == stamp:
            return
        from carbide.native import undefined

        undefined.check(part, toolchain.find_cc(), module)
        files.write(mark, stamp)

    def _lock(self) -> files.Lock:
        return files.Lock(self.path(self.folder))

    def _prefetch(self) -> None:
        """Read the metadata while compilers run: a wheel will need it."""
        import contextlib

        from carbide.packaging import wheel  # noqa: F401

        with contextlib.suppress(Error):  # raised again when it is used
            self.project.metadata()

    def _run(self, target: str, meanwhile: Callable[[], None] | None = None) -> None:
        """Write build.ninja if it may be out of date, then run ninja."""
        if not self.parts:
            os.makedirs(self.path(self.folder), exist_ok=True)
            files.write_if_changed(self.path("build/.gitignore"), "*\n")
            return
        state = self.path(f"{self.folder}/state")
        current = fingerprint(self.project)
        if files.read(state) != current.encode():
            self._configure()
            if self.project.text:
                tomlfile.keep(self.path(config.FILE), self.path(config.KEPT))
            files.write(state, current.encode())
        if target not in ("translate", "preprocess"):
            self._build_runtimes()
        times = clock.Times(self.project, self.path(f"{self.folder}/times"))
        if times.older():
            self._forget()
        file = f"{self.folder}/build.ninja"
        progress.run(self.project.root, file, [target], self.verbose, meanwhile)
        times.remember()

    def _configure(self) -> None:
        """Ask the toolchain and write what ninja and editors read."""
        from carbide.native import runtime

        chains = [toolchain.Toolchain(part.module) for part in self.parts]
        self._forget_other_compiler(toolchain.identity(chains[0].cc))
        files.write_if_changed(self.path("build/.gitignore"), "*\n")
        fallback = os.path.abspath(self.path("build/runtime"))
        objects = []
        for part, chain in zip(self.parts, chains):
            module, layout = part.module, part.layout
            if chain.no_levels:
                say(f"{module.dotted}: no CPU levels, since {chain.no_levels}")
            script = toolchain.version_script(module.name)[0]
            files.write_if_changed(self.path(layout.script), script)
            text = ninja.umbrella(module)
            files.write_if_changed(self.path(layout.umbrella), text)
            folder = runtime.folder_of(chain, fallback)
            files.write(self.path(layout.runtime), folder.encode())
            objects.append(runtime.objects(folder))
        commands = ninja.compile_commands(self.parts, chains)
        files.write_if_changed(self.path("build/compile_commands.json"), commands)
        text = ninja.project_file(self.parts, chains, objects, self.folder)
        files.write_if_changed(self.path(f"{self.folder}/build.ninja"), text)

    def _build_runtimes(self) -> None:
        """Compile the runtime, unless it came along or was compiled before."""
        from carbide.native import runtime

        for part in self.parts:
            folder = files.read(self.path(part.layout.runtime)).decode()
            if runtime.is_cache(folder, self.path("build")):
                files.check_private(os.path.dirname(folder))
            if not runtime.complete(folder):
                chain = toolchain.Toolchain(part.module)
                runtime.build(chain, folder, self.verbose)

    def _forget_other_compiler(self, identity: str) -> None:
        """Objects of another compiler, or of another version of it, are stale."""
        mark = self.path(f"{self.folder}/compiler")
        if files.read(mark) != identity.encode():
            self._forget()
            files.write(mark, identity.encode())

    def _forget(self) -> None:
        """Have ninja make everything again."""
        import shutil

        for name in (".ninja_log", ".ninja_deps"):
            path = self.path(f"{self.folder}/{name}")
            if os.path.exists(path):
                os.unlink(path)
        for part in self.parts:
            folder = self.path(f"{part.layout.folder}/obj")
            shutil.rmtree(folder, ignore_errors=True)


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
        sys.executable if any(m.cpu for m in project.modules) else "",  # ninja runs it
        *(f"{name} {files.stamp(name)}" for name in paths.headers()),
        files.stamp(paths.objects_dir()),
        *(name for m in project.modules for name in (*m.headers, "", *m.sources, "")),
        repr(project.overrides),
        project.profile,
        files.stamp(os.path.join(project.root, config.FILE)),
        project.text,
    ]
    return "\n".join(parts)


# Modules of the front that shape build.ninja.
_OWN = """
    native/ninja.py native/toolchain.py native/cpu_levels.py project/config.py
    project/keys.py project/settings.py packaging/builder.py
    """.split()


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
    one = len(project.modules) == 1 and not project.tool
    name = project.modules[0].dotted if one else project.name
    say(f"{name} {project.version}: {what}".replace(" :", ":"))
