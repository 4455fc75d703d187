# SPDX-License-Identifier: MIT
"""The runtime's objects: compiled once, shared, and never stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from carbide.native import runtime, toolchain
from carbide.project import config
from sandbox import CHECKOUT, PYPROJECT, Sandbox


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("CARBIDE_CACHE", str(folder))
    return folder / "runtime"


def folders(cache: Path) -> list[Path]:
    assert not list(cache.glob("*.tmp"))
    return sorted(cache.iterdir()) if cache.exists() else []


def test_one_runtime_for_all_projects(sandbox: Sandbox, cache: Path) -> None:
    sandbox.carbide("explain")
    assert folders(cache) == []
    sandbox.carbide("develop")
    (folder,) = folders(cache)
    sources = (CHECKOUT / "include/carbide/runtime").glob("*.c")
    assert {p.name for p in folder.glob("*.o")} == {f"{p.name}.o" for p in sources}
    before = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
    sandbox.write("pyproject.toml", PYPROJECT + "# changed\n")
    sandbox.run("-c", "import shutil; shutil.rmtree('build')")
    sandbox.carbide("develop")
    assert folders(cache) == [folder]
    assert {p: p.stat().st_mtime_ns for p in folder.iterdir()} == before
    sandbox.run("-c", f"import shutil; shutil.rmtree({str(cache)!r})")
    sandbox.carbide("build")
    assert folders(cache) == [folder]


def test_its_name_says_what_it_was_made_of(
    sandbox: Sandbox, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name(flags: str) -> str:
        monkeypatch.setenv("CFLAGS", flags)
        chain = toolchain.Toolchain(config.load(str(sandbox.root)).modules[0])
        return Path(runtime.folder_of(chain, "fallback")).name

    plain = name("")
    assert name("-Wall -O1 -DX") == plain  # these are the user's sources' own
    assert name("-g") != plain
    assert name("-fsanitize=address") != plain


def test_without_a_cache_the_project_keeps_it(sandbox: Sandbox, cache: Path) -> None:
    cache.parent.write_text("a file, so no folder can be made here")
    chain = toolchain.Toolchain(config.load(str(sandbox.root)).modules[0])
    fallback = str(sandbox.root / "build/runtime")
    assert Path(runtime.folder_of(chain, fallback)).parent == Path(fallback)
