/* SPDX-License-Identifier: MIT
   carbide/runtime/keep.c: callables that C keeps beyond the call (CB_KEEP). Their keeper
   (keeper.c) holds tokens: (callables, capsule), where the capsule's end makes the
   handle stale before the callables go. In: callables of a call; out: a handle that is
   as old as its keeper. */
#include "carbide/runtime/slots.h"

static void
forget(PyObject *capsule)
{
    void *handle = PyCapsule_GetPointer(capsule, NULL);
    cbi_slot_free((uintptr_t)handle);
}

/* Which callables: their addresses. */
static PyObject *
key_of(int n, struct cbi_callable *const c[])
{
    PyObject *key = PyTuple_New(n);
    for (int k = 0; key && k < n; k++) {
        PyObject *number = PyLong_FromUnsignedLongLong((uintptr_t)c[k]->object);
        if (!number || PyTuple_SetItem(key, k, number) < 0) {
            Py_DecRef(key);
            return NULL;
        }
    }
    return key;
}

/* (callables, capsule): a tuple drops its last item first. */
static PyObject *
token_of(struct cbi_call *call, int n, struct cbi_callable *const c[])
{
    PyObject *objects = PyTuple_New(n);
    for (int k = 0; objects && k < n; k++) {
        PyObject *o = c[k]->kind ? c[k]->object : Py_None;
        Py_IncRef(o);
        PyTuple_SetItem(objects, k, o);
    }
    struct cbi_slot *slot = objects ? cbi_slot_new(call) : NULL;
    for (int k = 0; slot && k < n; k++) {
        slot->uses[k] = c[k]->kind == 'p' ? c[k]->object : NULL;
    }
    const uintptr_t handle = slot ? cbi_slot_publish(slot) : 0;
    PyObject *capsule = slot ? PyCapsule_New((void *)handle, NULL, forget) : NULL;
    PyObject *token = capsule ? PyTuple_Pack(2, objects, capsule) : NULL;
    if (slot && !capsule) {
        cbi_slot_free(handle);
    }
    cbi_drop(capsule);
    cbi_drop(objects);
    return token;
}

static bool
keep(struct cbi_call *call, int n, struct cbi_callable *const c[], struct cbi_kept *k)
{
    k->key = key_of(n, c);
    if (!k->key || !cbi_later(call, cbi_undo_decref, k->key)) {
        return false;
    }
    k->token = cbi_keep_first(k, k->place, k->key, token_of(call, n, c));
    return k->token && cbi_later(call, cbi_undo_decref, k->token);
}

/* What C keeps of Python's, or of another library's: the object that holds it. */
bool
cbi_lend_kept(struct cbi_call *call, int n, struct cbi_callable *const c[], bool python,
              struct cbi_kept *k, PyObject *keeper, void **context)
{
    bool any = python;
    for (int i = 0; i < n; i++) {
        any = any || c[i]->kind;
    }
    if (!any && !k->one) {
        return true;
    }
    if (!cbi_keep_place(call, k, keeper, any) || (any && !keep(call, n, c, k))
        || !cbi_keep_fresh(call, k)) {
        return false;
    }
    PyObject *capsule = any ? PyTuple_GetItem(k->token, 1) : NULL;
    if (python && capsule) {
        *context = PyCapsule_GetPointer(capsule, NULL);
    }
    return !any || capsule;
}
