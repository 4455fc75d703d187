# SPDX-License-Identifier: MIT
"""The command `carbide`: one function a command, imports inside them.

A build without changes has to cost milliseconds, so this file imports nothing that
it may not need. Data goes to stdout, everything else to stderr. Exit status: 0, 1
for a known error, 2 for a wrong command line.
"""

from __future__ import annotations

import argparse
import os
import sys

import carbide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from carbide.packaging.builder import Builder
    from carbide.project.config import Project

    Commands = argparse._SubParsersAction["_Parser"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser(*words[:1]).parse_args(_split_cflags(words))
    from carbide.errors import Error, of_system, report

    if getattr(options, "max_errors", None) is not None:
        # Not in the command line that ninja has: it would translate again.
        os.environ["CARBIDE_MAX_ERRORS"] = str(options.max_errors)
    try:
        status = int(options.run(options) or 0)
        sys.stdout.flush()
        return status
    except Error as error:
        report(error)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except OSError as error:
        known = of_system(error)
        if not known:
            raise
        if not error.filename:  # it may be stdout: Python would try again at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        report(known)
        return 1


def carbidec() -> int:
    """The command `carbidec`: the translator itself, for other build systems."""
    from carbide import paths
    from carbide.errors import Error, report

    try:
        program = paths.carbidec()
    except Error as error:
        report(error)
        return 1
    if sys.platform != "win32":
        os.execv(program, [program, *sys.argv[1:]])
    import subprocess

    return subprocess.call([program, *sys.argv[1:]])


def _split_cflags(words: list[str]) -> list[str]:
    """Keep what stands behind `--` as one option: argparse would mix it in."""
    if "--" not in words:
        return words
    cut = words.index("--")
    return [*words[:cut], *(f"--cflag={word}" for word in words[cut + 1 :])]


class _Formatter(argparse.HelpFormatter):
    """As argparse's own, which imports shutil for the width before anybody asks."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        try:
            width = int(columns or os.get_terminal_size().columns)
        except (OSError, ValueError):
            width = 80
        super().__init__(prog, width=max(width - 2, 20))


class _Parser(argparse.ArgumentParser):
    """With that formatter; the parsers of the commands are of this class as well."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **more})


def _parser(word: str = "") -> argparse.ArgumentParser:
    """For a command line that begins with this word: its command alone, or all.

    Options of commands that nobody has asked for would be half of the time of a start.
    """
    text = "Python extension modules from plain C."
    parser = _Parser(prog="carbide", description=text)
    version = f"carbide {carbide.__version__}"
    parser.add_argument("--version", action="version", version=version)
    commands: Commands = parser.add_subparsers(metavar="COMMAND", required=True)
    known: dict[str, Callable[[Commands], None]] = {
        "new": _new_command,
        "init": _init_command,
        "develop": _develop_command,
        "build": _build_command,
        "sdist": _sdist_command,
        "explain": _explain_command,
        "import": _import_command,
        "schema": _schema_command,
        "--version": lambda _: None,  # which ends before any command
    }
    for add in [known[word]] if word in known else known.values():
        add(commands)
    return parser


def _new_command(commands: Commands) -> None:
    text = "start a project in a new folder"
    new = commands.add_parser("new", help=text, description=text)
    new.add_argument("name", metavar="NAME", help="the module; also the folder")
    new.add_argument(
        "-t",
        "--template",
        choices=("functions", "class", "mixed", "library"),
        help="what it shows (default: functions; with a library: library)",
    )
    library = new.add_argument_group("the library that the template `library` binds")
    library.add_argument("--header", metavar="HEADER", help="a file, or as in <>")
    _library_options(library)
    new.add_argument("-v", "--verbose", action="store_true", help=argparse.SUPPRESS)
    new.add_argument("--cflag", action="append", default=[], help=argparse.SUPPRESS)
    new.set_defaults(run=_new)


def _init_command(commands: Commands) -> None:
    text = "make a project of an existing folder; nothing in it is overwritten"
    init = commands.add_parser("init", help=text, description=text)
    init.add_argument(
        "directory", nargs="?", default=".", metavar="DIR", help="default: here"
    )
    init.add_argument("--name", metavar="NAME", help="default: the folder's name")
    init.set_defaults(run=_init)


def _develop_command(commands: Commands) -> None:
    develop = _command(commands, "develop", "build, and install editable, in place")
    _format_option(develop)
    _override_options(develop)
    develop.set_defaults(run=_develop)


def _build_command(commands: Commands) -> None:
    build = _command(commands, "build", "build wheels")
    _format_option(build)
    _out_option(build)
    build.add_argument(
        "--python",
        action="append",
        metavar="3.X",
        help="the oldest CPython that the wheel is for, or 3.13t, 3.15t for "
        "free-threaded ones; each time it is given, a wheel more",
    )
    build.add_argument(
        "--repair",
        action="store_true",
        help="put libraries that the wheel needs into it, by auditwheel",
    )
    _override_options(build)
    build.set_defaults(run=_build)


def _sdist_command(commands: Commands) -> None:
    sdist = _command(commands, "sdist", "pack the sources")
    _out_option(sdist)
    sdist.set_defaults(run=_sdist)


def _explain_command(commands: Commands) -> None:
    text = "say what each function becomes; or explain a diagnostic or any header"
    explain = _command(
        commands, "explain", text, usage="%(prog)s [WHAT] [--json] [-- CFLAGS]"
    )
    explain.add_argument(
        "what",
        nargs="?",
        metavar="WHAT",
        help="a diagnostic's name or a header; default: the project",
    )
    explain.add_argument("--json", action="store_true", help="the description as JSON")
    _format_option(explain)
    _override_options(explain)
    explain.add_argument("--cflag", action="append", default=[], help=argparse.SUPPRESS)
    explain.set_defaults(run=_explain)


def _schema_command(commands: Commands) -> None:
    text = "print the JSON schema of pyproject.toml, for editors"
    schema = commands.add_parser("schema", help=text, description=text)
    schema.set_defaults(run=_schema)


def _library_options(parser: argparse._ActionsContainer) -> None:
    lists = (
        ("--pkg-config", "NAME", "a library by its pkg-config name: linked against"),
        ("--library", "NAME", "a library that pkg-config does not know"),
        ("--include", "HEADER", "a header that has to stand before it"),
        ("--prefix", "P", "a prefix to strip from names in Python"),
    )
    for name, value, what in lists:
        parser.add_argument(name, action="append", default=[], metavar=value, help=what)


def _import_command(commands: Commands) -> None:
    text = "draft a binding header for a library that is installed"
    parser = commands.add_parser(
        "import",
        help=text,
        description=text,
        usage="%(prog)s HEADER [options] [-- CFLAGS]",
    )
    parser.add_argument("header", metavar="HEADER", help="a file, or as in #include <>")
    _library_options(parser)
    parser.add_argument("-o", "--out", metavar="FILE", default="", help="not to stdout")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="print the commands that run"
    )
    parser.add_argument("--cflag", action="append", default=[], help=argparse.SUPPRESS)
    parser.set_defaults(run=_import)


