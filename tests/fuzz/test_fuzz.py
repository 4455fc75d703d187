# SPDX-License-Identifier: MIT
"""A short run of the syntax layer's fuzzer under ASan and UBSan.

Five seconds, a minute with CARBIDE_TEST_ALL; the seed is today's, and printed.
"""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SRC = HERE.parent.parent / "src"
UNITS = (
    "arena map text source align diag lex attribute declarator specifier parse expr "
    "literal constexpr ctype"
).split()

HEADER = """\
#include <stdio.h>
#include <math.h>
#include <stdint.h>
#define N_COLS 3 /**< trailing
   comment */
/** Largest of each. */
void find_max(size_t n, size_t k, const int64_t a[n][k], CB_OUT int64_t out[N_COLS]);
CB_RAISES(return < 0, CB_OSError, "%s", msg(a->b)) int f(CB_SHAPE(*n) CB_OWNED(free)
    CB_OUT double **p, CB_OUT size_t *n);
typedef CB_RAISES(return < 0, E) int rc;
CB_EXPORT(A, "B_*");
void g(CB_VIEW(const double, 2) v, CB_OUT int (*rows)[3], void (*CB_OPT cb)(int));
enum e { A, /**< a */ B = 1 << 3, C = sizeof(int) };
struct s { int x : 3; union { float y; double z[N_COLS]; }; } __attribute__((packed));
int (*(*fp)(int a))(double, ...);
int kr(a, b) int a; char *b; { return a + *b; }
"""


def test_fuzz_syntax(tmp_path: Path) -> None:
    """Mutated headers neither crash nor trip a sanitizer."""
    compiler = "clang" if shutil.which("clang") else "gcc"
    program = tmp_path / "fuzz_syntax"
    sources = [str(SRC / f"{unit}.c") for unit in UNITS]
    sanitize = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    subprocess.run(
        [
            *[compiler, "-std=c11", "-D_GNU_SOURCE", "-O1", "-g", *sanitize],
            *[f"-I{SRC}", *sources, str(HERE / "fuzz_syntax.c"), "-lm", "-o", program],
        ],
        check=True,
    )
    header = tmp_path / "fuzz.h"
    header.write_text(HEADER)
    flags = ["-E", "-dD", "-CC", "-x", "c"]
    whole = subprocess.run(
        [compiler, *flags, header], check=True, capture_output=True
    ).stdout
    (tmp_path / "whole.i").write_bytes(whole)
    # the header's own part; its line marker leads to the file for the carets
    own = whole[whole.index(b"#define N_COLS") :]
    (tmp_path / "own.i").write_bytes(f'# 4 "{header}"\n'.encode() + own)
    seconds = "60" if os.environ.get("CARBIDE_TEST_ALL") else "5"
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
    rounds = int(done.stdout.split()[0])
    assert rounds > 20
