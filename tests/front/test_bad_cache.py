# SPDX-License-Identifier: MIT
"""The cache folder: the user's own, or not used; where there is none, the project's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from carbide import files, paths
from carbide.errors import Error
from sandbox import Sandbox


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("CARBIDE_CACHE", str(folder))
    return folder


def somebody_elses(folder: Path) -> Path:
    """A folder that another user owns."""
    if os.geteuid():
        return Path("/")
    folder.mkdir(mode=0o755)
    os.chown(folder, 65534, 65534)
    return folder


def test_it_is_made_for_the_user_alone(cache: Path) -> None:
    before = os.umask(0)
    try:
        assert paths.cache("runtime") == str(cache / "runtime")
    finally:
        os.umask(before)
    for folder in (cache, cache / "runtime"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert paths.cache("runtime")  # and again


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o1777, 0o722])
@pytest.mark.parametrize("below", ["", "runtime"])
def test_nobody_else_may_write_there(cache: Path, mode: int, below: str) -> None:
    (cache / "runtime").mkdir(parents=True)
    (cache / below).chmod(mode)
    with pytest.raises(Error, match=f"others may write in .*mode {mode:04o}") as caught:
        paths.cache("runtime")
    assert f"chmod 700 {cache / below}" in caught.value.hint
    (cache / below).chmod(0o755)  # reading harms nobody
    assert paths.cache("runtime")


def test_it_belongs_to_nobody_else(tmp_path: Path) -> None:
    folder = somebody_elses(tmp_path / "theirs")
    wanted = f"cache folder {folder} belongs to user .* this is user {os.geteuid()}:"
    with pytest.raises(Error, match=wanted) as caught:
        files.private_folder(str(folder))
    assert "CARBIDE_CACHE" in caught.value.hint
    link = tmp_path / "link"
    link.symlink_to(folder)
    with pytest.raises(Error, match="belongs to user"):
        files.private_folder(str(link))


def test_no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No folder named ~, none below the project."""
    monkeypatch.delenv("CARBIDE_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    for home in ("", "relative", str(tmp_path / "none"), str(tmp_path / "file")):
        monkeypatch.setenv("HOME", home)
        assert paths.cache("runtime") == ""
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.cache("runtime") == str(tmp_path / ".cache/carbide/runtime")


def test_builds_do_without_it_and_say_so(sandbox: Sandbox, cache: Path) -> None:
    """One that the user named must be right; the usual one is only left alone."""
    home = sandbox.root.parent / "home"
    usual = home / ".cache" / "carbide"
    usual.mkdir(parents=True)
    usual.chmod(0o777)
    environment = {"CARBIDE_CACHE": "", "XDG_CACHE_HOME": "", "HOME": str(home)}
    said = sandbox.carbide("develop", **environment)
    first, hint, *rest = said.splitlines()
    assert first.startswith("carbide: warning: not used: others may write in the ")
    assert hint.startswith("hint: remove it")
    assert rest == ["demo 1.2.3: installed, editable"]
    assert not list(usual.iterdir())
    assert (sandbox.root / "build" / "runtime").is_dir()
    said = sandbox.carbide("develop", CARBIDE_CACHE=str(usual), status=1)
    assert said.startswith("carbide: error: others may write in the cache folder")
