# SPDX-License-Identifier: MIT
"""What the module `levels` does at one CPU level: run as a program, in a process of it.

Asserts what must hold at each level, and prints every result of its arithmetic in
hexadecimal: the test compares what the levels print.
"""

from __future__ import annotations

import array
import random
import sys
import threading
from typing import Any

LENGTHS = [*range(70), *range(100, 400)]


def numbers(code: str, n: int, seed: int) -> array.array[float]:
    """The same n numbers each time, of mixed magnitude."""
    r = random.Random(seed)
    return array.array(code, [r.uniform(0, 2) ** 9 for _ in range(n)])


def arithmetic(m: Any) -> None:
    """Prints what kernels.c computes, for many lengths."""
    for n in LENGTHS:
        a, b = numbers("d", n, n), numbers("d", n, n + 1)
        x, y = numbers("f", n, n), numbers("f", n, n + 1)
        rows = [m.sum(a), m.sqrt_sum(a), m.dot(a, b), m.dot_float(x, y)]
        rows += [*m.poly(a), *m.choose(a, 1.5)][:: max(1, n // 5)]
        print(n, *(float(v).hex() for v in rows))
    for n in (1, 2, 7, 16, 33):
        a = memoryview(numbers("d", n * n, n)).cast("B").cast("d", (n, n))
        c = memoryview(m.gemm(a, a)).cast("B").cast("d")
        print("gemm", n, *(v.hex() for v in c))
    for t in range(50):
        print(m.blend(1.1, t / 7, t / 50).hex(), m.thrice(t / 3).hex())


def names(m: Any) -> None:
    """names.c and other.c: each name leads to its own function."""
    assert m.quick(2) == 3.0
    assert m.gamma(1) == 1.25
    assert (m.greatest(1, 2), m.greatest(-1, -2)) == (2, 0)
    assert (m.by_table(0, 5), m.by_table(1, 5)) == (4, 17)
    assert m.by_field(2) == 6 + 30
    assert m.is_own_entry() == 1
    a = array.array("i", [3, 1, 2])
    m.sorted(a)
    assert list(a) == [1, 2, 3]
    assert (m.weak_default(), m.weak_replaced()) == (1, 42)
    assert (m.unseen(1), m.unseen(1)) == (21, 22)
    assert (m.described(), m.described()) == ("a", "b")
    for x, text in ((-1, "just below zero: -1"), (-2, "far below zero: -2")):
        try:
            m.positive(x)
        except ValueError as error:
            assert text in str(error), error
        else:
            raise AssertionError("no ValueError")


def state(m: Any) -> None:
    """state.c: what exists once, and what each level has for itself."""
    assert m.begun() == 1
    assert (m.shared_now(), m.bump(), m.bump(), m.shared_now()) == (100, 101, 102, 102)
    assert m.bump_elsewhere() == 102_004  # described() counted by two, twice
    assert (m.bump_static(), m.bump_static()) == (1, 2)
    assert (m.bump_thread(), m.bump_thread()) == (6, 7)
    seen = []
    thread = threading.Thread(target=lambda: seen.append(m.bump_thread()))
    thread.start()
    thread.join()
    assert seen == [6]
    assert m.handler_is_first()
    assert (m.swap_handler(5), m.handler_is_first()) == (4, False)
    assert (m.swap_handler(5), m.handler_is_first()) == (17, True)


def objects(m: Any) -> None:
    """Classes and callbacks."""
    mean = m.mean(2)
    mean.add(4)
    assert (mean.value, len(mean), mean(10)) == (3, 2, 30)
    mean.value = 5
    seven = m.mean(7)
    other = mean.joined(seven)
    assert (other.value, m.means()) == (6, 3)
    for one in (other, mean, seven):
        one.close()
    assert m.means() == 0
    assert m.map_sum(4, lambda x: x * x) == 14
    try:
        m.map_sum(4, lambda x: 1 // 0)
    except ZeroDivisionError:
        pass
    else:
        raise AssertionError("no ZeroDivisionError")


def main() -> None:
    """checks.py FOLDER: import the module from there."""
    sys.path.insert(0, sys.argv[1])
    import levels as m

    print(m.__carbide_cpu__)
    names(m)
    state(m)
    objects(m)
    arithmetic(m)


if __name__ == "__main__":
    main()
