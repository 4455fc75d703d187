# SPDX-License-Identifier: MIT
"""Write build.ninja and compile_commands.json for a project.

In: each Module with its Layout and Toolchain. Out: the texts; writing them is the
builder's. All
commands run in the project's folder, so that paths in messages are those that the
user knows. Colours are always asked for, and removed by ninja where there is no
terminal: a command line that changed would rebuild everything.

The edges of a module:
    umbrella.c, *.c --preprocess--> *.i --carbidec--> NAME_glue.c NAME.pyi NAME.json
    NAME_glue.c, *.c --compile--> *.o
and with CPU levels, of which NAME_calls.c has the tables:
    *.o --plan--> cpu.plan; cpu.plan, NAME_calls.c, *.c --level--> @LEVEL/*.o
    *.o, the runtime's objects --link--> NAME.so, release/NAME.so
"""

from __future__ import annotations

import os
import sys

from carbide import paths
from carbide.errors import ConfigError
from carbide.native import toolchain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from carbide.native.toolchain import Toolchain
    from carbide.project.config import Module, Project

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
            "bar = |",
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

    def __init__(self, module: Module, folder: str = BUILD_DIR) -> None:
        name = module.name
        self.folder = folder
        self.umbrella = f"{folder}/umbrella.c"
        self.script = f"{folder}/{name}.map"
        self.glue = f"{folder}/{name}_glue.c"
        self.stub = f"{folder}/{name}.pyi"
        self.json = f"{folder}/{name}.json"
        self.module = f"{folder}/{name}{toolchain.EXTENSION}"
        self.release = f"{folder}/release/{name}{toolchain.EXTENSION}"
        self.glue_object = f"{folder}/obj/{name}_glue.o"
        self.runtime = f"{folder}/runtime"
        self.calls = f"{folder}/{name}_calls.c"
        self.plan = f"{folder}/cpu.plan"

    def object(self, source: str, level: str = "") -> str:
        """The object file of one of the user's sources, of a CPU level or not."""
        inside = f"@{level}/" if level else ""
        if source == self.calls:
            return f"{self.folder}/obj/{inside}{os.path.basename(source)}.o"
        return f"{self.folder}/obj/{inside}{_flat(source)}.o"

    def preprocessed(self, source: str) -> str:
        """What the translator reads of one source."""
        if source == self.umbrella:
            return f"{self.folder}/pre/umbrella.i"
        return f"{self.folder}/pre/{_flat(source)}.i"


class Part:
    """One module of a project, and where its build lies."""

    def __init__(self, module: Module, layout: Layout) -> None:
        self.module = module
        self.layout = layout


def parts(project: Project, folder: str = BUILD_DIR) -> list[Part]:
    """The modules of a project: one in the build folder, several below it."""
    if len(project.modules) == 1:
        return [Part(project.modules[0], Layout(project.modules[0], folder))]
    return [Part(m, Layout(m, f"{folder}/modules/{m.dotted}")) for m in project.modules]


def umbrella(module: Module) -> str:
    """The C file that includes each header; its line markers name them."""
    return "".join(f'#include "{header}"\n' for header in module.headers)


def carbidec_command(module: Module, layout: Layout) -> list[str]:
    """The translator's command line for a module, up to its first input."""
    words = [paths.carbidec(), "--module", module.name, "-o", layout.folder]
    for header in module.headers:
        words += ["--header", header]
    for prefix in module.prefix:
        words += ["--prefix", prefix]
    if module.case:
        words += ["--case", module.case]
    if module.lock:
        words += ["--lock", module.lock]
    return words


def carbidec_inputs(module: Module, layout: Layout) -> list[str]:
    """The translator's inputs: the umbrella declares, the sources give bodies."""
    inputs = [layout.umbrella, *module.sources]
    return [layout.preprocessed(source) for source in inputs]


