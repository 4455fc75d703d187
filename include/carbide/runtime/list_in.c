/* SPDX-License-Identifier: MIT
   carbide/runtime/list_in.c: lists, tuples, ranges and other sequences, nested to the
   rank that C wants, into contiguous memory. Exact floats and ints are read straight
   from exact lists (with the GIL) and tuples; no Python code runs for them. As soon as
   an element needs Python code, a tuple of the row takes the list's place, so that
   nothing that code does can pull an element away. In: an object; out: shape and
   elements, or an exception that names the position. */
#include "carbide/runtime/small.h"

struct reader {
    struct cbi_call *call;
    int i, rank;
    cbi_type type;
    const intptr_t *shape;
    char *to;
    intptr_t position[64];
};

/* ------------------------------------------------------------------------ rows */
/* The items of an exact list or tuple, borrowed; NULL: not to be read directly. Of
   lists only while the GIL keeps other threads from them. */
static PyObject *const *
items_of(PyObject *o)
{
    PyObject *const *items;
    if (cbi_type_of(o) == &PyTuple_Type && cbi_layouts.tuple_items) {
        return (PyObject *const *)(void *)((char *)o + cbi_layouts.tuple_items);
    }
    if (cbi_type_of(o) == &PyList_Type && cbi_layouts.list_items && cbi_head == 16) {
        memcpy(&items, (char *)o + cbi_layouts.list_items, sizeof items);
        return items;
    }
    return NULL;
}

static bool
is_sequence(PyObject *o)
{
    return cbi_type_of(o) == &PyList_Type
           || (PySequence_Check(o) && !cbi_is(o, &PyUnicode_Type)
               && !cbi_is(o, &PyBytes_Type) && !cbi_is(o, &PyByteArray_Type));
}

/* A tuple of the sequence's items; new reference. */
static PyObject *
tuple_of(struct reader *r, PyObject *o, int axis)
{
    char place[120] = "", name[48];
    if (cbi_type_of(o) == &PyTuple_Type) {
        Py_IncRef(o);
        return o;
    }
    if (!is_sequence(o)) {
        if (axis) {
            cbi_index_text(axis, r->position, place);
        }
        cbi_fail(r->call, PyExc_TypeError, -1, "%s%s must be a sequence, not %s",
                 cbi_name(r->call, r->i), place, cbi_type_name(o, name));
        return NULL;
    }
    if (cbi_type_of(o) != &PyList_Type) {
        r->call->ran = true;
    }
    PyObject *tuple = cbi_items(o);
    if (!tuple) {
        cbi_fail_inner(r->call, r->i);
    }
    return tuple;
}

CBI_COLD static bool
ragged(struct reader *r, int axis, intptr_t n)
{
    char place[120], first[120];
    intptr_t zeros[64] = {0};
    if (axis == 0) {
        return cbi_fail(r->call, PyExc_RuntimeError, r->i, "changed during the call");
    }
    return cbi_fail(r->call, PyExc_ValueError, -1,
                    "%s%s has %td items, but %s%s has %td",
                    cbi_name(r->call, r->i), cbi_index_text(axis, r->position, place),
                    n, cbi_name(r->call, r->i), cbi_index_text(axis, zeros, first),
                    r->shape[axis]);
}

/* Elements done … n of the last axis, from a tuple, which keeps them alive. */
static bool
read_slowly(struct reader *r, PyObject *tuple, intptr_t done)
{
    const int axis = r->rank - 1;
    const intptr_t n = PyTuple_Size(tuple);
    const size_t size = CBI_SIZE(r->type);
    PyObject *const *items = items_of(tuple);
    if (n != r->shape[axis]) {
        return ragged(r, axis, n);
    }
    for (intptr_t k = done; k < n; k++) {
        char *to = r->to + (size_t)k * size;
        intptr_t more = items ? cbi_take_items(items + k, n - k, r->type, to) : 0;
        k += more;
        if (k == n) {
            break;
        }
        PyObject *o = PyTuple_GetItem(tuple, k);
        enum cbi_why why = cbi_number_from(r->call, o, r->type,
                                           r->to + (size_t)k * size);
        if (why != CBI_DONE) {
            r->position[axis] = k;
            return cbi_number_fail(r->call, r->i, o, r->type, why, r->position,
                                   r->rank);
        }
    }
    return true;
}

