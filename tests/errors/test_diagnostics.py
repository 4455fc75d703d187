# SPDX-License-Identifier: MIT
"""Golden tests of the translator's diagnostics: carets, texts and hints.

Each line of `src/diags.def` has a folder of its name: `x.h` is preprocessed and given
to carbidec (with the arguments in `x.args`, if there is such a file), and what it
prints is compared with `x.err`; *.c beside it are the project's sources. Folders in
folders are more of the same: `places/` where a caret stands, `notes/` what a message
points to, `beginners/` headers with the mistakes of a first day. `UPDATE=1` rewrites
the expectations; read the difference before it is committed. CARBIDEC names the
translator, CC the compiler.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "python"))

NAMES = sorted(path.parent.name for path in HERE.glob("*/x.h"))
MORE = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/x.h"))
LINE = re.compile(r'^DIAG\((\w+), "([^"]+)", (\w+)', re.MULTILINE)
DIAGNOSTICS = {
    name: level
    for _, name, level in LINE.findall((ROOT / "src" / "diags.def").read_text())
}


@pytest.fixture(scope="session")
def carbidec() -> str:
    """Path of the translator."""
    from carbide import paths

    return paths.carbidec()


def run_carbidec(
    carbidec: str, folder: Path, tmp_path: Path, more: list[str]
) -> subprocess.CompletedProcess[str]:
    """Preprocess x.h of a folder and translate it, with more options."""
    source = tmp_path / "x.i"
    flags = "-E -dD -CC -D__CARBIDE__=1 -DCARBIDE_MODULE=x".split()
    cc = shlex.split(os.environ.get("CC", "cc"))
    include = ["-I", str(ROOT / "include")]
    subprocess.run([*cc, *flags, *include, "x.h", "-o", source], cwd=folder, check=True)
    bodies = []
    for body in sorted(folder.glob("*.c")):
        bodies.append(str(tmp_path / f"{body.stem}.body.i"))
        words = [*cc, *flags, *include, body.name, "-o", bodies[-1]]
        subprocess.run(words, cwd=folder, check=True)
    extra = folder / "x.args"
    arguments = shlex.split(extra.read_text()) if extra.exists() else []
    words = ["--module", "x", "--check-only", "--header", "x.h"]
    return subprocess.run(
        [carbidec, *words, *arguments, *more, str(source), *bodies],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )


def translate(carbidec: str, folder: Path, tmp_path: Path) -> tuple[int, str]:
    """What carbidec says of x.h of a folder; (exit status, stderr)."""
    done = run_carbidec(carbidec, folder, tmp_path, [])
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", NAMES + MORE)
def test_diagnostic(name: str, carbidec: str, tmp_path: Path) -> None:
    """The diagnostic of that name is among those printed, and all are as expected."""
    status, text = translate(carbidec, HERE / name, tmp_path)
    expected = HERE / name / "x.err"
    if os.environ.get("UPDATE"):
        expected.write_text(text, encoding="utf-8")
    assert f"[{name}]" in text or name in MORE
    assert status == (": error: " in text)
    assert text == expected.read_text(encoding="utf-8")


def test_every_diagnostic_has_a_test() -> None:
    """Each line of diags.def has a folder here, and each folder a line there."""
    assert sorted(DIAGNOSTICS) == NAMES


@pytest.mark.parametrize("name", sorted(DIAGNOSTICS))
def test_every_diagnostic_is_explained(name: str, carbidec: str) -> None:
    """--explain prints more than the name; an unknown name is refused."""
    done = subprocess.run(
        [carbidec, "--explain", name], stdout=subprocess.PIPE, text=True, check=True
    )
    assert len(done.stdout) > len(name) + 40
    refused = subprocess.run(
        [carbidec, "--explain", name + "x"], stderr=subprocess.PIPE, text=True
    )
    assert refused.returncode == 2 and name + "x" in refused.stderr


def test_max_errors(carbidec: str, tmp_path: Path) -> None:
    """--max-errors ends the list, and says how many were not shown."""
    source = tmp_path / "x.i"
    functions = "".join(f"void f{i}(double *x);\n" for i in range(30))
    source.write_text('# 1 "x.h"\n' + functions)
    words = ["--module", "x", "--check-only", "--header", "x.h"]
    done = subprocess.run(
        [carbidec, *words, "--max-errors", "3", str(source)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.count("[unsized-pointer]") == 3
    assert done.stderr.endswith("… and 27 more errors; --max-errors 0 shows all\n")


@pytest.mark.parametrize(("most", "shown"), [("0", 30), ("4", 4), (None, 20)])
def test_max_errors_of_the_environment(
    most: str | None, shown: int, carbidec: str, tmp_path: Path
) -> None:
    """CARBIDE_MAX_ERRORS comes through a build system; 0 means all."""
    source = tmp_path / "x.i"
    functions = "".join(f"void f{i}(double *x);\n" for i in range(30))
    source.write_text('# 1 "x.h"\n' + functions)
    environment = {k: v for k, v in os.environ.items() if k != "CARBIDE_MAX_ERRORS"}
    if most is not None:
        environment["CARBIDE_MAX_ERRORS"] = most
    done = subprocess.run(
        [carbidec, "--module", "x", "--check-only", "--header", "x.h", str(source)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.stderr.count("[unsized-pointer]") == shown


def test_max_errors_of_the_environment_refused(
    carbidec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is no number is not taken for 0."""
    monkeypatch.setenv("CARBIDE_MAX_ERRORS", "few")
    done = subprocess.run([carbidec, "x.i"], stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert "CARBIDE_MAX_ERRORS says how many errors to show" in done.stderr


def test_one_run_says_everything(carbidec: str, tmp_path: Path) -> None:
    """What is said of each function is said of all of them together, sorted."""
    wrong = [
        "void a(double *x);",
        "void b(CB_OTU double *y, int *z);",
        "dooble c(int x);",
        "void d(int n, CB_SHAPE(m) double *x, int *y);",
        "int e();",
    ]

    def errors(lines: list[str]) -> list[str]:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / "x.h").write_text('#include "carbide.h"\n' + "\n".join(lines) + "\n")
        _, text = translate(carbidec, folder, folder)
        return re.findall(r"^x\.h:\d+:(\d+: error: .*)", text, re.MULTILINE)

    alone = [error for line in wrong for error in errors([line])]
    assert len(alone) == 7
    assert errors(wrong) == alone
