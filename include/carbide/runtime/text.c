/* SPDX-License-Identifier: MIT
   carbide/runtime/text.c: str, bytes and paths into C strings, lent until the call
   ends, and back. In: Python objects; out: pointers into them where their own text is
   UTF-8, else into memory of the call. Wide strings: wide.c. */
#include "carbide/runtime/runtime.h"

static bool
is_none(PyObject *o, bool nullable)
{
    return nullable && (!o || o == Py_None);
}

CBI_COLD static bool
wrong_kind(struct cbi_call *call, int i, PyObject *o, const char *want)
{
    char name[48];
    return cbi_fail(call, PyExc_TypeError, i, "must be %s, not %s", want,
                    cbi_type_name(o, name));
}

CBI_COLD static bool
has_nul(struct cbi_call *call, int i, size_t at)
{
    return cbi_fail(call, PyExc_ValueError, i, "has a NUL character at position %zu",
                    at);
}

CBI_COLD bool
cbi_get_str_slow(struct cbi_call *call, int i, PyObject *o, bool nullable,
                 const char **out)
{
    PyErr_Clear();              /* the fast path may have met a lone surrogate */
    if (is_none(o, nullable)) {
        *out = NULL;
        return true;
    }
    if (!cbi_is(o, &PyUnicode_Type)) {
        return wrong_kind(call, i, o, nullable ? "a str or None" : "a str");
    }
    intptr_t n;
    *out = PyUnicode_AsUTF8AndSize(o, &n);
    if (!*out) {
        return cbi_fail_inner(call, i);
    }
    size_t length = strlen(*out);
    call->lent += length;
    return CBI_LIKELY(length == (size_t)n) || has_nul(call, i, length);
}

bool
cbi_get_bytes_z(struct cbi_call *call, int i, PyObject *o, bool nullable,
                const char **out)
{
    if (is_none(o, nullable)) {
        *out = NULL;
        return true;
    }
    if (!cbi_is(o, &PyBytes_Type)) {
        return wrong_kind(call, i, o, nullable ? "bytes or None" : "bytes");
    }
    *out = PyBytes_AsString(o);
    size_t length = strlen(*out);
    return length == (size_t)PyBytes_Size(o) || has_nul(call, i, length);
}

int
cbi_is_path(PyObject *o)
{
    return cbi_is(o, &PyUnicode_Type) || cbi_is(o, &PyBytes_Type)
           ? 1 : cbi_has(o, "__fspath__");
}

/* Any path to bytes in the file system's encoding; new reference. */
CBI_COLD static PyObject *
path_bytes(struct cbi_call *call, int i, PyObject *o, bool nullable)
{
    const int is_path = cbi_is_path(o);
    if (is_path <= 0) {
        if (is_path == 0) {
            wrong_kind(call, i, o, nullable ? "a path (str, bytes, os.PathLike) or None"
                                            : "a path (str, bytes, os.PathLike)");
        }
        return NULL;
    }
    call->ran = true;
    PyObject *path = PyOS_FSPath(o);
    if (path && cbi_is(path, &PyUnicode_Type)) {
        PyObject *bytes = PyUnicode_EncodeFSDefault(path);
        Py_DecRef(path);
        path = bytes;
    }
    if (!path) {
        cbi_fail_inner(call, i);
    }
    return path;
}

bool
cbi_get_path(struct cbi_call *call, int i, PyObject *o, bool nullable, const char **out)
{
    if (is_none(o, nullable)) {
        *out = NULL;
        return true;
    }
    PyObject *bytes = path_bytes(call, i, o, nullable);
    if (!bytes || !cbi_later(call, cbi_undo_decref, bytes)) {
        return false;
    }
    *out = PyBytes_AsString(bytes);
    size_t length = strlen(*out);
    return length == (size_t)PyBytes_Size(bytes) || has_nul(call, i, length);
}

bool
cbi_get_char(struct cbi_call *call, int i, PyObject *o, char *out)
{
    if (!cbi_is(o, &PyUnicode_Type)) {
        return wrong_kind(call, i, o, "a str of one ASCII character");
    }
    intptr_t n;
    const char *text = PyUnicode_AsUTF8AndSize(o, &n);
    if (!text) {
        return cbi_fail_inner(call, i);
    }
    if (n != 1) {               /* one byte of UTF-8 is one ASCII character */
        char shown[48];
        return cbi_fail(call, PyExc_ValueError, i,
                        "must be one ASCII character, not %s", cbi_repr(o, shown));
    }
    *out = *text;
    return true;
}

