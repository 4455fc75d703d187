/* SPDX-License-Identifier: MIT
   carbide/runtime/value_make.c: Python values that C makes, and containers that it
   fills: cb_none to cb_tuple, cb_append, cb_put; and the references that a call owns.
   In: C's numbers, bytes, other values; out: values that live until the call ends. What
   a container takes over leaves the call's own list, so that filling a container of any
   size keeps nothing else alive. (cb_array stands in value_array.c.) */
#include "carbide/runtime/value.h"

#include <stdlib.h>

/* ------------------------------------------------------------ references of a call */
CBI_COLD struct cbi_call *
cbi_not_ready(struct cbi_call *call)
{
    if (!call || call->thread) {
        cb_raise(CB_SystemError, call
                 ? "a Python value was used without the GIL: behind cb_release(), or in a "
                   "function whose prototype and body do not mention cb_value"
                 : "a Python value was used outside of a call from Python");
        return NULL;
    }
    return call->stop || call->raised || cbi_is_error(call) ? NULL : call;
}

CBI_COLD void
cbi_broken(struct cbi_call *call)
{
    cbi_forget_error(call);         /* a warning */
    call->error = CBI_PYTHON_ERROR;
}

CBI_COLD void
cbi_broken_here(struct cbi_call *call)
{
    cbi_fail_inner(call, -1);
    cbi_broken(call);
}

static void
drop_values(void *values)
{
    struct cbi_values *v = values;
    for (size_t k = 0; k < v->n_walks; k++) {
        cbi_drop(v->walks[k].iterator);
        cbi_drop(v->walks[k].copy);
        cbi_drop(v->walks[k].key);
        cbi_drop(v->walks[k].item);
    }
    for (int k = 0; k < CBI_COUNT(v->retired); k++) {
        cbi_drop(v->retired[k]);
    }
    while (v->n) {
        Py_DecRef(v->items[--v->n]);
    }
    free(v->walks);
    if (v->items != v->first) {
        free(v->items);
    }
}

CBI_COLD static void
no_memory(struct cbi_call *call)
{
    PyErr_NoMemory();
    cbi_broken(call);
}

struct cbi_values *
cbi_values_of(struct cbi_call *call)
{
    struct cbi_values *v = call->values;
    if (!v) {
        v = malloc(sizeof *v);
        if (!v) {
            no_memory(call);
            return NULL;
        }
        v->cleanup = (struct cbi_cleanup){call->cleanup, drop_values, v};
        v->n = v->n_walks = 0;
        v->room = CBI_COUNT(v->first);
        v->items = v->first;
        v->walks = NULL;
        v->released = v->n_retired = 0;
        memset(v->retired, 0, sizeof v->retired);
        call->values = v;
        call->cleanup = &v->cleanup;
    }
    return v;
}

static bool
grow(struct cbi_values *v)
{
    size_t room = v->room * 2;
    PyObject **items = realloc(v->items == v->first ? NULL : v->items,
                               room * sizeof *items);
    if (!items) {
        return false;
    }
    if (v->items == v->first) {
        memcpy(items, v->first, sizeof v->first);
    }
    v->items = items;
    v->room = room;
    return true;
}

cb_value
cbi_own_slow(struct cbi_call *call, PyObject *o)
{
    if (!o) {
        cbi_broken(call);
        return NULL;
    }
    struct cbi_values *v = cbi_values_of(call);
    if (v && v->n == v->room && !grow(v)) {
        no_memory(call);
        v = NULL;
    }
    if (!v) {
        Py_DecRef(o);
        return NULL;
    }
    v->items[v->n++] = o;
    return o;
}

cb_value
cbi_made(struct cbi_call *call, cb_value v)
{
    return cbi_own(call, PyLong_FromLongLong(cbi_untag(v)));
}

/* A container has a reference of its own now: gives the call's one up. Items are nearly
   always among the last that were made; others stay until the call ends. */
static inline void
hand_over(struct cbi_call *call, cb_value item)
{
    enum { SEARCHED = 16 };
    struct cbi_values *v = call->values;
    size_t k = v && !cbi_is_tagged(item) ? v->n : 0;
    for (size_t end = k > SEARCHED ? k - SEARCHED : 0; k-- > end;) {
        if (v->items[k] == item) {
            PyObject *o = v->items[k];
            v->items[k] = v->items[--v->n];
            Py_DecRef(o);
            return;
        }
    }
}

/* -------------------------------------------------------------------------- make */
static cb_value
keep_shared(PyObject *o)            /* None, True, False, which live for ever */
{
    return cbi_ready() ? o : NULL;
}

cb_value
cb_none(void)
{
    return keep_shared(Py_None);
}

cb_value
cb_bool(bool b)
{
    return keep_shared(b ? Py_True : Py_False);
}

/* No object as long as it fits beside the tag. */
cb_value
cb_int(int64_t i)
{
    const uintptr_t tagged = (uintptr_t)i << 1 | 1;
    if (CBI_LIKELY((intptr_t)tagged >> 1 == i)) {
        return (cb_value)tagged;
    }
    struct cbi_call *call = cbi_ready();
    return call ? cbi_own(call, PyLong_FromLongLong(i)) : NULL;
}

