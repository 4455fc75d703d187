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
/* "f(): a must be T or str, not list"; k: of which item, or -1. */
CBI_COLD static PyObject *
refuse(struct cbi_call *call, int i, intptr_t k, const struct cbi_class *class, bool opt,
       PyObject *o)
{
    char more[200];
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) {
        return NULL;            /* it is about the value: the converter's own words */
    }
    PyErr_Clear();
    snprintf(more, sizeof more, " or %.180s%s", class->made_of, opt ? " or None" : "");
    cbi_wrong_class(call, i, k, class, more, o);
    return NULL;
}

/* The object itself, or one made of it; borrowed. NULL: an exception is set. */
static PyObject *
adapt(struct cbi_call *call, int i, intptr_t k, PyObject *o, int which, bool opt)
{
    const struct cbi_class *class = &cbi_module.classes[which];
    PyTypeObject *type = type_of_class(call, which);
    if (cbi_is(o, type)) {
        return o;
    }
    call->ran = true;
    PyObject *made = class->convert((PyObject *)type, &o, 1, NULL);
    if (!made) {
        return refuse(call, i, k, class, opt, o);
    }
    return cbi_later(call, cbi_undo_decref, made) ? made : NULL;
}

bool
cbi_adapt_object(struct cbi_call *call, int i, PyObject *o, int which, bool opt,
                 PyObject *like, PyObject **used)
{
    (void)like;
    if (!(opt && (!o || o == Py_None))) {
        o = adapt(call, i, -1, o, which, opt);
        if (!o) {
            return false;
        }
    }
    return cbi_get_object_slow(call, i, o, which, opt, used);
}

bool
cbi_adapt_instance(struct cbi_call *call, int i, PyObject *o, int which, void *out)
{
    o = adapt(call, i, -1, o, which, false);
    return o && cbi_get_instance(call, i, o, which, out);
}

/* -------------------------------------------------------------------------- sequences */
/* The items as a tuple, adapted, until the call ends; `o` itself where that has no items
   for C, which says so itself. */
static PyObject *
adapt_items(struct cbi_call *call, int i, PyObject *o, int which, bool opt)
{
    PyObject *items = cbi_items(o);
    if (!items) {
        cbi_fail_inner(call, i);
        return NULL;
    }
    if (!cbi_later(call, cbi_undo_decref, items)) {
        return NULL;
    }
    const intptr_t n = PyTuple_Size(items);
    PyObject *all = PyTuple_New(n);
    if (!all || !cbi_later(call, cbi_undo_decref, all)) {
        return NULL;
    }
    for (intptr_t k = 0; k < n; k++) {
        PyObject *item = PyTuple_GetItem(items, k);
        item = opt && item == Py_None ? item : adapt(call, i, k, item, which, opt);
        if (!item) {
            return NULL;
        }
        Py_IncRef(item);
        PyTuple_SetItem(all, k, item);
    }
    return all;
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
        o = adapt_items(call, i, o, which, opt);
    }
    return o && cbi_get_objects(call, i, o, which, opt, straight, a, n);
}

bool
cbi_adapt_structs(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
                  unsigned flags, struct cbi_array *a, intptr_t *shape, intptr_t *strides)
{
    *a = (struct cbi_array){NULL, NULL, NULL};
    if (cbi_is(o, &PyList_Type) || cbi_is(o, &PyTuple_Type)) {
        o = adapt_items(call, i, o, CBI_WHICH(type), false);
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
