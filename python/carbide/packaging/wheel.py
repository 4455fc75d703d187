# SPDX-License-Identifier: MIT
"""Write wheels: reproducible zip archives with metadata and RECORD.

In: a Project and its built files. Out: `…whl` in a folder, byte for byte the same
for the same content. The files of an ordinary and of an editable wheel, and of the
wheel of carbide itself, are chosen here; installing is develop.py's.
"""

from __future__ import annotations

import os
import zipfile

from carbide import files
from carbide.errors import ConfigError, warn
from carbide.native import elf, shipped, toolchain
from carbide.packaging import distinfo, policy, rebuild, sbom, tags
from carbide.packaging.builder import Builder, build_tool
from carbide.packaging.editable import stub_places
from carbide.project import layout
from carbide.project.settings import PYTHON_OF_PIP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyproject_metadata import StandardMetadata

    from carbide.packaging.uptodate import Request
    from carbide.project.config import Module, Project
    from carbide.project.layout import PythonFiles

    Linked = list[tuple[Module, elf.Elf | None]]


class Contents:
    """The files of a wheel: name in the archive -> (content, mode)."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[bytes, int]] = {}

    def add(self, name: str, content: bytes, executable: bool = False) -> None:
        """Add one file; a name that is there already is replaced."""
        distinfo.check_name(name)
        self.entries[name] = (content, 0o755 if executable else 0o644)

    def add_python(self, python: PythonFiles) -> None:
        """Add the Python files of a project, and the data among them."""
        for path, name in python.files():
            self.add(name, files.read(path), files.is_program(path))

    def write(self, path: str) -> None:
        """Write the archive, under a temporary name first."""
        import io

        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, (content, mode) in self.entries.items():
                info = zipfile.ZipInfo(name, files.zip_time())
                info.external_attr = (0o100000 | mode) << 16
                info.create_system = 3
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content, compresslevel=9)
        files.write(path, buffer.getvalue())


def normalized(metadata: StandardMetadata) -> str:
    """`NAME-VERSION` as file names have it."""
    name = metadata.canonical_name.replace("-", "_")
    return f"{name}-{metadata.version}"


def build(
    project: Project, folder: str, verbose: bool = False, python: str = ""
) -> str:
    """Build the wheel for `python`, or for the interpreter that runs; its name."""
    if python:
        (chosen,) = tags.targets([python], PYTHON_OF_PIP, requires(project))
    else:
        targets = tags.targets(project.pythons, PYTHON, requires(project))
        chosen = tags.fitting(targets, PYTHON) or tags.default(requires(project))
    return build_all(project, folder, [chosen], verbose)[0]


# Where Targets are named, in messages.
PYTHON = "tool.carbide.python"


def requires(project: Project) -> str:
    """`project.requires-python`, or ""."""
    return str(project.metadata().requires_python or "")


def build_all(
    project: Project,
    folder: str,
    targets: list[tags.Target],
    verbose: bool = False,
    repaired: bool = False,
) -> list[str]:
    """Build once, and write a wheel for each Target; the files' names."""
    metadata = project.metadata()
    contents = Contents()
    if project.tool:
        tag = _tool_contents(project, contents, verbose)
        return [_finish(project, metadata, contents, tag, folder)]
    linked = _module_contents(project, contents, verbose)
    binaries = [binary for _, binary in linked]
    if not repaired:
        _warn_of_outside(binaries)
    dist_info = f"{normalized(metadata)}.dist-info"
    if linked:
        text = sbom.text(metadata.canonical_name, str(metadata.version), linked)
        contents.add(f"{dist_info}/{sbom.NAME}", text)
    wanted = {_tag(binaries, target): None for target in targets}
    return [_finish(project, metadata, contents, tag, folder) for tag in wanted]


def write(
    project: Project, folder: str, request: Request, verbose: bool = False
) -> list[str]:
    """`carbide build`: the wheels that are asked for; the files' names."""
    if project.tool:
        return build_all(project, folder, [], verbose)
    chosen = request.python or project.pythons
    where = "--python" if request.python else PYTHON
    targets = tags.targets(chosen, where, requires(project))
    targets = targets or [tags.default(requires(project))]
    if not request.repair:
        return build_all(project, folder, targets, verbose)
    import tempfile

    from carbide.packaging.repair import library_folders, repair

    with tempfile.TemporaryDirectory() as made:
        names = build_all(project, made, targets, verbose, True)
        libraries = library_folders(project)
        return [repair(os.path.join(made, n), folder, libraries) for n in names]


def build_editable(project: Project, folder: str, verbose: bool = False) -> str:
    """Build the wheel that makes a checkout importable; the file's name."""
    metadata = project.metadata()
    contents = Contents()
    tag = add_editable(project, contents, verbose)
    return _finish(project, metadata, contents, tag, folder)