def _command(
    commands: Commands,
    name: str,
    text: str,
    usage: str | None = None,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text, usage=usage)
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="print the commands that run"
    )
    parser.add_argument(
        "-C", "--directory", default=".", help="the project's folder (default: here)"
    )
    return parser


def _out_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--out", metavar="DIR", help="where the file goes (default: dist)"
    )


def _format_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="json: the diagnostics as SARIF 2.1.0 on stdout",
    )
    parser.add_argument(
        "--max-errors",
        metavar="N",
        type=_count,
        help="show at most N of the translator's errors (default: 20; 0: all)",
    )


def _override_options(parser: argparse.ArgumentParser) -> None:
    """An option for each key of [tool.carbide] that may be said from outside."""
    from carbide.project import keys, settings

    group = parser.add_argument_group("in place of, or behind, [tool.carbide]")
    for key in settings.overrides():
        known = keys.KEYS[key]
        words = "|".join(known.choices) if known.choices else "WORDS"
        group.add_argument(f"--{key}", metavar=words, action="append")


def _load(options: argparse.Namespace, develop: bool = False) -> Project:
    """The project of a command, with what the command overrides."""
    from carbide.project import config, settings

    said = {}
    for key in settings.overrides():
        texts = getattr(options, key.replace("-", "_"), None)
        if texts:
            said[key] = settings.value(key, texts, f"--{key}")
    usual = settings.DEVELOP if develop else settings.RELEASE
    return config.load(config.find_root(options.directory), said, usual)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of errors: 0, 1, 2, …")
    return int(text)


