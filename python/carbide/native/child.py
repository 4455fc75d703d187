# SPDX-License-Identifier: MIT
"""Programs that may never answer: asked with a limit, ended with all that they started.

In: a command that prints something, or the process of a ninja. Out: what was printed,
or a ToolchainError that says who does not answer; no process that goes on. Neither
subprocess nor signal is imported before there is something to start.
"""

from __future__ import annotations

import contextlib
import os
import time

from carbide.errors import ToolchainError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from subprocess import CompletedProcess, Popen

# Seconds for an answer. The slowest is that of a compiler on another machine.
LIMIT = 60.0

# Seconds in which what was interrupted may put its files in order.
GRACE = 2.0

COMPILER = "let CC name gcc or clang"


@contextlib.contextmanager
def starting() -> Generator[None, None, None]:
    """Ctrl-C waits for the end of the block, which starts a process and notes which.

    A program may be at work long before Popen() or posix_spawn() returns: an interrupt
    then would leave it to nobody. Other threads are not interrupted.
    """
    import signal

    came = []
    usual = signal.getsignal(signal.SIGINT)
    try:
        if callable(usual):
            signal.signal(signal.SIGINT, lambda *which: came.append(which))
    except ValueError:  # not the main thread
        usual = None
    try:
        yield
    finally:
        if callable(usual):
            signal.signal(signal.SIGINT, usual)
            if came:
                usual(*came[0])


def ask(
    command: list[str], who: str, hint: str = COMPILER, text: str | None = None
) -> CompletedProcess[str]:
    """Run a command to its end: its status and output. `text` is what it reads.

    `who` is for the error, where it cannot be started or does not end. It has a process
    group of its own, since a compiler is several programs, and a pipe is open as long
    as one of them is there.
    """
    from subprocess import CompletedProcess, TimeoutExpired

    child = None
    try:
        with starting():
            child = _start(command, hint, text is not None)
        said, complained = child.communicate(text, LIMIT)
    except BaseException as error:
        if child:
            _kill(child)
        if isinstance(error, TimeoutExpired):
            raise ToolchainError(
                f"`{who}` has not answered for {LIMIT:g} seconds", hint
            ) from None
        raise
    return CompletedProcess(command, child.returncode, said, complained)


def _start(command: list[str], hint: str, reads: bool) -> Popen[str]:
    import subprocess

    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise ToolchainError(
            f"cannot run {command[0]}: {error.strerror}", hint
        ) from None


def _kill(child: Popen[str]) -> None:
    """End a program and those that it has started."""
    if hasattr(os, "killpg"):
        import signal

        with contextlib.suppress(OSError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()  # Popen itself does not, after an interrupt
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe:
            with contextlib.suppress(OSError):  # not read by who is gone
                pipe.close()


def end(ninja: int) -> None:
    """Have a ninja stop its commands and remove what they have half written.

    It waits for them; those that do not listen to an interrupt are killed.
    """
    import signal

    with contextlib.suppress(OSError):  # it may have ended, and been waited for
        os.kill(ninja, signal.SIGINT)
        until = time.monotonic() + GRACE
        while time.monotonic() < until:
            if os.waitpid(ninja, os.WNOHANG)[0]:
                return
            time.sleep(0.01)
        deaf = _children(ninja)
        for group in deaf:
            with contextlib.suppress(OSError):
                os.killpg(group, signal.SIGKILL)
        if not deaf:
            os.kill(ninja, signal.SIGKILL)
        os.waitpid(ninja, 0)


def _children(ninja: int) -> list[int]:
    """The commands of a ninja, each the first of a process group; where /proc tells."""
    found = []
    with contextlib.suppress(OSError):
        for name in os.listdir("/proc"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                with open(f"/proc/{int(name)}/stat", encoding="latin-1") as file:
                    # behind the name, which may hold anything: state, parent, group
                    words = file.read().rpartition(")")[2].split()
                if words[1:3] == [str(ninja), name]:
                    found.append(int(name))
    return found
