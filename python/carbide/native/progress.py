# SPDX-License-Identifier: MIT
"""Run ninja and show what of it a user wants to see.

Messages of compilers and of the translator go to stderr unchanged. Of ninja itself
nothing is shown, but its progress on a terminal once a build takes longer than a
second, and everything with `verbose`. subprocess is not imported: it would double
the time of a build without changes.
"""

from __future__ import annotations

import os
import sys
import time

from carbide import files
from carbide.errors import BuildError, ToolchainError, say, stream, use_color
from carbide.native import toolchain
from carbide.native.child import end, starting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

# Seconds until progress is shown.
PATIENCE = 1.0

# Seconds after which ninja has found something to do: else it would be done.
BREATH = 0.02

# Put before each status line of ninja, which tells them from what commands print.
MARK = "\x1f"

# Beside build.ninja, while a ninja runs there: its process.
RUNNING = ".running"

# Lines of messages that are kept, to find out what to do about them.
MANY = 1000

# What compilers and linkers say is added here as well, where it is a list.
recorded: list[str] | None = None


class Output:
    """Sorts ninja's lines into messages, progress and noise, and prints them."""

    def __init__(self, verbose: bool) -> None:
        self.verbose = verbose
        self.terminal = stream().isatty() and not verbose
        self.start = time.monotonic()
        self.status = ""
        self.shown = False
        self.skip = 0
        self.failed = 0
        self.killed = ""
        self.said: list[str] = []
        self.complaint = ""

    def line(self, text: str) -> None:
        """Take one line, with its newline."""
        if text.startswith(MARK):
            self.skip = 0
            self.status = text[len(MARK) :].rstrip()
            if self.verbose:
                self._print(self.status + "\n")
            else:
                self.tick()
        elif text.startswith("FAILED: "):
            # Behind it comes the command; the messages follow.
            self.failed += 1
            self.skip = 1
            self.killed = self.killed or _signal(text)
        elif self.skip:
            self.skip -= 1
        elif text.startswith("ninja: "):
            self._from_ninja(text)
        else:
            self._print(text)
            if len(self.said) < MANY:
                self.said.append(text)
            # the translator's own are printed as SARIF by itself
            if recorded is not None and "] translate " not in self.status:
                recorded.append(text)

    def _from_ninja(self, text: str) -> None:
        quiet = ("ninja: no work", "ninja: build stopped", "ninja: Entering")
        if not text.startswith(quiet):
            self.complaint = text[len("ninja: ") :].strip()

    def tick(self) -> None:
        """Show the progress, if it is time and there is somebody to see it."""
        if self.terminal and time.monotonic() - self.start > PATIENCE:
            sys.stderr.write(f"\r\033[K{self.status[:100]}")
            sys.stderr.flush()
            self.shown = True

    def _print(self, text: str) -> None:
        self.clear()
        stream().write(text)
        stream().flush()

    def clear(self) -> None:
        """Take the progress line away."""
        if self.shown:
            sys.stderr.write("\r\033[K")
            self.shown = False


def run(
    root: str,
    file: str,
    targets: list[str],
    verbose: bool = False,
    meanwhile: Callable[[], None] | None = None,
) -> None:
    """Let ninja build the targets in the folder `root`; BuildError if one fails.

    `meanwhile` is called once beside it, if there is anything to build.
    """
    command = [toolchain.find_ninja(), "-C", root, "-f", file]
    if verbose:
        command.append("-v")
    output = Output(verbose)
    status = 0
    mark = os.path.join(os.path.dirname(os.path.join(root, file)), RUNNING)
    _wait_for_another(mark, command[1:5])
    lines = _lines([*command, *targets], _environment(), mark)
    try:
        for item in lines:
            if isinstance(item, int):
                status = item
            elif item:
                output.line(item)
            else:
                output.tick()
            if meanwhile and isinstance(item, str) and not item.startswith("ninja: "):
                meanwhile()
                meanwhile = None
    finally:
        output.clear()
        lines.close()
    if status:
        raise _failure(output, root, verbose)


