/* SPDX-License-Identifier: MIT
   carbide/runtime/callback_values.c: what a callback's parameters need beyond those of
   functions: copies of C's arrays for Python, and text and bytes from Python into C's
   memory. In: memory that C lends for the callback; out: objects that outlive it. */
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
