# SPDX-License-Identifier: MIT
"""What the test module `arrays` must do: bounds, shapes, strides, views, ownership."""

from __future__ import annotations

import contextlib
import gc
import math
from typing import Any

from checking import endless, equal, items, raises


def check_matmul(m: Any) -> None:
    a, b = [[1, 2], [3, 4], [5, 6]], [[1, 0, 2], [0, 1, 3]]
    equal(items(m.matmul(a, b)), [[1.0, 2.0, 8.0], [3.0, 4.0, 18.0], [5.0, 6.0, 28.0]])
    error = raises(ValueError, "matmul(): b has shape (3, 1)", m.matmul, a, [[1]] * 3)
    equal(
        str(error),
        "matmul(): b has shape (3, 1), but b.shape[0] must equal a.shape[1] = 2",
    )
    raises(TypeError, "matmul()", m.matmul, a)
    raises(TypeError, "matmul(): a[0]", m.matmul, [1.0, 2.0], b)


def check_outputs(m: Any, np: Any) -> None:
    a = np.arange(6.0).reshape(2, 3)
    c = np.empty((2, 2))
    assert m.matmul(a, a.T, c=c) is c
    assert np.array_equal(c, a @ a.T)
    raises(ValueError, "matmul(): c", m.matmul, a, a.T, c=np.empty((2, 3)))
    raises(TypeError, "matmul(): c", m.matmul, a, a.T, c=np.empty((2, 2), "f4"))
    raises(ValueError, "matmul(): c", m.matmul, a, a.T, c=np.empty((2, 4))[:, ::2])
    raises(ValueError, "matmul(): c", m.matmul, a, a.T, c=np.empty((2, 2), order="F"))
    raises(TypeError, "matmul(): c", m.matmul, a, a.T, c=[[0.0] * 2] * 2)
    frozen = np.empty((2, 2))
    frozen.setflags(write=False)
    raises(ValueError, "matmul(): c", m.matmul, a, a.T, c=frozen)
    raises(TypeError, "matmul()", m.matmul, a, a.T, c)  # keyword-only


def check_taken(m: Any, np: Any) -> None:
    counted = np.array([5, 6], np.int32)
    doubled, half = m.taken_arrays([1.0, 2.0], counted)
    equal([items(doubled), items(counted), items(half)], [[2.0, 4.0], [6, 7], [0]])


def check_tied(m: Any) -> None:
    equal(m.dot([1, 2], [3, 4]), 11.0)
    equal(m.dot([], []), 0.0)
    error = raises(ValueError, "dot(): y", m.dot, [1, 2], [3])
    assert "x.shape[0] = 2" in str(error), error
    equal(items(m.outer([1, 2], [3, 4, 5])), [[3.0, 4.0, 5.0], [6.0, 8.0, 10.0]])
    equal(items(m.find_max([[1, 5], [3, 2]])), [3, 5])
    equal(m.trace([[1, 2], [3, 4]]), 5)
    raises(ValueError, "trace(): a", m.trace, [[1, 2]])


def check_restrict(m: Any, np: Any) -> None:
    x = np.arange(8.0)
    equal(m.dot_restrict(x, x), float(x @ x))  # two inputs may be one array
    raises(ValueError, "overlap", m.axpy, 2.0, x, x)
    raises(ValueError, "overlap", m.axpy, 2.0, x[:5], x[3:])
    m.axpy(2.0, x[:4], x[4:])
    assert x.tolist() == [0, 1, 2, 3, 4, 7, 10, 13]
    raises(ValueError, "overlap", m.swap, x, x)
    m.add_into(x, x)  # without restrict it is allowed
    assert x[1] == 2
    empty = np.zeros(0)
    m.axpy(1.0, empty, empty)