def _wait_for_another(mark: str, words: list[str]) -> None:
    """Wait for the ninja of a build that was killed: it goes on, in the same files."""
    pid = files.read(mark).decode()
    shown = False
    while pid.isdigit() and _is_running(pid, words):
        if not shown:
            say(f"waiting for the ninja of a build that was killed (process {pid})")
            shown = True
        time.sleep(0.05)


def _is_running(pid: str, words: list[str]) -> bool:
    """Whether the process is there; where /proc tells, whether it is that ninja."""
    if os.path.isdir("/proc/self"):
        found = files.read(f"/proc/{pid}/cmdline").split(b"\0")
        return found[1 : len(words) + 1] == [os.fsencode(word) for word in words]
    try:
        os.kill(int(pid), 0)
    except OSError:
        return False
    return True


def _failure(output: Output, root: str, verbose: bool) -> BuildError:
    if output.complaint and not output.failed:
        return BuildError(f"ninja: {output.complaint.replace('error: ', '', 1)}")
    from carbide.native import complaints

    hint = complaints.hint(output.said, root)
    hint = hint or ("" if verbose else "--verbose shows the commands")
    if output.killed:
        return BuildError(f"a command of the build was killed: {output.killed}", hint)
    steps = "one step" if output.failed == 1 else f"{output.failed} steps"
    return BuildError(f"the build failed in {steps}, see above", hint)


def _signal(text: str) -> str:
    """Name of the signal that `FAILED: [code=N] …` tells of, or ""."""
    code = text.partition("[code=")[2].partition("]")[0]
    number = int(code) - 128 if code.isdigit() else 0
    if number <= 0:
        return ""
    import signal

    try:
        return signal.Signals(number).name
    except ValueError:
        return f"status {code}"


def _environment() -> dict[str, str]:
    environment = dict(os.environ, NINJA_STATUS=f"{MARK}[%f/%t] ")
    environment.pop("CLICOLOR_FORCE", None)
    if use_color(stream()):
        environment["CLICOLOR_FORCE"] = "1"
    return environment


def _lines(
    command: list[str], environment: dict[str, str], mark: str
) -> Generator[str | int, None, None]:
    """Lines of a command's output, "" after some silence, in the end its status.

    The file `mark` says which process it is, while it runs. Whatever ends the reading
    early, Ctrl-C before all, ends the command as well, and waits for it.
    """
    if not hasattr(os, "posix_spawn"):
        yield from _lines_of_subprocess(command, environment)
        return
    reading, writing = os.pipe()
    actions = [
        (os.POSIX_SPAWN_DUP2, writing, 1),
        (os.POSIX_SPAWN_DUP2, writing, 2),
        (os.POSIX_SPAWN_CLOSE, reading),
        (os.POSIX_SPAWN_CLOSE, writing),
    ]
    child, ended = 0, False
    try:
        try:
            with starting():
                child = os.posix_spawn(
                    command[0], command, environment, file_actions=actions
                )
        finally:
            os.close(writing)
        files.write(mark, str(child).encode())
        yield from _read_lines(reading)
        status = _wait(child)
        ended = True
    except OSError as error:
        if child:
            raise
        raise ToolchainError(f"cannot run {command[0]}: {error.strerror}") from None
    finally:
        os.close(reading)  # before end: nobody reads what ninja says of it
        if child and not ended:
            end(child)
        files.remove(mark)
    yield status


def _read_lines(reading: int) -> Iterator[str]:
    import select

    rest = b""
    patience = BREATH
    while True:
        if not select.select([reading], [], [], patience)[0]:
            patience = PATIENCE
            yield ""
            continue
        data = os.read(reading, 65536)
        if not data:
            break
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace") + "\n"
    if rest:
        yield rest.decode("utf-8", "replace") + "\n"


def _wait(child: int) -> int:
    """The exit status; as shells give it, for one that a signal ended."""
    code = os.waitpid(child, 0)[1]
    return os.WEXITSTATUS(code) if os.WIFEXITED(code) else 128 + os.WTERMSIG(code)


def _lines_of_subprocess(
    command: list[str], environment: dict[str, str]
) -> Iterator[str | int]:
    import subprocess

    child = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    assert child.stdout is not None
    yield from child.stdout
    yield child.wait()
