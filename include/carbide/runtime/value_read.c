/* SPDX-License-Identifier: MIT
   carbide/runtime/value_read.c: what C reads of a Python value: its kind, numbers, text,
   bytes, the items of containers by index and by key. In: values; out: C's own types,
   items that live until the call ends. On free-threaded builds other threads change
   containers at any time, so that each item is taken by a reference of its own. */
#include "carbide/runtime/value.h"

#include <stdlib.h>

enum cb_kind
cb_kind(cb_value v)
{
    static PyTypeObject *const types[] = {
        [CB_BOOL] = &PyBool_Type, [CB_INT] = &PyLong_Type, [CB_FLOAT] = &PyFloat_Type,
        [CB_STR] = &PyUnicode_Type, [CB_BYTES] = &PyBytes_Type, [CB_LIST] = &PyList_Type,
        [CB_TUPLE] = &PyTuple_Type, [CB_DICT] = &PyDict_Type};
    if (!v || v == Py_None) {
        return CB_NONE;
    }
    if (cbi_is_tagged(v)) {
        return CB_INT;
    }
    PyTypeObject *const type = cbi_type_of(cbi_object(v));
    int kind = CB_BOOL;
    while (kind < CB_OBJECT && types[kind] != type) {
        kind++;
    }
    return (enum cb_kind)kind;
}

/* ------------------------------------------------------------------------ numbers */
CBI_COLD static void
no_number(struct cbi_call *call, cb_value v, enum cbi_why why, const char *want,
          const char *type)
{
    char text[48];
    if (why == CBI_RAISED) {
        cbi_broken_here(call);
        return;
    }
    if (why == CBI_KIND) {
        cbi_fail(call, PyExc_TypeError, -1, "a value must be %s, not %s", want,
                 cbi_type_name(cbi_object(v), text));
    }
    else {
        cbi_fail(call, PyExc_OverflowError, -1, "a value of %s %s %s",
                 cbi_repr(cbi_object(v), text),
                 why == CBI_INEXACT ? "has no exact" : "does not fit", type);
    }
    cbi_broken(call);
}

bool
cb_to_int(cb_value v, int64_t *i)
{
    struct cbi_call *call = cbi_ready();
    *i = 0;
    if (!call || !v) {
        return false;
    }
    if (cbi_is_tagged(v)) {
        *i = cbi_untag(v);
        return true;
    }
    enum cbi_why why = cbi_int_from(call, cbi_object(v), CBI_INT(int64_t), i);
    if (why != CBI_DONE) {
        no_number(call, v, why, "an int", "int64");
    }
    return why == CBI_DONE;
}

bool
cb_to_float(cb_value v, double *d)
{
    struct cbi_call *call = cbi_ready();
    double found;
    *d = 0;
    if (!call || !(v = cbi_real(call, v))) {
        return false;
    }
    enum cbi_why why = cbi_double_from(call, cbi_object(v), &found);
    if (why != CBI_DONE) {
        no_number(call, v, why, "a float", "float64");
        return false;
    }
    *d = found;
    return true;
}

/* ------------------------------------------------------------------ text and bytes */
const char *
cb_to_str(cb_value v, size_t *n)
{
    struct cbi_call *call = cbi_ready();
    char name[48];
    intptr_t length;
    if (n) {
        *n = 0;
    }
    if (!call || !(v = cbi_real(call, v))) {
        return NULL;
    }
    PyObject *o = cbi_object(v);
    if (!cbi_is(o, &PyUnicode_Type)) {
        cbi_fail(call, PyExc_TypeError, -1, "a value must be a str, not %s",
                 cbi_type_name(o, name));
        cbi_broken(call);
        return NULL;
    }
    const char *text = PyUnicode_AsUTF8AndSize(o, &length);
    if (!text) {
        cbi_broken_here(call);
        return NULL;
    }
    if (n) {
        *n = (size_t)length;
    }
    else if (strlen(text) != (size_t)length) {
        cbi_fail(call, PyExc_ValueError, -1, "a value has an embedded NUL, but C's "
                 "strings end there");
        cbi_broken(call);
        return NULL;
    }
    return text;
}

static void
release_buffer(void *view)
{
    PyBuffer_Release(view);
    free(view);
}