cb_value
cb_float(double d)
{
    struct cbi_call *call = cbi_ready();
    return call ? cbi_own(call, PyFloat_FromDouble(d)) : NULL;
}

/* Longer than an object can be: a MemoryError, as of any other size that is too much. */
static cb_value
keep_sized(struct cbi_call *call, PyObject *(*make)(const char *, intptr_t),
           const void *p, size_t n)
{
    if (n > PTRDIFF_MAX - 64) {
        no_memory(call);
        return NULL;
    }
    PyObject *made = make(p, (intptr_t)n);
    if (CBI_UNLIKELY(!made)) {
        cbi_broken_here(call);
        return NULL;
    }
    return cbi_own(call, made);
}

cb_value
cb_str(const char *s, size_t n)
{
    struct cbi_call *call = cbi_ready();
    return call ? keep_sized(call, PyUnicode_FromStringAndSize, n ? s : "", n) : NULL;
}

cb_value
cb_bytes(const void *p, size_t n)
{
    struct cbi_call *call = cbi_ready();
    cb_value v = call ? keep_sized(call, PyBytes_FromStringAndSize, p, n) : NULL;
    if (v && !p && n) {
        memset(PyBytes_AsString(cbi_object(v)), 0, n);
    }
    return v;
}

cb_value
cb_list(void)
{
    struct cbi_call *call = cbi_ready();
    return call ? cbi_own(call, PyList_New(0)) : NULL;
}

cb_value
cb_dict(void)
{
    struct cbi_call *call = cbi_ready();
    return call ? cbi_own(call, PyDict_New()) : NULL;
}

/* The n youngest of the call, in the order of `items`? Then all are handed over at
   once. */
static bool
are_last(struct cbi_values *v, size_t n, const cb_value items[])
{
    return n && v && v->n >= n && !memcmp(v->items + v->n - n, items, n * sizeof *items);
}

cb_value
cb_tuple(size_t n, const cb_value items[])
{
    struct cbi_call *call = cbi_ready();
    for (size_t k = 0; call && k < n; k++) {
        call = items[k] ? call : NULL;
    }
    if (!call) {
        return NULL;
    }
    PyObject *tuple = n > PTRDIFF_MAX / sizeof *items ? PyErr_NoMemory()
                                                      : PyTuple_New((intptr_t)n);
    for (size_t k = 0; tuple && k < n; k++) {
        PyObject *item = cbi_reference(items[k]);
        if (!item) {
            Py_DecRef(tuple);
            cbi_broken(call);
            return NULL;
        }
        PyTuple_SetItem(tuple, (intptr_t)k, item);
    }
    const bool last = tuple && are_last(call->values, n, items);
    for (size_t k = n; tuple && k--;) {
        if (last) {
            Py_DecRef(call->values->items[--call->values->n]);
        }
        else {
            hand_over(call, items[k]);
        }
    }
    return cbi_own(call, tuple);
}

/* -------------------------------------------------------------------------- fill */
CBI_COLD static void
not_a(struct cbi_call *call, const char *what, cb_value v)
{
    char name[48];
    cbi_fail(call, PyExc_TypeError, -1, "a value must be %s, not %s", what,
             cbi_type_name(cbi_object(v), name));
    cbi_broken(call);
}

/* Of a subclass, as Python would: by its own method, which may do what it likes with
   the item; so that one stays the call's. */
CBI_COLD static cb_value
append_to(struct cbi_call *call, cb_value list, cb_value item)
{
    item = cbi_real(call, item);
    list = cbi_real(call, list);
    if (!item || !list) {
        return NULL;
    }
    if (!cbi_is(cbi_object(list), &PyList_Type)) {
        not_a(call, "a list", list);
        return NULL;
    }
    PyObject *done = PyObject_CallMethod(cbi_object(list), "append", "(O)", item);
    if (!done) {
        cbi_broken_here(call);
        return NULL;
    }
    Py_DecRef(done);
    return list;
}

/* A list behind its object head, as far as it is proved: size <= allocated, and what an
   append needs room for goes to items[size]. */
struct list {
    intptr_t size;
    PyObject **items;
    intptr_t allocated;
};

static inline struct list *
list_of(PyObject *o)
{
    return (struct list *)(void *)((char *)o + cbi_head);
}

/* Whether this interpreter's lists are laid out so: 0 not known yet, 1 yes, 2 no. Never
   on free-threaded builds, where others may read the list meanwhile. */
static uint8_t list_layout;              /* 0: not asked yet */

CBI_COLD static bool
probe_list(void)
{
    PyObject *o = PyList_New(0);
    bool good = o && cbi_head == 16;
    for (intptr_t k = 0; good && k < 40; k++) {
        const struct list before = *list_of(o), *const after = list_of(o);
        good = PyList_Append(o, Py_True) == 0 && before.size == k && after->size == k + 1
               && after->allocated > k && after->items && after->items[k] == Py_True
               && (before.allocated == k
                   || (before.allocated > k && before.allocated == after->allocated
                       && before.items == after->items));
    }
    PyErr_Clear();
    cbi_drop(o);
    return good;
}

