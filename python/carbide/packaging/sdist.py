# SPDX-License-Identifier: MIT
"""Pack a source distribution: a reproducible .tar.gz with PKG-INFO.

In it: the files that git tracks, where there is a git checkout, also of submodules, and
those that git would add; else all but hidden files. Of what git does not track, results
are left out: of builds, of pip (wheels), of carbide itself, and virtual environments. A
symbolic link stands for what it leads to, so that the archive needs nothing beside it.
A file that the build needs and that is not among them is an error.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile

from carbide import files
from carbide.errors import ConfigError, warn
from carbide.native import toolchain
from carbide.packaging import distinfo, wheel
from carbide.project import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyproject_metadata import StandardMetadata

    from carbide.project.config import Project

# Folders of the project that are results, and the ends of files that are.
RESULTS = ("build", "dist", "__pycache__", "node_modules")
PACKED = (".whl", ".egg", *layout.UNWANTED)


def build(project: Project, folder: str) -> str:
    """Write NAME-VERSION.tar.gz into `folder`; its name."""
    metadata = project.metadata()
    base = wheel.normalized(metadata)
    names = _names(project, base)
    for needed in _needed(project, metadata):
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
            _add(archive, f"{base}/{name}", files.read(path), files.is_program(path))
        _add(archive, f"{base}/PKG-INFO", distinfo.metadata_text(metadata), False)
    packed = io.BytesIO()
    moment = files.archive_time()
    with gzip.GzipFile("", "wb", 9, packed, mtime=moment) as stream:
        stream.write(raw.getvalue())
    name = f"{base}.tar.gz"
    files.make_folder(folder)
    files.write(os.path.join(folder, name), packed.getvalue())
    return name


def _needed(project: Project, metadata: StandardMetadata) -> list[str]:
    """Files without which the wheel could not be built, or would be another one."""
    needed = ["pyproject.toml"]
    if "version" in project.table:
        needed.append(os.path.normpath(project.table["version"]["file"]))
    for module in project.modules:
        needed += [*module.headers, *module.sources]
    readme = metadata.readme.file if metadata.readme else None
    found = [*(metadata.license_files or []), *([readme] if readme else [])]
    for path in found:
        name = os.path.relpath(os.path.join(project.root, path), project.root)
        needed.append(name.replace(os.sep, "/"))
    return needed


def _add(archive: tarfile.TarFile, name: str, content: bytes, executable: bool) -> None:
    distinfo.check_name(name)
    info = tarfile.TarInfo(name)
    info.size = len(content)
    info.mtime = files.archive_time()
    info.mode = 0o755 if executable else 0o644
    archive.addfile(info, io.BytesIO(content))


def _names(project: Project, base: str) -> list[str]:
    """Names of the files to pack, sorted, relative to the project."""
    root = project.root
    tracked = _git_names(root, "--cached", "--recurse-submodules")
    added = _git_names(root, "--others", "--exclude-standard")
    if tracked is None or added is None:
        tracked, added = [], _walked_names(root)
    older = base.partition("-")[0] + "-"  # sdists of this project
    names = [*tracked, *(name for name in added if not _is_result(root, name, older))]
    packed = {file for name in names for file in _files_of(root, name)}
    # what the wheel has, whatever git ignores or its folder is called
    for path, _ in project.python.files():
        name = os.path.relpath(path, root).replace(os.sep, "/")
        if not name.startswith("../"):
            packed.add(name)
    return sorted(packed - {"PKG-INFO"})


def _files_of(root: str, name: str) -> list[str]:
    """A file itself; of a link to a folder, the files in there, links not followed."""
    path = os.path.join(root, name)
    if os.path.isfile(path):
        return [name]
    if not os.path.islink(path):
        return []  # of a folder, git and os.walk name what is in it
    if not os.path.isdir(path):
        warn(f"sdist: {name} is a symbolic link that leads nowhere; left out")
        return []
    inside = os.path.realpath(path) + os.sep
    if (os.path.realpath(root) + os.sep).startswith(inside):
        warn(f"sdist: {name} is a symbolic link to a folder that it is in; left out")
        return []
    found = []
    for base, folders, names in os.walk(path):
        folders[:] = [f for f in folders if f != "__pycache__" and f[0] != "."]
        below = os.path.relpath(base, root).replace(os.sep, "/")
        found += [f"{below}/{n}" for n in names if os.path.isfile(f"{base}/{n}")]
    return [n for n in found if not n.endswith(PACKED)]


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
    names = [name for name in done.stdout.split(b"\0") if name]
    return [os.fsdecode(name).rstrip("/") for name in names]


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
        links = [f for f in folders if os.path.islink(os.path.join(base, f))]
        for name in [*names, *links]:
            path = os.path.relpath(os.path.join(base, name), root)
            found.append(path.replace(os.sep, "/"))
    return [name for name in found if name[0] != "." or name == ".gitignore"]


def _is_result_folder(path: str) -> bool:
    name = os.path.basename(path)
    if name in RESULTS or name.endswith(".egg-info"):
        return True
    return os.path.exists(os.path.join(path, "pyvenv.cfg"))
