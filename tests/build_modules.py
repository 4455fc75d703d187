# SPDX-License-Identifier: MIT
"""Build every test module once per compiler and sanitizer.

In: tests/modules/NAME/{NAME.h,*.c,settings.json}, or what settings.json names. Out:
build/tests/VARIANT/ with NAME.so, NAME.pyi and NAME.json of each, VARIANT being
gcc-plain, gcc-asan, clang-plain or clang-asan. Every interpreter imports these same
files. Flags, rules and commands are the front's own; only the runtime is compiled once
for all modules of a variant.

    python tests/build_modules.py [VARIANT ...]

settings.json may hold: `compiles`, a C text that the compiler must accept, else the
module is skipped; `install`, what to install then; `headers`, `sources`, `cflags`,
`pkg-config`, `prefix`, `case` as in [tool.carbide].
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from carbide import files, paths
from carbide.errors import Error
from carbide.native import ninja, toolchain
from carbide.packaging import builder
from carbide.project import config

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parents[1]
MODULES = CHECKOUT / "tests" / "modules"
VARIANTS = ("gcc-plain", "clang-plain", "gcc-asan", "clang-asan")
PACKAGES = {"gcc": "gcc", "clang": "clang and libclang-rt-dev"}

# An inner bound of 0 is passed to C where the declaration allows it; "undefined" knows
# a check that calls this an error.
SANITIZE = "-g -O1 -fsanitize=address,undefined -fno-sanitize=vla-bound"
FAILMALLOC = CHECKOUT / "tests" / "machinery" / "failmalloc.c"


class Built:
    """The modules of one variant: which are there, which are not and why."""

    def __init__(self, variant: str) -> None:
        self.variant = variant
        self.folder = CHECKOUT / "build" / "tests" / variant
        self.modules: list[str] = []
        self.skipped: dict[str, str] = {}  # module: reason, with what to install
        self.failed: dict[str, str] = {}  # module: output of the build

    def preload(self) -> str:
        """The sanitizer's runtime, which interpreters must load first; or ""."""
        if not self.variant.endswith("asan"):
            return ""
        compiler = self.variant.split("-")[0]
        name = {"gcc": "libasan.so", "clang": "libclang_rt.asan-x86_64.so"}[compiler]
        return output([compiler, f"-print-file-name={name}"]).strip()

    def description(self, module: str) -> dict[str, Any]:
        """What the translator says of a module."""
        text = (self.folder / f"{module}.json").read_text(encoding="utf-8")
        described: dict[str, Any] = json.loads(text)
        return described


def names() -> list[str]:
    """All test modules."""
    return sorted(
        p.name
        for p in MODULES.iterdir()
        if (p / f"{p.name}.h").exists() or "headers" in settings(p.name)
    )


def missing(variant: str) -> str:
    """Why a variant cannot be built here, with what to install; or ""."""
    compiler = variant.split("-")[0]
    install = f"install {PACKAGES[compiler]}"
    if not shutil.which(compiler):
        return f"no {compiler}: {install}"
    if variant.endswith("asan"):
        flags = ["-fsanitize=address,undefined", "-shared", "-fPIC"]
        if not accepts([compiler, *flags], "int x;", ["-o", os.devnull]):
            return f"{compiler} has no sanitizers: {install}"
        if not os.path.isabs(Built(variant).preload()):
            return f"{compiler} has no shared sanitizer runtime: {install}"
    return ""


def build(variant: str, only: list[str] | None = None) -> Built:
    """Build what is out of date of a variant."""
    built = Built(variant)
    carbidec()
    with files.Lock(str(built.folder)), environment(variant):
        chains = {}
        for name in only or names():
            try:
                chains[name] = chain_of(name)
            except Unavailable as reason:
                built.skipped[name] = str(reason)
        file = built.folder / "build.ninja"
        files.write_if_changed(str(file), build_file(built, chains))
        run(built, file, sorted(chains))
    return built


def carbidec() -> str:
    """The translator, built from the checkout if it is out of date."""
    if not os.environ.get("CARBIDEC"):
        builder.build_tool(config.load(str(CHECKOUT)))
    return paths.carbidec()


