# SPDX-License-Identifier: MIT
"""The same bytes, whoever builds, where and when; and what the SBOM says of them.

In: two copies of a project. Out: its archives, built in folders of other lengths, under
other umasks, time zones, locales and users' homes, with other times on the files, and
by a system whose clock is ahead, compared byte for byte.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from proving import check_schema, copy_of_proof, wheel_of
from sandbox import CHECKOUT, Sandbox

EPOCH = "1700000000"


class Circumstances:
    """What a build must not depend on."""

    def __init__(self, place: Path, umask: int, clock: int, **settings: str) -> None:
        self.place = place
        self.umask = umask
        self.clock = clock  # the time on all files, in seconds since 1970
        self.settings = settings
        self.said = ""

    def build(self, python: Path, edit: str) -> dict[str, bytes]:
        """Wheels and sdist of a fresh copy, without a time said and with one."""
        made = copy_of_proof(self.place, python)
        with open(made.root / "pyproject.toml", "a") as file:
            file.write(edit)
        for path in made.root.rglob("*"):
            os.utime(path, (self.clock, self.clock))
        before = os.umask(self.umask)
        try:
            for command in ("build", "sdist"):
                self.said += made.carbide(command, **self.settings)
                said = {**self.settings, "SOURCE_DATE_EPOCH": EPOCH}
                made.carbide(command, "-o", "said", **said)
        finally:
            os.umask(before)
        archives = [*made.root.glob("dist/*"), *made.root.glob("said/*")]
        return {"/".join(path.parts[-2:]): path.read_bytes() for path in archives}


@pytest.fixture
def both(tmp_path: Path) -> tuple[Circumstances, Circumstances]:
    """Two that differ in all that we can change without being another machine."""
    one = Circumstances(tmp_path / "a", 0o022, 1000000000, TZ="UTC", LC_ALL="C")
    two = Circumstances(
        tmp_path / "another folder, with a name that is longer ÄÖÜ$x" / "b",
        *(0o077, 1790000000),
        TZ="Pacific/Kiritimati",
        LC_ALL=other_locale(),
        LANG="C.UTF-8",
        HOME=str(tmp_path),
        USER="somebody",
    )
    return one, two


# In front of the C library: the clock that programs read, some seconds ahead.
CLOCK = """\
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t ahead(void)
{
    const char *said = getenv("CLOCK_AHEAD");
    return said ? atol(said) : 0;
}

int clock_gettime(clockid_t id, struct timespec *t)
{
    int (*real)(clockid_t, struct timespec *);
    *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    int status = real(id, t);
    if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE) {
        t->tv_sec += ahead();
    }
    return status;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
    int (*real)(struct timeval *, void *);
    *(void **)&real = dlsym(RTLD_NEXT, "gettimeofday");
    int status = real(t, zone);
    t->tv_sec += ahead();
    return status;
}

time_t time(time_t *into)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return into ? (*into = t.tv_sec) : t.tv_sec;
}
"""
YEAR = 366 * 86400


@pytest.fixture
def next_year(python: Path, tmp_path: Path) -> dict[str, str]:
    """Settings with which programs believe that it is a year later."""
    if sys.platform != "linux":
        pytest.skip("LD_PRELOAD is for Linux")
    (tmp_path / "clock.c").write_text(CLOCK)
    cc = os.environ.get("CC", "cc").split()[0]
    words = "-O2 -shared -fPIC clock.c -o clock.so -ldl".split()
    subprocess.run([cc, *words], cwd=tmp_path, check=True)
    settings = {"LD_PRELOAD": f"{tmp_path}/clock.so", "CLOCK_AHEAD": str(YEAR)}
    for words in (["date", "+%s"], [python, "-c", "import time; print(time.time())"]):
        now, then = (
            subprocess.check_output(words, env={**os.environ, **more})
            for more in ({}, settings)
        )
        assert 0 <= float(then) - float(now) - YEAR < 60
    return settings


def test_same_bytes_a_year_later(
    both: tuple[Circumstances, Circumstances],
    next_year: dict[str, str],
    python: Path,
) -> None:
    """No clock is in an archive, whether or not SOURCE_DATE_EPOCH is said."""
    both[1].settings = next_year
    one, two = (each.build(python, "") for each in both)
    assert sorted(one) == sorted(two) and len(one) == 8
    assert [name for name in one if one[name] != two[name]] == []
    assert "ahead of the clock" not in both[1].said  # the files are older than both


def other_locale() -> str:
    """A locale in which numbers, words and files are not as in C, if there is one."""
    done = subprocess.run(["locale", "-a"], capture_output=True, text=True)
    names = [n for n in done.stdout.split() if not n.startswith(("C", "POSIX", "en"))]
    return names[0] if names else "C.UTF-8"


@pytest.mark.parametrize("profile", ["release", "debug"])
def test_same_bytes(
    both: tuple[Circumstances, Circumstances],
    python: Path,
    tmp_path: Path,
    profile: str,
) -> None:
    """Also with -g, without SOURCE_DATE_EPOCH, and of a runtime compiled elsewhere."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    cache = os.environ.get("CARBIDE_CACHE", f"{home}/carbide")
    other = str(tmp_path / "cache") if profile == "release" else cache
    both[1].settings["CARBIDE_CACHE"] = other
    edit = f'profile = "{profile}"\n'
    one, two = (each.build(python, edit) for each in both)
    assert sorted(one) == sorted(two) and len(one) == 8
    assert [name for name in one if one[name] != two[name]] == []
    assert one["dist/wheel_proof-1.2.0.tar.gz"] != one["said/wheel_proof-1.2.0.tar.gz"]
    debug = False
    for name in one:
        if name.endswith(".whl"):
            with zipfile.ZipFile(io.BytesIO(one[name])) as archive:
                module = archive.read("wheel_proof/_core.so")
            assert str(both[0].place).encode() not in module
            debug = b".debug_info" in module
    assert debug == (profile == "debug")


