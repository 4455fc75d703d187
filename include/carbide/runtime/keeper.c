/* SPDX-License-Identifier: MIT
   carbide/runtime/keeper.c: what C keeps beyond the call (CB_KEEP), and who keeps it so
   long: an object, or the module.

   A keeper has a dict of places: (function, part, parameter), where `part` is the address
   of the part of the keeper that C was called with. A place is a dict of tokens, tuples
   (what is kept, a capsule) that drop the capsule first, which undoes what the call would
   have undone at its end. Their keys have the pointer that C got: two tokens of one key
   keep the same memory, and either will do. That of objects has a third item: True if it is
   what a property is set to. In: struct cbi_kept. Out: the same, ready. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

#include <stdlib.h>

/* A new reference becomes the call's own. */
static PyObject *
own(struct cbi_call *call, PyObject *o)
{
    return o && cbi_later(call, cbi_undo_decref, o) ? o : NULL;
}

/* --------------------------------------------------------------------- the keeper */
/* Of whose C part that of `self` is a part; NULL: C's own for ever. What is being made has
   no age yet. */
static PyObject *
keeper_of(PyObject *self)
{
    PyObject *top = self ? cbi_top_of(self) : NULL;
    const bool ends = top && INSTANCE(top)->class->kind != 'v'
                      && (HANDLE(top)->born || INSTANCE(top)->state == CBI_NEW);
    return ends ? top : NULL;
}

static PyObject *
tokens_of(struct cbi_call *call, PyObject *keeper)
{
    if (!keeper) {
        PyObject *there = cbi_state_of(call)->objects[CBI_S_KEPT];
        return there ? there : cbi_publish(call, CBI_S_KEPT, PyDict_New());
    }
    return cbi_make_tokens(keeper);
}

/* An object's dicts are none that the collector may clear. */
static void
hide(const struct cbi_kept *k, PyObject *dict)
{
    if (k->of && dict) {
        cbi_hide(dict);
    }
}

PyObject *
cbi_keep_first(const struct cbi_kept *k, PyObject *dict, PyObject *key, PyObject *value)
{
    PyObject *there = value ? PyObject_CallMethod(dict, "setdefault", "OO", key, value)
                            : NULL;
    hide(k, dict);
    cbi_drop(value);
    return there;
}

bool
cbi_keep_place(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper, bool any)
{
    PyObject *top = keeper_of(keeper), *tokens = tokens_of(call, top);
    const void *part = keeper == top ? NULL : INSTANCE(keeper)->data;
    if (!tokens) {
        return false;
    }
    k->of = top ? HANDLE(top)->tokens : NULL;
    Py_IncRef(tokens);
    k->tokens = own(call, tokens);
    k->place_key = !k->tokens ? NULL
        : own(call, Py_BuildValue("KKi", (unsigned long long)(uintptr_t)call->function,
                                  (unsigned long long)(uintptr_t)part, k->param));
    if (!k->place_key) {
        return false;
    }
    PyObject *place = NULL;
    const int found = cbi_dict_item(tokens, k->place_key, &place);
    if (found == 0 && any) {
        place = cbi_keep_first(k, tokens, k->place_key, PyDict_New());
        hide(k, place);
    }
    k->place = place ? own(call, place) : NULL;
    return k->place || (found == 0 && !any);
}