def check_solved_bounds(m: Any) -> None:
    equal(m.trapezoid([0, 1, 2], 0.5), 1.0)
    raises(ValueError, "n + 1", m.trapezoid, [], 1.0)
    equal(m.odd([1, 1, 1, 1, 1]), 7.0)
    raises(ValueError, "2 * n + 1", m.odd, [1, 2])
    equal(m.before([1, 2, 3]), 4)
    equal(m.before([]), 1)
    equal(m.shifted([0] * 11), 2)
    raises(ValueError, "shifted(): x", m.shifted, [0] * 4)
    raises(ValueError, "shifted(): x", m.shifted, [0])
    equal(m.both([1, 2], [1, 2, 3]), -3.0)
    raises(ValueError, "both(): y", m.both, [1, 2], [1, 2])


def check_checked_bounds(m: Any) -> None:
    equal(m.block(2, 3, [1] * 6), 6.0)
    error = raises(ValueError, "m * k", m.block, 2, 3, [1] * 5)
    assert "6" in str(error) and "5" in str(error), error
    raises(OverflowError, "block()", m.block, 2**40, 2**40, [1])
    raises(OverflowError, "block(): m", m.block, -1, 3, [1])
    equal(m.middle(5, [1, 2, 3]), 3.0)
    raises(ValueError, "middle(): x", m.middle, 5, [1, 2])
    equal(m.bits(3, [1] * 8), 8.0)
    for n in (31, 32, 64, 2**31):
        try:
            m.bits(n, [1])
        except (OverflowError, ValueError) as error:
            assert "bits()" in str(error), error
        else:
            raise AssertionError(f"bits({n}) was accepted")
    equal(m.chosen(2, True, [1] * 4), 4.0)
    equal(m.chosen(2, False, [1] * 2), 2.0)
    raises(ValueError, "chosen(): x", m.chosen, 2, False, [1] * 4)


def check_narrow_bounds(m: Any) -> None:
    equal(m.small([0] * 127), 127)
    raises(OverflowError, "int8_t", m.small, [0] * 128)
    equal(m.small_rows([[1, 2], [3, 4]]), 4)
    raises(OverflowError, "small_rows()", m.small_rows, [[0] * 128])


def check_constant_bounds(m: Any) -> None:
    equal(m.norm3([0, 3, 4]), 5.0)
    raises(ValueError, "norm3(): v", m.norm3, [1, 2])
    raises(ValueError, "norm3(): v", m.norm3, [1, 2, 3, 4])
    equal(m.det2([[1, 2], [3, 4]]), -2.0)
    equal(items(m.cross([1, 0, 0], [0, 1, 0])), [0.0, 0.0, 1.0])
    equal(m.rows_of_three([[1, 2, 3], [4, 5, 6]]), 21.0)
    raises(ValueError, "rows_of_three(): x", m.rows_of_three, [[1, 2]])


def check_at_least(m: Any, np: Any) -> None:
    work = np.zeros(20)
    equal(m.at_least([1, 2], work), 15.0)
    equal(m.at_least([1, 2], np.zeros(10)), 15.0)
    error = raises(ValueError, "at_least(): work", m.at_least, [1, 2], np.zeros(9))
    assert "10" in str(error) and "9" in str(error), error
    equal(m.first([7, 8]), 7.0)


def check_output_bounds(m: Any) -> None:
    equal(items(m.eye(2)), [[1.0, 0.0], [0.0, 1.0]])
    equal(items(m.table(2, 3)), [[0, 1, 2], [3, 4, 5]])
    equal(items(m.gap(5, 2)), [2.0, 3.0, 4.0])
    equal(items(m.gap(2, 2)), [])
    error = raises(ValueError, "n - m", m.gap, 2, 5)
    assert "-3" in str(error), error
    equal(items(m.quotient(7, 2)), [0.0, 2.0, 4.0])
    raises(ValueError, "n / k", m.quotient, 7, 0)
    raises(MemoryError, "", m.iota, 2**61)
    raises(MemoryError, "", m.eye, 2**30)
    raises(ValueError, "table()", m.table, -1, 2)
    raises(OverflowError, "table(): m", m.table, 2**31, 2)


def check_shapes(m: Any) -> None:
    equal(m.sum_flat([1, 2, 3]), 6.0)
    equal(m.sum_matrix([[1, 2], [3, 4]]), 10.0)
    raises(TypeError, "sum_matrix(): a[0]", m.sum_matrix, [1, 2])
    equal(items(m.iota(3)), [0, 1, 2])
    equal(m.sum_star([1, 2]), 3.0)
    y, copied = m.copy_star([1, 2, 3], 2)
    equal((items(y), copied), ([1.0, 2.0], 2))
    equal(m.sum_attribute([1, 2]), 3.0)


