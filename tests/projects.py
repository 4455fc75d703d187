# SPDX-License-Identifier: MIT
"""The pyproject.toml of the projects that tests and docs make up.

In: a name, and the lines of [tool.carbide]. Out: the text. It imports nothing, as
scripts use it that run outside of the tests.
"""

TEXT = """\
[build-system]
requires = ["carbide"]
build-backend = "carbide.build"

[project]
name = "{name}"
version = "{version}"
"""


def pyproject(name: str, settings: str = "", version: str = "1.0") -> str:
    """The text; without settings [tool.carbide] is left out."""
    text = TEXT.format(name=name, version=version)
    return f"{text}\n[tool.carbide]\n{settings}\n" if settings else text
