/* SPDX-License-Identifier: MIT
   carbide/runtime/enter.c: C calls Python, where that is not as short as in
   glue/callbacks.h: from a detached thread, from one that Python has never seen, a
   callable that is kept, or given back already; and what is looked at now and then.

   In: a context, which is a handle, or the thread's stack of callables. Out: the thread
   attached and the callable found, or false; then C gets its value of CB_ON_RAISE. What
   goes wrong is raised by the running call, and where there is none, it is unraisable. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "carbide/runtime/slots.h"
#include "carbide/runtime/thread.h"

/* ------------------------------------------------------------- what goes wrong */
static bool
has_raised(const struct cbi_call *call)
{
    return call && __atomic_load_n(&call->raised, __ATOMIC_ACQUIRE);
}

/* The pending exception becomes the call's, unless that has one, or has returned in the
   meantime: then nobody can be told. */
CBI_COLD static void
raise_in_call(struct cbi_entry *e)
{
    PyObject *x[3];
    PyErr_Fetch(&x[0], &x[1], &x[2]);
    struct cbi_call *call = e->call;
    cbi_slots_lock();
    if (e->handle) {            /* another thread's */
        const struct cbi_slot *s = cbi_slot_of(e->handle);
        call = s && s->call == call ? call : NULL;
    }
    const bool given = call && !has_raised(call);
    if (given) {
        memcpy(call->exception, x, sizeof x);
        __atomic_store_n(&call->raised, true, __ATOMIC_RELEASE);
        __atomic_store_n(&call->stop, true, __ATOMIC_RELEASE);
    }
    cbi_slots_unlock();
    if (!given) {
        PyErr_Restore(x[0], x[1], x[2]);
        PyErr_WriteUnraisable(e->object);
    }
}

/* What the thread holds that lent the callback is in the way of this one's wishes: it waits
   for the callback. */
static void
act_for(struct cbi_entry *e, const struct cbi_slot *s)
{
    e->acts = s->call && s->whom.holder && cbi_act_for;
    e->whom = s->whom;
    if (e->acts) {
        cbi_act_for(&e->whom);
    }
}

static void
act_no_more(struct cbi_entry *e)
{
    if (e->acts) {
        cbi_act_for(&e->whom);
    }
}

/* ------------------------------------------------------- threads that C has started */
static _Thread_local struct cbi_lender lender;

/* It has an exception by this thread. */
static void
note_stop(const struct cbi_entry *e)
{
    lender.stopped = lender.stopped || (!e->here && e->handle == lender.handle);
}

CBI_COLD static bool
leave_at_once(struct cbi_entry *e)
{
    act_no_more(e);
    raise_in_call(e);
    note_stop(e);
    if (e->owned) {
        Py_DecRef(e->object);
        Py_DecRef(e->module);
    }
    cbi_detach_from(e);
    return false;
}

/* Called after the call that lent it has returned, or what kept it has gone. */
CBI_COLD static bool
too_late(struct cbi_entry *e, bool has_context)
{
    struct cbi_call names = {.function = e->record};
    const char *name = cbi_function_name(&names);       /* "f(): callback" */
    const char *end = strchr(name, ':');
    const int n = end ? (int)(end - name) : 0;
    char text[300];
    if (e->record[CBI_F_POSITIONAL_ONLY] & CBI_F_KEPT) {
        snprintf(text, sizeof text, "%s() was called, but what has kept it since %.*s is "
                 "gone", name, n, name);
    }
    else {
        snprintf(text, sizeof text, "%s() was called after %.*s returned; %s", name, n,
                 name, has_context ? "mark it CB_KEEP"
                             : "C cannot keep it, since it has no void * of its own");
    }
    PyErr_SetString(PyExc_SystemError, text);
    e->object = NULL;
    return leave_at_once(e);
}

/* ----------------------------------------------------------------------- time */
enum { SLOW = 6000000 };        /* ns */

/* Every now and then: signals; and C that comes back rarely does not keep the thread
   attached in between. False: a signal's handler has raised. */
CBI_COLD static bool
look_around(struct cbi_entry *e)
{
    struct cbi_call *here = e->here;
    here->until = CBI_MANY - 1;
    if (here->stay) {
        const uint64_t t = cbi_coarse_clock();
        here->stay = !here->came_back || t - here->came_back < SLOW;
        here->came_back = t;
        e->yield = !here->stay || t - here->yielded > SLOW;
        here->yielded = e->yield ? t : here->yielded;
    }
    return PyErr_CheckSignals() == 0;
}

CBI_COLD static bool
too_deep(struct cbi_entry *e)
{
    struct cbi_call names = {.function = e->record};
    cbi_fail(&names, PyExc_RecursionError, -1, CBI_TOO_DEEP);
    return leave_at_once(e);
}

