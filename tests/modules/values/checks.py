# SPDX-License-Identifier: MIT
"""What the test module `values` must do: values in and out, calls of Python, errors."""

from __future__ import annotations

import inspect
import json
import sys
import threading
import time
import warnings
from typing import Any

from checking import endless, equal, raises

HUGE = 10**30
UNICODE = "gr\u00fc\u00df \u20ac \U0001f600"


# ---------------------------------------------------------------------- in and out
def check_identity(m: Any) -> None:
    for v in (None, 3, HUGE, "text", [1], {}, object(), m, int):
        assert m.echo(v) is v
        before = sys.getrefcount(v)
        m.echo(v)
        equal(sys.getrefcount(v), before)
    assert m.echo_or() is None and m.echo_or(None) is None
    equal(m.echo_or([2]), [2])
    equal([m.is_given(), m.is_given(None), m.is_given(0)], [False, False, True])


def check_by_address(m: Any) -> None:
    equal(m.ends("abc"), ("a", "c"))
    raises(IndexError, "ends(): item 0 of a list of 0 items", m.ends, [])
    a, b = [1], [2]
    x, y = m.swap(a, b)
    assert x is b and y is a
    assert m.type_of({}) is dict
    equal(m.measure([1, 2]), 2)
    equal(m.measure([1, 2], same=True), (2, [1, 2]))
    equal(m.status(type("T", (), {"missing": 4}), 0), 4)
    raises(LookupError, "status 3", m.status, 1, 3)
    raises(AttributeError, "missing", m.status, 1, 0)


def check_null_is_an_error(m: Any) -> None:
    raises(SystemError, "nothing(): C returned NULL without an error", m.nothing, 1001)
    raises(SystemError, "nothing(): out is NULL after the call", m.nothing, 1002)


# ---------------------------------------------------------------------------- call
def check_python(m: Any) -> None:
    equal(m.get("x", "upper")(), "X")
    raises(AttributeError, "no attribute 'nope'", m.get, 1, "nope")
    equal(m.get_or(1, "nope", 5), 5)
    equal(m.get_or(1, "real", 5), 1)
    equal(m.call(divmod, 7, 2), (3, 1))
    equal(m.call(dict), {})
    raises(ZeroDivisionError, "", m.call, divmod, 1, 0)
    raises(TypeError, "not callable", m.call, 3)

    def own(*args: Any) -> Any:
        raise TypeError("mine")

    try:
        m.call(own)
    except TypeError as error:
        equal(str(error), "mine")  # untouched, with its own line
        names = []
        tb = error.__traceback__
        while tb:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        equal(names[-1], "own")
    assert m.import_module("os.path") is __import__("os").path
    raises(ModuleNotFoundError, "no_such", m.import_module, "no_such_module")
    equal(m.replace("a+", "b", "caat"), "cbt")


def check_arrays_beside_values(m: Any, np: Any) -> None:
    x = np.array([1.0, 2.0, 3.0])
    m.map(lambda v: v * 2, x)
    equal(x.tolist(), [2.0, 4.0, 6.0])

    def resizes(v: float) -> float:
        try:
            x.resize(100000)
        except ValueError:
            return v
        return -1.0

    m.map(resizes, x)
    equal(x.tolist(), [2.0, 4.0, 6.0])


# ----------------------------------------------------------------------- callbacks
def check_callbacks(m: Any) -> None:
    item = [1]
    assert m.transform(lambda v: v, item, False) is item
    equal(m.transform(lambda v: [v], item, True), [[[1]]])
    assert m.transform(lambda v: None, item, False) is None
    equal(m.fold(lambda a, b: a + b, ["a", "b"], "-"), "-ab")
    equal(m.fold(lambda a, b: [*a, b], range(500), []), list(range(500)))
    parts = m.split(lambda v, rest: (3, v[0], [*rest, *v[1:]]), "abc")
    equal(parts, (3, "a", ["b", "c"]))
    text = "must return a tuple of 3, not str"
    raises(TypeError, text, m.split, lambda v, rest: v, "abc")
    equal([m.call_with(lambda v: v, how) for how in range(4)], [None, None, 5, "text"])
    before = sys.getrefcount(item)
    for _ in range(20):
        m.transform(lambda v: item, item, True)
        m.split(lambda v, rest: (0, item, item), item)
    equal(sys.getrefcount(item), before)


