# SPDX-License-Identifier: MIT
"""What the test module `errors` must do: exceptions, warnings, errno, scratch."""

from __future__ import annotations

import builtins
import decimal
import errno
import math
import os
import subprocess
import sys
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


def check_several_conventions(m: Any) -> None:
    equal(m.text_length("ab"), 2)
    raises(m.ParseError, "abcdef: 6 characters are too many", m.text_length, "abcdef")
    equal(m.text_find("ab"), 2)
    equal(raises(KeyError, "", m.text_find, "?x").args, ("?x",))
    raises(m.ParseError, "abcdef: 6", m.text_find, "abcdef")
    equal(m.text_open("+"), None)
    error = raises(OSError, "cannot open it", m.text_open, "x")
    equal(error.args, ("cannot open it",))  # errno is 0
    error = raises(FileNotFoundError, "cannot open it", m.text_open, "")
    equal(error.args, (errno.ENOENT, "cannot open it"))
    equal(m.text_check("abc"), None)
    raises(ValueError, "code 3", m.text_check, "a")
    raises(ValueError, "code 4", m.text_check, "abcde")


def check_warning_of_a_typedef(m: Any) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        equal(m.text_length("abc"), 3)
    equal([str(w.message) for w in seen], ["abc is odd"])
    equal((seen[0].category, seen[0].filename), (m.OddWarning, __file__))


def check_messages_of_threads(m: Any) -> None:
    """What a library says of its last error is asked on the thread of the call."""
    import threading

    wrong: list[str] = []

    def work(n: int) -> None:
        text = "x" * n
        for _ in range(300):
            try:
                m.text_length(text)
            except m.ParseError as error:
                if str(error) != f"{text}: {n} characters are too many":
                    wrong.append(str(error))

    threads = [threading.Thread(target=work, args=(n,)) for n in (6, 7, 8, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal(wrong, [])


def check_order(m: Any) -> None:
    equal(m.in_order(0, False), None)
    raises(ValueError, "raised", m.in_order, 1, True)
    raises(KeyError, "first", m.in_order, 1, False)
    raises(IndexError, "then", m.in_order, 2, False)


def check_no_errno(m: Any) -> None:
    error = raises(OSError, "", m.no_errno, 1)
    assert isinstance(error, OSError)
    equal((str(error), error.errno), ("", None))


def check_texts_that_are_no_utf8(m: Any) -> None:
    replaced = "a\ufffdb\ufffd"
    equal(str(raises(RuntimeError, "", m.raise_bytes, b"a\xffb\xc3")), replaced)
    equal(str(raises(ValueError, "", m.with_text, -1, b"a\xffb\xc3")), replaced)
    long = b"\xff" * 5000
    text = str(raises(ValueError, "", m.with_text, -1, long))
    assert text.endswith("\u2026") and set(text[:-1]) == {"\ufffd"}, text[-20:]
    assert 4000 < len(text) <= 4096, len(text)
    text = str(raises(ValueError, "", m.with_text, -1, b"y" * 5000))
    equal(text, "y" * 4092 + "\u2026")


def check_what_a_refused_warning_releases(m: Any) -> None:
    before = m.live()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        raises(UserWarning, "status 1", m.allocate_and_warn, 1)
        equal(m.live(), before)
        result = m.allocate_and_warn(0)
    del result
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        array, status = m.allocate_and_warn(1)
    equal((len(array), status, len(seen)), (3, 1, 1))
    del array
    equal(m.live(), before)


def check_what_half_a_result_releases(m: Any) -> None:
    """One of the outputs is no text: the others are released, made or not."""
    before = m.live()
    for _ in range(3):
        error = raises(UnicodeDecodeError, "", m.owned_beside, b"a\xff")
        assert "owned_beside(): copy" in str(error), error
        equal(m.live(), before)
    result = m.owned_beside(b"good")
    equal((result[0], result[2]), ("result", "good"))
    del result
    equal(m.live(), before)


def check_tree(m: Any) -> None:
    """A class further down is caught by those above it."""
    for which, above in ((1, m.ParseError), (1, ValueError), (2, OSError)):
        try:
            m.raise_own(which)
        except above as error:
            equal(error.__cause__, None)
            equal(error.__context__, None)
    try:
        try:
            m.raise_own(0)
        except m.ParseError as error:
            raise KeyError("outer") from error
    except KeyError as error:
        assert isinstance(error.__cause__, m.ParseError)
    try:
        try:
            m.raise_own(0)
        except ValueError:
            m.raise_own(2)
    except OSError as error:  # raised while another is handled: Python's own rule
        assert isinstance(error.__context__, m.ParseError)


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


def check_the_interpreter_ends(m: Any) -> None:
    """cb_check tells the threads that would outlive it."""
    code = (
        f"import sys; sys.path.insert(0, {os.path.dirname(m.__file__)!r})\n"
        "import atexit, threading, time\n"
        "def late():\n"
        "    thread.join(9)\n"
        "    print(thread.is_alive(), hooked, errors.spin(50000) > 0)\n"
        "atexit.register(late)\n"
        "import errors\nhooked = []\n"
        "threading.excepthook = lambda a: hooked.append(a.exc_type.__name__)\n"
        "thread = threading.Thread(target=errors.spin, args=(8000000,), daemon=True)\n"
        "thread.start(); time.sleep(0.2)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHON_GIL": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    equal((done.stdout, done.stderr), ("False ['KeyboardInterrupt'] True\n", ""))
