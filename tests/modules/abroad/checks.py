# SPDX-License-Identifier: MIT
"""Objects of harbor's classes in another module: in, out, kept, closed, by threads."""

from __future__ import annotations

import copy
import gc
import importlib
import os
import pickle
import subprocess
import sys
import sysconfig
import threading
import weakref
from pathlib import Path
from typing import Any, Callable

from checking import equal, raises, unraisable


def harbor() -> Any:
    return importlib.import_module("harbor")


# -------------------------------------------------------------------- value structs
def check_doc(m: Any) -> None:
    """Of the module's own header, not of one that it includes."""
    text = "Takes, gives and keeps objects of the classes of harbor."
    equal(m.__doc__, text)


def check_values(m: Any) -> None:
    h = harbor()
    a, b = h.spot(3, 4), h.spot(0, 0)
    equal(m.distance(a, b), 5.0)
    equal(m.middle(a, b), h.spot(1.5, 2))
    assert type(m.middle(a, b)) is h.spot
    equal(m.mirrored(a), h.spot(-3, 4))
    equal((m.scale(a, 2), a), (h.spot(6, 8), h.spot(3, 4)))
    m.shift(a, 1)
    equal(a, h.spot(4, 4))
    equal(m.widened(hull(h, 3), 1.5).width, 3.5)
    equal(list(m.widened(hull(h, 3), 1).deck), [1, 2, 4])
    raises(TypeError, "distance(): a must be spot, not tuple", m.distance, (3, 4), b)
    raises(TypeError, "b must be spot, not ship", m.distance, a, h.ship(3))


def hull(h: Any, length: int) -> Any:
    return h.size_of_hull(length, 2.0, h.spot(1, 2), (1, 2, 3))


def check_arrays(m: Any) -> None:
    h = harbor()
    equal(m.centre([h.spot(0, 0), h.spot(4, 2)]), h.spot(2, 1))
    equal(m.longest([hull(h, 3), hull(h, 7)]), 7)
    try:
        import numpy as np
    except ImportError:
        return
    equal(m.line(3).dtype, h.spot.dtype)
    equal(m.centre(np.array([(1, 2), (3, 4)], h.spot.dtype)), h.spot(2, 3))
    equal(m.leg.dtype["from_"], h.spot.dtype)


def check_nested(m: Any) -> None:
    """A part of a struct of this module is an instance of the other's class."""
    h = harbor()
    leg = m.leg(h.spot(0, 0), h.spot(3, 4), 2)
    equal((leg.length(), leg.back().to), (5.0, h.spot(0, 0)))
    start = leg.from_
    assert type(start) is h.spot
    start.x = 3
    start.move(0, 1)
    equal((leg.from_, leg.length()), (h.spot(3, 1), 3.0))
    ref = weakref.ref(leg)
    del leg
    gc.collect()
    assert ref() is not None
    equal(start.y, 1.0)
    del start
    gc.collect()
    assert ref() is None
    leg = m.leg(h.spot(1, 2), h.spot(3, 4), 2)
    equal(copy.deepcopy(leg), leg)
    equal(pickle.loads(pickle.dumps(leg)), leg)


# -------------------------------------------------------------------------- handles
def check_handles(m: Any) -> None:
    h = harbor()
    a, b = h.ship(3), h.ship(5)
    m.unload(a, 1)
    m.swap(a, b)
    equal((a.cargo, b.cargo, m.cargo(a), m.fleet((a, b))), (5, 2, 5, 7))
    assert m.fullest([b, a]) is a
    equal(m.fullest([]), None)
    equal(m.each([a, b], lambda s: s.cargo), 7)
    tally = h.tally(3)
    m.raise_count(tally)
    equal((tally.n, m.count(tally)), (4, 4))
    equal((m.where(h.Berth(9)), m.number_of(h.buoy(8))), (9, 8))
    raises(TypeError, "s must be ship, not pilot", m.cargo, m.pilot(a))
    raises(TypeError, "b must be Berth, not int", m.where, 3)
    raises(TypeError, "s[1] must be ship, not None", m.fleet, [a, None])
    raises(ValueError, "same", m.swap, a, a)
    a.close()
    raises(ValueError, "cargo(): this ship is closed", m.cargo, a)
    raises(ValueError, "this ship is closed", m.fleet, [b, a])
    raises(
        ValueError, "ship.__init__() was not called", m.cargo, h.ship.__new__(h.ship)
    )


