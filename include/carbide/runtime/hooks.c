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
/* At the end of the interpreter: sys.stderr does not hear any more. */
CBI_COLD static void
print_plainly(const struct cbi_hook *h, PyObject *value)
{
    char type[48];
    PyObject *text = value ? PyUnicode_FromFormat("%S", value) : NULL;
    const char *shown = text ? PyUnicode_AsUTF8AndSize(text, NULL) : NULL;
    fprintf(stderr, "Exception ignored in: '%s() of %s'\n%s: %s\n", h->name,
            cbi_module.name, value ? cbi_type_name(value, type) : "an exception", shown ? shown : "");
    cbi_drop(text);
    PyErr_Clear();
}

/* Nobody is there to take an exception: it is printed. One that is pending stays. */
CBI_COLD static void
run_exit(PyObject *module, const struct cbi_hook *h, bool last)
{
    PyObject *result = h->call(module, NULL, 0, NULL);
    if (!result) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyErr_NormalizeException(&type, &value, &traceback);
        PyObject *where = PyUnicode_FromFormat("%s() of %s", h->name, cbi_module.name);
        if (last) {
            print_plainly(h, value);
        }
        PyErr_Restore(type, value, traceback);
        if (last) {
            PyErr_Clear();
        }
        else {
            PyErr_WriteUnraisable(where);
        }
        cbi_drop(where);
    }
    cbi_drop(result);
}

static void
run_all(PyObject *module, bool last)
{
    struct cbi_count count;
    int n = 0;
    while (cbi_module.exits[n].name) {
        n++;
    }
    cbi_hold_dying(module, &count);     /* callbacks take references to it */
    while (n--) {
        run_exit(module, &cbi_module.exits[n], last);
    }
    cbi_leave_dying(module, &count);
}

/* Exits come before what the module keeps is gone. The collector clears the members of a
   ring in any order, but tells weak references before it begins. And mostly the module
   object dies with its interpreter: what keeps it beyond (C that leaks a reference) does
   not keep its exits from running. So in the interpreter's own dictionary, which goes
   last, there are a weak reference to the module, and a capsule that sees whether it is
   still there. */
static void
name_watch(PyObject *module, char name[48])
{
    snprintf(name, 48, "carbide.watch.%p", (void *)module);
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

/* Not yet at its end, or NULL. */
static PyObject *
watched_by(PyObject *capsule)
{
    PyObject *module = PyCapsule_GetPointer(capsule, NULL);
    const bool is_there = module && cbi_module_here(module) == module;
    struct cbi_state *state = is_there ? PyModule_GetState(module) : NULL;
    return state && state->begun ? module : NULL;
}

static void
end_of_interpreter(PyObject *capsule)
{
    PyObject *module = watched_by(capsule);
    if (module) {
        ((struct cbi_state *)PyModule_GetState(module))->begun = false;
        run_all(module, true);
    }
}

static PyObject *
end_of_module(PyObject *capsule, PyObject *weak)
{
    PyObject *module = watched_by(capsule);
    (void)weak;
    if (module) {
        ((struct cbi_state *)PyModule_GetState(module))->begun = false;
        cbi_run_exits(module);
    }
    return cbi_new_none();
}

/* A weak reference that runs the exits; what it needs is the capsule. */
CBI_COLD static PyObject *
watch(PyObject *module, PyObject *capsule)
{
    static CbMethodDef def = {"carbide_ends", (void (*)(void))end_of_module, CB_METH_O,
                              NULL};
    PyObject *function = PyCFunction_NewEx(&def, capsule, NULL);
    PyObject *weak = function ? PyWeakref_NewRef(module, function) : NULL;
    PyObject *both = weak ? PyTuple_Pack(2, capsule, weak) : NULL;
    cbi_drop(weak);
    cbi_drop(function);
    return both;
}

/* Without the dictionary, or the memory, the module's own end must do. */
CBI_COLD void
cbi_watch_end(PyObject *module)
{
    char name[48];
    PyObject *dict = PyInterpreterState_GetDict(PyInterpreterState_Get());
    PyObject *capsule = dict ? PyCapsule_New(module, NULL, end_of_interpreter) : NULL;
    PyObject *both = capsule ? watch(module, capsule) : NULL;
    name_watch(module, name);
    if (both) {
        PyDict_SetItemString(dict, name, both);
    }
    cbi_drop(both);
    PyErr_Clear();
    cbi_drop(capsule);
}

CBI_COLD void
cbi_run_exits(PyObject *module)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    forget_end(module);
    run_all(module, false);
    PyErr_Restore(type, value, traceback);
}
