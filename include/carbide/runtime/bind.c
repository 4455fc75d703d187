/* SPDX-License-Identifier: MIT
   carbide/runtime/bind.c: stage 1 of a call: arguments to slots, as Python binds those
   of its own functions, with its messages. In: a FASTCALL|KEYWORDS call and the
   function's record; out: borrowed references, NULL where nothing was given. No Python
   code runs. */
#include "carbide/runtime/runtime.h"

static PyObject *
slot_name(struct cbi_call *call, PyObject **names, int slot)
{
    return names[call->function[CBI_F_NAMES + slot] & (CBI_F_MUST - 1u)];
}

static bool
is_required(struct cbi_call *call, int slot)
{
    return slot < call->function[CBI_F_REQUIRED]
           || call->function[CBI_F_NAMES + slot] & CBI_F_MUST;
}

/* Names at call sites are interned, so that the first loop nearly always finds it. */
static int
find(struct cbi_call *call, PyObject **names, PyObject *key)
{
    int n = call->function[CBI_F_SLOTS];
    for (int s = 0; s < n; s++) {
        if (slot_name(call, names, s) == key) {
            return s;
        }
    }
    for (int s = 0; s < n; s++) {
        if (PyUnicode_Compare(slot_name(call, names, s), key) == 0) {
            return s;
        }
    }
    return -1;
}

int
cbi_find_slot(struct cbi_call *call, PyObject *key)
{
    return find(call, cbi_state_of(call)->objects + CBI_S_NAMES, key);
}

CBI_COLD bool
cbi_refuse_keyword(struct cbi_call *call, PyObject *key, const char *text)
{
    const char *name = PyUnicode_AsUTF8AndSize(key, NULL);
    if (!name) {
        PyErr_Clear();
        name = "?";
    }
    PyErr_Format(PyExc_TypeError, "%s() %s '%s'", cbi_function_name(call), text, name);
    return false;
}

CBI_COLD bool
cbi_too_many(struct cbi_call *call, intptr_t nargs)
{
    int most = call->function[CBI_F_POSITIONAL], least = call->function[CBI_F_REQUIRED];
    const char *name = cbi_function_name(call), *s = most == 1 ? "" : "s";
    const char *were = nargs == 1 ? "was" : "were";
    if (least < most) {
        PyErr_Format(PyExc_TypeError,
                     "%s() takes from %d to %d positional arguments but %zd %s given",
                     name, least, most, nargs, were);
    }
    else {
        PyErr_Format(PyExc_TypeError,
                     "%s() takes %d positional argument%s but %zd %s given",
                     name, most, s, nargs, were);
    }
    return false;
}

/* "missing 2 required positional arguments: 'a' and 'b'" */
CBI_COLD static bool
missing(struct cbi_call *call, PyObject **slots, bool keyword_only)
{
    const int positional = call->function[CBI_F_POSITIONAL];
    const int n_slots = call->function[CBI_F_SLOTS];
    int first = keyword_only ? positional : 0,
        end = keyword_only ? n_slots : positional;
    int n = 0, k = 0;
    for (int s = first; s < end; s++) {
        n += is_required(call, s) && !slots[s];
    }
    char text[600];
    size_t used = 0;
    for (int s = first; s < end && used < sizeof text; s++) {
        if (is_required(call, s) && !slots[s]) {
            const char *before = k == 0 ? "" : k < n - 1 ? ", " : n == 2 ? " and "
                                 : ", and ";
            used += (size_t)snprintf(text + used, sizeof text - used, "%s'%s'", before,
                                     cbi_name(call, s));
            k++;
        }
    }
    PyErr_Format(PyExc_TypeError, "%s() missing %d required %s argument%s: %s",
                 cbi_function_name(call), n,
                 keyword_only ? "keyword-only" : "positional", n == 1 ? "" : "s", text);
    return false;
}

