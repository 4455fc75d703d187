/* SPDX-License-Identifier: MIT
   carbide/runtime/enter.c: C calls Python: from the thread that called C, which may be
   detached, from threads that Python has never seen, too late, or when Python is gone.

   In: a context, which is a handle, or the thread's stack of callables. Out: the thread
   attached and the callable found, or false; then C gets its value of CB_ON_RAISE. What
   goes wrong is raised by the running call, and where there is none, it is unraisable. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "carbide/runtime/slots.h"

#include <time.h>

/* How a thread was attached: it was, it was detached by `here`, by PyGILState, by a view
   (3.15). */
enum { WAS = 'w', BY_CALL = 'c', BY_GIL_STATE = 'g', BY_VIEW = 'v' };

/* --------------------------------------------------------------------- the gate
   Until 3.14 a thread that attaches while Python ends would hang for ever: from atexit
   on nobody new comes in, and who is inside is waited for. */
static uint32_t inside;
static bool closed;

static bool
enter_gate(void)
{
    __atomic_add_fetch(&inside, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&closed, __ATOMIC_SEQ_CST)) {
        __atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
        return false;
    }
    return true;
}

static PyObject *
close_gate(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    __atomic_store_n(&closed, true, __ATOMIC_SEQ_CST);
    PyThreadState *thread = PyEval_SaveThread();
    for (int ms = 0; ms < 1000 && __atomic_load_n(&inside, __ATOMIC_SEQ_CST); ms++) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    PyEval_RestoreThread(thread);
    return cbi_new_none();
}

/* ---------------------------------------------------------------- the interpreter */
static PyObject *main_module;   /* of the main interpreter; NULL: not there, or gone */

static bool
at_exit(void)
{
    enum { METH_NOARGS = 4 };
    static CbMethodDef def = {"close", (void (*)(void))close_gate, METH_NOARGS, NULL};
    PyObject *atexit = PyImport_ImportModule("atexit");
    PyObject *function = atexit ? PyCFunction_NewEx(&def, NULL, NULL) : NULL;
    PyObject *done = function ? PyObject_CallMethod(atexit, "register", "O", function)
                              : NULL;
    cbi_drop(done);
    cbi_drop(function);
    cbi_drop(atexit);
    return done != NULL;
}

intptr_t cbi_state_at;

/* Among the words behind the head of a module object, of which there are five at least. */
static void
find_state(PyObject *module, const struct cbi_state *state)
{
    for (int k = 0; k < 5; k++) {
        void *word;
        memcpy(&word, (char *)module + cbi_head + k * 8, sizeof word);
        if (word == state) {
            cbi_state_at = cbi_head + k * 8;
        }
    }
}

bool
cbi_add_callbacks(PyObject *module, struct cbi_state *state)
{
    void *interpreter = PyInterpreterState_Get();
    state->home.interpreter = interpreter;
    state->home.is_main = PyInterpreterState_GetID(interpreter) == 0;
    if (PyInterpreterView_FromCurrent) {
        state->home.view = PyInterpreterView_FromCurrent();
        if (!state->home.view) {
            return false;
        }
    }
    find_state(module, state);
    state->home.room = cbi_float_type && cbi_count_is_first ? CBI_COUNT(state->home.floats)
                                                            : 0;
    if (!state->home.is_main) {
        return true;
    }
    __atomic_store_n(&closed, false, __ATOMIC_SEQ_CST);
    main_module = module;
    return at_exit();
}

void
cbi_clear_callbacks(PyObject *module, struct cbi_state *state)
{
    if (main_module == module) {
        main_module = NULL;
    }
    struct cbi_home *home = &state->home;
    if (home->view) {
        PyInterpreterView_Close(home->view);
        home->view = NULL;
    }
    home->room = 0;
    while (home->n_floats) {
        Py_DecRef(home->floats[--home->n_floats]);
    }
    cbi_slots_return(home->free);
    home->free = NULL;
}

/* -------------------------------------------------------------------- attaching */
/* Between a call's C and the Python code that it calls back the state of the thread is
   known, elsewhere Python knows it. view NULL, main false: it cannot be attached. */
CBI_COLD static bool
attach_unknown(struct cbi_entry *e, void *view, bool is_main)
{
    if (PyThreadState_EnsureFromView) {
        void *own = view ? NULL : PyInterpreterView_FromMain();
        void *token = view || own ? PyThreadState_EnsureFromView(view ? view : own)
                                  : NULL;
        if (own) {
            PyInterpreterView_Close(own);
        }
        e->how = BY_VIEW;
        e->token = token;
        return token != NULL;
    }
    if (!is_main || !enter_gate()) {
        return false;
    }
    e->how = BY_GIL_STATE;
    e->state = PyGILState_Ensure();
    return true;
}