def _diagnose(builder: Builder, build: Callable[[], object] | None = None) -> int:
    """Print what is to be said of the project as SARIF on stdout; the exit status.

    With `build`, which builds it, also what the compiler and the linker say.
    """
    from carbide.native import progress, sarif

    document = sarif.EMPTY
    lines: list[str] = []
    progress.recorded = lines
    try:
        status, document = builder.diagnose()
        if build and not status:
            build()
    finally:
        progress.recorded = None
        sys.stdout.write(sarif.merge(document, lines))
        sys.stdout.flush()
    return status


def _new(options: argparse.Namespace) -> None:
    from carbide.errors import Error
    from carbide.start import new

    asked = options.header or options.pkg_config or options.library
    kind = options.template or ("library" if asked else "functions")
    if asked and kind != "library":
        raise Error(
            f"the template `{kind}` binds no library",
            "leave --template out, or say --template library",
        )
    new.check_name(options.name)
    request = new.request_of(options) if kind == "library" else None
    new.create(options.name, kind, request)


def _init(options: argparse.Namespace) -> None:
    from carbide.start import init

    init.init(options.directory, options.name)


def _develop(options: argparse.Namespace) -> int:
    from carbide.packaging.builder import Builder, announce
    from carbide.packaging.develop import develop

    project = _load(options, develop=True)

    def build() -> None:
        announce(project, develop(project, options.verbose))

    if options.format == "json" and not project.tool:
        return _diagnose(Builder(project, options.verbose), build)
    build()
    return 0


def _build(options: argparse.Namespace) -> int:
    from carbide.packaging import uptodate
    from carbide.packaging.builder import Builder

    project = _load(options)
    folder = options.out or os.path.join(project.root, "dist")
    builder = Builder(project, options.verbose)
    names: list[str] = []
    request = uptodate.Request(options.python, options.repair)
    if options.format == "json" and not project.tool:
        status = _diagnose(builder, builder.release)
        if status:
            return status
    if not project.tool:
        builder.release()
        names = uptodate.find(builder, folder, request)
    if not names:
        from carbide.packaging import wheel

        names = wheel.write(project, folder, request, options.verbose)
        uptodate.remember(builder, folder, request, names)
    stream = sys.stderr if options.format == "json" else sys.stdout
    for name in names:
        print(os.path.relpath(os.path.join(folder, name)), file=stream)
    return 0


def _sdist(options: argparse.Namespace) -> None:
    from carbide.packaging import sdist

    project = _load(options)
    folder = options.out or os.path.join(project.root, "dist")
    print(os.path.relpath(os.path.join(folder, sdist.build(project, folder))))


def _explain(options: argparse.Namespace) -> int | None:
    from carbide.start import explain

    if options.what is None and options.format == "json":
        from carbide.packaging.builder import Builder

        project = _load(options, develop=True)
        return 0 if project.tool else _diagnose(Builder(project, options.verbose))
    if options.what is None:
        explain.project(_load(options, develop=True), options.json, options.verbose)
        return None
    if os.path.exists(options.what) or options.what.endswith((".h", ".hpp")):
        sarif = options.format == "json"
        return explain.header(
            options.what, options.json, options.cflag, options.verbose, sarif
        )
    return explain.diagnostic(options.what)


def _schema(_: argparse.Namespace) -> None:
    from carbide.project import schema

    sys.stdout.write(schema.text())


def _import(options: argparse.Namespace) -> None:
    from carbide.start import importer

    importer.write(importer.request_of(options, options.header, options.out))
