/* SPDX-License-Identifier: MIT
   carbide/runtime/own.c: conversions of a class's own. In: an argument that is no object
   of the class that C wants, or a sequence with such items; out: new objects, which the
   class's converter made of them, kept until the call ends, or an exception that says of
   what they may be made. And results: an object of C becomes its value. */
#include "carbide/runtime/instance.h"

static PyTypeObject *
type_of_class(struct cbi_call *call, int which)
{
    return (PyTypeObject *)cbi_state_of(call)->objects[CBI_S_CLASSES + which];
}

/* ------------------------------------------------------------------------ arguments */
/* One of them; and where in it. */
struct adapting {
    struct cbi_call *call;
    int i, which;
    bool opt;
    int axes;
    intptr_t position[64];
};

/* "f(): a must be T or str, not list" */
CBI_COLD static PyObject *
refuse(const struct adapting *a, PyObject *o)
{
    const struct cbi_class *class = &cbi_module.classes[a->which];
    char more[200];
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) {
        return NULL;            /* it is about the value: the converter's own words */
    }
    PyErr_Clear();
    snprintf(more, sizeof more, " or %.180s%s", class->made_of, a->opt ? " or None" : "");
    cbi_wrong_class(a->call, a->i, a->axes, a->position, class, more, o);
    return NULL;
}

/* The object itself, or one made of it; borrowed. NULL: an exception is set. */
static PyObject *
adapt(const struct adapting *a, PyObject *o)
{
    PyTypeObject *type = type_of_class(a->call, a->which);
    if (cbi_is(o, type)) {
        return o;
    }
    a->call->ran = true;
    PyObject *made = cbi_module.classes[a->which].convert((PyObject *)type, &o, 1, NULL);
    if (!made) {
        return refuse(a, o);
    }
    return cbi_later(a->call, cbi_undo_decref, made) ? made : NULL;
}

bool
cbi_adapt_object(struct cbi_call *call, int i, PyObject *o, int which, bool opt,
                 PyObject *like, PyObject **used)
{
    const struct adapting a = {.call = call, .i = i, .which = which, .opt = opt};
    (void)like;
    if (!(opt && (!o || o == Py_None))) {
        o = adapt(&a, o);
        if (!o) {
            return false;
        }
    }
    return cbi_get_object_slow(call, i, o, which, opt, used);
}

bool
cbi_adapt_instance(struct cbi_call *call, int i, PyObject *o, int which, void *out)
{
    const struct adapting a = {.call = call, .i = i, .which = which};
    o = adapt(&a, o);
    return o && cbi_get_instance(call, i, o, which, out);
}

/* -------------------------------------------------------------------------- sequences */
static bool
is_list(PyObject *o)
{
    return cbi_is(o, &PyList_Type) || cbi_is(o, &PyTuple_Type);
}

static PyObject *adapt_items(struct adapting *a, PyObject *o, int rank);

/* A row, or an object; what is no row stays, and is for C to refuse. New reference. */
static PyObject *
adapt_item(struct adapting *a, PyObject *item, int rank)
{
    if (rank > 1 && is_list(item)) {
        return adapt_items(a, item, rank - 1);
    }
    if (rank == 1 && !(a->opt && item == Py_None)) {
        item = adapt(a, item);
    }
    if (item) {
        Py_IncRef(item);
    }
    return item;
}

/* The items as a tuple, those of rows as well, adapted. New reference. */
static PyObject *
adapt_items(struct adapting *a, PyObject *o, int rank)
{
    PyObject *items = cbi_items(o);
    if (!items) {
        cbi_fail_inner(a->call, a->i);
        return NULL;
    }
    const int axis = a->axes++;
    const intptr_t n = PyTuple_Size(items);
    PyObject *all = PyTuple_New(n);
    for (intptr_t k = 0; all && k < n; k++) {
        a->position[axis] = k;
        PyObject *item = adapt_item(a, PyTuple_GetItem(items, k), rank);
        if (item) {
            PyTuple_SetItem(all, k, item);
        }
        else {
            Py_DecRef(all);
            all = NULL;
        }
    }
    a->axes = axis;
    Py_DecRef(items);
    return all;
}

/* The same, until the call ends. */
static PyObject *
adapt_all(struct cbi_call *call, int i, PyObject *o, int which, bool opt, int rank)
{
    struct adapting a = {.call = call, .i = i, .which = which, .opt = opt};
    PyObject *all = adapt_items(&a, o, rank);
    return all && cbi_later(call, cbi_undo_decref, all) ? all : NULL;
}

bool
cbi_adapt_objects(struct cbi_call *call, int i, PyObject *o, int which, bool opt,
                  bool straight, struct cbi_array *a, intptr_t *n)
{
    const bool text = cbi_is(o, &PyUnicode_Type) || cbi_is(o, &PyBytes_Type);
    *a = (struct cbi_array){NULL, NULL, NULL};
    *n = 0;
    if (!text && PySequence_Check(o)) {
        call->ran = true;
        o = adapt_all(call, i, o, which, opt, 1);
    }
    return o && cbi_get_objects(call, i, o, which, opt, straight, a, n);
}

bool
cbi_adapt_structs(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
                  unsigned flags, struct cbi_array *a, intptr_t *shape, intptr_t *strides)
{
    *a = (struct cbi_array){NULL, NULL, NULL};
    if (is_list(o)) {
        o = adapt_all(call, i, o, CBI_WHICH(type), false, rank);
    }
    return o && cbi_get_structs(call, i, o, type, rank, flags, a, shape, strides);
}

/* --------------------------------------------------------------------------- results */
/* The value of an object of one of the classes, which is taken over; else `o`. */
static PyObject *
show_one(struct cbi_call *call, PyObject *o, const int *classes)
{
    for (; *classes >= 0; classes++) {
        if (cbi_is(o, type_of_class(call, *classes))) {
            PyObject *value = cbi_module.classes[*classes].value(o, NULL, 0, NULL);
            Py_DecRef(o);
            return value;
        }
    }
    return o;
}

PyObject *
cbi_show(struct cbi_call *call, PyObject *result, bool several, const int *classes)
{
    if (!result || !several || !cbi_is(result, &PyTuple_Type)) {
        return result && result != Py_None ? show_one(call, result, classes) : result;
    }
    const intptr_t n = PyTuple_Size(result);
    PyObject *all = PyTuple_New(n);
    for (intptr_t k = 0; all && k < n; k++) {
        PyObject *item = PyTuple_GetItem(result, k);
        Py_IncRef(item);
        item = show_one(call, item, classes);
        if (!item) {
            Py_DecRef(all);
            all = NULL;
            break;
        }
        PyTuple_SetItem(all, k, item);
    }
    Py_DecRef(result);
    return all;
}