static bool
attach(struct cbi_entry *e, void *view, bool is_main)
{
    struct cbi_call *here = e->here;
    if (here && here->error == CBI_PYTHON_ERROR) {
        return false;           /* an exception is set: Python is not entered with it */
    }
    if (here && !here->in_python) {
        e->how = here->thread ? BY_CALL : WAS;
        if (here->thread) {
            cbi_attach(here);
        }
        here->in_python = true;
        return true;
    }
    return attach_unknown(e, view, is_main);
}

static void
detach(struct cbi_entry *e)
{
    switch (e->how) {
    case WAS:
        e->here->in_python = false;
        if (e->yield) {
            cbi_detach(e->here);
        }
        break;
    case BY_CALL:
        e->here->in_python = false;
        if (!e->here->stay || e->yield) {
            cbi_detach(e->here);
        }
        break;
    case BY_VIEW:
        PyThreadState_Release(e->token);
        break;
    default:
        PyGILState_Release(e->state);
        __atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
        break;
    }
    errno = e->saved_errno;
}

/* ------------------------------------------------------------- what goes wrong */
static bool
has_raised(const struct cbi_call *call)
{
    return call && __atomic_load_n(&call->raised, __ATOMIC_ACQUIRE);
}

/* The pending exception becomes the call's, unless it has one. With the lock when it is
   another thread's call. */
static bool
give_exception(struct cbi_call *call)
{
    if (has_raised(call)) {
        return false;
    }
    PyErr_Fetch(&call->exception[0], &call->exception[1], &call->exception[2]);
    __atomic_store_n(&call->raised, true, __ATOMIC_RELEASE);
    __atomic_store_n(&call->stop, true, __ATOMIC_RELEASE);
    return true;
}

CBI_COLD static void
raise_in_call(struct cbi_entry *e)
{
    bool given = false;
    if (e->handle) {            /* it may have returned in the meantime */
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        cbi_slots_lock();
        struct cbi_slot *s = cbi_slot_of(e->handle);
        if (s && s->call == e->call && !has_raised(e->call)) {
            e->call->exception[0] = type;
            e->call->exception[1] = value;
            e->call->exception[2] = traceback;
            __atomic_store_n(&e->call->raised, true, __ATOMIC_RELEASE);
            __atomic_store_n(&e->call->stop, true, __ATOMIC_RELEASE);
            given = true;
        }
        cbi_slots_unlock();
        if (!given) {
            PyErr_Restore(type, value, traceback);
        }
    }
    else if (e->call) {
        given = give_exception(e->call);
    }
    if (!given) {
        PyErr_WriteUnraisable(e->object);
    }
}

CBI_COLD static bool
leave_at_once(struct cbi_entry *e)
{
    raise_in_call(e);
    if (e->owned) {
        Py_DecRef(e->object);
        Py_DecRef(e->module);
    }
    detach(e);
    return false;
}

/* Called after the call that lent it has returned. */
CBI_COLD static bool
too_late(struct cbi_entry *e)
{
    struct cbi_call names = {.function = e->record};
    const char *name = cbi_function_name(&names);       /* "f(): callback" */
    const char *end = strchr(name, ':');
    char text[300];
    snprintf(text, sizeof text, "%s() was called after %.*s returned; mark it CB_KEEP",
             name, end ? (int)(end - name) : 0, name);
    PyErr_SetString(PyExc_SystemError, text);
    e->object = NULL;
    return leave_at_once(e);
}

