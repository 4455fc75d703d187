# SPDX-License-Identifier: MIT
"""Pack a source distribution: a reproducible .tar.gz with PKG-INFO.

In it: the files that git knows or would add, where there is a git checkout; else all
but hidden files, build results and virtual environments. A file that the build needs
and that is not among them is an error.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile

from carbide import files, toolchain, wheel
from carbide.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.config import Project

# Folders of the project that are results.
RESULTS = ("build", "dist", "__pycache__", "node_modules")


def build(project: Project, folder: str) -> str:
    """Write NAME-VERSION.tar.gz into `folder`; its name."""
    metadata = project.metadata()
    base = wheel.normalized(metadata)
    names = _names(project)
    for needed in ["pyproject.toml", *project.headers, *project.sources]:
        if needed not in names:
            raise ConfigError(
                f"{needed} would be missing from the sdist",
                "it lies outside the project or git ignores it",
            )
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in names:
            path = os.path.join(project.root, name)
            _add(archive, f"{base}/{name}", files.read(path), os.access(path, os.X_OK))
        _add(archive, f"{base}/PKG-INFO", bytes(metadata.as_rfc822()), False)
    packed = io.BytesIO()
    moment = files.archive_time()
    with gzip.GzipFile("", "wb", 9, packed, mtime=moment) as stream:
        stream.write(raw.getvalue())
    name = f"{base}.tar.gz"
    os.makedirs(folder, exist_ok=True)
    files.write(os.path.join(folder, name), packed.getvalue())
    return name


def _add(archive: tarfile.TarFile, name: str, content: bytes, executable: bool) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    info.mtime = files.archive_time()
    info.mode = 0o755 if executable else 0o644
    archive.addfile(info, io.BytesIO(content))


def _names(project: Project) -> list[str]:
    """Names of the files to pack, sorted, relative to the project."""
    names = _git_names(project.root)
    if names is None:
        names = _walked_names(project.root)
    return sorted(set(names) - {"PKG-INFO"})


def _git_names(root: str) -> list[str] | None:
    """What git tracks or would add; None where git cannot say."""
    import subprocess

    if not toolchain.which("git") or not _in_git(root):
        return None
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if done.returncode:
        return None
    names = [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]
    return [name for name in names if os.path.isfile(os.path.join(root, name))]


def _in_git(root: str) -> bool:
    folder = os.path.abspath(root)
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent
    return True


def _walked_names(root: str) -> list[str]:
    found = []
    for base, folders, names in os.walk(root):
        folders[:] = [f for f in folders if _wanted_folder(os.path.join(base, f))]
        for name in names:
            if not name.endswith(wheel.UNWANTED):
                path = os.path.relpath(os.path.join(base, name), root)
                found.append(path.replace(os.sep, "/"))
    return [name for name in found if name[0] != "." or name == ".gitignore"]


def _wanted_folder(path: str) -> bool:
    name = os.path.basename(path)
    if name in RESULTS or name[0] == "." or name.endswith(".egg-info"):
        return False
    return not os.path.exists(os.path.join(path, "pyvenv.cfg"))
