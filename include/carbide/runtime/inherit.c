/* SPDX-License-Identifier: MIT
   carbide/runtime/inherit.c: what an object goes on needing that C gives back, out of what
   had taken it over (CB_TAKES) or made it: the tokens (see keeper.c) of that, and of what C
   reaches from it. In: the new object, and one that C may have it from, or a list. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

/* What `from` has lives as long as what `self` has. */
static bool
share(PyObject *self, PyObject *from)
{
    PyObject *there = HANDLE(from)->tokens, *tokens = there ? cbi_make_tokens(self) : NULL;
    if (there) {
        CBI_TOKENS(there)->is_shared = true;
    }
    return !there || (tokens && cbi_add_token(tokens, there));
}

bool
cbi_inherit(PyObject *self, PyObject *object)
{
    PyObject *top = cbi_top_of(object);
    if (INSTANCE(top)->class->kind == 'v' || top == self
        || (!HANDLE(top)->tokens && !INSTANCE(top)->keeps && !HANDLE(top)->lender)) {
        return true;
    }
    PyObject *line = cbi_line_of(top);
    bool good = line;
    for (intptr_t i = 0; good && i < PyList_Size(line); i++) {
        PyObject *from = PySequence_GetItem(line, i);
        good = from && share(self, from);
        cbi_drop(from);
    }
    cbi_drop(line);
    return good;
}

bool
cbi_inherit_all(PyObject *self, PyObject *objects)
{
    bool good = true;
    for (intptr_t k = 0; good && objects && k < PySequence_Size(objects); k++) {
        PyObject *o = PySequence_GetItem(objects, k);
        good = o && (o == Py_None || !INSTANCE(o)->class || cbi_inherit(self, o));
        cbi_drop(o);
    }
    return good;
}

PyObject *
cbi_heir_of(PyObject *made, PyObject *objects)
{
    if (made && made != Py_None && !cbi_inherit_all(made, objects)) {
        Py_DecRef(made);
        return NULL;
    }
    return made;
}
