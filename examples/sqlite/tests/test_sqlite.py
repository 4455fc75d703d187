# SPDX-License-Identifier: MIT
"""sqlite beside Python's sqlite3: the same rows, types and errors."""

import sqlite3

import pytest

sqlite = pytest.importorskip(
    "sqlite", reason="not built: apt install libsqlite3-dev, then make examples"
)

NUMBERS = [None, 0, -(2**63), 2**63 - 1, 1.5, float("inf"), True]
TEXTS = ["", "a\0b", "naïve €", b"", b"\0x", bytearray(b"z"), memoryview(b"ab")]


@pytest.fixture
def con():
    with sqlite.Connection(":memory:") as connection:
        yield connection


@pytest.mark.parametrize("value", NUMBERS + TEXTS)
def test_values(con, value):
    sql = "select ?1, typeof(?1), length(?1), hex(?1)"
    wanted = sqlite3.connect(":memory:").execute(sql, (value,)).fetchall()
    got = con.execute(sql, value)
    assert got == wanted
    assert [type(x) for x in got[0]] == [type(x) for x in wanted[0]]


def test_closed(con):
    statement = con.prepare("select 1")
    assert next(statement) == (1,)
    con.close()
    with pytest.raises(ValueError, match="this Statement is closed"):
        next(statement)
    with pytest.raises(ValueError, match="this Connection is closed"):
        con.execute("select 1")
