/* SPDX-License-Identifier: MIT
   carbide/runtime/wide.c: integers beyond 64 bits (__int128, _BitInt) and wide strings.
   Ints go through limbs of 64 bits by Python's own arithmetic, since no stable function
   gives more. In and out: Python ints and str; C memory. */
#include "carbide/runtime/small.h"

#include <wchar.h>

/* a = op(a, b), taking a over. */
static PyObject *
step(PyObject *(*op)(PyObject *, PyObject *), PyObject *a, PyObject *b)
{
    PyObject *r = a && b ? op(a, b) : NULL;
    cbi_drop(a);
    return r;
}

static PyObject *
shifted(PyObject *o, int bits)
{
    PyObject *n = PyLong_FromLongLong(bits);
    PyObject *r = n ? PyNumber_Rshift(o, n) : NULL;
    cbi_drop(n);
    return r;
}

/* Is o >> bits all sign: 0, or -1 for signed types? 1, 0, or -1 with an exception. */
static int
fits(PyObject *o, bool is_signed, int bits)
{
    int overflow;
    PyObject *rest = shifted(o, is_signed ? bits - 1 : bits);
    if (!rest) {
        return -1;
    }
    long long v = PyLong_AsLongLongAndOverflow(rest, &overflow);
    Py_DecRef(rest);
    return !overflow && (v == 0 || (is_signed && v == -1));
}

static bool
fill_limbs(PyObject *o, size_t size, void *out)
{
    PyObject *rest = o;
    Py_IncRef(rest);
    for (size_t at = 0; rest && at < size; at += 8) {
        uint64_t limb = PyLong_AsUnsignedLongLongMask(rest);
        memcpy((char *)out + at, &limb, size - at < 8 ? size - at : 8);
        PyObject *next = shifted(rest, 64);
        Py_DecRef(rest);
        rest = next;
    }
    cbi_drop(rest);
    return rest != NULL;
}

bool
cbi_get_wide(struct cbi_call *call, int i, PyObject *o, bool is_signed, int bits,
             size_t size, void *out)
{
    char text[48];
    if (!cbi_is(o, &PyLong_Type)
        && (!PyIndex_Check(o) || cbi_is(o, &PyFloat_Type))) {
        return cbi_number_fail(call, i, o, CBI_INT(int), CBI_KIND, NULL, 0);
    }
    call->ran = true;
    PyObject *index = cbi_is_deep() ? NULL : PyNumber_Index(o);
    if (!index) {
        return cbi_fail_inner(call, i);
    }
    int good = fits(index, is_signed, bits);
    if (good > 0) {
        good = fill_limbs(index, size, out) ? 1 : -1;
    }
    else if (good == 0) {
        cbi_fail(call, PyExc_OverflowError, i, "= %s does not fit %s of %d bits",
                 cbi_repr(index, text),
                 is_signed ? "an integer" : "an unsigned integer", bits);
    }
    Py_DecRef(index);
    return good > 0;
}

PyObject *
cbi_new_wide(bool is_signed, size_t size, const void *value)
{
    int64_t high = 0;
    size_t at = (size - 1) / 8 * 8;
    memcpy(&high, (const char *)value + at, size - at);
    const int unused = 64 - 8 * (int)(size - at);
    if (is_signed && unused) {
        high = (int64_t)((uint64_t)high << unused) >> unused;
    }
    PyObject *o = is_signed ? PyLong_FromLongLong(high)
                            : PyLong_FromUnsignedLongLong((uint64_t)high);
    PyObject *bits = PyLong_FromLongLong(64);
    while (o && bits && at) {
        uint64_t limb;
        at -= 8;
        memcpy(&limb, (const char *)value + at, 8);
        o = step(PyNumber_Lshift, o, bits);
        PyObject *low = PyLong_FromUnsignedLongLong(limb);
        o = step(PyNumber_Or, o, low);
        cbi_drop(low);
    }
    if (!bits) {
        cbi_drop(o);
        return NULL;
    }
    Py_DecRef(bits);
    return o;
}

/* ------------------------------------------------------------------ wide strings */
static size_t
width_of(char kind)
{
    return kind == 'w' ? sizeof(wchar_t) : kind == 'u' ? 2 : 4;
}

static const char *
encoding_of(size_t width)
{
    const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    return width == 2 ? (little ? "utf-16-le" : "utf-16-be")
                      : (little ? "utf-32-le" : "utf-32-be");
}

static bool
is_zero(const char *p, size_t width)
{
    static const char zeros[4];
    return memcmp(p, zeros, width) == 0;
}

bool
cbi_get_wstr(struct cbi_call *call, int i, PyObject *o, bool nullable, char kind,
             const void **out)
{
    char name[48];
    const size_t width = width_of(kind);
    *out = NULL;
    if (nullable && (!o || o == Py_None)) {
        return true;
    }
    if (!cbi_is(o, &PyUnicode_Type)) {
        return cbi_fail(call, PyExc_TypeError, i, "must be a str%s, not %s",
                        nullable ? " or None" : "", cbi_type_name(o, name));
    }
    PyObject *bytes = PyUnicode_AsEncodedString(o, encoding_of(width),
                                                kind == 'u' ? "surrogatepass"
                                                            : "strict");
    if (!bytes) {
        return cbi_fail_inner(call, i);
    }
    const size_t n = (size_t)PyBytes_Size(bytes);
    const char *from = PyBytes_AsString(bytes);
    char *text = cbi_memory(call, n + 4);
    for (size_t k = 0; text && k < n; k += width) {
        if (is_zero(from + k, width)) {
            Py_DecRef(bytes);
            return cbi_fail(call, PyExc_ValueError, i,
                            "has a NUL character at position %zu", k / width);
        }
    }
    if (text) {
        memcpy(text, from, n);
    }
    Py_DecRef(bytes);
    *out = text;
    return text != NULL;
}

PyObject *
cbi_to_wstr(struct cbi_call *call, int i, const void *data, char kind, bool nullable)
{
    const size_t width = width_of(kind);
    const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    intptr_t n = 0;
    int order = little ? -1 : 1;
    if (!data) {
        return cbi_to_str_z(call, i, NULL, -1, nullable);
    }
    while (!is_zero((const char *)data + n, width)) {
        n += (intptr_t)width;
    }
    return width == 2 ? PyUnicode_DecodeUTF16(data, n, "surrogatepass", &order)
                      : PyUnicode_DecodeUTF32(data, n, "strict", &order);
}
