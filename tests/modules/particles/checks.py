# SPDX-License-Identifier: MIT
"""Arrays of structs: what goes in and comes out, with and without NumPy."""

from __future__ import annotations

import ctypes
import gc
import pickle
import sys
from typing import Any

from checking import equal, raises

try:
    import numpy as np
except ImportError:
    np = None


class Point(ctypes.Structure):
    _fields_ = [("x", ctypes.c_double), ("y", ctypes.c_double)]


class Reversed(ctypes.Structure):
    _fields_ = [("y", ctypes.c_double), ("x", ctypes.c_double)]


class Particle(ctypes.Structure):
    _fields_ = [
        ("at", Point),
        ("velocity", ctypes.c_float * 2),
        ("id", ctypes.c_int32),
    ]


class Packed(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [
        ("tag", ctypes.c_char),
        ("value", ctypes.c_double),
        ("count", ctypes.c_uint16),
    ]


def points(m: Any, *xs: float) -> Any:
    return [m.point(x, -x) for x in xs]


def record(m: Any) -> Any:
    return m.record(
        ok=True,
        color=m.GREEN,
        state=m.ALIVE,
        flags=[[True, False], [False, True]],
        colors=[m.RED, m.GREEN, m.BLUE],
        letter="q",
        name="n\u00e9",
        key=b"abc",
        words=["ab", "cdef"],
        wide=0.5,
        wave=1 + 2j,
        ends=[m.point(1, 2), m.point(3, 4)],
        last=9,
    )


# ------------------------------------------------------------------------- dtype
def check_dtype(m: Any) -> None:
    if not np:
        raises(AttributeError, "point.dtype needs NumPy", lambda: m.point.dtype)
        assert not hasattr(m.point(1, 2), "dtype")
        return
    dtype = m.point.dtype
    assert dtype is m.point.dtype is m.point(1, 2).dtype
    equal(dtype, np.dtype([("x", "f8"), ("y", "f8")]))
    assert dtype.isalignedstruct
    equal(np.zeros(2, m.point.dtype).dtype, dtype)
    equal(m.particle.dtype["at"], dtype)
    equal(m.particle.dtype["velocity"], np.dtype(("f4", (2,))))
    equal(m.particle.dtype.itemsize, 32)
    if sys.version_info >= (3, 10):
        raises(TypeError, "immutable", setattr, m.point, "dtype", 1)


def check_dtype_of_everything(m: Any) -> None:
    if not np:
        return
    dtype = m.record.dtype
    equal(
        " ".join(dtype.names),
        "ok color state flags colors letter name key words wide wave ends last",
    )
    kinds = {
        "ok": "?",
        "color": "u4",
        "state": "u4",
        "flags": ("?", (2, 2)),
        "colors": ("u4", (3,)),
        "letter": "S1",
        "name": "S6",
        "key": ("u1", (3,)),
        "words": ("S4", (2,)),
        "wide": "g",
        "wave": "c16",
        "ends": (m.point.dtype, (2,)),
        "last": "u1",
    }
    for name, kind in kinds.items():
        equal(dtype[name], np.dtype(kind))
    a = m.echo_records([record(m)])
    equal(a.dtype, dtype)
    one = a[0]
    equal(
        (one["ok"], one["color"], one["letter"], one["name"], one["last"]),
        (True, 2, b"q", "n\u00e9".encode(), 9),
    )
    equal(one["ends"][1].tolist(), (3.0, 4.0))
    equal(one["key"].tolist(), [97, 98, 99])
    packed = m.packed.dtype
    equal([packed.fields[n][1] for n in packed.names], [0, 1, 9])
    equal((packed.itemsize, packed.isalignedstruct), (11, False))
    equal(m.aligned(1, 2).dtype, 2)  # its own field; NumPy asks for another name
    equal(m.aligned.__numpy_dtype__.itemsize, 64)


def check_dtype_descriptor(m: Any) -> None:
    descriptor = m.point.__dict__["dtype"]
    if np:
        equal(descriptor.__get__(None, int), m.point.dtype)
        equal(descriptor.__get__(5, None), m.point.dtype)
    raises(TypeError, "", type(descriptor), 1, 2)
    try:
        fresh = type(descriptor)()
    except TypeError:  # from 3.10 on
        pass
    else:
        raises(AttributeError, "no class", fresh.__get__, None, int)

    class Sub(m.point):
        pass

    if np:
        assert Sub.dtype is m.point.dtype
    gc.collect()


# ---------------------------------------------------------------------------- in
def check_sequences(m: Any) -> None:
    equal(m.total_x(points(m, 1, 2, 3)), 6.0)
    equal(m.total_x(tuple(points(m, 1, 2))), 3.0)
    equal(m.total_x([]), 0.0)
    equal(m.total_x(points(m, *range(1000))), 499500.0)

    class Sub(m.point):
        pass

    equal(m.total_x([Sub(5, 0), m.point(1, 0)]), 6.0)
    raises(TypeError, "total_x(): a[1] must be point, not tuple", m.total_x,
           [m.point(1, 2), (1, 2)])  # fmt: skip
    raises(TypeError, "a must be an array of point, not a single point", m.total_x,
           m.point(1, 2))  # fmt: skip
    raises(TypeError, "a must be an array of point, not int", m.total_x, 5)
    raises(TypeError, "a must be an array of point, not str", m.total_x, "ab")
    raises(TypeError, "a must be an array of point, not bytes", m.total_x, b"ab")
    raises(TypeError, "a must be an array of point, not None", m.total_x, None)
    equal((m.total_or(2.5), m.total_or(2.5, None)), (2.5, 2.5))
    equal(m.total_or(2.5, points(m, 4)), 4.0)
    raises(TypeError, "must be an array of point or None", m.total_or, 1.0, 5)
    rows = [points(m, 1, 2, 3), points(m, 4, 5, 6)]
    if np:
        equal(m.transpose(rows)["x"].tolist(), [[1, 4], [2, 5], [3, 6]])
    raises(ValueError, "a[1] has 1 items, but a[0] has 2", m.transpose,
           [points(m, 1, 2), points(m, 3)])  # fmt: skip
    raises(TypeError, "a[1] must be a sequence, not point", m.transpose,
           [points(m, 1, 2), m.point(1, 2)])  # fmt: skip
    raises(TypeError, "a[1, 0] must be point, not int", m.transpose,
           [points(m, 1), [1]])  # fmt: skip
    raises(TypeError, "is a list, but C changes it in place", m.move_all, [], 1)


def check_arrays_in(m: Any) -> None:
    if not np:
        return
    a = np.zeros(4, m.point.dtype)
    a["x"] = [1, 2, 3, 4]
    for same in (
        a,
        a.copy(),
        a.view(np.recarray),
        np.concatenate([a[:2], a[2:]]),
        a.astype([("x", "f8"), ("y", "f8")]),
        np.repeat(a, 2)[::2],
        pickle.loads(pickle.dumps(a)),
        memoryview(a),
        a[::-1],
    ):
        equal(m.total_x(same), 10.0)
    equal(m.total_x(a[:0]), 0.0)
    read_only = a.copy()
    read_only.setflags(write=False)
    equal(m.total_x(read_only), 10.0)
    raw = np.zeros(65, "u1")[1:].view(m.point.dtype)  # not aligned
    raw["x"] = a["x"]
    equal(m.total_x(raw), 10.0)
    for wrong in (
        a.astype([("x", "f8"), ("z", "f8")]),
        a.astype([("x", "f8"), ("y", "f4")]),
        a.astype([("y", "f8"), ("x", "f8")]),
        a.astype(a.dtype.newbyteorder("S")),
        np.zeros(4, {"names": ["x", "y"], "formats": ["f8"] * 2, "itemsize": 24}),
        np.zeros(4),
        np.zeros((4, 2)),
        np.zeros(4, "V16"),
        np.zeros(4, object),
    ):
        raises(TypeError, "total_x(): a has the dtype", m.total_x, wrong)
        raises(TypeError, "shift(): a has the dtype", m.shift, wrong, m.point(1, 1))
    raises(ValueError, "a has 2 dimensions, shape (2, 2), but C wants 1", m.total_x,
           a.reshape(2, 2))  # fmt: skip
    raises(ValueError, "a has 0 dimensions", m.total_x, a[0:1].reshape(()))
    raises(ValueError, "a has 0 dimensions", m.total_x, a[0])
    masked = np.ma.zeros(4, m.point.dtype)
    raises(TypeError, "is a MaskedArray", m.total_x, masked)


def check_ctypes(m: Any) -> None:
    many = (Point * 3)((1, 2), (3, 4), (5, 6))
    equal(m.total_x(many), 9.0)
    m.shift(many, m.point(1, 1))
    equal((many[0].x, many[2].y), (2.0, 7.0))
    raises(TypeError, "a has the format", m.total_x, (Reversed * 3)())
    raises(TypeError, "a has the format", m.total_x, (ctypes.c_double * 3)())
    things = (Particle * 2)()
    things[1].velocity[0] = 2
    m.move_all(things, 1.5)
    equal(things[1].at.x, 3.0)
    raises(TypeError, "move_all(): a has the format", m.move_all, many, 1)
    packed = (Packed * 2)((b"a", 1.5, 2), (b"b", 2, 3))
    if sys.version_info >= (3, 12):
        equal(m.sum_packed(packed), 9.0)
    else:  # ctypes said nothing of what a packed structure is made of
        raises(TypeError, "has the format 'B'", m.sum_packed, packed)


def check_formats(m: Any) -> None:
    """Formats that other exporters write, and ones that nobody should."""
    if np:  # any format can be given to an array of our own
        return
    made = m.make_points(2, 1.0)
    equal(made.format, "T{^d:x:d:y:}")
    equal(m.total_x(made), 1.0)


# --------------------------------------------------------------------- in place
def check_in_place(m: Any) -> None:
    if not np:
        return
    a = np.zeros(3, m.point.dtype)
    m.shift(a, m.point(1, 2))
    equal(a.tolist(), [(1.0, 2.0)] * 3)
    same = a.astype([("x", "f8"), ("y", "f8")])
    m.shift(same, m.point(1, 2))
    equal(same.tolist(), [(2.0, 4.0)] * 3)
    m.shift(a.view(np.recarray), by=m.point(1, 2))
    equal(a.tolist(), [(2.0, 4.0)] * 3)
    fixed = a.copy()
    fixed.setflags(write=False)
    raises(ValueError, "shift(): a is read-only", m.shift, fixed, m.point(1, 1))
    raises(ValueError, "a is not C-contiguous", m.shift, a[::2], m.point(1, 1))
    raises(ValueError, "a is not C-contiguous", m.shift, a[::-1], m.point(1, 1))
    raw = np.zeros(49, "u1")[1:].view(m.point.dtype)
    raises(ValueError, "a is not aligned in memory (point wants 8 bytes)", m.shift, raw,
           m.point(1, 1))  # fmt: skip
    twice = np.broadcast_arrays(a[:1], a)[0]
    raises(ValueError, "shift(): a", m.shift, twice, m.point(1, 1))


def check_overlap(m: Any) -> None:
    if not np:
        return
    a = np.zeros(6, m.point.dtype)
    m.copy_points(a[:3], a[3:])
    raises(ValueError, "overlap", m.copy_points, a[:3], a[2:5])
    m.copy_points(a[:0], a[:0])
    raises(ValueError, "to.shape[0]", m.copy_points, a[:2], a[3:])
    pairs = np.zeros((4, 2), m.point.dtype)
    pairs["x"] = [[1, 5], [2, 6], [3, 7], [4, 8]]
    flat = pairs.reshape(8)
    m.gather(flat[4:], flat[:4])
    equal(flat["x"].tolist(), [3, 7, 4, 8, 3, 7, 4, 8])
    m.gather(flat[::-1][:3], flat[:5])  # they touch, and do not overlap
    equal(flat["x"].tolist()[:3], [8, 4, 7])
    raises(ValueError, "overlap", m.gather, flat[::2], flat[:4])
    raises(ValueError, "overlap", m.gather, flat[::-1], flat[:1])


def check_padding(m: Any, np: Any) -> None:
    """Outputs hold no old memory, and what stands in an input's padding is nobody's."""
    for _ in range(3):
        out = m.echo_records([record(m)] * 2)
        raw = out.view("u1").reshape(2, -1).copy()
        for name in out.dtype.names:
            kind, offset = out.dtype.fields[name][:2]
            raw[:, offset : offset + kind.itemsize] = 0
        assert not raw.any()
    a = np.full(64, 255, "u1").view(m.particle.dtype)
    a["at"], a["velocity"], a["id"] = 0, 1, 2
    m.move_all(a, 1.0)
    equal(a["at"]["x"].tolist(), [1, 1])


# --------------------------------------------------------------------------- out
def check_out(m: Any) -> None:
    a = m.make_points(3, 2.0)
    if not np:
        equal((a.format, a.itemsize, a.shape), ("T{^d:x:d:y:}", 16, (3,)))
        equal(memoryview(a.tobytes()).cast("d").tolist(), [0, 0, 2, -2, 4, -4])
        equal(m.total_x(a), 6.0)
        m.shift(a, m.point(1, 0))
        equal(m.total_x(a), 9.0)
        equal(m.make_packed(1).format, "T{^1s:tag:d:value:H:count:}")
        equal(m.sum_packed(m.make_packed(4)), 14.0)
        return
    equal((a.dtype, a.tolist()), (m.point.dtype, [(0, 0), (2, -2), (4, -4)]))
    assert a.dtype is m.point.dtype and a.flags.writeable
    mine = np.ones(3, m.point.dtype)
    assert m.make_points(3, 1.0, a=mine) is mine
    equal(mine["x"].tolist(), [0, 1, 2])
    raises(ValueError, "a has shape (3,), but must have (4,)", m.make_points, 4, 1.0,
           a=mine)  # fmt: skip
    raises(TypeError, "a has the dtype", m.make_points, 3, 1.0, a=np.zeros(3))
    equal(m.make_points(0, 1.0).shape, (0,))
    large = m.make_points(100_000, 1.0)
    equal(float(large["x"][-1]), 99999.0)
    raises(MemoryError, "make_points(): a would be", m.make_points, 2**60, 1.0)
    one = m.doubled([m.particle(m.point(1, 2), [3, 4], 5)])
    equal(one["at"].tolist() + one["id"].tolist(), [(2.0, 2.0), 10])
    b = m.particle.dtype.type  # numpy.void
    things = np.zeros(2, m.particle.dtype)
    things["id"] = 7
    changed = m.doubled(things[::-1])
    equal((changed["id"].tolist(), things["id"].tolist()), ([14, 14], [7, 7]))
    equal(b, np.void)
    found = m.positive(points(m, -1, 2, -3, 4))
    equal(found["x"].tolist(), [2, 4])
    equal(m.positive(points(m, 1, 2), b=np.zeros(2, m.point.dtype))["x"].tolist(),
          [1, 2])  # fmt: skip
    equal(m.maybe_points(3), 3.0)
    array, n = m.maybe_points(3, a=True)
    equal((array["x"].tolist(), n), ([1, 1, 1], 3.0))


def check_instances_out(m: Any) -> None:
    things = m.as_list(3)
    equal([t.id for t in things], [0, 1, 2])
    equal(things[1], m.particle(m.point(0, 0), [0, 0], 1))
    if np:
        a = m.make_points(3, 2.0)
        equal([m.point(*row) for row in a.tolist()][1], m.point(2, -2))


def check_pointers(m: Any) -> None:
    if not np:
        equal(m.fresh_points(3).shape, (3,))
        equal(m.own_particles().format, "T{^T{d:x:d:y:}:at:(2)f:velocity:i:id:4x}")
        assert m.own_particles().readonly
        return
    before = m.live()
    a = m.fresh_points(4)
    equal((a["x"].tolist(), a.dtype), ([0, 1, 2, 3], m.point.dtype))
    b = m.fresh_out(2)
    equal((b["x"].tolist(), m.live()), ([0, 1], before + 2))
    del a, b
    gc.collect()
    equal(m.live(), before)
    own = m.own_particles()
    equal((own["id"].tolist(), own.flags.writeable), ([7, 8], False))


# ------------------------------------------------------------------------- scans
def check_scans(m: Any) -> None:
    equal(m.sum_colors([record(m), record(m)]), 6)
    if not np:
        return
    a = m.echo_records([record(m)] * 5)
    for name, index, value, text in (
        ("color", (), 17, "a[3].color = 17 is no member of color"),
        ("state", (), 4, "a[3].state = 4 is no member of state"),
        ("colors", (2,), 8, "a[3].colors[2] = 8 is no member of color"),
    ):
        b = a.copy()
        b[name][(3, *index)] = value
        for call in (m.sum_colors, m.echo_records, m.change_records, m.view_colors):
            raises(ValueError, text, call, b)
        raises(ValueError, "a[1].", m.view_colors, b[::-1])
    for name, index in (("ok", ()), ("flags", (1, 0))):
        b = a.copy()
        place = b[name].view("u1")
        place[(2, *index)] = 2
        shown = "[1, 0]" if index else ""
        raises(ValueError, f"a[2].{name}{shown} is the byte 2, which is no bool",
               m.sum_colors, b)  # fmt: skip
    m.change_records(a)
    equal(a["color"].tolist(), [4] * 5)
    garbage = np.full(a.nbytes, 255, "u1").view(a.dtype)
    raises(ValueError, "a[0].ok is the byte 255", m.sum_colors, garbage)


# ---------------------------------------------------------------------- layouts
def check_layouts(m: Any) -> None:
    if not np:
        equal(m.sum_aligned([m.aligned(1.5, 0), m.aligned(2, 0)]), 3.5)
        equal(m.sum_aligned(m.make_aligned(3)), 3.0)
        return
    packed = m.make_packed(4)
    equal(m.sum_packed(packed), 14.0)
    equal(m.sum_packed(packed[::-1]), 14.0)
    shifted = np.zeros(45, "u1")[1:].view(m.packed.dtype)  # any address will do
    shifted[...] = packed
    equal(m.sum_packed(shifted), 14.0)
    made = m.make_aligned(3)
    equal((made["value"].tolist(), made.ctypes.data % 64), ([0, 1, 2], 0))
    equal(m.sum_aligned(made), 3.0)
    m.double_aligned(made)
    equal(made["value"].tolist(), [0, 2, 4])
    raw = np.zeros(64 * 4, "u1")
    start = (80 - raw.ctypes.data % 64) % 64
    off = raw[start : start + 128].view(m.aligned.__numpy_dtype__)
    off["value"] = 3
    equal(m.sum_aligned(off), 6.0)
    raises(ValueError, "is not aligned in memory (aligned wants 64", m.double_aligned,
           off)  # fmt: skip


def check_views(m: Any) -> None:
    equal(m.view_x(points(m, 1, 2, 3)), 6.0)
    if not np:
        return
    a = np.zeros((4, 6), m.point.dtype)
    a["x"] = 1
    m.scale_view(a[::2, ::-3], 3.0)
    equal(float(a["x"].sum()), 20 + 4 * 3.0)
    equal(m.view_x(a[:, 1]), 4.0)
    raises(ValueError, "is read-only", m.scale_view, np.broadcast_to(a[0], (2, 6)), 1.0)


class Changes:
    """Its __float__ changes an array that C was given."""

    def __init__(self, change: Any) -> None:
        self.change = change

    def __float__(self) -> float:
        self.change()
        return 1.0


def check_changes_during_the_call(m: Any) -> None:
    if not np:
        return
    a = np.zeros(3, m.particle.dtype)

    def other_dtype() -> None:
        a.dtype = "V32"

    text = "a changed during the call"
    raises(RuntimeError, text, m.move_all, a, Changes(other_dtype))
    a = np.zeros(3, m.particle.dtype)
    raises(RuntimeError, text, m.move_all, a,
           Changes(lambda: a.resize(1, refcheck=False)))  # fmt: skip
    a = np.zeros(3, m.particle.dtype)
    raises(RuntimeError, text, m.move_all, a, Changes(lambda: a.setflags(write=False)))
