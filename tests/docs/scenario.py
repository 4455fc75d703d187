# SPDX-License-Identifier: MIT
"""Runs one page of the documentation as a reader would: in an empty folder.

In: a Page and a Python environment. Out: nothing, or a Mismatch that names the page and
the line. Commands run in bash; the folder and the variables that one command leaves
behind are those of the next.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import docpage
from projects import pyproject

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SECONDS = 300

# The commands that a reader has; each runs a module of the suite's own environment.
SCRIPTS = {
    "carbide": "from carbide.cli import main",
    "carbidec": "from carbide.cli import carbidec as main",
    "pip": "from pip._internal.cli.main import main",
    "pytest": "from pytest import console_main as main",
    "cythonize": "from Cython.Build.Cythonize import main",
}


class Mismatch(Exception):
    """Something on a page is not as the page says."""


def make_environment(folder: Path) -> Path:
    """A virtual environment with carbide, pip, pytest, NumPy; its bin folder.

    It takes the packages of the interpreter that runs the tests from where they are.
    """
    command = [sys.executable, "-m", "venv", "--without-pip", str(folder)]
    subprocess.run(command, check=True, timeout=SECONDS)
    site = next(folder.glob("lib/python*/site-packages"))
    ours = [p for p in sys.path if p.endswith("site-packages")]
    lines = [f"import site; site.addsitedir({p!r})" for p in ours]
    (site / "suite.pth").write_text("\n".join(lines) + "\n")
    for name, line in SCRIPTS.items():
        script = folder / "bin" / name
        text = f"#!{folder}/bin/python\nimport sys\n{line}\nsys.exit(main())\n"
        script.write_text(text)
        script.chmod(0o755)
    return folder / "bin"


def make_wheelhouse(folder: Path) -> Path:
    """Wheels of what carbide's build needs, packed from what is installed."""
    folder.mkdir()
    for name in ("ninja", "packaging", "pyproject-metadata", "tomli"):
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        _pack(distribution, folder)
    return folder


def _pack(distribution: metadata.Distribution, folder: Path) -> None:
    name = distribution.metadata["Name"].replace("-", "_")
    stem = f"{name}-{distribution.version}"
    text = distribution.read_text("WHEEL") or ""
    tag = [line.split()[1] for line in text.splitlines() if line.startswith("Tag:")]
    with zipfile.ZipFile(folder / f"{stem}-{tag[0]}.whl", "w") as archive:
        for file in distribution.files or ():
            name = str(file).replace(os.sep, "/")
            if name.startswith("../"):
                name = f"{stem}.data/scripts/{file.name}"
            skipped = ("INSTALLER", "REQUESTED", "direct_url.json")
            if "__pycache__" not in name and file.name not in skipped:
                archive.write(distribution.locate_file(file), name)


def copy_checkout(folder: Path) -> None:
    """A copy of what a clone of this checkout holds."""
    wanted = ("include", "python", "src", "pyproject.toml", "README.md", "LICENSE")
    folder.mkdir()
    for name in wanted:
        if (ROOT / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
        else:
            shutil.copy(ROOT / name, folder)
    tool = Path("build", "tool")  # with its times: nothing has to be compiled again
    if (ROOT / tool).is_dir():
        shutil.copytree(ROOT / tool, folder / tool)


class Scenario:
    """One run of one page, in `folder`."""

    def __init__(self, page: docpage.Page, folder: Path, scripts: Path) -> None:
        self.page = page
        self.folder = folder
        self.python = scripts / "python"
        keep = ("PATH", "CC", "LD_LIBRARY_PATH", "TMPDIR", "CARBIDEC", "CARBIDE_CACHE")
        self.env = {key: os.environ[key] for key in keep if key in os.environ}
        self.env["PATH"] = f"{scripts}{os.pathsep}{self.env['PATH']}"
        self.env.update(HOME=str(folder), NO_COLOR="1", COLUMNS="88", LC_ALL="C.UTF-8")
        self.env.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INDEX="1")
        self.session: list[tuple[int, str]] = []

    def run(self) -> None:
        """Run the page; Mismatch at the first thing that is not as it says."""
        if "checkout" in self.page.directives:
            copy_checkout(self.folder / "carbide")
        blocks = self.page.blocks
        if "project" in self.page.directives:
            self._project(self.page.directives["project"])
            blocks = [block for block in blocks if block.kind != "file"]
        for block in blocks:
            if block.kind == "python":
                self.session.append((block.line, block.text))
                continue
            if block.kind != "text":
                self._python()
            if block.kind == "file":
                self._write(block)
            elif block.kind == "console":
                self._console(block)
            elif block.kind == "unknown":
                raise self._mismatch(block, "is not run", "tag it `text`, or file=…")
        self._python()

    def _project(self, name: str) -> None:
        """A project of every header on the page, built before anything runs."""
        self.folder = self.folder / name
        toml = pyproject(name, 'headers = ["src/*.h"]')
        (self.folder / "src").mkdir(parents=True)
        (self.folder / "pyproject.toml").write_text(toml)
        for block in self.page.blocks:
            if block.kind == "file":
                self._write(block)
        start = docpage.Block("console", {}, "$ carbide develop\n", 0)
        self._console(start)

    def _write(self, block: docpage.Block) -> None:
        path = self.folder / block.options["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != block.text:
            path.write_text(block.text, encoding="utf-8")

    def _console(self, block: docpage.Block) -> None:
        commands = block.commands()
        for number, (command, expected) in enumerate(commands, 1):
            status, output = self._command(command)
            wanted = int(block.options.get("exit", 0)) if number == len(commands) else 0
            if status != wanted:
                what = f"`{command}` gave status {status}, not {wanted}"
                raise self._mismatch(block, what, output)
            if expected.strip() and not docpage.matches(expected, output):
                what = f"`{command}`: output differs"
                both = f"wanted:\n{expected}\ngot:\n{output}"
                raise self._mismatch(block, what, both)

    def _command(self, command: str) -> tuple[int, str]:
        """Run one command; its status and output. Folder and variables are kept."""
        after = self.folder.parent / f".{self.folder.name}.after"
        script = f"trap '{{ pwd; env -0; }} >{after}' EXIT\n{command}\n"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
        )
        place, _, variables = after.read_bytes().partition(b"\n")
        after.unlink()
        self.folder = Path(os.fsdecode(place))
        self.env = dict(
            os.fsdecode(entry).split("=", 1)
            for entry in variables.split(b"\0")
            if b"=" in entry
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def _python(self) -> None:
        """Run the Python blocks that were collected, in one interpreter."""
        if not self.session:
            return
        python = shutil.which("python", path=self.env["PATH"]) or str(self.python)
        done = subprocess.run(
            [python, "-I", str(HERE / "doctest_session.py")],
            input=json.dumps([self.page.path.name, self.session]),
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
        )
        self.session = []
        if done.returncode:
            how = f" (status {done.returncode})" if done.returncode != 1 else ""
            raise Mismatch(f"{self.page.path}: Python session{how}\n{done.stdout}")

    def _mismatch(self, block: docpage.Block, what: str, more: str) -> Mismatch:
        return Mismatch(f"{self.page.path}:{block.line}: {what}\n{more}")