/* Attached, and the callable known. */
static bool
begin(struct cbi_entry *e)
{
    const uintptr_t stack = (uintptr_t)__builtin_frame_address(0);
    if (stack < cbi_thread.limit && cbi_stack_ends(stack)) {
        return too_deep(e);
    }
    struct cbi_call *here = e->here;
    const bool looks = here && (here->until > CBI_MANY || here->until-- == 0);
    return !looks || look_around(e) || leave_at_once(e);
}

/* *slow counts calls whose C worked on for long behind its last callback; others count
   down, since a process that had to wait for its CPU looks the same. */
enum { ONE_SLOW = 8, MOST_SLOW = 32 };

void
cbi_stay(struct cbi_call *call, const uint8_t *slow)
{
    const bool has_gil = cbi_head == 16;        /* else attached C holds up collections */
    call->stay = has_gil && __atomic_load_n(slow, __ATOMIC_RELAXED) < MOST_SLOW;
    call->yielded = call->stay ? cbi_coarse_clock() : 0;
    call->came_back = 0;
    call->until = call->stay ? 0 : call->until;
}

void
cbi_stayed(struct cbi_call *call, uint8_t *slow)
{
    if (call->thread) {
        cbi_attach(call);
    }
    else if (call->stay && call->came_back) {
        const uint8_t seen = __atomic_load_n(slow, __ATOMIC_RELAXED);
        const bool late = cbi_coarse_clock() - call->came_back > SLOW;
        const int next = late ? seen + ONE_SLOW : seen ? seen - 1 : 0;
        __atomic_store_n(slow, (uint8_t)next, __ATOMIC_RELAXED);
    }
}

/* --------------------------------------------------------------------- entering */
static void
start(struct cbi_entry *e)
{
    e->object = NULL;
    e->module = NULL;
    e->home = NULL;
    e->call = NULL;
    e->here = cbi_current;
    e->owned = false;
    e->yield = false;
    e->acts = false;
    e->handle = 0;
    e->saved_errno = errno;
}

static bool
stay_out(const struct cbi_entry *e)
{
    errno = e->saved_errno;
    return false;
}

/* Attached: 1: found; 0: it is stale; -1: its call has raised. */
static int
find(struct cbi_entry *e, uintptr_t handle, int ordinal)
{
    cbi_slots_lock();
    struct cbi_slot *s = cbi_slot_of(handle);
    const int found = !s ? 0 : has_raised(s->call) ? -1 : 1;
    if (found > 0) {
        e->object = s->uses[ordinal];
        e->module = s->module;
        e->home = s->home;
        e->owned = true;
        Py_IncRef(e->object);
        Py_IncRef(e->module);
        e->handle = s->call ? handle : 0;
        e->call = s->call ? s->call : e->here;
    }
    cbi_slots_unlock();
    return found;
}

static void
leave_owned(struct cbi_entry *e)
{
    if (e->owned) {
        Py_DecRef(e->object);
        Py_DecRef(e->module);
    }
    cbi_detach_from(e);
}

/* Attaches this thread, which no call knows of, to its lender. As find(); 0: none is
   running, and nothing is attached. */
static int
enter_lender(struct cbi_entry *e)
{
    struct cbi_slot slot;
    start(e);
    e->record = lender.record;
    if (e->here || !lender.handle || !cbi_slot_copy(lender.handle, &slot) || !slot.call
        || !cbi_attach_for(e, slot.view, slot.is_main)) {
        return 0;
    }
    const int found = PyInterpreterState_Get() == slot.interpreter
                      ? find(e, lender.handle, lender.ordinal) : 0;
    if (!found) {
        cbi_detach_from(e);
    }
    lender.stopped = lender.stopped || found < 0;
    return found;
}

/* cb_raise: what was raised before stays. */
CBI_COLD static bool
raise_for_lender(cb_class cls, int saved_errno, const char *fmt, va_list args)
{
    struct cbi_entry e;
    const int found = enter_lender(&e);
    if (found > 0) {
        struct cbi_call said = {.function = e.record, .module = e.module};
        cbi_store_error(&said, cls, saved_errno, fmt, args);
        if (!cbi_throw(&said)) {
            raise_in_call(&e);
            lender.stopped = true;
        }
    }
    if (found) {
        leave_owned(&e);
    }
    return found;
}

/* cb_check: its own flag, and now and then the call's. */
CBI_COLD static bool
check_for_lender(void)
{
    enum { EVERY = 20000000 };
    struct cbi_entry e;
    const uint64_t t = cbi_coarse_clock();
    if (lender.stopped || t - lender.looked < EVERY) {
        return lender.stopped && cbi_slot_of(lender.handle);
    }
    lender.looked = t;
    const int found = enter_lender(&e);
    if (found > 0) {
        cbi_slots_lock();
        const struct cbi_slot *s = cbi_slot_of(lender.handle);
        lender.stopped = s && s->call && __atomic_load_n(&s->call->stop, __ATOMIC_ACQUIRE);
        cbi_slots_unlock();
    }
    if (found) {
        leave_owned(&e);
    }
    return lender.stopped;
}