def add_editable(project: Project, contents: Contents, verbose: bool) -> str:
    """Build for an editable install, add what leads to it; the wheel's tag."""
    from packaging.utils import canonicalize_name

    if project.tool:
        platform = tags.platform(_elf(build_tool(project, verbose)))
        target, tag = project.python.folder, f"py3-none-{platform}"
    else:
        builder = Builder(project, verbose)
        target = builder.develop()
        built = [builder.path(part.layout.module) for part in builder.parts]
        tag = _tag([_elf(path) for path in built])
    stem = canonicalize_name(project.name).replace("-", "_")
    if "\n" in target or "\r" in target:  # a second line of a .pth can be code
        raise ConfigError(
            f"the folder {target!r} has a line break in its name", "rename it"
        )
    link, finder = os.fsencode(target) + b"\n", rebuild.finder(project)
    if finder:
        contents.add(f"_{stem}_rebuild.py", finder.encode())
        link += f"import _{stem}_rebuild\n".encode()
    contents.add(f"_{stem}_editable.pth", link)
    return tag


def _module_contents(project: Project, contents: Contents, verbose: bool) -> Linked:
    """Add the modules, their stubs and the package's Python files."""
    builder = Builder(project, verbose)
    built = builder.release()
    contents.add_python(project.python)
    linked: Linked = []
    for part in built:
        below = "".join(f"{name}/" for name in part.module.package.split(".") if name)
        typed = f"{project.python.typed(part.module)}/py.typed"
        if below and typed not in contents.entries:
            contents.add(typed, b"")
        path, stub = builder.path(part.layout.release), builder.path(part.layout.stub)
        contents.add(below + os.path.basename(path), files.read(path), True)
        for place in stub_places(part.module):
            contents.add(below + place, files.read(stub))
        linked.append((part.module, _elf(path)))
    return linked


def _warn_of_outside(binaries: list[elf.Elf | None]) -> None:
    outside = {name for b in binaries if b for name in policy.outside(b)}
    if outside:
        warn(
            f"the wheel needs {', '.join(sorted(outside))} of the system, so it is "
            "tagged for this machine only; `carbide build --repair` puts a copy in"
        )


def _tag(binaries: list[elf.Elf | None], target: tags.Target | None = None) -> str:
    """The tag of a wheel with these binaries; without any it is for all machines."""
    if not binaries:
        return distinfo.PURE
    target = target or tags.running()
    return f"{target.tag}-{tags.platform(elf.joined(binaries))}"


def _tool_contents(project: Project, contents: Contents, verbose: bool) -> str:
    """carbide itself: front, translator, headers, runtime; the wheel's tag."""
    tool = build_tool(project, verbose)
    contents.add_python(project.python)
    contents.add(f"carbide/bin/{os.path.basename(tool)}", files.read(tool), True)
    include = os.path.join(project.root, "include")
    for path, name in layout.walk(include):
        contents.add(f"carbide/include/{name}", files.read(path))
    binaries = [_elf(tool)]
    made = shipped.build(project.root, toolchain.find_cc(), verbose)
    if made:
        objects, linked = made
        for name, content in objects.items():
            contents.add(f"carbide/objects/{name}", content)
        binaries.append(_elf(linked))
    return f"py3-none-{tags.platform(elf.joined(binaries))}"


def _elf(path: str) -> elf.Elf | None:
    try:
        return elf.read(path)
    except ValueError:
        return None


def _finish(
    project: Project,
    metadata: StandardMetadata,
    contents: Contents,
    tag: str,
    folder: str,
) -> str:
    """Add the metadata and write the archive; its name."""
    dist_info = f"{normalized(metadata)}.dist-info"
    contents.entries.pop(f"{dist_info}/RECORD", None)
    for name, content in distinfo.all_files(project.root, metadata, tag).items():
        contents.add(f"{dist_info}/{name}", content)
    record = distinfo.record(contents.entries, dist_info)
    contents.entries[f"{dist_info}/RECORD"] = (record, 0o644)
    files.make_folder(folder)
    name = f"{normalized(metadata)}-{tag}.whl"
    contents.write(os.path.join(folder, name))
    return name


def prepare_metadata(project: Project, folder: str) -> str:
    """Write NAME-VERSION.dist-info into `folder`; its name (PEP 517)."""
    metadata = project.metadata()
    dist_info = f"{normalized(metadata)}.dist-info"
    tag = _tag([None] * len(project.modules))
    for name, content in distinfo.all_files(project.root, metadata, tag).items():
        files.write(os.path.join(folder, dist_info, name), content)
    return dist_info
