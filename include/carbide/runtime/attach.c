/* SPDX-License-Identifier: MIT
   carbide/runtime/attach.c: a thread comes to Python and leaves it, for the time of a
   callback: one that called C and may be detached, one that Python has never seen, too
   late, or when Python is gone. In: what called back; out: the thread attached, or not.
   Here is also what a module's callbacks know of its interpreter. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "carbide/runtime/slots.h"

#include <time.h>

/* --------------------------------------------------------------------- the gate
   Until 3.14 a thread that attaches while Python ends would hang for ever: from atexit
   on nobody new comes in, and who is inside is waited for. */
static uint32_t inside;
static _Thread_local uint32_t inside_here;    /* of these, by this thread */
static bool closed;

static bool
enter_gate(void)
{
    __atomic_add_fetch(&inside, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&closed, __ATOMIC_SEQ_CST)) {
        __atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
        return false;
    }
    inside_here++;
    return true;
}

/* In a fork's child the other threads are gone. */
void
cbi_gate_forked(void)
{
    __atomic_store_n(&inside, inside_here, __ATOMIC_SEQ_CST);
}

static PyObject *
close_gate(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    __atomic_store_n(&closed, true, __ATOMIC_SEQ_CST);
    cbi_ends(true);
    PyThreadState *thread = PyEval_SaveThread();
    for (int ms = 0; ms < 1000 && __atomic_load_n(&inside, __ATOMIC_SEQ_CST); ms++) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    PyEval_RestoreThread(thread);
    return cbi_new_none();
}

/* ---------------------------------------------------------------- the interpreter */
PyObject *cbi_main_module;

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
    state->home.room = cbi_float_type && cbi_count_is_first ? CBI_COUNT(state->home.floats)
                                                            : 0;
    if (!state->home.is_main) {
        return true;
    }
    __atomic_store_n(&closed, false, __ATOMIC_SEQ_CST);
    cbi_ends(false);
    cbi_main_module = module;
    return at_exit();
}

void
cbi_clear_callbacks(PyObject *module, struct cbi_state *state)
{
    if (cbi_main_module == module) {
        cbi_main_module = NULL;
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
        e->how = CBI_BY_VIEW;
        e->token = token;
        return token != NULL;
    }
    if (!is_main || !enter_gate()) {
        return false;
    }
    e->how = CBI_BY_GIL_STATE;
    e->state = PyGILState_Ensure();
    return true;
}

bool
cbi_attach_for(struct cbi_entry *e, void *view, bool is_main)
{
    struct cbi_call *here = e->here;
    if (here && here->error == CBI_PYTHON_ERROR) {
        return false;           /* an exception is set: Python is not entered with it */
    }
    if (here && !here->in_python) {
        e->how = here->thread ? CBI_BY_CALL : CBI_WAS;
        if (here->thread) {
            cbi_attach(here);
        }
        here->in_python = true;
        return true;
    }
    return attach_unknown(e, view, is_main);
}

void
cbi_detach_from(struct cbi_entry *e)
{
    switch (e->how) {
    case CBI_WAS:
        e->here->in_python = false;
        if (e->yield) {
            cbi_detach(e->here);
        }
        break;
    case CBI_BY_CALL:
        e->here->in_python = false;
        if (!e->here->stay || e->yield) {
            cbi_detach(e->here);
        }
        break;
    case CBI_BY_VIEW:
        PyThreadState_Release(e->token);
        break;
    default:
        PyGILState_Release(e->state);
        inside_here--;
        __atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
        break;
    }
    errno = e->saved_errno;
}