@contextlib.contextmanager
def environment(variant: str) -> Iterator[None]:
    """CC, CFLAGS and LDFLAGS as a user would set them for this variant."""
    compiler, kind = variant.split("-")
    values = {"CC": compiler, "CFLAGS": "", "LDFLAGS": "", "CPPFLAGS": ""}
    if kind == "asan":
        values["CFLAGS"] = SANITIZE
        values["LDFLAGS"] = "-shared-libasan" if compiler == "clang" else ""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class Unavailable(Exception):
    """A module cannot be built here; the text says what to install."""


def settings(name: str) -> dict[str, Any]:
    """The settings.json of a module; {} without one."""
    path = MODULES / name / "settings.json"
    text = path.read_text(encoding="utf-8") if path.exists() else "{}"
    found: dict[str, Any] = json.loads(text)
    return found


def chain_of(name: str) -> tuple[config.Module, toolchain.Toolchain]:
    """The project and the flags of a module, or Unavailable."""
    wants = settings(name)
    table = {
        "headers": [f"{name}/{name}.h"],
        "sources": [f"{name}/{p.name}" for p in sorted((MODULES / name).glob("*.c"))],
        "include-dirs": [name],
    }
    for key, value in wants.items():
        if key not in ("compiles", "install"):
            table[key] = value
    data = {"project": {"name": name}, "tool": {"carbide": table}}
    try:
        module = config.Project(str(MODULES), data, "").modules[0]
        chain = toolchain.Toolchain(module)
    except Error as error:
        if "install" in wants:
            raise Unavailable(f"{error}: install {wants['install']}") from None
        raise
    snippet = wants.get("compiles", "")
    if snippet and not accepts([*chain.cc, *chain.user], snippet):
        raise Unavailable(f"{chain.cc[0]} does not compile it: {wants['install']}")
    return module, chain


def accepts(command: list[str], text: str, more: list[str] | None = None) -> bool:
    """Whether the compiler compiles a text."""
    more = more or ["-fsyntax-only"]
    done = subprocess.run(
        [*command, "-x", "c", "-", *more],
        input=text,
        text=True,
        capture_output=True,
        cwd=MODULES,
        check=False,
    )
    return done.returncode == 0


def build_file(built: Built, chains: dict[str, Any]) -> str:
    """The build.ninja of a variant; commands run in tests/modules."""
    base = os.path.relpath(built.folder, MODULES)
    out = ninja.Writer(f"{base}/ninja")
    pre = ninja.shell(ninja.PREPROCESS)
    depfile = {"depfile": "$out.d", "deps": "gcc"}
    out.rule("preprocess", f"$cc $flags {pre} -MD -MF $out.d $in -o $out", **depfile)
    out.rule("compile", "$cc $flags -MD -MF $out.d -c $in -o $out", **depfile)
    out.rule("carbidec", "$translate $in", restat="1")
    out.rule("link", "$cc $flags $in $libraries -o $out")
    runtime = runtime_edges(out, base, next(iter(chains.values()))[1])
    for name, (module, chain) in chains.items():
        module_edges(out, built, base, module, chain, runtime)
        out.edge("phony", [name], [f"{base}/{name}.so"])
    library = f"{base}/failmalloc.so"
    flags = "-O1 -g -shared -fPIC"
    source = os.path.relpath(FAILMALLOC, MODULES)
    compiler = built.variant.split("-")[0]
    out.edge("link", [library], [source], cc=compiler, flags=flags, libraries="-ldl")
    return out.text()


def runtime_edges(
    out: ninja.Writer, base: str, chain: toolchain.Toolchain
) -> list[str]:
    """Compile the runtime; it is the same for all modules. Returns the objects."""
    flags = [f for f in chain.runtime if not f.startswith("-DCARBIDE_MODULE")]
    text = ninja.shell([*flags, "-DCARBIDE_MODULE=tests"])
    objects = []
    for source in paths.runtime_sources():
        objects.append(f"{base}/obj/runtime/{os.path.basename(source)}.o")
        out.edge("compile", objects[-1:], [source], cc=chain.cc[0], flags=text)
    return objects