def check_zero_extents(m: Any, np: Any) -> None:
    equal(m.sum_matrix(np.zeros((0, 3))), 0.0)
    equal(m.sum_matrix(np.zeros((3, 0))), 0.0)
    assert m.matmul(np.zeros((0, 2)), np.zeros((2, 3))).shape == (0, 3)
    assert m.matmul(np.zeros((2, 3)), np.zeros((3, 0))).shape == (2, 0)
    # The inner extent of a bound array is 0, and there is something to write.
    raises(
        ValueError, "inner extent of 0", m.matmul, np.zeros((2, 0)), np.zeros((0, 3))
    )
    assert m.eye(0).shape == (0, 0)


def check_in_place(m: Any, np: Any) -> None:
    a = np.arange(6.0).reshape(2, 3)
    m.scale_matrix(a, 2)
    assert a.tolist() == [[0, 2, 4], [6, 8, 10]]
    raises(ValueError, "scale_matrix(): a", m.scale_matrix, a.T, 2)
    raises(TypeError, "scale_matrix(): a", m.scale_matrix, a.tolist(), 2)


def check_strides(m: Any, np: Any) -> None:
    x = np.arange(10.0)
    equal(m.sum_stride(x), 45.0)
    equal(m.sum_stride(x[::3]), 18.0)
    equal(m.sum_stride(x[::-1]), 45.0)  # copied
    equal(m.sum_stride([1, 2]), 3.0)
    equal(m.sum_stride(np.broadcast_to(2.0, 5)), 10.0)
    m.scale_stride(2, x[::2])
    assert x.tolist() == [0, 1, 4, 3, 8, 5, 12, 7, 16, 9]
    raises(ValueError, "scale_stride(): x", m.scale_stride, 2, x[::-1])
    raises(TypeError, "scale_stride(): x", m.scale_stride, 2, [1.0])
    a = np.arange(12.0).reshape(3, 4)
    equal(m.sum_lda(a), 66.0)
    equal(m.sum_lda(a[:, 1:3]), float(a[:, 1:3].sum()))
    equal(m.sum_lda(a.T), 66.0)
    m.fill_lda(7, a[:, 1:3])
    assert a[1].tolist() == [4, 7, 7, 7]
    raises(ValueError, "fill_lda(): a", m.fill_lda, 7, a.T)
    columns = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    wanted = float((columns.sum(0) * [1, 2, 3]).sum())
    equal(m.sum_columns(columns), wanted)
    equal(m.sum_columns(np.ascontiguousarray(columns)), wanted)
    equal(m.sum_every_second(x[::2]), 40.0)
    equal(m.sum_every_second(x), float(x.sum()))
    one = np.zeros((1, 5))[:, ::5]
    m.fill_lda(3, one)
    assert one[0, 0] == 3


def check_views(m: Any, np: Any) -> None:
    x = np.arange(10.0)
    for v in (x, x[::3], x[::-1], x[5:2:-1], np.broadcast_to(3.0, 4), x[:0]):
        equal(m.view_sum1(v), float(v.sum()))
    a = np.arange(12.0).reshape(3, 4)
    for v in (a, a.T, a[::-1, ::2], a[:, 1:], np.asfortranarray(a)):
        weights = np.arange(1, v.shape[0] + 1)[:, None]
        equal(m.view_sum2(v), float((v * weights).sum()))
    m.view_fill(a[:, ::-2], 5)
    assert a[0].tolist() == [0, 5, 2, 5]
    raises(TypeError, "view_fill(): v", m.view_fill, [[1.0]], 1)
    zero_stride = np.lib.stride_tricks.as_strided(a, (3, 4), (0, 8))
    raises(ValueError, "view_fill(): v", m.view_fill, zero_stride, 1)
    raises(ValueError, "view_sum2(): v", m.view_sum2, x)
    raises(TypeError, "view_fill(): v", m.view_fill, a.astype("f4"), 1)
    b = np.zeros((4, 6), "i4")[::2, ::-3]
    assert m.view_strides(b).tolist() == [2, 2, 48, -12]
    c = np.arange(24).reshape(2, 3, 4).astype("i8")
    total = 0
    for value in c.transpose(2, 0, 1).ravel().tolist():
        total = 3 * total + value
    equal(m.view_sum3(c.transpose(2, 0, 1)), total)
    y = np.zeros(5)
    m.view_add(x[::2], y)
    assert y.tolist() == x[::2].tolist()


