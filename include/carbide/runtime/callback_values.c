/* SPDX-License-Identifier: MIT
   carbide/runtime/callback_values.c: what a callback's parameters need beyond those of
   functions: copies of C's arrays for Python, and text and bytes from Python into C's
   memory; calls with `*args`, and results that are several. In: memory that C lends for
   the callback; out: objects that outlive it. */
#include "carbide/runtime/runtime.h"

bool
cbi_is_there(struct cbi_call *call, int i, const void *pointer)
{
    return pointer || cbi_fail(call, PyExc_SystemError, i,
                               "is NULL in C, and not said to be CB_OPT");
}

PyObject *
cbi_copy_array(struct cbi_call *call, int i, const void *data, cbi_type type, int rank,
               const cbi_wide *extents, bool nullable)
{
    intptr_t shape[CBI_MAX_RANK], bytes;
    void *to;
    if (!data && nullable) {
        return cbi_new_none();
    }
    if (!cbi_extents(call, i, type, rank, extents, shape, &bytes)
        || (bytes && !cbi_is_there(call, i, data))) {
        return NULL;
    }
    PyObject *array = cbi_array_object(call, type, rank, shape, bytes, false, &to);
    if (array && bytes) {
        memcpy(to, data, (size_t)bytes);
    }
    return array;
}

bool
cbi_give_text(struct cbi_call *call, int i, PyObject *o, void *to, cbi_wide n)
{
    char name[48];
    intptr_t size;
    if (!cbi_is(o, &PyUnicode_Type)) {
        return cbi_fail(call, PyExc_TypeError, i, "must be str, not %s",
                        cbi_type_name(o, name));
    }
    const char *text = PyUnicode_AsUTF8AndSize(o, &size);
    if (!text) {
        return cbi_fail_inner(call, i);
    }
    if (size > n) {
        return cbi_fail(call, PyExc_ValueError, i,
                        "has %lld bytes of UTF-8, but C has room for %lld",
                        (long long)size, (long long)n);
    }
    if (to) {
        memcpy(to, text, (size_t)size);
        memset((char *)to + size, 0, (size_t)(n - size));
    }
    return true;
}

bool
cbi_give_bytes(struct cbi_call *call, int i, PyObject *o, void *to, cbi_wide n)
{
    struct cbi_array a = {NULL, NULL, NULL};
    intptr_t size;
    if (!cbi_get_bytes(call, i, o, 0, &a, &size)) {
        return false;
    }
    if (size != n) {
        return cbi_fail(call, PyExc_ValueError, i, "has %lld bytes, but C wants %lld",
                        (long long)size, (long long)n);
    }
    if (to && n) {
        memcpy(to, a.data, (size_t)n);
    }
    return true;
}

/* ---------------------------------------------------------------------- calling */
/* Of a function of another module, which C has called as CPython does. */
CBI_COLD PyObject *
cbi_no_result(void)
{
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_SystemError, "a builtin function gave neither a result nor "
                        "an exception");
    }
    return NULL;
}

CBI_COLD PyObject *
cbi_call_old(PyObject *o, PyObject **args, int n)
{
    if (n <= 2) {
        return PyObject_CallFunctionObjArgs(o, n ? args[0] : NULL, n == 2 ? args[1] : NULL,
                                            NULL);
    }
    PyObject *tuple = PyTuple_New(n);
    for (int k = 0; tuple && k < n; k++) {
        Py_IncRef(args[k]);
        PyTuple_SetItem(tuple, k, args[k]);
    }
    PyObject *result = tuple ? PyObject_Call(o, tuple, NULL) : NULL;
    cbi_drop(tuple);
    return result;
}

PyObject *
cbi_call_star(struct cbi_entry *e, PyObject **args, int n)
{
    char name[48];
    PyObject *last = args[n - 1];
    if (!cbi_is(last, &PyTuple_Type)) {
        PyErr_Format(PyExc_SystemError, "C passed %s as *args, which is a tuple",
                     cbi_type_name(last, name));
        return NULL;
    }
    const int extra = (int)PyTuple_Size(last);
    PyObject *tuple = PyTuple_New(n - 1 + extra);
    for (int k = 0; tuple && k < n - 1 + extra; k++) {
        PyObject *item = k < n - 1 ? args[k] : PyTuple_GetItem(last, k - (n - 1));
        Py_IncRef(item);
        PyTuple_SetItem(tuple, k, item);
    }
    PyObject *result = tuple ? PyObject_Call(e->object, tuple, NULL) : NULL;
    cbi_drop(tuple);
    return result;
}

bool
cbi_unpack(struct cbi_call *call, PyObject *result, int n, PyObject **items)
{
    char name[48];
    if (!cbi_is(result, &PyTuple_Type)) {
        return cbi_fail(call, PyExc_TypeError, -1, "must return a tuple of %d, not %s", n,
                        cbi_type_name(result, name));
    }
    if (PyTuple_Size(result) != n) {
        return cbi_fail(call, PyExc_TypeError, -1,
                        "must return a tuple of %d, not one of %d", n,
                        (int)PyTuple_Size(result));
    }
    for (int k = 0; k < n; k++) {
        items[k] = PyTuple_GetItem(result, k);
    }
    return true;
}
