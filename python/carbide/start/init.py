# SPDX-License-Identifier: MIT
"""`carbide init`: make a project of a folder that has something in it already.

In: the folder. Out: what was missing: pyproject.toml or the tables that it lacks, with
every line that was there; a header, a source and a test where there is no C yet. No
file is overwritten, and each thing that is done or left to be done is said. A project
of another build backend is not touched.
"""

from __future__ import annotations

import os
import re

from carbide import files
from carbide.errors import ConfigError, Error, say
from carbide.project import config, layout, tomlfile
from carbide.start import new

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BACKEND = "carbide.build"
BUILD_SYSTEM = (
    '[build-system]\nrequires = ["carbide"]\nbuild-backend = "carbide.build"\n'
)

# Folders whose C is none of the module's.
OTHERS = """
    build dist tests test examples example docs doc benchmarks bench tools scripts fuzz
    third_party vendor node_modules __pycache__""".split()
MAIN = re.compile(r"^\s*(?:int|void)\s+main\s*\(", re.M)


class Found:
    """What a folder has: its pyproject.toml, its C, its Python package."""

    def __init__(self, root: str, name: str | None) -> None:
        self.root = root
        self.path = os.path.join(root, config.FILE)
        self.text = ""
        self.data: dict[str, Any] = {}
        if os.path.lexists(self.path):
            self.text, self.data = tomlfile.read(self.path)
        for key in ("project", "tool", "build-system"):
            if not isinstance(self.data.get(key, {}), dict):
                raise ConfigError(f"{config.FILE}: `{key}` must be a table")
        project = self.data.get("project", {})
        said = str(name or project.get("name") or os.path.basename(root))
        self.name = re.sub(r"[^\w.-]+", "-", said).strip("-._")
        self.module = re.sub(r"\W", "_", self.name)
        self.package = self._package()
        self.programs: list[str] = []
        self.sources = self._sources()
        self.headers = [n for n in _walk(root) if n.endswith(".h")]

    @property
    def dotted(self) -> str:
        """The module's name: inside the package, where there is one."""
        return f"{self.module}._core" if self.package else self.module

    @property
    def stem(self) -> str:
        """The name of the module's own header and source."""
        return self.dotted.rpartition(".")[2]

    def _package(self) -> str:
        """The folder of a Python package of that name, or ""."""
        for place in layout.CANDIDATES:
            folder = os.path.normpath(os.path.join(place, self.module))
            if os.path.exists(os.path.join(self.root, folder, "__init__.py")):
                return folder.replace(os.sep, "/")
        return ""

    def _sources(self) -> list[str]:
        """C files that are no programs of their own."""
        found = []
        for name in _walk(self.root):
            if name.endswith(".c"):
                text = files.read(os.path.join(self.root, name))
                if MAIN.search(text.decode("utf-8", "replace")):
                    self.programs.append(name)
                else:
                    found.append(name)
        return found


def init(directory: str, name: str | None = None) -> None:
    """Add what is missing; Error, and nothing done, where it cannot be."""
    root = os.path.abspath(directory)
    if not os.path.isdir(root):
        raise Error(
            f"{directory} is no folder", f"`carbide new NAME` makes {directory}"
        )
    found = Found(root, name)
    _check_backend(found)
    if "carbide" not in found.data.get("tool", {}):
        _check_name(found)
    added: dict[str, bytes] = {}
    if not found.sources and not found.headers:
        added.update(_templates(found))
    if not os.path.exists(os.path.join(root, ".gitignore")):
        added[".gitignore"] = new.contents(found.module, "functions", {})[".gitignore"]
    text, what = _with_tables(found)
    for file, content in added.items():
        files.write(os.path.join(root, file), content)
        say(f"wrote {file}")
    if text != found.text:
        files.write(found.path, text.encode("utf-8"))
    say(f"{config.FILE}: {what}" if found.text else f"wrote {config.FILE}")
    _say_the_rest(found, directory)


def _check_backend(found: Found) -> None:
    """Refuse a project that something else builds."""
    backend = found.data.get("build-system", {}).get("build-backend")
    if "build-system" not in found.data or backend == BACKEND:
        return
    raise Error(
        f"{config.FILE} is built by {backend or 'setuptools'}, and that is not changed",
        f"to build it with carbide, write in its place:\n{BUILD_SYSTEM.rstrip()}",
    )


def _check_name(found: Found) -> None:
    """Refuse a name that no module should have; say how to give another."""
    try:
        new.check_name(found.module)
    except Error as error:
        other = new.suggestion(found.module or "module")
        raise Error(str(error), f"`carbide init --name {other}`") from None


def _templates(found: Found) -> dict[str, bytes]:
    """A header, a source and a test, as `carbide new` writes them."""
    kind = "mixed" if found.package else "functions"
    wanted = {f"src/{found.stem}.h", f"src/{found.stem}.c"}
    if not found.package:
        wanted.add(f"tests/test_{found.module}.py")
    return {
        file: content
        for file, content in new.contents(found.module, kind, {}).items()
        if file in wanted and not os.path.lexists(os.path.join(found.root, file))
    }


