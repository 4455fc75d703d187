# SPDX-License-Identifier: MIT
"""What ninja runs for CPU levels: the plan of a module, and a source at one level.

Everything external that a level defines gets a name of its own, so that both sets can
stand in one module and call each other within the set. `plan` reads the objects of the
baseline and writes which names those are, and which sources stay out, and why.
`compile` compiles one source with a forced header that renames, and then reads the
object: a name that kept its own is an error, or the module would run code of that level
on every CPU.

In: object files; the plan as JSON. Out: the plan; an object file and its depfile. This
is the only part of the front that ninja starts; it imports little.
"""

from __future__ import annotations

import os
import sys

from carbide.native import elf_object
from carbide.native.elf_object import FUNCTION, VARIABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.native.elf_object import Object

    Plan = dict[str, "dict[str, str] | list[str]"]

# What the tables themselves are called; only the glue names them.
TABLES = "cbi_calls"


class Failure(Exception):
    """What stops the build, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def suffix(level: str) -> str:
    """What stands behind the names of a level; emit_calls.c spells it too."""
    return "_cbi_" + level.replace("-", "_")


# ----------------------------------------------------------------------------- plan
class Planner:
    """Which sources exist once per level: those whose state nothing else shares.

    A source stays out where its code must not exist twice. What is not compiled per
    level (the glue is never) calls the baseline's functions, which have variables of
    their own: so whatever it refers to stays out with it, and so on. Variables that
    can be written and begin without an address exist once, for all; the tables are
    made for the glue.
    """

    def __init__(self, objects: dict[str, Object], glue: Object, tables: str) -> None:
        self.objects = objects
        self.glue = glue
        self.tables = tables
        self.excluded: dict[str, str] = {}
        self.definers: dict[str, list[str]] = {}
        for source, found in objects.items():
            for name in found.defined:
                self.definers.setdefault(name, []).append(source)

    def run(self) -> None:
        """Fill `excluded`: source -> why."""
        for source, found in self.objects.items():
            if found.trouble:
                self._exclude(source, found.trouble)
        self._follow(self.glue, "the generated code")

    def _follow(self, found: Object, who: str) -> None:
        """What is not compiled per level takes along what it refers to."""
        for name in sorted(found.used):
            for source in self.definers.get(name, ()):
                kind = self.objects[source].defined[name]
                if kind != VARIABLE and not name.startswith(TABLES):
                    self._exclude(source, f"{who} uses its {_noun(kind)} {name}")

    def _exclude(self, source: str, why: str) -> None:
        if source in self.excluded:
            return
        if source == self.tables:
            raise Failure(
                f"no CPU levels are possible: in the headers, {why}",
                "make the function `static inline`, or remove `cpu` from "
                "pyproject.toml",
            )
        self.excluded[source] = why
        found = self.objects[source]
        self._follow(found, f"{source}, which is not compiled per level,")
        for name in sorted(found.defined):  # the weak one and the strong one
            for other in self.definers[name]:
                self._exclude(other, f"{source} defines {name} as well")

    def plan(self) -> Plan:
        """The names that get another at each level, and what is excluded."""
        renamed: set[str] = set()
        shared: set[str] = set()
        for source, found in self.objects.items():
            for name, kind in found.defined.items():
                if source not in self.excluded:
                    (shared if kind == VARIABLE else renamed).add(name)
        both = renamed & shared  # one file gives it an address, another does not
        return {
            "excluded": self.excluded,
            "renamed": sorted(renamed),
            "shared": sorted(shared - both),
        }


def _noun(kind: str) -> str:
    return "function" if kind == FUNCTION else "data"


def plan(out: str, sources: list[str], objects: list[str]) -> None:
    """Write the plan: objects[0] is the glue's, objects[1] that of sources[0]."""
    found = [
        _read(path, source) for path, source in zip(objects, ["the glue", *sources])
    ]
    planner = Planner(dict(zip(sources, found[1:])), found[0], sources[0])
    planner.run()
    for source, why in planner.excluded.items():
        print(f"carbide: note: {source} is compiled for the baseline only: {why}")
    import json

    text = json.dumps(planner.plan(), indent=1) + "\n"
    if _text(out) != text:
        _write(out, text)


def _read(path: str, source: str) -> Object:
    try:
        return elf_object.read(path)
    except ValueError as error:
        raise Failure(
            f"{source} cannot be compiled per CPU level: {path}: {error}",
            "remove `cpu` from pyproject.toml",
        ) from None


