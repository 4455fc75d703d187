# SPDX-License-Identifier: MIT
"""sqlite beside Python's sqlite3: the same rows, types and errors; closing, threads."""

import gc
import random
import sqlite3
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

sqlite = pytest.importorskip(
    "sqlite", reason="not built: apt install libsqlite3-dev, then make examples"
)

NUMBERS = [None, 0, -(2**63), 2**63 - 1, 1.5, float("inf"), True]
TEXTS = ["", "a\0b", "naïve €", b"", b"\0x", bytearray(b"z"), memoryview(b"ab")]
COUNT = "with recursive n(x) as (select 1 union all select x + 1 from n where x < ?) "


class Text(str):
    """A subclass."""


@pytest.fixture
def con():
    with sqlite.Connection(":memory:") as connection:
        yield connection


def peer():
    return sqlite3.connect(":memory:")


# -------------------------------------------------------------------------- values
@pytest.mark.parametrize("value", [*NUMBERS, *TEXTS, Text("sub")])
def test_values(con, value):
    sql = "select ?, typeof(?), length(?), hex(?)"
    wanted = peer().execute(sql, [value] * 4).fetchall()
    got = con.execute(sql, *[value] * 4)
    assert got == wanted
    assert [type(x) for x in got[0]] == [type(x) for x in wanted[0]]
    con.create_function("same", 1, lambda x: x)
    assert con.execute("select same(?)", value) == [(wanted[0][0],)]


def test_numbers_of_numpy(con):
    np = pytest.importorskip("numpy")
    values = np.int16(-3), np.float32(0.5), np.uint64(7)
    assert con.execute("select ?, ?, ?", *values) == [(-3, 0.5, 7)]


@pytest.mark.parametrize(
    "value, error",
    [
        (2**63, OverflowError),
        (object(), TypeError),
        ("\ud800", UnicodeError),
        ([], TypeError),
    ],
)
def test_values_that_do_not_fit(con, value, error):
    with pytest.raises(error):
        con.execute("select ?", value)
    con.create_function("give", 0, lambda: value)
    with pytest.raises(error):
        con.execute("select give()")
    assert con.execute("select 1") == [(1,)]


def test_the_same_statements(con):
    other, rng = peer(), random.Random(1)
    for c in (con.run, other.executescript):
        c("create table t(a, b text, c unique)")
    insert = con.prepare("insert into t values (?, ?, ?)")
    for _ in range(300):
        row = [
            rng.choice([None, rng.randrange(9), rng.random(), "x", b"y"]) for _ in "abc"
        ]
        outcomes = []
        for run in (lambda r: insert(*r), lambda r: other.execute(insert.sql, r)):
            try:
                run(row)
                outcomes.append(None)
            except Exception as error:
                outcomes.append((type(error).__name__, str(error)))
        assert outcomes[0] == outcomes[1]
    for sql in (
        "select * from t",
        "select c, count(*) from t group by b order by 2, 1",
    ):
        cursor = other.execute(sql)
        statement = con.prepare(sql)
        assert statement.columns == tuple(d[0] for d in cursor.description)
        assert list(statement) == cursor.fetchall() == statement()
    assert con.total_changes == other.total_changes


# ---------------------------------------------------------------------- statements
def test_binding(con):
    assert con.execute("select ?, :b, ?, $c", 1, 3, b=2, c=4) == [(1, 2, 3, 4)]
    assert con.execute("select :a, :a, ?1", 5) == [(5, 5, 5)]
    for args, named in [
        ((), {}),
        ((1,), {}),
        ((1, 2, 3), {}),
        ((1,), {"a": 1, "z": 0}),
    ]:
        with pytest.raises(sqlite.ProgrammingError):
            con.execute("select ?, :a", *args, **named)