static bool
read_last_axis(struct reader *r, PyObject *o)
{
    const int axis = r->rank - 1;
    PyObject *const *items = items_of(o);
    intptr_t done = 0;
    bool good;
    if (items) {
        intptr_t n;
        memcpy(&n, (char *)o + cbi_head, sizeof n);
        if (n != r->shape[axis]) {
            return ragged(r, axis, n);
        }
        done = cbi_take_items(items, n, r->type, r->to);
        good = done == n;
    }
    if (!items || done < r->shape[axis]) {
        PyObject *tuple = tuple_of(r, o, axis);
        good = tuple && read_slowly(r, tuple, done);
        cbi_drop(tuple);
    }
    r->to += (size_t)r->shape[axis] * CBI_SIZE(r->type);
    return good;
}

static bool
read_axis(struct reader *r, PyObject *o, int axis)
{
    if (axis == r->rank - 1) {
        return read_last_axis(r, o);
    }
    PyObject *tuple = tuple_of(r, o, axis);
    bool good = tuple != NULL;
    intptr_t n = good ? PyTuple_Size(tuple) : 0;
    if (good && n != r->shape[axis]) {
        good = ragged(r, axis, n);
    }
    for (intptr_t k = 0; good && k < n; k++) {
        r->position[axis] = k;
        good = read_axis(r, PyTuple_GetItem(tuple, k), axis + 1);
    }
    cbi_drop(tuple);
    return good;
}

/* ---------------------------------------------------------------------- ranges */
static bool
range_part(PyObject *range, const char *name, int64_t *out)
{
    int overflow = 1;
    PyObject *v = PyObject_GetAttrString(range, name);
    *out = v ? PyLong_AsLongLongAndOverflow(v, &overflow) : 0;
    cbi_drop(v);
    return !overflow;
}

/* True: all stored. False without an exception: to be read as any sequence, which finds
   the element that does not fit. */
CBI_COLD static bool
read_range(struct reader *r, PyObject *range)
{
    int64_t v, step, last;
    const intptr_t n = r->shape[0];
    const size_t size = CBI_SIZE(r->type);
    if (!range_part(range, "start", &v) || !range_part(range, "step", &step)
        || __builtin_mul_overflow(step, n, &last)
        || __builtin_add_overflow(v, last, &last)) {
        PyErr_Clear();
        return false;
    }
    for (intptr_t k = 0; k < n; k++, v += step) {
        char *to = r->to + (size_t)k * size;
        bool fits;
        if (CBI_KIND(r->type) == 'f') {
            fits = v >= -(1LL << 53) && v <= 1LL << 53
                   && cbi_store_float((double)v, r->type, to) == CBI_DONE;
        }
        else {
            fits = cbi_store_int(v, false, r->type, to) == CBI_DONE;
        }
        if (!fits) {
            return false;
        }
    }
    return true;
}

/* ----------------------------------------------------------------------- shape */
/* Lengths along the first items; an empty axis makes the ones behind it 0. */
static bool
find_shape(struct reader *r, PyObject *o, intptr_t *shape)
{
    PyObject *at = o;
    bool good = true;
    Py_IncRef(at);
    for (int axis = 0; good && axis < r->rank; axis++) {
        r->position[axis] = 0;
        shape[axis] = 0;
        if (axis && shape[axis - 1] == 0) {
            continue;
        }
        PyObject *tuple = NULL;
        if (axis == r->rank - 1 && (cbi_type_of(at) == &PyList_Type
                                    || cbi_type_of(at) == &PyRange_Type)) {
            shape[axis] = PySequence_Size(at);
            good = shape[axis] >= 0;
        }
        else {
            tuple = tuple_of(r, at, axis);
            good = tuple != NULL;
            shape[axis] = good ? PyTuple_Size(tuple) : 0;
        }
        PyObject *next = tuple && shape[axis] ? PyTuple_GetItem(tuple, 0) : NULL;
        if (next) {
            Py_IncRef(next);
        }
        Py_DecRef(at);
        at = next;
        cbi_drop(tuple);
    }
    cbi_drop(at);
    return good;
}

bool
cbi_list_convert(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
                 intptr_t *shape, cbi_alloc alloc, void *arg, void **data)
{
    struct reader r = {.call = call, .i = i, .rank = rank, .type = type,
                       .shape = shape};
    if (rank == 0) {
        return cbi_fail(call, PyExc_TypeError, i, "must be a number, not a sequence");
    }
    if (rank > 64 || !find_shape(&r, o, shape)) {
        return false;
    }
    *data = r.to = alloc(call, i, type, rank, shape, arg);
    if (!r.to) {
        return false;
    }
    for (int d = 0; d < rank; d++) {
        if (shape[d] == 0 && d < rank - 1) {
            return true;
        }
    }
    if (rank == 1 && cbi_type_of(o) == &PyRange_Type && CBI_KIND(type) != 'c'
        && CBI_KIND(type) != 'b' && read_range(&r, o)) {
        return true;
    }
    return read_axis(&r, o, 0);
}
