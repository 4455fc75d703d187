# SPDX-License-Identifier: MIT
"""`carbide develop`: build, and install into the environment that runs, editable.

What pip does for `pip install -e .`, without pip: a .pth line, .dist-info with
METADATA, WHEEL, RECORD, INSTALLER, REQUESTED and direct_url.json, the scripts. pip
lists it and uninstalls it. A stamp remembers the installation, so that a second run
without a change installs nothing and imports nothing for it.
"""

from __future__ import annotations

import os
import sys

from carbide import files
from carbide.errors import Error, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyproject_metadata import StandardMetadata

    from carbide.project.config import Project

SCRIPT = """#!{python}
# Written by carbide for the entry point {name}.
import sys

from {module} import {top}

sys.exit({attribute}())
"""


def develop(project: Project, verbose: bool = False) -> str:
    """Build and install; what had to be done, in words."""
    from carbide.packaging.builder import Builder, build_tool

    built = False
    if project.tool:
        build_tool(project, verbose)
        target = project.python.folder
    else:
        builder = Builder(project, verbose)
        target = builder.develop()
        built = builder.placed
    folder = os.path.join(project.root, "build", "editable")
    mark = os.path.join(folder, "installed")
    with files.Lock(folder):
        current = _stamp(project, target, _remembered(mark))
        if current and current in files.read(mark).decode().split("\n\n"):
            return "built" if built else "up to date"
        record = _install(project, verbose)
        _remember(mark, _stamp(project, target, record))
    return "installed, editable"


def _stamp(project: Project, target: str, record: str) -> str:
    """What an installation in this environment depends on; "" if there is none."""
    if not record or not os.path.exists(record):
        return ""
    toml = files.stamp(os.path.join(project.root, "pyproject.toml"))
    version = ".".join(map(str, sys.version_info[:3]))
    made = [toml, version, project.version, target]
    if project.table.get("rebuild"):  # the finder has it
        made.append(repr(project.said))
    return "\n".join([sys.prefix, record, files.stamp(record), *made])


def _remembered(mark: str) -> str:
    """Path of the RECORD that was written for this environment, or ""."""
    for entry in files.read(mark).decode().split("\n\n"):
        lines = entry.split("\n")
        if lines[0] == sys.prefix and len(lines) > 1:
            return lines[1]
    return ""


def _remember(mark: str, stamp: str) -> None:
    """Keep one entry for each environment that still exists."""
    entries = files.read(mark).decode().split("\n\n")
    kept = [
        entry
        for entry in entries
        if entry.partition("\n")[0] not in ("", sys.prefix)
        and os.path.isdir(entry.partition("\n")[0])
    ]
    files.write(mark, "\n\n".join([*kept, stamp]).encode())


def _install(project: Project, verbose: bool) -> str:
    """Write the files of the installation; path of its RECORD."""
    import json
    import sysconfig
    from pathlib import Path

    from carbide.packaging import distinfo, taken, wheel

    site = sysconfig.get_path("platlib")
    _check_environment(site)
    metadata = project.metadata()
    dist_info = f"{wheel.normalized(metadata)}.dist-info"
    contents = wheel.Contents()
    tag = wheel.add_editable(project, contents, verbose)
    for file, content in distinfo.all_files(project.root, metadata, tag).items():
        contents.add(f"{dist_info}/{file}", content)
    url = {"dir_info": {"editable": True}, "url": Path(project.root).as_uri()}
    contents.add(f"{dist_info}/direct_url.json", json.dumps(url).encode())
    contents.add(f"{dist_info}/INSTALLER", b"carbide\n")
    contents.add(f"{dist_info}/REQUESTED", b"")
    _add_scripts(metadata, contents, site)
    record = distinfo.record(contents.entries, dist_info)
    taken.check(project, metadata.canonical_name, site)
    _uninstall(metadata.canonical_name, site)
    # RECORD first: what is interrupted can then be taken away again.
    path = os.path.join(site, dist_info, "RECORD")
    files.write(path, record)
    for file, (content, mode) in contents.entries.items():
        files.write(os.path.join(site, file), content, mode)
    _warn_of_missing(metadata)
    return path


