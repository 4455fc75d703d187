# SPDX-License-Identifier: MIT
"""Are the wheels that were built last still what would be built now?

In: a built project, the folder of its wheels and what is asked for. Out: the wheels'
names, if they are. All files that go into a wheel are compared by size and time, so
that a build without changes need not import what reads metadata and writes archives.
"""

from __future__ import annotations

import os

import carbide
from carbide import files
from carbide.packaging import tags
from carbide.project.config import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.packaging.builder import Builder
    from carbide.project.config import Project


class Request:
    """What `carbide build` was asked for beside what the project says."""

    def __init__(self, python: list[str] | None = None, repair: bool = False) -> None:
        self.python = python or []
        self.repair = repair


def find(builder: Builder, folder: str, request: Request) -> list[str]:
    """Names of the wheels in `folder`, if nothing changed since they were written."""
    first, _, rest = files.read(_mark(builder)).decode().partition("\n")
    names = first.split()
    if names and rest == _inputs(builder, folder, request, names):
        return names
    return []


def remember(builder: Builder, folder: str, request: Request, names: list[str]) -> None:
    """Keep what the wheels were made of."""
    text = f"{' '.join(names)}\n{_inputs(builder, folder, request, names)}"
    files.write(_mark(builder), text.encode())


def _mark(builder: Builder) -> str:
    return os.path.join(builder.project.root, builder.folder, "wheel")


def _inputs(builder: Builder, folder: str, request: Request, made: list[str]) -> str:
    """Everything on which the wheels' bytes depend, and the wheels themselves."""
    project = builder.project
    names = _metadata_files(project)
    for part in builder.parts:
        names += [part.layout.release, part.layout.stub]
    names += [path for path, _ in project.python.files()]
    stamps = [f"{n} {files.stamp(os.path.join(project.root, n))}" for n in names]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    what = [carbide.__version__, tags.interpreter(), epoch, os.path.abspath(folder)]
    what += [*request.python, f"repair={request.repair}"]
    what += [files.stamp(os.path.join(folder, name)) for name in made]
    return "\n".join([*what, *stamps, project.version, project.text])


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
