# SPDX-License-Identifier: MIT
"""A build runs nothing of what it builds, and no text of a project becomes code.

In: projects whose files, names and texts try to. Out: for each either a wheel in which
the text stands as it was given, or an error; never another file, line or command.
"""

from __future__ import annotations

import ast
import csv
import io
import os
import subprocess
import tarfile
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest
from sandbox import HEADER, PYPROJECT, SOURCE, Sandbox


@pytest.fixture
def demo(python: Path, tmp_path: Path) -> Sandbox:
    """A project `demo` with one function."""
    made = Sandbox(tmp_path / "demo", python)
    made.write("pyproject.toml", PYPROJECT)
    made.write("src/demo.h", HEADER)
    made.write("src/demo.c", SOURCE.format(name="demo"))
    return made


def dist(made: Sandbox, end: str = ".whl") -> Path:
    """The one archive that was written."""
    (found,) = (made.root / "dist").glob(f"*{end}")
    return found


# Runs at import: what the loader and Python would run.
LOADED = """
#include <stdio.h>
static void leave(const char *name)
{
    FILE *file = fopen(name, "w");
    if (file) {
        fclose(file);
    }
}
__attribute__((constructor)) static void loaded(void) { leave("LOADED_FILE"); }
void begin(void) { leave("BEGAN_FILE"); }
"""


def test_nothing_is_run(demo: Sandbox, tmp_path: Path) -> None:
    """Neither constructors nor CB_INIT nor Python, by any command; later they are."""
    trace = tmp_path / "trace"
    trace.mkdir()
    text = LOADED.replace("LOADED_FILE", str(trace / "loaded"))
    text = text.replace("BEGAN_FILE", str(trace / "began"))
    demo.write("pyproject.toml", PYPROJECT + '[tool.carbide]\nmodule = "demo._core"\n')
    (demo.root / "src/demo.h").rename(demo.root / "src/_core.h")
    demo.write("src/_core.h", HEADER + "CB_INIT void begin(void);\n")
    demo.write("src/demo.c", SOURCE.format(name="_core") + text)
    line = "open({!r}, 'w').close()\n"
    demo.write("python/demo/__init__.py", line.format(str(trace / "init")))
    for name in ("setup.py", "conftest.py", "sitecustomize.py", "src/helper.py"):
        demo.write(name, line.format(str(trace / Path(name).name)))
    hook = "import carbide.build as b; b.{}(r'dist')"
    for command in ("explain", "build", "sdist", "develop"):
        demo.carbide(command)
    hooks = ["build_wheel", "build_sdist", "build_editable"]
    for name in [*hooks, "prepare_metadata_for_build_wheel"]:
        # -I: `python -c` itself would look for modules in the folder
        demo.run("-I", "-c", hook.format(name))
    demo.run(
        "-I", "-c", "import carbide.build as b; b.prepare_metadata_for_build_wheel('m')"
    )
    assert os.listdir(trace) == []
    demo.run(
        "-c", "import os; os.chdir('/'); import demo._core", PYTHONWARNINGS="ignore"
    )
    assert sorted(os.listdir(trace)) == ["began", "init", "loaded"]


HOSTILE = (
    'x\nRequires-Dist: evil\n\nBody: "quoted" \\ %s ${HOME} $(touch no) `touch no`'
)


def test_texts_stay_in_their_fields(demo: Sandbox) -> None:
    """METADATA: each text is one field, and no field is added."""
    demo.write(
        "pyproject.toml",
        PYPROJECT
        + f"description = {toml(HOSTILE)}\n"
        + f"keywords = [{toml(HOSTILE)}]\n"
        + f"authors = [{{ name = {toml(HOSTILE)} }}]\n"
        + f"urls = {{ {toml('a' + chr(10) + 'Requires-Dist: evil')} = 'https://x' }}\n"
        + f"readme = {{ text = {toml(HOSTILE)}, content-type = 'text/plain' }}\n",
    )
    demo.run("-W", "ignore", "-m", "carbide", "build")
    with zipfile.ZipFile(dist(demo)) as archive:
        text = archive.read("demo-1.2.3.dist-info/METADATA")
    fields = BytesParser().parsebytes(text)
    assert "Requires-Dist" not in fields
    assert fields.get_payload().strip() == HOSTILE
    assert set(fields) == {
        *("Metadata-Version", "Name", "Version", "Summary", "Keywords", "Author"),
        *("Project-URL", "Description-Content-Type"),
    }


def toml(text: str) -> str:
    """A text as a basic string of TOML."""
    import json

    return json.dumps(text)