def check_owned(m: Any) -> None:
    """What C makes here dies by this module's function, as the other's object."""
    h = harbor()
    before, made = m.ships_sunk(), h.ships()
    one = m.build(9)
    assert type(one) is h.ship
    one.load(1)
    equal((one.cargo, m.fullest([one]) is one, one.tender().cargo), (10, True, 0))
    equal(m.found(0), (False, None))
    equal(m.found(3)[1].cargo, 3)
    gc.collect()
    equal(m.ships_sunk(), before + 1)
    one.close()
    equal((m.ships_sunk(), h.ships()), (before + 2, made))
    raises(ValueError, "this ship is closed", one.load, 1)


def check_subclass(m: Any) -> None:
    h = harbor()

    class Tug(h.ship):  # type: ignore[misc]
        def __init__(self, cargo: int, name: str) -> None:
            super().__init__(cargo)
            self.name, self.me = name, self

    class Here(h.spot):  # type: ignore[misc]
        pass

    tug = Tug(4, "ann")
    equal((m.cargo(tug), m.fullest([tug]).name), (4, "ann"))
    equal(m.middle(Here(0, 0), Here(2, 2)), h.spot(1, 1))
    pilot = m.pilot(tug)
    assert pilot.ship() is tug
    ref = weakref.ref(tug)
    del tug, pilot
    gc.collect()
    assert ref() is None


# --------------------------------------------------------------------------- keeping
def check_kept(m: Any) -> None:
    h = harbor()
    before = h.ships()
    ship = h.ship(3)
    pilot = m.pilot(ship)
    assert pilot.ship() is ship
    boat = pilot.boat()
    pilot.row()
    equal((boat.cargo, pilot.boat() is boat), (1, True))
    boat.load(4)
    equal(boat.cargo, 5)
    del ship
    gc.collect()
    equal((pilot.cargo, h.ships()), (3, before + 1))
    pilot.ship().close()  # the pilot goes first: it uses the ship until its end
    raises(ValueError, "this pilot is closed", getattr, pilot, "cargo")
    raises(ValueError, "this ship is gone", getattr, boat, "cargo")
    raises(ValueError, "this ship is gone", m.cargo, boat)
    del pilot, boat
    gc.collect()
    equal(h.ships(), before)


def check_taken(m: Any) -> None:
    """C takes over an object of the other module: who uses it here ends before."""
    ship = m.build(3)
    pilots, sunk = [m.pilot(ship), m.pilot(ship)], m.ships_sunk()
    raises(ValueError, "this ship is closed", m.cargo, closed_ship())
    equal((m.scrap(ship), m.ships_sunk()), (5, sunk + 1))
    for pilot in pilots:
        raises(ValueError, "this pilot is closed", getattr, pilot, "cargo")
    raises(ValueError, "scrap(): this ship is closed", m.scrap, ship)


def check_close_raises(m: Any) -> None:
    """What destructors of either module raise: the first is close()'s own."""
    h = harbor()
    siren, crew_says = h.siren(102), "crew_free() of abroad"
    crew = m.crew(siren, 103)
    told = unraisable(lambda: raises(KeyError, "crew 103", siren.close))
    equal(told, [("ValueError('siren 102')", "siren_free() of harbor")])
    siren = h.siren(102)
    crew = m.crew(siren, 0)
    equal(unraisable(lambda: raises(ValueError, "siren 102", siren.close)), [])
    siren = h.siren(0)
    crew = m.crew(siren, 104)
    equal(unraisable(lambda: raises(KeyError, "crew 104", siren.close)), [])
    siren = h.siren(0)
    crew = m.crew(siren, 105)
    siren = None  # the crew keeps it
    equal(unraisable(lambda: raises(KeyError, "crew 105", crew.close)), [])

    def drops(v: int) -> int:
        h.siren(109)
        m.crew(h.siren(0), 108)
        return v

    others = [("ValueError('siren 109')", "siren_free() of harbor")]
    others.append(("KeyError('crew 108')", crew_says))
    siren = h.siren(102)
    crew = m.crew(siren, 0, drops)
    equal(unraisable(lambda: raises(ValueError, "siren 102", siren.close)), others)
    siren = h.siren(0)
    crew = m.crew(siren, 0, drops)
    equal(unraisable(lambda: equal(siren.close(), None)), others)


def closed_ship() -> Any:
    ship = harbor().ship(1)
    ship.close()
    return ship


def check_lent(m: Any) -> None:
    """What a callback gets is the object that Python has for it."""
    h = harbor()
    a, kept = h.ship(3), []
    m.each([a], lambda s: kept.append(s) or 0)
    assert kept[0] is a
    raises(KeyError, "wrong", m.each, [a], lambda _: {}["wrong"])


# --------------------------------------------------------------------------- threads
def together(*calls: Callable[[int], object], times: int = 400) -> None:
    start, errors = threading.Barrier(len(calls)), []

    def run(call: Callable[[int], object]) -> None:
        start.wait()
        try:
            for k in range(times):
                call(k)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal(errors, [])


