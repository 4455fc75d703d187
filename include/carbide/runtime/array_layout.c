/* SPDX-License-Identifier: MIT
   carbide/runtime/array_layout.c: how the memory of an array lies, whether C may use it
   so, and what is said where C may not; for numbers and for structs alike. In: what
   describes the memory, the size of an element; out: yes or no, or an exception that
   says what came and what to pass. What C changes in place has to be the caller's own:
   no remedy is a copy that the caller would not have afterwards. */
#include "carbide/runtime/small.h"

static bool
is_empty(const struct cbi_source *s)
{
    for (int d = 0; d < s->rank; d++) {
        if (s->shape[d] == 0) {
            return true;
        }
    }
    return false;
}

bool
cbi_is_contiguous(const struct cbi_source *s, size_t item)
{
    intptr_t step = (intptr_t)item;
    if (!s->strides || is_empty(s)) {
        return true;
    }
    for (int d = s->rank; d--;) {
        if (s->shape[d] != 1 && s->strides[d] != step) {
            return false;
        }
        step *= s->shape[d];
    }
    return true;
}

bool
cbi_is_aligned(const struct cbi_source *s, size_t align)
{
    uintptr_t all = (uintptr_t)s->data;
    for (int d = 0; s->strides && d < s->rank; d++) {
        all |= s->shape[d] > 1 ? (uintptr_t)s->strides[d] : 0;
    }
    return is_empty(s) || (all & (align - 1)) == 0;
}

void
cbi_contiguous_strides(int rank, const intptr_t *shape, size_t item, intptr_t *strides)
{
    intptr_t step = (intptr_t)item;
    for (int d = rank; d--;) {
        strides[d] = step;
        step *= shape[d] > 0 ? shape[d] : 1;
    }
}

bool
cbi_is_as_before(const struct cbi_source *s, const struct cbi_array *a, int rank,
                 unsigned flags, const intptr_t *shape, const intptr_t *strides,
                 intptr_t unit)
{
    bool same = s->rank == rank;
    for (int d = 0; same && d < rank; d++) {
        same = s->shape[d] == shape[d]
               && (!strides || shape[d] <= 1 || s->strides[d] == strides[d] * unit);
    }
    return same && (is_empty(s) || s->data == a->data)
           && !((flags & CBI_WRITE) && (s->read_only || s->warn));
}

/* ------------------------------------------------------------------ what is refused */
CBI_COLD bool
cbi_wrong_rank(struct cbi_call *call, int i, const struct cbi_source *s, int rank)
{
    char shape[120];
    return cbi_fail(call, PyExc_ValueError, i,
                    "has %d dimension%s, shape %s, but C wants %d", s->rank,
                    s->rank == 1 ? "" : "s", cbi_shape_text(s->rank, s->shape, shape),
                    rank);
}

CBI_COLD bool
cbi_may_write(struct cbi_call *call, int i, PyObject *o, const struct cbi_source *s)
{
    char name[48];
    if (s->copied) {
        return cbi_fail(call, PyExc_TypeError, i, "is a %s, whose memory C cannot "
                        "change in place; pass an array", cbi_type_name(o, name));
    }
    if (s->read_only) {
        return cbi_fail(call, PyExc_ValueError, i,
                        "is read-only, but C changes it in place");
    }
    return !s->warn
           || cbi_fail(call, PyExc_ValueError, i, "is a broadcast or a temporary view, "
                       "but C changes it in place; pass an array of its own memory");
}

CBI_COLD bool
cbi_bad_layout(struct cbi_call *call, int i, const struct cbi_source *s,
               const char *name, size_t align)
{
    char strides[120];
    if (!cbi_is_aligned(s, align)) {
        return cbi_fail(call, PyExc_ValueError, i, "is not aligned in memory (%s wants "
                        "%zu bytes), but C changes it in place; pass an aligned array",
                        name, align);
    }
    return cbi_fail(call, PyExc_ValueError, i, "is not C-contiguous (strides %s "
                    "bytes), but C changes it in place; pass a contiguous array",
                    cbi_shape_text(s->rank, s->strides, strides));
}

bool
cbi_take_strides(struct cbi_call *call, int i, const struct cbi_source *s, size_t item,
                 unsigned flags, intptr_t *strides)
{
    cbi_contiguous_strides(s->rank, s->shape, item, strides);
    for (int d = 0; s->strides && d < s->rank; d++) {
        strides[d] = s->strides[d];
        if ((flags & CBI_WRITE) && strides[d] == 0 && s->shape[d] > 1) {
            return cbi_fail(call, PyExc_ValueError, i, "repeats its elements along axis "
                            "%d, but C changes them; pass an array with memory for each",
                            d);
        }
    }
    return true;
}
