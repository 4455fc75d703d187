/* SPDX-License-Identifier: MIT
   carbide/runtime/line.c: what an object was made with, what that was made with, and so on:
   where C reaches what C keeps in any of them. In: an object. Out: a list. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

static PyObject *
address(const void *p)
{
    return PyLong_FromUnsignedLongLong((uintptr_t)p);
}

/* Adds `o` to a list, if the dict `seen` does not have it. */
static bool
reach(PyObject *o, PyObject *list, PyObject *seen)
{
    PyObject *key = address(o), *there = NULL;
    const int known = key ? cbi_dict_item(seen, key, &there) : -1;
    const bool good = known > 0 || (known == 0 && PyDict_SetItem(seen, key, o) == 0
                                    && PyList_Append(list, o) == 0);
    cbi_drop(there);
    cbi_drop(key);
    return good;
}

static bool
reach_keepers(PyObject *o, PyObject *list, PyObject *seen)
{
    bool is_const, good = true;
    PyObject *keeper;
    for (int k = 0; good && (keeper = cbi_keeper(o, k, &is_const)); k++) {
        PyObject *top = cbi_top_of(keeper);
        good = INSTANCE(top)->class->kind == 'v' || reach(top, list, seen);
        Py_DecRef(keeper);
    }
    return good;
}

PyObject *
cbi_line_of(PyObject *o)
{
    PyObject *list = PyList_New(0), *seen = PyDict_New();
    bool good = list && seen && reach(o, list, seen);
    for (intptr_t i = 0; good && i < PyList_Size(list); i++) {
        PyObject *next = PySequence_GetItem(list, i);
        good = next && reach_keepers(next, list, seen);
        cbi_drop(next);
    }
    cbi_drop(seen);
    if (!good) {
        cbi_drop(list);
        return NULL;
    }
    return list;
}

bool
cbi_add_token(PyObject *tokens, PyObject *token)
{
    PyObject *key = address(token);
    const bool good = key && PyDict_SetItem(tokens, key, token) == 0;
    cbi_drop(key);
    return good;
}
