# SPDX-License-Identifier: MIT
"""The C compiler, its flags, pkg-config and ninja: what is where, what it accepts.

In: the environment (CC, CFLAGS, CPPFLAGS, LDFLAGS, PATH) and a Module. Out: a
Toolchain, lists of flags by role. All that differs between systems stands in
SHARED, LINK and `version_script`. Missing programs are ToolchainErrors that say what
to install.
"""

from __future__ import annotations

import os
import sys

from carbide import files, paths
from carbide.errors import ConfigError, ToolchainError
from carbide.native import child, compiler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.project.config import Module

# Environment variables on which the build depends.
VARIABLES = ("CFLAGS", "CPPFLAGS", "LDFLAGS", "PKG_CONFIG_PATH", "CARBIDE_CACHE")

_VISIBLE = ["-fvisibility=hidden"] + ([] if sys.platform == "win32" else ["-fPIC"])

# The glue and the runtime. `-fno-semantic-interposition` lets calls be inlined; with
# frame pointers, unwind tables would only be ballast in each module. Vectors of two
# arguments would be loaded from what the interpreter just stored one by one, which
# costs a stall of some 4 ns. Gaps before what is only jumped to are 1 % of the code.
GLUE = [
    "-O2",
    *_VISIBLE,
    "-fno-plt",
    "-ffunction-sections",
    "-fdata-sections",
    "-fno-omit-frame-pointer",
    "-fno-semantic-interposition",
    "-fno-asynchronous-unwind-tables",
    "-fno-tree-slp-vectorize",
    "-fno-align-jumps",
]

# The user's own sources: fast, and the same bits with each compiler; a text of cb_raise
# that does not fit its arguments is a warning.
_FORMAT = "-Wformat"
_NUMERIC = ["-fno-math-errno", "-fno-trapping-math"]
_USUAL = ["-fno-omit-frame-pointer", _FORMAT, *_NUMERIC, *_VISIBLE]

# What `checked` adds: checks that leave the loops as they are, so that it is as fast as
# a release, less a few percent. Bounds, null pointers and signed overflow would keep
# loops from being vectorized; `-fsanitize=undefined` in cflags adds them.
TRAP = "-fsanitize-undefined-trap-on-error"
CHECKS = [
    "-U_FORTIFY_SOURCE",
    "-D_FORTIFY_SOURCE=2",
    "-fstack-protector-strong",
    "-ftrivial-auto-var-init=pattern",
    "-fsanitize=shift-exponent,integer-divide-by-zero,vla-bound,unreachable,return",
    TRAP,
]

# `profile` is the machine code of `release`, with what tells its lines and frames.
USER = {
    "release": ["-O3", *_USUAL],
    "small": ["-Os", *_USUAL],
    "checked": ["-O3", "-g", *CHECKS, *_USUAL],
    "debug": ["-O0", "-g3", *_USUAL],
    "profile": ["-O3", "-g", "-fasynchronous-unwind-tables", *_USUAL],
}
RELEASE = "release"

# What the glue has in place of, or behind, what stands in GLUE.
GLUE_OF = {
    "debug": ["-g", "-fasynchronous-unwind-tables"],
    "profile": ["-fasynchronous-unwind-tables"],
}

# Those whose files have no symbols but what is exported.
STRIPPED = ("release", "small")

if sys.platform == "darwin":
    LINK = ["-bundle", "-undefined", "dynamic_lookup", "-Wl,-dead_strip"]
elif sys.platform == "win32":
    LINK = ["-shared"]
else:
    # noseparate-code: no pages of padding between code and constants.
    LINK = ["-shared", "-Wl,--gc-sections", "-Wl,-O1", "-Wl,-z,relro"]
    LINK.append("-Wl,-z,noseparate-code")

# What zig's linker does not know, or says is old.
_NOT_ZIGS = ("-Wl,-O1", "-Wl,-z,noseparate-code")

# libm is there for everybody, and needed only by those who call it.
LIBM = ["-Wl,--as-needed", "-lm"] if sys.platform.startswith("linux") else []

EXTENSION = ".pyd" if sys.platform == "win32" else ".so"


