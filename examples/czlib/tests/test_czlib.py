# SPDX-License-Identifier: MIT
"""czlib: the same bytes, objects and errors as Python's own zlib."""

import array
import copy
import gzip
import pickle
import random
import runpy
import sys
import threading
import time
import types
import unittest
import zlib
from pathlib import Path

import pytest

WHY = "no czlib: apt install pkg-config zlib1g-dev, then make examples"
czlib = pytest.importorskip("czlib", reason=WHY)
compare = runpy.run_path(str(Path(__file__).parents[1] / "compare.py"))

RANDOM = random.Random(7)
DATA = {
    "empty": b"",
    "one byte": b"a",
    "one output buffer": b"x" * czlib.DEF_BUF_SIZE,
    "zeros": bytes(3_000_000),
    "random": RANDOM.randbytes(300_000),
    "words": compare["text"](200_000)[0],
    "a source file": Path(__file__).read_bytes(),
    "the interpreter": Path(sys.executable).read_bytes()[:4_000_000],
}
FORMATS = {"zlib": 15, "small window": 9, "gzip": 31, "raw": -15, "small raw": -9}
# Python's own zlib may be another version, which compresses otherwise.
same_library = czlib.zlibVersion() == zlib.ZLIB_RUNTIME_VERSION

every_data = pytest.mark.parametrize("data", DATA.values(), ids=DATA)
every_format = pytest.mark.parametrize("wbits", FORMATS.values(), ids=FORMATS)


def chunks(data, size):
    """The data in parts."""
    return (data[i : i + size] for i in range(0, len(data), size))


# ------------------------------------------------------------------------- checksums
@every_data
@pytest.mark.parametrize("name", ["crc32", "adler32"])
def test_checksums(name, data):
    own, python = getattr(czlib, name), getattr(zlib, name)
    assert own(data) == python(data)
    assert own(data, 123) == own(data, value=123) == python(data, 123)
    assert own(data, 2**32 - 1) == python(data, 2**32 - 1)
    half = len(data) // 2
    first, second = data[:half], data[half:]
    assert own(second, own(first)) == own(data)
    combine = getattr(czlib, f"{name}_combine")
    assert combine(own(first), own(second), len(second)) == own(data)


@pytest.mark.parametrize(
    "given",
    [
        bytearray(b"abc"),
        memoryview(b"abcdef")[2:4],
        array.array("d", [1, 2]),
        array.array("B"),
        memoryview(b""),
    ],
)
def test_anything_bytes_like(given):
    assert czlib.crc32(given, 5) == zlib.crc32(given, 5)
    assert czlib.adler32(given, 5) == zlib.adler32(given, 5)
    assert czlib.decompress(czlib.compress(given)) == bytes(given)


# ------------------------------------------------------------------------ all at once
@every_data
@every_format
@pytest.mark.parametrize("level", [-1, 0, 1, 9])
def test_compress(data, wbits, level):
    packed = czlib.compress(data, level, wbits)
    assert zlib.decompress(packed, wbits) == data
    assert czlib.decompress(packed, wbits) == data
    if same_library and level != 0:  # stored blocks are as long as there is room
        with_python = zlib.compressobj(level, zlib.DEFLATED, wbits)
        assert packed == with_python.compress(data) + with_python.flush()


@every_data
@pytest.mark.parametrize("bufsize", [0, 1, 1000, 10_000_000])
def test_decompress_into_any_buffer(data, bufsize):
    assert czlib.decompress(zlib.compress(data), bufsize=bufsize) == data


def test_gzip():
    assert gzip.decompress(czlib.compress(b"text", wbits=31)) == b"text"
    assert czlib.decompress(gzip.compress(b"text"), 47) == b"text"
    assert czlib.decompress(zlib.compress(b"text"), 47) == b"text"
    assert czlib.decompress(zlib.compress(b"text"), 0) == b"text"


def test_what_follows_the_end_is_ignored():
    assert czlib.decompress(zlib.compress(b"text") + b"rest") == b"text"


