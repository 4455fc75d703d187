# SPDX-License-Identifier: MIT
"""The front's layers: base <- project <- native <- packaging <- start <- ways in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FRONT = ROOT / "python" / "carbide"
FOLDERS = ["project", "native", "packaging", "start"]
BASE = ["__init__", "errors", "files", "paths"]
# What a user calls: a command, a build backend, `import carbide.hook`.
WAYS_IN = ["__main__", "build", "cli", "hook", "single"]


def height(module: str) -> int:
    """The layer of a module, by its name below carbide: `errors`, `native.elf`."""
    first = module.partition(".")[0]
    if first in FOLDERS:
        return 1 + FOLDERS.index(first)
    return 0 if first in BASE else 1 + len(FOLDERS)


def imports(tree: ast.AST) -> Iterator[str]:
    """What a file imports of carbide, anywhere, but for type checkers."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom):
            package, _, rest = (node.module or "").partition(".")
            if package == "carbide":
                for name in node.names:
                    yield rest or ("__init__" if name.name[0] == "_" else name.name)
        yield from imports(node)


TEMPLATES = FRONT / "start" / "templates"
FILES = sorted(p for p in FRONT.rglob("*.py") if TEMPLATES not in p.parents)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(FRONT)))
def test_no_layer_imports_a_higher_one(path: Path) -> None:
    own = ".".join(path.relative_to(FRONT).with_suffix("").parts)
    used = set(imports(ast.parse(path.read_text(encoding="utf-8"))))
    above = {name for name in used if height(name) > height(own)}
    allowed = {"single"} if own == "__init__" else set()  # carbide.compile
    assert above == allowed, f"{own} imports {sorted(above)}"


def test_every_file_has_its_layer() -> None:
    """ARCHITECTURE.md names every file of the front."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    text = text.partition("## The front")[2].partition("\n## ")[0]
    for path in FILES:
        if path.name != "__init__.py":
            assert f"`{path.name}`" in text, f"{path} is not on the map"
    top = {path.stem for path in FILES if path.parent == FRONT}
    assert top == {*BASE, *WAYS_IN}
