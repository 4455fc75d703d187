# SPDX-License-Identifier: MIT
"""`rebuild = true`: an editable install whose C is built on import."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from sandbox import HEADER, PYPROJECT, SOURCE, Sandbox, make_venv

ON = "[tool.carbide]\nrebuild = true\n"
MINUS = SOURCE.format(name="demo").replace("a + b", "a - b")


@pytest.fixture
def live(sandbox: Sandbox) -> Sandbox:
    """The project `demo`, installed with `rebuild = true`."""
    sandbox.write("pyproject.toml", PYPROJECT + ON)
    sandbox.carbide("develop")
    return sandbox


def test_c_is_built_on_import(live: Sandbox) -> None:
    assert live.eval("demo.add(1, 2)") == "3.0"
    live.write("src/demo.c", MINUS)
    assert live.eval("demo.add(1, 2)") == "-1.0"
    live.write("src/more.c", "double more(double a, double b) { return a * b; }\n")
    live.write("src/demo.h", HEADER + "double more(double a, double b);\n")
    assert live.eval("demo.more(3, 4)") == "12.0"
    live.write("src/demo.c", SOURCE.format(name="demo"))
    assert live.eval("demo.add(1, 2)", CARBIDE_REBUILD="0") == "-1.0"
    assert live.carbide("develop").endswith(": built\n")
    assert live.carbide("develop").endswith(": up to date\n")


def test_wrong_c_is_an_import_error(live: Sandbox) -> None:
    """With the compiler's text; and the import after the next edit is a good one."""
    live.write("src/demo.c", MINUS.replace("a - b", "a - "))
    code = "import demo"
    said = live.run("-c", code, status=1)
    assert f"CompileError: demo, from {live.root}: the C was not compiled" in said
    assert "src/demo.c:4:16: error: expected expression" in said
    live.write("src/demo.c", MINUS)
    assert live.eval("demo.add(1, 2)") == "-1.0"
    live.write("pyproject.toml", PYPROJECT + ON + "foo = 1\n")
    assert "tool.carbide.foo is not a key" in live.run("-c", code, status=1)
    os.rename(live.root / "pyproject.toml", live.root / "gone.toml")
    assert "cannot read pyproject.toml" in live.run("-c", code, status=1)


def test_it_is_what_the_command_said(live: Sandbox) -> None:
    """The profile and the flags of `develop` hold for what is built on import."""
    words = ["--profile", "debug", "--define", "PLUS=5"]
    assert "installed" in live.carbide("develop", *words)
    live.write("src/demo.c", MINUS.replace("a - b", "a - b + PLUS"))
    assert live.eval("demo.add(1, 2)") == "4.0"
    assert (live.root / "build/cp-abi-debug/demo.so").exists()
    assert "up to date" in live.carbide("develop", *words)


def test_it_can_be_turned_off(live: Sandbox) -> None:
    live.write("pyproject.toml", PYPROJECT)
    live.write("src/demo.c", MINUS)
    assert live.eval("demo.add(1, 2)") == "3.0"
    assert "installed" in live.carbide("develop")
    site = Path(live.eval("__import__('sysconfig').get_path('purelib')"))
    assert not list(site.glob("*rebuild*"))


def test_without_carbide_it_says_so(live: Sandbox) -> None:
    """And nothing else that Python starts is disturbed."""
    site = Path(live.eval("__import__('sysconfig').get_path('purelib')"))
    (site / "checkout.pth").unlink()
    live.run("-c", "import json, decimal")
    said = live.run("-c", "import demo", status=1)
    assert said.rstrip().endswith(
        f"ImportError: demo is installed editable from {live.root}, whose "
        "pyproject.toml has `rebuild = true`, and carbide, which builds it, cannot be "
        "imported (No module named 'carbide'): install carbide, or the project "
        "without -e"
    )


def test_processes_and_threads_at_once(live: Sandbox) -> None:
    live.write("src/demo.c", MINUS)
    code = """\
import threading
said = []
def work():
    import demo
    said.append(demo.add(1, 2))
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(said)
"""
    children = [
        subprocess.Popen(
            [str(live.python), "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
        )
        for _ in range(4)
    ]
    for child in children:
        *waiting, said = child.communicate()[0].splitlines()
        assert said == "[-1.0, -1.0, -1.0, -1.0]"
        assert all(line.startswith("waiting for another build") for line in waiting)


def test_what_a_rebuild_imports_does_not_rebuild(live: Sandbox) -> None:
    code = """\
import carbide.packaging.rebuild, importlib.util
calls = []
def rebuild(*said):
    calls.append(said)
    importlib.util.find_spec("demo")
carbide.packaging.rebuild.rebuild = rebuild
import demo, demo
print(demo.add(1, 2), len(calls), calls[0][1:])
"""
    assert live.run("-c", code) == "3.0 1 ('demo', {})\n"


def test_modules_of_a_package(sandbox: Sandbox) -> None:
    """The finder is for the C modules alone; their package is Python, and live."""
    table = "modules.'demo.one' = {}\nmodules.'demo.two' = {}\n"
    sandbox.write("pyproject.toml", PYPROJECT + ON + table)
    for path in (sandbox.root / "src").iterdir():
        path.unlink()
    sandbox.write("python/demo/__init__.py", "from demo import one, two\n")
    sandbox.write("src/one.c", "int f(void) { return 1; }\n")
    sandbox.write("src/two.c", "int f(void) { return 2; }\n")
    sandbox.carbide("develop")
    assert sandbox.eval("demo.one.f(), demo.two.f()") == "1 2"
    sandbox.write("src/two.c", "int f(void) { return 3; }\n")
    assert sandbox.eval("demo.one.f(), demo.two.f()") == "1 3"


def test_pip_installs_it_and_takes_it_away(tmp_path: Path, translator: None) -> None:
    sandbox = Sandbox(tmp_path / "demo", make_venv(tmp_path / "venv", with_pip=True))
    sandbox.write("pyproject.toml", PYPROJECT + ON)
    sandbox.write("src/demo.h", HEADER)
    sandbox.write("src/demo.c", SOURCE.format(name="demo"))
    pip = ("-m", "pip", "install", "-q", "--no-index", "--no-build-isolation")
    sandbox.run(*pip, "-e", ".")
    assert (sandbox.root / "build/cp-abi-checked/demo.so").exists()
    sandbox.write("src/demo.c", MINUS)
    assert sandbox.eval("demo.add(1, 2)") == "-1.0"
    sandbox.run("-m", "pip", "uninstall", "-q", "-y", "demo")
    code = "print(__import__('sysconfig').get_path('purelib'))"
    site = Path(sandbox.run("-c", code).strip())
    assert not list(site.glob("_demo*"))


def test_no_change_is_quick(live: Sandbox) -> None:
    """By the processor's time, children included."""
    code = (
        "import os; t = sum(os.times()[:4]); import demo; "
        "print(sum(os.times()[:4]) - t)"
    )
    assert min(float(live.run("-c", code)) for _ in range(5)) < 0.12