def check_lengths(m: Any) -> None:
    equal(items(m.share(4, 2)), [2.0, 2.0])
    raises(ValueError, "y.shape[0]: (long)n / k divides by zero", m.share, 4, 0)
    raises(SystemError, "share()", m.share, 4, -1)
    equal(items(m.positive([1, -2, 3])), [1.0, 3.0])
    equal(items(m.positive([-1])), [])
    equal(items(m.positive([])), [])
    equal(items(m.positive_count([-1, 2])), [2.0])
    equal(items(m.nonzero_rows([[0, 0], [1, 2], [0, 0], [0, 3]])), [[1, 2], [0, 3]])
    result = m.claims(3, 2)
    assert items(result[-1] if isinstance(result, tuple) else result) == [0.0, 1.0]
    raises(SystemError, "claims()", m.claims, 3, 4)
    raises(SystemError, "claims()", m.claims, 3, -1)
    equal(m.roots(1, 0, -1), [-1.0, 1.0])
    equal(m.roots(1, 0, 0), [0.0])
    equal(m.roots(1, 0, 1), [])


def check_length_of_given_output(m: Any, np: Any) -> None:
    out = np.full(3, 9.0)
    y = m.positive([1, -2, 3], y=out)
    assert y.tolist() == [1, 3] and np.shares_memory(y, out)
    assert out.tolist()[:2] == [1, 3]


def check_indices(m: Any, np: Any) -> None:
    x = [10, 20, 30]
    equal(items(m.gather(x, [2, 0])), [30.0, 10.0])
    error = raises(IndexError, "i[1] = 3", m.gather, x, [0, 3])
    assert "3" in str(error), error
    raises(IndexError, "i[0] = -1", m.gather, x, [-1])
    raises(IndexError, "i[0] = 3", m.gather_small, x, np.array([3], "u1"))
    equal(items(m.gather_small(x, [1])), [20.0])
    equal(m.item(x, 2), 30.0)
    raises(IndexError, "item(): i", m.item, x, 3)
    raises(OverflowError, "item(): i", m.item, x, -1)
    raises(IndexError, "item_signed(): i", m.item_signed, x, -1)
    raises(IndexError, "item_signed(): i", m.item_signed, x, 3)
    raises(IndexError, "item()", m.item, [], 0)


def check_requirements(m: Any) -> None:
    equal(m.quantile([1, 2, 3], 0.5), 2.0)
    for q in (-0.1, 1.1, math.nan, math.inf):
        raises(ValueError, "q >= 0 && q <= 1", m.quantile, [1], q)
    text = "quantile(): q >= 0 && q <= 1 does not hold: q = -0.25"
    raises(ValueError, text, m.quantile, [1], -0.25)
    raises(ValueError, "to <= n does not hold: to = 4, n = 3", m.slice, [1, 2, 3], 0, 4)
    raises(ValueError, "isfinite(x) does not hold: x = inf", m.both_finite, math.inf, 0)
    equal(m.both_finite(1.5, 0.5), 2.0)
    raises(ValueError, "isfinite(x)", m.both_finite, math.inf, 0)
    raises(ValueError, "isfinite(x)", m.both_finite, math.nan, 2)
    raises(ValueError, "fabs(y) < 1", m.both_finite, 1, -1)
    equal(m.slice([1, 2, 3], 1, 3), 5.0)
    raises(ValueError, "from <= to", m.slice, [1, 2, 3], 2, 1)
    raises(ValueError, "to <= n", m.slice, [1, 2, 3], 1, 4)