/* An int, or the item that was made last, into a list with room: the call's reference
   becomes the list's, without a call of Python. */
static inline bool
append_in_place(struct cbi_values *v, PyObject *list, cb_value item)
{
    struct list *to = list_of(list);
    PyObject *o = NULL;
    if (CBI_UNLIKELY(list_layout != 1 || to->size >= to->allocated)) {
        return false;
    }
    if (cbi_is_tagged(item)) {
        o = PyLong_FromLongLong(cbi_untag(item));
        if (CBI_UNLIKELY(!o)) {
            PyErr_Clear();          /* the long way says so, if it fails there too */
        }
    }
    else if (v && v->n && v->items[v->n - 1] == item) {
        o = v->items[--v->n];
    }
    if (CBI_LIKELY(o != NULL)) {
        to->items[to->size++] = o;
    }
    return o != NULL;
}

static __attribute__((noinline)) cb_value
append_by_call(struct cbi_call *call, cb_value list, cb_value item)
{
    if (CBI_UNLIKELY(!list_layout)) {
        list_layout = probe_list() ? 1 : 2;
    }
    item = cbi_real(call, item);
    if (!item) {
        return NULL;
    }
    if (CBI_UNLIKELY(PyList_Append(cbi_object(list), cbi_object(item)) < 0)) {
        cbi_broken(call);
        return NULL;
    }
    hand_over(call, item);
    return list;
}

cb_value
cb_append(cb_value list, cb_value item)
{
    struct cbi_call *call = cbi_ready();
    if (!call || !list || !item) {
        return NULL;
    }
    PyObject *to = cbi_object(list);
    if (CBI_UNLIKELY(cbi_is_tagged(list) || cbi_type_of(to) != &PyList_Type)) {
        return append_to(call, list, item);
    }
    if (append_in_place(call->values, to, item)) {
        return list;
    }
    return append_by_call(call, list, item);
}

/* The dict has an equal key already, which stays its key. The given one lives on for a
   while, since C may well use it again. */
static void
retire_key(struct cbi_call *call, cb_value key)
{
    struct cbi_values *v = cbi_values_of(call);
    if (!v) {
        return;
    }
    PyObject **place = &v->retired[v->n_retired++ % CBI_COUNT(v->retired)];
    PyObject *oldest = *place;
    Py_IncRef(cbi_object(key));
    *place = cbi_object(key);
    hand_over(call, key);
    cbi_drop(oldest);
}

CBI_COLD static cb_value
put_in(struct cbi_call *call, cb_value dict, cb_value key, cb_value item)
{
    if (!cbi_is(cbi_object(dict), &PyDict_Type)) {
        not_a(call, "a dict", dict);
        return NULL;
    }
    if (PyObject_SetItem(cbi_object(dict), cbi_object(key), cbi_object(item)) < 0) {
        cbi_broken_here(call);
        return NULL;
    }
    return dict;
}

cb_value
cb_put(cb_value dict, cb_value key, cb_value item)
{
    struct cbi_call *call = cbi_ready();
    if (!call || !dict || !key || !item || !(item = cbi_real(call, item))
        || !(key = cbi_real(call, key)) || !(dict = cbi_real(call, dict))) {
        return NULL;
    }
    PyObject *to = cbi_object(dict);
    if (CBI_UNLIKELY(cbi_type_of(to) != &PyDict_Type)) {
        return put_in(call, dict, key, item);
    }
    const intptr_t before = PyDict_Size(to);
    if (CBI_UNLIKELY(PyDict_SetItem(to, cbi_object(key), cbi_object(item)) < 0)) {
        cbi_broken_here(call);
        return NULL;
    }
    hand_over(call, item);
    if (PyDict_Size(to) != before) {
        hand_over(call, key);
    }
    else {
        retire_key(call, key);
    }
    return dict;
}

/* The exception stays set: it is the callable's, which gives it to the call. */
bool
cbi_give_value(struct cbi_call *call, int i, PyObject *o, struct cbi_call *to,
               cb_value *out)
{
    if (!to) {
        return cbi_fail(call, PyExc_SystemError, i, "is a Python value, but no call from "
                        "Python is running that could hold it");
    }
    Py_IncRef(o);
    *out = cbi_own(to, o);
    if (!*out) {
        cbi_forget_error(to);
    }
    return *out != NULL;
}

/* ------------------------------------------------------------------------ results */
PyObject *
cbi_new_value(struct cbi_call *call, int i, cb_value v, bool nullable)
{
    if (!v && !nullable) {
        cbi_fail(call, PyExc_SystemError, i,
                 i < 0 ? "C returned NULL without an error" : "is NULL after the call");
        return NULL;
    }
    return cbi_reference(v ? v : Py_None);
}
