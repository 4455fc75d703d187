/* SPDX-License-Identifier: MIT
   carbide/runtime/callback.c: Python callables on their way to C: what a parameter
   takes, and the handles under which C finds it again: lent until the call returns, or
   kept (CB_KEEP). In: arguments; out: a pointer and a context for C. */
#include "carbide/runtime/slots.h"

/* ----------------------------------------------------------------------- taking */
PyTypeObject *cbi_callable_type;

bool
cbi_find_callable(struct cbi_call *call, int i, PyObject *o,
                  const struct cbi_signature *signature, unsigned flags,
                  struct cbi_callable *c)
{
    c->pointer = NULL;
    c->data = NULL;
    if (cbi_is_none(o, flags)) {
        return true;
    }
    int ready = cbi_get_ready(call, i, o, signature, c);
    if (ready) {
        return ready > 0;
    }
    if (!PyCallable_Check(o)) {
        char name[48];
        return cbi_fail(call, PyExc_TypeError, i, "must be callable, not %s",
                        cbi_type_name(o, name));
    }
    cbi_saw_callable(cbi_type_of(o));
    c->kind = 'p';
    c->object = o;
    return true;
}

/* ---------------------------------------------------------------------- lending */
static bool
lend(struct cbi_call *call, int n, struct cbi_callable *const c[], void **context)
{
    struct cbi_slot *slot = cbi_slot_new(call);
    if (!slot) {
        return false;
    }
    slot->thread = cbi_thread_id();
    slot->call = call;
    for (int k = 0; k < n; k++) {
        slot->uses[k] = c[k]->object;
    }
    c[0]->slot = slot;
    *context = (void *)cbi_slot_publish(slot);
    return true;
}

bool
cbi_lend_first(struct cbi_call *call, struct cbi_callable *c, void **context)
{
    return cbi_lend(call, 1, &c, NULL, NULL, context);
}

bool
cbi_lend(struct cbi_call *call, int n, struct cbi_callable *const c[],
         struct cbi_kept *kept, PyObject *keeper, void **context)
{
    bool python = false, ready = false;
    if (CBI_LIKELY(n == 1 && c[0]->kind == 'p' && !kept)) {
        return lend(call, n, c, context);
    }
    for (int k = 0; k < n; k++) {
        python = python || c[k]->kind == 'p';
        ready = ready || c[k]->kind == 'c';
        *context = c[k]->kind == 'c' ? c[k]->data : *context;
        if (c[k]->kind == 'c' && c[k]->data && n > 1) {
            return cbi_fail(call, PyExc_TypeError, -1, "a C function with user data, "
                            "which the callbacks of this function would share");
        }
    }
    if (python && ready) {      /* whose context is a handle, and no address */
        return cbi_fail(call, PyExc_TypeError, -1, "a C function and a Python function, "
                        "but the callbacks of this function share their user data: wrap "
                        "the C function in a lambda");
    }
    return kept ? cbi_lend_kept(call, n, c, python, kept, keeper, context)
                : !python || lend(call, n, c, context);
}
