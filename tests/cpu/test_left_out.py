# SPDX-License-Identifier: MIT
"""What stays out of CPU levels, what cannot be compiled for them, what is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from cpu_projects import CHECKOUT, COMPILERS, Project, has_level, project

LEVELS = 'cpu = ["x86-64-v3"]'
HEADER = """\
#include "carbide.h"
double scale(int n, const double a[n]);
int count(void);
"""
KERNEL = """\
#include "m.h"
double scale(int n, const double *a)
{
    double s = 0;
    for (int i = 0; i < n; i++) {
        s += a[i] * 1.25;
    }
    return s;
}
"""
# Its constructor registers with reg.c, whose state must not exist twice.
STARTS = """\
#include "m.h"
void enter(int x);
__attribute__((constructor)) static void start(void)
{
    enter(7);
}
int starts(void)
{
    return 1;
}
"""
REGISTER = """\
#include "m.h"
static int entered;
void enter(int x)
{
    entered += x;
}
int count(void)
{
    return entered;
}
"""


def levels_of(built: Project) -> list[str]:
    """The levels that this machine has."""
    return [v for v in ("baseline", "x86-64-v3") if has_level(built, v)]


@pytest.mark.parametrize("cc", COMPILERS[:2])
def test_a_constructor_stays_out_and_takes_along_what_it_uses(
    tmp_path: Path, cc: str
) -> None:
    """It runs on every CPU, and once; what it changed, each level sees."""
    files = {"m_h": HEADER, "kernel_c": KERNEL, "starts_c": STARTS, "reg_c": REGISTER}
    built = project(tmp_path / "m", LEVELS, cc, **files)
    said = built.develop()
    only = "is compiled for the baseline only:"
    assert (
        f"carbide: note: src/starts.c {only} it has a constructor or destructor, which "
        "would run twice\n"
    ) in said
    assert (
        f"carbide: note: src/reg.c {only} src/starts.c, which is not compiled per "
        "level, uses its function enter\n"
    ) in said
    assert "src/kernel.c" not in said
    assert {built.at("m.count(), m.scale([1, 2])", v) for v in levels_of(built)} == {
        "7 3.75"
    }
    text = built.carbide("explain", "--profile", "release")
    assert "    src/starts.c: baseline only: it has a constructor" in text
    assert "    src/reg.c: baseline only: src/starts.c, which" in text


OTHERS = {
    "ifunc": (
        '__attribute__((target_clones("avx2", "default"))) double scale(int n, const '
        "double *a) { return n * a[0]; }",
        "it chooses functions by itself (ifunc, target_clones)",
    ),
    "destructor": (
        "int gone; __attribute__((destructor)) static void end(void) { gone++; }\n"
        "double scale(int n, const double *a) { return n * a[0]; }",
        "it has a constructor or destructor, which would run twice",
    ),
    "section": (
        'static int entry __attribute__((section("my_entries"), used)) = 3;\n'
        "extern int __start_my_entries[], __stop_my_entries[];\n"
        "double scale(int n, const double *a) { return n * a[0] * "
        "(__stop_my_entries - __start_my_entries); }",
        "it puts data into the section my_entries, which would hold them twice",
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_code_that_must_not_exist_twice(tmp_path: Path, what: str) -> None:
    text, why = OTHERS[what]
    header = HEADER.replace("int count(void);\n", "")
    source = f'#include "m.h"\n{text}\n'
    built = project(tmp_path / "m", LEVELS, m_h=header, kernel_c=source)
    assert f"note: src/kernel.c is compiled for the baseline only: {why}\n" in (
        built.develop()
    )
    assert {built.at("m.scale([2, 5])", v) for v in levels_of(built)} == {"4.0"}


def test_what_the_glue_takes_the_address_of(tmp_path: Path) -> None:
    """A function that it does not call, but passes on, is the baseline's."""
    header = """\
#include "carbide.h"
static inline double with(double x, double (*f)(double)) { return f(x); }
double twice(double x);
double half(double x);
double apply(double x, CB_FIXED(twice) double (*f)(double));
"""
    built = project(
        tmp_path / "m",
        LEVELS,
        m_h=header,
        apply_c='#include "m.h"\ndouble apply(double x, double (*f)(double)) '
        "{ return f(x); }\n",
        half_c='#include "m.h"\ndouble half(double x) { return x / 2; }\n',
        twice_c='#include "m.h"\ndouble twice(double x) { return 2 * x; }\n',
    )
    said = built.develop()
    assert (
        "note: src/twice.c is compiled for the baseline only: the generated code "
        in (said)
    )
    assert "half.c" not in said
    code = "m.apply(4), m.twice(4), m.half(4)"
    assert {built.at(code, v) for v in levels_of(built)} == {"8.0 8.0 2.0"}


