# SPDX-License-Identifier: MIT
"""`import carbide.hook`: a file foo.c that is imported, changed, wrong, shared."""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from pathlib import Path

import pytest
import pythons
from sandbox import CHECKOUT, Sandbox, make_venv

ADD = "/** Sum. */\nint add(int a, int b) { return a + b; }\n"
MAIN = "import carbide.hook\nimport foo\nprint(foo.add(1, 2), foo.__file__)\n"


@pytest.fixture
def scripts(tmp_path: Path, translator: None) -> Sandbox:
    """A folder of scripts, with foo.c and main.py; the modules' cache is beside it."""
    made = Sandbox(tmp_path / "my scripts", make_venv(tmp_path / "venv"))
    made.write("foo.c", ADD)
    made.write("main.py", MAIN)
    return made


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache for modules; the runtime's is the one of all tests."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    usual = os.environ.get("CARBIDE_CACHE") or Path.home() / ".cache" / "carbide"
    runtime = Path(usual, "runtime")
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "runtime").symlink_to(runtime)
    monkeypatch.setenv("CARBIDE_CACHE", str(folder))
    return folder


def builds(cache: Path) -> set[str]:
    """The finished builds in the cache."""
    return {str(path) for path in cache.glob("modules/*/build-*")}


def test_a_file_is_imported(scripts: Sandbox, cache: Path) -> None:
    """From the folder of the script, whatever folder is the current one."""
    done = subprocess.run(
        [str(scripts.python), str(scripts.root / "main.py")],
        cwd="/",
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("3 " + str(cache)), done.stderr
    assert done.stderr == ""
    assert (cache / "modules").stat().st_mode & 0o777 == 0o700
    assert len(builds(cache)) == 1
    assert sorted(path.name for path in scripts.root.iterdir()) == ["foo.c", "main.py"]


def test_nothing_is_built_twice(scripts: Sandbox, cache: Path) -> None:
    first = scripts.run("main.py")
    assert scripts.run("main.py") == first
    os.utime(scripts.root / "foo.c")
    assert scripts.run("main.py") == first
    assert len(builds(cache)) == 1


def test_changes_build_again(scripts: Sandbox) -> None:
    """Of the file, of what it includes, of the header beside it, of the compiler."""
    assert scripts.run("main.py").startswith("3 ")
    scripts.write("foo.c", ADD.replace("a + b", "a - b"))
    assert scripts.run("main.py").startswith("-1 ")
    scripts.write("inner.h", "#define PLUS 10\n")
    scripts.write(
        "foo.c", '#include "inner.h"\n' + ADD.replace("a + b", "a + b + PLUS")
    )
    assert scripts.run("main.py").startswith("13 ")
    scripts.write("inner.h", "#define PLUS 20\n")
    first = scripts.run("main.py")
    assert first.startswith("23 ")
    assert scripts.run("main.py", CPPFLAGS="-DOTHER") != first
    assert scripts.run("main.py", CARBIDE_PROFILE="debug") != first
    assert scripts.run("main.py") == first
    scripts.write(
        "foo.h", "#include <carbide.h>\nint CB_NAME(sum) add(int a, int b);\n"
    )
    said = scripts.run("main.py", status=1)
    assert "error" in said
    scripts.write(
        "foo.h", '#include <carbide.h>\nCB_NAME("total") int add(int a, int b);\n'
    )
    assert "has no attribute 'add'" in scripts.run("main.py", status=1)
    os.unlink(scripts.root / "foo.h")
    assert scripts.run("main.py") == first


def test_a_header_of_the_past_is_a_change(scripts: Sandbox) -> None:
    """What a checkout of an older version brings back, with its old time."""
    header = scripts.write("inner.h", "#define PLUS 10\n")
    scripts.write(
        "foo.c", '#include "inner.h"\n' + ADD.replace("a + b", "a + b + PLUS")
    )
    assert scripts.run("main.py").startswith("13 ")
    scripts.write("inner.h", "#define PLUS 30\n")
    long_ago = time.time() - 10**6
    os.utime(header, (long_ago, long_ago))
    assert scripts.run("main.py").startswith("33 ")


def test_a_change_while_it_compiles_counts(scripts: Sandbox, tmp_path: Path) -> None:
    """The module of the moment is loaded; the next import builds again."""
    scripts.write("inner.h", "#define PLUS 10\n")
    scripts.write(
        "foo.c", '#include "inner.h"\n' + ADD.replace("a + b", "a + b + PLUS")
    )
    header = shlex.quote(str(scripts.root / "inner.h"))
    cc = tmp_path / "slow-cc"
    cc.write_text(
        '#!/bin/sh\ncc "$@" || exit\n'
        f"case \"$*\" in *'-c '*foo.c*) echo '#define PLUS 20' >{header};; esac\n"
    )
    cc.chmod(0o755)
    assert scripts.run("main.py", CC=str(cc)).startswith("13 ")
    assert scripts.run("main.py", CC=str(cc)).startswith("23 ")


def test_old_builds_go_in_time(scripts: Sandbox, cache: Path) -> None:
    """The one that was replaced just now stays: a process may be about to load it."""
    scripts.write("inner.h", "#define PLUS 0\n")
    scripts.write(
        "foo.c", '#include "inner.h"\n' + ADD.replace("a + b", "a + b + PLUS")
    )
    left = []
    for plus in range(1, 4):
        scripts.write("inner.h", f"#define PLUS {plus}0\n")
        scripts.run("main.py")
        left.append(builds(cache))
        for build in left[-1]:
            os.utime(build, (0, 0))
    assert [len(found) for found in left] == [1, 2, 2]
    assert left[0] < left[1] and not left[0] & left[2]


def test_wrong_c_is_an_import_error(scripts: Sandbox, cache: Path) -> None:
    """With the compiler's text, and the caret; and nothing is left behind."""
    scripts.write("foo.c", "int add(int a, int b) { return a + ; }\n")
    said = scripts.run("main.py", status=1)
    path = scripts.root / "foo.c"
    assert f"CompileError: {path}: the C was not compiled" in said
    assert f"{path}:1:36: error: expected expression" in said
    assert "                                   ^" in said
    assert "\033[" not in scripts.run("main.py", status=1, FORCE_COLOR="1")
    assert not builds(cache)
    code = (
        "import carbide.hook\ntry:\n    import foo\nexcept ImportError as error:\n"
        "    print(error.name, error.path)\n"
    )
    assert scripts.run("-c", code) == f"foo {path}\n"
    scripts.write("foo.c", "double add(double *p) { return *p; }\n")
    said = scripts.run("main.py", status=1)
    assert "[unsized-pointer]" in said
    assert "hint: size_t n, double p[n]" in said
    scripts.write("foo.c", "int lost(int); int add(int a, int b) { return lost(a); }\n")
    said = scripts.run("main.py", status=1)
    assert "defined nowhere: lost" in said
    assert "tool.carbide" not in said


def test_without_a_compiler(scripts: Sandbox) -> None:
    said = scripts.run("main.py", status=1, CC="no-such-cc")
    assert "CompileError" in said
    assert "CC is 'no-such-cc', and there is no such program" in said
    assert "\nhint: unset CC" in said


def test_warnings_are_shown_once(scripts: Sandbox) -> None:
    scripts.write("foo.c", "#warning look here\n" + ADD)
    assert "look here" in scripts.run("main.py")
    assert "look here" not in scripts.run("main.py")


def test_python_files_win(scripts: Sandbox) -> None:
    scripts.write("foo.py", "def add(a, b):\n    return 'python'\n")
    assert scripts.run("main.py").startswith("python ")


def test_modules_of_packages(scripts: Sandbox) -> None:
    scripts.write("pkg/__init__.py", "from pkg import inner\n")
    scripts.write("pkg/inner.c", ADD)
    code = "import carbide.hook, pkg; print(pkg.inner.add(1, 2), pkg.inner.__name__)"
    assert scripts.run("-c", code) == "3 pkg.inner\n"


def test_packages_that_are_installed_are_not_searched(scripts: Sandbox) -> None:
    site = next((scripts.python.parent.parent / "lib").glob("python*/site-packages"))
    (site / "planted.c").write_text(ADD)
    code = "import carbide.hook, planted"
    assert "No module named 'planted'" in scripts.run("-c", code, status=1)


def test_what_is_not_there_is_no_module(scripts: Sandbox) -> None:
    """Whatever stands on the path, and wherever the process is."""
    code = """\
import carbide.hook, os, pathlib, sys
sys.path += [None, b"bytes", pathlib.Path("."), "none", "/dev/null"]
os.mkdir("gone")
os.chdir("gone")
os.rmdir("../gone")
for name in "nothing", "nothing.at.all", "f\u00f6\u00f6", "json.nothing":
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        print(error)
"""
    said = scripts.run("-c", code).splitlines()
    assert len(said) == 4
    assert all(line.startswith("No module named ") for line in said)


def test_install_and_uninstall(scripts: Sandbox) -> None:
    """Folders that are named are the only ones; settings hold for each file."""
    scripts.write("native/bar.c", "int bar(void) { return VALUE; }\n")
    code = """\
import carbide.hook, pathlib, sys
carbide.hook.install([pathlib.Path("native")], define=["VALUE=7"])
import bar
print(bar.bar())
try:
    import foo
except ModuleNotFoundError as error:
    print(error)
carbide.hook.uninstall()
carbide.hook.uninstall()
del sys.modules["bar"]
try:
    import bar
except ModuleNotFoundError as error:
    print(error)
carbide.hook.install()
import foo
for wrong in (lambda: carbide.hook.install("native"),
              lambda: carbide.hook.install(cflag=["-O1"]),
              lambda: carbide.hook.install(cflags="-O1")):
    try:
        wrong()
    except TypeError as error:
        print(error)
"""
    assert scripts.run("-c", code).splitlines() == [
        "7",
        "No module named 'foo'",
        "No module named 'bar'",
        "folders must be a list of folders, not 'native'",
        "there is no setting 'cflag'; did you mean cflags?",
        "cflags must be a list of strings, not '-O1'",
    ]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_a_cache_that_others_may_write_is_refused(
    scripts: Sandbox, cache: Path
) -> None:
    """Also one that holds the module already: it could be anybody's code."""
    scripts.run("main.py")
    (cache / "modules").chmod(0o770)
    said = scripts.run("main.py", status=1)
    assert f"others may write in the cache folder {cache}/modules (mode 0770)" in said
    assert "CompileError" in said and "\nhint: remove it" in said
    (cache / "modules").chmod(0o700)
    scripts.run("main.py")
    cache.chmod(0o777)
    assert "others may write in the cache folder" in scripts.run("main.py", status=1)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root: it gives away"
)
def test_what_belongs_to_others_is_refused(scripts: Sandbox, cache: Path) -> None:
    scripts.run("main.py")
    os.chown(cache / "modules", 12345, -1)
    said = scripts.run("main.py", status=1)
    assert f"cache folder {cache}/modules belongs to user 12345" in said
    os.chown(cache / "modules", 0, -1)
    scripts.run("main.py")
    os.chown(scripts.root / "foo.c", 12345, -1)
    scripts.run("main.py")
    scripts.root.chmod(0o1777)
    said = scripts.run("main.py", status=1)
    assert "belongs to user 12345, and everybody may write to" in said