static bool
bind_keywords(struct cbi_call *call, PyObject *const *values, PyObject *kwnames,
              PyObject **slots)
{
    PyObject **names = cbi_state_of(call)->objects + CBI_S_NAMES;
    const int at = cbi_layouts.tuple_items;     /* proved at import, or 0 */
    intptr_t n = at ? *(intptr_t *)((char *)kwnames + cbi_head) : PyTuple_Size(kwnames);
    for (intptr_t k = 0; k < n; k++) {
        PyObject *key = at ? ((PyObject **)((char *)kwnames + at))[k]
                           : PyTuple_GetItem(kwnames, k);
        int s = find(call, names, key);
        if (s < 0) {
            return cbi_refuse_keyword(call, key, "got an unexpected keyword argument");
        }
        if (s < call->function[CBI_F_POSITIONAL_ONLY]) {
            return cbi_refuse_keyword(call, key, "got some positional-only arguments "
                                             "passed as keyword arguments:");
        }
        if (slots[s]) {
            return cbi_refuse_keyword(call, key, "got multiple values for argument");
        }
        slots[s] = values[k];
    }
    return true;
}

/* How many slots the arguments fill as they stand: the keywords follow the positional
   ones in the order of the slots; else -1. */
static intptr_t
in_order(struct cbi_call *call, intptr_t nargs, PyObject *kwnames)
{
    const int at = cbi_layouts.tuple_items, n_slots = call->function[CBI_F_SLOTS];
    const intptr_t n = at ? *(intptr_t *)((char *)kwnames + cbi_head) : -1;
    if (n < 0 || nargs + n > n_slots || nargs < call->function[CBI_F_POSITIONAL_ONLY]) {
        return -1;
    }
    PyObject **names = cbi_state_of(call)->objects + CBI_S_NAMES;
    PyObject *const *keys = (PyObject **)((char *)kwnames + at);
    for (intptr_t k = 0; k < n; k++) {
        if (keys[k] != slot_name(call, names, (int)(nargs + k))) {
            return -1;
        }
    }
    return nargs + n;
}

/* A constructor's: no CBI_F_MUST stands in its record. */
bool
cbi_are_all_in_order(const uint16_t *function, PyObject *type,
                     const struct cbi_free_list *list, intptr_t nargs, PyObject *kwnames)
{
    const struct cbi_state *state = cbi_is_first(list, type)
        ? (const struct cbi_state *)(void *)cbi_home_of(list->module)
        : PyType_GetModuleState((PyTypeObject *)type);
    const int at = cbi_layouts.tuple_items;
    if (CBI_UNLIKELY(!state || !at || !kwnames)) {
        PyErr_Clear();
        return false;
    }
    const intptr_t n = *(intptr_t *)((char *)kwnames + cbi_head);
    PyObject *const *keys = (PyObject **)((char *)kwnames + at);
    const uint16_t *slot = function + CBI_F_NAMES + nargs;
    if (nargs + n != function[CBI_F_SLOTS] || nargs < function[CBI_F_POSITIONAL_ONLY]) {
        return false;
    }
    for (intptr_t k = 0; k < n; k++) {
        if (keys[k] != state->objects[CBI_S_NAMES + slot[k]]) {
            return false;
        }
    }
    return true;
}

bool
cbi_all_given(struct cbi_call *call, PyObject **slots, intptr_t from)
{
    for (int s = (int)from; s < call->function[CBI_F_SLOTS]; s++) {
        if (!slots[s] && is_required(call, s)) {
            return missing(call, slots, s >= call->function[CBI_F_POSITIONAL]);
        }
    }
    return true;
}

bool
cbi_bind(struct cbi_call *call, PyObject *const *args, intptr_t nargs,
         PyObject *kwnames, PyObject **slots)
{
    const int n_slots = call->function[CBI_F_SLOTS];
    const int positional = call->function[CBI_F_POSITIONAL];
    if (nargs > positional) {
        return cbi_too_many(call, nargs);
    }
    for (int s = 0; s < n_slots; s++) {
        slots[s] = s < nargs ? args[s] : NULL;
    }
    if (kwnames && !bind_keywords(call, args + nargs, kwnames, slots)) {
        return false;
    }
    return cbi_all_given(call, slots, nargs);
}

PyObject *const *
cbi_keyword_slots(struct cbi_call *call, PyObject *const *args, intptr_t nargs,
                  PyObject *kwnames, PyObject **bound)
{
    if (kwnames && in_order(call, nargs, kwnames) == call->function[CBI_F_SLOTS]) {
        return args;
    }
    return cbi_bind(call, args, nargs, kwnames, bound) ? bound : NULL;
}
