# SPDX-License-Identifier: MIT
"""A part of the test suites of gcc, where they are at hand; all: make gcc-suite."""

from __future__ import annotations

from pathlib import Path

import corpus
import gcc_suite
import pytest

# Specifiers, arrays and attributes in every position.
PART = ("gcc.dg/c2x-", "gcc.dg/c99-", "gcc.dg/declspec", "gcc.dg/anon-struct")


def test_part() -> None:
    """What gcc accepts is read, and as clang reads it."""
    need = corpus.missing()
    if need is not None:
        pytest.skip(f"clang or libclang is missing: {need}")
    if not gcc_suite.SUITE.is_dir():
        pytest.skip("gcc's test suites are not in the cache: make gcc-suite")
    gcc_suite.build(whole_too=False)
    suite = gcc_suite.SUITE
    names = [str(p.relative_to(suite)) for p in sorted(suite.glob("gcc.dg/*.c"))]
    cases = [gcc_suite.Case(name) for name in names if name.startswith(PART)]
    known = corpus.explanations(gcc_suite.HERE / "gcc_suite.txt")
    gcc_suite.check(cases, known, whole_too=False)
    assert sum(case.accepted for case in cases) > 50
    assert sum(len(case.result.equal) for case in cases) > 300
    assert gcc_suite.report(cases, known) == []


def test_redeclarations_contradict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A type that gcc sees and carbide does not is a difference."""
    monkeypatch.setattr(gcc_suite, "TEXTS", tmp_path)
    monkeypatch.setattr(gcc_suite, "TOOLS", tmp_path)
    gcc_suite.build_own(whole_too=False)
    case = gcc_suite.Case("x.c")
    case.beside(".i").write_text("int f(const int *a);\nint g(int a[3]);\n")
    case.beside(".plain.i").write_text("int f(int *a);\nint g(int *a);\n")
    gcc_suite.redeclare(case, ["f", "g"])
    assert case.redeclared == 2
    assert len(case.wrong) == 1
    assert case.wrong[0].endswith("extern int f(const int *a);")


def test_hidden_bounds() -> None:
    """Only a number for a `?` is forgiven."""
    assert gcc_suite.hides_bounds("a.c function f: ([?][?]int)int | ([3][?]int)int")
    assert not gcc_suite.hides_bounds("a.c function f: ([?][?]int)int | ([3][?]int)")
    assert not gcc_suite.hides_bounds("a.c function f: ([4][?]int)int | ([3][?]int)int")


def test_options(tmp_path: Path) -> None:
    """Options for one target, and those that only print, are not passed on."""
    source = tmp_path / "x.c"
    source.write_text(
        '/* { dg-options "-std=gnu89 -Wall -DX=1 -fdump-tree-all" } */\n'
        '/* { dg-additional-options "-msse2" { target i?86-*-* } } */\n'
    )
    assert gcc_suite.options(source) == ["-std=gnu89", "-DX=1"]
