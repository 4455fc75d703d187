# SPDX-License-Identifier: MIT
"""Two builds at once, builds that are interrupted, clocks that are wrong."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from sandbox import PYPROJECT, SOURCE, Sandbox, copier, ends, environment_of, program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="other signals and locks")


def start(sandbox: Sandbox, *words: str, **more: str) -> subprocess.Popen[str]:
    """Start a command of carbide, in a process group of its own."""
    return subprocess.Popen(
        [str(sandbox.python), "-m", "carbide", *words],
        cwd=sandbox.root,
        env=environment_of(more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def adds(sandbox: Sandbox, number: int) -> None:
    """Write a source whose add() is told from others."""
    body = SOURCE.format(name="demo").replace("a + b", f"a + b + {number}")
    sandbox.write("src/demo.c", body)


def test_builds_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    """On one project, and with an empty cache; all are right, one waits."""
    cc = program(tmp_path, "quick", copier(sandbox) + 'exec cc "$@"')
    shutil.rmtree(sandbox.root / "build")
    more = {"CARBIDE_CACHE": str(tmp_path / "cache"), "CC": cc}
    other = Sandbox(tmp_path / "other", sandbox.python)
    shutil.copytree(sandbox.root, other.root)
    words = ["develop", "build", "develop", "explain"]
    children = [start(sandbox, word, **more) for word in words]
    children.append(start(other, "build", **more))
    said = [child.communicate()[0] for child in children]
    assert [child.returncode for child in children] == [0] * 5, said
    assert any("waiting for another build in " in text for text in said)
    assert sandbox.eval("demo.add(1, 2)") == "3.0"
    (wheel,) = (sandbox.root / "dist").iterdir()
    (twin,) = (other.root / "dist").iterdir()
    assert wheel.read_bytes() == twin.read_bytes()
    assert len(list((tmp_path / "cache" / "runtime").iterdir())) == 1
    for folder in (sandbox.root, other.root, sandbox.python.parent.parent):
        assert not list(folder.rglob("*.tmp"))


SIGNALS = [
    (signal.SIGINT, "group"),
    (signal.SIGINT, "process"),
    (signal.SIGTERM, "process"),
    (signal.SIGKILL, "process"),
    (signal.SIGKILL, "group"),
]


def test_builds_that_are_interrupted(sandbox: Sandbox) -> None:
    """At random moments: the next build is right, whatever is left."""
    chance = random.Random(20)
    sandbox.carbide("develop")
    begin = time.monotonic()
    adds(sandbox, 100)
    sandbox.carbide("develop")
    whole = time.monotonic() - begin
    for number in range(10):
        sent, whom = SIGNALS[number % len(SIGNALS)]
        adds(sandbox, number)
        child = start(sandbox, chance.choice(["develop", "build"]))
        time.sleep(chance.uniform(0.2, 1) * whole)
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if whom == "group" else os.kill)(child.pid, sent)
        said = ""
        if sent == signal.SIGINT:  # else the pipe stays open in what goes on
            said = child.communicate()[0]
        child.wait()
        assert child.returncode in (0, 130, -sent), said
        assert "Traceback" not in said
        sandbox.carbide("develop")
        assert sandbox.eval("demo.add(1, 2)") == f"{3.0 + number}", (sent, whom)
    assert not list((sandbox.root / "dist").glob("*.tmp"))


def test_a_ninja_that_outlived_its_build(sandbox: Sandbox, tmp_path: Path) -> None:
    """Killed alone, carbide leaves a ninja at work: the next build waits for it."""
    slow = f'case "$*" in *" -c "*src/demo.c*) touch {tmp_path}/at; sleep 0.7;; esac\n'
    cc = program(tmp_path, "slow", copier(sandbox) + slow + 'exec cc "$@"')
    adds(sandbox, 1)
    child = start(sandbox, "develop", CC=cc)
    while not (tmp_path / "at").exists():
        assert child.poll() is None
        time.sleep(0.01)
    child.kill()
    child.wait()
    said = sandbox.carbide("develop", CC=cc)
    assert "waiting for the ninja of a build that was killed (process " in said
    assert sandbox.eval("demo.add(1, 2)") == "4.0"
    assert "waiting" not in sandbox.carbide("develop", CC=cc)


HANGS = {
    "asked what it is": ("*probe.c*", "exec sleep 60"),
    "compiling": ('*" -c "*src/demo.c*', "exec sleep 60"),
    "deaf": ('*" -c "*src/demo.c*', "trap '' INT; sleep 60; sleep 60"),
    "compiling the runtime": ('*" -c "*/runtime/module.c*', "exec sleep 60"),
}


@pytest.mark.parametrize("when", HANGS)
def test_ctrl_c_ends_what_was_started(
    when: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Status 130, at once, and no process goes on, though only carbide was told."""
    pattern, sleeps = HANGS[when]
    hang = f'case "$*" in {pattern}) echo $$ > {tmp_path}/at; {sleeps};; esac\n'
    more = {"CARBIDE_CACHE": str(tmp_path / "cache")} if "runtime" in when else {}
    copy = copier(sandbox)
    cc = program(tmp_path, "hangs", f'{hang}{copy}exec cc "$@"')
    child = start(sandbox, "build", CC=cc, **more)
    while not (tmp_path / "at").exists() or not (tmp_path / "at").read_text():
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    begin = time.monotonic()
    said = child.communicate()[0]
    assert child.returncode == 130 and "Traceback" not in said
    assert time.monotonic() - begin < 5
    assert ends((tmp_path / "at").read_text())
    assert not list(sandbox.root.glob("build/*/.running"))
    assert not list(tmp_path.glob("cache/runtime/*"))
    assert not (sandbox.root / "dist").exists()
    program(tmp_path, "hangs", f'{copy}exec cc "$@"')  # the same command, mended
    sandbox.carbide("develop", CC=cc, **more)
    assert sandbox.eval("demo.add(1, 2)") == "3.0"


