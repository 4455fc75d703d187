# SPDX-License-Identifier: MIT
"""The kernels that are compared: data, contenders, and the ratio to reach.

In: nothing. Out: ``CASES``. A contender is ``module.function``; one that cannot be
imported prints ``-``. Data are the same at each run (fixed seeds).
"""

from __future__ import annotations

import dataclasses
from typing import Any, Callable

import numpy as np

PEERS = {
    "numpy": "numpy_peer",
    "numba": "numba_peer",
    "cython": "cython_peer",
    "pyo3": "pyo3_peer",
}


@dataclasses.dataclass(frozen=True)
class Case:
    """One row: ``goal`` is (peer, ratio to its time), ``best`` meaning any peer."""

    name: str
    label: str
    data: Callable[[], tuple[Any, ...]]
    contenders: dict[str, str]
    goal: tuple[str, float] | None = None
    reference: str = "numpy"
    tolerance: float = 1e-9
    normal: Callable[[Any], Any] = lambda result: result


def contenders(function: str, carbide: str, **more: str) -> dict[str, str]:
    """The same function of every peer; ``more`` replaces or, with ``""``, drops one."""
    found = {peer: f"{module}.{function}" for peer, module in PEERS.items()}
    found = {"carbide": carbide, **found, **more}
    return {rival: name for rival, name in found.items() if name}


def table_of_integers() -> tuple[Any, ...]:
    """100 rows of a million: 800 MB."""
    random = np.random.default_rng(1)
    return (random.integers(-(1 << 40), 1 << 40, (100, 1_000_000), np.int64),)


def matrices(n: int, lists: bool = False) -> Callable[[], tuple[Any, ...]]:
    """Two n x n matrices of floats."""

    def data() -> tuple[Any, ...]:
        random = np.random.default_rng(2)
        a, b = random.random((n, n)), random.random((n, n))
        return (a.tolist(), b.tolist()) if lists else (a, b)

    return data


def power(n: int) -> Callable[[], tuple[Any, ...]]:
    """A list of lists and 10; scaled so that nothing overflows."""

    def data() -> tuple[Any, ...]:
        return ((np.random.default_rng(3).random((n, n)) * 2 / n).tolist(), 10)

    return data


def text() -> tuple[Any, ...]:
    """100 MB of ASCII, one byte in six a space, now and then a line feed."""
    random = np.random.default_rng(4)
    letters = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz" * 5 + b" " * 25 + b"\n", "u1")
    at = random.integers(0, len(letters), 100_000_000, np.uint8)
    return (letters[at].tobytes().decode("ascii"),)


def floats(n: int, as_list: bool) -> Callable[[], tuple[Any, ...]]:
    """n floats below 1."""

    def data() -> tuple[Any, ...]:
        values = np.random.default_rng(5).random(n)
        return (values.tolist(),) if as_list else (values,)

    return data


def many_samples() -> tuple[Any, ...]:
    """7,980 samples."""
    return (3.5, 1.2, 50, 0, 7, 0.05, 0.005)


def few_samples() -> tuple[Any, ...]:
    """568 samples."""
    return (3.5, 0.57, 100, 0, 7, 0.05, 0.05)


def sorted_rows(result: Any) -> Any:
    """Rows in lexicographic order: CLOSURE does not say in which they come."""
    rows = np.asarray(result)
    return rows[np.lexsort(rows.T[::-1])]


def closures() -> list[Case]:
    """CLOSURE, whose only peer is a Rust package (PyO3, rayon)."""
    cases = []
    for count, data in ((7980, many_samples), (568, few_samples)):
        for form, name, ratio in (
            ("lists", "closure_list", 1 / 200),
            ("array", "closure", 1 / 1000),
        ):
            cases.append(
                Case(
                    f"closure_{count}_{form}",
                    f"closure, {count:,} samples, as {form} (PyO3: scrutipy)",
                    data,
                    {"carbide": f"closure.{name}", "pyo3": "scrutipy.closure"},
                    ("pyo3", ratio),
                    reference="pyo3",
                    normal=sorted_rows,
                )
            )
    return cases


def products() -> list[Case]:
    """Matrix products: own C, the same over CBLAS, and lists of lists."""
    cases = []
    for n in (10, 100, 500, 1000):
        label = f"matmul {n}x{n}"
        functions = contenders("matmul", "matmul.matmul")
        goal = ("best", 0.8) if n == 10 else None
        cases.append(Case(f"matmul_{n}", label, matrices(n), functions, goal))
        functions = contenders("matmul", "matmul_cblas.dgemm")
        goal = ("numpy", 1.0)
        cases.append(
            Case(f"cblas_{n}", f"{label} (CBLAS)", matrices(n), functions, goal)
        )
    for n in (10, 100, 500):
        functions = contenders("matmul_lists", "matmul.matmul_lists", numba="")
        label = f"matmul {n}x{n}, lists of lists"
        cases.append(Case(f"lists_{n}", label, matrices(n, True), functions))
    return cases


def powers() -> list[Case]:
    """Matrix powers of lists of lists."""
    cases = []
    for n, goal in ((10, 0.2), (100, None), (500, 1.1)):
        functions = contenders("matrix_power", "matrix_power.matrix_power", numba="")
        label = f"matrix_power {n}x{n}, lists, power 10"
        wanted = ("numpy", goal) if goal else None
        cases.append(Case(f"power_{n}", label, power(n), functions, wanted))
    return cases


def sums() -> list[Case]:
    """Sums of squares of a list and of an array."""
    carbide = "sum_of_squares.sum_of_squares"
    rust = "pyo3_peer.sum_of_squares_"
    return [
        Case(
            "squares_list",
            "sum_of_squares, list of 1M",
            floats(1_000_000, True),
            contenders("sum_of_squares", carbide, pyo3=rust + "list"),
            ("cython", 0.95),
        ),
        Case(
            "squares_array",
            "sum_of_squares, array of 10M",
            floats(10_000_000, False),
            contenders("sum_of_squares", carbide, pyo3=rust + "array"),
            ("numpy", 1.0),
        ),
    ]


CASES = [
    Case(
        "find_max",
        "find_max 100x1,000,000 int64",
        table_of_integers,
        contenders("find_max", "find_max.find_max"),
        ("numpy", 0.8),
    ),
    *products(),
    *powers(),
    Case(
        "cubic_1",
        "cubic_y_root, one root",
        lambda: (0.5, 2.0),
        contenders("cubic_y_root", "cubic_y_root.cubic_y_root"),
        ("cython", 0.9),
    ),
    Case(
        "cubic_3",
        "cubic_y_root, three roots",
        lambda: (-0.5, 0.25),
        contenders("cubic_y_root", "cubic_y_root.cubic_y_root"),
        ("cython", 0.9),
    ),
    Case(
        "word_count",
        "word_count, 100 MB",
        text,
        contenders("word_count", "word_count.word_count"),
        ("pyo3", 0.5),
    ),
    *sums(),
    Case(
        "read_lists",
        "list of lists 500x500 read (row maxima)",
        lambda: matrices(500, True)()[:1],
        contenders("row_max", "bench_carbide.row_max", numba=""),
        ("numpy", 0.1),
    ),
    *closures(),
]