def _check_environment(site: str) -> None:
    """Refuse what pip refuses: an interpreter that belongs to the system."""
    import sysconfig

    hint = (
        "make an environment: python3 -m venv .venv && . .venv/bin/activate\n"
        "and install carbide in it"
    )
    chosen = os.environ.get("VIRTUAL_ENV")
    if chosen and os.path.realpath(chosen) != os.path.realpath(sys.prefix):
        warn(f"installing into {sys.prefix}, where carbide runs, not into {chosen}")
    if sys.prefix == sys.base_prefix:
        marker = os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
        if os.path.exists(marker):
            raise Error(f"{sys.executable} is managed by the system", hint)
    if not os.access(site, os.W_OK):
        raise Error(f"cannot write to {site}", hint)


def _add_scripts(metadata: StandardMetadata, contents: object, site: str) -> None:
    """Add a script for each entry point, named relative to `site`."""
    import sysconfig

    from carbide.packaging.wheel import Contents

    assert isinstance(contents, Contents)
    points = {**metadata.scripts, **metadata.gui_scripts}
    if points and sys.platform == "win32":
        warn("scripts are not installed on Windows; `pip install -e .` does that")
        return
    folder = os.path.relpath(sysconfig.get_path("scripts"), site)
    for name, value in points.items():
        module, _, attribute = value.partition(":")
        text = SCRIPT.format(
            python=sys.executable,
            name=name,
            module=module.strip(),
            top=attribute.partition(".")[0].strip(),
            attribute=attribute.split("[")[0].strip(),
        )
        # outside of the folder of packages, where no wheel could put it
        contents.entries[os.path.join(folder, name)] = (text.encode(), 0o755)


def _uninstall(canonical: str, site: str) -> None:
    """Remove what an earlier installation of this distribution recorded."""
    import shutil

    from packaging.utils import canonicalize_name

    for entry in os.listdir(site):
        stem, _, kind = entry.rpartition(".")
        if kind != "dist-info" or canonicalize_name(stem.split("-")[0]) != canonical:
            continue
        folder = os.path.join(site, entry)
        record = os.path.join(folder, "RECORD")
        if not os.path.exists(record):
            raise Error(
                f"{folder} has no RECORD, so it cannot be replaced",
                f"remove {canonical} with the tool that installed it",
            )
        _remove_recorded(site, record)
        shutil.rmtree(folder, ignore_errors=True)


def _remove_recorded(site: str, record: str) -> None:
    """Remove the files of a RECORD that lie in this environment, itself the last."""
    import csv

    with open(record, newline="", encoding="utf-8") as file:
        names = [row[0] for row in csv.reader(file) if row]
    root = os.path.realpath(sys.prefix)
    paths = [os.path.normpath(os.path.join(site, name)) for name in names]
    for path in [*(path for path in paths if path != record), record]:
        if os.path.realpath(os.path.dirname(path)).startswith(root):
            try:
                os.unlink(path)
            except FileNotFoundError:
                continue
            _remove_empty(os.path.dirname(path), site)


def _remove_empty(folder: str, site: str) -> None:
    while folder.startswith(site + os.sep):
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)


def _warn_of_missing(metadata: StandardMetadata) -> None:
    """Name the dependencies that the environment lacks; they are pip's to install."""
    import importlib.metadata

    missing = []
    for requirement in metadata.dependencies:
        if requirement.marker and not requirement.marker.evaluate():
            continue
        try:
            found = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(str(requirement))
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            missing.append(str(requirement))
    if missing:
        names = " ".join(f"'{name}'" for name in missing)
        warn(f"not installed: {', '.join(missing)} (pip install {names})")