def module_edges(
    out: ninja.Writer,
    built: Built,
    base: str,
    module: config.Module,
    chain: toolchain.Toolchain,
    runtime: list[str],
) -> None:
    """preprocess, translate, compile and link one module."""
    name, cc = module.name, chain.cc[0]
    work = f"{base}/obj/{name}"
    umbrella, script = f"{work}/umbrella.c", f"{work}/exports.map"
    os.makedirs(MODULES / work, exist_ok=True)
    files.write_if_changed(str(MODULES / umbrella), ninja.umbrella(module))
    exports, flag = toolchain.version_script(name)
    files.write_if_changed(str(MODULES / script), exports)

    inputs = []
    for source in [umbrella, *module.sources]:
        flags = chain.glue if source == umbrella else chain.user
        inputs.append(f"{work}/{os.path.basename(source)}.i")
        text = ninja.shell(flags)
        out.edge("preprocess", inputs[-1:], [source], cc=cc, flags=text)

    command = [paths.carbidec(), "--module", name, "-o", base]
    command += ["--header", module.headers[0]]
    for prefix in module.prefix:
        command += ["--prefix", prefix]
    command += ["--case", module.case] if module.case else []
    outputs = [f"{base}/{name}_glue.c", f"{base}/{name}.pyi", f"{base}/{name}.json"]
    text = ninja.shell(command)
    out.edge("carbidec", outputs, inputs, [paths.carbidec()], translate=text)

    objects = [f"{work}/glue.o"]
    glue = ninja.shell([*chain.glue, *WARNINGS])
    out.edge("compile", objects, outputs[:1], cc=cc, flags=glue)
    for source in module.sources:
        objects.append(f"{work}/{os.path.basename(source)}.o")
        # The largest ints are passed to all functions; their sums may wrap.
        text = ninja.shell([*chain.user, "-fwrapv"])
        out.edge("compile", objects[-1:], [source], cc=cc, flags=text)
    out.edge(
        "link",
        [f"{base}/{name}.so"],
        [*objects, *runtime],
        [script],
        cc=cc,
        flags=ninja.shell([*chain.link, flag[0] + script]),
        libraries=ninja.shell(chain.libraries),
    )


# Generated code must be clean of these; what a header of the user's means is not ours.
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wno-unknown-attributes", "-Wno-attributes"]


def run(built: Built, file: Path, targets: list[str]) -> None:
    """Run ninja; on failure once more per module, to know which fail."""
    command = [toolchain.find_ninja(), "-j", "2", "-k", "0", "-f", str(file)]
    library = os.path.relpath(built.folder / "failmalloc.so", MODULES)
    done = ninja_run(command, [*targets, library])
    for name in targets:
        if done.returncode == 0:
            built.modules.append(name)
            continue
        single = ninja_run(command, [name])
        if single.returncode == 0:
            built.modules.append(name)
        else:
            lines = single.stdout.splitlines()[1:]  # the first is the command
            built.failed[name] = "\n".join(line for line in lines if len(line) < 1000)


def ninja_run(
    command: list[str], targets: list[str]
) -> subprocess.CompletedProcess[str]:
    """Run ninja in tests/modules; its output is kept."""
    return subprocess.run(
        [*command, *targets],
        cwd=MODULES,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def output(command: list[str]) -> str:
    """stdout of a command."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout


def main(variants: list[str]) -> int:
    """Build the variants that are named, or all that can be built here."""
    status = 0
    for variant in variants or VARIANTS:
        reason = missing(variant)
        if reason:
            print(f"{variant}: skipped: {reason}")
            continue
        built = build(variant)
        print(f"{variant}: {' '.join(built.modules)}")
        for name, why in built.skipped.items():
            print(f"    {name} skipped: {why}")
        for name, why in built.failed.items():
            status = 1
            print(f"    {name} FAILED:\n{why}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
