/* SPDX-License-Identifier: MIT
   carbide/runtime/list_out.c: elements as nested lists or tuples of Python numbers, or
   of members of an enum. In: contiguous data and its extents; out: a new object. */
#include "carbide/runtime/runtime.h"

struct writer {
    struct cbi_call *call;
    cbi_type type;
    int rank, which;
    const intptr_t *shape;
    bool tuple;
    const char *from;
    size_t size;                /* of an element */
};

static PyObject *
element(struct writer *w)
{
    const char *p = w->from;
    w->from += w->size;
    if (CBI_UNLIKELY(CBI_IS_STRUCT(w->type))) {
        return cbi_structs->instance(w->call, CBI_WHICH(w->type), NULL, p);
    }
    if (w->which >= 0) {
        return cbi_new_enum(w->call, w->which, w->type, p);
    }
    if (w->type == CBI_FLOAT(double)) {
        return PyFloat_FromDouble(*(const double *)(const void *)p);
    }
    return cbi_number_new(w->type, p);
}

/* Where the new object's items may be stored directly; NULL: by the C interface. */
static PyObject **
places(PyObject *o, bool tuple)
{
    PyObject **items = NULL;
    if (tuple && cbi_layouts.tuple_items) {
        items = (PyObject **)(void *)((char *)o + cbi_layouts.tuple_items);
    }
    else if (!tuple && cbi_layouts.list_items) {
        memcpy(&items, (char *)o + cbi_layouts.list_items, sizeof items);
    }
    return items;
}

static PyObject *
axis_of(struct writer *w, int axis)
{
    const intptr_t n = w->shape[axis];
    PyObject *o = w->tuple ? PyTuple_New(n) : PyList_New(n);
    PyObject **items = o && n ? places(o, w->tuple) : NULL;
    for (intptr_t k = 0; o && k < n; k++) {
        PyObject *item = axis + 1 < w->rank ? axis_of(w, axis + 1) : element(w);
        if (!item) {
            Py_DecRef(o);
            return NULL;
        }
        if (CBI_LIKELY(items)) {
            items[k] = item;
        }
        else if (w->tuple) {
            PyTuple_SetItem(o, k, item);
        }
        else {
            PyList_SetItem(o, k, item);
        }
    }
    return o;
}

/* Thousands of new lists would set off the collector again and again, over objects that
   cannot be garbage yet: it waits until they stand. 3.10 and newer. */
static PyObject *
many_of(struct writer *w)
{
    enum { MANY = 500 };
    const bool pause = w->rank > 1 && w->shape[0] > MANY && PyGC_Disable && PyGC_Enable;
    const bool was_on = pause && PyGC_Disable();
    PyObject *o = axis_of(w, 0);
    if (was_on) {
        PyGC_Enable();
    }
    return o;
}

PyObject *
cbi_to_short_list(struct cbi_call *call, const void *data, cbi_type type, intptr_t n)
{
    struct writer w = {call, type, 1, -1, &n, false, data, CBI_SIZE(type)};
    return axis_of(&w, 0);
}

PyObject *
cbi_to_list(struct cbi_call *call, int i, const void *data, cbi_type type, int rank,
            const cbi_wide *extents, bool tuple, int which_enum)
{
    intptr_t shape[64], bytes;
    struct writer w = {call, type, rank, which_enum, shape, tuple, data,
                       cbi_item_size(type)};
    if (!cbi_extents(call, i, type, rank, extents, shape, &bytes)) {
        return NULL;
    }
    if (!data && bytes) {
        cbi_fail(call, PyExc_SystemError, i,
                 i < 0 ? "C returned NULL for an array" : "is NULL after the call");
        return NULL;
    }
    return many_of(&w);
}