ERRORS = {
    "label": (
        'int counted(int x) __asm__("plain_name");\n'
        "int counted(int x) { return x; }\n"
        "int count(void) { return counted(3); }",
        "src/kernel.c at x86-64-v3 defines `plain_name`, which could not be renamed",
    ),
    "missing": (
        "#ifndef __AVX2__\nint only_old(void) { return 1; }\n#endif\n"
        "int count(void) { return 1; }",
        "src/kernel.c at x86-64-v3 does not define `only_old`, which it does at the "
        "baseline",
    ),
    "more": (
        "#ifdef __AVX2__\nint only_new(void) { return 1; }\n#endif\n"
        "int count(void) { return 1; }",
        "src/kernel.c at x86-64-v3 defines `only_new`, which could not be renamed",
    ),
    "starts": (
        "int set;\n#ifdef __AVX2__\n__attribute__((constructor)) static void start("
        "void) { set = 1; }\n#endif\nint count(void) { return 1; }",
        "src/kernel.c at x86-64-v3: it has a constructor or destructor",
    ),
}


@pytest.mark.parametrize("what", ERRORS)
def test_a_level_that_would_be_wrong(tmp_path: Path, what: str) -> None:
    text, message = ERRORS[what]
    header = '#include "carbide.h"\nint count(void);\n'
    source = f'#include "m.h"\n{text}\n'
    built = project(tmp_path / "m", LEVELS, m_h=header, kernel_c=source)
    said = built.develop(status=1)
    assert f"carbide: error: {message}" in said
    assert "\nhint: remove `cpu` from pyproject.toml, or " in said


def test_a_mistake_at_a_level_alone_is_shown(tmp_path: Path) -> None:
    source = (
        KERNEL + "int count(void)\n{\n#ifdef __AVX2__\n    return nowhere;\n#endif\n"
    )
    source += "    return 1;\n}\n"
    built = project(tmp_path / "m", LEVELS, m_h=HEADER, kernel_c=source)
    said = built.develop(status=1)
    assert "src/kernel.c:" in said
    assert "nowhere" in said


def test_sources_without_a_header(tmp_path: Path) -> None:
    built = project(
        tmp_path / "m",
        LEVELS,
        m_c="struct pair { double a, b; };\n"
        "double sum(struct pair p) { return p.a + p.b; }\n"
        "enum way { UP = 1, DOWN };\n"
        "int turn(enum way w) { return -(int)w; }\n",
    )
    built.develop()
    assert {built.at("m.turn(m.DOWN)", v) for v in levels_of(built)} == {"-2"}


def test_no_levels_at_all(tmp_path: Path) -> None:
    """A debug build, and one with sanitizers: the baseline alone, and it says so."""
    files = {"m_h": HEADER, "kernel_c": KERNEL, "reg_c": REGISTER}
    built = project(tmp_path / "m", f'{LEVELS}\nprofile = "debug"', **files)
    said = built.develop()
    assert (
        'm: no CPU levels, since profile = "debug" is for the baseline alone\n' in said
    )
    assert built.at("m.__carbide_cpu__", "") == "baseline"
    assert built.at("m.__carbide_cpu__", "baseline") == "baseline"
    done = built.import_it(CARBIDE_CPU="x86-64-v3")
    assert "CARBIDE_CPU is 'x86-64-v3', but the module was built for baseline" in (
        done.stderr
    )
    assert not list((built.root / "build").rglob("*_calls*"))
    assert "no CPU levels" not in built.develop()
    text = built.carbide("explain")
    assert 'CPU levels: none, since profile = "debug" is for the baseline alone' in text


def test_a_wheel_with_debug_information(tmp_path: Path) -> None:
    """Such a wheel has objects of its own at each level; none names a folder here."""
    files = {"m_h": HEADER, "kernel_c": KERNEL, "reg_c": REGISTER}
    built = project(tmp_path / "m", f'{LEVELS}\nprofile = "profile"', **files)
    built.develop()
    levels = levels_of(built)
    built.carbide("build", "--out", "dist")
    (wheel,) = (built.root / "dist").iterdir()
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    (binary,) = installed.glob("m*.so")
    content = binary.read_bytes()
    assert b".debug_info" in content
    assert bytes(built.root) not in content
    code = "import m; print(m.__carbide_cpu__, m.scale([1.0, 3.0]))"
    for level in levels:
        done = built.python(["-c", code], PYTHONPATH=str(installed), CARBIDE_CPU=level)
        assert done.stdout == f"{level} 5.0\n", done.stderr


def test_what_watches_the_code_has_none(tmp_path: Path) -> None:
    built = project(tmp_path / "m", LEVELS, m_h=HEADER, kernel_c=KERNEL)
    for flag in ("-fsanitize=address", "--coverage"):
        code = (
            "from carbide.native import cpu_levels\n"
            "from carbide.project import config\n"
            "module = config.load('.').modules[0]\n"
            f"print(cpu_levels.choose(module, ['gcc'], ['{flag}'])[1])\n"
        )
        done = built.python(["-c", code], PYTHONPATH=str(CHECKOUT / "python"))
        assert done.stdout == "sanitizers and coverage see the baseline alone\n"


