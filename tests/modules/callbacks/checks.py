# SPDX-License-Identifier: MIT
"""What the test module `callbacks` must do: Python callables behind C pointers."""

from __future__ import annotations

import ctypes
import datetime
import functools
import gc
import inspect
import json
import math
import os
import sys
import threading
import types
import weakref
from typing import Any

from checking import equal, items, raises


def check_numbers(m: Any) -> None:
    equal(round(m.integrate(math.sin, 0, math.pi, n=1000), 5), 2.0)
    equal(m.twice(lambda v: v * 10, 4), (90, 40))
    equal(m.integrate(f=lambda x: 1, a=0, b=2), 2.0)
    equal(m.echo_bool(lambda v: not v, True), False)
    equal(m.echo_int8(lambda v: v - 1, -127), -128)
    equal(m.echo_uint64(lambda v: v, 2**64 - 1), 2**64 - 1)
    equal(m.echo_int128(lambda v: -v, 2**100), -(2**100))
    equal(m.echo_float(lambda v: v + 0.5, 1.0), 1.5)
    equal(m.echo_long(lambda v: v * 2, 1.5), 3.0)
    equal(m.echo_complex(lambda v: v * 1j, 1 + 2j), -2 + 1j)
    equal(m.echo_char(str.upper, "x"), "X")
    equal(m.echo_color(lambda v: m.color(int(v) * 2), m.color.RED), m.color.GREEN)
    equal(m.echo_flags(lambda v: v | 2, m.flags.ONE), m.flags(3))
    point = m.echo_point(lambda p: m.point(p.y, p.x), m.point(1, 2))
    equal((point.x, point.y), (2.0, 1.0))
    equal(m.echo_time(lambda v: v + 1, 10**18), 10**18 + 1)
    noon = datetime.datetime(2020, 1, 1, 12, tzinfo=datetime.timezone.utc)
    equal(m.echo_datetime(lambda v: int(v.timestamp()) + 60, noon), 1577880060)


def check_what_does_not_fit(m: Any) -> None:
    text = "twice(): f(): the result must be an int, not str"
    raises(TypeError, text, m.twice, lambda v: "x", 3)
    raises(OverflowError, "twice(): f(): the result", m.twice, lambda v: 2**40, 3)
    raises(TypeError, "must be a float", m.integrate, lambda x: None, 0, 1)
    raises(ValueError, "the result", m.echo_color, lambda v: 77, m.color.RED)
    raises(TypeError, "the result", m.echo_point, lambda v: (1, 2), m.point(1, 2))
    raises(OverflowError, "the result", m.echo_int8, lambda v: 128, 1)
    raises(TypeError, "the result", m.echo_bool, lambda v: 1, True)
    raises(TypeError, "f must be callable, not int", m.twice, 3, 3)
    raises(TypeError, "f must be callable, not None", m.twice, None, 3)
    raises(TypeError, "positional argument", m.twice, lambda: 1, 3)


def check_texts(m: Any) -> None:
    seen: list[Any] = []

    def f(s: str | None) -> int:
        seen.append(s)
        return len(s or "")

    equal(m.texts(f, "wörter"), 6)
    equal(seen, ["wörter", None])
    equal(m.wide(f, "\U0001f600x"), 2)
    equal(m.paths(f, "/tmp"), 4)
    equal(m.letters(f, "abc"), 3)
    equal(m.words(lambda words: len("".join(words)), ["a", "bc"]), 3)
    equal(m.memory(lambda b: seen.append(b) or len(b), b"a\0b"), 3)
    equal(seen[-1], b"a\0b")
    raises(UnicodeDecodeError, "", m.letters, f, b"\xff\xfe")


def doubles(m: Any, values: Any) -> Any:
    """An array that may be changed in place."""
    try:
        import numpy
    except ImportError:
        import array

        return array.array("d", values)
    return numpy.array(values, "f8")


