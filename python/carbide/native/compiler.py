# SPDX-License-Identifier: MIT
"""Ask a compiler about itself: is it one for C, and which flags does it refuse?

In: a command and flags. Out: those that it does not know, the machine that it compiles
for, or a ToolchainError that says what answered. It is asked as the build asks, by
preprocessing `probe.c` and `machine.c`, once for all modules of a project.
"""

from __future__ import annotations

import os

from carbide import paths
from carbide.errors import ToolchainError
from carbide.native import child

_answers: dict[str, set[str]] = {}
_machines: dict[str, tuple[str, bool]] = {}

# The machines for which wheels of carbide are made, and what says that a compiler
# goes beyond what each of them has.
MACHINES = {"__x86_64__": "__SSE3__", "__aarch64__": "__ARM_FEATURE_ATOMICS"}


def refused(cc: list[str], standard: list[str], flags: list[str]) -> set[str]:
    """Those of the flags that the compiler does not know; usually one run.

    `standard` are flags that decide which C it is, and are not refused.
    """
    asked = repr((cc, standard, flags))
    if asked not in _answers:
        _answers[asked] = _ask(cc, standard, flags)
    return _answers[asked]


def _ask(cc: list[str], standard: list[str], flags: list[str]) -> set[str]:
    status, said = _probe(cc, [*standard, *flags])
    if not status:
        _check(cc, standard, said)
        return set()
    complaint = said
    status, said = _probe(cc, standard)
    if status:
        raise _no_compiler(cc, status, said)
    _check(cc, standard, said)
    named = [flag for flag in flags if flag in complaint]
    if named and not _probe(cc, [*standard, *(f for f in flags if f not in named)])[0]:
        flags = named
    return {flag for flag in flags if _probe(cc, [*standard, flag])[0]}


def machine(cc: list[str]) -> tuple[str, bool]:
    """(a machine with glibc, or "", whether code is for all of its kind)."""
    asked = repr(cc)
    if asked not in _machines:
        _machines[asked] = _ask_machine(cc)
    return _machines[asked]


def _ask_machine(cc: list[str]) -> tuple[str, bool]:
    status, said = _probe(cc, [], "machine.c")
    known = {} if status else _macros(said)
    usual = {"__linux__", "__ELF__", "__GLIBC__", "__LP64__"} <= known.keys()
    if not usual or "__UCLIBC__" in known:
        return "", False
    for name, beyond in MACHINES.items():
        if name in known and known.get("__BYTE_ORDER__") == "__ORDER_LITTLE_ENDIAN__":
            return name.strip("_"), beyond not in known
    return "", False


def _probe(cc: list[str], flags: list[str], name: str = "probe.c") -> tuple[int, str]:
    """Preprocess as the build will: (exit status, what the compiler printed)."""
    file = os.path.join(paths.PACKAGE, "native", name)
    command = [*cc, "-Werror", *flags, "-E", "-dD", "-CC", file]
    who = " ".join(cc)
    hint = f"try it: {who} -E -dD -CC -x c /dev/null\nor {child.COMPILER}"
    done = child.ask(command, who, hint)
    return done.returncode, done.stderr if done.returncode else done.stdout


def _no_compiler(cc: list[str], status: int, said: str) -> ToolchainError:
    """Not even an empty file is preprocessed."""
    command = " ".join(cc)
    if status < 0:
        import signal

        message = f"the compiler `{command}` crashed: {signal.Signals(-status).name}"
        return ToolchainError(message, "install it again, or let CC name another")
    first = next(
        (line for line in said.splitlines() if line.strip()), "it said nothing"
    )
    return ToolchainError(
        f"`{command}` cannot preprocess an empty C file (status {status}): {first}",
        f"try it: {command} -E -dD -CC -x c /dev/null\nor let CC name gcc or clang",
    )


def _macros(said: str) -> dict[str, str]:
    """The macros in what a preprocessor prints, with their values."""
    macros = {}
    for line in said.splitlines():
        words = line.split(None, 2)
        if words[:1] == ["#define"]:
            macros[words[1]] = words[2] if len(words) > 2 else ""
    return macros


def _check(cc: list[str], standard: list[str], said: str) -> None:
    """ToolchainError if the macros are not those of a compiler of C99 or later."""
    command = " ".join([*cc, *standard])
    macros = _macros(said)
    if "__cplusplus" in macros:
        raise ToolchainError(
            f"`{command}` compiles C++, and carbide needs a C compiler",
            "let CC name gcc or clang; C++ can be called through functions in "
            'extern "C", from a library',
        )
    if "__STDC__" not in macros:
        raise ToolchainError(
            f"`{command}` is no C compiler: it does not print the macros that it "
            "defines, as each does with -E -dD",
            "let CC name gcc or clang, or unset it",
        )
    if not macros.get("__STDC_VERSION__", "")[:6] >= "199901":
        raise ToolchainError(
            f"`{command}` compiles C of 1990; carbide.h and the glue need C99 or later",
            "take -std=c99 or later, or no -std: older C compiles as well",
        )
