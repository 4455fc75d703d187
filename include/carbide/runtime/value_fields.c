/* SPDX-License-Identifier: MIT
   carbide/runtime/value_fields.c: cb_value in the fields of objects and of the module's
   state. C assigns to them as to any field. In: the struct behind a call, and what its
   fields held before. Out: a reference to each object that is there now; those that were
   there before live until the call ends, for dropping one may run Python code. */
#include "carbide/glue/locks.h"
#include "carbide/runtime/instance.h"
#include "carbide/runtime/value.h"

#include <stdlib.h>

static cb_value *
field_of(void *data, size_t offset)
{
    return (cb_value *)(void *)((char *)data + offset);
}

static void
drop(void *object)
{
    Py_DecRef(object);
}

static bool
make_room(int n, PyObject ***owned)
{
    *owned = *owned ? *owned : calloc((size_t)n, sizeof **owned);
    return *owned || cbi_no_memory();
}

/* Nothing locks the state: what was there lives on as long as any call has the state, for
   that one may have borrowed it. The collector does not see it there, so it takes it for
   used from outside, as it is, until then. */
static bool
retire(struct cbi_state *state, PyObject *o)
{
    cbi_spin_take(&state->busy);
    PyObject **more = realloc(state->retired, (state->n_retired + 1) * sizeof *more);
    if (more) {
        state->retired = more;
        more[state->n_retired++] = o;
    }
    cbi_spin_give(&state->busy);
    if (!more) {
        Py_DecRef(o);
        return cbi_no_memory();
    }
    return true;
}

static void
begin_use(struct cbi_state *state)
{
    cbi_spin_take(&state->busy);
    state->users++;
    cbi_spin_give(&state->busy);
}

static void
end_use(void *of)
{
    struct cbi_state *state = of;
    cbi_spin_take(&state->busy);
    const bool last = --state->users == 0;
    PyObject **retired = last ? state->retired : NULL;
    const size_t n = last ? state->n_retired : 0;
    if (last) {
        state->retired = NULL;
        state->n_retired = 0;
    }
    cbi_spin_give(&state->busy);
    for (size_t k = 0; k < n; k++) {
        Py_DecRef(retired[k]);
    }
    free(retired);
}

void
cbi_use_state(struct cbi_call *call, struct cbi_state *state)
{
    begin_use(state);
    if (!cbi_later(call, end_use, state)) {
        begin_use(state);
        PyErr_Clear();          /* for ever: nobody says when this call ends */
    }
}

/* The field has a reference of its own to what C put there (an int without an object
   becomes one), and what was there lives on. False: the field is as it was before. */
static bool
take_field(struct cbi_call *call, struct cbi_state *state, cb_value *field, PyObject *before)
{
    if (before) {
        Py_IncRef(before);
        if (!(state && state->users ? retire(state, before) : cbi_later(call, drop, before))) {
            *field = before;
            return false;
        }
    }
    PyObject *now = *field ? cbi_reference(*field) : NULL;
    const bool good = now || !*field;
    *field = good ? now : before;
    return good;
}

/* All fields take before any gives up: C may have exchanged two. */
static bool
take_all(struct cbi_call *call, struct cbi_state *state, void *data, const size_t *offsets, int n,
         PyObject ***owned)
{
    bool good = true;
    for (int k = 0; k < n; k++) {
        cb_value *field = field_of(data, offsets[k]);
        PyObject *before = *owned ? (*owned)[k] : NULL;
        if (CBI_LIKELY(*field == before)) {
            continue;
        }
        if (!make_room(n, owned)) {
            *field = NULL;
            good = false;
        } else {
            good = take_field(call, state, field, before) && good;
        }
    }
    return good;
}

static bool
sync(struct cbi_call *call, struct cbi_state *state, void *data, const size_t *offsets,
     int n, PyObject ***owned)
{
    const bool good = take_all(call, state, data, offsets, n, owned);
    for (int k = 0; *owned && k < n; k++) {
        PyObject *now = (PyObject *)(uintptr_t)*field_of(data, offsets[k]);
        if (CBI_UNLIKELY(now != (*owned)[k])) {
            cbi_drop((*owned)[k]);
            (*owned)[k] = now;
        }
    }
    if (!good) {
        cbi_forget_error(call);         /* there is a MemoryError instead */
    }
    return good;
}

bool
cbi_sync_object(struct cbi_call *call, PyObject *used)
{
    struct cbi_instance *it = used ? INSTANCE(used) : NULL;
    return !it || it->state != CBI_LIVE
           || sync(call, NULL, it->data, it->class->values, it->class->n_values,
                   &HANDLE(used)->values);
}

bool
cbi_sync_state(struct cbi_call *call)
{
    struct cbi_state *state = cbi_state_of(call);
    return sync(call, state, state->memory, cbi_module.state_values, cbi_module.n_state_values,
                &state->values);
}

static void
unlock(void *held)
{
    cbi_unlock_all(NULL, held, 1);
}

/* Until the call ends, and has counted what the state holds. An exception stays pending. */
CBI_COLD static bool
lock_state(struct cbi_call *call)
{
    struct cbi_held *held = cbi_memory(call, sizeof *held);
    if (!held) {
        return false;
    }
    *held = (struct cbi_held){.lock = cbi_module_lock(), .argument = CBI_LOCKS_MODULE,
                              .exclusive = true, .reentrant = true};
    return cbi_later(call, unlock, held) && cbi_lock_all(call, held, 1);
}

void
cbi_reach_state(struct cbi_call *call)
{
    if (!call->has_state && cbi_head != 16 && !call->thread
        && call->error != CBI_PYTHON_ERROR && !lock_state(call)) {
        cbi_broken(call);
    }
    call->has_state = true;
}
