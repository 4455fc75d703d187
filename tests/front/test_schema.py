# SPDX-License-Identifier: MIT
"""The schema for editors: of one mind with what the build accepts.

That the file beside the reference is current is tested with the pages.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from carbide.errors import ConfigError
from carbide.project import config, keys, schema, tomlfile
from sandbox import CHECKOUT

jsonschema = pytest.importorskip("jsonschema", reason="needs jsonschema")

GOOD = """
headers = []
sources = ["*.c"]
define = ["A"]
prefix = "a_"
case = "snake"
profile = "small"
thread-safe = true
exclude = ["a/b"]
version = {file = "a.h", name = "A"}
---
module = "a._core"
sources = ["a.c"]
prefix = ["a_", "A_"]
profile = {default = "debug", debug = {cflags = ["-g"]}, small = {case = "snake"}}
platform.linux-aarch64.libraries = ["m"]
platform.windows = {define = ["W"], sources = ["w.c"]}
---
python-dir = "."
lock = "one"
modules.a = {sources = ["a.c"]}
modules."b.c" = {sources = ["a.c"], profile.release = {}, platform = {linux = {}}}
---
modules = {}
---
tool = "x"
sources = ["a.c"]
"""

BAD = """
headr = []
---
headers = "a.h"
---
sources = [1]
---
case = "camel"
---
thread-safe = "yes"
---
profile = "quick"
---
profile = {quick = {}}
---
profile = {default = "quick"}
---
profile = {debug = {module = "a"}}
---
profile = 3
---
platform = {linux = {profile = "debug"}}
---
platform = {linx = {}}
---
platform = 3
---
modules = {"a-b" = {}}
---
modules = {a = {module = "b"}}
---
modules = {a = {python-dir = "b"}}
---
modules = {a = 3}
---
module = "a"
modules = {}
---
version = "1"
---
version = {name = "a"}
---
version = {file = "a", nam = "b"}
---
version = {file = 3}
---
prefix = [1]
---
prefix = 1
"""


def read(folder: Path, table: str) -> dict[str, Any]:
    for name in ("a.c", "w.c"):
        (folder / name).write_text("")
    text = f'[project]\nname = "demo"\nversion = "1"\n[tool.carbide]\n{table}'
    (folder / "pyproject.toml").write_text(text)
    return tomlfile.parse("x", text)


def validator() -> Any:
    return jsonschema.Draft7Validator(schema.document())


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(schema.document())


@pytest.mark.parametrize("table", GOOD.split("---\n"))
def test_good(tmp_path: Path, table: str) -> None:
    data = read(tmp_path, table)
    assert [error.message for error in validator().iter_errors(data)] == []
    config.load(str(tmp_path))


@pytest.mark.parametrize("table", BAD.split("---\n"))
def test_bad(tmp_path: Path, table: str) -> None:
    """Both refuse it, and carbide shows the line."""
    data = read(tmp_path, table)
    assert list(validator().iter_errors(data)) != []
    with pytest.raises(ConfigError) as caught:
        config.load(str(tmp_path))
    assert re.match(r"\S*pyproject\.toml:\d+:\d+: ", str(caught.value))


def test_each_key_is_in_the_schema() -> None:
    tables = schema.document()["definitions"]
    assert list(tables["carbide"]["properties"]) == list(keys.KEYS)
    assert "modules" not in tables["module"]["properties"]
    assert "profile" not in tables["settings"]["properties"]
    assert GOOD.count("---") > 3 and BAD.count("---") > 20


def test_projects_of_this_checkout() -> None:
    """Each pyproject.toml of the examples, and carbide's own."""
    files = [CHECKOUT / "pyproject.toml", *CHECKOUT.glob("examples/*/pyproject.toml")]
    assert len(files) > 4
    for file in files:
        data = tomlfile.read(str(file))[1]
        errors = [error.message for error in validator().iter_errors(data)]
        assert errors == [], file


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    from carbide import cli

    assert cli.main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema.document()
