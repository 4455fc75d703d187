/* SPDX-License-Identifier: MIT
   carbide/runtime/seen.c: what an argument is, before any function converts it: its kind,
   its dtype and rank, the range of its ints. In: any object; out: a description, by which
   functions that share a name are told apart. Nothing is converted, and what cannot be
   looked at is "other". */
#include "carbide/runtime/small.h"

enum { TALLEST = CBI_MAX_RANK };

/* ----------------------------------------------------------------------- looking */
/* An attribute or a method failed: then it is something else. False: no memory. */
bool
cbi_forgive(void)
{
    if (PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_MemoryError)) {
        return false;
    }
    PyErr_Clear();
    return true;
}

/* The value of an int into the extremes of `seen`. */
static void
see_int(PyObject *o, struct cbi_seen *seen, bool first)
{
    int overflow = 0;
    const long long v = PyLong_AsLongLongAndOverflow(o, &overflow);
    if (overflow > 0) {
        const unsigned long long u = PyLong_AsUnsignedLongLong(o);
        if (PyErr_Occurred()) {
            PyErr_Clear();
            seen->beyond = true;
        }
        else if (!seen->is_u64 || u > (uint64_t)seen->most) {
            seen->is_u64 = true;
            seen->most = (int64_t)u;
            seen->least = first ? INT64_MAX : seen->least;
        }
        return;
    }
    seen->beyond = seen->beyond || overflow < 0;
    seen->least = first || v < seen->least ? v : seen->least;
    if (!seen->is_u64) {
        seen->most = first || v > seen->most ? v : seen->most;
    }
}

static void
see_float(PyObject *o, struct cbi_seen *seen)
{
    double v = PyFloat_AsDouble(o);
    v = v < 0 ? -v : v;
    if (v - v == 0 && v > seen->largest) {
        seen->largest = v;
    }
}

/* A NumPy scalar or an array of no axes: a number of its dtype. */
static bool
see_scalar(PyObject *o, cbi_type type, struct cbi_seen *seen)
{
    seen->numpy = true;
    seen->type = type;
    seen->kind = CBI_KIND(type) == 'u' ? 'i' : CBI_KIND(type);
    if (seen->kind == 'i') {
        PyObject *value = cbi_is_deep() ? NULL : PyNumber_Index(o);
        if (!value) {
            seen->kind = '?';
            return cbi_forgive();
        }
        see_int(value, seen, true);
        Py_DecRef(value);
    }
    return true;
}

static bool
is_numpy_scalar(PyObject *o)
{
    return cbi_np.api && PyType_IsSubtype(cbi_type_of(o),
                                          cbi_np.api[CBI_NP_GENERIC_TYPE]);
}

static bool
see_numpy_scalar(PyObject *o, struct cbi_seen *seen)
{
    bool swapped;
    char kind;
    PyObject *descr = PyObject_GetAttrString(o, "dtype");
    const bool known = descr && cbi_is(descr, cbi_np.api[CBI_NP_DESCR_TYPE]);
    const cbi_type type = known ? cbi_dtype_type(descr, &swapped, &kind) : 0;
    cbi_drop(descr);
    if (!descr) {
        return cbi_forgive();
    }
    return !type || see_scalar(o, type, seen);
}

static bool
see_ndarray(struct cbi_call *call, PyObject *o, struct cbi_seen *seen)
{
    struct cbi_source source;
    if (!cbi_ndarray_describe(call, o, &source)) {
        return cbi_forgive();
    }
    seen->kind = 'a';
    seen->rank = source.rank;
    seen->type = source.type;
    seen->swapped = source.swapped;
    return source.rank || !source.type || see_scalar(o, source.type, seen);
}

static bool
see_buffer(struct cbi_call *call, int i, PyObject *o, struct cbi_seen *seen)
{
    struct cbi_source source;
    const int found = cbi_buffer_describe(call, i, o, &source);
    if (found > 0) {
        seen->kind = 'a';
        seen->rank = source.rank;
        seen->type = source.type;
        seen->swapped = source.swapped;
        seen->format = source.format;
    }
    return found >= 0 || cbi_forgive();
}

/* Of two kinds of number in a list, the one that holds both. Texts beside numbers are
   neither. */
static char
common(char a, char b)
{
    static const char order[] = "Ebifc";
    const char *at = strchr(order, a), *bt = strchr(order, b);
    if (a == '!' || b == '!' || (at > order && b == 's') || (bt > order && a == 's')) {
        return '!';
    }
    return a == '?' || b == '?' ? '?' : a == b ? a : at && bt ? (at > bt ? a : b)
           : a == 'E' ? b : b == 'E' ? a : '?';
}

/* An item of another type: '?' if it may be a number or several, '!' if it is none; 0: no
   memory to find out. */
static char
other_kind(PyObject *o, struct cbi_seen *seen)
{
    static const char *const ways[] = {"__float__", "__index__", "__complex__", NULL};
    if (seen->other != cbi_type_of(o)) {
        int number = PySequence_Check(o) || PyObject_CheckBuffer(o);
        for (const char *const *way = ways; !number && *way; way++) {
            number = cbi_has(o, *way);
        }
        if (number < 0) {
            return 0;
        }
        seen->other = cbi_type_of(o);
        seen->other_kind = number ? '?' : '!';
    }
    return seen->other_kind;
}

