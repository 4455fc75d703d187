# SPDX-License-Identifier: MIT
"""Golden tests of what the translator makes of a header: the stub and the description.

Each folder holds `x.h` (or only `x.c`, which then exports its definitions), perhaps
sources `x.c`, perhaps further arguments in `x.args`, and the twins `x.pyi` and
`x.json`: the one that exists is compared. `UPDATE=1` rewrites them; read the
difference before it is committed. CARBIDEC names the translator, CC the compiler.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "python"))

NAMES = sorted(path.name for path in HERE.iterdir() if list(path.glob("x.[hc]")))
FLAGS = "-E -dD -CC -D__CARBIDE__=1 -DCARBIDE_MODULE=x".split()


def translate(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Preprocess the files of a folder and translate them into `out`."""
    from carbide import paths

    cc = shlex.split(os.environ.get("CC", "cc"))
    files = [name for name in ("x.h", "x.c") if (folder / name).exists()]
    for name in files:
        command = [*cc, *FLAGS, "-I", str(ROOT / "include"), name]
        subprocess.run([*command, "-o", out / f"{name}.i"], cwd=folder, check=True)
    words = [paths.carbidec(), "--module", "x", "-o", str(out)]
    if "x.h" in files:
        words += ["--header", "x.h"]
    if (folder / "x.args").exists():
        words += shlex.split((folder / "x.args").read_text())
    return subprocess.run(
        words + [str(out / f"{name}.i") for name in files],
        cwd=folder,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.parametrize("name", NAMES)
def test_twins(name: str, tmp_path: Path) -> None:
    """Stub and description are as expected; the description is JSON."""
    done = translate(HERE / name, tmp_path)
    assert done.returncode == 0, done.stderr
    json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    twins = [HERE / name / twin for twin in ("x.pyi", "x.json")]
    for twin in twins:
        text = (tmp_path / twin.name).read_text(encoding="utf-8")
        if os.environ.get("UPDATE"):
            twin.write_text(text, encoding="utf-8")
        assert not twin.exists() or text == twin.read_text(encoding="utf-8")
    assert any(twin.exists() for twin in twins)


def test_stubs_are_accepted_by_mypy() -> None:
    """mypy --strict finds nothing in the stubs (NumPy is Any where it is absent)."""
    pytest.importorskip("mypy")
    stubs = sorted(str(path) for path in HERE.glob("*/x.pyi"))
    for stub in stubs:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "mypy",
                "--strict",
                "--ignore-missing-imports",
                stub,
            ],
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout


def test_unchanged_files_are_not_written(tmp_path: Path) -> None:
    """A second run leaves the files' times alone, so that nothing is rebuilt."""
    translate(HERE / NAMES[0], tmp_path)
    made = sorted(path for path in tmp_path.iterdir() if path.suffix != ".i")
    assert [path.name for path in made] == ["x.json", "x.pyi", "x_glue.c"]
    for path in made:
        os.utime(path, (1, 1))
    translate(HERE / NAMES[0], tmp_path)
    assert all(path.stat().st_mtime == 1 for path in made)


def test_nothing_is_written_with_errors(tmp_path: Path) -> None:
    """An error leaves the folder as it was, with exit status 1."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "x.h").write_text("double good(double x);\nvoid bad(double *x);\n")
    out = tmp_path / "out"
    out.mkdir()
    done = translate(folder, out)
    assert done.returncode == 1 and "[unsized-pointer]" in done.stderr
    assert [path.name for path in out.iterdir()] == ["x.h.i"]


@pytest.mark.parametrize(
    "words, message",
    [
        ([], "no input file"),
        (["x.i"], "--module is missing"),
        (["--module", "x", "x.i"], "-o is missing"),
        (["--module", "x", "--frobnicate", "1", "x.i"], "--frobnicate is no option"),
        (["--module", "x", "-o"], "-o wants a value"),
        (["--case", "camel", "x.i"], "--case takes `snake`"),
        (["--color", "blue", "x.i"], "--color takes `always` or `never`"),
        *(
            (["--max-errors", text, "x.i"], f"0 for all; not `{text}`")
            for text in ("many", "-1", "", " 1", "1x", "2147483648", "9" * 40)
        ),
    ],
)
def test_usage(words: list[str], message: str) -> None:
    """A wrong command line is status 2, with what is wrong and how it goes."""
    from carbide import paths

    done = subprocess.run(
        [paths.carbidec(), *words], stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert done.returncode == 2
    assert message in done.stderr and "usage: carbidec" in done.stderr


def test_lenient(tmp_path: Path) -> None:
    """--lenient lists what has errors as left out, and writes the description only."""
    (tmp_path / "x.h").write_text(
        "double good(double x);\nvoid bad(double *x);\nint worse(dooble y);\n"
    )
    (tmp_path / "x.args").write_text("--lenient")
    out = tmp_path / "out"
    out.mkdir()
    done = translate(tmp_path, out)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == ["x.h.i", "x.json"]
    description = json.loads((out / "x.json").read_text())
    assert [f["name"] for f in description["functions"]] == ["good"]
    reasons = {item["name"]: item["reason"] for item in description["left_out"]}
    assert "how many elements" in reasons["bad"] and "dooble" in reasons["worse"]
