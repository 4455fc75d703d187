/* SPDX-License-Identifier: MIT
   carbide/runtime/ends.c: C that frees something and may raise, or call Python: what a
   class names as its destructor, CB_OWNED. It runs where the last reference goes, so in
   the midst of anything: an exception that is pending there stays, and C has a call of its
   own. In: the record of that call; out: its exception, in close() or unraisable. */
#include "carbide/runtime/small.h"

CBI_COLD void
cbi_begin_end(struct cbi_call *call, struct cbi_end *end)
{
    const struct cbi_ending **place = cbi_ending ? cbi_ending() : NULL;
    const struct cbi_ending *ending = place ? *place : NULL;
    PyErr_Fetch(&end->pending[0], &end->pending[1], &end->pending[2]);
    end->closing = ending ? ending->close : NULL;
    call->module = cbi_module_here(ending ? ending->module : NULL);
    if (ending) {
        *place = NULL;          /* what else dies meanwhile is not its own */
    }
    cbi_enter(call);
}

CBI_COLD static void
write_unraisable(const struct cbi_call *call)
{
    PyObject *x[3];
    PyErr_Fetch(&x[0], &x[1], &x[2]);
    PyObject *where = PyUnicode_FromFormat("%s() of %s", cbi_function_name(call),
                                           cbi_module.name);
    PyErr_Restore(x[0], x[1], x[2]);
    PyErr_WriteUnraisable(where);
    cbi_drop(where);
}

CBI_COLD void
cbi_finish_end(struct cbi_call *call, struct cbi_end *end)
{
    cbi_leave(call);
    if (call->error || call->stop) {
        cbi_throw(call);
    }
    cbi_finish(call);
    struct cbi_call *closing = end->closing;
    if (PyErr_Occurred() && closing && !closing->raised) {
        PyErr_Fetch(&closing->exception[0], &closing->exception[1],
                    &closing->exception[2]);
        closing->raised = true;
    }
    else if (PyErr_Occurred()) {
        write_unraisable(call);
    }
    PyErr_Restore(end->pending[0], end->pending[1], end->pending[2]);
}
