# SPDX-License-Identifier: MIT
"""Ask a compiler about itself: is it one for C, and which flags does it refuse?

In: a command and flags. Out: those that it does not know, or a ToolchainError that
says what answered. It is asked as the build asks, by preprocessing `probe.c`, once
for all modules of a project.
"""

from __future__ import annotations

import os

from carbide import paths
from carbide.errors import ToolchainError
from carbide.native import child

_answers: dict[str, set[str]] = {}


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
        _check(" ".join([*cc, *standard]), said)
        return set()
    status, said = _probe(cc, standard)
    if status:
        raise _no_compiler(cc, status, said)
    _check(" ".join([*cc, *standard]), said)
    return {flag for flag in flags if _probe(cc, [*standard, flag])[0]}


def _probe(cc: list[str], flags: list[str]) -> tuple[int, str]:
    """Preprocess as the build will: (exit status, what the compiler printed)."""
    file = os.path.join(paths.PACKAGE, "native", "probe.c")
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


def _check(command: str, said: str) -> None:
    """ToolchainError if the macros are not those of a compiler of C99 or later."""
    macros = {}
    for line in said.splitlines():
        words = line.split(None, 2)
        if words[:1] == ["#define"]:
            macros[words[1]] = words[2] if len(words) > 2 else ""
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