def test_without_a_home_there_is_a_folder(scripts: Sandbox, tmp_path: Path) -> None:
    """For temporary files; the same each time, and looked at likewise."""
    (tmp_path / "tmp").mkdir()
    env = {"HOME": "/nowhere", "XDG_CACHE_HOME": "", "CARBIDE_CACHE": ""}
    env["TMPDIR"] = str(tmp_path / "tmp")
    first = scripts.run("main.py", **env)
    (made,) = (tmp_path / "tmp").iterdir()
    assert str(made) in first
    assert scripts.run("main.py", **env) == first
    made.chmod(0o777)
    assert "others may write" in scripts.run("main.py", status=1, **env)
    said = scripts.run("main.py", status=1, CARBIDE_CACHE="/dev/null")
    assert "there is no folder in which it could be kept" in said


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_what_the_system_refuses_is_an_import_error(
    scripts: Sandbox, cache: Path
) -> None:
    """With its cause; and the next import builds."""
    (cache / "modules").mkdir(mode=0o700)
    code = (
        "import carbide.files, carbide.hook\n"
        "def full(path, *rest):\n"
        "    open('/dev/full', 'w').write('x' * 100000)\n"
        "carbide.files.write = full\n"
        "import foo"
    )
    said = scripts.run("-c", code, status=1)
    assert f"CompileError: {scripts.root / 'foo.c'}: the system: No space left" in said
    assert not builds(cache)
    assert scripts.run("main.py").startswith("3 ")