# ---------------------------------------------------------------------- part by part
@every_data
@every_format
@pytest.mark.parametrize("size", [1000, 65_537])
def test_stream(data, wbits, size):
    own = czlib.compressobj(9, czlib.DEFLATED, wbits, 9, czlib.Z_FILTERED)
    packed = b"".join([own.compress(part) for part in chunks(data, size)])
    packed += own.flush()
    if same_library:
        python = zlib.compressobj(9, zlib.DEFLATED, wbits, 9, zlib.Z_FILTERED)
        wanted = b"".join([python.compress(part) for part in chunks(data, size)])
        assert packed == wanted + python.flush()
    stream = czlib.decompressobj(wbits)
    assert not stream.eof
    parts = [stream.decompress(part) for part in chunks(packed, size)]
    assert b"".join(parts) + stream.flush() == data
    assert stream.eof and stream.unused_data == b"" == stream.unconsumed_tail


@pytest.mark.parametrize("mode", ["NO", "PARTIAL", "SYNC", "FULL"])
def test_flush(mode):
    """After a flush that ends at a byte, all data so far can be decompressed."""
    mode = getattr(czlib, f"Z_{mode}_FLUSH")
    own, python, back = czlib.compressobj(), zlib.compressobj(), zlib.decompressobj()
    for data in DATA.values():
        packed = own.compress(data) + own.flush(mode)
        if same_library:
            assert packed == python.compress(data) + python.flush(mode)
        found = back.decompress(packed)
        assert found == data or mode in (czlib.Z_NO_FLUSH, czlib.Z_PARTIAL_FLUSH)
    assert back.decompress(own.flush()) is not None and back.eof


@every_data
@pytest.mark.parametrize("most", [1, 100, 16_384, 1_000_000])
def test_max_length(data, most):
    """The same steps as Python's: what comes, and what is left."""
    rest = zlib.compress(data[: most * 200]) + b"behind"
    own, python = czlib.decompressobj(), zlib.decompressobj()
    for _ in range(250):
        found = own.decompress(rest, most)
        assert len(found) <= most
        assert found == python.decompress(rest, max_length=most)
        assert own.eof or own.unconsumed_tail == python.unconsumed_tail
        assert own.unused_data == python.unused_data
        assert own.eof == python.eof
        rest = own.unconsumed_tail
    assert own.eof and own.unused_data == b"behind"
    assert own.decompress(b"more") == b"" and own.unused_data == b"behindmore"


def test_flush_reads_the_tail():
    data = DATA["words"]
    stream = czlib.decompressobj()
    first = stream.decompress(zlib.compress(data) + b"behind", 10)
    assert stream.unconsumed_tail and not stream.eof
    assert first + stream.flush(1) == data
    assert stream.eof and stream.unused_data == b"behind"
    assert stream.unconsumed_tail == b""


@pytest.mark.parametrize("wbits", [15, -15])
def test_dictionary(wbits):
    zdict, data = b"carbide, plain C, the prototype", b"the prototype of plain C"
    own = czlib.compressobj(wbits=wbits, zdict=zdict)
    packed = own.compress(data) + own.flush()
    assert len(packed) < len(czlib.compress(data, wbits=wbits))
    assert zlib.decompressobj(wbits, zdict).decompress(packed) == data
    stream = czlib.decompressobj(wbits, zdict=bytearray(zdict))
    assert stream.copy().decompress(packed) == data
    assert stream.decompress(packed) == data
    with pytest.raises(czlib.error):
        czlib.decompressobj(wbits).decompress(packed)


def test_wrong_dictionary():
    own = czlib.compressobj(zdict=b"abc")
    packed = own.compress(b"abcabc") + own.flush()
    with pytest.raises(czlib.error, match="Error -3"):
        czlib.decompressobj(zdict=b"xyz").decompress(packed)
    with pytest.raises(czlib.error, match=r"Error 2 .*need dictionary"):
        czlib.decompress(packed)


