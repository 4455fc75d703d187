/* SPDX-License-Identifier: MIT
   carbide/runtime/value_call.c: what C does with Python's own: attributes, calls,
   modules, exceptions; the pending error, and giving the GIL up in between. In: values;
   out: values. Exceptions of Python code come through as they are. */
#include "carbide/runtime/small.h"
#include "carbide/runtime/value.h"

cb_value
cb_get(cb_value v, const char *name)
{
    struct cbi_call *call = cbi_ready();
    v = call ? cbi_real(call, v) : NULL;
    return v ? cbi_own(call, PyObject_GetAttrString(cbi_object(v), name)) : NULL;
}

/* A tuple of its own: what runs may change the containers that the arguments are in. */
static PyObject *
tuple_of(size_t n, const cb_value items[])
{
    if (n > PTRDIFF_MAX / sizeof *items) {
        return PyErr_NoMemory();
    }
    PyObject *tuple = PyTuple_New((intptr_t)n);
    for (size_t k = 0; tuple && k < n; k++) {
        PyObject *item = cbi_reference(items[k]);
        if (!item) {
            Py_DecRef(tuple);
            return NULL;
        }
        PyTuple_SetItem(tuple, (intptr_t)k, item);
    }
    return tuple;
}

cb_value
cb_call(cb_value f, size_t n, const cb_value args[])
{
    struct cbi_call *call = cbi_ready();
    for (size_t k = 0; call && k < n; k++) {
        call = args[k] ? call : NULL;
    }
    if (!call || !f || !(f = cbi_real(call, f))) {
        return NULL;
    }
    PyObject *tuple = tuple_of(n, args);
    PyObject *result = tuple ? PyObject_Call(cbi_object(f), tuple, NULL) : NULL;
    cbi_drop(tuple);
    return cbi_own(call, result);
}

/* Kept by the module's state, so what is given is borrowed from there. */
cb_value
cb_import(const char *name)
{
    struct cbi_call *call = cbi_ready();
    if (!call) {
        return NULL;
    }
    PyObject **place = &cbi_state_of(call)->objects[CBI_S_MODULES];
    PyObject *known = __atomic_load_n(place, __ATOMIC_ACQUIRE);
    known = known ? known : cbi_publish(call, CBI_S_MODULES, PyDict_New());
    PyObject *module = known ? PyDict_GetItemString(known, name) : NULL;
    if (module) {
        return module;
    }
    module = known ? PyImport_ImportModule(name) : NULL;
    if (!module || PyDict_SetItemString(known, name, module) < 0) {
        cbi_drop(module);
        cbi_broken(call);
        return NULL;
    }
    return cbi_own(call, module);
}

/* ------------------------------------------------------------------------- errors */
bool
cb_failed(void)
{
    const struct cbi_call *call = cbi_current;
    return call && (call->stop || call->raised || cbi_is_error(call));
}

void
cb_clear(void)
{
    struct cbi_call *call = cbi_current;
    if (!call || !cbi_is_error(call)) {
        return;
    }
    const bool detached = call->thread != NULL;
    if (call->error == CBI_PYTHON_ERROR && !call->stop) {
        if (detached) {
            cbi_attach(call);
        }
        PyErr_Clear();
        if (detached) {
            cbi_detach(call);
        }
    }
    cbi_forget_error(call);
}

/* warnings.warn(instance), for which there is no function. */
static bool
warn(PyObject *instance)
{
    PyObject *module = PyImport_ImportModule("warnings");
    PyObject *done = module ? PyObject_CallMethod(module, "warn", "(O)", instance) : NULL;
    cbi_drop(module);
    cbi_drop(done);
    return done != NULL;
}

void
cb_raise_value(cb_class cls, cb_value args)
{
    struct cbi_call *call = cbi_ready();
    if (!call || !args || !(args = cbi_real(call, args))) {
        return;
    }
    PyObject *class = cbi_exception_class(call, cls), *tuple = cbi_object(args);
    if (cbi_is(tuple, &PyTuple_Type)) {
        Py_IncRef(tuple);
    }
    else {
        tuple = PyTuple_Pack(1, tuple);
    }
    PyObject *instance = class && tuple ? PyObject_Call(class, tuple, NULL) : NULL;
    cbi_drop(tuple);
    cbi_drop(class);
    if (instance && cbi_is(instance, (PyTypeObject *)PyExc_Warning)) {
        const bool good = warn(instance);
        Py_DecRef(instance);
        if (good) {
            return;
        }
    }
    else if (instance) {
        PyErr_SetObject((PyObject *)cbi_type_of(instance), instance);
        Py_DecRef(instance);
    }
    cbi_broken(call);
}

/* ---------------------------------------------------------------------------- GIL */
void
cb_release(void)
{
    struct cbi_call *call = cbi_current;
    struct cbi_values *v = !call ? NULL : call->thread ? call->values
                           : cbi_values_of(call);
    if (v && v->released++ == 0) {
        cbi_detach(call);
    }
}

/* Signals that came meanwhile are seen to at once. */
void
cb_acquire(void)
{
    struct cbi_call *call = cbi_current;
    struct cbi_values *v = call ? call->values : NULL;
    if (!v || !v->released || --v->released) {
        return;
    }
    cbi_attach(call);
    if (!call->stop && !cbi_is_error(call) && PyErr_CheckSignals() < 0) {
        cbi_broken(call);
    }
}

void
cbi_acquire_all(struct cbi_call *call)
{
    cbi_attach(call);
    if (!cbi_is_error(call)) {
        cbi_fail(call, PyExc_SystemError, -1,
                 "C returned between cb_release() and cb_acquire()");
        cbi_broken(call);
    }
}