def check_threads(m: Any) -> None:
    """Both modules lock an object by the same word: nothing is lost."""
    h = harbor()
    a, b, spot = h.ship(0), h.ship(0), h.spot(0, 0)
    together(
        lambda _: a.load(1),
        lambda _: m.unload(a, -1),
        lambda _: m.swap(a, b),
        lambda _: m.swap(b, a),
        lambda _: b.load(1),
        lambda _: m.unload(b, -1),
    )
    equal(a.cargo + b.cargo, 1600)
    together(lambda _: spot.move(1, 0), lambda _: m.shift(spot, 1))
    equal(spot.x, 800.0)


def check_threads_close(m: Any) -> None:
    """Pilots come and go while their ship is used, and closed by its own module."""
    h = harbor()
    before = h.ships()
    for _ in range(20):
        ship = h.ship(0)
        done: list[str] = []

        def pilots(_: int, ship: Any = ship, done: Any = done) -> None:
            try:
                m.pilot(ship).ship()
            except ValueError as error:
                done.append(str(error))

        def use(_: int, ship: Any = ship, done: Any = done) -> None:
            try:
                ship.load(1)
            except ValueError as error:
                done.append(str(error))

        def end(k: int, ship: Any = ship) -> None:
            if k == 20:
                ship.close()

        together(pilots, pilots, use, end, times=40)
        assert all("is closed" in text for text in done), done
    del ship, pilots, use, end
    gc.collect()
    equal(h.ships(), before)


# ----------------------------------------------------------------- imports and the end
def run(m: Any, code: str) -> tuple[str, str, int]:
    """Output, errors and status of a new interpreter."""
    folder = str(Path(m.__file__).parent)
    code = f"import sys; sys.path.insert(0, {folder!r})\n{code}"
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        env["PYTHON_GIL"] = "0"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=env,
        check=False,
    )
    return done.stdout, done.stderr, done.returncode


def check_end(m: Any) -> None:
    """Objects of both that live to the end of the interpreter, in either order."""
    for first in ("harbor", "abroad"):
        code = (
            f"import {first}, abroad, harbor\n"
            "ship = harbor.ship(3)\npilot = abroad.pilot(ship)\n"
            "made = abroad.build(2)\nboat = pilot.boat()\n"
            "leg = abroad.leg(harbor.spot(1, 2), harbor.spot(3, 4), 5)\n"
            "part = leg.to\nclass Tug(harbor.ship): pass\n"
            "tug = Tug(4); tug.pilot = abroad.pilot(tug)\n"
            "import atexit\natexit.register(lambda: print(pilot.cargo, part.x))\n"
        )
        equal(run(m, code), ("3 3.0\n", "", 0))


def check_reload(m: Any) -> None:
    """The module of the classes comes anew: its new classes are others."""
    code = (
        "import abroad, harbor, importlib, sys\n"
        "old = harbor.ship(3)\n"
        "importlib.reload(harbor); importlib.reload(abroad)\n"
        "assert abroad.cargo(harbor.ship(4)) == 4\n"
        "del sys.modules['harbor']\nimport harbor as new\n"
        "assert abroad.cargo(old) == 3\n"
        "try:\n    print(abroad.cargo(new.ship(5)))\n"
        "except TypeError as error:\n    print(error)\n"
        "del sys.modules['abroad']\nimport abroad as again\n"
        "print(again.cargo(new.ship(5)))\n"
    )
    equal(run(m, code), ("cargo(): s must be harbor.ship, not ship\n5\n", "", 0))


def check_interpreters(m: Any) -> None:
    """Each interpreter has its own classes of both."""
    code = (
        "if sys.version_info >= (3, 13):\n    import _interpreters as i\n"
        "else:\n    import _xxsubinterpreters as i\n"
        "import abroad, harbor\nmain = harbor.ship(1)\n"
        "for k in range(3):\n"
        "    one = i.create('legacy') if sys.version_info >= (3, 13) else (\n"
        "        i.create(isolated=False))\n"
        "    failed = i.run_string(one, f'import sys; sys.path.insert(0, "
        "{sys.path[0]!r})\\n'\n"
        "        'import abroad, harbor\\n'\n"
        "        'ship = harbor.ship(3); pilot = abroad.pilot(ship)\\n'\n"
        "        'assert pilot.ship() is ship and abroad.build(4).cargo == 4\\n'\n"
        "        'assert abroad.middle(harbor.spot(0, 0), harbor.spot(2, 2)).x == 1')\n"
        "    assert not failed, failed\n"
        "    i.destroy(one)\n"
        "print(abroad.cargo(main))\n"
    )
    equal(run(m, code), ("1\n", "", 0))