class Edges:
    """Writes the edges of one module; its variables stand under its name."""

    def __init__(self, out: Writer, part: Part, chain: Toolchain) -> None:
        self.out = out
        self.module = part.module
        self.layout = part.layout
        self.chain = chain

    def write(self, runtime: list[str]) -> None:
        """All edges; `runtime` are the objects of carbide's own."""
        self._variables()
        self._translate()
        if not self.module.cpu:  # not a byte of a module without levels is theirs
            runtime = [path for path in runtime if not path.endswith("/cpu.c.o")]
        objects = [*self._compile(), *runtime]
        stripped = self.module.profile in toolchain.STRIPPED
        shipped = objects if stripped else [*self._compile(True), *runtime]
        strip = shell(toolchain.strip_flags() if stripped else [])
        self._link(self.layout.module, objects)
        self._link(self.layout.release, shipped, strip)

    def _flags(self, role: str) -> str:
        """A variable of this module."""
        return f"${{{self.module.dotted}.{role}}}"

    def _variables(self) -> None:
        chain, name = self.chain, self.module.dotted
        command = carbidec_command(self.module, self.layout)
        self.out.variable(f"{name}.user", chain.user)
        self.out.variable(f"{name}.glue", chain.glue)
        self.out.variable(f"{name}.link", chain.link)
        self.out.variable(f"{name}.libraries", chain.libraries)
        if self.module.cpu:
            for level in ("baseline", *chain.levels):
                command += ["--cpu", level]
        self.out.variable(f"{name}.translate", [*command, "--color", "always"])
        self.out.variable(f"{name}.shipped", toolchain.path_maps(self.module.root))

    def _translate(self) -> None:
        """preprocess each file with the flags that compile it; translate."""
        out, layout, pre = self.out, self.layout, self.layout.preprocessed
        glue, user = self._flags("glue"), self._flags("user")
        out.edge("preprocess", [pre(layout.umbrella)], [layout.umbrella], flags=glue)
        # behind the headers: what is wrong with one is said of it alone
        first = [pre(layout.umbrella)]
        for source in self.module.sources:
            out.edge("preprocess", [pre(source)], [source], after=first, flags=user)
        out.edge(
            "carbidec",
            [layout.glue, layout.stub, layout.json, *self._calls()],
            carbidec_inputs(self.module, layout),
            [paths.carbidec()],
            translate=self._flags("translate"),
            module=_escape(self.module.dotted),
        )

    def _compile(self, shipped: bool = False) -> list[str]:
        """glue and the user's sources; returns the object files.

        A source waits for the translation, and so for all preprocessing: what is
        wrong with a header is said once, and not again by the compiler in a thousand
        lines. `shipped`: for a wheel that keeps its debug information, in which the
        project's folder must not stand; where one works, debuggers want it.
        """
        out, layout = self.out, self.layout
        more = f" {self._flags('shipped')}" if shipped else ""
        glue, user = self._flags("glue") + more, self._flags("user") + more
        objects = [layout.object(source) for source in self.module.sources]
        objects = self._placed([layout.glue_object, *objects], shipped)
        out.edge("compile", objects[:1], [layout.glue], flags=glue)
        first = [layout.json]
        for source, made in zip(self.module.sources, objects[1:]):
            out.edge("compile", [made], [source], after=first, flags=user)
        return [*objects, *self._compile_levels(user, shipped)]

    def _placed(self, objects: list[str], shipped: bool) -> list[str]:
        """Where objects lie; those that are shipped have a folder of their own."""
        if not shipped:
            return objects
        folder = self.layout.folder
        return [f"{folder}/release{name[len(folder) :]}" for name in objects]

    def _calls(self) -> list[str]:
        """The file with the tables of the CPU levels, if there are any."""
        return [self.layout.calls] if self.chain.levels else []

    def _compile_levels(self, user: str, shipped: bool) -> list[str]:
        """Once more for each CPU level, behind the objects of the baseline.

        From these level_build.py reads which names there are. Warnings of the user's
        sources were printed before; in the tables there are none to mend.
        """
        out, layout, chain = self.out, self.layout, self.chain
        if not chain.levels:
            return []
        sources = [layout.calls, *self.module.sources]
        objects = [layout.object(source) for source in sources]
        made = self._placed(objects[:1], shipped)
        out.edge("compile", made, [layout.calls], flags=f"{user} -w")
        if not shipped:  # the names are the same
            read = [layout.glue_object, *objects]
            out.edge("plan", [layout.plan], read, [_TOOL[1]], sources=shell(sources))
        for level, flags in chain.levels.items():
            for source in sources:
                here = [layout.object(source, level), layout.object(source)]
                object_file, baseline = self._placed(here, shipped)
                made.append(object_file)
                out.edge(
                    "level",
                    [object_file],
                    [source],
                    [layout.plan, baseline],
                    flags=f"{user} {shell(flags)}",
                    plan=layout.plan,
                    level=level,
                )
        return made

    def _link(self, made: str, objects: list[str], strip: str = "") -> None:
        layout = self.layout
        prefix = toolchain.version_script(self.module.name)[1][0]
        script = shell([prefix + layout.script])
        self.out.edge(
            "link",
            [made],
            objects,
            [layout.script],
            link=f"{self._flags('link')} {script} {strip}".rstrip(),
            libraries=self._flags("libraries"),
        )


