# SPDX-License-Identifier: MIT
"""Write wheels: reproducible zip archives with metadata and RECORD.

In: a Project and its built files. Out: `…whl` in a folder, byte for byte the same
for the same content. The files of an ordinary and of an editable wheel, and of the
wheel of carbide itself, are chosen here; installing is develop.py's.
"""

from __future__ import annotations

import base64
import hashlib
import os
import zipfile

import carbide
from carbide import elf, files, tags
from carbide.builder import Builder, build_tool
from carbide.editable import stub_places
from carbide.errors import ConfigError, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyproject_metadata import StandardMetadata

    from carbide.config import Project

# The tag of a wheel without a binary.
PURE = "py3-none-any"

# Files of a Python source folder that no wheel wants.
UNWANTED = (".pyc", ".pyo", ".so", ".pyd", ".tmp")


class Contents:
    """The files of a wheel: name in the archive -> (content, mode)."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[bytes, int]] = {}

    def add(self, name: str, content: bytes, executable: bool = False) -> None:
        """Add one file; a name that is there already is replaced."""
        self.entries[name] = (content, 0o755 if executable else 0o644)

    def add_tree(self, folder: str, below: str = "") -> None:
        """Add the files of a folder, except compiled ones."""
        for path, name in walk(folder):
            self.add(below + name, files.read(path), os.access(path, os.X_OK))

    def record(self, dist_info: str) -> bytes:
        """Text of RECORD: each file's hash and size, without its own."""
        lines = []
        for name, (content, _) in self.entries.items():
            quoted = f'"{name}"' if "," in name or '"' in name else name
            lines.append(f"{quoted},sha256={digest(content)},{len(content)}")
        return "\n".join([*lines, f"{dist_info}/RECORD,,", ""]).encode()

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
                archive.writestr(info, content)
        files.write(path, buffer.getvalue())


def digest(content: bytes) -> str:
    """sha256 as RECORD writes it."""
    raw = hashlib.sha256(content).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def walk(folder: str) -> list[tuple[str, str]]:
    """(path, name with `/`) of each file below a folder, sorted by name."""
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f != "__pycache__" and f[0] != "."]
        for name in names:
            if not name.endswith(UNWANTED):
                path = os.path.join(base, name)
                found.append((path, os.path.relpath(path, folder).replace(os.sep, "/")))
    return sorted(found, key=lambda item: item[1])


def normalized(metadata: StandardMetadata) -> str:
    """`NAME-VERSION` as file names have it."""
    name = metadata.canonical_name.replace("-", "_")
    return f"{name}-{metadata.version}"


def build(project: Project, folder: str, verbose: bool = False) -> str:
    """Build the wheel of a project into `folder`; the file's name."""
    metadata = project.metadata()
    contents = Contents()
    if project.tool:
        tag = _tool_contents(project, contents, verbose)
    else:
        tag = _module_contents(project, contents, verbose)
    return _finish(project, metadata, contents, tag, folder)


def build_editable(project: Project, folder: str, verbose: bool = False) -> str:
    """Build the wheel that makes a checkout importable; the file's name."""
    metadata = project.metadata()
    contents = Contents()
    name, content, tag = editable_link(project, verbose)
    contents.add(name, content)
    return _finish(project, metadata, contents, tag, folder)


def editable_link(project: Project, verbose: bool) -> tuple[str, bytes, str]:
    """Build for an editable install: (name of the .pth, its content, wheel tag)."""
    from packaging.utils import canonicalize_name

    if project.tool:
        platform = tags.platform(_elf(build_tool(project, verbose)))
        target, tag = project.python_dir, f"py3-none-{platform}"
    else:
        builder = Builder(project, verbose)
        target = builder.develop()
        built = [builder.path(part.layout.module) for part in builder.parts]
        tag = _tag([_elf(path) for path in built])
    stem = canonicalize_name(project.name).replace("-", "_")
    return f"_{stem}_editable.pth", os.fsencode(target) + b"\n", tag


