/* SPDX-License-Identifier: MIT
   carbide/runtime/handed.c: what an object needs that C takes over (CB_TAKES): what C
   keeps in it, and the objects that it was made with. C goes on using those, so whoever C
   gave it to keeps them: with the closed object, which has them. In: an object that C will
   own. Out: struct cbi_kept, ready. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

/* It, and what it was made with; NULL without an exception: it needs nothing. */
static PyObject *
family_of(PyObject *used)
{
    bool is_const;
    PyObject *keeper;
    intptr_t n = 0;
    while ((keeper = cbi_keeper(used, (int)n, &is_const))) {
        Py_DecRef(keeper);
        n++;
    }
    if (!n && !HANDLE(used)->tokens && !HANDLE(used)->values) {
        return NULL;
    }
    PyObject *family = PyTuple_New(n + 1);
    for (intptr_t i = 0; family && i <= n; i++) {
        PyObject *o = i ? cbi_keeper(used, (int)i - 1, &is_const) : used;
        if (!i) {
            Py_IncRef(used);
        }
        PyTuple_SetItem(family, i, o ? o : cbi_new_none());
    }
    return family;
}

bool
cbi_keep_taken(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper, PyObject *used)
{
    const bool is_part = !used || INSTANCE(used)->class->kind == 'v'
                         || INSTANCE(used)->whole;
    PyObject *family = is_part ? NULL : family_of(used);
    if (!family) {
        return is_part || !PyErr_Occurred();
    }
    return cbi_later(call, cbi_undo_decref, family)
           && cbi_keep_ready(call, k, keeper, family, NULL);
}
