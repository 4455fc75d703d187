/* SPDX-License-Identifier: MIT
   carbide/runtime/inherit.c: what an object goes on needing that C gives back, out of what
   had taken it over (CB_TAKES) or made it: the tokens (see keeper.c) of that, and of what
   that was made with. In: the new object, and one that C may have it from. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

static PyObject *
address(const void *p)
{
    return PyLong_FromUnsignedLongLong((uintptr_t)p);
}

/* The tokens of `from` live as long as those of `self`: under their address, which no
   parameter's place has. */
static bool
share(PyObject *self, PyObject *from)
{
    PyObject *there = cbi_tokens_in(from), *tokens = cbi_make_tokens(self);
    PyObject *key = tokens ? address(there) : NULL;
    const bool good = key && PyDict_SetItem(tokens, key, there) == 0;
    cbi_drop(key);
    return good;
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

/* What `o` was made with. */
static bool
reach_keepers(PyObject *o, PyObject *list, PyObject *seen)
{
    bool is_const, good = true;
    PyObject *keeper;
    for (int k = 0; good && (keeper = cbi_keeper(o, k, &is_const)); k++) {
        good = reach(cbi_top_of(keeper), list, seen);
        Py_DecRef(keeper);
    }
    return good;
}

bool
cbi_inherit(PyObject *self, PyObject *object)
{
    PyObject *top = cbi_top_of(object);
    if (INSTANCE(top)->class->kind == 'v' || top == self
        || (!HANDLE(top)->tokens && !INSTANCE(top)->keeps)) {
        return true;
    }
    PyObject *all = PyList_New(0), *seen = PyDict_New();
    bool good = all && seen && reach(top, all, seen);
    for (intptr_t i = 0; good && i < PyList_Size(all); i++) {
        PyObject *from = PySequence_GetItem(all, i);
        good = from && (INSTANCE(from)->class->kind == 'v'
                        || ((!HANDLE(from)->tokens || share(self, from))
                            && reach_keepers(from, all, seen)));
        cbi_drop(from);
    }
    cbi_drop(all);
    cbi_drop(seen);
    return good;
}
