# SPDX-License-Identifier: MIT
"""What the test module `ends` must do: what destructors raise, and who is told."""

from __future__ import annotations

import gc
import warnings
from typing import Any, Callable

from checking import equal, raises, unraisable


def boom(v: int) -> int:
    raise LookupError(v)


def broken(m: Any, made: Callable[[], Any]) -> None:
    """An object dies while an exception is pending."""
    before = m.alive()
    raises(ZeroDivisionError, "", lambda: (made(), 1 // 0))
    gc.collect()
    equal(m.alive(), before)


def check_a_pending_exception_stays(m: Any) -> None:
    calls: list[int] = []
    broken(m, lambda: m.guest(5, False, lambda v: calls.append(v) or 0))
    equal(calls, [5])
    told = unraisable(lambda: broken(m, lambda: m.guest(6, False, boom)))
    equal(told, [("LookupError(6)", "guest_free() of ends")])
    grumbler = m.grumbler()
    grumbler.tell("no")

    def copied() -> None:
        broken(m, grumbler.copy)
        raises(KeyError, "asked for", grumbler.copy, True)

    equal(unraisable(copied), [("ValueError('no')", "grumbler_free() of ends")] * 2)
    grumbler.tell()


def check_a_constructor_that_failed(m: Any) -> None:
    """What C has made is freed, which calls back again."""
    calls: list[int] = []

    def once(v: int) -> int:
        calls.append(v)
        if len(calls) == 1:
            raise LookupError("first")
        return 0

    before = m.alive()
    raises(LookupError, "first", m.guest, 7, True, once)
    equal((calls, m.alive()), ([7, 7], before))
    told = unraisable(lambda: raises(LookupError, "8", m.guest, 8, True, boom))
    equal(told, [("LookupError(8)", "guest_free() of ends")])


def check_close_raises(m: Any) -> None:
    before = m.alive()
    for made, error, text in (
        (lambda: m.guest(5, False, boom), LookupError, "5"),
        (lambda: m.line(3), m.LineError, "status 3"),
        (lambda: m.line(2), FileNotFoundError, "Errno 2"),
        (lambda: m.Door(13), ValueError, "door 13, shut by 7"),
    ):
        one = made()
        raises(error, text, one.close)
        equal(one.close(), None)
        raises(error, text, made().__exit__, None, None, None)
        told = unraisable(made)
        equal(len(told), 1)
        assert text in told[0][0] or "No such file" in told[0][0], told
    guests = (m.guest(5), m.guest(5, False, abs))
    for quiet in (*guests, m.line(), m.Door(4), m.grumbler()):
        equal(quiet.close(), None)
    equal(m.alive(), before)


def check_with(m: Any) -> None:
    """The body's exception is the context of that of the end."""

    def body(made: Any) -> None:
        with made:
            raise KeyError("body")

    guest = m.guest(1, False, boom)
    for made, error in ((m.line(3), m.LineError), (guest, LookupError)):
        raised = raises(error, "", body, made)
        equal(repr(raised.__context__), "KeyError('body')")


def check_several(m: Any) -> None:
    """Who depends on it goes first, and the first that raises is heard."""
    before = m.alive()
    above = m.grumbler()
    below = m.grumbler.below(above)
    above.tell("above")
    below.tell("below")
    told = unraisable(lambda: raises(ValueError, "below", above.close))
    equal(told, [("ValueError('above')", "grumbler_free() of ends")])
    raises(ValueError, "closed", below.tell)
    equal(m.alive(), before)


def check_what_is_taken(m: Any) -> None:
    """An exception of who ends before it is raised, and then C has not got it."""
    before = m.alive()
    one, above = m.grumbler(), m.grumbler()
    last = m.grumbler.below(m.grumbler.below(above))
    below = m.grumbler.below(above)
    last.tell("last")
    below.tell("below")
    told = unraisable(lambda: raises(ValueError, "below", one.replace, above))
    equal(told, [("ValueError('last')", "grumbler_free() of ends")])
    for closed in (last, below):
        raises(ValueError, "closed", closed.tell)
    equal(m.alive(), before + 2)
    above.tell("above")
    one.replace(above)
    raises(ValueError, "closed", above.tell)
    equal(m.alive(), before + 1)
    raises(ValueError, "above", one.close)
    equal(m.alive(), before)


def check_what_python_does_there(m: Any) -> None:
    """What dies while a destructor calls back is not the one that is closed."""

    def other(v: int) -> int:
        m.guest(v + 1, False, boom)
        return 0

    told = unraisable(lambda: equal(m.guest(1, False, other).close(), None))
    equal(told, [("LookupError(2)", "guest_free() of ends")])

    def closes(v: int) -> int:
        raises(m.LineError, "status 3", m.line(3).close)
        return boom(4)

    raises(LookupError, "4", m.guest(1, False, closes).close)


def check_a_warning_that_became_an_error(m: Any) -> None:
    """C has filled the object, which is refused all the same."""
    before = m.alive()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        raises(UserWarning, "how = 1", m.box, 1)
        one = m.box.__new__(m.box)
        raises(UserWarning, "how = 1", one.__init__, 1, "label")
        equal(m.alive(), before)
        one.__init__(0, "label")
        equal((one.how, m.alive()), (0, before + 1))
        one.close()
        raises(ValueError, "how = 2", m.box, 2)
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        equal(m.box(1).how, 1)
    gc.collect()
    equal(m.alive(), before)


def check_what_was_a_part_is_not_made_anew(m: Any) -> None:
    before = m.alive()
    host = m.host()
    guest = host.guest()
    raises(RuntimeError, "made already", guest.__init__, 5)
    host.dismiss(guest)
    raises(ValueError, "this guest is closed", guest.__init__, 5)
    host = m.host()
    guest = host.guest()
    host.close()
    raises(ValueError, "this guest is gone", guest.__init__, 5)
    equal(m.alive(), before)


def check_arrays(m: Any) -> None:
    equal(len(m.row(3)), 3)
    m.row_fails(True)
    try:
        told = unraisable(lambda: broken(m, lambda: m.row(3)))
    finally:
        m.row_fails(False)
    equal(told, [("ValueError('row')", "row_free() of ends")])
