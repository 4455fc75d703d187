# SPDX-License-Identifier: MIT
"""Short ways: they give what the wrappers give, and leave the rest to them."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import sysconfig
import threading
import weakref
from pathlib import Path
from typing import Any

from checking import equal, raises


class Number:
    """Python code that runs where an argument is read."""

    def __init__(self, run: Any, value: Any = 1) -> None:
        self.run, self.value = run, value

    def __index__(self) -> Any:
        self.run()
        return self.value

    __float__ = __index__


def run(m: Any, code: str, **more: str) -> str:
    """What a new interpreter prints, which has the module and more environment."""
    folder = str(Path(m.__file__).parent)
    start = f"import gc, sys; sys.path.insert(0, {folder!r})\n"
    start += f"import {m.__name__} as m\n"
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        env["PYTHON_GIL"] = "0"
    env.update(more)
    command = [sys.executable, "-c", start + code]
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    equal((done.returncode, done.stderr), (0, ""))
    return done.stdout


# ------------------------------------------------------------------------ constructors
def check_value_struct(m: Any) -> None:
    for spot in (m.Spot(1.5, 2), m.Spot(1.5, y=2.0), m.Spot(y=2.0, x=1.5)):
        equal((spot.x, spot.y), (1.5, 2.0))
    equal((m.Mover(True, 2).at, m.Mover(-(2**31), 0.5).at), (1, -(2**31)))
    raises(OverflowError, "Mover()", m.Mover, 2**31, 0.0)
    raises(TypeError, "Spot()", m.Spot, 1.0, "x")
    equal((m.Spot(1.0), m.Spot(y=2)), (m.Spot(1.0, 0.0), m.Spot(0.0, 2.0)))
    raises(TypeError, "takes from 0 to 2 positional", m.Spot, 1.0, 2.0, 3.0)
    raises(TypeError, "multiple values", m.Spot, 1.0, x=2.0)
    raises(TypeError, "unexpected keyword", m.Spot, 1.0, z=2.0)
    equal(m.Spot(1.0, 2.0) == m.Spot(1.0, 2.0), True)

    class Own(m.Spot):
        pass

    own = Own(1.0, 2.0)
    own.name = "own"
    equal((type(own), own.x, own.norm(), own.name), (Own, 1.0, 5.0, "own"))


def check_handle(m: Any) -> None:
    gc.collect()
    before = m.boxes()
    made = [m.Box(2, 3), m.Box(2, high=3), m.Box(high=3, wide=2), m.Box(True, 6)]
    equal([box.area() for box in made], [6] * 4)
    equal(m.Box(1, 2**64 - 1).area(), -1)
    raises(OverflowError, "Box()", m.Box, 2**40, 1)
    raises(OverflowError, "Box()", m.Box, 1, -1)
    raises(TypeError, "Box()", m.Box, 1.0, 1)
    raises(MemoryError, "", m.Box, -1, 1)
    raises(TypeError, "missing 1 required", m.Box, 1)

    class Own(m.Box):
        pass

    equal((type(Own(2, 3)), Own(2, 3).area()), (Own, 6))
    made.clear()
    gc.collect()
    equal(m.boxes(), before)


# --------------------------------------------------------------- methods, properties
def check_memory_that_is_used_again(m: Any) -> None:
    """An object where another one was has nothing of it, however many there are."""
    for many in (1, 2, 15, 16, 17, 40):
        movers = [m.Mover(k, -k) for k in range(many)]
        equal([(o.at, o.speed) for o in movers], [(k, -k) for k in range(many)])
        boxes = [m.Box(k, 2) for k in range(many)]
        equal([box.area() for box in boxes], [2 * k for k in range(many)])
        seen = [weakref.ref(box) for box in boxes]
        for box in boxes[::2]:
            box.close()
        del boxes, box, movers
        equal([ref() for ref in seen], [None] * many)
        equal(m.Box(3, 3).area(), 9)
        raises(MemoryError, "", m.Box, -1, 1)
        equal(m.Box.__new__(m.Box).__init__(3, 3), None)

    class Own(m.Mover):
        __slots__ = ("name",)

    for _ in range(3):
        own = Own(1, 2.0)
        assert not hasattr(own, "name")
        own.name = "own"
        own.swap(m.Mover(3, 4.0))
        equal((own.at, own.speed), (3, 4.0))


def check_memory_of_modules_that_go(m: Any) -> None:
    """Loaded again, and twice: old objects and new ones die in any order."""
    code = (
        "import importlib\nname = m.__name__\n"
        "def some(m): return [m.Mover(k, k) for k in range(9)], [m.Box(k, 1) for k in "
        "range(9)]\n"
        "for again in range(4):\n"
        "    old = some(m); some(m); o = m\n"
        "    if again % 2:\n        importlib.reload(m)\n"
        "    else:\n        del sys.modules[name]; m = importlib.import_module(name)\n"
        "    new = some(m)\n"
        "    del old; gc.collect(); some(o); some(m)\n"
        "    assert [b.area() for b in new[1]] == list(range(9))\n"
        "    del o, new; gc.collect(); some(m)\n"
        "print(sum(o.at for o in some(m)[0]))\n"
    )
    equal(run(m, code), "36\n")


def check_memory_and_the_collector(m: Any) -> None:
    """What is kept refers to its type: the collector knows by whom."""
    code = (
        "import weakref\nseen = weakref.ref(m.Mover), weakref.ref(m.Box)\n"
        "made = [m.Mover(k, k) for k in range(9)], [m.Box(k, 1) for k in range(9)]\n"
        "del made, sys.modules[m.__name__], m\ngc.collect()\n"
        "print([ref() for ref in seen])\n"
    )
    equal(run(m, code), "[None, None]\n")


def check_memory_that_is_watched(m: Any) -> None:
    """Who looks for mistakes wants memory freed: nothing keeps the type then."""
    code = (
        "before = sys.getrefcount(m.Mover)\n"
        "made = [m.Mover(k, k) for k in range(9)]\ndel made\n"
        "print(sys.getrefcount(m.Mover) - before)\n"
    )
    equal(run(m, code, PYTHONMALLOC="debug"), "0\n")
    watched = "PYTHONMALLOC" in os.environ or "asan" in m.__file__
    free_threaded = sysconfig.get_config_var("Py_GIL_DISABLED")
    equal(run(m, code), "0\n" if watched or free_threaded else "9\n")


def check_memory_of_interpreters(m: Any) -> None:
    """Each has its own, whoever was first."""
    code = (
        "if sys.version_info >= (3, 13):\n    import _interpreters as i\n"
        "else:\n    import _xxsubinterpreters as i\n"
        "text = (f'import sys; sys.path.insert(0, {sys.path[0]!r})\\n'\n"
        "        f'import {m.__name__} as m\\n'\n"
        "        'for k in range(50): a = m.Mover(k, k), m.Box(k, 1)\\n'\n"
        "        'assert (a[0].at, a[1].area()) == (49, 49)')\n"
        "for k in range(3):\n"
        "    one = i.create('legacy') if sys.version_info >= (3, 13) else (\n"
        "        i.create(isolated=False))\n"
        "    two = [m.Mover(k, k) for k in range(20)]\n"
        "    failed = i.run_string(one, text)\n"
        "    assert not failed, failed\n"
        "    del two\n"
        "    i.destroy(one)\n"
        "exec(text.split('m\\n', 1)[1])\nprint('done')\n"
    )
    equal(run(m, code), "done\n")


def check_methods(m: Any) -> None:
    a, b = m.Spot(1.0, 2.0), m.Spot(10.0, 0.0)
    equal((a.mix(b, 0.5, -1), a.mix(b, True, 1), a.mix(b, 2, True)), (-6.0, 11.0, 21.0))
    equal(a.mix(other=b, weight=1.0, sign=1), 11.0)
    equal(a.mix(a, 1.0, 1), 2.0)
    raises(OverflowError, "Spot.mix()", a.mix, b, 1.0, 128)
    raises(TypeError, "Spot.mix()", a.mix, m.Mover(1, 1.0), 1.0, 1)
    raises(TypeError, "Spot.mix()", a.mix, None, 1.0, 1)
    raises(TypeError, "Spot.norm() takes ", a.norm, 1)
    raises(TypeError, "keyword argument", a.norm, x=1)
    raises(TypeError, "", m.Spot.norm)
    raises(TypeError, "", m.Spot.norm, m.Mover(1, 1.0))
    raises(TypeError, "", m.Spot.__dict__["x"].__get__, m.Mover(1, 1.0))
    mover, other = m.Mover(5, 1.0), m.Mover(7, 2.0)
    equal((mover.go(255), mover.where(), mover.at), (None, 260, 260))
    raises(OverflowError, "Mover.go()", mover.go, 256)
    mover.swap(other)
    equal((mover.at, other.at, mover.speed), (7, 260, 2.0))
    raises(ValueError, "Mover.swap()", mover.swap, mover)


def check_parts(m: Any) -> None:
    edge = m.Edge(m.Spot(3.0, 4.0), m.Spot(1.0, 0.0))
    start = edge.from_ if hasattr(edge, "from_") else getattr(edge, "from")
    equal((start.norm(), start.x, start.mix(edge.to, 1.0, 1)), (25.0, 3.0, 4.0))
    start.x = 0.0
    equal((start.norm(), m.sum_spots([start, edge.to])), (16.0, 1.0))


def check_properties(m: Any) -> None:
    box = m.Box(2, 3)
    box.wide = 5
    equal((box.wide, box.area(), box.fits(m.Box(5, 3))), (5, 15, True))
    raises(OverflowError, "", setattr, box, "wide", 2**31)
    raises(TypeError, "", setattr, box, "wide", 1.0)
    raises(AttributeError, "", delattr, box, "wide")
    box.wide = Number(lambda: None, 9)
    equal(box.wide, 9)
    spot = m.Spot(1.0, 2.0)
    spot.x = 7
    equal(spot.x, 7.0)
    raises(AttributeError, "", delattr, spot, "x")
    raises(TypeError, "", setattr, spot, "x", "1")


def check_steps(m: Any) -> None:
    equal(list(m.Countdown(4)), [3, 2, 1, 0])
    steps = m.Countdown(1)
    equal((next(steps), next(steps, None), steps.left), (0, None, 0))
    equal(list(m.Countdown(-1)), [])


def check_steps_that_are_kept(m: Any) -> None:
    """An int is given again only when nobody has it any more."""
    down = list(range(999, -1, -1))
    equal([k for k in m.Countdown(1000)], down)
    equal(sum(m.Countdown(1000)), 499500)
    both = zip(m.Countdown(1000), m.Countdown(1001))
    equal(list(both), list(zip(down, [1000, *down])))
    for apart in (1, 2, 3, 4, 5, 7, 16):
        kept: list[int] = []
        first: dict[int, int] = {}
        for k, v in enumerate(m.Countdown(1000)):
            if k % apart == 0:
                kept.append(v)
                first[v] = k
        equal(kept, down[::apart])
        equal(first, {v: k for k, v in enumerate(down) if k % apart == 0})
    before = 10**6
    for v in m.Countdown(10**6):
        assert v == before - 1 and v + 1 == before and hash(v) == v
        before = v
        if v < 10**6 - 5000:
            break
    for most in (2**30 + 3, 2**31 - 1):  # of one digit, and of more
        steps = m.Countdown(most)
        equal([next(steps) for _ in range(6)], [most - 1 - k for k in range(6)])
    small = [v for v in m.Countdown(300) if v < 257]
    assert all(v is w for v, w in zip(small, range(256, -1, -1)))


def check_steps_of_threads(m: Any) -> None:
    wrong: list[Any] = []

    def walk(n: int) -> None:
        steps, last = m.Countdown(n), n
        for v in steps:
            if v != last - 1:
                wrong.append((v, last))
            last = v

    threads = [threading.Thread(target=walk, args=(5000 + k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal(wrong, [])


# --------------------------------------------------------------------- what is not free
def check_not_made(m: Any) -> None:
    box = m.Box.__new__(m.Box)
    said = "__init__() was not called"
    for call in (box.area, lambda: box.wide, lambda: setattr(box, "wide", 1)):
        raises(ValueError, said, call)
    raises(ValueError, said, m.Box(1, 1).fits, box)
    raises(ValueError, said, m.sum_boxes, [m.Box(1, 1), box])
    box.__init__(2, 3)
    equal((box.area(), m.sum_boxes([box])), (6, 2))
    raises(ValueError, said, next, m.Countdown.__new__(m.Countdown))


def check_closed(m: Any) -> None:
    before = m.boxes()
    with m.Box(2, 3) as box:
        equal(box.area(), 6)
    equal(m.boxes(), before)
    for call in (box.area, lambda: box.wide, lambda: setattr(box, "wide", 1)):
        raises(ValueError, "closed", call)
    raises(ValueError, "closed", m.Box(1, 1).fits, box)
    raises(ValueError, "closed", m.sum_boxes, [box])
    raises(ValueError, "closed", m.widen, [box])
    raises(ValueError, "closed", setattr, box, "wide", Number(lambda: None))


def check_the_same_twice(m: Any) -> None:
    box = m.Box(2, 3)
    equal(box.fits(box), True)
    raises(ValueError, "Box.take_from()", box.take_from, box)
    equal(box.wide, 2)
    other = m.Box(8, 1)
    box.take_from(other)
    equal((box.wide, other.wide), (8, 0))


def check_locked(m: Any) -> None:
    """While C has it, and has called back."""
    box, other, found = m.Box(2, 3), m.Box(1, 1), []

    def back(x: float) -> float:
        uses = [box.area, lambda: box.wide, lambda: setattr(box, "wide", 1)]
        uses += [lambda: other.fits(box), lambda: m.sum_boxes([other, box])]
        for use in uses:
            try:
                found.append(use())
            except RuntimeError:
                found.append("locked")
        return x

    def close(x: float) -> float:
        text = "Box.close() called while Box.call() on the same object is running"
        raises(RuntimeError, text, box.close)
        return x

    equal((box.call(back), box.call(close)), (2.0, 2.0))
    equal(found, ["locked"] * 5)
    equal((box.wide, box.area()), (2, 6))


# -------------------------------------------------------------------------------- lists
def check_lists(m: Any) -> None:
    spots = [m.Spot(float(k), 0.0) for k in range(1000)]
    for many in (spots, tuple(spots), dict.fromkeys(range(1000)).keys() and spots[:]):
        equal(m.sum_spots(many), 499500.0)
    equal((m.sum_spots([]), m.sum_spots(())), (0.0, 0.0))
    equal(m.sum_some([None, spots[3], None]), 3.0)
    raises(TypeError, "all[1] must be Spot, not None", m.sum_spots, [spots[0], None])
    raises(TypeError, "all[2] must be Spot, not int", m.sum_spots, [*spots[:2], 1])
    raises(TypeError, "must be a sequence of Spot", m.sum_spots, spots[0])
    boxes = [m.Box(k, 1) for k in range(100)]
    equal(m.sum_boxes(boxes), 4950)
    equal(m.sum_boxes(boxes * 200), 4950 * 200)  # detached: the list is copied
    equal((m.widen(boxes[:3]), boxes[2].wide), (None, 1))

    class Own(m.Box):
        pass

    class List(list):
        pass

    equal(m.sum_boxes([Own(2, 3), boxes[5]]), 7)
    equal(m.sum_boxes(List(boxes[:4])), 4)


def check_counts(m: Any) -> None:
    """Nothing that is read is kept, or dropped once too often."""
    box, spot = m.Box(2, 3), m.Spot(1.0, 2.0)
    before = sys.getrefcount(box), sys.getrefcount(spot), sys.getrefcount(m.Spot)
    items = [box, box, box]
    for _ in range(1000):
        box.area(), box.wide, box.fits(box), m.sum_boxes(items), m.sum_boxes((box,))
        (
            spot.norm(),
            spot.mix(spot, 1.0, 1),
            spot.x,
            m.sum_spots([spot]),
            m.Spot(1.0, 2.0),
        )
    del items
    after = sys.getrefcount(box), sys.getrefcount(spot), sys.getrefcount(m.Spot)
    equal(after, before)


# ------------------------------------------------------------------------------ threads
def check_threads(m: Any) -> None:
    """Some use objects that others close, and lists that others change."""
    boxes = [m.Box(1, 1) for _ in range(50)]
    many = boxes * 400
    stop = threading.Event()
    faults: list[BaseException] = []

    def use() -> None:
        while not stop.is_set():
            try:
                for box in boxes:
                    box.wide = box.wide % 5 + 1
                    box.area()
                    box.fits(boxes[0])
                m.sum_boxes(boxes)
                m.sum_boxes(many)
            except ValueError as error:
                if "closed" not in str(error):
                    faults.append(error)
            except BaseException as error:
                faults.append(error)

    threads = [threading.Thread(target=use) for _ in range(3)]
    for thread in threads:
        thread.start()
    for k in range(50):
        many.append(boxes[k])
        boxes[k].close() if hasattr(boxes[k], "close") else boxes[k].__exit__(
            None, None, None
        )
        boxes[k] = m.Box(k, 1)
        del many[k]
    stop.set()
    for thread in threads:
        thread.join()
    equal(faults, [])
