# SPDX-License-Identifier: MIT
"""Blobs beside Python's sqlite3; closing in any order, transactions, threads."""

import gc
import random
import sqlite3
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

sqlite = pytest.importorskip(
    "sqlite", reason="not built: apt install libsqlite3-dev, then make examples"
)

SCRIPT = (
    "create table t(data);"
    "insert into t values (x'000102030405060708090a'), (zeroblob(3)), ('text')"
)


@pytest.fixture
def con():
    with sqlite.Connection(":memory:") as connection:
        connection.run(SCRIPT)
        yield connection


def outcome(use, blob):
    """What it gives, or whether it is refused."""
    try:
        return use(blob)
    except (sqlite.Error, sqlite3.Error, ValueError, IndexError) as error:
        return type(error).__name__


@pytest.mark.skipif(
    not hasattr(sqlite3.Connection, "blobopen"), reason="Python 3.11 or newer"
)
@pytest.mark.parametrize("seed", range(20))
def test_equal_to_python(con, seed):
    rng = random.Random(seed)
    other = sqlite3.connect(":memory:")
    other.executescript(SCRIPT)
    row, readonly = rng.choice([1, 2, 3]), rng.random() < 0.2
    blobs = [c.blobopen("t", "data", row, readonly=readonly) for c in (con, other)]
    edges = [None, 0, 1, 3, 5, 11, 99, -1, -2, -11, -99]
    for _ in range(200):
        n, origin, i = rng.randrange(-13, 14), rng.randrange(3), rng.randrange(-12, 12)
        data = bytes(rng.randrange(256) for _ in range(rng.randrange(13)))
        cut = slice(rng.choice(edges), rng.choice(edges))
        uses = [
            lambda b, n=n: b.read(n),
            lambda b: b.read(),
            lambda b, data=data: b.write(data),
            lambda b, n=n, origin=origin: b.seek(n, origin),
            lambda b, i=i: b[i],
            lambda b, cut=cut: b[cut],
            len,
        ]
        use = rng.choice(uses)
        got, wanted = (outcome(use, b) for b in blobs)
        assert got == wanted and type(got) is type(wanted)
        assert blobs[0].tell() == blobs[1].tell()
    for blob in blobs:
        blob.close()
    sql = "select typeof(data), hex(data) from t"
    assert con.execute(sql) == other.execute(sql).fetchall()


def test_buffers(con):
    """Any buffer is written from and read into, in place."""
    with con.blobopen("t", "data", 1) as blob:
        assert blob.readinto(whole := bytearray(20)) == 11
        assert whole == bytes(range(11)) + bytes(9)
        assert blob.readinto(whole) == 0
        blob.seek(-3, 2)
        assert blob.readinto(view := memoryview(bytearray(2))) == 2
        assert bytes(view) == b"\x08\x09"
        with pytest.raises(ValueError, match="read-only"):
            blob.readinto(b"not to be changed")
        blob.seek(0)
        blob.write(memoryview(b"abc")[1:])
        blob.write(bytearray(b"d"))
    assert con.execute("select substr(data, 1, 4) from t where rowid = 1") == [
        (b"bcd\x03",)
    ]


def test_slices(con):
    """With steps too, of some of which Python's sqlite3 makes a SystemError."""
    blob, whole = con.blobopen("t", "data", 1), bytes(range(11))
    edges = [None, *range(-13, 14)]
    for start in edges:
        for stop in edges:
            for step in (None, 1, 3, -1, -2, 2**70, -(2**70)):
                assert blob[start:stop:step] == whole[start:stop:step]


def test_reopen(con):
    blob = con.blobopen("t", "data", 1)
    blob.read(5)
    blob.reopen(3)
    assert len(blob) == 4 and blob.tell() == 0 and blob.read() == b"text"
    with pytest.raises(sqlite.OperationalError, match="no such rowid: 9"):
        blob.reopen(9)
    assert len(blob) == 0
    for use in (blob.read, lambda: blob.write(b""), lambda: blob.reopen(1)):
        with pytest.raises(sqlite.OperationalError, match="abort"):
            use()
    with pytest.raises(IndexError):
        blob[0]


@pytest.mark.parametrize(
    "args, named, message",
    [
        (("t", "data", 9), {}, "no such rowid"),
        (("t", "nothing", 1), {}, "no such column"),
        (("nothing", "data", 1), {}, "no such table"),
        (("t", "data", 1), {"name": "nothing"}, "no such table"),
    ],
)
def test_what_is_not_there(con, args, named, message):
    with pytest.raises(sqlite.OperationalError, match=message):
        con.blobopen(*args, **named)
    assert con.execute("select count(*) from t") == [(3,)]


