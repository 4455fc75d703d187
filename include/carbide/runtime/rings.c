/* SPDX-License-Identifier: MIT
   carbide/runtime/rings.c: objects that C keeps in each other. In: an object that the
   collector has found. Out: whether it uses, by what it was made with and by what C keeps
   in it, in the end itself: then none of the ring can be the last. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

struct walk {
    PyObject *objects, *dicts;  /* owned lists of what is reached: objects; tokens' dicts */
    PyObject *seen;             /* owned dict: their addresses */
    const PyObject *goal;
    bool found;
};

static bool
reach_object(struct walk *w, PyObject *o)
{
    PyObject *top = o == Py_None || !INSTANCE(o)->class ? NULL : cbi_top_of(o);
    w->found = w->found || top == w->goal;
    return !top || INSTANCE(top)->class->kind == 'v' || cbi_reach(top, w->objects, w->seen);
}

static bool
reach_token(struct walk *w, PyObject *token)
{
    PyObject *objects = cbi_objects_of(token);
    bool good = true;
    for (intptr_t k = 0; good && objects && k < PyTuple_Size(objects); k++) {
        good = reach_object(w, PyTuple_GetItem(objects, k));
    }
    return good;
}

/* Places are dicts, tokens are tuples, what is inherited is another object's tokens. */
static bool
follow_dict(struct walk *w, PyObject *dict)
{
    PyObject *copy = PyDict_Copy(dict), *key, *value;
    intptr_t at = 0;
    bool good = copy;
    while (good && !w->found && PyDict_Next(copy, &at, &key, &value)) {
        PyObject *inner = cbi_type_of(value) == &PyDict_Type ? value
            : cbi_type_of(value) == &PyTuple_Type ? NULL : CBI_TOKENS(value)->dict;
        good = cbi_type_of(value) == &PyTuple_Type ? reach_token(w, value)
               : !inner || cbi_reach(inner, w->dicts, w->seen);
    }
    cbi_drop(copy);
    return good;
}

static bool
follow_object(struct walk *w, PyObject *o)
{
    bool is_const, good = true;
    PyObject *keeper, *tokens = cbi_tokens_in(o);
    for (int k = 0; good && (keeper = cbi_keeper(o, k, &is_const)); k++) {
        good = reach_object(w, keeper);
        Py_DecRef(keeper);
    }
    return good && (!tokens || cbi_reach(tokens, w->dicts, w->seen));
}

static bool
walk(struct walk *w, PyObject *self)
{
    intptr_t i = 0, j = 0;
    bool good = follow_object(w, self);
    while (good && !w->found && (i < PyList_Size(w->objects) || j < PyList_Size(w->dicts))) {
        const bool is_dict = j < PyList_Size(w->dicts);
        PyObject *next = is_dict ? PySequence_GetItem(w->dicts, j++)
                                 : PySequence_GetItem(w->objects, i++);
        good = next && (is_dict ? follow_dict(w, next) : follow_object(w, next));
        cbi_drop(next);
    }
    return good;
}

bool
cbi_is_in_ring(PyObject *self)
{
    struct walk w = {.objects = PyList_New(0), .dicts = PyList_New(0),
                     .seen = PyDict_New(), .goal = self};
    const bool good = w.objects && w.dicts && w.seen && walk(&w, self);
    if (!good) {
        PyErr_Clear();          /* without memory nobody knows: the next time */
    }
    cbi_drop(w.objects);
    cbi_drop(w.dicts);
    cbi_drop(w.seen);
    return good && w.found;
}
