# SPDX-License-Identifier: MIT
"""Write build.ninja and compile_commands.json for a project.

In: a Project and its Toolchain. Out: the texts; writing them is the builder's. All
commands run in the project's folder, so that paths in messages are those that the
user knows. Colours are always asked for, and removed by ninja where there is no
terminal: a command line that changed would rebuild everything.

The edges of a module:
    umbrella.c, *.c --preprocess--> *.i --carbidec--> NAME_glue.c NAME.pyi NAME.json
    NAME_glue.c, *.c --compile--> *.o
    *.o, the runtime's objects --link--> NAME.so, release/NAME.so
"""

from __future__ import annotations

import os
import sys

from carbide import paths, toolchain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from carbide.config import Project
    from carbide.toolchain import Toolchain

BUILD_DIR = "build/cp-abi"
COLOR = "-fdiagnostics-color=always"

# What the translator reads: declarations, macros and comments of one file. Warnings
# come from the compile step; here they would come twice.
PREPROCESS = ["-E", "-dD", "-CC", "-w", "-D__CARBIDE__=1"]


class Writer:
    """The text of a build.ninja, built rule by rule."""

    def __init__(self, build_dir: str) -> None:
        self.lines = [
            "# Written by carbide; a change of pyproject.toml writes it again.",
            "ninja_required_version = 1.8",
            f"builddir = {build_dir}",
        ]

    def variable(self, name: str, words: Iterable[str]) -> None:
        """Define a variable that holds a list of words, quoted for the shell."""
        self.lines.append(f"{name} = {shell(words)}")

    def rule(self, name: str, command: str, **settings: str) -> None:
        """Define a rule; `command` may use $in, $out and variables."""
        self.lines += ["", f"rule {name}", f"  command = {command}"]
        self.lines += [f"  {key} = {value}" for key, value in settings.items()]

    def edge(
        self,
        rule: str,
        outputs: Iterable[str],
        inputs: Iterable[str],
        implicit: Iterable[str] = (),
        after: Iterable[str] = (),
        **variables: str,
    ) -> None:
        """Say that `rule` makes the outputs of the inputs, not before `after`."""
        line = f"build {_paths(outputs)}: {rule} {_paths(inputs)}".rstrip()
        if implicit:
            line += f" | {_paths(implicit)}"
        if after:
            line += f" || {_paths(after)}"
        self.lines += ["", line]
        self.lines += [f"  {key} = {value}" for key, value in variables.items()]

    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines) + "\n"


class Layout:
    """Where the files of a module's build lie, relative to the project."""

    def __init__(self, project: Project, build_dir: str = BUILD_DIR) -> None:
        self.folder = build_dir
        self.ninja = f"{build_dir}/build.ninja"
        self.umbrella = f"{build_dir}/umbrella.c"
        self.script = f"{build_dir}/{project.name}.map"
        self.glue = f"{build_dir}/{project.name}_glue.c"
        self.stub = f"{build_dir}/{project.name}.pyi"
        self.json = f"{build_dir}/{project.name}.json"
        self.module = f"{build_dir}/{project.name}{toolchain.EXTENSION}"
        self.release = f"{build_dir}/release/{project.name}{toolchain.EXTENSION}"
        self.glue_object = f"{build_dir}/obj/{project.name}_glue.o"

    def object(self, source: str) -> str:
        """The object file of one of the user's sources."""
        return f"{self.folder}/obj/{_flat(source)}.o"

    def preprocessed(self, source: str) -> str:
        """What the translator reads of one source."""
        if source == self.umbrella:
            return f"{self.folder}/pre/umbrella.i"
        return f"{self.folder}/pre/{_flat(source)}.i"


def umbrella(project: Project) -> str:
    """The C file that includes each header; its line markers name them."""
    return "".join(f'#include "{header}"\n' for header in project.headers)


def carbidec_command(project: Project, layout: Layout) -> list[str]:
    """The translator's command line for a project, up to its first input."""
    words = [paths.carbidec(), "--module", project.name, "-o", layout.folder]
    for header in project.headers:
        words += ["--header", header]
    for prefix in project.prefix:
        words += ["--prefix", prefix]
    if project.case:
        words += ["--case", project.case]
    if project.lock:
        words += ["--lock", project.lock]
    return words


def carbidec_inputs(project: Project, layout: Layout) -> list[str]:
    """The translator's inputs: the umbrella declares, the sources give bodies."""
    inputs = [layout.umbrella, *project.sources]
    return [layout.preprocessed(source) for source in inputs]


def module_file(
    project: Project, chain: Toolchain, layout: Layout, runtime: list[str]
) -> str:
    """Text of build.ninja for an extension module; `runtime` are its objects."""
    out = Writer(layout.folder)
    _variables(out, chain)
    _rules(out, project, layout)
    _translate_edges(out, project, layout)
    objects = [*_compile_edges(out, project, layout), *runtime]
    _link_edges(out, project, chain, layout, objects)
    return out.text()


def _variables(out: Writer, chain: Toolchain) -> None:
    out.variable("cc", chain.cc)
    out.variable("user", chain.user)
    out.variable("glue", chain.glue)
    out.variable("link", chain.link)
    out.variable("libraries", chain.libraries)


