/* SPDX-License-Identifier: MIT
   carbide/runtime/value_next.c: cb_next: one item after the other. In: a value and C's
   place in it, a number; out: key and item, which live until the next one.

   The place is 1 + the index of a walk of the running call, which holds the iterator (of
   a dict: a copy, so that neither Python code nor another thread changes what is gone
   through) and what was given last. A walk that C left early is found again by the
   address of its place, when a new loop begins there; so loops that are always left
   early need no more memory than others. */
#include "carbide/runtime/value.h"

#include <stdlib.h>

static const size_t ended = SIZE_MAX;

/* Drops what a walk holds; it is free then. */
static void
end_walk(struct cbi_walk *w)
{
    struct cbi_walk old = *w;
    *w = (struct cbi_walk){0};
    cbi_drop(old.key);
    cbi_drop(old.item);
    cbi_drop(old.iterator);
    cbi_drop(old.copy);
}

/* What a loop that was left early gave last may be what it looked for: it stays. */
static bool
leave_walk(struct cbi_call *call, struct cbi_walk *w)
{
    PyObject *key = w->key, *item = w->item;
    w->key = w->item = NULL;
    bool good = !key || cbi_own(call, key);
    if (!good) {
        cbi_drop(item);
    }
    else {
        good = !item || cbi_own(call, item);
    }
    end_walk(w);
    return good;
}

/* Index of a free walk: one that was left at this place, an old one, or a new one; -1:
   an error is stored. */
static intptr_t
free_walk(struct cbi_call *call, const size_t *state)
{
    struct cbi_values *v = cbi_values_of(call);
    intptr_t found = -1;
    for (size_t k = v ? v->n_walks : 0; k--;) {
        if (v->walks[k].state == state) {
            return leave_walk(call, &v->walks[k]) ? (intptr_t)k : -1;
        }
        found = v->walks[k].state ? found : (intptr_t)k;
    }
    if (found >= 0 || !v) {
        return found;
    }
    struct cbi_walk *more = realloc(v->walks, (v->n_walks + 1) * sizeof *more);
    if (!more) {
        PyErr_NoMemory();
        cbi_broken(call);
        return -1;
    }
    v->walks = more;
    more[v->n_walks] = (struct cbi_walk){0};
    return (intptr_t)v->n_walks++;
}

static struct cbi_walk *
begin(struct cbi_call *call, cb_value over, size_t *state)
{
    const intptr_t k = free_walk(call, state);
    if (k < 0) {
        return NULL;
    }
    PyObject *o = cbi_object(over), *copy = NULL, *iterator = NULL;
    if (cbi_type_of(o) == &PyDict_Type) {
        copy = PyDict_Copy(o);
    }
    else if (cbi_is(o, &PyDict_Type)) {     /* in its own order */
        copy = PyObject_CallFunctionObjArgs((PyObject *)&PyDict_Type, o, NULL);
    }
    else {
        iterator = cbi_is_deep() ? NULL : PyObject_GetIter(o);
    }
    if (!copy && !iterator) {
        cbi_broken_here(call);
        return NULL;
    }
    /* the walks may have moved: Python code ran */
    struct cbi_walk *w = &call->values->walks[k];
    *w = (struct cbi_walk){.state = state, .over = over, .iterator = iterator,
                           .copy = copy};
    *state = (size_t)k + 1;
    return w;
}

/* The walk of a place that C has begun with. */
static struct cbi_walk *
find(struct cbi_call *call, cb_value over, const size_t *state)
{
    struct cbi_values *v = call->values;
    struct cbi_walk *w = v && *state <= v->n_walks ? &v->walks[*state - 1] : NULL;
    if (w && w->over == over && w->state) {
        w->state = state;           /* C may have moved it */
        return w;
    }
    cbi_fail(call, PyExc_SystemError, -1, "the state of cb_next() did not begin at 0, or "
             "belongs to another value");
    cbi_broken(call);
    return NULL;
}

/* 1: there is one, as new references; 0: that was all; -1: an exception is set. */
static int
step(struct cbi_walk *w, PyObject **key, PyObject **item)
{
    *key = NULL;
    if (w->copy) {
        const int more = PyDict_Next(w->copy, &w->position, key, item);
        if (more) {
            Py_IncRef(*key);
            Py_IncRef(*item);
        }
        return more;
    }
    *item = cbi_is_deep() ? NULL : PyIter_Next(w->iterator);
    return *item ? 1 : PyErr_Occurred() ? -1 : 0;
}

bool
cb_next(cb_value v, size_t *state, cb_value *key, cb_value *item)
{
    struct cbi_call *call = cbi_ready();
    PyObject *new_key, *new_item, *old_key, *old_item;
    cb_value unused;
    key = key ? key : &unused;
    item = item ? item : &unused;
    *key = *item = NULL;
    if (!call || !v || *state == ended || !(v = cbi_real(call, v))) {
        return false;
    }
    struct cbi_walk *w = *state ? find(call, v, state) : begin(call, v, state);
    if (!w) {
        return false;
    }
    const size_t k = *state - 1;
    const int more = step(w, &new_key, &new_item);
    w = &call->values->walks[k];
    if (more <= 0) {
        if (more < 0) {
            cbi_broken_here(call);
        }
        *state = ended;
        end_walk(w);
        return false;
    }
    old_key = w->key;
    old_item = w->item;
    *key = w->key = new_key;
    *item = w->item = new_item;
    cbi_drop(old_key);
    cbi_drop(old_item);
    return true;
}