# -------------------------------------------------------------------------- compile
class Source:
    """One source at one level."""

    def __init__(self, level: str, plan: Plan, source: str, out: str) -> None:
        self.level = level
        self.tail = suffix(level)
        self.source = source
        self.out = out
        self.header = out[: -len(".o")] + ".h"
        self.excluded = source in plan["excluded"]
        self.renamed = set(plan["renamed"])
        self.shared = set(plan["shared"])

    def compile(self, command: list[str]) -> int:
        """Compile and check; the compiler's status."""
        if self.excluded:
            empty = self.out[: -len(".o")] + ".c"
            _write(empty, "/* not compiled per level */\n")
            _write(f"{self.out}.d", f"{self.out}:\n")
            return _call([*command, "-c", empty, "-o", self.out])
        here = set(_read(baseline_object(self.out, self.level), self.source).defined)
        status = self._compile(command, here, set())
        missed = set() if status else self._kept_names() & self.renamed
        if missed:  # gcc's pragma wants an earlier declaration
            status = self._compile(command, here, missed)
        if not status:
            self._check(here)
        return status

    def _compile(self, command: list[str], here: set[str], by_macro: set[str]) -> int:
        _write(self.header, self._header(here & self.shared, by_macro))
        depfile = ["-MD", "-MT", self.out, "-MF", f"{self.out}.d"]
        forced = ["-w", "-include", self.header]
        status = _call([*command, *forced, *depfile, "-c", self.source, "-o", self.out])
        if not status:
            self._drop_header()
        return status

    def _drop_header(self) -> None:
        """Take the forced header out of the depfile: the plan stands for it.

        To ninja, which notes when a command began, it would always be too new.
        """
        words = self.header
        for special in ("\\", " ", "#"):
            words = words.replace(special, "\\" + special)
        words = words.replace("$", "$$")
        path = f"{self.out}.d"
        _write(path, _text(path).replace(f" {words}", " "))

    def _header(self, weak: set[str], by_macro: set[str]) -> str:
        """What is included before the source.

        A variable is weak only where it is defined: elsewhere a `static` of that name
        would be an error.
        """
        lines = [f"/* {self.source} for {self.level} */"]
        for name in sorted(self.renamed):
            lines.append(f"#pragma redefine_extname {name} {name}{self.tail}")
        lines += [f"#pragma weak {name}" for name in sorted(weak)]
        lines += [f"#define {name} {name}{self.tail}" for name in sorted(by_macro)]
        return "\n".join(lines) + "\n"

    def _kept_names(self) -> set[str]:
        defined = _read(self.out, self.source).defined
        return {name for name in defined if not name.endswith(self.tail)} - self.shared

    def _check(self, here: set[str]) -> None:
        """What a level's object must not have, as an error that names it."""
        found = _read(self.out, self.source)
        where = f"{self.source} at {self.level}"
        hint = "remove `cpu` from pyproject.toml, or "
        kept = sorted(self._kept_names())
        if kept:
            raise Failure(
                f"{where} defines `{kept[0]}`, which could not be renamed: every CPU "
                "would run it",
                f"{hint}let the source define it at every level, without "
                f'__asm__("{kept[0]}") or a macro that hides it',
            )
        expected = {name + self.tail for name in here & self.renamed}
        missing = sorted(expected - set(found.defined))
        if missing:
            name = missing[0][: -len(self.tail)]
            raise Failure(
                f"{where} does not define `{name}`, which it does at the baseline",
                f"{hint}define it whatever macros such as __AVX2__ say",
            )
        if found.trouble:
            raise Failure(f"{where}: {found.trouble}", f"{hint}leave it out there")
        for name in sorted(here & self.shared):
            if found.defined.get(name) not in (None, VARIABLE):
                raise Failure(
                    f"{where} begins `{name}` with an address, and not at the baseline",
                    f"{hint}write the same value whatever macros say",
                )


def baseline_object(out: str, level: str) -> str:
    """The object of the same source at the baseline; ninja.Layout says where."""
    return out.replace(f"/@{level}/", "/", 1)


def compile_source(words: list[str]) -> int:
    """compile LEVEL PLAN SOURCE OUT COMMAND…"""
    import json

    level, file, source, out, *command = words
    return Source(level, json.loads(_text(file)), source, out).compile(command)


# ------------------------------------------------------------------------- together
def _call(command: list[str]) -> int:
    """Run a command with our own streams; its status."""
    status = os.spawnvp(os.P_WAIT, command[0], command)
    return status if status >= 0 else 128 - status


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main(words: list[str]) -> int:
    """plan OUT SOURCE… -- OBJECT…, or compile …; the exit status."""
    try:
        if words[0] == "plan":
            middle = words.index("--")
            plan(words[1], words[2:middle], words[middle + 1 :])
            return 0
        return compile_source(words[1:])
    except Failure as failure:
        print(f"carbide: error: {failure}", file=sys.stderr)
        if failure.hint:
            print(f"hint: {failure.hint}", file=sys.stderr)
        return 1
