# SPDX-License-Identifier: MIT
"""What the test module `times` must do: times, spans, descriptors, files."""

from __future__ import annotations

import datetime
import io
import os
import tempfile
from typing import Any

from checking import equal, raises

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)


def check_numbers(m: Any) -> None:
    for value in (0, 1, -1, 2**40, -(2**63), 2**63 - 1):
        equal(m.echo_time(value), value)
    for value in (0, 1, -1, 10**9, 10**18 + 1, -(10**18) - 7):
        equal(m.echo_timespec(value), value)
    equal(m.add_second(5), 10**9 + 5)
    raises(TypeError, "echo_time(): t", m.echo_time, 1.0)
    raises(OverflowError, "echo_time(): t", m.echo_time, 2**63)
    raises(OverflowError, "echo_timespec(): t", m.echo_timespec, 2**200)


def check_datetimes(m: Any) -> None:
    east = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    for moment in (
        EPOCH,
        datetime.datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
        datetime.datetime(2024, 7, 1, 12, tzinfo=east),
        datetime.datetime(1, 1, 1, tzinfo=UTC),
        datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime.datetime(1900, 1, 1, tzinfo=UTC),
    ):
        result = m.echo_datetime(moment)
        equal(result, moment)
        equal(result.tzinfo, UTC)
        equal(m.seconds_of(moment), (moment - EPOCH) // datetime.timedelta(seconds=1))
        fine = moment.replace(microsecond=123456)
        equal(m.echo_datetime_ns(fine), fine)
        raises(ValueError, "echo_datetime(): t", m.echo_datetime, fine)
    equal(m.epoch(), EPOCH)
    raises(
        TypeError, "echo_datetime(): t", m.echo_datetime, datetime.datetime(2024, 1, 1)
    )
    for other in (5, "2024-01-01", datetime.date(2024, 1, 1), None):
        raises(TypeError, "echo_datetime(): t", m.echo_datetime, other)


def check_timedeltas(m: Any) -> None:
    for span in (
        datetime.timedelta(0),
        datetime.timedelta(days=3, seconds=5),
        datetime.timedelta(days=-3, seconds=5),
        datetime.timedelta.max.__class__(days=999999999),
    ):
        equal(m.echo_timedelta(span), span)
        fine = span + datetime.timedelta(microseconds=7)
        equal(m.echo_timedelta_ns(fine), fine)
        raises(ValueError, "echo_timedelta(): t", m.echo_timedelta, fine)
    a, b = EPOCH, EPOCH + datetime.timedelta(days=1, microseconds=-1)
    equal(m.between(a, b), b - a)
    equal(m.between(b, a), a - b)
    raises(TypeError, "echo_timedelta(): t", m.echo_timedelta, 5)


def check_descriptors(m: Any) -> None:
    equal(m.echo_fd(3), 3)
    raises(ValueError, "echo_fd(): fd", m.echo_fd, -1)
    raises(TypeError, "echo_fd(): fd", m.echo_fd, "file")
    with tempfile.TemporaryFile() as file:
        file.write(b"12345")
        file.flush()
        equal(m.fd_size(file), 5)
        equal(m.fd_size(file.fileno()), 5)
    equal(m.fd_of(7), 7)


def check_paths_as_files(m: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "\u00e4.txt")
        equal(m.write_lines(path, 3), None)
        with open(path, "rb") as file:
            equal(file.read(), b"line 0\nline 1\nline 2\n")
        equal(m.count_lines(path), 3)
        equal(m.count_lines(os.fsencode(path)), 3)
        missing = os.path.join(folder, "missing")
        error = raises(FileNotFoundError, "missing", m.count_lines, missing)
        assert isinstance(error, OSError)
        equal(error.filename, missing)
        raises(IsADirectoryError, "", m.count_lines, folder)
    equal(m.no_file(), True)
    equal(m.no_file(None), True)


def check_files_of_python(m: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file")
        with open(path, "w+b") as file:
            file.write(b"begin\n")
            m.write_lines(file, 2)
            file.write(b"end\n")
            file.seek(0)
            equal(file.read(), b"begin\nline 0\nline 1\nend\n")
            file.seek(3)
            equal(m.read_byte(file), ord("i"))
            equal(file.tell(), 4)
            equal(file.read(2), b"n\n")
            equal(m.count_lines(file), 3)
            equal(m.read_byte(file), -1)
        with open(path, "rb", buffering=0) as file:
            equal(m.read_byte(file), ord("b"))
            equal(file.read(1), b"e")
        raises(ValueError, "closed", m.count_lines, file)
        raises(TypeError, "count_lines(): f", m.count_lines, io.StringIO("a"))