class Toolchain:
    """A compiler and the flags for one module; lists of words, not yet quoted."""

    def __init__(self, module: Module) -> None:
        self.cc = find_cc()
        own = [f"-D{name}" for name in module.define]
        own += _words("CPPFLAGS") + module.cflags + _words("CFLAGS")
        self.standard = [f for f in own if f.startswith(("-std=", "-ansi"))]
        package_cflags, package_libs = pkg_config(module.pkg_config, module.where)
        folders = ["-iquote", "."]
        for folder in module.include_dirs:
            folders += ["-iquote", folder]
        include = ["-isystem", paths.include_dir()]
        carbide = [*include, f"-DCARBIDE_MODULE={module.name}"]
        if module.thread_safe:
            carbide.append("-DCARBIDE_THREAD_SAFE=1")
        # of functions in headers the glue has the code
        common = [f"-ffp-contract={module.fp_contract}", *_portable(self.cc)]
        more = [*folders, *carbide, *package_cflags]
        self.user = [*USER[module.profile], *common, *own, *more]
        own_glue = [*GLUE, *GLUE_OF.get(module.profile, [])]
        self.glue = [*own_glue, *common, *language(own), *more]
        self.runtime = [*runtime_flags(self.cc), *target(own), *include]
        self.usual = is_usual(self.cc) and not target(own)
        foreign = _NOT_ZIGS if is_zig(self.cc) else ()
        link = [flag for flag in LINK if flag not in foreign]
        self.link = [*link, *_portable(self.cc), *target(own)]
        self.link += [*_words("LDFLAGS"), *module.ldflags]
        self.libraries = [
            *(f"-L{folder}" for folder in module.library_dirs),
            *(f"-l{name}" for name in module.libraries),
            *package_libs,
            *LIBM,
        ]
        self._drop_refused(USER[module.profile])
        self.levels: dict[str, list[str]] = {}
        self.no_levels = ""  # why, where `cpu` asks for some
        if module.cpu:
            from carbide.native import cpu_levels

            self.levels, self.no_levels = cpu_levels.choose(module, self.cc, self.user)

    def _drop_refused(self, user: list[str]) -> None:
        """Leave out those of carbide's own flags that this compiler refuses."""
        own = {flag for flag in [*GLUE, *user] if flag.startswith("-f")}
        refused = set(compiler.refused(self.cc, self.standard, sorted(own)))
        if TRAP in refused:  # then checks would call a library that is not linked
            refused.update(CHECKS)
        for flags in (self.user, self.glue, self.runtime):
            flags[:] = [flag for flag in flags if flag not in refused]


def is_zig(cc: list[str]) -> bool:
    """Whether the command is `zig cc`, however zig is started."""
    return "cc" in cc[1:] and any("zig" in os.path.basename(word) for word in cc)


def _portable(cc: list[str]) -> list[str]:
    """zig compiles for this very CPU where nothing else is said, when it links too."""
    return ["-mcpu=baseline"] if is_zig(cc) else []


def runtime_flags(cc: list[str]) -> list[str]:
    """The flags of the runtime, but for those that its user's own sources decide."""
    flags = ["-std=gnu11", *GLUE, *_portable(cc), "-DCARBIDE_MODULE=runtime"]
    if not is_zig(cc):
        # zig is told which glibc to link against, and knows no older symbols
        flags.append("-DCARBIDE_OLD_GLIBC=1")
    return flags


def is_usual(cc: list[str]) -> bool:
    """Whether a command has no flags of its own, which could change its objects."""
    return not is_zig(cc) and not any(word.startswith("-") for word in cc)


def path_maps(root: str) -> list[str]:
    """Flags with which debug information names a folder, and carbide's, by no path."""
    own = (os.path.abspath(root), os.path.realpath(root))
    maps = [f"-ffile-prefix-map={path}=." for path in dict.fromkeys(own)]
    return [*maps, f"-ffile-prefix-map={paths.include_dir()}=carbide"]


def version_script(name: str) -> tuple[str, list[str]]:
    """Text of the file that limits the exports, and the flags that take its path."""
    init = (f"PyInit_{name}", f"PyModExport_{name}")
    if sys.platform == "darwin":
        return "".join(f"_{symbol}\n" for symbol in init[:1]), [
            "-Wl,-exported_symbols_list,"
        ]
    if sys.platform == "win32":
        return "EXPORTS\n" + "".join(f"    {symbol}\n" for symbol in init[:1]), [""]
    # One symbol of the runtime is unique in the process: it leads to the locks.
    exports = " ".join(f"{symbol};" for symbol in (*init, "carbide_locks_*"))
    return f"{{ global: {exports} local: *; }};\n", ["-Wl,--version-script="]


def strip_flags() -> list[str]:
    """Link flags that leave the symbol table out of a release."""
    return ["-Wl,-x"] if sys.platform == "darwin" else ["-s"]


def find_cc() -> list[str]:
    """The compiler's command: $CC, else cc, gcc or clang on PATH."""
    words = _words("CC")
    if words:
        if not which(words[0]):
            there = os.path.exists(words[0]) and os.path.dirname(words[0])
            what = "that is no program" if there else "there is no such program"
            raise ToolchainError(
                f"CC is {words[0]!r}, and {what}",
                "unset CC, or let it name gcc, clang or `zig cc`",
            )
        if os.path.dirname(words[0]):
            words[0] = os.path.abspath(words[0])  # the build runs in another folder
        return words
    for name in ("cc", "gcc", "clang"):
        if which(name):
            return [name]
    install = {
        "darwin": "xcode-select --install",
        "win32": "pip install ziglang, then set CC=python -m ziglang cc",
    }.get(sys.platform, "apt install gcc, dnf install gcc, or apk add gcc musl-dev")
    raise ToolchainError("no C compiler: none of cc, gcc, clang is on PATH", install)


