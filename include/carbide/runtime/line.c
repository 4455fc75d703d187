/* SPDX-License-Identifier: MIT
   carbide/runtime/line.c: what an object was made with, was set to by a property, or was
   lent by, and what that was, and so on: what C reaches from it. In: an object. Out: a
   list. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

bool
cbi_reach(PyObject *o, PyObject *list, PyObject *seen)
{
    PyObject *key = PyLong_FromUnsignedLongLong((uintptr_t)o), *there = NULL;
    const int known = key ? cbi_dict_item(seen, key, &there) : -1;
    const bool good = known > 0 || (known == 0 && PyDict_SetItem(seen, key, o) == 0
                                    && PyList_Append(list, o) == 0);
    cbi_drop(there);
    cbi_drop(key);
    return good;
}

static bool
reach_top(PyObject *o, PyObject *list, PyObject *seen)
{
    return o == Py_None || !INSTANCE(o)->class
           || INSTANCE(cbi_top_of(o))->class->kind == 'v'
           || cbi_reach(cbi_top_of(o), list, seen);
}

static bool
reach_keepers(PyObject *o, PyObject *list, PyObject *seen)
{
    bool is_const, good = true;
    PyObject *keeper;
    for (int k = 0; good && (keeper = cbi_keeper(o, k, &is_const)); k++) {
        good = reach_top(keeper, list, seen);
        Py_DecRef(keeper);
    }
    PyObject *lender = HANDLE(o)->lender;
    return good && (!lender || reach_top(lender, list, seen));
}

PyObject *
cbi_objects_of(PyObject *token)
{
    return PyTuple_Size(token) == 3 ? PyTuple_GetItem(token, 0) : NULL;
}

/* A place of a property. */
static bool
reach_place(PyObject *place, PyObject *list, PyObject *seen)
{
    PyObject *copy = PyDict_Copy(place), *key, *token;
    intptr_t at = 0;
    bool good = copy, goes_on = copy;
    while (good && goes_on && PyDict_Next(copy, &at, &key, &token)) {
        goes_on = cbi_objects_of(token) && PyTuple_GetItem(token, 2) == Py_True;
        good = !goes_on || reach_top(PyTuple_GetItem(cbi_objects_of(token), 0), list, seen);
    }
    cbi_drop(copy);
    return good;
}

static bool
reach_properties(PyObject *o, PyObject *list, PyObject *seen)
{
    PyObject *tokens = cbi_tokens_in(o), *copy = tokens ? PyDict_Copy(tokens) : NULL;
    PyObject *key, *value;
    intptr_t at = 0;
    bool good = copy || !tokens;
    while (good && copy && PyDict_Next(copy, &at, &key, &value)) {
        good = cbi_type_of(value) != &PyDict_Type || reach_place(value, list, seen);
    }
    cbi_drop(copy);
    return good;
}

PyObject *
cbi_line_of(PyObject *o)
{
    PyObject *list = PyList_New(0), *seen = PyDict_New();
    bool good = list && seen && cbi_reach(o, list, seen);
    for (intptr_t i = 0; good && i < PyList_Size(list); i++) {
        PyObject *next = PySequence_GetItem(list, i);
        good = next && reach_keepers(next, list, seen) && reach_properties(next, list, seen);
        cbi_drop(next);
    }
    cbi_drop(seen);
    if (!good) {
        cbi_drop(list);
        return NULL;
    }
    return list;
}
