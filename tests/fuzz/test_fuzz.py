# SPDX-License-Identifier: MIT
"""Short runs of the translator's fuzzers under ASan and UBSan.

Three seconds each, a minute with CARBIDE_TEST_ALL; the seed is today's, and printed.
Then every seed, and all that a fuzzer ever found, once. See fuzz.py for guided fuzzing.
"""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
from pathlib import Path

import fuzz
import pytest

HERE = Path(__file__).parent
SRC = HERE.parent.parent / "src"
COMPILER = "clang" if shutil.which("clang") else "gcc"

TYPES = """\
typedef unsigned long size_t; typedef long int64_t; typedef int int32_t;
typedef int wchar_t;
"""

HEADER = """\
#define N_COLS 3 /**< trailing
   comment */
/** Largest of each. */
void find_max(size_t n, size_t k, const int64_t a[n][k], CB_OUT int64_t out[k]);
CB_RAISES(return < 0, CB_OSError, "%s", "x") int f(CB_SHAPE(*n) CB_OWNED(free)
    CB_OUT double **p, CB_OUT size_t *n);
typedef CB_RAISES(return < 0, CB_ValueError) int rc;
rc geo_g(CB_VIEW(const double, 2) v, CB_OUT double rows[N_COLS], CB_DEFAULT(1) int x);
enum geo_mode { A, /**< a */ B = 1 << 3, C = sizeof(int) };
struct s { int x : 3; union { float y; double z[N_COLS]; }; } __attribute__((packed));
enum geo_mode m(enum geo_mode x, const char *s, char c, _Bool b, double _Complex z,
    CB_REQUIRE(n > 2) int n, const double a[2*n+1], CB_OPT const float b2[n]);
int geoToUtm(int n, CB_INOUT int32_t a[n], CB_OUT CB_LEN(return) int b[n]);
#define geo_PI 3.14159
#define NAME "carb" "ide"
CB_EXCEPTION(DbError, CB_OSError, "doc");
static inline double h(double x) { for (;;) { x += 1; } return x; }
CB_AS(list) CB_SHAPE(n) CB_OWNED(free) double *mk(size_t n);
const char *str(void); int v(const char *fmt, ...);
void cp(int n, const double x[n], CB_STRIDES(incx) CB_SHAPE(n) double *y, int incx);
int (*(*fp)(int a))(double, ...);
int kr(a, b) int a; char *b; { return a + *b; }
"""


SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
COMPILE = [COMPILER, "-std=c11", "-D_GNU_SOURCE", "-O1", "-g", *SANITIZE, f"-I{SRC}"]


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The translator less its main(), compiled once for both programs."""
    folder = tmp_path_factory.mktemp("objects")
    sources = [path for path in SRC.glob("*.c") if path.name != "main.c"]
    subprocess.run([*COMPILE, "-c", *sources], cwd=folder, check=True)
    return sorted(folder.glob("*.o"))


@pytest.mark.parametrize("name", ["fuzz_syntax", "fuzz_constants", "fuzz_pipeline"])
def test_fuzz(name: str, objects: list[Path], tmp_path: Path) -> None:
    """Mutated headers neither crash nor trip a sanitizer."""
    program = tmp_path / name
    subprocess.run(
        [*COMPILE, HERE / f"{name}.c", *objects, "-lm", "-o", program], check=True
    )
    header = tmp_path / "fuzz.h"
    header.write_text("#include <stdio.h>\n" + TYPES + HEADER)
    whole = subprocess.run(
        [COMPILER, "-E", "-dD", "-CC", "-x", "c", header],
        check=True,
        capture_output=True,
    ).stdout
    (tmp_path / "whole.i").write_bytes(whole)
    # the header's own part; its line marker leads to the file for the carets
    own = whole[whole.index(b"#define N_COLS") :]
    (tmp_path / "own.i").write_bytes(f'{TYPES}# 4 "{header}"\n'.encode() + own)
    seconds = "60" if os.environ.get("CARBIDE_TEST_ALL") else "3"
    seed = datetime.date.today().strftime("%Y%m%d")
    print("seed", seed)
    done = subprocess.run(
        [program, seconds, seed, "whole.i", "own.i", "own.i"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[:4000]
    rounds, produced = [int(line.split()[0]) for line in done.stdout.splitlines()]
    assert rounds > 20
    assert name == "fuzz_syntax" or produced > 0, "nothing was ever emitted or valued"


@pytest.mark.parametrize("name", fuzz.SEEDS)
def test_findings(name: str, objects: list[Path], tmp_path: Path) -> None:
    """What once was a finding is none now, nor is a seed."""
    program = tmp_path / name
    subprocess.run(
        [*COMPILE, "-DFUZZ_FILES", HERE / f"{name}.c", *objects, "-lm", "-o", program],
        check=True,
    )
    files = sorted(path for path in (HERE / "seeds").rglob("*") if path.is_file())
    done = subprocess.run(
        [program, *files], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr[:4000]
    piped = subprocess.run([program], stdin=files[0].open(), check=False)
    assert piped.returncode == 0


def test_dictionary() -> None:
    """The dictionary in the tree has every word of the translator's tables."""
    assert fuzz.DICTIONARY.read_text() == fuzz.dictionary(), "run `make fuzz`"
