/* SPDX-License-Identifier: MIT
   carbide/runtime/handed.c: what an object needs that C takes over (CB_TAKES): what C
   keeps in it, and the objects that it was made with. C goes on using those, so whoever C
   gave it to keeps them: with the closed object, which has them. So does what that was made
   with, or set to: what goes in through a cursor is in what the cursor is on. In: an object
   that C will own. Out: struct cbi_kept, ready; then it is kept. */
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

static bool
keep_along(PyObject *token, PyObject *top)
{
    PyObject *line = cbi_line_of(top);
    bool good = line;
    for (intptr_t i = 1; good && i < PyList_Size(line); i++) {
        PyObject *o = PySequence_GetItem(line, i);
        PyObject *tokens = o ? cbi_make_tokens(o) : NULL;
        good = tokens && cbi_add_token(tokens, token);
        cbi_drop(o);
    }
    cbi_drop(line);
    return good;
}

bool
cbi_keep_handed(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper)
{
    const bool good = k->late ? cbi_keep_with(call, k, keeper) : cbi_keep_now(k);
    PyObject *top = keeper && keeper != Py_None ? cbi_top_of(keeper) : NULL;
    if (!good || !k->token || !top || INSTANCE(top)->class->kind == 'v') {
        return good;
    }
    return keep_along(k->token, top);
}
