# SPDX-License-Identifier: MIT
"""pyproject.toml: the defaults, and a clear message for each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from carbide.errors import ConfigError
from carbide.native import ninja
from carbide.project import config

PROJECT = '[project]\nname = "my-demo"\nversion = "1.0"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("src/my_demo.h", "src/b.c", "src/a.c", "lib/c.c", "lib/deep/d.c"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return tmp_path


def load_project(folder: Path, table: str, project: str = PROJECT) -> config.Project:
    (folder / "pyproject.toml").write_text(f"{project}\n[tool.carbide]\n{table}\n")
    return config.load(str(folder))


def load(folder: Path, table: str) -> config.Module:
    """The only module of a project."""
    (module,) = load_project(folder, table).modules
    return module


def test_defaults(folder: Path) -> None:
    project = load(folder, "")
    assert project.dotted == project.name == "my_demo"
    assert project.headers == ["src/my_demo.h"]
    assert project.sources == ["src/a.c", "src/b.c"]
    assert project.package == ""


def test_patterns_keep_their_order_and_name_each_file_once(folder: Path) -> None:
    project = load(folder, 'sources = ["lib/**/*.c", "src/b.c", "./src/*.c"]')
    assert project.sources == ["lib/c.c", "lib/deep/d.c", "src/b.c", "src/a.c"]


def test_module_in_a_package(folder: Path) -> None:
    (folder / "src/_core.h").write_text("")
    project = load(folder, 'module = "outer.inner._core"')
    assert (project.package, project.name) == ("outer.inner", "_core")
    assert project.headers == ["src/_core.h"]


def test_one_prefix_may_be_a_string(folder: Path) -> None:
    assert load(folder, 'prefix = "geo_"').prefix == ["geo_"]


def test_several_modules(folder: Path) -> None:
    """What stands at the top holds for each; lists are appended."""
    table = """
        cflags = ["-Wall"]
        case = "snake"
        prefix = "p_"
        [tool.carbide.modules."pkg._core"]
        headers = ["src/my_demo.h"]
        cflags = ["-O1"]
        prefix = "q_"
        [tool.carbide.modules.c]
        sources = ["lib/c.c"]
        case = "snake"
    """
    first, second = load_project(folder, table).modules
    assert (first.dotted, first.name, first.package) == ("pkg._core", "_core", "pkg")
    assert (first.headers, first.sources) == (["src/my_demo.h"], [])
    assert (first.cflags, first.prefix) == (["-Wall", "-O1"], ["p_", "q_"])
    assert (second.dotted, second.sources) == ("c", ["lib/c.c"])
    assert (second.cflags, second.case) == (["-Wall"], "snake")


def test_files_of_one_of_several(folder: Path) -> None:
    """src/NAME.h and src/NAME.c, or a folder src/NAME/."""
    for name in ("src/c/c.h", "src/c/x.c", "src/c/y.c"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    modules = load_project(folder, 'modules = {a = {}, "pkg.c" = {}}').modules
    assert [(m.headers, m.sources) for m in modules] == [
        ([], ["src/a.c"]),
        (["src/c/c.h"], ["src/c/x.c", "src/c/y.c"]),
    ]


def test_no_module_has_to_be_said(folder: Path) -> None:
    assert load_project(folder, "modules = {}").modules == []


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        ('libary = ["m"]', "tool.carbide.libary is not a key", "`libraries`"),
        (
            "zzz = 1",
            "tool.carbide.zzz is not a key",
            "known keys: module, modules, headers",
        ),
        (
            'cpu = ["v3"]',
            'tool.carbide.cpu must be a list of "x86-64-v2" or "x86-64-v3" or',
            "",
        ),
        ('cpu = "x86-64-v3"', "tool.carbide.cpu must be a list of strings", ""),
        ('cflags = "-O2"', 'cflags must be a list of strings, not "-O2"', ""),
        ("define = [1]", "define must be a list of strings, not [1]", ""),
        ('thread-safe = "yes"', 'thread-safe must be true or false, not "yes"', ""),
        ("module = 3", "module must be a string, not 3", ""),
        ('case = "camel"', 'case must be "snake", not "camel"', ""),
        (
            'profile = "o"',
            'profile must be "release" or "small" or "checked" or "debug" or "profile"',
            "",
        ),
        ("modules = 3", "modules must be a table of tables", ""),
        ("modules.a = 3", "modules must be a table of tables", ""),
        ('modules."a.if" = {}', '"if" is a keyword', "in quotes"),
        (
            'modules.a = {header = ["src/my_demo.h"]}',
            "tool.carbide.modules.a.header is not a key",
            "`headers`",
        ),
        (
            'modules.a = {module = "b"}',
            "modules.a.module: `module` is a key of the project, and means",
            "move it to [tool.carbide]",
        ),
        ("platform.linx = {}", "platform.linx is not a platform", "`linux`"),
        ("platform.linux = 3", "platform must be a table of tables", ""),
        (
            "platform.linux.modules = {}",
            "`modules` is a key of the project, and means nothing here",
            "move it to [tool.carbide]",
        ),
        ("profile.debg = {}", "profile.debg is not a profile", "`debug`"),
        ("profile.debug = 3", "profile.debug must be a table, not 3", ""),
        (
            'profile.debug.profile = "release"',
            "`profile` is a key of a module, and means nothing here",
            "move it to [tool.carbide] or to the table of a module",
        ),
        (
            "profile = 3",
            'or "checked" or "debug" or "profile" or a table of such, not 3',
            "",
        ),
        ('profile.default = "x"', "profile.default must be", ""),
        ("modules.x = {}", "nothing to build x from: there is none of src/x.h", "x"),
        ('module = "a"\nmodules = {}', "both `module` and `modules`", "one module"),
        (
            "modules.a = {}\nmodules.A = {}",
            '"a" and "A" differ in case only',
            "file names",
        ),
        (
            'modules.a = {}\nmodules."a.b" = {}',
            '"a" is a module and cannot be the package of "a.b" as well',
            'call it "a._core"',
        ),
        ('sources = ["x/*.c"]', 'sources: no file matches "x/*.c"', ""),
        ('sources = ["/a.c"]', '"/a.c" must be relative to the project', ""),
        ('include-dirs = ["inc"]', 'include-dirs: there is no folder "inc"', ""),
        ('module = "a.class"', '"class" is a keyword', "module ="),
    ],
)
def test_mistakes(folder: Path, table: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(folder, table)
    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_no_name(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no project\.name"):
        load_project(folder, "", "")


def test_no_sources(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"neither src/my_demo\.h nor a \.c file"):
        load(tmp_path, "")


def test_bad_toml_names_the_file_and_the_line(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[project\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:1:9: expected"):
        config.load(str(folder))


def test_no_project_at_all(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no pyproject\.toml in .* or above"):
        config.find_root(str(tmp_path))


def test_root_is_found_from_below(folder: Path) -> None:
    load(folder, "")
    assert config.find_root(str(folder / "lib/deep")) == str(folder)


@pytest.mark.parametrize(
    ("project", "message"),
    [
        ('[project]\nname = "my-demo"\n', "version"),
        ('[project]\nname = "my-demo"\ndynamic = ["version"]\n', "project.dynamic"),
        (PROJECT + 'readme = "NONE.md"\n', "NONE.md"),
        (PROJECT + 'license-files = ["NO"]\n', "NO"),
        (PROJECT + 'requires-python = "three"\n', "requires-python"),
        (PROJECT + 'unheard-of = "x"\n', "unheard-of"),
    ],
)
def test_metadata_mistakes(folder: Path, project: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_project(folder, "", project).metadata()
    assert message in str(caught.value)


def test_metadata_is_not_needed_to_find_the_module(folder: Path) -> None:
    project = load_project(folder, 'module = "my_demo"', "")
    with pytest.raises(ConfigError, match=r"no \[project\] table"):
        project.metadata()


def test_lock_goes_to_the_translator(folder: Path) -> None:
    project = load(folder, 'lock = "sqlite"')
    words = ninja.carbidec_command(project, ninja.Layout(project))
    assert words[words.index("--lock") + 1] == "sqlite"
    plain = load(folder, "")
    assert "--lock" not in ninja.carbidec_command(plain, ninja.Layout(plain))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (PROJECT + 'descripton = "x"\n', "4:1: project.descripton is no key", "script"),
        (PROJECT + "[tools.carbide]\n", "4:2: tools is no table that", "`tool`"),
        (PROJECT + "[tool.Carbide]\n", "4:7: tool.Carbide is no tool", "tool.carbide"),
        (PROJECT + "[tool.carbid]\n", "tool.carbid is no tool", "tool.carbide"),
        (
            PROJECT + '[build-system]\nbuild-bakend = "x"\n',
            "5:1: build-system.build-bakend is no key of [build-system]",
            "`build-system.build-backend`",
        ),
        ('[projct]\nname = "x"\n', "1:2: projct is no table", "`project`"),
    ],
)
def test_misspelled_tables(folder: Path, text: str, message: str, hint: str) -> None:
    """What nobody reads does nothing: an error, where a known name is near."""
    (folder / "pyproject.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load(str(folder))
    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_foreign_tables_are_let_pass(folder: Path) -> None:
    more = "[tool.caribou]\nx = 1\n[dependency-groups]\na = []\n[novelty]\nx = 1\n"
    (folder / "pyproject.toml").write_text(PROJECT + more)
    assert config.load(str(folder)).name == "my-demo"