def _with_tables(found: Found) -> tuple[str, str]:
    """The text of pyproject.toml with the tables that it lacks; what was added."""
    text, added = found.text, []
    if "build-system" not in found.data:
        head = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", text)
        cut = head.end() if head else 0
        text = f"{text[:cut]}{BUILD_SYSTEM}{_gap(text[cut:])}{text[cut:]}"
        added.append("[build-system]")
    if "project" not in found.data:
        text = _append(text, _project_table(found))
        added.append("[project]")
    settings = _settings(found)
    if "carbide" not in found.data.get("tool", {}) and settings:
        text = _append(text, f"[tool.carbide]\n{settings}")
        added.append("[tool.carbide]")
    _check_result(found, text)
    return text, f"added {', '.join(added)}" if added else "nothing was missing"


def _project_table(found: Found) -> str:
    lines = ["[project]", f'name = "{found.name}"', 'version = "0.1.0"']
    if os.path.exists(os.path.join(found.root, "README.md")):
        lines.append('readme = "README.md"')
    lines.append('requires-python = ">=3.9"')
    return "\n".join(lines) + "\n"


def _settings(found: Found) -> str:
    """The lines of [tool.carbide] that make a build find what is there."""
    rows: dict[str, Any] = {}
    if found.dotted != re.sub(r"[-.]", "_", str(_project_name(found))):
        rows["module"] = found.dotted
    default = f"src/{found.stem}.h"
    headers = _exported(found)
    if found.headers and headers != [default]:
        rows["headers"] = headers
    if found.sources and any(not re.match(r"src/[^/]+$", s) for s in found.sources):
        rows["sources"] = _patterns(found)
    elif found.programs and found.sources:
        rows["sources"] = found.sources
    folders = sorted({os.path.dirname(h) for h in found.headers})
    beside = {os.path.dirname(source) for source in found.sources}
    include = [f for f in folders if f and beside - {f}]
    if include:
        rows["include-dirs"] = include
    return "".join(f"{key} = {_toml(value)}\n" for key, value in rows.items())


def _project_name(found: Found) -> object:
    return found.data.get("project", {}).get("name", found.name)


def _exported(found: Found) -> list[str]:
    """The headers that say what Python sees: the module's own, or all."""
    own = [h for h in found.headers if os.path.basename(h) == f"{found.stem}.h"]
    own = own or [
        h for h in found.headers if os.path.basename(h) == f"{found.module}.h"
    ]
    return own[:1] or found.headers


def _patterns(found: Found) -> list[str]:
    """The sources, as patterns where a folder goes along as a whole."""
    result = []
    for folder in sorted({os.path.dirname(source) for source in found.sources}):
        inside = [s for s in found.sources if os.path.dirname(s) == folder]
        pattern = f"{folder}/*.c".lstrip("/")
        whole = config.matches(found.root, pattern) == inside
        result += [pattern] if whole else inside
    return result


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(f'"{v}"' for v in value) + "]"
    return f'"{value}"'


def _gap(rest: str) -> str:
    return "\n" if rest and not rest.startswith("\n") else ""


def _append(text: str, table: str) -> str:
    """The table behind the text, an empty line between them."""
    if text and not text.endswith("\n"):
        text += "\n"
    return f"{text}{_gap(text)}{table}"


def _check_result(found: Found, text: str) -> None:
    """What is added must leave the rest as it was: a net below the edit."""
    before, after = found.data, tomlfile.parse(found.path, text)
    kept = {key: value for key, value in after.items() if key in before}
    tool = {k: v for k, v in after.get("tool", {}).items() if k != "carbide"}
    if "tool" in before and "carbide" not in before["tool"]:
        kept["tool"] = tool
    if kept != before:
        lines = f"{BUILD_SYSTEM}\n[tool.carbide]\n{_settings(found)}"
        raise Error(
            f"{config.FILE} cannot be added to without a change of what is there",
            f"add by hand:\n{lines.rstrip()}",
        )


def _walk(root: str) -> list[str]:
    """The files of a project, without what is built, hidden, or of others."""
    found = []
    for base, folders, names in os.walk(root):
        folders[:] = [
            folder
            for folder in sorted(folders)
            if folder[0] != "."
            and folder not in OTHERS
            and not os.path.exists(os.path.join(base, folder, "pyvenv.cfg"))
        ]
        found += [
            os.path.relpath(os.path.join(base, name), root).replace(os.sep, "/")
            for name in sorted(names)
        ]
    return found


def _say_the_rest(found: Found, directory: str) -> None:
    """What was found and left as it is, and what to do next."""
    if found.sources or found.headers:
        exported = ", ".join(_exported(found)) or "what the sources define"
        say(f"found {len(found.sources)} .c files; Python sees {exported}")
    for name in found.programs:
        say(f"left out {name}: it has a main()")
    ignored = files.read(os.path.join(found.root, ".gitignore")).decode()
    if not re.search(r"^/?build/?$", ignored, re.M):
        say("add to .gitignore: /build/ and /dist/")
    if found.package and "/" not in found.package and "*.so" not in ignored:
        say(f"add to .gitignore: *.so (a copy is put into {found.package}/)")
    place = "" if os.path.normpath(directory) == "." else f"    cd {directory}\n"
    say(
        f"Next:\n\n{place}"
        "    carbide explain         # what each C function becomes\n"
        "    carbide develop         # build it and install it, editable\n"
    )