/* Of a call that runs on this thread: nothing that it lent can go away. */
static bool
enter_own(struct cbi_entry *e, const struct cbi_slot *s, int ordinal)
{
    if (has_raised(s->call) || !cbi_attach_for(e, s->view, s->is_main)) {
        return stay_out(e);
    }
    e->object = s->uses[ordinal];
    e->module = s->module;
    e->home = s->home;
    e->call = s->call;
    return begin(e);
}

/* Kept, or lent by a call that is detached, by another thread or an outer call; or
   stale. */
bool
cbi_enter_slot(struct cbi_entry *e, uintptr_t handle, int ordinal)
{
    struct cbi_slot slot;
    start(e);
    if (!cbi_slot_copy(handle, &slot)) {
        slot = (struct cbi_slot){.is_main = true};
    }
    if (!e->here && slot.call && lender.handle != handle) {
        lender = (struct cbi_lender){.handle = handle, .ordinal = ordinal,
                                     .record = e->record, .raise = raise_for_lender,
                                     .check = check_for_lender};
        cbi_thread.lender = &lender;
    }
    if (slot.call && slot.thread == cbi_thread_id()) {
        return enter_own(e, &slot, ordinal);
    }
    if ((!slot.call && has_raised(e->here)) || !cbi_attach_for(e, slot.view, slot.is_main)) {
        return stay_out(e);
    }
    e->call = e->here;
    if (slot.interpreter && PyInterpreterState_Get() != slot.interpreter) {
        PyErr_SetString(PyExc_SystemError, "a callback of another interpreter");
        return leave_at_once(e);
    }
    const int found = find(e, handle, ordinal);
    if (found < 0) {
        lender.stopped = lender.stopped || (!e->here && handle == lender.handle);
        cbi_detach_from(e);
        return false;
    }
    if (found) {
        act_for(e, &slot);
    }
    return found ? begin(e) : too_late(e, true);
}

bool
cbi_enter_callable(struct cbi_entry *e, const struct cbi_callable *top)
{
    start(e);
    e->call = top ? top->call : e->here;
    if (has_raised(e->call)) {
        return stay_out(e);
    }
    const struct cbi_home *home = top ? cbi_home_of(top->call->module) : NULL;
    if (!cbi_attach_for(e, home ? home->view : NULL, !home || home->is_main)) {
        return stay_out(e);
    }
    if (!top) {
        return too_late(e, false);
    }
    e->object = top->object;
    e->module = top->call->module;
    e->home = cbi_home_of(e->module);
    return begin(e);
}

bool
cbi_leave_slowly(struct cbi_entry *e)
{
    const bool good = e->how >= 'a';
    e->how = (char)(good ? e->how : e->how - 'A' + 'a');
    if (e->how == 'f') {
        e->how = CBI_WAS;
        e->call = e->here;
        e->owned = e->yield = e->acts = false;
        e->handle = 0;
    }
    act_no_more(e);
    if (!good) {
        raise_in_call(e);
        note_stop(e);
    }
    leave_owned(e);
    return good;
}

/* ------------------------------------------------------------------ CB_FROM_PYTHON */
/* The object behind `module.name`, imported at first use. */
static bool
import(struct cbi_entry *e, int which)
{
    struct cbi_call names = {.function = e->record, .module = e->module};
    struct cbi_state *state = PyModule_GetState(e->module);
    PyObject *o = state->objects[CBI_S_IMPORTS + which];
    if (!o) {
        const char *const *path = &cbi_module.imports[2 * which];
        PyObject *module = PyImport_ImportModule(path[0]);
        o = module ? PyObject_GetAttrString(module, path[1]) : NULL;
        o = o ? cbi_publish(&names, CBI_S_IMPORTS + which, o) : NULL;
        cbi_drop(module);
    }
    if (o) {
        Py_IncRef(o);
    }
    e->object = o;
    return o != NULL;
}

bool
cbi_enter_import(struct cbi_entry *e, const uint16_t *record, int which)
{
    const int found = cbi_current ? 0 : enter_lender(e);
    if (found < 0) {
        cbi_detach_from(e);
        return false;
    }
    if (found) {                /* which goes on being the lender's, in its interpreter */
        Py_DecRef(e->object);
        e->object = NULL;
        e->record = record;
        return import(e, which) ? begin(e) : leave_at_once(e);
    }
    e->record = record;
    start(e);
    e->call = e->here;
    if (has_raised(e->here) || !cbi_attach_for(e, NULL, true)) {
        return stay_out(e);
    }
    e->module = e->here ? e->here->module : cbi_main_module;
    if (!e->module) {
        PyErr_SetString(PyExc_SystemError, "the module is gone");
        return leave_at_once(e);
    }
    if (!import(e, which)) {
        return leave_at_once(e);
    }
    Py_IncRef(e->module);
    e->owned = true;
    e->home = cbi_home_of(e->module);
    return begin(e);
}
