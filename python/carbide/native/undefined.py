# SPDX-License-Identifier: MIT
"""After the link: is everything that the module calls defined somewhere?

A linker makes a shared object with any number of undefined symbols; the import then
fails. What is undefined must be Python's own API or come from a library that the
module needs. The rest are functions that are declared and defined nowhere: the
translator reports those of the user's headers at their prototype.
"""

from __future__ import annotations

import json
import os

from carbide import files, paths
from carbide.errors import BuildError
from carbide.native import child, elf, ninja, runtime
from carbide.project.config import SETTINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.native.ninja import Part


def check(part: Part, cc: list[str], module: str) -> None:
    """BuildError if the linked file `module` calls what nothing defines."""
    root = part.module.root
    path = os.path.join(root, module)
    try:
        linked = elf.read(path)
    except ValueError:
        return  # no ELF: on macOS and Windows the linker itself checks
    folders = [os.path.join(root, f) for f in part.module.library_dirs]
    missing = unresolved(folders, cc, linked)
    if missing:
        raise _failure(part, sorted(missing))


def unresolved(folders: list[str], cc: list[str], linked: elf.Elf) -> set[str]:
    """Undefined symbols less the Python API and what the needed libraries export."""
    missing = {
        name
        for name in linked.undefined - linked.bound
        if not name.startswith(("Py", "_Py"))
    }
    missing -= paths.api_names()
    for library in linked.needed:
        if not missing:
            break
        file = _find_library(folders, cc, library, linked.runpath)
        if not file:
            return set()  # a library that only the target machine has: no verdict
        try:
            missing -= elf.read(file).exported
        except ValueError:
            return set()  # a script for the linker, or of another machine: neither
    return missing


def _find_library(
    folders: list[str], cc: list[str], library: str, runpath: list[str]
) -> str:
    """The file that the loader would find for a DT_NEEDED entry, or ""."""
    for folder in [*folders, *(f for f in runpath if os.path.isabs(f))]:
        if os.path.exists(os.path.join(folder, library)):
            return os.path.join(folder, library)
    command = [*cc, f"-print-file-name={library}"]
    done = child.ask(command, " ".join(cc))
    found = done.stdout.strip()
    return found if os.path.isabs(found) and os.path.exists(found) else ""


def _failure(part: Part, missing: list[str]) -> BuildError:
    path = os.path.join(part.module.root, part.layout.json)
    with open(path, encoding="utf-8") as file:
        functions = json.load(file)["functions"]
    declared = {function["c_name"] for function in functions}
    own = [name for name in missing if name in declared]
    if own and _report_at_prototype(part, own):
        missing = [name for name in missing if name not in declared]
        if not missing:
            return BuildError("the module calls functions that nothing defines")
    lines = [f"{name}, used in {_users(part, name)}" for name in missing]
    hint = (
        f"add the source file that defines it to [{part.module.where}] sources,\n"
        "or the library to libraries or pkg-config"
    )
    if part.module.where == SETTINGS:
        hint = 'define it, or link its library: libraries=["…"] or pkg_config=["…"]'
    return BuildError("declared, but defined nowhere: " + "; ".join(lines), hint)


def _report_at_prototype(part: Part, names: list[str]) -> bool:
    """Let the translator print the diagnostic; whether it did."""
    import subprocess

    from carbide.errors import stream, use_color

    command = ninja.carbidec_command(part.module, part.layout)
    command += ["--color", "always" if use_color(stream()) else "never"]
    for name in names:
        command += ["--undefined", name]
    command += ["--check-only", *ninja.carbidec_inputs(part.module, part.layout)]
    done = subprocess.run(
        command,
        cwd=part.module.root,
        check=False,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    stream().write(done.stderr)
    stream().flush()
    return done.returncode == 1


def _users(part: Part, name: str) -> str:
    """The source files whose objects refer to a symbol."""
    users, root, layout = [], part.module.root, part.layout
    objects = [(source, layout.object(source)) for source in part.module.sources]
    objects.append(("the generated glue", layout.glue_object))
    objects.append(("the generated glue", layout.object(layout.calls)))
    folder = files.read(os.path.join(root, layout.runtime)).decode()
    objects += [("carbide's runtime", path) for path in runtime.objects(folder)]
    for source, file in objects:
        path = os.path.join(root, file)
        if os.path.exists(path) and name in elf.read(path).undefined:
            users.append(source)
    return ", ".join(users) or "the module"