def project_file(
    chosen: list[Part], chains: list[Toolchain], runtimes: list[list[str]], folder: str
) -> str:
    """Text of build.ninja for extension modules; `runtimes` are objects for each."""
    out = Writer(folder)
    out.variable("cc", toolchain.find_cc())
    _rules(out)
    if any(chain.levels for chain in chains):
        _level_rules(out)
    for part, chain, runtime in zip(chosen, chains, runtimes):
        Edges(out, part, chain).write(runtime)
    read = [n for p in chosen for n in carbidec_inputs(p.module, p.layout)]
    out.edge("phony", ["preprocess"], read)
    for target, kinds in TARGETS.items():
        made = [getattr(part.layout, kind) for part in chosen for kind in kinds]
        out.edge("phony", [target], made)
    return out.text()


# What ninja runs for CPU levels: Python, without site-packages, and its module.
_TOOL = (
    f"import sys; sys.path.append({os.path.dirname(paths.PACKAGE)!r}); "
    "from carbide.native import level_build as b; sys.exit(b.main(sys.argv[1:]))",
    os.path.join(paths.PACKAGE, "native", "level_build.py"),
)

# What can be asked for beside `preprocess`: files of each module's layout.
TARGETS = {
    "translate": ("json",),
    "develop": ("module", "stub"),
    "release": ("release", "stub"),
}


def _rules(out: Writer) -> None:
    pre = shell(PREPROCESS)
    depfile = {"depfile": "$out.d", "deps": "gcc"}
    out.rule(
        "preprocess",
        f"$cc {COLOR} $flags {pre} -MD -MT $out -MF $out.d $in -o $out",
        description="preprocess $in",
        **depfile,
    )
    _compile_rule(out, "$flags")
    out.rule("carbidec", "$translate $in", restat="1", description="translate $module")
    out.rule(
        "link",
        f"$cc {COLOR} $link $in $libraries -o $out",
        description="link $out",
    )


def _compile_rule(out: Writer, flags: str) -> None:
    """The rule `compile`, from one source to one object."""
    out.rule(
        "compile",
        f"$cc {COLOR} {flags} -MD -MT $out -MF $out.d -c $in -o $out",
        description="compile $in",
        depfile="$out.d",
        deps="gcc",
    )


def _level_rules(out: Writer) -> None:
    """The rules of CPU levels, where there are any."""
    tool = shell([sys.executable, "-I", "-S", "-c", _TOOL[0]])
    out.rule(
        "plan",
        f"{tool} plan $out $sources -- $in",
        restat="1",
        description="plan CPU levels",
    )
    out.rule(
        "level",
        f"{tool} compile $level $plan $in $out $cc {COLOR} $flags",
        description="compile $in for $level",
        depfile="$out.d",
        deps="gcc",
    )