def _rules(out: Writer, project: Project, layout: Layout) -> None:
    pre = shell(PREPROCESS)
    depfile = {"depfile": "$out.d", "deps": "gcc"}
    out.rule(
        "preprocess",
        f"$cc {COLOR} $flags {pre} -MD -MT $out -MF $out.d $in -o $out",
        description="preprocess $in",
        **depfile,
    )
    out.rule(
        "compile",
        f"$cc {COLOR} $flags -MD -MT $out -MF $out.d -c $in -o $out",
        description="compile $in",
        **depfile,
    )
    command = shell([*carbidec_command(project, layout), "--color", "always"])
    out.rule("carbidec", f"{command} $in", restat="1", description="translate $module")
    out.rule(
        "link",
        f"$cc {COLOR} $link $extra $in $libraries -o $out",
        description="link $out",
    )


def _translate_edges(out: Writer, project: Project, layout: Layout) -> None:
    """preprocess each file with the flags that compile it; translate."""
    pre = layout.preprocessed
    out.edge("preprocess", [pre(layout.umbrella)], [layout.umbrella], flags="$glue")
    # behind the headers: what is wrong with one is said of it alone
    first = [pre(layout.umbrella)]
    for source in project.sources:
        out.edge("preprocess", [pre(source)], [source], after=first, flags="$user")
    out.edge(
        "carbidec",
        [layout.glue, layout.stub, layout.json],
        carbidec_inputs(project, layout),
        [paths.carbidec()],
        module=_escape(project.name),
    )
    out.edge("phony", ["translate"], [layout.json])
    out.edge("phony", ["preprocess"], carbidec_inputs(project, layout))


def _compile_edges(out: Writer, project: Project, layout: Layout) -> list[str]:
    """glue and the user's sources; returns the object files.

    A source waits for the translation, and so for all preprocessing: what is wrong
    with a header is said once, and not again by the compiler in a thousand lines.
    """
    objects = [layout.glue_object]
    out.edge("compile", objects, [layout.glue], flags="$glue")
    for source in project.sources:
        objects.append(layout.object(source))
        first = [layout.json]
        out.edge("compile", objects[-1:], [source], after=first, flags="$user")
    return objects


def _link_edges(
    out: Writer,
    project: Project,
    chain: Toolchain,
    layout: Layout,
    objects: list[str],
) -> None:
    prefix = toolchain.version_script(project.name)[1][0]
    script = shell([prefix + layout.script])
    strip = shell(toolchain.strip_flags())
    out.edge("link", [layout.module], objects, [layout.script], extra=script)
    out.edge(
        "link", [layout.release], objects, [layout.script], extra=f"{script} {strip}"
    )
    out.edge("phony", ["develop"], [layout.module, layout.stub])
    out.edge("phony", ["release"], [layout.release, layout.stub])


def runtime_file(chain: Toolchain) -> str:
    """Text of build.ninja for the runtime's objects, in the folder of the file."""
    out = Writer(".")
    flags = shell([*chain.cc, COLOR, *chain.runtime])
    out.rule("compile", f"{flags} -c $in -o $out", description="compile $in")
    for source in paths.runtime_sources():
        out.edge("compile", [f"{os.path.basename(source)}.o"], [source])
    return out.text()


def tool_file(project: Project, cc: list[str]) -> str:
    """Text of build.ninja for the translator itself: an executable of src/*.c."""
    folder = paths.TOOL_DIR.replace(os.sep, "/")
    out = Writer(folder)
    out.variable("cc", cc)
    out.rule(
        "compile",
        f"$cc -std=c11 -O2 {COLOR} -MD -MT $out -MF $out.d -c $in -o $out",
        depfile="$out.d",
        deps="gcc",
        description="compile $in",
    )
    out.rule("link", f"$cc {COLOR} $in -lm -o $out", description="link $out")
    objects = []
    for source in project.sources:
        objects.append(f"{folder}/obj/{_flat(source)}.o")
        out.edge("compile", objects[-1:], [source])
    out.edge("link", [f"{folder}/{project.tool}{paths.EXE}"], objects)
    return out.text()


def compile_commands(project: Project, chain: Toolchain, layout: Layout) -> str:
    """Text of compile_commands.json, which tells editors how each file is compiled."""
    import json

    entries = []
    files = [(source, chain.user, layout.object(source)) for source in project.sources]
    files.append((layout.glue, chain.glue, layout.glue_object))
    for source, flags, output in files:
        entries.append(
            {
                "directory": os.path.abspath(project.root),
                "file": source,
                "arguments": [*chain.cc, *flags, "-c", source, "-o", output],
                "output": output,
            }
        )
    return json.dumps(entries, indent=1) + "\n"


def shell(words: Iterable[str]) -> str:
    """Words quoted for the shell that ninja calls, `$` escaped for ninja."""
    if sys.platform == "win32":
        import subprocess

        text = subprocess.list2cmdline(list(words))
    else:
        text = " ".join(_quote(word) for word in words)
    return text.replace("$", "$$")


def _quote(word: str) -> str:
    """As shlex.quote, whose module is slow to import."""
    plain = "@%+=:,./-_"
    if word and all(c in plain or (c.isascii() and c.isalnum()) for c in word):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"


def _paths(names: Iterable[str]) -> str:
    return " ".join(_escape(name) for name in names)


def _escape(name: str) -> str:
    return name.replace("$", "$$").replace(" ", "$ ").replace(":", "$:")


def _flat(source: str) -> str:
    """A source's path made fit to lie below the build folder."""
    return source.replace("../", "__/").lstrip("/")
