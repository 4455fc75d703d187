# SPDX-License-Identifier: MIT
"""What the test module `errors` must do: exceptions, warnings, errno, scratch."""

from __future__ import annotations

import builtins
import decimal
import errno
import math
import os
import warnings
from typing import Any

from checking import equal, items, raises

CLASSES = """
    ArithmeticError AssertionError AttributeError BlockingIOError BufferError
    ConnectionError EOFError Exception FileExistsError FileNotFoundError
    FloatingPointError ImportError IndexError InterruptedError IsADirectoryError
    KeyError KeyboardInterrupt LookupError MemoryError NotADirectoryError
    NotImplementedError OSError OverflowError PermissionError RecursionError
    ReferenceError RuntimeError StopIteration
    SystemError TimeoutError TypeError UnicodeError ValueError
    ZeroDivisionError
""".split()
WARNINGS = """
    Warning BytesWarning DeprecationWarning FutureWarning ImportWarning
    PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning
    UnicodeWarning UserWarning
""".split()


def check_every_class(m: Any) -> None:
    for i, name in enumerate(CLASSES):
        expected = getattr(builtins, name)
        error = raises(expected, f"class number {i}", m.raise_class, i)
        equal(type(error), expected)


def check_every_warning(m: Any) -> None:
    for i, name in enumerate(WARNINGS, len(CLASSES)):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            equal(m.raise_class(i), i)
        assert len(seen) == 1, (name, seen)
        equal(seen[0].category, getattr(builtins, name))
        equal(str(seen[0].message), f"class number {i}")
        equal(seen[0].filename, __file__)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            raises(getattr(builtins, name), "class number", m.raise_class, i)


def check_raise(m: Any) -> None:
    equal(m.raise_if_negative(4), 2.0)
    error = raises(ValueError, "", m.raise_if_negative, -1)
    equal(str(error), "x = -1 is negative")
    equal(error.args, ("x = -1 is negative",))
    raises(ValueError, "number 0", m.first_stays, 3)
    equal(m.first_stays(0), 0)
    equal(str(raises(ValueError, "", m.raise_no_text)), "")
    raises(ValueError, "100 %s %d \u00e4", m.raise_text, "100 %s %d \u00e4")


def check_long_texts(m: Any) -> None:
    for n in (0, 1, 199, 200, 201, 1000, 4000):
        equal(str(raises(ValueError, "", m.raise_long, n)), "x" * n)
    text = str(raises(ValueError, "", m.raise_long, 100000))
    assert text.endswith("\u2026") and 4000 < len(text.encode()) <= 4096, len(text)
    text = str(raises(ValueError, "", m.raise_text, "\u00e4" * 5000))
    assert text.startswith("\u00e4" * 2000) and text.endswith("\u00e4\u2026")


def check_own_classes(m: Any) -> None:
    assert issubclass(m.ParseError, ValueError) and issubclass(
        m.DeepError, m.ParseError
    )
    assert issubclass(m.DeviceError, OSError)
    assert issubclass(m.NumberError, decimal.DecimalException)
    assert issubclass(m.OddWarning, UserWarning)
    equal(m.ParseError.__name__, "ParseError")
    equal(m.ParseError.__module__, m.__name__)
    equal(m.ParseError.__doc__, "The text could not be read.")
    raises(m.ParseError, "line 7", m.raise_own, 0)
    raises(m.DeepError, "level 8", m.raise_own, 1)
    raises(m.DeviceError, "device 9", m.raise_own, 2)
    raises(m.NumberError, "number 10", m.raise_own, 3)
    equal(m.raise_own(4), 4)
    raises(m.NumberError, "no number -1", m.number, -1)


def check_own_warning(m: Any) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        equal(m.warn_and_return(3), 3)
        equal(m.warn_own_and_return(4), 4)
        m.own_warning(3)
        m.own_warning(2)
    equal([w.category for w in seen], [UserWarning, m.OddWarning, m.OddWarning])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        raises(m.OddWarning, "odd", m.own_warning, 3)
        raises(RuntimeWarning, "101 is large", m.checked, 101)