bool
cbi_keep_fresh(struct cbi_call *call, struct cbi_kept *k)
{
    if (!k->one || !k->place) {
        return true;
    }
    k->fresh = own(call, PyDict_New());
    const bool good = k->fresh && (!k->token
                                   || PyDict_SetItem(k->fresh, k->key, k->token) == 0);
    hide(k, k->fresh);
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
   `from`, which the call goes on with. Of several parameters the last goes first: `from`
   of one may be `to` of the one before. */
static struct cbi_cleanup *
cut(struct cbi_call *call, struct cbi_kept *k)
{
    struct cbi_cleanup **first = &call->cleanup, *last = k->to;
    if (k->to == k->from) {
        return NULL;
    }
    while (*first != k->to) {
        first = &(*first)->next;
    }
    while (last->next != k->from) {
        last = last->next;
    }
    *first = k->from;
    last->next = NULL;
    return k->to;
}

/* A capsule may die in any thread, and whoever reads an object shares it with others. */
static void
release(void *object)
{
    __atomic_sub_fetch(&HANDLE(cbi_top_of(object))->n_holders, 1, __ATOMIC_RELEASE);
}

static bool
has_holders(PyObject *o)
{
    return o != Py_None && INSTANCE(o)->class
           && INSTANCE(cbi_top_of(o))->class->kind != 'v';
}

/* Objects of classes stay open as long as they are kept: from `first` on. What is a part
   of the keeper does anyway, and would keep it open for ever. */
static bool
hold_all(struct cbi_call *chain, PyObject *objects, intptr_t first, const PyObject *keeper)
{
    const intptr_t n = PyTuple_Size(objects);
    for (intptr_t i = first; i < n; i++) {
        PyObject *o = PyTuple_GetItem(objects, i);
        if (!has_holders(o) || cbi_top_of(o) == keeper) {
            continue;
        }
        __atomic_add_fetch(&HANDLE(cbi_top_of(o))->n_holders, 1, __ATOMIC_RELEASE);
        if (!cbi_later(chain, release, o)) {
            return false;
        }
    }
    return true;
}

/* For messages: who keeps them. */
static void
name_holder(const struct cbi_kept *k, PyObject *keeper)
{
    PyObject *objects = PyTuple_GetItem(k->token, 0);
    const struct cbi_class *class = keeper ? INSTANCE(keeper)->class : NULL;
    const bool all = k->kind == 'o' || k->kind == 'h' || k->kind == 't';
    for (intptr_t i = 0; all && i < PyTuple_Size(objects); i++) {
        PyObject *o = PyTuple_GetItem(objects, i);
        if (has_holders(o)) {
            __atomic_store_n(&HANDLE(cbi_top_of(o))->holder, class, __ATOMIC_RELAXED);
        }
    }
}

static void
release_buffer(PyObject *capsule)
{
    CbBuffer *view = PyCapsule_GetPointer(capsule, NULL);
    PyBuffer_Release(view);
    free(view);
}

/* A capsule, in which the collector sees nothing: some of what gives a buffer frees it when
   it is cleared. NULL: an exception is set. */
static PyObject *
hold_buffer(PyObject *object)
{
    enum { FULL_READ_ONLY = 0x11C };
    CbBuffer *view = malloc(sizeof *view);
    if (!view) {
        cbi_no_memory();
        return NULL;
    }
    if (PyObject_GetBuffer(object, view, FULL_READ_ONLY) < 0) {
        free(view);
        return NULL;
    }
    PyObject *capsule = PyCapsule_New(view, NULL, release_buffer);
    if (!capsule) {
        PyBuffer_Release(view);
        free(view);
    }
    return capsule;
}

/* New reference to what the token has first. An array is exported, so that nobody gives it
   other memory; what is no buffer was converted, and the clean-up list has the copy. */
static PyObject *
what_is_kept(char kind, PyObject *object)
{
    if (kind == 'o') {
        return PyTuple_Pack(1, object);
    }
    PyObject *held = kind == 'a' ? hold_buffer(object) : NULL;
    if (held || (kind == 'a' && PyErr_ExceptionMatches(PyExc_MemoryError))) {
        return held;
    }
    PyErr_Clear();
    Py_IncRef(object);
    return object;
}

static PyObject *
token_of(struct cbi_call *call, struct cbi_kept *k, PyObject *object, PyObject *keeper)
{
    struct cbi_call chain = {.cleanup = cut(call, k)};
    PyObject *kept = what_is_kept(k->kind, object), *capsule = NULL, *token = NULL;
    const bool holds = k->kind == 'o' || k->kind == 'h' || k->kind == 't';
    if (kept && (!holds || hold_all(&chain, kept, k->kind == 't', keeper))) {
        capsule = chain.cleanup ? PyCapsule_New(chain.cleanup, NULL, undo)
                                : cbi_new_none();
        token = !capsule ? NULL
            : holds ? PyTuple_Pack(3, kept, capsule, k->one ? Py_True : Py_None)
            : PyTuple_Pack(2, kept, capsule);
    }
    if (!capsule) {
        cbi_run_cleanup(&chain);
    }
    cbi_drop(capsule);
    cbi_drop(kept);
    return token;
}

/* ----------------------------------------------------------------------- in a call */
/* A part of the keeper needs nobody to keep it. */
static bool
is_part_of(const struct cbi_kept *k, PyObject *object, const PyObject *keeper)
{
    return k->kind == 'o' && keeper && cbi_top_of(object) == keeper;
}

bool
cbi_keep_ready(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper,
               PyObject *object, const void *data)
{
    PyObject *top = k->late ? NULL : keeper_of(keeper);
    const bool any = object && object != Py_None && !is_part_of(k, object, top);
    if (!k->late && (any || k->one) && !cbi_keep_place(call, k, keeper, any)) {
        return false;
    }
    if (any) {
        k->token = own(call, token_of(call, k, object, top));
        k->key = !k->token ? NULL
            : own(call, Py_BuildValue("KK", (unsigned long long)(uintptr_t)object,
                                      (unsigned long long)(uintptr_t)data));
        if (!k->key) {
            return false;
        }
        name_holder(k, top);
    }
    return cbi_keep_fresh(call, k);
}

bool
cbi_keep_now(struct cbi_kept *k)
{
    if (!k->token) {
        return true;
    }
    PyObject *there = NULL;
    const int known = cbi_dict_item(k->place, k->key, &there);
    cbi_drop(there);            /* the place has it */
    const bool good = known > 0
                      || (known == 0 && PyDict_SetItem(k->place, k->key, k->token) == 0);
    hide(k, k->place);
    return good;
}

/* What C has given back may go on using what was kept before. Else the key is there, so this
   takes no memory; and if it should fail, both are kept. */
void
cbi_keep_alone(struct cbi_kept *k)
{
    const bool stays = k->fresh && k->place && k->of && CBI_TOKENS(k->of)->is_shared;
    if (k->fresh && ((stays && !cbi_add_token(k->tokens, k->place))
                     || PyDict_SetItem(k->tokens, k->place_key, k->fresh) < 0)) {
        PyErr_Clear();
    }
    hide(k, k->tokens);
}

bool
cbi_keep_with(struct cbi_call *call, struct cbi_kept *k, PyObject *result)
{
    if (!k->token || !result || result == Py_None) {
        return true;
    }
    name_holder(k, keeper_of(result));
    return cbi_keep_place(call, k, result, true) && cbi_keep_now(k);
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
