# SPDX-License-Identifier: MIT
"""Is the wheel that was built last still what would be built now?

In: a built project and the folder of its wheel. Out: the wheel's name, or "". All
files that go into a wheel are compared by size and time, so that a build without
changes need not import what reads metadata and writes archives.
"""

from __future__ import annotations

import os

import carbide
from carbide import files, tags
from carbide.config import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.builder import Builder
    from carbide.config import Project


def find(builder: Builder, folder: str) -> str:
    """Name of the wheel in `folder`, if nothing changed since it was written."""
    name, _, rest = files.read(_mark(builder)).decode().partition("\n")
    if name and rest == _inputs(builder, os.path.join(folder, name)):
        return name
    return ""


def remember(builder: Builder, folder: str, name: str) -> None:
    """Keep what the wheel `name` was made of."""
    text = f"{name}\n{_inputs(builder, os.path.join(folder, name))}"
    files.write(_mark(builder), text.encode())


def _mark(builder: Builder) -> str:
    return os.path.join(builder.project.root, builder.folder, "wheel")


def _inputs(builder: Builder, wheel: str) -> str:
    """Everything on which the wheel's bytes depend, and the wheel itself."""
    project = builder.project
    names = _metadata_files(project)
    for part in builder.parts:
        names += [part.layout.release, part.layout.stub]
    for base, folders, found in os.walk(project.python_dir or os.devnull):
        folders.sort()
        names += sorted(os.path.join(base, name) for name in found)
    stamps = [f"{n} {files.stamp(os.path.join(project.root, n))}" for n in names]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    what = [carbide.__version__, tags.interpreter(), epoch, os.path.abspath(wheel)]
    return "\n".join([*what, files.stamp(wheel), *stamps, project.text])


def _metadata_files(project: Project) -> list[str]:
    """Files that [project] may read: README and licences, named or by default."""
    table = project.data.get("project", {})
    names = [n for n in os.listdir(project.root) if n[:1].isalpha()]
    found = [n for n in sorted(names) if os.path.isfile(os.path.join(project.root, n))]
    readme = table.get("readme", "")
    readme = readme.get("file", "") if isinstance(readme, dict) else readme
    found.append(str(readme))
    for pattern in table.get("license-files", []):
        found += matches(project.root, str(pattern))
    return found