def test_iteration(con):
    statement = con.prepare(COUNT + "select x from n")
    statement.bind(3)
    assert iter(statement) is statement
    assert list(statement) == [(1,), (2,), (3,)] == list(statement)
    assert next(statement) == (1,)
    statement.bind(2)
    assert [x for (x,) in statement] == [1, 2]
    assert statement.readonly and not con.in_transaction


def test_one_statement(con):
    assert con.execute("select 1; -- and a comment\n") == [(1,)]
    for sql in ("", "-- nothing", "select 1; select 2", "select 1; nonsense"):
        with pytest.raises(sqlite.ProgrammingError):
            con.prepare(sql)


@pytest.mark.parametrize(
    "sql, name",
    [
        ("selec", "OperationalError"),
        ("select * from nowhere", "OperationalError"),
        ("insert into t values (1)", "IntegrityError"),
        ("insert into t values (null)", "IntegrityError"),
        ("select zeroblob(2000000000)", "DataError"),
    ],
)
def test_errors(con, sql, name):
    other = peer()
    for run in (con.run, other.executescript):
        run("create table t(a int primary key not null); insert into t values (1)")
    with pytest.raises(getattr(sqlite3, name)) as wanted:
        other.execute(sql).fetchall()
    with pytest.raises(getattr(sqlite, name)) as got:
        con.execute(sql)
    assert str(got.value) == str(wanted.value)
    assert issubclass(got.type, sqlite.Error)


def test_codes(con):
    con.run("create table t(a unique); insert into t values (1)")
    with pytest.raises(sqlite.IntegrityError):
        con.run("insert into t values (1)")
    assert con.error_code == sqlite.SQLITE_CONSTRAINT_UNIQUE
    with pytest.raises(sqlite.OperationalError, match="unable to open"):
        sqlite.Connection("/nowhere/at/all")


def test_open_flags(tmp_path):
    path = tmp_path / "a.db"
    with pytest.raises(sqlite.OperationalError):
        sqlite.Connection(path, sqlite.SQLITE_OPEN_READWRITE)
    with sqlite.Connection(path) as c:
        c.run("create table t(a)")
    c = sqlite.Connection(path, sqlite.SQLITE_OPEN_READONLY)
    with pytest.raises(sqlite.OperationalError, match="readonly"):
        c.run("insert into t values (1)")


def test_transactions(con):
    con.run("create table t(a); begin; insert into t values (1), (2)")
    assert con.in_transaction and con.changes == 2 and con.last_insert_rowid == 2
    con.run("rollback")
    assert not con.in_transaction and con.execute("select * from t") == []


# ---------------------------------------------------------------- functions and hooks
def test_functions(con):
    other = peer()
    for c in (con, other):
        c.create_function("show", -1, lambda *args: repr(args))
        c.create_function("hyp", 2, lambda a, b: (a * a + b * b) ** 0.5)
    for sql in ("select show(), show(1, 2.5, 'x', x'00', null)", "select hyp(3, 4)"):
        assert con.execute(sql) == other.execute(sql).fetchall()