@pytest.mark.parametrize("make", [lambda x: x.copy(), copy.copy, copy.deepcopy])
def test_copy(make):
    data = DATA["words"]
    one = czlib.compressobj()
    start = one.compress(data)
    two = make(one)
    ends = [one.compress(b"1") + one.flush(), two.compress(b"2") + two.flush()]
    assert [zlib.decompress(start + end) for end in ends] == [data + b"1", data + b"2"]
    packed = start + ends[0]
    one = czlib.decompressobj()
    start = one.decompress(packed[:1000], 500)
    two = make(one)
    assert one.unconsumed_tail == two.unconsumed_tail != b""
    for stream in (one, two):
        tail = stream.unconsumed_tail + packed[1000:]
        assert start + stream.decompress(tail) == data + b"1"
    assert make(two).eof


# ----------------------------------------------------------------------------- errors
def test_corrupt_data():
    data = DATA["words"][:5000]
    packed = zlib.compress(data)
    for at in [0, 1, 2, 100, len(packed) - 1]:
        broken = bytearray(packed)
        broken[at] ^= 0x55
        with pytest.raises(czlib.error, match=r"^Error -?\d while decompressing"):
            czlib.decompress(broken)
        stream = czlib.decompressobj()
        with pytest.raises(czlib.error):
            stream.decompress(broken)


@pytest.mark.parametrize("seed", range(300))
def test_any_bytes(seed):
    """Whatever comes in: the same as Python's, or the same error."""
    rng = random.Random(seed)
    given = bytearray(zlib.compress(DATA["words"][: rng.randrange(3000)]))
    for _ in range(rng.randrange(4)):
        given[rng.randrange(len(given))] = rng.randrange(256)
    given = given[: rng.choice([-1, -4, 10, None])]
    results = []
    for module in (zlib, czlib):
        try:
            results.append(module.decompress(given))
        except module.error as error:
            results.append(str(error))
    assert results[0] == results[1] or not same_library


def test_truncated():
    message = "^Error -5 while decompressing data: incomplete or truncated stream$"
    for packed in (b"", zlib.compress(b"text")[:-1]):
        with pytest.raises(czlib.error, match=message):
            czlib.decompress(packed)


def test_ended_stream():
    stream = czlib.compressobj()
    stream.flush()
    with pytest.raises(czlib.error, match="Error -2 while compressing data"):
        stream.compress(b"more")
    with pytest.raises(czlib.error, match="Error -2 while flushing"):
        stream.flush()
    with pytest.raises(ValueError, match="ended"):
        stream.copy()


@pytest.mark.parametrize(
    "make",
    [
        lambda: czlib.compressobj(10),
        lambda: czlib.compressobj(method=7),
        lambda: czlib.compressobj(wbits=48),
        lambda: czlib.compressobj(memLevel=10),
        lambda: czlib.compressobj(strategy=-1),
        lambda: czlib.compressobj(wbits=31, zdict=b"gzip has none"),
        lambda: czlib.decompressobj(wbits=48),
    ],
)
def test_wrong_options(make):
    with pytest.raises(ValueError, match="does not take these options"):
        make()


def test_wrong_arguments():
    with pytest.raises(TypeError, match="bytes-like"):
        czlib.compress("text")
    with pytest.raises(TypeError, match="bytes-like"):
        czlib.crc32(None)
    with pytest.raises(TypeError, match="level"):
        czlib.compress(b"", level=1.5)
    with pytest.raises(czlib.error, match="Error -2 while compressing"):
        czlib.compress(b"", level=10)
    with pytest.raises(czlib.error, match="Error -2 while decompressing"):
        czlib.decompress(b"", wbits=5)
    with pytest.raises(ValueError, match="max_length >= 0"):
        czlib.decompressobj().decompress(b"", -1)
    with pytest.raises(ValueError, match="length > 0"):
        czlib.decompressobj().flush(0)
    with pytest.raises(MemoryError):
        czlib.decompress(zlib.compress(b""), bufsize=2**63 - 1)
    with pytest.raises(czlib.error, match="Error -2 while flushing"):
        czlib.compressobj().flush(99)
    assert issubclass(czlib.error, Exception) and not issubclass(czlib.error, OSError)