/* ----------------------------------------------------------------------- time */
static uint64_t
now(void)
{
    struct timespec t;
#ifdef CLOCK_MONOTONIC_COARSE
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
#else
    clock_gettime(CLOCK_MONOTONIC, &t);
#endif
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

enum { SLOW = 6000000 };        /* ns */

/* Every now and then: signals; and C that comes back rarely does not keep the thread
   attached in between. False: a signal's handler has raised. */
CBI_COLD static bool
look_around(struct cbi_entry *e)
{
    struct cbi_call *here = e->here;
    here->until = CBI_MANY - 1;
    if (here->stay) {
        const uint64_t t = now();
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
    cbi_fail(&names, PyExc_RecursionError, -1, "maximum recursion depth exceeded: half of "
             "this thread's C stack is in use");
    return leave_at_once(e);
}

/* Attached, and the callable known. */
static bool
begin(struct cbi_entry *e)
{
    const uintptr_t here_now = (uintptr_t)__builtin_frame_address(0);
    if (here_now < cbi_thread.limit && cbi_stack_ends(here_now)) {
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
    call->yielded = call->stay ? now() : 0;
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
        const bool late = now() - call->came_back > SLOW;
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

/* Of a call that runs on this thread: nothing that it lent can go away. */
static bool
enter_own(struct cbi_entry *e, const struct cbi_slot *s, int ordinal)
{
    if (has_raised(s->call) || !attach(e, s->view, s->is_main)) {
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
    if (slot.call && slot.thread == cbi_thread_id()) {
        return enter_own(e, &slot, ordinal);
    }
    if ((!slot.call && has_raised(e->here)) || !attach(e, slot.view, slot.is_main)) {
        return stay_out(e);
    }
    e->call = e->here;
    if (slot.interpreter && PyInterpreterState_Get() != slot.interpreter) {
        PyErr_SetString(PyExc_SystemError, "a callback of another interpreter");
        return leave_at_once(e);
    }
    const int found = find(e, handle, ordinal);
    if (found < 0) {
        detach(e);
        return false;
    }
    return found ? begin(e) : too_late(e);
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
    if (!attach(e, home ? home->view : NULL, !home || home->is_main)) {
        return stay_out(e);
    }
    if (!top) {
        return too_late(e);
    }
    e->object = top->object;
    e->module = top->call->module;
    e->home = cbi_home_of(e->module);
    return begin(e);
}

bool
cbi_leave_slowly(struct cbi_entry *e, bool good)
{
    if (e->how == 'f') {
        e->how = WAS;
        e->call = e->here;
        e->owned = e->yield = false;
        e->handle = 0;
    }
    if (!good) {
        raise_in_call(e);
    }
    if (e->owned) {
        Py_DecRef(e->object);
        Py_DecRef(e->module);
    }
    detach(e);
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
    e->record = record;
    start(e);
    e->call = e->here;
    if (has_raised(e->here) || !attach(e, NULL, true)) {
        return stay_out(e);
    }
    e->module = e->here ? e->here->module : main_module;
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

/* ---------------------------------------------------------------------- calling */
CBI_COLD PyObject *
cbi_call_old(PyObject *o, PyObject **args, int n)
{
    if (n <= 2) {
        return PyObject_CallFunctionObjArgs(o, n ? args[0] : NULL, n == 2 ? args[1] : NULL,
                                            NULL);
    }
    PyObject *tuple = PyTuple_New(n);
    for (int k = 0; tuple && k < n; k++) {
        Py_IncRef(args[k]);
        PyTuple_SetItem(tuple, k, args[k]);
    }
    PyObject *result = tuple ? PyObject_Call(o, tuple, NULL) : NULL;
    cbi_drop(tuple);
    return result;
}

PyObject *
cbi_call_star(struct cbi_entry *e, PyObject **args, int n)
{
    char name[48];
    PyObject *last = args[n - 1];
    if (!cbi_is(last, &PyTuple_Type)) {
        PyErr_Format(PyExc_SystemError, "C passed %s as *args, which is a tuple",
                     cbi_type_name(last, name));
        return NULL;
    }
    const int extra = (int)PyTuple_Size(last);
    PyObject *tuple = PyTuple_New(n - 1 + extra);
    for (int k = 0; tuple && k < n - 1 + extra; k++) {
        PyObject *item = k < n - 1 ? args[k] : PyTuple_GetItem(last, k - (n - 1));
        Py_IncRef(item);
        PyTuple_SetItem(tuple, k, item);
    }
    PyObject *result = tuple ? PyObject_Call(e->object, tuple, NULL) : NULL;
    cbi_drop(tuple);
    return result;
}

bool
cbi_unpack(struct cbi_call *call, PyObject *result, int n, PyObject **items)
{
    char name[48];
    if (!cbi_is(result, &PyTuple_Type)) {
        return cbi_fail(call, PyExc_TypeError, -1, "must return a tuple of %d, not %s", n,
                        cbi_type_name(result, name));
    }
    if (PyTuple_Size(result) != n) {
        return cbi_fail(call, PyExc_TypeError, -1,
                        "must return a tuple of %d, not one of %d", n,
                        (int)PyTuple_Size(result));
    }
    for (int k = 0; k < n; k++) {
        items[k] = PyTuple_GetItem(result, k);
    }
    return true;
}
