/* SPDX-License-Identifier: MIT
   carbide/runtime/strided_in.c: arrays whose strides C takes as parameters or requires
   (CB_STRIDES), in elements. In: an object, the required strides; out: data, shape and
   strides, of the array itself where they fit, else of a copy laid out to fit. */
#include "carbide/runtime/small.h"

/* An axis that does not fit, or -1. Axes of extent 0 and 1 take any stride. */
static int
misfit(const struct cbi_layout *have, int rank, const intptr_t *want)
{
    for (int d = 0; d < rank; d++) {
        const intptr_t s = have->strides[d];
        if (have->shape[d] > 1
            && (s <= 0 || (want[d] != CBI_ANY_STRIDE && s != want[d]))) {
            return d;
        }
    }
    return -1;
}

/* The strides that C is told: the layout's own; for short axes the required one, else a
   contiguous array's. */
static void
tell(const struct cbi_layout *have, int rank, const intptr_t *want, intptr_t *shape,
     intptr_t *strides)
{
    cbi_contiguous_strides(rank, have->shape, 1, strides);
    for (int d = 0; d < rank; d++) {
        shape[d] = have->shape[d];
        if (have->shape[d] > 1) {
            strides[d] = have->strides[d];
        }
        else if (want[d] != CBI_ANY_STRIDE) {
            strides[d] = want[d];
        }
    }
}

/* A layout with the required strides: those first, in the order of their size; then the
   free axes, the last innermost. False: required strides that make elements meet. */
static bool
plan(int rank, const intptr_t *shape, const intptr_t *want, intptr_t *strides,
     intptr_t *span)
{
    bool placed[64] = {false};
    *span = 1;
    for (int n = 0; n < rank; n++) {
        int next = -1;
        for (int d = 0; d < rank; d++) {
            bool fixed = want[d] != CBI_ANY_STRIDE && shape[d] > 1;
            if (fixed && !placed[d] && (next < 0 || want[d] < want[next])) {
                next = d;
            }
        }
        if (next < 0) {
            break;
        }
        intptr_t reach;
        if (want[next] < *span
            || __builtin_mul_overflow(shape[next] - 1, want[next], &reach)
            || __builtin_add_overflow(*span, reach, span)) {
            return false;
        }
        placed[next] = true;
        strides[next] = want[next];
    }
    for (int d = rank; d--;) {
        if (!placed[d]) {
            strides[d] = *span;
            if (shape[d] > 1 && __builtin_mul_overflow(*span, shape[d], span)) {
                return false;
            }
        }
    }
    return true;
}

/* Contiguous elements into their places. */
static void
scatter(const char *from, char *to, size_t item, int rank, const intptr_t *shape,
        const intptr_t *strides)
{
    intptr_t position[64] = {0};
    for (;;) {
        intptr_t at = 0;
        for (int d = 0; d < rank; d++) {
            at += position[d] * strides[d];
        }
        memcpy(to + at * (intptr_t)item, from, item);
        from += item;
        int d = rank;
        while (d-- && ++position[d] == shape[d]) {
            position[d] = 0;
        }
        if (d < 0) {
            return;
        }
    }
}

/* The contiguous a->data, laid out anew. */
static bool
lay_out(struct cbi_call *call, int i, cbi_type type, int rank, const intptr_t *want,
        struct cbi_array *a, intptr_t *shape, struct cbi_layout *have)
{
    intptr_t span, bytes;
    const intptr_t item = (intptr_t)CBI_SIZE(type);
    if (cbi_total(type, rank, shape) == 0) {
        return true;
    }
    if (!plan(rank, shape, want, have->strides, &span)
        || __builtin_mul_overflow(span, item, &bytes)) {
        return cbi_fail(call, PyExc_ValueError, i,
                        "cannot be laid out with the strides that C wants");
    }
    char *to = cbi_memory(call, (size_t)bytes);
    if (!to) {
        return false;
    }
    scatter(a->data, to, (size_t)item, rank, shape, have->strides);
    a->data = to;
    return true;
}

CBI_COLD bool
cbi_get_strided(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
                unsigned flags, const intptr_t *want, struct cbi_array *a,
                intptr_t *shape, intptr_t *strides)
{
    struct cbi_layout have;
    const intptr_t item = (intptr_t)CBI_SIZE(type);
    a->object = NULL;
    if (!cbi_get_view(call, i, o, type, rank, flags, a, shape, have.strides)) {
        return false;
    }
    bool whole = true;
    memcpy(have.shape, shape, sizeof *shape * (size_t)rank);
    for (int d = 0; d < rank; d++) {
        whole = whole && (shape[d] <= 1 || have.strides[d] % item == 0);
        have.strides[d] /= item;
    }
    int axis = misfit(&have, rank, want);
    if (whole && axis < 0) {
        tell(&have, rank, want, shape, strides);
        return true;
    }
    if (flags & (CBI_WRITE | CBI_FRESH)) {
        cbi_drop(cbi_take(a));
        if (!whole) {
            return cbi_fail(call, PyExc_ValueError, i,
                            "has strides that are no whole number of elements");
        }
        return want[axis] != CBI_ANY_STRIDE
               ? cbi_bad_stride(call, i, axis, have.strides[axis], want[axis], "")
               : cbi_fail(call, PyExc_ValueError, i, "has a stride of %td elements "
                          "along axis %d, but C wants a positive one",
                          (ptrdiff_t)have.strides[axis], axis);
    }
    a->direct = NULL;
    if (!cbi_copy_contiguous(call, i, o, type, rank, a, shape)) {
        return false;
    }
    cbi_contiguous_strides(rank, shape, 1, have.strides);
    memcpy(have.shape, shape, sizeof *shape * (size_t)rank);
    if (misfit(&have, rank, want) >= 0
        && !lay_out(call, i, type, rank, want, a, shape, &have)) {
        return false;
    }
    tell(&have, rank, want, shape, strides);
    return true;
}