/* ---------------------------------------------------------------------- strings */
bool
cbi_get_strings(struct cbi_call *call, int i, PyObject *o, unsigned flags,
                bool element_null, struct cbi_array *a, intptr_t *n)
{
    char name[48];
    *a = (struct cbi_array){NULL, NULL, NULL};
    *n = 0;
    if (is_none(o, flags & CBI_NULLABLE)) {
        return true;
    }
    if (cbi_is(o, &PyUnicode_Type) || cbi_is(o, &PyBytes_Type)
        || !PySequence_Check(o)) {
        return wrong_kind(call, i, o, "a sequence of str");
    }
    call->ran = true;
    PyObject *tuple = cbi_items(o);
    if (!tuple) {
        return cbi_fail_inner(call, i);
    }
    if (!cbi_later(call, cbi_undo_decref, tuple)) {
        return false;
    }
    *n = PyTuple_Size(tuple);
    const char **strings = cbi_memory(call, ((size_t)*n + 1) * sizeof *strings);
    if (!strings) {
        return false;
    }
    a->data = strings;
    for (intptr_t k = 0; k < *n; k++) {
        PyObject *item = PyTuple_GetItem(tuple, k);
        if (item == Py_None && element_null) {
            continue;
        }
        if (!cbi_is(item, &PyUnicode_Type)) {
            return cbi_fail(call, PyExc_TypeError, -1,
                            "%s[%td] must be a str%s, not %s", cbi_name(call, i), k,
                            element_null ? " or None" : "", cbi_type_name(item, name));
        }
        intptr_t size;
        strings[k] = PyUnicode_AsUTF8AndSize(item, &size);
        if (!strings[k]) {
            return cbi_fail_inner(call, i);
        }
        if (strlen(strings[k]) != (size_t)size) {
            return cbi_fail(call, PyExc_ValueError, -1,
                            "%s[%td] has a NUL character at position %zu",
                            cbi_name(call, i), k, strlen(strings[k]));
        }
    }
    return true;
}

/* ------------------------------------------------------------------------- out */
/* i < 0: the result. Always NULL. */
CBI_COLD static PyObject *
null_text(struct cbi_call *call, int i, bool nullable)
{
    if (nullable) {
        return cbi_new_none();
    }
    cbi_fail(call, PyExc_SystemError, i,
             i < 0 ? "C returned NULL" : "is NULL after the call");
    return NULL;
}

CBI_COLD static PyObject *
bad_length(struct cbi_call *call, int i)
{
    cbi_fail(call, PyExc_SystemError, i, "C gave a length that no object can have");
    return NULL;
}

/* Names the output in a decoding error, which keeps its class. */
static PyObject *
decoded(struct cbi_call *call, int i, const char *data, intptr_t n)
{
    PyObject *o = PyUnicode_DecodeUTF8(data, n, NULL);
    if (!o) {
        cbi_fail_inner(call, i);
    }
    return o;
}

PyObject *
cbi_to_str_n(struct cbi_call *call, int i, const char *data, cbi_wide n, bool nullable)
{
    if (!data) {
        return null_text(call, i, nullable);
    }
    if (n < 0 || n > PTRDIFF_MAX) {
        return bad_length(call, i);
    }
    return decoded(call, i, data, (intptr_t)n);
}

PyObject *
cbi_to_str_z(struct cbi_call *call, int i, const char *data, cbi_wide n, bool nullable)
{
    if (!data) {
        return null_text(call, i, nullable);
    }
    size_t most = n < 0 || n > PTRDIFF_MAX ? PTRDIFF_MAX : (size_t)n;
    const char *end = n < 0 ? data + strlen(data) : memchr(data, 0, most);
    return decoded(call, i, data, end ? end - data : (intptr_t)most);
}

PyObject *
cbi_to_bytes(struct cbi_call *call, int i, const void *data, cbi_wide n, bool nullable)
{
    if (!data && n != 0) {
        return null_text(call, i, nullable);
    }
    if (n < 0 || n > PTRDIFF_MAX) {
        return bad_length(call, i);
    }
    return PyBytes_FromStringAndSize(data ? data : "", (intptr_t)n);
}

PyObject *
cbi_to_bytes_z(struct cbi_call *call, int i, const char *data, bool nullable)
{
    return data ? PyBytes_FromStringAndSize(data, (intptr_t)strlen(data))
                : null_text(call, i, nullable);
}

PyObject *
cbi_to_path(struct cbi_call *call, int i, const char *data, bool nullable)
{
    return data ? PyUnicode_DecodeFSDefault(data) : null_text(call, i, nullable);
}

PyObject *
cbi_to_strings(struct cbi_call *call, int i, const char *const *data, cbi_wide n,
               bool element_null)
{
    if (n < 0 || n > PTRDIFF_MAX / (cbi_wide)sizeof *data) {
        return bad_length(call, i);
    }
    if (!data && n) {
        return null_text(call, i, false);
    }
    PyObject *list = PyList_New((intptr_t)n);
    for (intptr_t k = 0; list && k < n; k++) {
        PyObject *item = cbi_to_str_z(call, i, data[k], -1, element_null);
        if (!item || PyList_SetItem(list, k, item) < 0) {
            Py_DecRef(list);
            return NULL;
        }
    }
    return list;
}

PyObject *
cbi_new_char(struct cbi_call *call, char c)
{
    if ((unsigned char)c >= 128) {
        cbi_fail(call, PyExc_ValueError, -1,
                 "C returned the char %d, which is not ASCII", (unsigned char)c);
        return NULL;
    }
    return PyUnicode_FromStringAndSize(&c, 1);
}

PyObject *
cbi_pack(int n, PyObject **items)
{
    PyObject *tuple = NULL;
    bool whole = true;
    for (int k = 0; k < n; k++) {
        whole = whole && items[k];
    }
    if (whole) {
        tuple = PyTuple_New(n);
    }
    for (int k = 0; k < n; k++) {
        if (tuple) {
            PyTuple_SetItem(tuple, k, items[k]);
        }
        else {
            cbi_drop(items[k]);
        }
    }
    return tuple;
}

PyObject *
cbi_pack_given(int n, PyObject **items)
{
    int given = 0;
    for (int k = 0; k < n; k++) {
        if (items[k]) {
            items[given++] = items[k];
        }
    }
    return given == 0 ? cbi_new_none() : given == 1 ? items[0] : cbi_pack(given, items);
}
