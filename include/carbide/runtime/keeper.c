/* SPDX-License-Identifier: MIT
   carbide/runtime/keeper.c: what C keeps beyond the call (CB_KEEP), and who keeps it so
   long: an object, or the module. A keeper has a dict of tokens, tuples whose last item,
   a capsule, undoes what the call would have undone at its end. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

#include <stdlib.h>

/* --------------------------------------------------------------------- the keeper */
static PyObject *
tokens_of(struct cbi_call *call, PyObject *keeper)
{
    if (!keeper) {
        PyObject *there = cbi_state_of(call)->objects[CBI_S_KEPT];
        return there ? there : cbi_publish(call, CBI_S_KEPT, PyDict_New());
    }
    PyObject **place = &HANDLE(keeper)->tokens, *seen = NULL;
    PyObject *made = *place ? NULL : PyDict_New();
    if (made && !__atomic_compare_exchange_n(place, &seen, made, false, __ATOMIC_ACQ_REL,
                                             __ATOMIC_ACQUIRE)) {
        Py_DecRef(made);
    }
    return *place;
}

PyObject *
cbi_keep(struct cbi_call *call, PyObject *keeper, PyObject *key, PyObject *token)
{
    PyObject *tokens = tokens_of(call, keeper);
    PyObject *there = tokens ? PyObject_CallMethod(tokens, "setdefault", "OO", key, token)
                             : NULL;
    Py_DecRef(token);
    return there;
}

/* A setter keeps one thing: the one before goes when the call has ended. */
static bool
replace(struct cbi_call *call, PyObject *keeper, PyObject *key, PyObject *token)
{
    PyObject *tokens = tokens_of(call, keeper);
    PyObject *before = tokens ? PyObject_CallMethod(tokens, "get", "O", key) : NULL;
    const bool good = before && cbi_later(call, cbi_undo_decref, before)
                      && PyObject_SetItem(tokens, key, token) == 0;
    Py_DecRef(token);
    return good;
}

/* ----------------------------------------------------------------------- the token */
static void
undo(PyObject *capsule)
{
    struct cbi_call ended = {.cleanup = PyCapsule_GetPointer(capsule, NULL)};
    cbi_run_cleanup(&ended);
}

/* What was converted for a parameter, out of the call's list: from behind `to` up to
   `from`, which the call goes on with. */
static struct cbi_cleanup *
cut(struct cbi_call *call, struct cbi_cleanup *from, struct cbi_cleanup *to)
{
    struct cbi_cleanup **first = &call->cleanup, *last = to;
    if (to == from) {
        return NULL;
    }
    while (*first != to) {
        first = &(*first)->next;
    }
    while (last->next != from) {
        last = last->next;
    }
    *first = from;
    last->next = NULL;
    return to;
}

/* A capsule may die in any thread, and whoever reads an object shares it with others. */
static void
release(void *object)
{
    __atomic_sub_fetch(&HANDLE(cbi_top_of(object))->n_holders, 1, __ATOMIC_RELEASE);
}

/* An object of a class stays open as long as it is kept. */
static struct cbi_cleanup *
hold(PyObject *keeper, PyObject *object)
{
    struct cbi_call own = {.cleanup = NULL};
    PyObject *top = cbi_top_of(object);
    const struct cbi_class *class = keeper ? INSTANCE(keeper)->class : NULL;
    __atomic_store_n(&HANDLE(top)->holder, class, __ATOMIC_RELAXED);
    __atomic_add_fetch(&HANDLE(top)->n_holders, 1, __ATOMIC_RELEASE);
    return cbi_later(&own, release, object) ? own.cleanup : NULL;
}

static PyObject *
token_of(PyObject *object, struct cbi_cleanup *chain)
{
    PyObject *capsule = chain ? PyCapsule_New(chain, NULL, undo) : cbi_new_none();
    PyObject *token = capsule ? PyTuple_Pack(2, object, capsule) : NULL;
    if (chain && !capsule) {
        struct cbi_call ended = {.cleanup = chain};
        cbi_run_cleanup(&ended);
    }
    cbi_drop(capsule);
    return token;
}

/* Which function keeps which object; of a setter, which function. */
static PyObject *
key_of(struct cbi_call *call, PyObject *object, bool one)
{
    return Py_BuildValue("KK", (unsigned long long)(uintptr_t)call->function,
                         one ? 0ULL : (unsigned long long)(uintptr_t)object);
}

bool
cbi_keep_param(struct cbi_call *call, PyObject *keeper, PyObject *object, char kind,
               struct cbi_cleanup *from, struct cbi_cleanup *to, bool one)
{
    if (!object || object == Py_None || keeper == Py_None) {
        return true;
    }
    struct cbi_cleanup *chain = cut(call, from, to);
    const bool held = kind == 'o' && INSTANCE(object)->class->kind != 'v';
    if (held && !(chain = hold(keeper, object))) {
        return false;
    }
    /* an array is exported, so that nobody gives it other memory; what is no buffer was
       converted, and the chain has the copy */
    PyObject *view = kind == 'a' ? PyMemoryView_FromObject(object) : NULL;
    if (kind == 'a' && !view) {
        PyErr_Clear();
    }
    PyObject *token = token_of(view ? view : object, chain);
    PyObject *key = token ? key_of(call, object, one) : NULL;
    bool good = false;
    if (key && one) {
        good = replace(call, keeper, key, token);
    }
    else if (key) {
        PyObject *there = cbi_keep(call, keeper, key, token);
        good = there != NULL;
        cbi_drop(there);
    }
    else {
        cbi_drop(token);
    }
    cbi_drop(view);
    cbi_drop(key);
    return good;
}

bool
cbi_give_copy(struct cbi_call *call, void **copy, const void *data, size_t n)
{
    (void)call;
    *copy = data ? malloc(n ? n : 1) : NULL;
    if (*copy) {
        memcpy(*copy, data, n);
    }
    return *copy || !data || cbi_no_memory();
}