def test_two_processes_build_once(scripts: Sandbox, cache: Path) -> None:
    scripts.write("other.py", MAIN)
    command = [str(scripts.python), "main.py"]
    children = [
        subprocess.Popen(command, cwd=scripts.root, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = {child.communicate()[0] for child in children}
    assert len(said) == 1
    assert said.pop().startswith("3 ")
    assert len(builds(cache)) == 1


def test_an_interrupted_build_is_no_build(scripts: Sandbox, cache: Path) -> None:
    """Killed in the middle: the next one builds, and what was left goes in time."""
    cc = scripts.write("slow-cc", '#!/bin/sh\ntouch started\nsleep 1\nexec cc "$@"\n')
    cc.chmod(0o755)
    child = subprocess.Popen(
        [str(scripts.python), "main.py"],
        cwd=scripts.root,
        env={**os.environ, "CC": shlex.quote(str(cc))},
    )
    while not builds(cache):
        time.sleep(0.02)
        assert child.poll() is None
    child.kill()
    child.wait()
    (left,) = builds(cache)
    cc.write_text('#!/bin/sh\nexec cc "$@"\n')
    os.utime(left, (0, 0))
    assert scripts.run("main.py", CC=shlex.quote(str(cc))).startswith("3 ")


@pytest.mark.parametrize("python", pythons.others(), ids=str)
def test_every_interpreter_shares_one_build(
    python: pythons.Python, scripts: Sandbox, cache: Path
) -> None:
    """The file is the same for all, and so is the cache: one builds, another loads."""
    done = subprocess.run(
        [str(python.path), "-W", "ignore", "main.py"],
        cwd=scripts.root,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "python")},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == (scripts.run("main.py"), "")
    assert len(builds(cache)) == 1


SUBINTERPRETER = """\
import sys
try:
    import _interpreters as interpreters
except ImportError:
    try:
        import _xxsubinterpreters as interpreters
    except ImportError:
        sys.exit("none")
code = "import sys; sys.path[:0] = %r\\n" % (sys.path,) + open("main.py").read()
for _ in range(2):
    which = interpreters.create()
    try:
        failed = interpreters.run_string(which, code)
    except interpreters.RunFailedError as error:
        failed = error
    if failed:
        print(failed)
    interpreters.destroy(which)
"""


def test_in_subinterpreters(scripts: Sandbox, cache: Path) -> None:
    """Isolated ones may not start a compiler, and say so; they load what is built."""
    before = scripts.run("-c", SUBINTERPRETER)
    if before.strip() == "none":
        pytest.skip("this Python has no module for sub-interpreters")
    assert "may not start processes" in before or before.startswith("3 ")
    scripts.run("main.py")
    said = scripts.run("-c", SUBINTERPRETER).splitlines()
    assert [line.split()[0] for line in said] == ["3", "3"]
    assert len(builds(cache)) == 1


def test_no_change_is_quick(scripts: Sandbox) -> None:
    """By the processor's time: others may be at work on the same machine."""
    code = "import time; t = time.process_time()\n" + MAIN.replace(
        "print(foo.add(1, 2), foo.__file__)", "print(time.process_time() - t)"
    )
    scripts.run("-c", code)
    assert min(float(scripts.run("-c", code)) for _ in range(5)) < 0.06