def check_arrays(m: Any) -> None:
    kept: list[Any] = []

    def row_sum(row: Any) -> float:
        kept.append(row)
        return sum(items(row))

    equal(m.rows(row_sum, [[1, 2], [3, 4.5]]), 10.5)
    equal([items(row) for row in kept], [[1.0, 2.0], [3.0, 4.5]])  # copies
    equal(m.whole(lambda a: float(a.shape[0] * 10 + a.shape[1]), [[1, 2, 3]]), 13.0)
    y = doubles(m, [1.0, 0.0])
    m.euler(lambda t, y: [y[1], -y[0]], y, 0, 0.5, 2)
    equal(items(y), [0.75, -1.0])
    equal(m.halves(lambda a, n: len(a) * 100 + n, 9), 409)
    raises(SystemError, "n / 2 = -2", m.halves, lambda a, n: 1, -4)
    # A copy: what Python does to it does not reach C.
    equal(m.sorted(lambda a: a.__setitem__(0, 9.0) or 1, [3, 1]), 3.0)
    y = doubles(m, [3.0, 1.0])
    m.change(sorted, y)
    equal(items(y), [1.0, 3.0])
    equal(m.fill(lambda n, k: [[1.5] * k] * n, 2, 3), 9.0)
    equal(m.fill_bools(lambda n: [True, False, True], 3), 2)
    equal(m.fill_colors(lambda n: [m.color.RED, m.color.BLUE], 2), 5)
    raises(ValueError, "a.shape[0] must equal n = 2", m.fill, lambda n, k: [[1]], 2, 1)
    raises(ValueError, "fill_colors(): f(): a", m.fill_colors, lambda n: [7], 1)
    raises(TypeError, "rhs(): dydt", m.euler, lambda t, y: "ab", y, 0, 1, 1)


def check_bytes_out(m: Any) -> None:
    equal(m.fill_text(lambda: ("ab", b"1234")), list(b"ab\0\0\0\0\0\x001234"))
    equal(m.fill_text(lambda: ("12345678", b"1234")), list(b"123456781234"))
    raises(ValueError, "s has 9 bytes", m.fill_text, lambda: ("123456789", b"1234"))
    raises(ValueError, "b has 3 bytes", m.fill_text, lambda: ("", b"123"))
    raises(
        TypeError,
        "must return a tuple of 2, not one of 3",
        m.fill_text,
        lambda: (1, 2, 3),
    )
    raises(TypeError, "must return a tuple of 2, not None", m.fill_text, lambda: None)


def check_addresses(m: Any) -> None:
    equal(m.parts(lambda x, rest: (x, x * 2, rest + 1), 7), 7 + 14 + 11)
    equal(m.norm(lambda p: math.hypot(p.x, p.y), m.point(3, 4)), 5.0)
    equal(m.norm_or_none(lambda p: -1 if p is None else p.x, True), -1.0)
    equal(m.norm_or_none(lambda p: -1 if p is None else p.x, False), 3.0)
    raises(SystemError, "p is NULL in C", m.not_there, lambda p: 1.0)
    equal(m.make(lambda: m.point(5, 6)).y, 6.0)
    raises(TypeError, "p must be", m.make, lambda: None)
    equal(m.read_one(lambda v: v + 1, 41), 42)


def check_contexts(m: Any) -> None:
    equal(m.with_struct(lambda v: v + 1, 1), 2)
    equal(m.with_pointer(1, lambda v: v + 1), 2)
    equal(m.with_pointer(h=None, v=1), -1)
    equal(m.context_first(lambda v: v + 1, 1), 2)
    equal(m.both(lambda v: v + 1, 1), 2)
    equal(m.both(lambda v: v + 1, 1, lambda v: v * 10), 20)
    equal(m.fixed_other(lambda v: v, 4), 4)
    equal(m.maybe(4), 0)
    equal(m.maybe(4, None), 0)
    equal(m.maybe(4, abs), 4)
    equal(m.plain_parameter(abs, -3), 3)
    equal(m.own_function(4), 8)


def check_exceptions(m: Any) -> None:
    seen = []

    def fails(v: int) -> int:
        seen.append(v)
        raise KeyError(v)

    raises(KeyError, "3", m.twice, fails, 3)
    equal(seen, [3])  # Python is not entered again
    raises(KeyError, "2", m.raises, fails, 2)  # before cb_raise and CB_RAISES
    raises(ValueError, "negative", m.raises, lambda v: -1, 2)
    raises(RuntimeError, "of C", m.raises, lambda v: -5, 2)

    def stops(v: int) -> int:
        if v == 3:
            raise StopIteration
        return v

    raises(StopIteration, "", m.until_stopped, stops)
    error = raises(KeyError, "7", m.twice, fails, 7)
    names = []
    traceback = error.__traceback__
    while traceback:
        names.append(traceback.tb_frame.f_code.co_name)
        traceback = traceback.tb_next
    equal(names[-1], "fails")
    raises(KeyboardInterrupt, "", m.twice, interrupts, 1)


