# SPDX-License-Identifier: MIT
"""build.ninja: quoting; and how the output of a build is sorted."""

from __future__ import annotations

import pytest
from carbide.native import compiler, ninja, progress, toolchain


def test_shell_words() -> None:
    words = ["-DX=1", "a b", "it's", "$HOME", ""]
    assert ninja.shell(words) == "-DX=1 'a b' 'it'\"'\"'s' '$$HOME' ''"


def test_edges() -> None:
    out = ninja.Writer("build")
    out.edge("cc", ["a b.o"], ["x:y$.c"], ["z"], ["w"], flags="-O2")
    assert out.text().endswith("\nbuild a$ b.o: cc x$:y$$.c | z || w\n  flags = -O2\n")


def test_messages_pass_and_noise_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    output = progress.Output(verbose=False)
    for line in (
        "\x1f[1/3] compile a.c\n",
        "a.c:1:2: warning: odd\n",
        "\x1f[2/3] compile b.c\n",
        "FAILED: [code=1] b.o \n",
        "cc -c b.c -o b.o\n",
        "b.c:1:2: error: wrong\n",
        "    1 | wrong\n",
        "ninja: build stopped: subcommand failed.\n",
    ):
        output.line(line)
    said = capsys.readouterr()
    assert said.err == ("a.c:1:2: warning: odd\nb.c:1:2: error: wrong\n    1 | wrong\n")
    assert said.out == ""
    assert output.failed == 1
    assert output.complaint == ""


def test_glue_takes_language_flags_only() -> None:
    flags = ["-DA", "-U", "B", "-Wall", "-O3", "-ffast-math", "-I", "x", "-std=c17"]
    assert toolchain.language(flags) == ["-DA", "-U", "B", "-I", "x", "-std=c17"]
    flags = ["-march=native", "-fsanitize=address", "-Werror", "--target", "t", "-g3"]
    assert toolchain.target(flags) == [
        "-march=native",
        "-fsanitize=address",
        "--target",
        "t",
        "-g3",
    ]


def test_version_script() -> None:
    assert toolchain.version_script("demo")[0] == (
        "{ global: PyInit_demo; PyModExport_demo; carbide_locks_*; local: *; };\n"
    )


def test_refused_flags() -> None:
    cc = toolchain.find_cc()
    asked = ["-fPIC", "-fno-such-thing"]
    assert compiler.refused(cc, [], asked) == {"-fno-such-thing"}
    assert compiler.refused(cc, ["-std=c99"], ["-fPIC"]) == set()


def test_a_killed_command_is_named() -> None:
    output = progress.Output(verbose=False)
    output.line("FAILED: [code=139] demo_glue.c \n")
    assert output.killed == "SIGSEGV"
    output = progress.Output(verbose=False)
    output.line("FAILED: [code=1] demo_glue.c \n")
    assert output.killed == ""