def test_what_functions_raise(con):
    con.create_function("divide", 2, lambda a, b: a // b)
    statement = con.prepare("select divide(1, ?)")
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            statement(0)
        assert statement(1) == [(1,)]


def test_functions_use_the_connection(con):
    con.create_function("twice", 1, lambda x: con.execute("select ? * 2", x)[0][0])
    assert con.execute(COUNT + "select twice(x) from n", 3) == [(2,), (4,), (6,)]
    con.create_function(
        "deep", 1, lambda x: x and con.execute("select deep(?)", x - 1)[0][0]
    )
    assert con.execute("select deep(20)") == [(0,)]


@pytest.mark.parametrize("misuse", ["again", "bind", "close", "close_all"])
def test_functions_misuse_the_statement(con, misuse):
    uses = {
        "again": lambda: next(statement),
        "bind": lambda: statement.bind(),
        "close": lambda: statement.close(),
        "close_all": lambda: con.close(),
    }
    con.create_function("misuse", 0, uses[misuse])
    statement = con.prepare("select misuse()")
    with pytest.raises(RuntimeError, match="running"):
        next(statement)
    assert con.execute("select 1") == [(1,)]


def test_arguments_misuse_the_statement(con):
    class Evil:
        def __index__(self):
            statement.bind(1)
            return 1

    statement = con.prepare("select ?")
    with pytest.raises(RuntimeError, match="running"):
        statement(Evil())
    assert statement(2) == [(2,)]


def test_update_and_commit(con):
    log = []
    con.on_update(lambda *what: log.append(what))
    con.on_commit(lambda: log.append("commit") or False)
    con.run("create table t(a)")
    con.run("insert into t values (1)")
    assert log == ["commit", (sqlite.SQLITE_INSERT, "main", "t", 1), "commit"]
    con.on_commit(lambda: True)
    with pytest.raises(sqlite.IntegrityError):
        con.run("insert into t values (2)")
    con.on_commit(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        con.run("insert into t values (2)")
    con.on_commit(None)
    con.on_update(None)
    assert con.execute("insert into t values (2)") == []
    assert len(log) == 5 and con.execute("select a from t") == [(1,), (2,)]


def test_hooks_may_not_use_the_connection(con):
    con.run("create table t(a)")
    statement = con.prepare("select 1")
    for use in (
        lambda *_: con.execute("select 1"),
        lambda *_: next(statement),
        lambda *_: con.create_function("f", 0, None),
        lambda *_: con.on_update(None),
    ):
        con.on_update(use)
        with pytest.raises((RuntimeError, TypeError)):
            con.run("insert into t values (1)")
    con.on_update(None)
    assert list(statement) == [(1,)]


def test_statements_die_in_hooks(con):
    con.run("create table t(a)")
    statements = [con.prepare("select 1") for _ in range(9)]
    con.on_update(lambda *_: statements.pop().close() or statements.pop())
    con.run("insert into t values (1), (2), (3)")
    assert len(statements) == 3
    con.on_update(lambda *_: statements.clear())
    con.run("insert into t values (4)")
    con.close()


def test_progress_and_authorize(con):
    con.on_progress(100, lambda: True)
    with pytest.raises(sqlite.OperationalError, match="interrupted"):
        con.execute(COUNT + "select max(x) from n", 10**9)
    con.on_progress(1, None)
    con.run("create table t(a)")
    seen = []
    con.authorize(
        lambda action, *_: (
            seen.append(action)
            or (
                sqlite.SQLITE_DENY
                if action == sqlite.SQLITE_INSERT
                else sqlite.SQLITE_OK
            )
        )
    )
    with pytest.raises(sqlite.OperationalError, match="not authorized"):
        con.run("insert into t values (1)")
    assert con.execute("select * from t") == [] and sqlite.SQLITE_READ in seen
    con.authorize(lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        con.execute("select 1")


def test_backup(con):
    con.run("create table t(a); insert into t values (zeroblob(50000))")
    with sqlite.Connection(":memory:") as target:
        steps = []
        con.backup(target, 4, lambda remaining, total: steps.append((remaining, total)))
        assert target.execute("select length(a) from t") == [(50000,)]
        assert len(steps) > 2 and steps[-1][0] == 0
        with pytest.raises(RuntimeError):
            con.backup(target, 1, lambda *_: target.execute("select 1"))
        with pytest.raises(ZeroDivisionError):
            con.backup(target, 1, lambda *_: 1 // 0)
        with pytest.raises(sqlite.OperationalError, match="distinct"):
            con.backup(con)


# -------------------------------------------------------------------------- lifetimes
def test_closing_in_any_order():
    for seed in range(50):
        con = sqlite.Connection(":memory:")
        con.run("create table t(a); insert into t values (1), (2)")
        every = [con, *(con.prepare("select a from t") for _ in range(5))]
        for statement in every[1:4]:
            next(statement)
        random.Random(seed).shuffle(every)
        while every:
            if seed % 2:
                every.pop().close()
            else:
                every.pop()
        if seed % 2:
            with pytest.raises(ValueError, match="closed"):
                con.execute("select 1")


def test_after_close(con):
    statement = con.prepare("select 1")
    assert next(statement) == (1,)
    con.close()
    con.close()
    for use in (
        lambda: next(statement),
        statement,
        statement.bind,
        lambda: statement.columns,
        lambda: statement.sql,
        lambda: con.changes,
        lambda: con.prepare("select 1"),
        lambda: con.create_function("f", 0, print),
        lambda: con.backup(con),
    ):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_statements_keep_their_connection():
    statement = sqlite.Connection(":memory:").prepare("select 1")
    gc.collect()
    assert next(statement) == (1,)


class Sub(sqlite.Connection):
    """Refers to itself in every way."""

    def __init__(self, path=":memory:"):
        super().__init__(path)
        self.statement = self.prepare("select 1")
        self.create_function("me", 0, lambda: self.answer())
        self.on_commit(lambda: bool(self.answer()))

    def answer(self):
        return 42


def test_cycles_are_collected():
    con = Sub()
    assert con.execute("select me()") == [(42,)]
    ref = weakref.ref(con)
    del con
    gc.collect()
    assert ref() is None


def test_forgotten_init():
    class Forgot(sqlite.Connection):
        def __init__(self):
            pass

    with pytest.raises(ValueError, match="__init__"):
        Forgot().execute("select 1")


# ---------------------------------------------------------------------------- threads
def together(work, n=4):
    with ThreadPoolExecutor(n) as pool:
        return [f.result(60) for f in [pool.submit(work, k) for k in range(n)]]


def test_threads_on_one_connection(con):
    con.create_function("inc", 1, lambda x: con.execute("select ? + 1", x)[0][0])
    con.run("create table t(a unique)")
    shared = con.prepare("select inc(?)")

    def work(k):
        for i in range(100):
            con.execute("insert into t values (inc(?))", k * 1000 + i)
            assert con.prepare("select inc(?)")(i) == [(i + 1,)]  # dies at once
            assert shared(i) == [(i + 1,)]
            with pytest.raises(sqlite.IntegrityError, match=r"t\.a"):
                con.execute("insert into t values (?)", k * 1000 + i + 1)

    together(work)
    assert con.execute("select count(*) from t") == [(400,)]


def test_threads_on_one_file(tmp_path):
    path = tmp_path / "a.db"
    sqlite.Connection(path).run("create table t(a)")

    def work(k):
        with sqlite.Connection(path) as c:
            c.busy_timeout(30000)
            for i in range(20):
                c.execute("insert into t values (?)", k * 100 + i)

    together(work)
    assert sqlite.Connection(path).execute("select count(*), sum(a) from t") == [
        (80, sum(k * 100 + i for k in range(4) for i in range(20)))
    ]


def test_closing_while_others_work():
    for _ in range(10):
        con = sqlite.Connection(":memory:")
        con.create_function("f", 0, lambda: 1)
        statement = con.prepare(COUNT + "select f() from n")
        started = threading.Barrier(4)

        def work(k, con=con, statement=statement, started=started):
            started.wait()
            try:
                for i in range(50):
                    if k == 0 and i == 5:
                        con.close()
                    (statement if k % 2 else con.prepare("select f(), ?"))(3)
            except ValueError as error:
                assert "closed" in str(error)

        together(work)


def test_interrupt(con):
    running = threading.Event()
    con.create_function("begin", 0, running.set)
    timer = threading.Thread(target=lambda: (running.wait(), con.interrupt()))
    timer.start()
    with pytest.raises(sqlite.OperationalError, match="interrupted"):
        con.execute(COUNT + "select count(*) from n where begin() is null", 10**12)
    timer.join()