POINTS = [
    'scripts = { "a\\n[evil]\\nb" = "demo:add" }',
    'scripts = { "../../bin/sh" = "demo:add" }',
    'scripts = { "a" = "demo:add\\nb = os:system" }',
    'scripts = { "a" = "os; import evil" }',
    'gui-scripts = { "a b" = "demo:add" }',
    'entry-points."x.y" = { "a = b" = "demo" }',
    'entry-points."x.y" = { "[evil]" = "demo" }',
    'entry-points."x.y" = { "a" = "demo:" }',
]


@pytest.mark.parametrize("line", POINTS)
def test_entry_points_are_what_they_are(demo: Sandbox, line: str) -> None:
    """No name and no object begins a line or leaves the folder of scripts."""
    demo.write("pyproject.toml", PYPROJECT + line + "\n")
    for command in ("build", "develop"):
        said = demo.carbide(command, status=1)
        assert "carbide: error: " in said
        assert "entry-points" in said or "scripts" in said
        assert "Traceback" not in said
    assert not (demo.root / "dist").exists()


ODD = "we ird$HOME %d éñ' #&;(x)~^=,.txt"


def test_odd_file_names(demo: Sandbox, tmp_path: Path) -> None:
    """Quotes, dollars, percents, blanks: files are found again under their names."""
    package = f"python/demo_more/{ODD}"
    demo.write(package, "data")
    demo.write("python/demo_more/__init__.py", "")
    demo.write(f"src/{ODD}.c", "int odd(void);\nint odd(void) { return 7; }\n")
    demo.write("src/demo.h", HEADER + "int odd(void);\n")
    demo.carbide("develop")
    assert demo.eval("demo.odd()") == "7"
    demo.carbide("build")
    demo.carbide("sdist")
    with zipfile.ZipFile(dist(demo)) as archive:
        assert archive.read(f"demo_more/{ODD}") == b"data"
        record = archive.read("demo-1.2.3.dist-info/RECORD").decode()
        rows = {row[0]: row for row in csv.reader(io.StringIO(record))}
        assert set(rows) == set(archive.namelist())
        assert {len(row) for row in rows.values()} == {3}
    with tarfile.open(dist(demo, ".tar.gz")) as archive:
        assert f"demo-1.2.3/{package}" in archive.getnames()
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(tmp_path / "again", **safe)
    again = Sandbox(tmp_path / "again" / "demo-1.2.3", demo.python)
    again.carbide("build")
    assert dist(again).read_bytes() == dist(demo).read_bytes()


# A file's name, or a key of the project, that would be read as something else.
REFUSED = {
    "src/a\nb.c": "there is a control character in the name 'src/a\\nb.c'",
    "-fplugin=evil.c": "because compilers take it for an option",
    "@evil.c": "because compilers take it for an option",
}


@pytest.mark.parametrize("name", REFUSED)
def test_names_that_tools_would_misread(demo: Sandbox, name: str) -> None:
    """build.ninja, #include and command lines cannot hold them: an error says so."""
    demo.write(name, "int odd(void);\nint odd(void) { return 7; }\n")
    settings = '[tool.carbide]\nsources = ["src/*.c", "*.c"]\n'
    if name.startswith("src"):
        settings = ""
    demo.write("pyproject.toml", PYPROJECT + settings)
    for command in ("build", "develop"):
        said = demo.carbide(command, status=1)
        assert REFUSED[name] in said, said
    assert not (demo.root / "build").exists()


COMMANDS = {
    "define": '["A=1\\nrule evil\\n  command = touch no"]',
    "cflags": '["-DA=$(touch no)", "-DB=`touch no`", "-DC=\'; touch no; \'"]',
    "ldflags": '["-Wl,-rpath,\\"; touch no; \\""]',
    "define ": '["D=\\"a b\\" $x ${y} %s"]',
    "lock": '"\\"; touch no; \\""',
    "prefix": '["$(touch no)_"]',
}