def runtime_file(chain: Toolchain, folder: str) -> str:
    """Text of build.ninja for the runtime's objects, in the folder of the file."""
    out = Writer(".")
    maps = toolchain.path_maps(folder) if "-g" in chain.runtime else []
    flags = shell([*chain.cc, COLOR, *chain.runtime, *maps])
    out.rule("compile", f"{flags} -c $in -o $out", description="compile $in")
    for source in paths.runtime_sources():
        out.edge("compile", [f"{os.path.basename(source)}.o"], [source])
    return out.text()


def objects_file(
    folder: str, cc: list[str], flags: list[str], objects: dict[str, str]
) -> str:
    """Text of build.ninja for objects of the runtime that carbide's wheel takes along.

    `objects` are their names, with the sources relative to the checkout, so that no
    path of the build is in them. `together.so` has them all, `together.c` the rest.
    """
    out = Writer(folder)
    out.variable("cc", cc)
    out.variable("flags", [*flags, "-isystem", "include"])
    _compile_rule(out, "$flags")
    link = f"$cc {COLOR} -shared -fPIC $in {shell(toolchain.LIBM)} -o $out"
    out.rule("link", link, description="link $out")
    made = [f"{folder}/{name}" for name in objects]
    for path, source in zip(made, objects.values()):
        out.edge("compile", [path], [source])
    out.edge("link", [f"{folder}/together.so"], [f"{folder}/together.c", *made])
    return out.text()


def tool_file(project: Project, cc: list[str]) -> str:
    """Text of build.ninja for the translator itself: an executable of src/*.c."""
    folder = paths.TOOL_DIR.replace(os.sep, "/")
    out = Writer(folder)
    out.variable("cc", cc)
    _compile_rule(out, "-std=c11 -O2")
    wrap, objects = "", []
    if sys.platform == "linux" and not toolchain.is_zig(cc):
        wrap = "-s -Wl,--wrap=__libc_start_main"
        start = os.path.join(paths.PACKAGE, "native", "start.c")
        objects.append(f"{folder}/obj/start.o")
        out.edge("compile", objects[-1:], [os.path.relpath(start, project.root)])
    out.rule("link", f"$cc {COLOR} {wrap} $in -lm -o $out", description="link $out")
    for source in project.modules[0].sources:
        objects.append(f"{folder}/obj/{_flat(source)}.o")
        out.edge("compile", objects[-1:], [source])
    out.edge("link", [f"{folder}/{project.tool}{paths.EXE}"], objects)
    return out.text()


def compile_commands(chosen: list[Part], chains: list[Toolchain]) -> str:
    """Text of compile_commands.json, which tells editors how each file is compiled."""
    import json

    entries = []
    for part, chain in zip(chosen, chains):
        layout, sources = part.layout, part.module.sources
        compiled = [(source, chain.user, layout.object(source)) for source in sources]
        compiled.append((layout.glue, chain.glue, layout.glue_object))
        for source, flags, output in compiled:
            entries.append(
                {
                    "directory": os.path.abspath(part.module.root),
                    "file": source,
                    "arguments": [*chain.cc, *flags, "-c", source, "-o", output],
                    "output": output,
                }
            )
    return json.dumps(entries, indent=1) + "\n"


def shell(words: Iterable[str]) -> str:
    """Words quoted for the shell that ninja calls, `$` escaped for ninja."""
    words = list(words)
    for word in words:
        if not {"\n", "\r", "\0"}.isdisjoint(word):  # would begin a line of its own
            raise ConfigError(
                f"{word!r} has a line break, and no command can hold it",
                "it comes from [tool.carbide], the environment or pkg-config",
            )
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
    name = name.replace("$", "$$").replace(" ", "$ ").replace(":", "$:")
    return name.replace("|", "${bar}")  # ninja has no escape for it


def _flat(source: str) -> str:
    """A source's path made fit to lie below the build folder."""
    return source.replace("../", "__/").lstrip("/")