STARTS = {
    "asked what it is": ("*probe.c*", "subprocess", "Popen"),
    "compiling": ('*" -c "*src/demo.c*', "os", "posix_spawn"),
}


@pytest.mark.parametrize("when", STARTS)
def test_ctrl_c_before_who_started_it_knows(
    when: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    """A program may be at work before Popen() has returned: it ends all the same."""
    pattern, module, name = STARTS[when]
    at = tmp_path / "at"
    hang = f'case "$*" in {pattern}) echo $$ > {at}; exec sleep 60;; esac\n'
    cc = program(tmp_path, "hangs", f'{hang}{copier(sandbox)}exec cc "$@"')
    patched = f"""import os, signal, subprocess, time
usual = {module}.{name}
def slow(*args, **more):
    child = usual(*args, **more)
    for _ in range(40):
        if os.path.exists({str(at)!r}) and os.path.getsize({str(at)!r}):
            os.kill(os.getpid(), signal.SIGINT)
            break
        time.sleep(0.05)
    return child
{module}.{name} = slow
"""
    (tmp_path / "sitecustomize.py").write_text(patched)
    words = ("-m", "carbide", "build")
    sandbox.run(*words, status=130, CC=cc, PYTHONPATH=str(tmp_path))
    assert ends(at.read_text())


def test_ctrl_c_in_an_exec(sandbox: Sandbox, tmp_path: Path) -> None:
    """CPython would end `-m` with the signal, though the interrupt was caught."""
    patched = """import carbide.cli
def stopped(options):
    print("so far")
    exec("raise KeyboardInterrupt")
carbide.cli._schema = stopped
"""
    (tmp_path / "sitecustomize.py").write_text(patched)
    words = ("-m", "carbide", "schema")
    assert sandbox.run(*words, status=130, PYTHONPATH=str(tmp_path)) == "so far\n"


def test_sources_from_the_future(sandbox: Sandbox) -> None:
    """Built each time, which is right, and said; no loop."""
    sandbox.carbide("develop")
    ahead = time.time() + 3600
    for name in ("demo.c", "demo.h"):
        os.utime(sandbox.root / "src" / name, (ahead, ahead))
    os.utime(sandbox.root / "pyproject.toml", (ahead, ahead))
    for _ in range(2):
        said = sandbox.carbide("develop")
        assert "warning: src/demo.c and 1 more: dated ahead of the clock" in said
        assert "hint: set the clock, or: touch src/demo.c src/demo.h" in said
    for name in ("demo.c", "demo.h"):
        os.utime(sandbox.root / "src" / name)
    assert "warning" not in sandbox.carbide("develop")
    assert sandbox.carbide("develop") == "demo 1.2.3: up to date\n"


@pytest.mark.parametrize("years", [-20, 5])
def test_a_build_folder_of_another_time(sandbox: Sandbox, years: int) -> None:
    sandbox.carbide("develop")
    moment = time.time() + years * 365 * 86400
    for path in (sandbox.root / "build").rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))
    adds(sandbox, 1)
    sandbox.carbide("develop")
    assert sandbox.eval("demo.add(1, 2)") == "4.0"


def test_a_source_that_grew_older(sandbox: Sandbox) -> None:
    """Replaced by one with an older time, or with the same: compiled again, once."""
    sandbox.carbide("develop")
    source = sandbox.root / "src/demo.c"
    new = sandbox.write("new.c", "")
    for number, moment in ((1, 10**9), (2, 10**9)):
        body = SOURCE.format(name="demo").replace("a + b", f"a + b + {number}")
        new.write_text(body)
        os.utime(new, (moment, moment))
        shutil.copy2(new, sandbox.root / "src/.new")
        os.replace(sandbox.root / "src/.new", source)
        assert sandbox.carbide("develop") == "demo 1.2.3: built\n"
        assert sandbox.eval("demo.add(1, 2)") == f"{3.0 + number}"
        assert sandbox.carbide("develop") == "demo 1.2.3: up to date\n"
    sandbox.write("pyproject.toml", PYPROJECT + "# changed\n")
    sandbox.carbide("develop")
    assert sandbox.eval("demo.add(1, 2)") == "5.0"
