# SPDX-License-Identifier: MIT
"""Every code block of README.md and docs/ is run, each page in an empty folder.

In: the pages. Out: one test a page; what a page needs and the machine lacks is a skip
that names the package. docpage.py says how blocks are tagged.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import docpage
import pytest
from scenario import ROOT, Mismatch, Scenario, make_environment, make_wheelhouse

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

# What a page may need, and the package that has it.
PACKAGES = {"cblas.h": "libopenblas-dev", "zlib.h": "zlib1g-dev"}


@pytest.fixture(scope="session")
def scripts(tmp_path_factory):
    """The bin folder of an environment with carbide, pip, pytest and NumPy."""
    return make_environment(tmp_path_factory.mktemp("environment") / "venv")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory):
    """One folder for the compiled runtime of all pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARBIDE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def wheelhouse(tmp_path_factory):
    """A folder of wheels, so that pip needs no index."""
    return make_wheelhouse(tmp_path_factory.mktemp("wheels") / "wheelhouse")


def has_header(name: str) -> bool:
    """Whether the C compiler finds <name>."""
    cc = os.environ.get("CC") or shutil.which("cc") or "gcc"
    done = subprocess.run(
        [*cc.split(), "-E", "-x", "c", "-"],
        input=f"#include <{name}>\n",
        capture_output=True,
        text=True,
    )
    return done.returncode == 0


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_page(path, tmp_path, scripts, wheelhouse):
    """The page does what it says."""
    page = docpage.read(path)
    needs = page.directives.get("needs", "")
    if needs and not has_header(needs):
        pytest.skip(f"no <{needs}>: install {PACKAGES[needs]}")
    folder = tmp_path / "here"
    folder.mkdir()
    scenario = Scenario(page, folder, scripts)
    scenario.env["PIP_FIND_LINKS"] = str(wheelhouse)
    missing = leave_out(page)
    wrong = ""
    try:
        scenario.run()
    except Mismatch as error:
        wrong = str(error)
    if wrong:
        pytest.fail(wrong, pytrace=False)
    if missing:
        pytest.skip(f"but for what needs {', '.join(missing)}, the page is right")


def leave_out(page: docpage.Page) -> list[str]:
    """Remove the blocks for which something is missing; what that is."""
    names = sorted({name for block in page.blocks for name in block.needs})
    missing = [name for name in names if not is_there(name)]
    page.blocks = [b for b in page.blocks if not set(b.needs) & set(missing)]
    return missing


def is_there(name: str) -> bool:
    """Whether a module, or the header Python.h, is installed."""
    if name == "Python.h":
        return Path(sysconfig.get_path("include"), name).exists()
    return importlib.util.find_spec(name) is not None