# ---------------------------------------------------------------------------- objects
@pytest.mark.parametrize("make", [czlib.compressobj, czlib.decompressobj])
def test_closed(make):
    with make() as stream:
        pass
    with pytest.raises(ValueError, match="closed"):
        stream.flush()
    with pytest.raises(ValueError, match="closed"):
        stream.copy()
    stream.close()
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(make())


class Counting(czlib.compressobj):
    """Counts what it compresses; gzip."""

    def __init__(self, level):
        super().__init__(level, wbits=31)
        self.total = 0

    def compress(self, data):
        self.total += len(data)
        return super().compress(data)


def test_subclass():
    stream = Counting(9)
    packed = stream.compress(b"ab") + stream.compress(b"cde") + stream.flush()
    assert gzip.decompress(packed) == b"abcde" and stream.total == 5


def in_threads(n, run):
    """Runs run(0) … run(n - 1) side by side; raises what they raise."""
    wrong = []

    def guarded(i):
        try:
            run(i)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=guarded, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong


def test_threads_share_an_object():
    """Each call has the stream to itself: its checksum and length are of them all."""
    stream, part = czlib.compressobj(1, wbits=31), DATA["words"][:50_000]
    in_threads(4, lambda i: [stream.compress(part) for _ in range(20)])
    end = stream.flush()[-8:]
    assert int.from_bytes(end[:4], "little") == zlib.crc32(part * 80)
    assert int.from_bytes(end[4:], "little") == len(part) * 80


def test_closed_by_another_thread():
    """A call that has begun ends; those that come later raise."""
    stream = czlib.compressobj(9)

    def run(i):
        if i == 0:
            time.sleep(0.01)
            stream.close()
        for _ in range(1000):
            try:
                stream.compress(DATA["words"])
            except ValueError:
                return
        raise AssertionError("never closed")

    in_threads(3, run)


def test_threads_in_disorder():
    """Nothing breaks, whatever comes first."""
    packer, reader = czlib.compressobj(), czlib.decompressobj()
    packed = zlib.compress(DATA["random"])

    def run(i):
        for part in chunks(packed, 1000):
            packer.compress(part)
            packer.copy()
            assert len(reader.unused_data) >= 0
            try:
                reader.decompress(part)
            except czlib.error:
                assert not reader.eof

    in_threads(4, run)
    assert packer.flush()


def test_the_gil_is_not_held():
    """While one thread compresses, another one runs."""
    (data,) = compare["text"](3_000_000)
    turns, done = 0, threading.Event()

    def compress():
        czlib.compress(data, 9)
        done.set()

    worker = threading.Thread(target=compress)
    worker.start()
    while not done.is_set():
        time.sleep(0.001)
        turns += 1
    worker.join()
    assert turns > 10


# What CPython's own tests want, and czlib does otherwise: data may be passed by name;
# compressobj() makes a compressobj; what a decompressobj has ended may be copied; an
# OverflowError says more.
OTHERWISE = {
    "CompressTestCase.test_keywords",
    "CompressObjectTestCase.test_keywords",
    "CompressObjectTestCase.test_baddecompresscopy",
    "ExceptionTestCase.test_disallow_instantiation",
    "ExceptionTestCase.test_overflow",
}


def test_by_the_tests_of_cpython():
    """czlib in place of zlib passes them, where Python has its tests installed."""
    tests = pytest.importorskip("test.test_zlib")
    in_place = types.SimpleNamespace(**vars(czlib))
    in_place.ZLIB_RUNTIME_VERSION = czlib.zlibVersion()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tests, "zlib", in_place)
        result = unittest.TestResult()
        for name, case in vars(tests).items():
            if name.endswith("TestCase"):
                unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    wrong = [(case.id().split(".", 2)[2], why) for case, why in result.failures]
    wrong += [(case.id().split(".", 2)[2], why) for case, why in result.errors]
    assert result.testsRun > 40
    assert not [why for name, why in wrong if name not in OTHERWISE]
