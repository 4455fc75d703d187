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

/* Has it nothing but what it has inherited? */
static bool
is_heir(PyObject *used)
{
    PyObject *tokens = cbi_tokens_in(used), *key, *value;
    intptr_t at = 0;
    bool only = tokens && !INSTANCE(used)->keeps && !HANDLE(used)->values;
    while (only && PyDict_Next(tokens, &at, &key, &value)) {
        only = cbi_type_of(value) != &PyDict_Type && cbi_type_of(value) != &PyTuple_Type;
    }
    return only;
}

bool
cbi_keep_taken(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper, PyObject *used)
{
    if (!used || INSTANCE(used)->class->kind == 'v' || INSTANCE(used)->whole) {
        return true;
    }
    if ((k->late || keeper) && is_heir(used)) {
        k->passed = cbi_tokens_in(used);
        Py_IncRef(k->passed);
        return cbi_later(call, cbi_undo_decref, k->passed);
    }
    PyObject *family = family_of(used);
    return family ? cbi_later(call, cbi_undo_decref, family)
                    && cbi_keep_ready(call, k, keeper, family, NULL)
                  : !PyErr_Occurred();
}

/* Each once, and not in what it is. */
static bool
pass_on(PyObject *passed, PyObject *to)
{
    PyObject *tokens = cbi_make_tokens(to), *key, *value;
    intptr_t at = 0;
    bool good = tokens;
    while (good && tokens != passed && PyDict_Next(passed, &at, &key, &value)) {
        good = value == HANDLE(to)->tokens || cbi_add_token(tokens, value);
    }
    return good;
}

/* By all that C reaches from the keeper; a token by the keeper already. */
static bool
keep_along(const struct cbi_kept *k, PyObject *top)
{
    PyObject *line = cbi_line_of(top);
    bool good = line;
    for (intptr_t i = k->token ? 1 : 0; good && i < PyList_Size(line); i++) {
        PyObject *o = PySequence_GetItem(line, i);
        PyObject *tokens = o ? cbi_make_tokens(o) : NULL;
        good = tokens && (k->token ? cbi_add_token(tokens, k->token)
                                   : pass_on(k->passed, o));
        cbi_drop(o);
    }
    cbi_drop(line);
    return good;
}

bool
cbi_keep_handed(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper)
{
    const bool good = !k->token || (k->late ? cbi_keep_with(call, k, keeper)
                                            : cbi_keep_now(k));
    PyObject *top = keeper && keeper != Py_None ? cbi_top_of(keeper) : NULL;
    if (!good || !(k->token || k->passed) || !top || INSTANCE(top)->class->kind == 'v') {
        return good;
    }
    return keep_along(k, top);
}
