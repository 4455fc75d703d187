/* SPDX-License-Identifier: MIT
   carbide/runtime/bytes_in.c: text and bytes-like objects as memory of a known length:
   a str by its UTF-8, bytes, contiguous ndarrays by their fields, everything else by
   the buffer protocol, held until the call ends. In: an object; out: data, length. */
#include "carbide/runtime/small.h"

#include <stdlib.h>

static _Alignas(64) char nothing[64];

static void
release_buffer(void *view)
{
    PyBuffer_Release(view);
    free(view);
}

CBI_COLD static bool
by_buffer(struct cbi_call *call, int i, PyObject *o, unsigned flags,
          struct cbi_array *a, intptr_t *n)
{
    CbBuffer *view = calloc(1, sizeof *view);
    if (!view) {
        return cbi_no_memory();
    }
    call->ran = true;
    if (PyObject_GetBuffer(o, view, CB_BUF_STRIDES) < 0) {
        free(view);
        return cbi_fail_inner(call, i);
    }
    if (!cbi_later(call, release_buffer, view)) {
        return false;
    }
    intptr_t step = view->itemsize;
    for (int d = view->ndim; d-- && view->strides && view->len;) {
        if (view->shape[d] != 1 && view->strides[d] != step) {
            return cbi_fail(call, PyExc_ValueError, i, "is not contiguous");
        }
        step *= view->shape[d];
    }
    if ((flags & CBI_WRITE) && view->readonly) {
        return cbi_fail(call, PyExc_ValueError, i,
                        "is read-only, but C changes it in place");
    }
    a->data = view->buf ? view->buf : nothing;
    *n = view->len;
    return true;
}

/* 1: taken; 0: no ndarray; -1: refused. */
CBI_COLD static int
by_fields(struct cbi_call *call, int i, PyObject *o, unsigned flags,
          struct cbi_array *a, intptr_t *n)
{
    cbi_numpy_ready(call, false);
    int is_array = cbi_ndarray_check(call, i, o, flags);
    struct cbi_source s;
    if (is_array <= 0) {
        return is_array;
    }
    if (!cbi_ndarray_describe(call, o, &s)) {
        return -1;
    }
    if (!s.type) {
        cbi_fail(call, PyExc_TypeError, i, "is %s, whose memory is not lent", s.name);
        return -1;
    }
    const int f = CBI_NDARRAY(o)->flags;
    *n = cbi_total(s.type, s.rank, s.shape);
    if (*n && !(f & CBI_C_CONTIGUOUS)) {
        cbi_fail(call, PyExc_ValueError, i, "is not C-contiguous");
        return -1;
    }
    if ((flags & CBI_WRITE) && (s.read_only || s.warn)) {
        cbi_fail(call, PyExc_ValueError, i, "is read-only, but C changes it in place");
        return -1;
    }
    a->data = s.data;
    a->direct = o;
    return 1;
}

/* CB_INOUT: C changes a copy, which is returned. */
CBI_COLD static bool
copy_bytes(struct cbi_call *call, int i, struct cbi_array *a, intptr_t *n)
{
    const void *data = a->data;
    if (!data) {
        return true;            /* None */
    }
    if (!cbi_new_bytes(call, i, *n, a, n)) {
        return false;
    }
    memcpy(a->data, data, (size_t)*n);
    return true;
}

static bool
lend_bytes(struct cbi_call *call, int i, PyObject *o, unsigned flags,
           struct cbi_array *a, intptr_t *n)
{
    char name[48];
    a->data = NULL;
    a->direct = a->object = NULL;
    *n = 0;
    if (cbi_is_none(o, flags)) {
        return true;
    }
    if (cbi_type_of(o) == &PyBytes_Type && !(flags & CBI_WRITE)) {
        a->data = PyBytes_AsString(o);
        *n = PyBytes_Size(o);
        return true;
    }
    if ((flags & CBI_STR) && cbi_is(o, &PyUnicode_Type)) {
        a->data = (void *)(uintptr_t)PyUnicode_AsUTF8AndSize(o, n);
        return a->data || cbi_fail_inner(call, i);
    }
    int taken = by_fields(call, i, o, flags, a, n);
    if (taken) {
        return taken > 0;
    }
    if (!PyObject_CheckBuffer(o)) {
        return cbi_fail(call, PyExc_TypeError, i, "must be %s%s, not %s",
                        flags & CBI_STR ? "a str or a bytes-like object"
                        : flags & CBI_WRITE ? "a writable bytes-like object"
                        : "a bytes-like object",
                        flags & CBI_NULLABLE ? " or None" : "", cbi_type_name(o, name));
    }
    return by_buffer(call, i, o, flags, a, n);
}

bool
cbi_get_bytes(struct cbi_call *call, int i, PyObject *o, unsigned flags,
              struct cbi_array *a, intptr_t *n)
{
    return lend_bytes(call, i, o, flags, a, n)
           && (!(flags & CBI_FRESH) || copy_bytes(call, i, a, n));
}
