# SPDX-License-Identifier: MIT
"""Pack a source distribution: a reproducible .tar.gz with PKG-INFO.

In it: the files that git tracks, where there is a git checkout, and those that it would
add; else all but hidden files. Of what git does not track, results are left out: of
builds, of pip (wheels), of carbide itself, and virtual environments. A file that the
build needs and that is not among them is an error.
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

# Folders of the project that are results, and the ends of files that are.
RESULTS = ("build", "dist", "__pycache__", "node_modules")
PACKED = (".whl", ".egg", *wheel.UNWANTED)


def build(project: Project, folder: str) -> str:
    """Write NAME-VERSION.tar.gz into `folder`; its name."""
    metadata = project.metadata()
    base = wheel.normalized(metadata)
    names = _names(project, base)
    needs = [name for m in project.modules for name in (*m.headers, *m.sources)]
    for needed in ["pyproject.toml", *needs]:
        if needed not in names:
            raise ConfigError(
                f"{needed} would be missing from the sdist",
                "it lies outside the project, git ignores it, or it is in a folder "
                "of results, such as build/, which git does not track",
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


def _names(project: Project, base: str) -> list[str]:
    """Names of the files to pack, sorted, relative to the project."""
    root = project.root
    tracked = _git_names(root, "--cached")
    added = _git_names(root, "--others", "--exclude-standard")
    if tracked is None or added is None:
        tracked, added = [], _walked_names(root)
    older = base.partition("-")[0] + "-"  # sdists of this project
    names = [*tracked, *(name for name in added if not _is_result(root, name, older))]
    return sorted(set(names) - {"PKG-INFO"})


def _is_result(root: str, name: str, older: str) -> bool:
    folder, _, file = name.rpartition("/")
    if file.endswith(PACKED) or (file.startswith(older) and file.endswith(".tar.gz")):
        return True
    while folder:
        if _is_result_folder(os.path.join(root, folder)):
            return True
        folder = folder.rpartition("/")[0]
    return False


def _git_names(root: str, *which: str) -> list[str] | None:
    """What git lists; None where git cannot say."""
    import subprocess

    if not toolchain.which("git") or not _in_git(root):
        return None
    command = ["git", "ls-files", "-z", *which]
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
        folders[:] = [
            f
            for f in folders
            if f[0] != "." and not _is_result_folder(os.path.join(base, f))
        ]
        for name in names:
            path = os.path.relpath(os.path.join(base, name), root)
            found.append(path.replace(os.sep, "/"))
    return [name for name in found if name[0] != "." or name == ".gitignore"]


def _is_result_folder(path: str) -> bool:
    name = os.path.basename(path)
    if name in RESULTS or name.endswith(".egg-info"):
        return True
    return os.path.exists(os.path.join(path, "pyvenv.cfg"))
