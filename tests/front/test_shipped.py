# SPDX-License-Identifier: MIT
"""The runtime's objects that carbide's own wheel brings: used where they suit, only.

In: the wheel of this checkout, unpacked. Out: what a first build with it compiles, and
which compilers and flags compile the runtime themselves.
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from carbide import paths
from carbide.native import compiler, runtime, shipped, toolchain
from carbide.project import config
from sandbox import CHECKOUT, Sandbox, program

GLIBC = sys.platform.startswith("linux") and bool(compiler.machine(["cc"])[0])
pytestmark = pytest.mark.skipif(
    not GLIBC or bool(os.environ.get("CC")), reason="a wheel from here has no objects"
)
SOURCES = {path.name for path in CHECKOUT.glob("include/carbide/runtime/*.c")}


@pytest.fixture(scope="module")
def unpacked(translator: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip makes of carbide's wheel."""
    from carbide.packaging import wheel

    folder = tmp_path_factory.mktemp("wheel")
    name = wheel.build_all(config.load(str(CHECKOUT)), str(folder), [])[0]
    with zipfile.ZipFile(folder / name) as archive:
        archive.extractall(folder / "site")
    (folder / "site/carbide/bin/carbidec").chmod(0o755)
    return folder / "site"


@pytest.fixture
def site(unpacked: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    shutil.copytree(unpacked, tmp_path / "site")
    return tmp_path / "site"


def compiled(said: str) -> list[str]:
    """Sources of the runtime in the commands of a build."""
    words = [line.split() for line in said.splitlines() if " -c " in line]
    names = [os.path.basename(word) for line in words for word in line]
    return [name for name in names if name in SOURCES]


@pytest.mark.parametrize("cc", ["gcc", "clang"])
def test_a_first_build_compiles_no_runtime(
    sandbox: Sandbox, site: Path, tmp_path: Path, cc: str
) -> None:
    """With either compiler and each profile, from a folder that is a group's."""
    if not shutil.which(cc):
        pytest.skip(f"no {cc}")
    objects = site / "carbide/objects"
    names = {name + ".o" for name in SOURCES}
    assert {path.name for path in objects.iterdir()} == names | {"made-of"}
    objects.chmod(0o775)
    cache = tmp_path / "cache"
    with_wheel = {"CC": cc, "PYTHONPATH": str(site), "CARBIDE_CACHE": str(cache)}
    for words in (["build"], ["develop", "--profile", "debug"], ["develop"]):
        said = sandbox.carbide(*words, "-v", **with_wheel)
        assert str(objects / "module.c.o") in said
        assert compiled(said) == []
        assert not list(cache.glob("runtime/*"))
    assert sandbox.eval("demo.add(1, 2)") == "3.0"


def test_whether_it_came_along_or_not_is_the_same(
    sandbox: Sandbox, site: Path, tmp_path: Path
) -> None:
    """Without one object all are compiled, not into where carbide is installed.

    And the wheel is the same, byte for byte, with the compiler that made the objects.
    That it has the same name says that they need no newer glibc.
    """
    cache = tmp_path / "cache"
    with_wheel = {"PYTHONPATH": str(site), "CARBIDE_CACHE": str(cache)}
    said = sandbox.carbide("build", "-v", "-o", "came", **with_wheel)
    assert compiled(said) == []
    (site / "carbide/objects/module.c.o").unlink()
    before = sorted(site.rglob("*.o"))
    said = sandbox.carbide("build", "-v", "-o", "made", **with_wheel)
    assert set(compiled(said)) == SOURCES
    assert len(list(cache.glob("runtime/*"))) == 1
    assert sorted(site.rglob("*.o")) == before
    (came,) = sandbox.root.glob("came/*.whl")
    (made,) = sandbox.root.glob("made/*.whl")
    assert came.name == made.name
    assert came.read_bytes() == made.read_bytes()


@pytest.fixture
def came(
    sandbox: Sandbox, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Came:
    """Whether this process would take the objects."""
    monkeypatch.setenv("CARBIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(paths, "objects_dir", lambda: str(site / "carbide/objects"))
    return Came(sandbox, site, monkeypatch)


class Came:
    """Asks for the objects as a build does, with variables of the environment."""

    def __init__(
        self, sandbox: Sandbox, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.sandbox, self.site, self.monkeypatch = sandbox, site, monkeypatch

    def along(self, **variables: str) -> bool:
        for name in ("CC", "CFLAGS"):
            self.monkeypatch.setenv(name, variables.get(name, ""))
        chain = toolchain.Toolchain(config.load(str(self.sandbox.root)).modules[0])
        folder = runtime.folder_of(chain, "fallback")
        return folder == str(self.site / "carbide/objects")


@pytest.mark.parametrize(
    "flags", ["-g", "-march=native", "-fsanitize=address", "-pthread", "-m32"]
)
def test_other_flags_compile(came: Came, flags: str) -> None:
    assert came.along(CFLAGS="-O1 -Wall -DX -flto")  # of the user's sources alone
    assert not came.along(CFLAGS=flags)
    assert not came.along(CC=f"cc {flags}")


def test_another_target_compiles(came: Came, tmp_path: Path) -> None:
    """Another machine, another C library: whatever the compiler is called."""

    def filtered(name: str, rest: str) -> str:
        cc = shutil.which("cc")
        return program(
            tmp_path,
            name,
            f'case " $* " in *" -E "*) {cc} "$@" {rest};;\n*) exec {cc} "$@";; esac',
        )

    assert came.along(CC=filtered("same-cc", "| cat"))
    others = "s/__x86_64__/__sparc__/; s/__aarch64__/__sparc__/"
    assert not came.along(CC=filtered("other-cc", f"| sed '{others}'"))
    assert not came.along(CC=filtered("musl-cc", "| grep -v __GLIBC__"))
    assert not came.along(CC=filtered("uclibc-cc", "; echo '#define __UCLIBC__ 1'"))
    assert not came.along(CC=filtered("x32-cc", "| grep -v __LP64__"))


def test_what_they_were_made_of_counts(came: Came) -> None:
    """A header of another carbide, or its flags."""
    mark = came.site / "carbide/objects" / shipped.MARK
    text = mark.read_text()
    assert came.along()
    mark.write_text(text[:-2] + ("0" if text[-2] != "0" else "1") + "\n")
    assert not came.along()
    mark.write_text(text)
    assert came.along()
    mark.unlink()
    assert not came.along()


def test_only_objects_for_all_machines_are_brought(tmp_path: Path) -> None:
    """None where the compiler has flags of its own, or goes beyond the baseline."""
    machine, for_all = compiler.machine(["cc"])
    assert machine and for_all
    assert shipped.build(str(CHECKOUT), ["cc", "-g"]) is None
    beyond = compiler.MACHINES[f"__{machine}__"]
    cc = program(tmp_path, "beyond-cc", f'exec cc -D{beyond}=1 "$@"')
    assert shipped.build(str(CHECKOUT), [cc]) is None