def test_two_modules_each_have_their_levels(tmp_path: Path) -> None:
    table = '[tool.carbide.modules.m]\ncpu = ["x86-64-v3"]\n[tool.carbide.modules.n]'
    built = project(tmp_path / "m", table, m_h=HEADER)
    built.write("src/m.c", KERNEL + "int count(void) { return 3; }")
    built.write("src/n.h", '#include "carbide.h"\nint count(void);\n')
    built.write("src/n.c", '#include "n.h"\nint count(void) { return 4; }\n')
    built.develop()
    assert {built.at("m.count(), m.scale([4])", v) for v in levels_of(built)} == {
        "3 5.0"
    }
    code = "import n; print(n.count(), hasattr(n, '__carbide_cpu__'))"
    done = built.python(["-c", code], inside=True, CARBIDE_CPU="nonsense")
    assert done.stdout == "4 False\n", done.stderr


def test_a_source_with_a_space_in_its_name(tmp_path: Path) -> None:
    built = project(tmp_path / "m", LEVELS, m_h=HEADER, reg_c=REGISTER)
    built.write("src/my kernel.c", KERNEL)
    built.develop()
    assert {built.at("m.scale([4])", v) for v in levels_of(built)} == {"5.0"}
    assert "] " not in built.develop(verbose=True)


def test_other_targets_have_none(tmp_path: Path) -> None:
    """aarch64, Windows and macOS: asked of `zig cc`, which compiles for them all."""
    pytest.importorskip("ziglang", reason="pip install ziglang")
    built = project(tmp_path / "m", LEVELS, m_h=HEADER, kernel_c=KERNEL)
    for target in ("aarch64-linux-musl", "x86_64-windows-gnu", "x86_64-macos"):
        code = (
            "import sys; from carbide.native import cpu_levels\n"
            "from carbide.project import config\n"
            "module = config.load('.').modules[0]\n"
            "cc = [sys.executable, '-m', 'ziglang', 'cc']\n"
            f"cc += ['-target', '{target}']\n"
            "print(cpu_levels.choose(module, cc, []))\n"
        )
        done = built.python(["-c", code], PYTHONPATH=str(CHECKOUT / "python"))
        wanted = "({}, 'the target is not x86-64 with ELF files')\n"
        assert done.stdout == wanted, done.stderr


def test_without_cpu_there_is_no_trace(tmp_path: Path) -> None:
    files = {"m_h": HEADER, "kernel_c": KERNEL, "reg_c": REGISTER}
    built = project(tmp_path / "m", "", **files)
    built.develop()
    glue = built.read("build/cp-abi/m_glue.c")
    assert "cpu" not in glue
    assert "cbi_calls" not in glue
    module = Path(built.module_folder(), "m.so").read_bytes()
    assert b"choose_cpu" not in module
    assert b"CARBIDE_CPU" not in module
    assert "CPU" not in built.carbide("explain")


REFUSED = {
    'cpu = ["native"]': 'tool.carbide.cpu must be a list of "x86-64-v2" or '
    '"x86-64-v3" or "x86-64-v4", not "native"',
    'cpu = "x86-64-v3"': 'tool.carbide.cpu must be a list of strings, not "x86-64-v3"',
    f'{LEVELS}\ncflags = ["-march=native"]': "tool.carbide has `cpu`, and cflags have "
    "-march=native: the baseline would run on machines like this one alone",
    f'{LEVELS}\ncflags = ["-flto"]': "tool.carbide has `cpu`, and cflags have -flto",
    'fp-contract = "yes"': 'tool.carbide.fp-contract must be "off" or "on" or "fast", '
    'not "yes"',
}


@pytest.mark.parametrize("table", REFUSED)
def test_what_is_refused(tmp_path: Path, table: str) -> None:
    built = project(tmp_path / "m", table, m_h=HEADER, kernel_c=KERNEL)
    assert REFUSED[table] in built.develop(status=1)


def test_gcc_may_optimize_at_the_link(tmp_path: Path) -> None:
    """With objects that hold both, names are read and the link still sees them."""
    table = f'{LEVELS}\ncflags = ["-flto", "-ffat-lto-objects"]\nldflags = ["-flto"]'
    files = {"m_h": HEADER, "kernel_c": KERNEL, "reg_c": REGISTER}
    built = project(tmp_path / "m", table, **files)
    built.develop()
    assert {built.at("m.count(), m.scale([1, 2])", v) for v in levels_of(built)} == {
        "0 3.75"
    }


@pytest.mark.parametrize("kind", ("off", "on", "fast"))
def test_contraction_is_chosen(tmp_path: Path, kind: str) -> None:
    """One flag for the sources and for functions in headers, before the user's own."""
    table = f'fp-contract = "{kind}"\ncflags = ["-DLAST"]'
    built = project(tmp_path / "m", table, m_h=HEADER, kernel_c=KERNEL, reg_c=REGISTER)
    said = built.develop(verbose=True)
    for source in ("kernel.c", "m_glue.c"):
        lines = [
            v
            for v in said.splitlines()
            if f"-c src/{source}" in v or (source in v and " -c build" in v)
        ]
        assert len(lines) == 1
        assert f"-ffp-contract={kind} " in lines[0]
        assert lines[0].count("-ffp-contract") == 1
