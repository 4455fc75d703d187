# SPDX-License-Identifier: MIT
"""The version, read from the file that has it: a Python file, a C file, or plain text.

In: the table `version` of `[tool.carbide]`. Out: the version as text. Nothing is
imported, run or preprocessed: the value has to be written as a text in the file.
"""

from __future__ import annotations

import os
import re

from carbide import files
from carbide.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PATH = ("tool", "carbide", "version")
C_FILES = (".h", ".c", ".hpp", ".hh", ".inc", ".def")
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(.*?)[ \t]*$", re.M)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)


def read(root: str, table: dict[str, str]) -> str:
    """The version that a file of the project holds."""
    file, name = table["file"], table.get("name", "")
    path = os.path.join(root, file)
    if os.path.isabs(file) or not os.path.isfile(path):
        raise _error(f'there is no file "{file}" in the project', "", "file")
    try:
        text = files.read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _error(f"{file} is no UTF-8: {error}", "", "file") from None
    if file.endswith(".py"):
        return _of_python(text, file, name or "__version__")
    if file.endswith(C_FILES):
        return _of_c(text, file, name)
    if name:
        hint = "write `name` for .py, .h and .c files only"
        raise _error(f"{file} is plain text, so it has no name {name!r}", hint, "name")
    lines = text.split()
    if len(lines) != 1:
        raise _error(f"{file} must hold the version and nothing else", "", "file")
    return lines[0]


def _of_python(text: str, file: str, name: str) -> str:
    """The text that is assigned to a name at the top level of a Python file."""
    import _ast

    only_tree = 0x400  # ast.PyCF_ONLY_AST: the module `ast` is slow to import
    try:
        tree: Any = compile(text, file, "exec", only_tree)
    except (SyntaxError, ValueError) as error:
        raise _error(f"{file} is no Python: {error}", "", "file") from None
    found = None
    for node in tree.body:
        if isinstance(node, _ast.Assign):
            targets = node.targets
        elif isinstance(node, _ast.AnnAssign):
            targets = [node.target]
        else:
            continue
        if any(isinstance(t, _ast.Name) and t.id == name for t in targets):
            found = node
    if found is None:
        raise _error(
            f"{file} assigns nothing to {name} at its top level",
            f'write {name} = "1.0" there, or name another variable: name = "…"',
        )
    value: Any = found.value
    if not isinstance(value, _ast.Constant) or not isinstance(value.value, str):
        raise _error(
            f"{file}:{found.lineno}: {name} is no plain text, and the file is not run",
            f'write {name} = "1.0"',
        )
    return value.value


def _of_c(text: str, file: str, name: str) -> str:
    """The text that a macro of a C file stands for."""
    bare = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    macros = {
        match[1]: (match[2], bare.count("\n", 0, match.start()) + 1)
        for match in DEFINE.finditer(bare)
    }
    if not name:
        near = [n for n in macros if n.endswith("VERSION") and macros[n][0][:1] == '"']
        if len(near) != 1:
            many = f"several macros for it: {', '.join(near)}" if near else "none"
            raise _error(
                f'{file}: the macro of the version is looked for as `…VERSION "…"`, '
                f"and there is {'no such macro' if not near else many}",
                'name it: version = {file = "…", name = "…"}',
            )
        name = near[0]
    if name not in macros:
        hint = _near(name, list(macros))
        raise _error(f"{file} defines no macro {name}", hint, "name")
    value, line = macros[name]
    match = re.fullmatch(r'"([^"\\]*)"', value)
    if not match:
        raise _error(
            f"{file}:{line}: {name} is {value or 'empty'}, which is no plain text",
            f'write #define {name} "1.0"; C is not preprocessed for it',
        )
    return match[1]


def _near(word: str, names: list[str]) -> str:
    from carbide.project.keys import nearest

    return nearest(word, names)


def _error(message: str, hint: str = "", key: str = "") -> ConfigError:
    where = f"tool.carbide.version{'.' if key else ''}{key}"
    return ConfigError(f"{where}: {message}", hint, (*PATH, key) if key else PATH)
