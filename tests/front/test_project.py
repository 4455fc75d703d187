# SPDX-License-Identifier: MIT
"""Whole projects: build, install, import, change, fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sandbox import CHECKOUT, HEADER, PYPROJECT, SOURCE, Sandbox, make_venv


def times(root: Path) -> dict[str, int]:
    """Each file below the build folder, with its time."""
    return {
        str(path): path.stat().st_mtime_ns
        for path in (root / "build").rglob("*")
        if path.is_file()
    }


def test_develop_installs_and_imports(sandbox: Sandbox) -> None:
    said = sandbox.carbide("develop")
    assert said == "demo 1.2.3: installed, editable\n"
    assert sandbox.eval("demo.add(1, 2)") == "3.0"
    stub = Path(sandbox.eval("demo.__file__")).with_suffix(".pyi")
    assert "def add(a: " in stub.read_text()


def test_mypy_finds_the_stub(sandbox: Sandbox) -> None:
    """Of an installed module that is one file, from a wheel or editable."""
    pytest.importorskip("mypy")
    sandbox.carbide("develop")
    user = sandbox.write("user.py", "import demo\nreveal_type(demo.add(1, 2))\n")
    words = ["-m", "mypy", "--strict", "--python-executable", str(sandbox.python)]

    def check() -> str:
        done = subprocess.run(
            [sys.executable, *words, user.name],
            cwd=sandbox.root,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    assert 'Revealed type is "float"' in check()
    sandbox.carbide("build")
    folder = sandbox.eval("__import__('sysconfig').get_path('purelib')")
    for link in Path(folder).glob("*editable.pth"):
        link.unlink()
    assert "import-not-found" in check()
    (wheel,) = (sandbox.root / "dist").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder)
    assert 'Revealed type is "float"' in check()


def test_develop_is_an_installation_that_pip_knows(
    tmp_path: Path, translator: None
) -> None:
    root = tmp_path / "demo"
    sandbox = Sandbox(root, make_venv(tmp_path / "venv", with_pip=True))
    script = '[project.scripts]\nadd = "demo:add"\n'
    sandbox.write("pyproject.toml", PYPROJECT + script)
    sandbox.write("src/demo.h", HEADER)
    sandbox.write("src/demo.c", SOURCE.format(name="demo"))
    sandbox.carbide("develop")
    assert (tmp_path / "venv/bin/add").exists()
    shown = sandbox.run("-m", "pip", "show", "demo")
    assert f"Editable project location: {root}" in shown
    sandbox.run("-m", "pip", "uninstall", "-y", "demo")
    assert not (tmp_path / "venv/bin/add").exists()
    code = "import importlib.util as u; print(u.find_spec('demo'))"
    assert sandbox.run("-c", code, PYTHONSAFEPATH="1").strip() == "None"
    # The installation is gone, so develop installs again; and pip over it, and back.
    assert "installed, editable" in sandbox.carbide("develop")
    pip = ("-m", "pip", "install", "-q", "--no-index", "--no-build-isolation")
    sandbox.run(*pip, "-e", ".")
    assert sandbox.eval("demo.add(1, 2)") == "3.0"
    sandbox.run(*pip, ".")
    assert "site-packages" in sandbox.eval("demo.__file__")
    assert "installed, editable" in sandbox.carbide("develop")
    assert "build/editable" in sandbox.eval("demo.__file__")


def test_no_change_builds_nothing(sandbox: Sandbox) -> None:
    sandbox.carbide("develop")
    before = times(sandbox.root)
    assert sandbox.carbide("develop") == "demo 1.2.3: up to date\n"
    assert times(sandbox.root) == before


def test_no_change_is_quick(sandbox: Sandbox) -> None:
    """By the processor's time: others may be at work on the same machine."""
    sandbox.carbide("develop")
    seconds = []
    for _ in range(7):
        before = os.times()
        sandbox.carbide("develop")
        after = os.times()
        user = after.children_user - before.children_user
        seconds.append(user + after.children_system - before.children_system)
    assert min(seconds) < 0.15


