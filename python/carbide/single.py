# SPDX-License-Identifier: MIT
"""One C file, or a text, into a module that lies in the user's cache.

In: a Unit. Out: the path of a shared object that is current; CompileError with what the
compiler said. `carbide.hook` and `carbide.compile` are its callers.

An entry of the cache is a folder, named by a hash of the C, of the settings, and of
what else decides over the result (`_circumstances`). In it, `current` names the folder
of the last build, and each file that this has read, with its stamp and hash: without a
change these are compared, and nothing else is done. Each build has a folder of its own,
as processes may have the last one loaded; writing `current` is what publishes it.
"""

from __future__ import annotations

import os
import sys

import carbide
from carbide import files, paths
from carbide.errors import Collect, CompileError, Error, compile_error
from carbide.native import toolchain
from carbide.project import keys, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from carbide.project.config import Project

# What a single file cannot be told: what it consists of, and what is for projects.
NOT_HERE = ("headers", "sources", "platform")
FOLDERS = ("include_dirs", "library_dirs")

# Seconds after which a build that has a successor is removed: nobody will load it now.
GRACE = 3600

# What an isolated sub-interpreter is told, to which subprocess is closed.
ISOLATED = (
    "it has to be compiled, and this sub-interpreter may not start processes",
    "import or compile it in the main interpreter first",
)


class Unit:
    """What is to be compiled: a file (`path`) or a text, its name, its settings."""

    def __init__(
        self, name: str, text: bytes, path: str, settings: dict[str, Any]
    ) -> None:
        self.name = name
        self.text = text
        self.path = path
        self.settings = settings
        header = os.path.splitext(path)[0] + ".h" if path else ""
        self.header = header if os.path.isfile(header) else ""
        self.where = path or f"carbide.compile, {name}"


def of_file(name: str, path: str, settings: dict[str, Any]) -> Unit:
    """The unit of a C file, and of the header beside it if there is one."""
    return Unit(name, files.read(path), os.path.abspath(path), settings)


def of_text(source: str, name: str | None, settings: dict[str, Any]) -> ModuleType:
    """The module of a text: what `carbide.compile` is."""
    import keyword

    if not isinstance(source, str):
        raise TypeError(f"compile() needs the C as a str, not {type(source).__name__}")
    checked = check_settings(settings)
    try:
        text = source.encode()
    except UnicodeEncodeError as error:
        raise CompileError(
            f"carbide.compile: the C is no Unicode text: {error}"
        ) from None
    if name is None:
        name = f"c_{hashed(text, repr(checked).encode())[:12]}"
    elif not isinstance(name, str):
        raise TypeError(f"name must be a str, not {type(name).__name__}")
    if not name.isidentifier() or not name.isascii() or keyword.iskeyword(name):
        raise ValueError(f"{name!r} is no name of a module: not an ASCII identifier")
    path = build(Unit(name, text, "", checked))
    if path not in _loaded:
        _loaded.setdefault(path, _load(name, path))
    return _loaded[path]


# The modules of texts in this interpreter, by the paths of their files.
_loaded: dict[str, ModuleType] = {}