def check_callbacks_and_errors(m: Any) -> None:
    calls = []

    def fails(v: Any) -> Any:
        calls.append(v)
        raise LookupError("first")

    raises(LookupError, "first", m.transform, fails, 1, True)
    equal(calls, [1])
    raises(LookupError, "first", m.fold, lambda a, b: fails(b), [2, 3], 0)
    equal(calls, [1, 2])
    text = "call_with_null(): f(): v is NULL in C, and not said to be CB_OPT"
    raises(SystemError, text, m.call_with_null, calls.append, False)
    raises(AttributeError, "missing", m.call_with_null, calls.append, True)

    def counts(v: int) -> int:
        calls.append(v)
        return 1

    calls.clear()
    raises(AttributeError, "missing", m.call_after_error, counts, False)
    equal(calls, [1])
    equal(m.call_after_error(counts, True), 2)
    equal(calls, [1, 1, 3])


def check_values_from_python(m: Any) -> None:
    equal(m.json_length('{"a": [1, 2]}'), len('{"a": [1, 2]}'))
    raises(json.JSONDecodeError, "", m.json_length, "{")
    equal(m.sort_keys([3, 1]), [1, 3])
    equal(m.sort_keys([3, 10], str), ["10", "3"])
    raises(TypeError, "not supported between", m.sort_keys, [1, "a"])


def check_objects_in_use(m: Any) -> None:
    jar = m.jar(5)
    equal(jar.ask(lambda n: 4), 7)
    text = "jar.add() called while jar.ask() on the same object is running"
    raises(RuntimeError, text, jar.ask, lambda n: jar.add(1) or 1)
    equal(jar.ask(lambda n: 4), 7)


# ------------------------------------------------------------------- *args and **kw
def check_rest(m: Any) -> None:
    equal(m.only_args(), ())
    equal(m.only_args(1, "a"), (1, "a"))
    raises(TypeError, "only_args() got an unexpected keyword", m.only_args, a=1)
    equal(m.only_keywords(), {})
    equal(m.only_keywords(a=1, k=2), {"a": 1, "k": 2})
    raises(TypeError, "only_keywords() takes 0 positional", m.only_keywords, 1)
    equal(m.all_kinds(1, c=3), (1, 2, (), 3, 4, {}))
    equal(
        m.all_kinds(1, 5, 6, 7, c=3, d=8, args=9, kw=0),
        (1, 5, (6, 7), 3, 8, {"args": 9, "kw": 0}),
    )
    equal(m.all_kinds(b=1, a=0, c=3), (0, 1, (), 3, 4, {}))
    raises(
        TypeError, "missing 1 required keyword-only argument: 'c'", m.all_kinds, 1, 2
    )
    raises(TypeError, "missing 1 required positional argument: 'a'", m.all_kinds, c=1)
    raises(TypeError, "multiple values for argument 'a'", m.all_kinds, 1, a=1, c=1)
    raises(TypeError, "all_kinds(): c must be an int", m.all_kinds, 1, c="x")
    equal(m.unnamed(1, arg1=2), (1, {"arg1": 2}))
    raises(TypeError, "missing 1 required positional", m.unnamed, arg1=2)
    equal(m.no_rest(1, b=2, c=3), (1, 2, {"c": 3}))
    raises(TypeError, "no_rest() takes 1 positional", m.no_rest, 1, 2)
    given = {"x": [1]}
    assert m.only_keywords(**given) is not given
    equal(str(inspect.signature(m.all_kinds)), "(a, b=2, *args, c, d=4, **kw)")
    equal(str(inspect.signature(m.no_rest)), "(a, *, b, **options)")
    equal(str(inspect.signature(m.unnamed)), "(arg1, /, **kw)")
    equal(str(inspect.signature(m.only_args)), "(*args)")
    assert "*args : object" in m.all_kinds.__doc__
    assert "**kw : int" in m.only_keywords.__doc__


# -------------------------------------------------------------------------- errors
def check_exceptions(m: Any) -> None:
    try:
        m.raise_value("no number", 12)
    except m.ParseError as error:
        equal(error.args, ("no number", 12))
    try:
        m.raise_with(0, (2, "text", "file"))
    except FileNotFoundError as error:
        equal((error.errno, error.strerror, error.filename), (2, "text", "file"))
    try:
        m.raise_with(1, "key")
    except KeyError as error:
        equal(error.args, ("key",))
    raises(StopIteration, "9", m.raise_with, 3, 9)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        equal(m.warn_value("odd"), 1)
        equal([w.category for w in caught], [m.OddWarning])
        equal(m.warned(), [False])
        equal(str(caught[-1].message), "first")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        raises(m.OddWarning, "odd", m.warn_value, "odd")


