/* SPDX-License-Identifier: MIT
   carbide/runtime/value.h: map of the files behind cb_value (value_make.c, value_read.c,
   value_next.c, value_call.c), for these alone. A cb_value is a PyObject *, or an int of
   63 bits that nobody has needed as an object yet: 2 * i + 1, which is no address of one.
   What a function makes is owned by the call's values until the call ends, or until a
   container takes it over; what it borrowed has an owner elsewhere.

   An error of theirs is an exception that is set, and CBI_PYTHON_ERROR in the record.
   As long as an error is stored nothing here touches Python, so that none is lost. */
#ifndef CARBIDE_RUNTIME_VALUE_H
#define CARBIDE_RUNTIME_VALUE_H

#include "carbide/runtime/runtime.h"

#pragma GCC visibility push(hidden)

struct cbi_walk {                   /* one cb_next loop that has not ended */
    const size_t *state;            /* where C keeps its place */
    cb_value over;
    PyObject *iterator;             /* NULL: the place is free */
    PyObject *copy;                 /* of a dict: `iterator` is NULL then, not this */
    intptr_t position;              /* in the copy */
    PyObject *key, *item;           /* what was given last */
};

struct cbi_values {
    struct cbi_cleanup cleanup;     /* first: it is what frees the block */
    size_t n, room;
    PyObject **items;               /* references that the call owns */
    struct cbi_walk *walks;
    size_t n_walks;
    unsigned released;              /* cb_release() without its cb_acquire() */
    unsigned n_retired;
    PyObject *retired[8];           /* keys that a dict did not want, the last ones */
    PyObject *first[24];
};

/* The running call, if Python may be touched now: attached and without an error. Else
   NULL; where nobody has said so yet, with an error stored. */
struct cbi_call *cbi_not_ready(struct cbi_call *call);
static inline struct cbi_call *
cbi_ready(void)
{
    struct cbi_call *call = cbi_current;
    if (CBI_LIKELY(call && !call->error && !call->stop && !call->raised
                   && !call->thread)) {
        return call;
    }
    return cbi_not_ready(call);
}

/* An exception is set: it becomes the call's error. */
void cbi_broken(struct cbi_call *call);
/* The same, after "f(): " was put before its text. */
void cbi_broken_here(struct cbi_call *call);

/* The call's values, made when they are first needed; NULL: cbi_broken. */
struct cbi_values *cbi_values_of(struct cbi_call *call);
/* Takes the new reference `o` over until the call ends. o NULL: cbi_broken. */
cb_value cbi_own_slow(struct cbi_call *call, PyObject *o);
static inline cb_value
cbi_own(struct cbi_call *call, PyObject *o)
{
    struct cbi_values *v = call->values;
    if (CBI_LIKELY(o && v && v->n < v->room)) {
        v->items[v->n++] = o;
        return o;
    }
    return cbi_own_slow(call, o);
}

/* Of what is no tagged int. */
static inline PyObject *
cbi_object(cb_value v)
{
    return (PyObject *)(uintptr_t)v;
}

static inline bool
cbi_is_tagged(cb_value v)
{
    return (uintptr_t)v & 1;
}
static inline int64_t
cbi_untag(cb_value v)
{
    return (intptr_t)v >> 1;
}

/* An object in any case, owned by the call if it had to be made; NULL: v was NULL, or
   cbi_broken. */
cb_value cbi_made(struct cbi_call *call, cb_value v);
static inline cb_value
cbi_real(struct cbi_call *call, cb_value v)
{
    return CBI_UNLIKELY(cbi_is_tagged(v)) ? cbi_made(call, v) : v;
}
/* A new reference to it; NULL: an exception is set. */
static inline PyObject *
cbi_reference(cb_value v)
{
    if (cbi_is_tagged(v)) {
        return PyLong_FromLongLong(cbi_untag(v));
    }
    Py_IncRef(cbi_object(v));
    return cbi_object(v);
}

#pragma GCC visibility pop

#endif