def _load(name: str, path: str) -> ModuleType:
    from importlib.machinery import ExtensionFileLoader
    from importlib.util import module_from_spec, spec_from_file_location

    loader = ExtensionFileLoader(name, path)
    spec = spec_from_file_location(name, path, loader=loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def known_settings() -> dict[str, str]:
    """The settings of [tool.carbide] that there are here, with their kinds."""
    return {
        key.replace("-", "_"): known.kind
        for key, known in keys.KEYS.items()
        if known.level != keys.PROJECT and key not in NOT_HERE
    }


def check_settings(given: dict[str, Any]) -> dict[str, Any]:
    """The settings, sorted, folders absolute; TypeError for what they cannot be."""
    known, checked = known_settings(), {}
    for key in sorted(given):
        if key not in known:
            import difflib

            near = difflib.get_close_matches(key, known, 1)
            more = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
            raise TypeError(f"there is no setting {key!r}; {more}")
        checked[key] = _check_value(key, known[key], given[key])
    return checked


def _check_value(key: str, kind: str, value: Any) -> Any:
    if kind.startswith("list"):
        strings = isinstance(value, (list, tuple))
        if not strings or not all(isinstance(item, str) for item in value):
            raise TypeError(f"{key} must be a list of strings, not {value!r}")
        return [os.path.abspath(v) if key in FOLDERS else v for v in value]
    if not isinstance(value, bool if kind == "flag" else str):
        wanted = "True or False" if kind == "flag" else "a string"
        raise TypeError(f"{key} must be {wanted}, not {value!r}")
    return value


def hashed(*parts: bytes) -> str:
    """A name for these parts: SHA-256, the first half."""
    import hashlib

    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d:" % len(part) + part)
    return digest.hexdigest()[:32]


def build(unit: Unit) -> str:
    """Path of the module of a unit, built if there is no current one."""
    try:
        key = hashed(_circumstances(unit).encode(), unit.text)
        entry = os.path.join(_cache(), f"{unit.name}-{key}")
        found = _current(entry, unit)
        if found:
            return found
        with files.Lock(entry):
            return _current(entry, unit) or _build(unit, entry)
    except Error as error:
        raise _failure(unit, error, "") from None
    except OSError as error:  # a full disk, a folder that vanished, …
        names = [os.fsdecode(n) for n in (error.filename, error.filename2) if n]
        what = f"{' -> '.join(names) or 'the system'}: {error.strerror}"
        raise _failure(unit, Error(what), "") from error


def _cache() -> str:
    """The folder of all entries: the user's own, else one for temporary files."""
    found = paths.cache("modules")
    if found:
        return found
    if not os.environ.get("CARBIDE_CACHE"):
        import tempfile

        user = os.getuid() if hasattr(os, "getuid") else "user"
        base = os.path.join(tempfile.gettempdir(), f"carbide-{user}")
        found = os.path.join(base, "modules")
        if files.private_folder(base) and files.private_folder(found):
            return found
    raise Error(
        "there is no folder in which it could be kept",
        "let CARBIDE_CACHE name one that can be written",
    )


def _circumstances(unit: Unit) -> str:
    """Everything but the C on which a module depends."""
    cc = toolchain.find_cc()
    translator = paths.carbidec()
    machine = os.uname().machine if hasattr(os, "uname") else ""
    parts = [
        f"carbide {carbide.__version__}",
        f"{translator} {files.stamp(translator)}",
        toolchain.identity(cc),
        f"{sys.platform} {machine}",
        *(f"{name}={os.environ.get(name, '')}" for name in toolchain.VARIABLES),
        repr(settings.environment()),
        repr((unit.name, unit.path, unit.header, unit.settings)),
    ]
    if paths.in_checkout():
        parts += [f"{name} {files.stamp(name)}" for name in paths.runtime_sources()]
    return "\n".join(parts)


def _current(entry: str, unit: Unit) -> str:
    """The module that the entry holds, if nothing has changed since; else ""."""
    mark = os.path.join(entry, "current")
    lines = files.read(mark).decode("utf-8", "surrogateescape").splitlines()
    if len(lines) < 2:
        return ""
    module = os.path.join(entry, lines[0])
    fresh = [_renewed(line) for line in lines[1:]]
    if not all(fresh) or not os.path.exists(module):
        return ""
    try:
        os.utime(entry)  # it is in use
    except OSError:
        return ""  # another process has just pruned it
    if fresh != lines[1:]:  # touched, but the same text
        _publish(mark, lines[0], fresh)
    return module


def _renewed(line: str) -> str:
    """A line of `current`, with the file's stamp of today; "" if its text differs."""
    stamp, digest, path = line.split(" ", 2)
    now = files.stamp(path)
    if stamp == now:
        return line
    if now == "-" or hashed(files.read(path)) != digest:
        return ""
    return f"{now} {digest} {path}"


def _publish(mark: str, module: str, lines: list[str]) -> None:
    text = "\n".join([module, *lines, ""])
    files.write(mark, text.encode("utf-8", "surrogateescape"), 0o600)


def _build(unit: Unit, entry: str) -> str:
    """Build in a new folder of the entry; the caller holds the entry's lock."""
    import shutil
    import tempfile
    import time

    files.prune(os.path.dirname(entry))
    mark = os.path.join(entry, "current")
    before = files.read(mark).decode("utf-8", "surrogateescape").partition(os.sep)[0]
    _clear(entry, before)
    start = time.time_ns()
    folder = tempfile.mkdtemp("", "build-", entry)
    try:
        with Collect() as said:
            module, read = _compile(unit, folder)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, Error):
            raise _failure(unit, error, said.getvalue()) from None
        if isinstance(error, RuntimeError) and "subinterpreters" in str(error):
            raise _failure(unit, Error(*ISOLATED), "") from None
        raise
    if said.getvalue():
        print(said.getvalue(), end="", file=sys.stderr)
    lines = [_line(path, start) for path in read]
    _publish(mark, os.path.relpath(module, entry), lines)
    if before and os.path.isdir(os.path.join(entry, before)):
        os.utime(os.path.join(entry, before))  # from now on it is an old one
    return module


def _line(path: str, start: int) -> str:
    """A line of `current` for a file that a build has read since `start`."""
    import time

    if start <= os.stat(path).st_mtime_ns <= time.time_ns():
        # Written while the compiler ran, and nobody knows which text it has read: no
        # stamp and no hash are like these.
        return f"? ? {path}"
    return f"{files.stamp(path)} {hashed(files.read(path))} {path}"


def _clear(entry: str, current: str) -> None:
    """Remove builds that were abandoned, or replaced a while ago."""
    import shutil
    import time

    for old in os.scandir(entry):
        unused = old.is_dir() and old.name != current
        if unused and time.time() - old.stat().st_mtime > GRACE:
            shutil.rmtree(old.path, ignore_errors=True)


def _compile(unit: Unit, folder: str) -> tuple[str, list[str]]:
    """Build in `folder`; the module, and the files outside of it that were read."""
    from carbide.packaging.builder import Builder

    builder = Builder(_project(unit, folder))
    return builder.modules()[0], builder.inputs()


def _project(unit: Unit, folder: str) -> Project:
    """The unit as a project whose folder is `folder`."""
    from carbide.project import config

    table = {key.replace("_", "-"): value for key, value in unit.settings.items()}
    if unit.path:
        sources, headers = [unit.path], [unit.header] if unit.header else []
    else:
        sources, headers = [f"{unit.name}.c"], []
        files.write(os.path.join(folder, sources[0]), unit.text)
    return config.of_files(folder, unit.name, table, headers, sources)


def _failure(unit: Unit, error: Error, said: str) -> CompileError:
    failure = compile_error(unit.where, error, said)
    failure.name, failure.path = unit.name, unit.path or None
    return failure