def _module_contents(project: Project, contents: Contents, verbose: bool) -> str:
    """The modules, their stubs and the package's Python files; the wheel's tag."""
    builder = Builder(project, verbose)
    built = builder.release()
    if project.python_dir:
        contents.add_tree(project.python_dir)
    binaries = []
    for part in built:
        below = "".join(f"{name}/" for name in part.module.package.split(".") if name)
        if below and f"{below}py.typed" not in contents.entries:
            contents.add(f"{below}py.typed", b"")
        path, stub = builder.path(part.layout.release), builder.path(part.layout.stub)
        contents.add(below + os.path.basename(path), files.read(path), True)
        for place in stub_places(part.module):
            contents.add(below + place, files.read(stub))
        binaries.append(_elf(path))
    _warn_of_outside(binaries)
    return _tag(binaries)


def _warn_of_outside(binaries: list[elf.Elf | None]) -> None:
    outside = {name for b in binaries if b for name in tags.outside_policy(b)}
    if outside:
        warn(
            f"the wheel needs {', '.join(sorted(outside))} of the system, so it is "
            "tagged for this machine only; `auditwheel repair` puts a copy in"
        )


def _tag(binaries: list[elf.Elf | None]) -> str:
    """The tag of a wheel with these binaries; without any it is for all machines."""
    if not binaries:
        return PURE
    return f"{tags.interpreter()}-{tags.platform(elf.joined(binaries))}"


def _tool_contents(project: Project, contents: Contents, verbose: bool) -> str:
    """carbide itself: the front, the translator, the headers; the wheel's tag."""
    tool = build_tool(project, verbose)
    contents.add_tree(project.python_dir)
    contents.add(f"carbide/bin/{os.path.basename(tool)}", files.read(tool), True)
    include = os.path.join(project.root, "include")
    for path, name in walk(include):
        contents.add(f"carbide/include/{name}", files.read(path))
    return f"py3-none-{tags.platform(_elf(tool))}"


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
    for name, content in metadata_files(project, metadata, tag).items():
        contents.add(f"{dist_info}/{name}", content)
    contents.entries[f"{dist_info}/RECORD"] = (contents.record(dist_info), 0o644)
    os.makedirs(folder, exist_ok=True)
    name = f"{normalized(metadata)}-{tag}.whl"
    contents.write(os.path.join(folder, name))
    return name


def metadata_files(
    project: Project, metadata: StandardMetadata, tag: str
) -> dict[str, bytes]:
    """The files of .dist-info, but RECORD: name -> content."""
    result = {"METADATA": bytes(metadata.as_rfc822())}
    wheel = ["Wheel-Version: 1.0", f"Generator: carbide {carbide.__version__}"]
    pure = "true" if tag == PURE else "false"
    wheel += [f"Root-Is-Purelib: {pure}", f"Tag: {tag}", ""]
    result["WHEEL"] = "\n".join(wheel).encode()
    points = entry_points(metadata)
    if points:
        result["entry_points.txt"] = points
    for path in metadata.license_files or []:
        name = path.as_posix()
        content = files.read(os.path.join(project.root, name))
        if not content:
            raise ConfigError(f"project.license-files: {name} does not exist")
        result[f"licenses/{name}"] = content
    return result


def entry_points(metadata: StandardMetadata) -> bytes:
    """Text of entry_points.txt, empty if there are none."""
    groups = dict(metadata.entrypoints)
    groups["console_scripts"] = metadata.scripts
    groups["gui_scripts"] = metadata.gui_scripts
    lines = []
    for group in sorted(groups):
        if groups[group]:
            lines.append(f"[{group}]")
            lines += [f"{name} = {groups[group][name]}" for name in groups[group]]
            lines.append("")
    return "\n".join(lines).encode()


def prepare_metadata(project: Project, folder: str) -> str:
    """Write NAME-VERSION.dist-info into `folder`; its name (PEP 517)."""
    metadata = project.metadata()
    dist_info = f"{normalized(metadata)}.dist-info"
    tag = _tag([None] * len(project.modules))
    for name, content in metadata_files(project, metadata, tag).items():
        files.write(os.path.join(folder, dist_info, name), content)
    return dist_info