def test_no_path_is_inside(proof: Sandbox) -> None:
    """Neither the project's folder nor carbide's is named in the module."""
    with zipfile.ZipFile(wheel_of(proof, "cp39-abi3")) as archive:
        module = archive.read("wheel_proof/_core.so")
    assert b"src/detail/inner.h" in module  # __FILE__ of its assert
    for folder in (proof.root, CHECKOUT, Path.home()):
        assert str(folder).encode() not in module


def test_the_time_is_the_one_that_is_said(proof: Sandbox, tmp_path: Path) -> None:
    """SOURCE_DATE_EPOCH is the time of every entry, and of the SBOM."""
    proof.carbide("build", "-o", str(tmp_path), SOURCE_DATE_EPOCH=EPOCH)
    proof.carbide("sdist", "-o", str(tmp_path), SOURCE_DATE_EPOCH=EPOCH)
    with zipfile.ZipFile(next(tmp_path.glob("*cp39*.whl"))) as archive:
        times = {info.date_time for info in archive.infolist()}
        assert times == {(2023, 11, 14, 22, 13, 20)}
        assert bill(archive)["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as tar:
        members = tar.getmembers()
    assert {(m.mtime, m.uid, m.gid, m.uname) for m in members} == {
        (int(EPOCH), 0, 0, "")
    }


def test_wheel_of_the_sdist(proof: Sandbox, python: Path, tmp_path: Path) -> None:
    """What an sdist holds is enough, and gives the wheel that the tree gives."""
    with tarfile.open(proof.root / "dist/wheel_proof-1.2.0.tar.gz") as archive:
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(tmp_path, **safe)
    unpacked = Sandbox(tmp_path / "wheel_proof-1.2.0", python)
    again = unpacked.carbide("build").splitlines()
    assert len(again) == 3
    for name in again:
        path = unpacked.root / name
        assert path.read_bytes() == (proof.root / "dist" / path.name).read_bytes()


def bill(archive: zipfile.ZipFile, name: str = "carbide.cdx.json") -> dict:
    """An SBOM of a wheel, parsed."""
    (found,) = (n for n in archive.namelist() if n.endswith(f"/sboms/{name}"))
    assert ".dist-info/sboms/" in found
    return json.loads(archive.read(found))


def test_sbom(proof: Sandbox) -> None:
    """CycloneDX finds nothing wrong with it; carbide's license is in it."""
    with zipfile.ZipFile(wheel_of(proof, "cp39-abi3")) as archive:
        document = bill(archive)
    check_schema(document)
    runtime = document["components"][0]
    assert (runtime["name"], runtime["purl"][:17]) == ("carbide", "pkg:pypi/carbide@")
    license_text = runtime["licenses"][0]["license"]["text"]["content"]
    assert license_text == (CHECKOUT / "LICENSE").read_text("utf-8")
    assert [part["name"] for part in document["components"]] == ["carbide", "c"]
    assert "timestamp" not in document["metadata"]


@pytest.mark.skipif(not shutil.which("pkg-config"), reason="needs pkg-config")
def test_sbom_names_libraries(python: Path, tmp_path: Path) -> None:
    """Those of pkg-config with their version, others by name, static ones as such."""
    made = copy_of_proof(tmp_path / "project", python)
    made.write("deps/one.c", "int one(void) { return 1; }\n")
    made.write("deps/two.c", "int two(void) { return 2; }\n")
    made.write(
        "deps/one.pc",
        "Name: one\nDescription: one\nVersion: 4.5.6\n"
        f"Libs: -L{made.root}/deps -lone\n",
    )
    cc = os.environ.get("CC", "cc").split()[0]
    for words in (
        "-shared -fPIC -Wl,-soname,libone.so.3 one.c -o libone.so.3",
        "-c two.c -o two.o",
    ):
        subprocess.run([cc, *words.split()], cwd=made.root / "deps", check=True)
    (made.root / "deps/libone.so").symlink_to("libone.so.3")
    subprocess.run("ar rcs libtwo.a two.o".split(), cwd=made.root / "deps", check=True)
    made.write("src/use.c", USE)
    with open(made.root / "pyproject.toml", "a") as file:
        file.write(
            'pkg-config = ["one"]\nlibraries = ["two"]\nlibrary-dirs = ["deps"]\n'
        )
    said = made.carbide("build", PKG_CONFIG_PATH=str(made.root / "deps"))
    assert "carbide: warning: the wheel needs libone.so.3 of the system" in said
    (path,) = (made.root / "dist").glob("*cp39*linux_*.whl")
    with zipfile.ZipFile(path) as archive:
        document = bill(archive)
    check_schema(document)
    found = {part["name"]: part for part in document["components"]}
    assert list(found) == ["carbide", "one", "two", "c"]
    assert found["one"]["version"] == "4.5.6"
    linked = {n: [p["value"] for p in part["properties"]] for n, part in found.items()}
    assert linked["one"] == ["dynamic", "libone.so.3"]
    assert linked["two"] == ["static"]
    assert str(made.root) not in json.dumps(document)


USE = """\
int one(void), two(void), use_both(void);
int use_both(void) { return one() + two(); }
"""