def check_status(m: Any) -> None:
    equal(m.status_of(5), None)
    raises(ValueError, "x = -5 is negative", m.status_of, -5)
    equal(m.status_by_number(0, "text"), None)
    raises(m.ParseError, "one: text \u00e4", m.status_by_number, 1, "text \u00e4")
    raises(m.DeepError, "two", m.status_by_number, 2, "")
    raises(RuntimeError, "status 3", m.status_by_number, 3, "")
    equal(m.fails(3), 3.0)
    raises(m.ParseError, "failed", m.fails, -3)
    equal(m.entry(1), "first")
    raises(LookupError, "no entry 2", m.entry, 2)
    result = m.by_out(3)
    equal(result[-1] if isinstance(result, tuple) else result, 3)
    raises(ValueError, "not ok", m.by_out, -3)
    equal(m.real_root(4), 2.0)
    raises(ArithmeticError, "x = -4 has no root", m.real_root, -4)


def check_errno(m: Any) -> None:
    equal(m.set_errno(0), None)
    error = raises(
        FileNotFoundError, os.strerror(errno.ENOENT), m.set_errno, errno.ENOENT
    )
    assert isinstance(error, OSError)
    equal(error.errno, errno.ENOENT)
    raises(PermissionError, "", m.set_errno, errno.EACCES)
    raises(BlockingIOError, "", m.set_errno, errno.EAGAIN)
    error = raises(FileNotFoundError, "", m.set_errno_text, errno.ENOENT, "a\u00e4")
    assert isinstance(error, OSError)
    equal((error.errno, error.strerror), (errno.ENOENT, "while opening a\u00e4"))
    error = raises(IsADirectoryError, "", m.errno_is_kept, errno.EISDIR)
    assert isinstance(error, OSError)
    equal((error.errno, error.strerror), (errno.EISDIR, f"code {errno.EISDIR}"))
    raises(OSError, "code 0", m.errno_is_kept, 0)
    raises(m.DeviceError, "device 5", m.device, 5)


def check_markers_of_a_typedef(m: Any) -> None:
    equal(m.device_open(7), 107)
    raises(m.DeviceError, "device -1 does not exist", m.device_open, -1)
    equal(m.device_close(107), None)
    raises(m.DeviceError, "handle 3 is not open", m.device_close, 3)
    equal(items(m.device_read(107, 3)), [107] * 3)
    raises(m.DeviceError, "handle 3 is not open", m.device_read, 3, 3)


def check_what_failed_calls_release(m: Any) -> None:
    before = m.live()
    for _ in range(50):
        raises(ValueError, "status 3", m.allocate_and_fail, 3)
        raises(MemoryError, "", m.owned_and_fail, 1)
    equal(m.live(), before)
    result = m.allocate_and_fail(0)
    del result
    m.owned_and_fail(0)
    equal(m.live(), before)


def check_after_writing(m: Any, np: Any) -> None:
    x = np.zeros(3)
    raises(RuntimeError, "after 3", m.raise_after_writing, x)
    assert x.tolist() == [1, 1, 1]


def check_scratch(m: Any) -> None:
    equal(m.median([3, 1, 2]), 2.0)
    equal(m.median([4, 1, 2, 3]), 2.5)
    assert math.isnan(m.median([]))
    equal(m.scratch(1000, 20), 20)
    equal(m.scratch(0, 3), 3)
    equal(m.scratch(10**6, 3), 3)
    raises(MemoryError, "", m.scratch, 2**62, 1)
    raises(RuntimeError, "had 100 bytes", m.scratch_and_raise, 100)


def check_nothing_is_pending(m: Any) -> None:
    """An error of one call is not seen by the next."""
    for _ in range(3):
        raises(ValueError, "", m.raise_if_negative, -1)
        equal(m.raise_if_negative(1), 1.0)
    assert m.spin(10) >= 0
    assert m.spin_without_check(10) >= 0
