# SPDX-License-Identifier: MIT
"""Which of several tables counts; what is overridden from outside; where a key is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from carbide.errors import ConfigError
from carbide.project import config, keys, place, settings
from projects import pyproject
from sandbox import Sandbox

SYSTEM, MACHINE = settings.platform_names()
OTHER = "windows" if SYSTEM != "windows" else "linux"

TABLE = f"""\
cflags = ["-DA=top"]
prefix = "top_"
profile = {{default = "small", debug = {{cflags = ["-DC=debug"], case = "snake"}}}}
platform.{SYSTEM} = {{cflags = ["-DB=system"], lock = "system"}}
platform.{OTHER} = {{cflags = ["-DB=other"], lock = "other"}}
platform.{MACHINE} = {{cflags = ["-DB=machine"], lock = "machine"}}

[tool.carbide.modules.one]
cflags = ["-DD=one"]
prefix = ["one_"]
lock = "one"

[tool.carbide.modules.one.platform.{SYSTEM}]
cflags = ["-DE=one"]

[tool.carbide.modules.two.profile]
default = "release"
release = {{define = ["FAST"]}}
"""


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in settings.overrides():
        monkeypatch.delenv(settings.variable(key), raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    for name in ("one", "two", "demo"):
        (tmp_path / f"src/{name}.c").write_text("int x(void) { return 1; }\n")
    return tmp_path


def load(folder: Path, table: str, **said: object) -> config.Project:
    (folder / "pyproject.toml").write_text(pyproject("demo", table))
    return config.load(str(folder), said)


def test_order_of_the_tables(folder: Path) -> None:
    one, two = load(folder, TABLE).modules
    before = ["-DA=top", "-DB=system", "-DB=machine"]
    assert one.cflags == [*before, "-DD=one", "-DE=one"]
    assert (one.profile, one.lock, one.case) == ("small", "one", "")
    assert one.prefix == ["top_", "one_"]
    assert two.cflags == before
    assert (two.profile, two.lock, two.define) == ("release", "machine", ["FAST"])


def test_the_profile_that_is_chosen_brings_its_tables(folder: Path) -> None:
    one, two = load(folder, TABLE, profile="debug").modules
    assert one.profile == two.profile == "debug"
    assert one.case == two.case == "snake"
    assert two.cflags == ["-DA=top", "-DB=system", "-DB=machine", "-DC=debug"]
    assert two.define == []


def test_environment_then_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARBIDE_PROFILE", "small")
    monkeypatch.setenv("CARBIDE_DEFINE", "A 'B=x y'")
    (module,) = load(folder, 'module = "demo"\nprofile = "debug"').modules
    assert (module.profile, module.define) == ("small", ["A", "B=x y"])
    (module,) = load(folder, "", profile="release", define=["C"]).modules
    assert (module.profile, module.define) == ("release", ["A", "B=x y", "C"])
    monkeypatch.setenv("CARBIDE_PROFILE", "smal")
    with pytest.raises(
        ConfigError, match=r"CARBIDE_PROFILE must be release or .*'smal'"
    ):
        load(folder, "")


def test_settings_of_pip() -> None:
    said = {"profile": "debug", "define": ["A", "B C"], "verbose": "1"}
    expected = {"profile": "debug", "define": ["A", "B", "C"]}
    assert settings.of_pip(said) == (expected, True)
    assert settings.of_pip(None) == ({}, False)
    assert settings.of_pip({"python": "3.11"}) == ({}, False)
    assert settings.python_of_pip({"python": "3.11"}) == "3.11"
    assert settings.python_of_pip(None) == ""
    for said in ("3.9 3.11", ["3.9", "3.11"]):
        with pytest.raises(ConfigError, match=r"3\.9 3\.11, and installers want"):
            settings.python_of_pip({"python": said})
    for no in ("0", "false", "no", ""):
        assert settings.of_pip({"verbose": no}) == ({}, False)


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        ({"profil": "x"}, "config setting 'profil' is not known", "`profile`"),
        ({"--zzz": "x"}, "config setting '--zzz' is not known", "known settings: incl"),
        ({"pyhton": "3.9"}, "config setting 'pyhton' is not known", "`python`"),
        ({"module": "x"}, "config setting 'module' is not known", ""),
        (
            {"profile": "debg"},
            "profile must be release or small or checked or debug or profile",
            "`debug`",
        ),
        ({"cflags": "'"}, 'config setting cflags = "\'": No closing quotation', ""),
        ({"cflags": True}, "config setting cflags must be a string, not true", ""),
    ],
)
def test_mistakes_of_pip(said: dict[str, object], message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings.of_pip(said)
    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_a_build_follows_what_is_said(sandbox: Sandbox) -> None:
    """Each way is seen, and seen to end: no build of another setting stays."""
    sandbox.write(
        "src/demo.c",
        '#include "demo.h"\ndouble add(double a, double b) { return a + b + MORE; }\n',
    )
    table = 'define = ["MORE=0"]\nprofile.debug.define = ["MORE=1"]'
    text = pyproject("demo", table.replace('define = ["MORE=0"]\n', ""))
    sandbox.write("pyproject.toml", text)
    sandbox.carbide("develop", "--profile", "debug")
    assert sandbox.eval("demo.add(1, 1)") == "3.0"
    assert "MORE" in sandbox.carbide("develop", "--define", "MOR=1", status=1)
    sandbox.carbide("develop", "--define", "MORE=2 X", "--cflags=-DY=1")
    assert sandbox.eval("demo.add(1, 1)") == "4.0"
    sandbox.carbide("develop", CARBIDE_CFLAGS="-DMORE=3")
    assert sandbox.eval("demo.add(1, 1)") == "5.0"
    code = (
        "import carbide.build as b, sys; "
        "b.build_editable('dist', {'cflags': '-DMORE=4', 'profile': 'small'})"
    )
    sandbox.run("-c", code)
    assert sandbox.eval("demo.add(1, 1)") == "6.0"
    said = sandbox.carbide("build", "--profile", "debgu", status=1)
    assert said == (
        "carbide: error: --profile must be release or small or checked or debug or "
        "profile, not 'debgu'\n"
        "hint: did you mean `debug`?\n"
    )


def test_excerpts() -> None:
    """The place of a key, however it is written."""
    text = (
        "# [tool.carbide]\n"
        'x = """\n[tool.carbide]\nfoo = 1\n"""\n'
        "[tool.carbide]\n"
        'foo = 1 # bar = 2\n  prefix.bar = "a = {b = 1}"\n'
        '[tool.carbide.modules."pkg._core"]\nfoo = {"q.r" = [1, 2], s = {t.u = 3}}\n'
        "[tool]\ncarbide.deep = 1\n"
    )

    def where(*path: str) -> str:
        found = place.find(text, ("tool", "carbide", *path))
        return f"{found.line}:{found.column}:{found.width}" if found else ""

    assert where("foo") == "7:1:3"
    assert where("prefix", "bar") == "8:10:3"
    assert where("modules", "pkg._core", "foo") == "10:1:3"
    assert where("modules", "pkg._core", "foo", "q.r") == "10:8:5"
    assert where("modules", "pkg._core", "foo", "s", "t", "u") == "10:31:1"
    assert where("modules", "pkg._core", "none") == "9:23:11"
    assert where("deep") == "12:9:4"
    assert where("b") == where("bar") == ""


def test_a_mistake_shows_its_line(folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(folder, 'cflags = ["-g"]\nprofile = {debug = {cflag = []}}')
    assert str(caught.value).splitlines() == [
        f"{folder}/pyproject.toml:11:21: tool.carbide.profile.debug.cflag is not a key "
        "of carbide",
        "   11 | profile = {debug = {cflag = []}}",
        "      |                     ^~~~~",
    ]
    assert caught.value.hint == "did you mean `cflags` or `ldflags`?"


def test_every_override_is_an_option_of_the_command() -> None:
    from carbide import cli

    for command in ("develop", "build", "explain"):
        parser = cli._parser()
        for key in settings.overrides():
            options = parser.parse_args([command, f"--{key}=x"])
            assert getattr(options, key.replace("-", "_")) == ["x"]
    assert "profile" in settings.overrides() and "module" not in settings.overrides()
    assert all(keys.KEYS[key].level >= keys.MODULE for key in settings.overrides())


@pytest.mark.parametrize(
    ("system", "machine", "names"),
    [
        ("linux", "aarch64", ("linux", "linux-aarch64")),
        ("linux", "i586", ("linux", "linux-i686")),
        ("darwin", "arm64", ("macos", "macos-arm64")),
        ("freebsd14", "amd64", ("freebsd", "freebsd-amd64")),
    ],
)
def test_names_of_platforms(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, names: tuple[str, str]
) -> None:
    monkeypatch.setattr(settings.sys, "platform", system)
    monkeypatch.setattr(os, "uname", lambda: FakeUname(machine))
    assert settings.platform_names() == names


class FakeUname:
    """What os.uname() says of another machine."""

    def __init__(self, machine: str) -> None:
        self.machine = machine


def test_a_folder_that_is_said_from_outside_is_named_so(folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(folder, 'include-dirs = ["src"]', **{"include-dirs": ["nowhere"]})
    where = "include-dirs, from the command or the environment: "
    assert str(caught.value) == f'{where}there is no folder "nowhere"'