def test_changes_are_seen(sandbox: Sandbox) -> None:
    sandbox.carbide("develop")
    sandbox.write("src/demo.c", SOURCE.format(name="demo").replace("a + b", "a - b"))
    assert sandbox.carbide("develop") == "demo 1.2.3: built\n"
    assert sandbox.eval("demo.add(1, 2)") == "-1.0"
    sandbox.write("src/more.c", "double more(double a, double b) { return a * b; }\n")
    sandbox.write("src/demo.h", HEADER + "double more(double a, double b);\n")
    sandbox.carbide("develop")
    assert sandbox.eval("demo.more(3, 4)") == "12.0"
    os.unlink(sandbox.root / "src/more.c")
    sandbox.write("src/demo.h", HEADER)
    sandbox.carbide("develop")
    assert sandbox.eval("hasattr(demo, 'more')") == "False"


def test_a_comment_in_a_source_does_not_compile_the_glue(sandbox: Sandbox) -> None:
    sandbox.carbide("develop")
    glue = sandbox.root / "build/cp-abi-checked/obj/demo_glue.o"
    before = glue.stat().st_mtime_ns
    sandbox.write("src/demo.c", SOURCE.format(name="demo") + "// more\n")
    sandbox.carbide("develop")
    assert glue.stat().st_mtime_ns == before


