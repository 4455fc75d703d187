# SPDX-License-Identifier: MIT
"""CPU levels: sources compiled once more for each, the best chosen at import.

`levels/` is a project of several files with whatever could go wrong when a function
exists more than once; its checks.py runs at each level that this machine has, built by
each compiler, and must print the same bits.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from cpu_projects import COMPILERS, Project, has_level, objdump

HERE = Path(__file__).resolve().parent
LEVELS = ("baseline", "x86-64-v3", "x86-64-v4")


@pytest.fixture(scope="module", params=COMPILERS)
def levels(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The project `levels`, built by one of the compilers."""
    folder = tmp_path_factory.mktemp("levels") / "levels"
    shutil.copytree(HERE / "levels", folder)
    project = Project(folder, request.param)
    project.develop()
    return project


@pytest.fixture(scope="module")
def levels_by_gcc(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same, by gcc alone: for what no compiler has a part in."""
    folder = tmp_path_factory.mktemp("levels-gcc") / "levels"
    shutil.copytree(HERE / "levels", folder)
    project = Project(folder, "gcc")
    project.develop()
    return project


def results(project: Project, level: str) -> list[str]:
    """What checks.py prints at a level, without the line that names the level."""
    script = str(HERE / "levels" / "checks.py")
    done = project.python([script, project.module_folder()], CARBIDE_CPU=level)
    assert done.returncode == 0, done.stdout + done.stderr
    name, *lines = done.stdout.splitlines()
    assert name == level
    assert len(lines) > 400
    return lines


@pytest.mark.parametrize("level", LEVELS[1:])
def test_each_level_gives_the_same(levels: Project, level: str) -> None:
    if not has_level(levels, level):
        pytest.skip(f"this machine has no {level}")
    assert results(levels, level) == results(levels, "baseline")


def test_with_contraction_the_same_checks_differ(tmp_path: Path) -> None:
    """The control: what compares levels can see one rounding less."""
    project = Project(tmp_path / "levels", "gcc")
    shutil.copytree(HERE / "levels", project.root)
    project.change(
        "pyproject.toml", "include-dirs", 'fp-contract = "fast"\ninclude-dirs'
    )
    project.develop()
    if not has_level(project, "x86-64-v3"):
        pytest.skip("this machine has no x86-64-v3")
    here, there = results(project, "baseline"), results(project, "x86-64-v3")
    differing = [a.split()[0] for a, b in zip(here, there) if a != b]
    assert len(differing) > 100


def test_the_best_level_is_chosen(levels: Project) -> None:
    best = [level for level in LEVELS if has_level(levels, level)][-1]
    assert levels.at("m.__carbide_cpu__", "") == best


def test_only_levels_have_their_instructions(levels: Project) -> None:
    """Nothing of the baseline, the glue or the runtime needs more than any x86-64."""
    objdump_or_skip()
    objects = levels.objects()
    plain = [path for path in objects if "/@" not in path]
    assert [Path(path).name for path in plain if objdump(levels, path)] == []
    for level in LEVELS[1:]:
        kernels = [p for p in objects if f"/@{level}/" in p and "kernels" in p]
        assert len(kernels) == 1
        assert objdump(levels, kernels[0])
        tables = [p for p in objects if f"/@{level}/" in p and "_calls" in p]
        assert objdump(levels, tables[0]), "blend() in the header is of the level too"


def test_what_is_linked_needs_no_level_either(levels: Project) -> None:
    """Compilers add functions of their own, such as memcpy."""
    objdump_or_skip()
    (module,) = Path(levels.module_folder()).glob("levels*.so")
    plain = {f for f in objdump(levels, str(module)) if "_cbi_x86_64_v" not in f}
    assert plain == {"blend"}, "static in a header: each level has one of its own"


def objdump_or_skip() -> None:
    if not shutil.which("objdump"):
        pytest.skip("no objdump: install binutils")


def test_the_module_asks_no_level_of_the_loader(levels: Project) -> None:
    if not shutil.which("readelf"):
        pytest.skip("no readelf: install binutils")
    done = levels.run(["readelf", "-n", levels.release()])
    assert "x86-64-v3" not in done.stdout
    assert "x86-64-v4" not in done.stdout


def test_what_is_asked_for_and_not_there(levels: Project) -> None:
    done = levels.import_it(CARBIDE_CPU="x86-64-v2")
    assert done.returncode
    assert (
        "ImportError: levels: CARBIDE_CPU is 'x86-64-v2', but the module was built for "
        "baseline, x86-64-v3, x86-64-v4; this machine has "
    ) in done.stderr
    done = levels.import_it(CARBIDE_CPU="native")
    assert "CARBIDE_CPU is 'native', but" in done.stderr
    done = levels.import_it(CARBIDE_CPU="")
    assert done.returncode == 0, done.stderr


def test_the_first_import_decides(levels: Project) -> None:
    """Static data exist once per level: a second choice would lose them."""
    code = (
        "import os, sys, levels\n"
        "levels.bump_static()\n"
        "del sys.modules['levels']\n"
        "os.environ['CARBIDE_CPU'] = 'nonsense'\n"
        "import levels\n"
        "assert levels.__carbide_cpu__ == 'baseline', levels.__carbide_cpu__\n"
        "assert levels.bump_static() == 2\n"
    )
    done = levels.python(["-c", code], inside=True, CARBIDE_CPU="baseline")
    assert done.returncode == 0, done.stderr


def test_the_stub_says_the_level(levels: Project) -> None:
    assert "\n__carbide_cpu__: str\n" in levels.read("build/cp-abi/levels.pyi")


def test_a_second_build_does_nothing(levels: Project) -> None:
    done = levels.develop(verbose=True)
    assert "] " not in done, done


def test_one_edited_source_is_compiled_once_per_level(levels: Project) -> None:
    before = levels.read("src/names.c")
    levels.write("src/names.c", before.replace("x * 1.5", "x * 1.50"))
    done = levels.develop(verbose=True)
    ran = [line for line in done.splitlines() if line.startswith("[")]
    compiled = [line for line in ran if re.search(r" -c \S*src/names\.c ", line)]
    at_levels = [line for line in ran if " compile x86-64-v" in line]
    assert len(compiled) == 1
    assert len(at_levels) == 2
    assert all("src/names.c" in line for line in at_levels)


def test_every_interpreter_chooses(levels_by_gcc: Project) -> None:
    """By either way in which Python finds the module's definition."""
    levels = levels_by_gcc
    named = os.environ.get("CARBIDE_TEST_PYTHONS", f"own\t{sys.executable}")
    code = (
        f"import sys; sys.path.insert(0, {levels.module_folder()!r}); import levels; "
    )
    code += "print(levels.__carbide_cpu__, levels.greatest(1, 2))"
    for line in named.splitlines():
        python = line.partition("\t")[2]
        done = levels.run([python, "-W", "ignore", "-c", code], CARBIDE_CPU="baseline")
        assert done.stdout == "baseline 2.0\n", done.stderr
        done = levels.run([python, "-W", "ignore", "-c", code], CARBIDE_CPU="x86")
        assert "ImportError: levels: CARBIDE_CPU is 'x86'" in done.stderr


def test_two_folders_give_the_same_bytes(
    levels_by_gcc: Project, tmp_path: Path
) -> None:
    levels = levels_by_gcc
    other = Project(tmp_path / "a folder" / "levels", levels.cc)
    leave = shutil.ignore_patterns("build")
    shutil.copytree(levels.root, other.root, ignore=leave)
    first, second = (p.root / p.release() for p in (levels, other))
    assert first.read_bytes() == second.read_bytes()


def test_explain_names_the_levels(levels: Project) -> None:
    text = levels.carbide("explain")
    assert "\nCPU levels: baseline, x86-64-v3, x86-64-v4\n" in text
    assert "CARBIDE_CPU forces one" in text


def test_old_processors_never_reach_new_instructions(levels: Project) -> None:
    """Under an emulated processor without AVX."""
    emulator = shutil.which("qemu-x86_64") or shutil.which("qemu-x86_64-static")
    if not emulator:
        pytest.skip("no qemu-x86_64: install qemu-user")
    code = (
        f"import sys; sys.path.insert(0, {levels.module_folder()!r}); import levels; "
    )
    code += "print(levels.__carbide_cpu__, levels.thrice(2), levels.blend(0, 2, 0.5))"
    for cpu in ("qemu64", "Nehalem", "SandyBridge"):
        done = levels.run([emulator, "-cpu", cpu, sys.executable, "-c", code])
        assert done.stdout == "baseline 6.0 1.0\n", done.stderr