static const void *
by_buffer(struct cbi_call *call, PyObject *o, size_t *n)
{
    static const char nothing[64];
    CbBuffer *view = calloc(1, sizeof *view);
    if (!view) {
        PyErr_NoMemory();
        cbi_broken(call);
        return NULL;
    }
    if (PyObject_GetBuffer(o, view, CB_BUF_SIMPLE) < 0) {
        free(view);
        cbi_broken_here(call);
        return NULL;
    }
    if (!cbi_later(call, release_buffer, view)) {
        cbi_broken(call);
        return NULL;
    }
    *n = (size_t)view->len;
    return view->buf ? view->buf : nothing;
}

const void *
cb_to_bytes(cb_value v, size_t *n)
{
    struct cbi_call *call = cbi_ready();
    char name[48];
    size_t unused;
    n = n ? n : &unused;
    *n = 0;
    if (!call || !(v = cbi_real(call, v))) {
        return NULL;
    }
    PyObject *o = cbi_object(v);
    if (cbi_type_of(o) == &PyBytes_Type) {
        Py_IncRef(o);
        if (!cbi_own(call, o)) {
            return NULL;
        }
        *n = (size_t)PyBytes_Size(o);
        return PyBytes_AsString(o);
    }
    if (!PyObject_CheckBuffer(o)) {
        cbi_fail(call, PyExc_TypeError, -1, "a value must be a bytes-like object, not %s",
                 cbi_type_name(o, name));
        cbi_broken(call);
        return NULL;
    }
    return by_buffer(call, o, n);
}

/* ----------------------------------------------------------------------- containers */
size_t
cb_size(cb_value v)
{
    struct cbi_call *call = cbi_ready();
    v = call ? cbi_real(call, v) : NULL;
    intptr_t n = v ? PyObject_Size(cbi_object(v)) : 0;
    if (n < 0) {
        cbi_broken_here(call);
        return 0;
    }
    return (size_t)n;
}

/* False, with an exception: what cannot have an item there. */
static bool
has_item(struct cbi_call *call, PyObject *o, size_t i)
{
    char name[48];
    const bool exact = cbi_type_of(o) == &PyList_Type || cbi_type_of(o) == &PyTuple_Type;
    if (!PySequence_Check(o)) {
        return cbi_fail(call, PyExc_TypeError, -1, "a value must be a sequence, not %s",
                        cbi_type_name(o, name));
    }
    const size_t n = exact ? (size_t)PyObject_Size(o) : PTRDIFF_MAX;
    return i < n || cbi_fail(call, PyExc_IndexError, -1, "item %zu of a %s of %zu items",
                             i, cbi_type_name(o, name), n);
}

cb_value
cb_item(cb_value seq, size_t i)
{
    struct cbi_call *call = cbi_ready();
    if (!call || !(seq = cbi_real(call, seq))) {
        return NULL;
    }
    if (!has_item(call, cbi_object(seq), i)) {
        cbi_broken(call);
        return NULL;
    }
    PyObject *item = PySequence_GetItem(cbi_object(seq), (intptr_t)i);
    if (!item) {
        cbi_broken_here(call);
        return NULL;
    }
    return cbi_own(call, item);
}

/* 1: found; 0: absent; -1: an exception is set. *item is a new reference. */
static int
look_up(PyObject *dict, PyObject *key, PyObject **item)
{
    if (cbi_type_of(dict) != &PyDict_Type) {
        *item = PyObject_GetItem(dict, key);
        if (*item || !PyErr_ExceptionMatches(PyExc_KeyError)) {
            return *item ? 1 : -1;
        }
        PyErr_Clear();
        return 0;
    }
    return cbi_dict_item(dict, key, item);
}

cb_value
cb_find(cb_value dict, cb_value key)
{
    struct cbi_call *call = cbi_ready();
    PyObject *item = NULL;
    if (!call || !dict || !key || !(dict = cbi_real(call, dict))
        || !(key = cbi_real(call, key))) {
        return NULL;
    }
    const int found = look_up(cbi_object(dict), cbi_object(key), &item);
    if (found < 0) {
        cbi_broken_here(call);
    }
    return found > 0 ? cbi_own(call, item) : NULL;
}