def check_scanned_elements(m: Any, np: Any) -> None:
    equal(m.count_true([True, False, True]), 2)
    x = np.array([True, False])
    m.not_all(x)
    assert x.tolist() == [False, True]
    for n in (1, 7, 8, 9, 100, 1000):
        bad = np.zeros(n, "u1")
        bad[n // 2] = 2
        raises(ValueError, f"x[{n // 2}]", m.count_true, bad.view("?"))
    assert m.larger([1, 3], 2).dtype == bool
    level = m.level
    kind = "u4"
    equal(m.count_level(np.array([0, 5, 5], kind), level.LEVEL_MIDDLE), 2)
    equal(m.count_level([level.LEVEL_LOW, 9], 9), 1)
    raises(ValueError, "x[1]", m.count_level, np.array([0, 1], kind), 5)
    raises(ValueError, "x[1]", m.count_level, [0, 1], 5)
    raises(ValueError, "count_level(): which", m.count_level, [0], 1)


def check_optional(m: Any, np: Any) -> None:
    equal(m.weighted([1, 2]), 3.0)
    equal(m.weighted([1, 2], None), 3.0)
    equal(m.weighted([1, 2], [3, 4]), 11.0)
    raises(ValueError, "weighted(): w", m.weighted, [1, 2], [3])
    equal(m.optional_only(), 0)
    equal(m.optional_only([1, 2]), 210)
    equal(m.optional_only(y=[1]), 101)
    equal(m.optional_only([1], [2]), 111)
    raises(ValueError, "optional_only(): y", m.optional_only, [1], [1, 2])
    total, y = m.optional_fills([1, 2])
    assert total == 3 and y.tolist() == [1, 2]
    total, y = m.optional_fills(n=2)
    assert total == 0 and y.tolist() == [-1, -1]
    raises(TypeError, "n", m.optional_fills)
    raises(ValueError, "optional_fills()", m.optional_fills, n=3, x=[1, 2])
    assert m.optional_fills(n=2, x=[1, 2])[0] == 3
    x = np.ones(2)
    equal(m.optional_in_place(x), 2)
    assert x.tolist() == [-1, -1]


def check_optional_output(m: Any, np: Any) -> None:
    equal(m.statistics([1, 2, 3]), 2.0)
    mean, centred = m.statistics([1, 2, 3], centred=True)
    assert mean == 2 and centred.tolist() == [-1, 0, 1]
    out = np.empty(3)
    mean, centred = m.statistics([1, 2, 3], centred=out)
    assert centred is out and out.tolist() == [-1, 0, 1]
    equal(items(m.solve2([[2, 0], [0, 4]], [2, 4])), [1.0, 1.0])
    equal(m.solve2([[1, 1], [1, 1]], [2, 4]), None)


class Endless:
    """A sequence that claims to be longer than memory, or whose items never end."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> float:
        return 1.0


def check_endless_sequences(m: Any) -> None:
    equal(m.sum_without_const(Endless(3)), 3.0)
    raises(MemoryError, "", m.sum_without_const, Endless(2**62))
    raises(MemoryError, "", m.sum_without_const, range(2**62))


def check_taken_and_returned(m: Any, np: Any) -> None:
    x = np.array([3.0, 1.0, 2.0])
    assert m.sorted(x).tolist() == [1, 2, 3] and x.tolist() == [3, 1, 2]
    assert m.sorted([3, 1]).tolist() == [1, 3]
    assert m.sorted(np.array([2, 1], "i2")).dtype == np.float64
    assert m.accumulate(range(4)).tolist() == [0, 1, 3, 6]
    equal(m.sum_without_const([1, 2]), 3.0)
    x.setflags(write=False)
    equal(m.sum_without_const(x), 6.0)


def check_owned(m: Any) -> None:
    equal(items(m.primes(20)), [2, 3, 5, 7, 11, 13, 17, 19])
    equal(items(m.primes(0)), [])
    raises(ValueError, "more than 1000000", m.primes, 2000000)
    assert m.grid(2, 3).shape == (2, 3)
    equal(items(m.linspace(0, 1, 3)), [0.0, 0.5, 1.0])
    equal(items(m.multiplication(2, 3)), [[0, 0, 0], [0, 1, 2]])
    equal(m.maybe(False, 3), None)
    equal(items(m.maybe(True, 2)), [0.0, 1.0])
    equal(items(m.origin()), [0.0, 0.5, 1.0])
    raises(SystemError, "long_claim()", m.long_claim, -1)
    with contextlib.suppress(SystemError, MemoryError):
        m.long_claim(2**61)
    before = m.live()
    kept = m.tracked(100)
    equal(m.live(), before + 100)
    view = memoryview(kept)[:50]
    del kept
    gc.collect()
    equal(m.live(), before + 100)
    assert view.tolist() == [0.0] * 50
    view.release()
    del view
    gc.collect()
    equal(m.live(), before)
    raises(MemoryError, "no memory for 5000 numbers", m.tracked, 5000)


def check_owned_arrays(m: Any, np: Any) -> None:
    x = m.linspace(0, 1, 5)
    assert type(x) is np.ndarray and x.flags.writeable and x.dtype == np.float64
    x[0] = 7
    assert not m.origin().flags.writeable
    assert m.counters().tolist()[0] > 0


def check_other_forms(m: Any) -> None:
    equal(m.squares_list([1, 2]), [1.0, 4.0])
    equal(m.squares_tuple([1, -2]), (1, 4))
    equal(m.squares_bytes(4), b"\0\1\4\t")
    equal(m.eye_list(2), [[1.0, 0.0], [0.0, 1.0]])
    equal(m.flags_list(3), [False, True, False])
    levels = m.levels_list(3)
    assert levels == [0, 5, 9] and all(type(x) is m.level for x in levels), levels
    equal(m.linspace_list(0, 1, 3), [0.0, 0.5, 1.0])
    equal(m.squares_list([]), [])
    equal(m.eye_list(0), [])


def check_several(m: Any) -> None:
    equal(m.minmax([1, 2, 6]), (3.0, 1.0, 6.0))
    outside, counts, edges = m.histogram([0.1, 0.2, 0.9, 5], 0, 1, 2)
    assert (outside, items(counts), items(edges)) == (1, [2, 1], [0.0, 0.5, 1.0])


def check_numpy_is_not_needed(m: Any) -> None:
    """Results have shape and format, whether NumPy is there or not."""
    y = memoryview(m.eye(2))
    equal((y.shape, y.format, y.readonly), ((2, 2), "d", False))
    y = memoryview(m.table(1, 2))
    equal((y.shape, y.format), ((1, 2), "i"))


def check_strided_elements_are_scanned(m: Any, np: Any) -> None:
    """The elements that C reads, and not those beside them."""
    raw = np.array([1, 9, 0, 9, 1, 9], "u1").view("?")
    equal(m.count_true_strided(raw[::2]), 2)
    equal(m.count_true_view(raw.reshape(3, 2)[:, :1]), 2)
    raises(ValueError, "x[2] is the byte 9", m.count_true_strided,
           np.array([1, 7, 1, 7, 9, 7], "u1").view("?")[::2])  # fmt: skip
    raises(ValueError, "x[0, 0] is the byte 9", m.count_true_view,
           raw.reshape(3, 2)[:, ::-1])  # fmt: skip
    levels = np.array([5, 77, 9, 77, 5, 77], "u4")
    equal(m.count_level_view(levels[::2], 5), 2)
    equal(m.count_level_view(levels[::-2][:0], 5), 0)
    raises(ValueError, "x[0] = 77 is no member of level", m.count_level_view,
           levels[::-2], 5)  # fmt: skip
    places = np.array([0, 77, 3, 77, 1, -1], "i4")
    equal(m.pick_strided(places[::2]), 1011)
    raises(IndexError, "x[0] = 77, but 4 = 4", m.pick_strided, places[1::2])
    raises(IndexError, "x[1] = -1 is negative", m.pick_strided, places[2::3][::1])


def check_endless_conversions(m: Any, np: Any) -> None:
    endless(m.norm3, "__array__")
    endless(m.sum_stride, "__array__")