@pytest.mark.parametrize("key", COMMANDS)
def test_settings_stay_words(demo: Sandbox, key: str) -> None:
    """No value is a command of the shell's or a line of build.ninja."""
    settings = f"[tool.carbide]\n{key} = {COMMANDS[key]}\n"
    demo.write("pyproject.toml", PYPROJECT + settings)
    done = subprocess.run(
        [demo.python, "-m", "carbide", "build"],
        cwd=demo.root,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    assert [p for p in demo.root.rglob("no")] == []
    if "\\n" in COMMANDS[key]:
        assert "has a line break" in done.stderr and done.returncode == 1


DOC = (
    r"""/** Sums \"\"\" ''' %s {0} ${HOME} \N{BULLET} \x41 ??/ \
 * import os; os.system("touch no")
 * """
    + "\u202e"
    + r""" `rm` <b> \0 # é
 * @param a one \" " ' \\
 */
double sum(double a, CB_DEFAULT(1) double b);
#define TEXT "\"\"\" \\ ' %s ${HOME} \n\001 ??/ \xc3\xa9 \"); evil(\""
#define LETTER '\''
"""
)


def test_docs_names_and_defaults(demo: Sandbox) -> None:
    """Text of comments and constants is text in the glue, the stub, the docstring."""
    demo.write("src/demo.h", '#include "carbide.h"\n' + DOC)
    body = "double sum(double a, double b) { return a + b; }\n"
    demo.write("src/demo.c", '#include "demo.h"\n' + body)
    demo.carbide("develop")
    stub = next(demo.root.glob("build/**/demo.pyi")).read_text("utf-8")
    tree = ast.parse(stub)
    kinds = {type(node).__name__ for node in tree.body}
    assert kinds <= {
        "Import",
        "ImportFrom",
        "AnnAssign",
        "Assign",
        "FunctionDef",
        "Expr",
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert calls == []
    doc = demo.eval("ascii(demo.sum.__doc__)")
    assert " {0} ${HOME}" in doc and 'os.system("touch no")' in doc
    assert list(demo.root.rglob("no")) == []


def test_a_folder_that_would_be_code(python: Path, tmp_path: Path) -> None:
    """A line break in the project's path would be a second line of a .pth file."""
    made = Sandbox(tmp_path / "a\nimport os; os.abort()", python)
    made.write("pyproject.toml", PYPROJECT)
    made.write("src/demo.h", HEADER)
    made.write("src/demo.c", SOURCE.format(name="demo"))
    said = made.carbide("develop", status=1)
    assert "carbide: error: " in said and "control character" in said


def test_links_and_submodules(demo: Sandbox, tmp_path: Path) -> None:
    """The sdist has what links lead to, nothing of git's, and no loop has an end."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/far.txt").write_text("far")
    demo.write("near/near.txt", "near")
    (demo.root / "to_file").symlink_to("near/near.txt")
    (demo.root / "to_folder").symlink_to("near")
    (demo.root / "to_outside").symlink_to(tmp_path / "outside")
    (demo.root / "to_itself").symlink_to(".")
    (demo.root / "broken").symlink_to("nowhere")
    os.mkfifo(demo.root / "pipe")
    lib = tmp_path / "lib"
    lib.mkdir()
    (lib / "lib.h").write_text("int lib;\n")
    git = ["git", "-c", "protocol.file.allow=always", "-c", "user.name=a"]
    git += ["-c", "user.email=a@b"]
    for folder, words in (
        (lib, "init -q"),
        (lib, "add ."),
        (lib, "commit -qm one"),
        (demo.root, "init -q"),
        (demo.root, f"submodule --quiet add {lib} vendor"),
        (demo.root, "add ."),
    ):
        subprocess.run([*git, *words.split()], cwd=folder, check=True)
    said = demo.carbide("sdist")
    assert "broken is a symbolic link that leads nowhere; left out" in said
    assert "to_itself is a symbolic link to a folder that it is in; left out" in said
    with tarfile.open(dist(demo, ".tar.gz")) as archive:
        assert all(member.isreg() for member in archive.getmembers())
        names = {n.partition("/")[2] for n in archive.getnames()}
    assert {"to_file", "to_folder/near.txt", "to_outside/far.txt"} <= names
    assert {"vendor/lib.h", ".gitmodules", "PKG-INFO", "src/demo.c"} <= names
    assert not [n for n in names if n.startswith((".git/", "vendor/.git", "to_itself"))]
    assert not names & {"broken", "pipe"}


def test_sdist_needs_what_metadata_names(demo: Sandbox) -> None:
    """A README that git ignores would be missing in the wheel from the sdist."""
    demo.write("pyproject.toml", PYPROJECT + 'readme = "NOTES.md"\n')
    demo.write("NOTES.md", "notes\n")
    demo.write(".gitignore", "NOTES.md\n")
    subprocess.run(["git", "init", "-q"], cwd=demo.root, check=True)
    said = demo.carbide("sdist", status=1)
    assert "carbide: error: NOTES.md would be missing from the sdist" in said
