# SPDX-License-Identifier: MIT
"""Much of everything: the translator's time and memory grow with the input, no faster.

Each case is a header with some ten thousand of one thing. What took the square of that
would take minutes, and what called itself for each would end the stack.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Callable

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))

MANY = 20_000
SECONDS = 20  # of the processor; each takes a second
MEMORY = 1 << 30
MARKERS = '#define CARBIDE_H\n# 2 "x.h"\n'


def each(line: Callable[[int], str], n: int = MANY) -> str:
    """One line for each number."""
    return "".join(line(i) + "\n" for i in range(n))


CASES = {
    "structs": each(lambda i: f"struct s{i} {{ int a; double b; }};"),
    "fields": "struct s {" + each(lambda i: f"int a{i};") + "};\nvoid f(struct s x);",
    "classes": each(
        lambda i: (
            f"typedef struct c{i} c{i}; c{i} *c{i}_new(void);"
            f"void c{i}_free(c{i} *x); int c{i}_get(c{i} *x);"
        ),
        MANY // 4,
    ),
    "attributes of classes": each(
        lambda i: f"struct c{i} {{ int a; }};\nenum {{ c{i}_MAX = {i} }};", MANY // 2
    ),
    "calls": each(
        lambda i: f"static int f{i}(int x) {{ return f{i + 1}(x); }}", 5 * MANY
    )
    + "static inline int f(int x) { return f0(x); }",
    "many calls": "static inline void f(void) {"
    + each(lambda i: f"g{i}();", 5 * MANY)
    + "}",
    "unknown types": each(lambda i: f"foo{i}_t f{i}(bar{i}_t x);"),
    "overloads": MARKERS
    + each(lambda i: f'int f{i}(int x) CB_OVERLOAD("g{i}");')
    + each(lambda i: f'int h{i}(double x) CB_OVERLOAD("g{i}");'),
    "exceptions": MARKERS
    + "int f(int x);\n"
    + each(lambda i: f'CB_EXCEPTION(E{i}, CB_ValueError, "e");'),
    "raises": MARKERS
    + "int f(int x)"
    + each(lambda i: f'CB_RAISES(return == {i}, CB_ValueError, "e")')
    + ";",
    "stars in a pattern": MARKERS
    + f"#define {'a' * 200} 1\nint f(int x);\n"
    + f'CB_EXPORT("{"a*" * 100}b");',
    "conditions in conditions": "enum { A = "
    + "(" * 90
    + "1"
    + " ?: 2)" * 90
    + f" }};\nvoid f(int n, double x[{'(' * 90}n{' ?: 2)' * 90}]);",
    "owners": MARKERS
    + each(
        lambda i: (
            f"typedef struct c{i} c{i}; void end{i}(c{i} *x);"
            f"CB_OWNED(end{i}) c{i} *make{i}(void);"
        ),
        MANY // 4,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_large(name: str, tmp_path: Path) -> None:
    """It ends in time, with what it made or with errors."""
    from carbide import paths

    (tmp_path / "x.i").write_text('# 1 "x.h"\n' + CASES[name] + "\n")
    limit = (SECONDS, SECONDS)
    with (tmp_path / "said").open("w") as said:
        child = subprocess.Popen(
            [paths.carbidec(), "--module", "x", "-o", ".", "--header", "x.h", "x.i"],
            cwd=tmp_path,
            stderr=said,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limit),
        )
        _, status, use = os.wait4(child.pid, 0)
        child.returncode = status
    wrong = name in ("unknown types", "stars in a pattern")
    expected = 256 if wrong else 0  # exit status 1
    assert status == expected, (tmp_path / "said").read_text()[:2000]
    assert use.ru_maxrss * 1024 < MEMORY


def test_each_of_many_exports(tmp_path: Path) -> None:
    """CB_EXPORT takes as many names as there are."""
    from carbide import paths

    names = [f"A{i}" for i in range(300)]
    text = '# 1 "other.h"\n' + "".join(f"#define {name} 1\n" for name in names)
    export = f"CB_EXPORT({', '.join(names)});\nint f(int x);\n"
    (tmp_path / "x.h").write_text(export)
    (tmp_path / "x.i").write_text(text + '# 1 "x.h"\n' + export)
    subprocess.run(
        [paths.carbidec(), "--module", "x", "-o", ".", "--header", "x.h", "x.i"],
        cwd=tmp_path,
        check=True,
    )
    stub = (tmp_path / "x.pyi").read_text()
    assert all(f"\n{name}: Final" in "\n" + stub for name in names)
