/* SPDX-License-Identifier: MIT
   carbide/runtime/bind_rest.c: stage 1 of a call of a function with `*args` or `**kw`.
   In: a FASTCALL|KEYWORDS call; out: the slots as cbi_bind fills them, and behind them
   a tuple of the further arguments and a dict of the further keywords, which live until
   the call ends. No Python code runs: keywords are str. */
#include "carbide/runtime/runtime.h"

/* Owned by the call. NULL: an exception is set. */
static PyObject *
until_end(struct cbi_call *call, PyObject *o)
{
    return o && cbi_later(call, cbi_undo_decref, o) ? o : NULL;
}

static PyObject *
tuple_of(PyObject *const *args, intptr_t n)
{
    PyObject *tuple = PyTuple_New(n);
    for (intptr_t k = 0; tuple && k < n; k++) {
        Py_IncRef(args[k]);
        PyTuple_SetItem(tuple, k, args[k]);
    }
    return tuple;
}

/* As in Python, the name of a positional-only parameter is free for `**kw`. */
static bool
take_keyword(struct cbi_call *call, PyObject *key, PyObject *value, PyObject **slots,
             PyObject *dict)
{
    const int s = cbi_find_slot(call, key);
    const bool hidden = s >= 0 && s < call->function[CBI_F_POSITIONAL_ONLY];
    if (s < 0 || (hidden && dict)) {
        return dict ? PyDict_SetItem(dict, key, value) == 0
                    : cbi_refuse_keyword(call, key,
                                         "got an unexpected keyword argument");
    }
    if (hidden || slots[s]) {
        return cbi_refuse_keyword(call, key, hidden
                                  ? "got some positional-only arguments passed as "
                                    "keyword arguments:"
                                  : "got multiple values for argument");
    }
    slots[s] = value;
    return true;
}

bool
cbi_bind_rest(struct cbi_call *call, PyObject *const *args, intptr_t nargs,
              PyObject *kwnames, PyObject **slots, bool rest, bool keywords)
{
    const int n_slots = call->function[CBI_F_SLOTS];
    const intptr_t positional = call->function[CBI_F_POSITIONAL];
    const intptr_t more = nargs > positional ? nargs - positional : 0;
    PyObject *dict = NULL;
    if (more && !rest) {
        return cbi_too_many(call, nargs);
    }
    for (int s = 0; s < n_slots; s++) {
        slots[s] = s < nargs - more ? args[s] : NULL;
    }
    if (rest) {
        slots[n_slots] = until_end(call, tuple_of(args + nargs - more, more));
        if (!slots[n_slots]) {
            return false;
        }
    }
    if (keywords) {
        dict = slots[n_slots + rest] = until_end(call, PyDict_New());
        if (!dict) {
            return false;
        }
    }
    const intptr_t n = kwnames ? PyTuple_Size(kwnames) : 0;
    for (intptr_t k = 0; k < n; k++) {
        if (!take_keyword(call, PyTuple_GetItem(kwnames, k), args[nargs + k], slots,
                          dict)) {
            return false;
        }
    }
    return cbi_all_given(call, slots, nargs - more);
}
