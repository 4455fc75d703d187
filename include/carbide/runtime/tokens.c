/* SPDX-License-Identifier: MIT
   carbide/runtime/tokens.c: where an object has what C keeps in it: dicts (keeper.c), in an
   object of a type of our own, of which Python code sees nothing.

   The collector clears what it has found in any order: a dict before the object whose
   destructor uses what is in there. So it does not see those dicts, but the tokens in them,
   tuples, which it does not clear. And it finalizes all that it has found before: this
   type's tp_finalize ends the owner, when all is as it was. One of the class's own type
   would not do, since a subclass's __del__ takes its place, and since without a GIL the
   finalizing of an object that dies leaves a count (3.13) that a weak reference takes for
   one of a living object. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

enum {                          /* of slots: typeslots.h, numbers of the stable ABI */
    CLEAR = 51, DEALLOC = 52, TRAVERSE = 71, FREE = 74, FINALIZE = 80
};

void
cbi_hide(PyObject *dict)
{
    PyObject_GC_UnTrack(dict);
}

bool
cbi_add_token(PyObject *tokens, PyObject *token)
{
    PyObject *key = PyLong_FromUnsignedLongLong((uintptr_t)token);
    const bool good = key && PyDict_SetItem(tokens, key, token) == 0;
    cbi_hide(tokens);
    cbi_drop(key);
    return good;
}

/* As if what is in the dict were here. One that is being filled is seen: then it is one of
   those that the collector goes to itself. */
static int
visit_values(PyObject *dict, bool places, CbVisit visit, void *arg)
{
    PyObject *key, *value;
    intptr_t at = 0;
    int stop = 0;
    if (PyObject_GC_IsTracked(dict)) {
        return visit(dict, arg);
    }
    while (!stop && PyDict_Next(dict, &at, &key, &value)) {
        stop = places && cbi_type_of(value) == &PyDict_Type
                   ? visit_values(value, false, visit, arg) : visit(value, arg);
    }
    return stop;
}

static int
traverse(PyObject *self, CbVisit visit, void *arg)
{
    PyObject *dict = CBI_TOKENS(self)->dict;
    const int stop = visit((PyObject *)cbi_type_of(self), arg);
    return stop || !dict ? stop : visit_values(dict, true, visit, arg);
}

/* Nobody needs what is in there if the owner has ended, and those who inherited it. These
   end when the collector finds them, or, where they are in each other's way, one by one. */
static int
clear(PyObject *self)
{
    enum { OFTEN = 8 };
    struct cbi_tokens *t = CBI_TOKENS(self);
    const bool ended = !t->owner || INSTANCE(t->owner)->state == CBI_CLOSED;
    if (ended && t->n_cleared < OFTEN) {
        t->n_cleared++;
    }
    else if (ended) {
        PyObject *dict = t->dict;
        t->dict = NULL;
        cbi_drop(dict);
    }
    return 0;
}

/* A __del__ of the owner's finds it as it was, wherever that comes in the collector's
   list. */
static void
finalize(PyObject *self)
{
    PyObject *owner = CBI_TOKENS(self)->owner;
    if (!owner) {
        return;
    }
    Py_IncRef(owner);
    if (PyObject_CallFinalizer) {
        PyObject_CallFinalizer(owner);
    }
    INSTANCE(owner)->class->lives->finalize(owner);
    Py_DecRef(owner);
}

static void
deallocate(PyObject *self)
{
    PyTypeObject *type = cbi_type_of(self);
    PyObject_GC_UnTrack(self);
    cbi_drop(CBI_TOKENS(self)->dict);
    ((void (*)(void *))PyType_GetSlot(type, FREE))(self);
    Py_DecRef((PyObject *)type);
}

/* New reference; lazily made, since few modules need it. */
static PyObject *
make_type(void)
{
    CbOldSlot slots[] = {{DEALLOC, (void *)deallocate}, {TRAVERSE, (void *)traverse},
                         {CLEAR, (void *)clear}, {FINALIZE, (void *)finalize}, {0, NULL}};
    CbTypeSpec spec = {"carbide.tokens", (int)(cbi_head + sizeof(struct cbi_tokens)), 0,
                       /* no instances from Python; immutable; collected */
                       1 << 7 | 1 << 8 | 1 << 14, slots};
    return PyType_FromSpec(&spec);
}

static PyObject *
new_tokens(PyObject *owner)
{
    struct cbi_state *state = PyModule_GetState(INSTANCE(owner)->module);
    PyObject *type = state ? state->objects[CBI_S_TOKENS] : NULL;
    type = type || !state ? type : cbi_publish_in(state, CBI_S_TOKENS, make_type());
    PyObject *dict = type ? PyDict_New() : NULL;
    PyObject *made = dict ? PyType_GenericAlloc((PyTypeObject *)type, 0) : NULL;
    if (!made) {
        cbi_drop(dict);
        return NULL;
    }
    cbi_hide(dict);
    *CBI_TOKENS(made) = (struct cbi_tokens){.dict = dict, .owner = owner,
                                               .is_in_ring = cbi_is_in_ring};
    return made;
}

PyObject *
cbi_make_tokens(PyObject *self)
{
    PyObject **place = &HANDLE(self)->tokens, *seen = NULL;
    PyObject *made = *place ? NULL : new_tokens(self);
    if (made && !__atomic_compare_exchange_n(place, &seen, made, false, __ATOMIC_ACQ_REL,
                                             __ATOMIC_ACQUIRE)) {
        CBI_TOKENS(made)->owner = NULL;
        Py_DecRef(made);        /* another thread was first */
    }
    return cbi_tokens_in(self);
}
