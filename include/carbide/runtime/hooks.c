/* SPDX-License-Identifier: MIT
   carbide/runtime/hooks.c: what runs at the import of a module and at its end, and the
   memory that it has in between (cb_state). Once for each module object: again in each
   interpreter, and again where the module is imported anew. Nothing runs at the end of
   what was not begun. */
#include "carbide/runtime/small.h"

#include <stdlib.h>

/* ------------------------------------------------------------------------- memory */
CBI_COLD bool
cbi_add_memory(PyObject *module, struct cbi_state *state)
{
    (void)module;
    const size_t align = cbi_module.memory_align;
    state->allocated = calloc(1, cbi_module.memory + align);
    if (!state->allocated) {
        return cbi_no_memory();
    }
    const uintptr_t first = (uintptr_t)state->allocated + align - 1;
    state->memory = (void *)(first / align * align);
    return true;
}

void *
cbi_state_memory(struct cbi_call *call)
{
    struct cbi_state *state = cbi_state_of(call);
    if (cbi_module.n_state_values) {
        cbi_use_state(call, state);
    }
    return state->memory;
}

/* ------------------------------------------------------------------------- import */
CBI_COLD bool
cbi_run_inits(PyObject *module)
{
    for (const struct cbi_hook *h = cbi_module.inits; h && h->name; h++) {
        PyObject *result = h->call(module, NULL, 0, NULL);
        if (!result) {
            cbi_import_failed(module, "%s() failed", h->name);
            return false;
        }
        Py_DecRef(result);
    }
    return true;
}

/* -------------------------------------------------------------------------- end */
/* Nobody is there to take an exception: it is printed. One that is pending stays. */
CBI_COLD static void
run_exit(PyObject *module, const struct cbi_hook *h)
{
    PyObject *result = h->call(module, NULL, 0, NULL);
    if (!result) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyObject *where = PyUnicode_FromFormat("%s() of %s", h->name, cbi_module.name);
        PyErr_Restore(type, value, traceback);
        PyErr_WriteUnraisable(where);
        cbi_drop(where);
    }
    cbi_drop(result);
}

static void
run_all(PyObject *module)
{
    int n = 0;
    while (cbi_module.exits[n].name) {
        n++;
    }
    while (n--) {
        run_exit(module, &cbi_module.exits[n]);
    }
}

/* Mostly the module object dies with its interpreter. What keeps it beyond (C that leaks
   a reference) does not keep its exits from running: a capsule in the interpreter's own
   dictionary, which goes last, sees whether the module is still there. */
static void
name_watch(PyObject *module, char name[48])
{
    snprintf(name, 48, "carbide.watch.%p", (void *)module);
}

static void
end_of_interpreter(PyObject *capsule)
{
    PyObject *module = PyCapsule_GetPointer(capsule, NULL);
    struct cbi_state *state = module ? PyModule_GetState(module) : NULL;
    if (state && state->begun) {
        state->begun = false;
        run_all(module);
    }
}

/* Without the dictionary, or the memory, the module's own end must do. */
CBI_COLD void
cbi_watch_end(PyObject *module)
{
    char name[48];
    PyObject *dict = PyInterpreterState_GetDict(PyInterpreterState_Get());
    PyObject *capsule = dict ? PyCapsule_New(module, NULL, end_of_interpreter) : NULL;
    name_watch(module, name);
    if (capsule) {
        PyDict_SetItemString(dict, name, capsule);
    }
    cbi_drop(capsule);
    PyErr_Clear();
}

CBI_COLD static void
forget_end(PyObject *module)
{
    char name[48];
    PyObject *dict = PyInterpreterState_GetDict(PyInterpreterState_Get());
    name_watch(module, name);
    if (dict && PyDict_DelItemString(dict, name) < 0) {
        PyErr_Clear();
    }
}

CBI_COLD void
cbi_run_exits(PyObject *module)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    forget_end(module);
    run_all(module);
    PyErr_Restore(type, value, traceback);
}