def test_wrong_use(con):
    blob = con.blobopen("t", "data", 1, readonly=True)
    for use, error in [
        (lambda: blob.write(b"x"), sqlite.OperationalError),
        (lambda: blob.seek(12), ValueError),
        (lambda: blob.seek(-1), ValueError),
        (lambda: blob.seek(2**63 - 1, 2), ValueError),
        (lambda: blob.seek(0, 3), ValueError),
        (lambda: blob[11], IndexError),
        (lambda: blob[:2:0], ValueError),
        (lambda: blob["0"], TypeError),
    ]:
        with pytest.raises(error):
            use()
    with pytest.raises(TypeError):
        blob[0] = 1
    assert blob.read() == bytes(range(11))


def test_row_changes(con):
    """SQLite gives a blob up when its row is changed otherwise."""
    blob = con.blobopen("t", "data", 1)
    con.run("update t set data = 'new' where rowid = 1")
    for use in (blob.read, lambda: blob.write(b"x"), lambda: blob[0], lambda: blob[:]):
        with pytest.raises(sqlite.OperationalError, match="abort"):
            use()
    with pytest.raises(sqlite.OperationalError, match="abort"):
        blob.reopen(2)
    assert con.blobopen("t", "data", 1).read() == b"new"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_commit_comes_with_close(con):
    log = []
    blob = con.blobopen("t", "data", 1)
    blob.write(b"x")
    con.on_commit(lambda: log.append("commit") or False)
    blob.close()
    assert log == ["commit"]
    con.on_commit(lambda: 1 // 0)  # nobody is there to be told: it rolls back
    blob = con.blobopen("t", "data", 1)
    blob.write(b"y")
    del blob
    con.on_commit(None)
    assert con.execute("select substr(data, 1, 1) from t limit 1") == [(b"x",)]


def test_transactions(con):
    con.run("begin")
    with con.blobopen("t", "data", 1) as blob:
        blob.write(b"x")
    con.run("rollback")
    assert con.execute("select data from t limit 1") == [(bytes(range(11)),)]


# -------------------------------------------------------------------------- lifetimes
def test_closing_in_any_order():
    """With views of what was read and of what is read into."""
    for seed in range(60):
        con = sqlite.Connection(":memory:")
        con.run(SCRIPT)
        blobs = [con.blobopen("t", "data", row) for row in (1, 2, 3)]
        target = bytearray(11)
        views = [memoryview(blobs[0].read()), memoryview(target)]
        blobs[0].reopen(1)
        blobs[0].readinto(views[1])
        every = [con, *blobs, con.prepare("select data from t"), *views]
        next(every[4])
        del blobs
        random.Random(seed).shuffle(every)
        while every:
            last = every.pop()
            if seed % 2 and not isinstance(last, memoryview):
                last.close()
                attribute = {sqlite.Connection: "changes", sqlite.Blob: "tell"}
                with pytest.raises(ValueError, match="closed"):
                    getattr(last, attribute.get(type(last), "__next__"))()
        del last
        gc.collect()
        assert target == bytes(range(11)) == views[0] == views[1]


def test_after_close(con):
    blob = con.blobopen("t", "data", 1)
    con.close()
    blob.close()
    for use in (
        blob.read,
        blob.tell,
        lambda: len(blob),
        lambda: blob[0],
        lambda: blob[:],
        lambda: blob.seek(0),
        lambda: blob.write(b""),
        lambda: blob.readinto(bytearray(1)),
        lambda: blob.reopen(1),
        lambda: con.blobopen("t", "data", 1),
    ):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_blobs_keep_their_connection():
    con = sqlite.Connection(":memory:")
    con.run(SCRIPT)
    blob, ref = con.blobopen("t", "data", 3), weakref.ref(con)
    del con
    gc.collect()
    assert blob.read() == b"text"
    del blob
    gc.collect()
    assert ref() is None


# ---------------------------------------------------------------------------- threads
def test_functions_use_a_blob(con):
    blob = con.blobopen("t", "data", 1)
    con.create_function("byte", 1, lambda i: blob[i])
    assert con.execute("select byte(3), byte(-1)") == [(3, 10)]


def test_threads_on_one_blob(con):
    con.run("insert into t values (zeroblob(4000))")
    con.create_function("inside", 1, lambda i: shared[i])
    shared = con.blobopen("t", "data", 4)

    def work(k):
        for i in range(100):
            with con.blobopen("t", "data", 4) as own:
                own.seek(1000 * k + i)
                own.write(b"x")
            assert shared[1000 * k + i] == ord("x")
            assert con.execute("select inside(?)", 1000 * k + i) == [(ord("x"),)]
            con.blobopen("t", "data", 4)  # dies at once

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(work, k) for k in range(4)]:
            future.result(60)
    assert shared[:].count(b"x") == 400