/* The elements of a list or tuple, from a copy that nobody changes. */
static bool
see_list(struct cbi_call *call, PyObject *o, int depth, struct cbi_seen *seen)
{
    PyObject *items = cbi_items(o);
    const intptr_t n = items ? PyTuple_Size(items) : 0;
    bool good = items != NULL || cbi_forgive();
    seen->rank = depth > seen->rank ? depth : seen->rank;
    for (intptr_t k = 0; good && items && k < n && depth < TALLEST; k++) {
        PyObject *item = PyTuple_GetItem(items, k);
        PyTypeObject *type = cbi_type_of(item);
        if (type == &PyList_Type || type == &PyTuple_Type) {
            good = see_list(call, item, depth + 1, seen);
            continue;
        }
        char kind = type == &PyFloat_Type ? 'f' : type == &PyLong_Type ? 'i'
                    : type == &PyUnicode_Type ? 's' : type == &PyBool_Type ? 'b'
                    : type == &PyComplex_Type ? 'c' : item == Py_None ? 'N'
                    : other_kind(item, seen);
        if (kind == 'i') {
            see_int(item, seen, !strchr("ifc", seen->leaf));
        }
        if (kind == 'f') {
            see_float(item, seen);
        }
        good = kind != 0;
        seen->leaf = common(seen->leaf, kind);
    }
    cbi_drop(items);
    return good;
}

/* Python's own types, exactly; they need no look at NumPy. */
static bool
see_builtin(PyObject *o, struct cbi_seen *seen)
{
    PyTypeObject *type = cbi_type_of(o);
    seen->kind = o == Py_None ? 'N' : type == &PyFloat_Type ? 'f'
                 : type == &PyLong_Type ? 'i' : type == &PyUnicode_Type ? 's'
                 : type == &PyBool_Type ? 'b' : type == &PyBytes_Type ? 'y'
                 : type == &PyComplex_Type ? 'c'
                 : type == &PyList_Type || type == &PyTuple_Type ? 'l' : '?';
    seen->own = seen->kind == 'i';
    return seen->kind != '?';
}

static void
see_subclass(PyObject *o, struct cbi_seen *seen)
{
    seen->kind = cbi_is(o, &PyFloat_Type) ? 'f' : cbi_is(o, &PyLong_Type) ? 'i'
                 : cbi_is(o, &PyUnicode_Type) ? 's' : cbi_is(o, &PyBytes_Type) ? 'y'
                 : cbi_is(o, &PyComplex_Type) ? 'c'
                 : cbi_is(o, &PyList_Type) || cbi_is(o, &PyTuple_Type) ? 'l' : '?';
}

bool
cbi_see(struct cbi_call *call, int i, PyObject *o, struct cbi_seen *seen)
{
    *seen = (struct cbi_seen){.object = o, .kind = '?', .leaf = 'E'};
    if (!see_builtin(o, seen)) {
        cbi_numpy_ready(call, false);
        if (cbi_np.array && cbi_is(o, cbi_np.array)) {
            return see_ndarray(call, o, seen);
        }
        const bool scalar = is_numpy_scalar(o);
        if (scalar && !see_numpy_scalar(o, seen)) {
            return false;
        }
        if (!seen->numpy) {
            see_subclass(o, seen);
        }
        if (scalar && seen->kind == '?') {
            seen->kind = '!';           /* a date; it has __float__, and does not mean it */
        }
        if (seen->numpy) {
            return true;
        }
    }
    if (seen->kind == 'i') {
        see_int(o, seen, true);
    }
    if (seen->kind == 'f') {
        see_float(o, seen);
    }
    if (seen->kind == 'l') {
        return see_list(call, o, 1, seen);
    }
    return seen->kind != '?' || see_buffer(call, i, o, seen);
}

/* ---------------------------------------------------------------------- in words */
void
cbi_seen_text(const struct cbi_seen *s, char *text, size_t size)
{
    char name[48];
    if (s->kind == 'a' && s->type) {
        snprintf(text, size, "%s array of rank %d", cbi_dtype_name(s->type), s->rank);
    }
    else if (s->kind == 'l') {
        const char *of = s->leaf == 'f' ? " of floats" : s->leaf == 'i' ? " of ints"
                         : s->leaf == 's' ? " of str" : s->leaf == 'b' ? " of bools"
                         : s->leaf == 'c' ? " of complex numbers" : "";
        snprintf(text, size, s->rank > 1 ? "%s%s of depth %d" : "%s%s",
                 cbi_type_name(s->object, name), of, s->rank);
    }
    else if (s->kind == 'i' && !s->numpy) {
        snprintf(text, size, "%s", cbi_repr(s->object, name));
    }
    else {
        snprintf(text, size, "%s", cbi_type_name(s->object, name));
    }
}