def check_the_first_error_stays(m: Any) -> None:
    m.first_error("")
    for order, wanted in {
        "v": KeyError,
        "vr": KeyError,
        "rv": IndexError,
        "pr": AttributeError,
        "rp": IndexError,
        "pv": AttributeError,
        "pcr": IndexError,
        "vcp": AttributeError,
        "wv": KeyError,
        "wp": AttributeError,
        "pw": AttributeError,
    }.items():
        raises(wanted, "", m.first_error, order)
    for order in ("c", "vc", "rc", "pcc", "vcrcpc"):
        m.first_error(order)
    for how in range(3):
        equal(m.sticky(how), 100 * (how > 0))
    equal(m.clears(lambda: 1 / 0), True)
    equal(m.clears(int), False)


# ---------------------------------------------------------------------- callbacks
def check_values_in_callbacks(m: Any) -> None:
    def fails(*_: object) -> Any:
        raise LookupError("from the argument")

    equal(m.apply(lambda *args: args, 1, ("x", 2.5)), (1, "x", 2.5))
    equal(m.apply(lambda *args: args, 1, ()), (1,))
    equal(m.apply(lambda a, b: [a, b, HUGE], 1, (UNICODE,)), [1, UNICODE, HUGE])
    raises(TypeError, "positional argument", m.apply, lambda: 1, 1, (2,))
    raises(SystemError, "C passed list as *args", m.apply, print, 1, [2])
    raises(LookupError, "from the argument", m.apply, fails, 1, ())
    # nobody but C has what comes back
    made = m.collect(lambda v, k: ([v], str(k) * 50), "v", 40)
    equal(made, [(["v"], str(k) * 50) for k in range(40)])
    raises(TypeError, "tuple of 2", m.collect, lambda v, k: [v, k], 1, 1)
    raises(TypeError, "not one of 3", m.collect, lambda v, k: (v, k, k), 1, 1)
    calls: list[int] = []
    raises(IndexError, "", m.call_after, lambda: calls.append(1), [])
    equal(calls, [])
    m.keep_fn(lambda *args: args)
    equal(m.call_kept(1, "x"), (1, "x"))
    m.keep_fn(m.call_kept)
    raises(RecursionError, "", m.call_kept, 1)
    m.keep_fn(max)
    assert m.metaclass(1) is type


def check_object_in_use(m: Any) -> None:
    box = m.box()
    equal(box.call(dict), {})
    equal(box.call(lambda: box.call(list)), [])
    raises(RuntimeError, "box", box.call, lambda: box.close())
    equal(box.call(dict), {})
    box.close()
    raises(ValueError, "closed", box.call, dict)


def check_release(m: Any) -> None:
    """Another thread runs while C has given the GIL up."""
    seen = []
    stop = threading.Event()

    def count() -> None:
        while not stop.is_set():
            seen.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        for nested in (1, 3):
            start = time.perf_counter()
            assert m.wait_released(0.05, nested) > 0
            end = time.perf_counter()
            assert sum(start < t < end for t in seen) > 3
    finally:
        stop.set()
        thread.join()


def check_misuse_of_the_gil(m: Any) -> None:
    raises(SystemError, "used without the GIL", m.misuse_gil, 1)
    raises(SystemError, "misuse_gil(): C returned between", m.misuse_gil, 2)
    equal(m.misuse_gil(3), [False])
    raises(ValueError, "without the GIL", m.misuse_gil, 4)
    equal(m.misuse_gil(0), [False])


def check_threads(m: Any) -> None:
    """Containers that other threads change: no crash, on any build."""
    shared: list[Any] = [[i] for i in range(100)]
    table = {i: [i] for i in range(100)}
    stop = time.perf_counter() + 0.3
    problems: list[BaseException] = []

    def change() -> None:
        while time.perf_counter() < stop:
            shared[:] = [[i] for i in range(50 + len(shared) % 50)]
            table.clear()
            table.update({i: [i] for i in range(100)})

    def read() -> None:
        try:
            while time.perf_counter() < stop:
                m.pairs(shared), m.pairs(table), m.find(table, 5), m.rebuild(shared)
                m.item(shared, 10)
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=f) for f in (change, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems, problems


def check_endless_conversions(m: Any) -> None:
    endless(m.int_of, "__index__")
    endless(m.float_of, "__float__")
    endless(m.total, "__iter__")