def check_on_raise_of_a_field(m: Any) -> None:
    for call, value in (
        (m.with_marked, -7),
        (m.with_marked_pointer, -8),
        (m.with_spelled, -9),
    ):
        raises(ZeroDivisionError, "", call, lambda v: v // 0)
        equal(m.seen_on_raise(), value)
        call(lambda v: 5)
        equal(m.seen_on_raise(), 5)


def interrupts(v: int) -> int:
    raise KeyboardInterrupt


def check_nested(m: Any) -> None:
    def deeper(v: int) -> int:
        return v if v == 0 else m.nested(deeper, v - 1) + 1

    equal(m.nested(deeper, 30), 30)
    equal(m.held(lambda v: m.nested(lambda w: m.held(abs, w), v), -4), 4)

    def compare(a: int, b: int) -> int:
        inner = m_array(m, [2, 1])
        m.sort(inner, lambda x, y: x - y)
        equal(items(inner), [1, 2])
        return a - b

    outer = m_array(m, [3, 1, 2])
    m.sort(outer, compare)
    equal(items(outer), [1, 2, 3])

    def fails(v: int) -> int:
        raises(ZeroDivisionError, "", m.nested, lambda w: 1 // 0, v)
        return 5

    equal(m.nested(fails, 1), 5)


def check_floats(m: Any) -> None:
    """What Python keeps of its arguments and results stays what it is."""
    kept: list[Any] = []
    middle = [(k + 0.5) / 16 for k in range(16)]

    def keep(x: float) -> float:
        kept.append(x)
        return x

    def raise_at_last(x: float) -> float:
        if x > 0.95:
            raise LookupError(x)
        return x * 1.0

    results = [m.integrate(keep, 0, 1, n=16) for _ in range(3)]
    equal(kept, middle * 3)
    equal(results, [0.5] * 3)
    more = [m.integrate(lambda x, k=k: x + k, 0, 1, n=16) for k in range(5)]
    equal(more, [0.5 + k for k in range(5)])
    equal(kept, middle * 3)
    equal(results, [0.5] * 3)
    error = raises(LookupError, "0.96875", m.integrate, raise_at_last, 0, 1, 16)
    equal(m.integrate(lambda x: 7.0, 0, 1, n=1000), 7.0)
    equal(error.args, (0.96875,))
    shared = 2.5
    equal(m.integrate(lambda x: shared, 0, 1, n=100), 2.5)
    equal(shared, 2.5)
    points = iter([1.0, 2.0, 3.0])
    later: list[Any] = []

    def nested(x: float) -> float:
        later.append((x, m.integrate(keep, x, x + 1, n=1), next(points)))
        return later[-1][1]

    equal(m.integrate(nested, 0, 3, n=3), 6.0)
    equal(later, [(0.5, 1.0, 1.0), (1.5, 2.0, 2.0), (2.5, 3.0, 3.0)])
    generators = []

    def suspend(x: float) -> float:
        generators.append(x * y for y in [1.0])
        return 0.0

    m.integrate(suspend, 0, 1, n=16)
    equal([next(g) for g in generators], middle)
    equal(m.integrate(Number, 0, 1, n=16), 0.5)


class Number(float):
    """No exact float."""


def check_endless(m: Any) -> None:
    """C functions that call themselves by way of Python, as deep as they come."""

    def itself(f: Any) -> Any:
        p = functools.partial(f)
        p.__setstate__((f, (p,), {}, None))
        return p

    def all_of_them() -> None:
        raises(RecursionError, text, itself(m.nested), 1)
        raises(RecursionError, text, itself(m.held), 1)
        raises(RecursionError, text, itself(m.twice), 1)
        raises(RecursionError, text, m.fire, 1)
        equal(m.nested(lambda v: v + 1, 1), 2)
        done.append(1)

    done: list[int] = []
    text = "maximum recursion depth"
    m.set_handler(m.fire)
    all_of_them()
    before = threading.stack_size()
    for kib in (0, 64, 256, 512, 1024):
        # From 3.14 on, Python wants more for itself than the smallest stacks have.
        text = "" if kib == 64 else "maximum recursion depth"
        threading.stack_size(kib * 1024)
        thread = threading.Thread(target=all_of_them)
        thread.start()
        thread.join()
    threading.stack_size(before)
    m.set_handler(None)
    equal(len(done), 6)

    def deeper(v: int) -> int:
        return v if v == 0 else m.nested(deeper, v - 1) + 1

    equal(m.nested(deeper, 150), 150)


def m_array(m: Any, values: list[int]) -> Any:
    """An int64 array that may be changed in place."""
    try:
        import numpy
    except ImportError:
        import array

        return array.array("q", values)
    return numpy.array(values, "i8")


def check_objects(m: Any) -> None:
    c = m.counter(5)
    seen: list[Any] = []
    c.each(lambda self, v: seen.append((self is c, v)), 2)
    equal(seen, [(True, 6), (True, 7)])
    equal(c.peek(lambda self: self.get() + (self is c)), 8)
    text = "counter.add() called while counter.each() on the same object"
    raises(RuntimeError, text, c.each, lambda self, v: self.add(1), 1)
    equal(c.get(), 8)  # the lock was given back

    bag = Bag()
    alive = weakref.ref(bag)
    c.on(lambda self, v, bag=bag: bag.add(v) + (self is c))
    del bag
    gc.collect()
    equal(c.fire(1), 102)
    del c
    gc.collect()
    assert alive() is None  # the object kept it
    c = m.counter(1)

    def temporary(t: Any) -> int:
        seen.append(t)
        t.add(1)
        return int(t.get())

    equal(m.with_temporary(temporary, False), 86)
    raises(ValueError, "closed", seen[-1].get)
    equal(m.with_temporary(lambda t: -42 if t is None else 0, True), 0)
    raises(
        ZeroDivisionError,
        "",
        m.with_temporary,
        lambda t: seen.append(t) or 1 // 0,
        False,
    )
    raises(ValueError, "closed", seen[-1].get)


def make_builtin(function: Any) -> Any:
    """A builtin function of one argument, with this C function behind it."""

    class Definition(ctypes.Structure):
        _fields_ = [
            ("name", ctypes.c_char_p),
            ("function", ctypes.c_void_p),
            ("flags", ctypes.c_int),
            ("doc", ctypes.c_char_p),
        ]

    where = ctypes.cast(function, ctypes.c_void_p)
    definition = Definition(b"made", where, 8, None)
    make = ctypes.pythonapi.PyCFunction_NewEx
    make.restype = ctypes.py_object
    make.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    return make(ctypes.addressof(definition), None, None), definition


def check_builtins(m: Any) -> None:
    """Of one argument: what they give, raise and keep."""
    equal(m.twice(abs, -4), (7, 4))
    equal(m.integrate(math.sqrt, 4, 4), 0.0)
    raises(ValueError, "", m.integrate, math.sqrt, -4, -2)
    raises(TypeError, "must be", m.integrate, [].append, 0, 1)
    raises(TypeError, "", m.integrate, len, 0, 1)
    raises(TypeError, "argument", m.integrate, math.pow, 0, 1)
    kept: list[float] = []
    raises(TypeError, "must be", m.integrate, kept.append, 2, 3, n=10)
    equal(m.integrate(lambda x: x, 0, 2), 2.0)
    equal(kept, [kept[0]])
    assert 2 <= kept[0] <= 3
    three = functools.partial(math.pow, 3)
    equal(m.echo_float(three, 2.0), 9.0)
    deep = [0]

    class Deep:
        def __init__(self) -> None:
            deep[0] += 1

        def __abs__(self) -> int:
            return abs(Deep())

    raises(RecursionError, "", m.twice, lambda v: abs(Deep()), 1)
    assert deep[0] > 10


def check_builtin_without_result(m: Any) -> None:
    """What C of another module should not do, and CPython itself looks for."""
    if sys.implementation.name != "cpython":
        return
    kind = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    function = kind(lambda self, arg: 0)
    made, definition = make_builtin(function)
    raises(SystemError, "", m.twice, made, 1)
    equal(m.twice(abs, -4), (7, 4))
    assert definition


def check_ready_made_of_structs(m: Any) -> None:
    """A C function of ctypes that takes a struct or an object is called as a callable:
    whether its type is that of C cannot be told."""

    class Large(ctypes.Structure):
        _fields_ = [("v", ctypes.c_double * 20)]

    seen = []

    def body(*args: object) -> float:
        seen.append(args)
        return 1.0

    number, pointer = ctypes.c_double, ctypes.c_void_p
    kind = ctypes.CFUNCTYPE(number, ctypes.py_object, pointer)
    raises(TypeError, "", m.norm, kind(body), m.point(1, 2))
    kind = ctypes.CFUNCTYPE(number, ctypes.POINTER(Large), pointer)
    raises(TypeError, "", m.norm, kind(body), m.point(1, 2))
    swap = ctypes.CFUNCTYPE(number, Large, pointer)(body)
    raises(TypeError, "", m.echo_point, swap, m.point(1, 2))
    assert not seen
    large = ctypes.CFUNCTYPE(number, number, pointer)
    raises(TypeError, "", m.echo_int128, large(lambda v, _: v), 1)


class Bag:
    def add(self, v: int) -> int:
        return v + 100


def check_kept(m: Any) -> None:
    bag = Bag()
    method = bag.add
    alive = weakref.ref(bag)
    m.set_handler(method)
    equal(m.fire(1), 101)
    equal(m.fire_held(2), 102)
    m.set_handler(method)  # the same object again: kept once
    equal(m.fire(1), 101)
    del bag, method
    gc.collect()
    assert alive() is not None
    equal(m.fire(3), 103)

    def fails(v: int) -> int:
        raise LookupError(v)

    m.set_handler(fails)
    raises(LookupError, "4", m.fire, 4)
    raises(LookupError, "4", m.fire_held, 4)
    m.set_struct(lambda v: v * 3)
    equal(m.fire(5), 15)
    m.set_handler(None)
    equal(m.fire(1), -1)
    for _ in range(200):
        m.set_handler(lambda v: v)  # more than the first chunk of slots
    equal(m.fire(9), 9)
    m.set_handler(None)


def check_too_late(m: Any) -> None:
    m.lend_handler(lambda v: v)
    text = "f() was called after lend_handler() returned; mark it CB_KEEP"
    raises(SystemError, text, m.fire, 1)
    raises(SystemError, text, m.fire_held, 1)
    m.lend_plain(lambda v: v)
    text = "f() was called after lend_plain() returned; C cannot keep it, since it has"
    raises(SystemError, text, m.fire_plain, 1)
    m.set_handler(None)


def check_the_keeper_is_gone(m: Any) -> None:
    """C goes on using what it was told to forget with the object."""
    counter = m.counter(1)
    counter.hold_on(lambda v: v)
    equal(m.fire(3), 3)
    counter.close()
    text = "f() was called, but what has kept it since counter.hold_on() is gone"
    raises(SystemError, text, m.fire, 3)
    m.set_handler(None)


def unraisable(m: Any) -> Any:
    """A list that gets what goes to sys.unraisablehook."""
    got: list[Any] = []
    sys.unraisablehook = lambda u: got.append((u.exc_type, str(u.exc_value)))
    return got


def check_threads(m: Any) -> None:
    equal(m.on_thread(lambda v: v, 100), 4950)
    ids = set()
    m.on_thread(lambda v: ids.add(threading.get_ident()) or v, 3)
    assert threading.get_ident() not in ids and len(ids) == 1

    def fails(v: int) -> int:
        raise KeyError(v)

    raises(KeyError, "0", m.on_thread, fails, 10)
    m.set_handler(lambda v: v)
    m.start(1000, 0)
    equal(m.join(), 499500)
    old, got = sys.unraisablehook, unraisable(m)
    try:
        m.set_handler(fails)
        m.start(2, 0)
        m.join()
        equal([kind for kind, _ in got], [KeyError, KeyError])
        got.clear()
        m.lend_handler(fails)
        m.start(1, 0)
        m.join()
        equal(len(got), 1)
        assert "mark it CB_KEEP" in got[0][1], got
    finally:
        sys.unraisablehook = old
        m.set_handler(None)


def check_threads_of_a_call(m: Any) -> None:
    """A thread that C has started belongs to the call whose callback it has run."""

    def fails(v: int) -> int:
        raise LookupError("f")

    equal([m.thread_then(lambda v: v + 1, how) for how in (0, 2)], [2, 0])
    raises(ValueError, "from a thread: 1", m.thread_then, lambda v: v, 1)
    raises(ValueError, "from a thread: 4", m.thread_then, lambda v: v, 4)
    try:
        m.thread_then(lambda v: v, 3)
    except (ModuleNotFoundError, TypeError) as error:  # not there, or gives a str
        assert "callbacks_helper" in str(error)
    else:
        raise AssertionError("what Python raises there was lost")
    for how in range(5):  # the first one stays
        raises(LookupError, "f", m.thread_then, fails, how)


def check_threads_of_an_interpreter(m: Any) -> None:
    """What C calls there is the module of the interpreter whose call it is."""
    if sys.version_info < (3, 15):
        return  # a C thread comes to the main interpreter alone
    import _interpreters

    one = _interpreters.create("legacy")
    code = (
        "import sys, types\n"
        f"sys.path.insert(0, {os.path.dirname(m.__file__)!r})\n"
        "helper = types.ModuleType('callbacks_helper')\n"
        "helper.missing = lambda x: x + 40\nsys.modules['callbacks_helper'] = helper\n"
        f"import {m.__name__} as m\n"
        "assert m.thread_then(lambda v: v, 3) == 41"
    )
    try:
        failed = _interpreters.run_string(one, code)
        assert not failed, failed
    finally:
        _interpreters.destroy(one)


def check_many_threads(m: Any) -> None:
    """Several Python threads call at once, and each finds its own callable."""
    wrong = []

    def work(k: int) -> None:
        for _ in range(200):
            if m.nested(lambda v: v + k, 1) != 1 + k:
                wrong.append(k)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    equal(wrong, [])


def check_ready_made(m: Any) -> None:
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)
    calls = []

    @kind
    def count(v: int) -> int:
        calls.append(v)
        return v + 1

    equal(m.plain_parameter(count, 4), 5)
    libc = ctypes.CDLL(None)
    libc.abs.restype, libc.abs.argtypes = ctypes.c_int, [ctypes.c_int]
    equal(m.plain_parameter(libc.abs, -4), 4)
    equal(m.twice(libc.abs, -4), (7, 4))
    # Another type: called like any callable.
    libc.labs.restype, libc.labs.argtypes = ctypes.c_long, [ctypes.c_long]
    equal(m.plain_parameter(libc.labs, -4), 4)
    with_context = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
    contexts = []
    f = with_context(lambda v, ctx: contexts.append(ctx) or v)
    equal(m.nested(f, 6), 6)
    equal(contexts, [None])
    contexts.clear()
    equal(m.both(f, 6, f), 6)
    equal(contexts, [None, None])
    text = "a C function and a Python function"
    raises(TypeError, text, m.both, f, 6, lambda v: v)  # one context
    raises(TypeError, text, m.both, lambda v: v, 6, f)
    equal(m.both(lambda v: f(v, None), 6, lambda v: v), 6)
    m.set_handler(f)
    equal(m.fire(8), 8)
    m.set_handler(None)


def check_from_python(m: Any) -> None:
    equal(m.floor_twice(2.5), 4)
    raises(ModuleNotFoundError, "callbacks_helper", m.call_missing, 1)
    helper = types.ModuleType("callbacks_helper")
    sys.modules["callbacks_helper"] = helper
    try:
        raises(AttributeError, "missing", m.call_missing, 1)
        helper.missing = lambda x: "no"
        text = "callbacks_helper.missing(): the result must be an int, not str"
        raises(TypeError, text, m.call_missing, 1)
    finally:
        del sys.modules["callbacks_helper"]
    y = doubles(m, [3.0, 1.0, 2.0])
    m.sort_in_python(y)
    equal(items(y), [1.0, 2.0, 3.0])
    equal(m.parse("2.5"), 2.5)
    raises(json.JSONDecodeError, "", m.parse, "{")
    assert not hasattr(m, "python_floor")


def check_callables(m: Any) -> None:
    """Anything that can be called."""

    class Called:
        def __call__(self, v: int) -> int:
            return v + 1

    for f in (abs, Called(), functools.partial(max, 0), Bag().add, int, (5).__add__):
        assert isinstance(m.nested(f, 7), int)
    count = sys.getrefcount(abs)
    for _ in range(100):
        m.nested(abs, 1)
    equal(sys.getrefcount(abs), count)


def check_signatures(m: Any) -> None:
    equal(str(inspect.signature(m.integrate)), "(f, a, b, n=100)")
    equal(str(inspect.signature(m.both)), "(enter, v, leave=None)")
    equal(str(inspect.signature(m.with_pointer)), "(v, h=None)")