def identity(cc: list[str]) -> str:
    """The compiler's command, with the size and time of its program files."""
    programs = [which(word) for word in cc if not word.startswith("-")]  # ccache gcc
    real = [os.path.realpath(program) for program in programs if program]
    return " ".join([*cc, *(f"{path} {files.stamp(path)}" for path in real)])


def find_ninja() -> str:
    """The ninja program: beside the interpreter, in its package, else on PATH."""
    name = "ninja" + paths.EXE
    folders = [os.path.dirname(sys.executable), os.path.join(sys.prefix, "bin")]
    for folder in folders:
        if os.access(os.path.join(folder, name), os.X_OK):
            return os.path.join(folder, name)
    found = which(name) or _packaged_ninja(name)
    if not found:
        raise ToolchainError("ninja is not installed", "pip install ninja")
    return found


def _packaged_ninja(name: str) -> str:
    """ninja from its distribution, wherever pip put that one's scripts."""
    try:
        import ninja
    except ImportError:
        return ""
    path = os.path.join(ninja.BIN_DIR, name)
    return path if ninja.BIN_DIR and os.path.exists(path) else ""


def which(name: str) -> str:
    """Path of a program, or ""; shutil's costs ten times the import."""
    if os.path.dirname(name):
        usable = os.access(name, os.X_OK) and not os.path.isdir(name)
        return name if usable else ""
    if sys.platform == "win32":
        import shutil

        return shutil.which(name) or ""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(folder, name)
        if os.access(path, os.X_OK) and not os.path.isdir(path):
            return path
    return ""


def pkg_config(
    packages: list[str], where: str = "tool.carbide"
) -> tuple[list[str], list[str]]:
    """(compile flags, link flags) of the packages of `tool.carbide.pkg-config`."""
    if not packages:
        return [], []
    if not which("pkg-config" + paths.EXE):
        raise ToolchainError(
            f"{where}.pkg-config needs the program pkg-config",
            "apt install pkg-config, dnf install pkgconf, or brew install pkgconf",
        )
    cflags = _ask_pkg_config("--cflags", packages, where)
    return cflags, _ask_pkg_config("--libs", packages, where)


def package(name: str, where: str) -> tuple[str, list[str]]:
    """(version, libraries without `-l`) of a package that pkg-config knows."""
    version = _ask_pkg_config("--modversion", [name], where)
    libraries = _ask_pkg_config("--libs-only-l", [name], where)
    return " ".join(version), [word[2:] for word in libraries if word[:2] == "-l"]


def _ask_pkg_config(what: str, packages: list[str], where: str) -> list[str]:
    import shlex

    command = ["pkg-config", what, *packages]
    done = child.ask(command, "pkg-config", f"try it: {' '.join(command)}")
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["pkg-config failed"])[-1]
        near = _near_packages(packages)
        raise ConfigError(
            f"{where}.pkg-config = {packages}: {said}",
            f"{near}install the library's development package (Debian: lib…-dev, "
            "Fedora: …-devel),\nor let PKG_CONFIG_PATH name the folder of its .pc file",
        )
    return shlex.split(done.stdout)


def _near_packages(packages: list[str]) -> str:
    """The line of the hint that names packages which pkg-config knows; or ""."""
    import difflib

    done = child.ask(["pkg-config", "--list-all"], "pkg-config", "")
    known = [line.split()[0] for line in done.stdout.splitlines() if line.strip()]
    near = [
        f"`{name}`"
        for package in packages
        if package not in known
        for name in difflib.get_close_matches(package, known, 2, 0.75)
    ]
    return f"did you mean {' or '.join(near)}?\n" if near else ""


def language(flags: list[str]) -> list[str]:
    """Those flags that change what a header means: the glue needs them too.

    Warnings and optimisation are left out: the glue is not the user's to mend, and
    -ffast-math would remove its checks.
    """
    two = ("-D", "-U", "-I", "-include", "-isystem", "-iquote", "-idirafter")
    prefixes = (*two, "-std=", "-fshort-enums", "-funsigned-char", "-fsigned-char")
    return _select(flags, two, prefixes) + target(flags)


def target(flags: list[str]) -> list[str]:
    """Those flags that object files must agree on."""
    two = ("-target", "--target", "-arch", "-isysroot", "--sysroot")
    prefixes = (*two, "-m", "-g", "-fsanitize", "-pthread")
    return _select(flags, two, prefixes)


def _select(
    flags: list[str], two: tuple[str, ...], prefixes: tuple[str, ...]
) -> list[str]:
    """The flags that begin with a prefix; those in `two` take the next word along."""
    chosen = []
    words = iter(flags)
    for word in words:
        if word.startswith(prefixes):
            chosen.append(word)
            if word in two:
                chosen.append(next(words, ""))
    return chosen


def _words(variable: str) -> list[str]:
    text = os.environ.get(variable, "")
    if not text:
        return []
    import shlex

    try:
        return shlex.split(text)
    except ValueError as error:
        raise ToolchainError(
            f"the environment variable {variable} is {text!r}: {error}",
            "its words are divided as a shell divides them",
        ) from None