def test_a_loaded_module_survives_a_rebuild(sandbox: Sandbox) -> None:
    sandbox.carbide("develop")
    code = (
        "import demo, sys; print(demo.add(1, 2), flush=True); "
        "sys.stdin.read(); print(demo.add(3, 4))"
    )
    child = subprocess.Popen(
        [str(sandbox.python), "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "3.0\n"
    sandbox.write("src/demo.c", SOURCE.format(name="demo").replace("a + b", "a - b"))
    sandbox.carbide("develop")
    assert child.communicate("")[0] == "7.0\n"
    assert child.returncode == 0


def test_compiler_errors_come_through_unchanged(sandbox: Sandbox) -> None:
    broken = '#include "demo.h"\ndouble add(double a, double b) { return a + ; }\n'
    sandbox.write("src/demo.c", broken)
    said = sandbox.carbide("develop", status=1)
    command = [*os.environ.get("CC", "cc").split(), "-c", "src/demo.c"]
    command += ["-o", os.devnull, "-isystem", str(CHECKOUT / "include")]
    command += os.environ.get("CPPFLAGS", "").split()
    own = subprocess.run(
        command, cwd=sandbox.root, capture_output=True, text=True
    ).stderr
    assert own in said
    assert "FAILED" not in said
    assert "ninja" not in said
    assert said.count("carbide: error: the build failed in one step") == 1


@pytest.mark.parametrize(
    ("base", "why"),
    [
        ("no.such.Class", "No module named 'no'"),
        ("decimal.nothing", "module 'decimal' has no attribute 'nothing'"),
        ("builtins.int", "builtins.int is no exception class"),
    ],
)
def test_a_base_that_is_no_exception(sandbox: Sandbox, base: str, why: str) -> None:
    """Only the import can tell: its error names the class, and why."""
    mark = f'CB_EXCEPTION(Lost, "{base}", "text");\nint f(void);\n'
    sandbox.write("src/demo.h", f'#include "carbide.h"\n{mark}')
    sandbox.write("src/demo.c", '#include "demo.h"\nint f(void) { return 1; }\n')
    sandbox.carbide("develop")
    code = (
        "try:\n    import demo\nexcept ImportError as error:\n"
        "    print(error, '|', error.__cause__, '|', error.name)\n"
    )
    said = sandbox.run("-c", code).strip()
    assert said == f"demo: no base {base} for Lost: {why} | {why} | demo"


def test_texts_of_errors_must_fit_their_arguments(sandbox: Sandbox) -> None:
    """One that does not would read wild memory: in CB_RAISES it is an error."""
    raises = 'CB_RAISES(return < 0, CB_ValueError, "%s", return)'
    sandbox.write("src/demo.h", f'#include "carbide.h"\n{raises} int f(int x);\n')
    sandbox.write("src/demo.c", '#include "demo.h"\nint f(int x) { return x; }\n')
    assert "format" in sandbox.carbide("develop", status=1)
    sandbox.write("src/demo.h", '#include "carbide.h"\nint f(int x);\n')
    text = 'int f(int x) { return cb_raise(CB_ValueError, "%s", x), 0; }'
    sandbox.write("src/demo.c", f'#include "demo.h"\n{text}\n')
    assert "-Wformat" in sandbox.carbide("develop")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
@pytest.mark.parametrize("pause", [0, 1.3])
def test_progress_is_shown_after_a_second(sandbox: Sandbox, pause: float) -> None:
    """Only on a terminal, and only where the build takes that long."""
    import pty

    cc = sandbox.write("slow-cc", f'#!/bin/sh\nsleep {pause}\nexec cc "$@"\n')
    cc.chmod(0o755)
    master, slave = pty.openpty()
    environment = {**os.environ, "CC": "./slow-cc", "TERM": "xterm"}
    child = subprocess.Popen(
        [sandbox.python, "-m", "carbide", "explain"],
        cwd=sandbox.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=slave,
    )
    os.close(slave)
    said = b""
    while True:
        try:
            said += os.read(master, 4096)
        except OSError:  # Linux: the other side is closed
            break
    os.close(master)
    assert child.wait() == 0
    assert (b"preprocess src/demo.c" in said) is (pause > 0)
    assert said == b"" or said.endswith(b"\r\x1b[K")


def test_colours_where_they_are_wanted(sandbox: Sandbox) -> None:
    sandbox.write("src/demo.c", "int x = ;\n")
    assert "\033[" not in sandbox.carbide("develop", status=1)
    assert "\033[" in sandbox.carbide("develop", status=1, FORCE_COLOR="1")


def test_declared_but_defined_nowhere(sandbox: Sandbox) -> None:
    sandbox.write("src/demo.h", HEADER + "double gone(double a, double b);\n")
    for _ in range(2):  # and it stays an error
        said = sandbox.carbide("develop", status=1)
        assert "src/demo.h:5:" in said.replace("./src", "src")
        assert "gone" in said
        assert "carbide: error: the module calls functions that nothing" in said
    sandbox.carbide("build", status=1)


def test_called_but_defined_nowhere(sandbox: Sandbox) -> None:
    text = SOURCE.format(name="demo").replace("a + b", "a + helper(b)")
    sandbox.write("src/demo.c", "double helper(double);\n" + text)
    said = sandbox.carbide("develop", status=1)
    assert "declared, but defined nowhere: helper, used in src/demo.c" in said
    assert "[tool.carbide] sources" in said


def test_mixed_package(sandbox: Sandbox) -> None:
    text = PYPROJECT
    sandbox.write("pyproject.toml", text + '[tool.carbide]\nmodule = "demo._core"\n')
    shutil.move(sandbox.root / "src/demo.h", sandbox.root / "src/_core.h")
    sandbox.write("src/demo.c", SOURCE.format(name="_core"))
    sandbox.write("python/demo/__init__.py", "from demo._core import add\n")
    sandbox.write("python/demo/sub/__init__.py", "")
    sandbox.carbide("develop")
    assert sandbox.eval("demo.add(1, 2)") == "3.0"
    sandbox.write("python/demo/__init__.py", "from demo._core import add as plus\n")
    sandbox.write("python/demo/late.py", "value = 1\n")
    assert sandbox.eval("demo.plus(1, 2)") == "3.0"
    sandbox.carbide("develop")
    assert sandbox.eval("__import__('demo.late').late.value") == "1"
    path = sandbox.root / sandbox.carbide("build").splitlines()[-1]
    names = set(zipfile.ZipFile(path).namelist())
    assert {
        "demo/__init__.py",
        "demo/sub/__init__.py",
        "demo/_core.so",
        "demo/_core.pyi",
        "demo/py.typed",
    } <= names
    assert not any("stubs" in name for name in names)


def test_without_a_header_the_sources_declare(sandbox: Sandbox) -> None:
    os.unlink(sandbox.root / "src/demo.h")
    sandbox.write("src/demo.c", "double add(double a, double b) { return a + b; }\n")
    sandbox.write("src/more.c", "double twice(double x) { return 2 * x; }\n")
    sandbox.carbide("develop")
    assert sandbox.eval("demo.add(1, 2), demo.twice(3)") == "3.0 6.0"
    assert "src/more.c:1" in sandbox.carbide("explain")


def test_missing_compiler(sandbox: Sandbox) -> None:
    said = sandbox.carbide("develop", status=1, CC="no-such-cc")
    assert "carbide: error: CC is 'no-such-cc', and there is no such program" in said
    said = sandbox.carbide("develop", status=1, CC="", PATH="/nowhere")
    assert "carbide: error: no C compiler" in said
    assert "hint: " in said


@pytest.mark.skipif(not shutil.which("pkg-config"), reason="needs pkg-config")
def test_missing_pkg_config_file(sandbox: Sandbox) -> None:
    text = PYPROJECT
    sandbox.write("pyproject.toml", text + '[tool.carbide]\npkg-config = ["nolib"]\n')
    said = sandbox.carbide("develop", status=1)
    assert "carbide: error: tool.carbide.pkg-config = ['nolib']: " in said
    assert "nolib" in said.split("pkg-config = ['nolib']: ")[1]
    assert "hint: install the library's development package" in said


def test_backend_prints_known_errors_in_one_line(sandbox: Sandbox) -> None:
    text = PYPROJECT
    sandbox.write("pyproject.toml", text + "[tool.carbide]\nfoo = 1\n")
    code = "import carbide.build as b; b.build_wheel('dist')"
    said = sandbox.run("-c", code, status=1)
    place = "carbide: error: pyproject.toml:9:1: "
    assert said.startswith(f"{place}tool.carbide.foo is not a key of carbide\n")
    assert "Traceback" not in said


def test_other_compiler_compiles_again(sandbox: Sandbox) -> None:
    if not shutil.which("clang") or not shutil.which("gcc"):
        pytest.skip("needs gcc and clang")
    sandbox.carbide("develop", CC="gcc")
    shared = sandbox.root / "build/cp-abi-checked/demo.so"
    assert b"clang version" not in shared.read_bytes()
    sandbox.carbide("develop", CC="clang")
    assert b"clang version" in shared.read_bytes()
    assert sandbox.eval("demo.add(1, 2)") == "3.0"


def test_explain(sandbox: Sandbox) -> None:
    said = sandbox.carbide("explain")
    assert said.startswith("demo.add(a, b)")
    assert "src/demo.h:" in said.replace("./src", "src")
    assert "double add(double a, double b)" in said
    assert not (sandbox.root / "build/cp-abi/demo.so").exists()
    import json

    description = json.loads(sandbox.carbide("explain", "--json"))
    assert [f["c_name"] for f in description["functions"]] == ["add"]


def test_explain_a_header_without_a_project(sandbox: Sandbox) -> None:
    os.unlink(sandbox.root / "pyproject.toml")
    assert "add(a, b)" in sandbox.carbide("explain", "src/demo.h")
    sandbox.write("src/lib.h", "int good(int x);\ndouble bare(double *p);\n")
    said = sandbox.carbide("explain", "src/lib.h")
    assert "good(x)" in said.split("left out")[0]
    assert "bare" in said.split("left out")[1]
    said = sandbox.carbide("explain", "none.h", status=1)
    assert "carbide: error: there is no header none.h" in said


def test_editable_folder_follows_the_interpreter() -> None:
    from carbide.packaging import tags

    assert tags.folder().startswith(f"{tags.interpreter()}-{sys.platform}")