EXAMPLES = sorted((ROOT / "examples").glob("*/README.md"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_example(path, tmp_path, scripts):
    """The sessions in the README of an example are true."""
    pytest.importorskip(path.parent.name, reason="`make examples` builds it")
    page = docpage.read(path)
    page.blocks = [block for block in page.blocks if block.kind == "python"]
    assert page.blocks
    Scenario(page, tmp_path, scripts).run()


def test_links():
    """Links name files that are there; a #part is a heading of theirs."""
    broken = []
    for page in [*PAGES, *ROOT.glob("*.md")]:
        text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, part = target.partition("#")
            file = (page.parent / name).resolve() if name else page
            if not file.exists() or (part and part not in anchors(file)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert not broken


def anchors(path: Path) -> set[str]:
    """The names that headings of a page get."""
    heads = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), flags=re.M)
    plain = (re.sub(r"[^\w\- ]", "", head.lower()) for head in heads)
    return {head.replace(" ", "-") for head in plain}


@pytest.mark.parametrize(
    "script", ["make_errors.py", "make_config.py", "make_mistakes.py"]
)
def test_generated_pages_are_current(script):
    """What the translator and the golden tests give is what the pages say."""
    command = [sys.executable, str(ROOT / "docs" / script), "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.full
def test_imports_are_current():
    """The table of docs/howto/import-a-library.md is what the libraries here give."""
    command = [sys.executable, str(ROOT / "docs" / "make_imports.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_option_of_import_is_documented():
    """`carbide import --help` and the table of its page name the same options."""
    command = [sys.executable, "-m", "carbide", "import", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    text = (ROOT / "docs/howto/import-a-library.md").read_text("utf-8")
    rows = re.findall(r"^\| `(--[\w-]+) ", text, flags=re.M)
    options = set(re.findall(r"(--[\w-]+)", done.stdout.split("options:")[1]))
    assert sorted(rows) == sorted(options - {"--help", "--verbose"})


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_named_files_are_there(name):
    """Each file and folder that the pages for contributors name is in the tree."""
    text = (ROOT / name).read_text("utf-8")
    named = set(re.findall(r"`([\w./-]+(?:\.(?:c|h|py|def|md)|/))`", text))
    named -= {"Python.h", "tests/errors/NAME/"}  # not ours; a pattern
    roots = ["", "src", "include", "include/carbide", "python/carbide"]
    roots += [
        f"python/carbide/{n}" for n in ("project", "native", "packaging", "start")
    ]
    assert len(named) > 10
    unknown = [n for n in named if not any((ROOT / r / n).exists() for r in roots)]
    assert unknown == []


def test_every_marker_is_documented():
    """Each line of markers.def is in the reference, in the part that fits."""
    text = (ROOT / "docs/reference/markers.md").read_text("utf-8")
    done, later = text.split("## Not yet")
    table = (ROOT / "src/markers.def").read_text("utf-8")
    rows = re.findall(r"^MARKER\((\w+),.* (DONE|LATER)\)$", table, flags=re.M)
    assert len(rows) > 20
    for name, state in rows:
        if state == "DONE":
            assert f"\n## CB_{name}\n" in done
        else:
            assert f"`CB_{name}`" in later and f"## CB_{name}\n" not in done


def test_every_key_is_documented():
    """Each key of [tool.carbide] has its row, and no other has."""
    from carbide.project.keys import KEYS

    text = (ROOT / "docs/reference/config.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \|", text, flags=re.M)
    keys = [
        row for row in rows if row != row.upper()
    ]  # the others: environment variables
    assert sorted(keys) == sorted(KEYS)


def test_every_variable_is_documented():
    """Each environment variable of carbide's own has its row."""
    from carbide.project import settings

    files = [*ROOT.glob("python/carbide/*.py"), *ROOT.glob("include/**/*.[ch]")]
    code = "".join(path.read_text("utf-8") for path in files)
    names = set(re.findall(r'(?:environ\.get|getenv)\(\s*"(CARBIDE\w*)"', code))
    names |= {settings.variable(key) for key in settings.overrides()}
    text = (ROOT / "docs/reference/config.md").read_text("utf-8")
    assert len(names) > 8
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


# The tests of these tests: a page that lies must fail.
LIES = {
    "output": "```console\n$ echo one\ntwo\n```\n",
    "status": "```console\n$ false\n```\n",
    "session": "```python\n>>> 1 + 1\n3\n```\n",
    "prose": "```python\nprint(1)\n```\n",
    "untagged": "```\n$ echo\n```\n",
    "language": "```c\nint x;\n```\n",
    "crash": "```python\n>>> import os; os._exit(0 + 139)\n```\n",
}


@pytest.mark.parametrize("name", LIES)
def test_a_page_that_lies_fails(name, tmp_path, scripts):
    """Each kind of wrong block is noticed."""
    path = tmp_path / "page.md"
    path.write_text(LIES[name])
    folder = tmp_path / "here"
    folder.mkdir()
    with pytest.raises(Mismatch):
        Scenario(docpage.read(path), folder, scripts).run()


def test_a_true_page_passes(tmp_path, scripts):
    """Files, folders and variables of one block are there in the next."""
    path = tmp_path / "page.md"
    path.write_text(
        "```text file=d/a.txt\nhello\n```\n"
        "```console\n$ cd d && export WHO=world\n"
        "$ cat a.txt; echo $WHO\nhel...\nworld\n```\n"
        "```python\n>>> open('a.txt').read()\n'hello\\n'\n>>> x = 1\n```\n"
        "```python\n>>> x\n1\n```\n"
        "```console exit=3\n$ exit 3\n```\n"
    )
    folder = tmp_path / "here"
    folder.mkdir()
    Scenario(docpage.read(path), folder, scripts).run()
