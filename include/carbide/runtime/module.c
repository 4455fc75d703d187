/* SPDX-License-Identifier: MIT
   carbide/runtime/module.c: the module itself, made from the tables of the generated
   file. One binary serves every CPython from 3.9 on: the definition is laid out by hand
   with the object head of the interpreter that loads it (16 bytes, 32 on free-threaded
   builds), slot numbers are the old ones for PyInit_, the new ones for PyModExport_
   (3.15). Everything Python-owned lies in the module's state, one per interpreter. */
#include "carbide/runtime/small.h"
#include "carbide/runtime/spin.h"

#include <stdlib.h>

bool cbi_none_is_counted;
PyObject *cbi_numpy_for;
intptr_t cbi_head = 16;
size_t cbi_gil_bytes = 65536;

struct cbi_parts cbi_parts;     /* what this module needs */

/* ---------------------------------------------------------------------- state */
struct cbi_state *
cbi_state_of(struct cbi_call *call)
{
    return PyModule_GetState(call->module);
}

PyObject *
cbi_publish(struct cbi_call *call, int slot, PyObject *made)
{
    return cbi_publish_in(cbi_state_of(call), slot, made);
}

PyObject *
cbi_publish_in(struct cbi_state *state, int slot, PyObject *made)
{
    PyObject **place = &state->objects[slot];
    PyObject *seen = NULL;
    if (made && !__atomic_compare_exchange_n(place, &seen, made, false,
                                             __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        Py_DecRef(made);        /* another thread was first */
        return seen;
    }
    return made;
}

/* All that are there, in whichever interpreter: the newest first. Held over pointers. */
static struct cbi_state *states;
static uint32_t states_busy;

static void
enlist(PyObject *module, struct cbi_state *state)
{
    state->module = module;
    state->home.interpreter = PyInterpreterState_Get();
    cbi_spin_take(&states_busy);
    state->older = states;
    states = state;
    cbi_spin_give(&states_busy);
}

static void
delist(const struct cbi_state *state)
{
    cbi_spin_take(&states_busy);
    struct cbi_state **at = &states;
    while (*at && *at != state) {
        at = &(*at)->older;
    }
    if (*at) {
        *at = state->older;
    }
    cbi_spin_give(&states_busy);
}

PyObject *
cbi_module_here(const PyObject *wanted)
{
    const void *interpreter = PyInterpreterState_Get();
    PyObject *found = NULL;
    cbi_spin_take(&states_busy);
    for (const struct cbi_state *s = states; s; s = s->older) {
        if (s->home.interpreter == interpreter && (!found || s->module == wanted)) {
            found = s->module;
        }
    }
    cbi_spin_give(&states_busy);
    return found;
}

static int
traverse(PyObject *module, CbVisit visit, void *arg)
{
    struct cbi_state *state = PyModule_GetState(module);
    for (intptr_t k = 0; state && k < state->n; k++) {
        int stop = state->objects[k] ? visit(state->objects[k], arg) : 0;
        if (stop) {
            return stop;
        }
    }
    for (int k = 0; state && state->values && k < cbi_module.n_state_values; k++) {
        int stop = state->values[k] ? visit(state->values[k], arg) : 0;
        if (stop) {
            return stop;
        }
    }
    return cbi_parts.visit_free_lists ? cbi_parts.visit_free_lists(module, visit, arg) : 0;
}

/* Names and exceptions stay to the end: functions may run until then, and lead to no
   module. */
static bool
is_kept(intptr_t k)
{
    return k >= CBI_S_NAMES && k < CBI_S_ENUMS;
}

static void
drop_objects(struct cbi_state *state, bool all)
{
    for (intptr_t k = 0; state && k < state->n; k++) {
        PyObject *o = state->objects[k];
        if (all || !is_kept(k)) {
            state->objects[k] = NULL;
            cbi_drop(o);
        }
    }
}

/* What cb_value in the module's memory hold. */
static void
drop_values(struct cbi_state *state)
{
    PyObject **values = state ? state->values : NULL;
    for (int k = 0; values && k < cbi_module.n_state_values; k++) {
        char *field = (char *)state->memory + cbi_module.state_values[k];
        PyObject *o = values[k];
        values[k] = NULL;
        memset(field, 0, sizeof o);
        cbi_drop(o);
    }
}

/* See cbi_next_int. */
static void
drop_ints(struct cbi_home *home)
{
    home->is_closed = true;
    for (int k = 0; k < CBI_COUNT(home->ints); k++) {
        cbi_drop(home->ints[k]);
        home->ints[k] = NULL;
    }
}

static int
clear(PyObject *module)
{
    struct cbi_state *state = PyModule_GetState(module);
    drop_values(state);
    if (cbi_numpy_for == module) {
        cbi_numpy_for = NULL;
    }
    if (state && state->identities) {
        cbi_parts.forget(state);
    }
    if (cbi_parts.close_free_lists) {
        cbi_parts.close_free_lists(module);     /* before a type of ours can die */
    }
    drop_objects(state, false);
    if (state) {
        drop_ints(&state->home);
    }
    if (state && cbi_parts.clear_callbacks) {
        cbi_parts.clear_callbacks(module, state);
    }
    return 0;
}

/* Nothing refers to the module any more. */
static void
release(void *module)
{
    struct cbi_state *state = PyModule_GetState(module);
    struct cbi_count count;
    cbi_hold_dying(module, &count);
    if (state && state->begun && cbi_parts.run_exits) {
        state->begun = false;
        cbi_parts.run_exits(module);
    }
    clear(module);
    if (state) {
        delist(state);
        drop_objects(state, true);
        for (size_t k = 0; k < state->n_retired; k++) {
            cbi_drop(state->retired[k]);
        }
        free(state->retired);
        free(state->allocated);
        free(state->values);
        free(state->foreign);
    }
    cbi_leave_dying(module, &count);
}

/* ----------------------------------------------------------------------- exec */
static bool
add_names(struct cbi_state *state)
{
    const char *name = cbi_module.names;
    for (int k = 0; k < cbi_module.n_names; k++) {
        PyObject *o = PyUnicode_InternFromString(name);
        if (!o) {
            return false;
        }
        state->objects[CBI_S_NAMES + k] = o;
        name += strlen(name) + 1;
    }
    return true;
}

/* The head was chosen by how the interpreter is built; hold it against what it says. */
static bool
check_head(void)
{
    PyObject *size = PyObject_GetAttrString((PyObject *)&PyBaseObject_Type,
                                            "__basicsize__");
    int overflow = 0;
    long long head = size ? PyLong_AsLongLongAndOverflow(size, &overflow) : -1;
    cbi_drop(size);
    if (size && head != cbi_head) {
        PyErr_Format(PyExc_ImportError,
                     "%s: objects of this interpreter begin with %d bytes, but this "
                     "module was built for %d", cbi_module.name, (int)head,
                     (int)cbi_head);
    }
    return head == cbi_head;
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

static int
exec(PyObject *module)
{
    struct cbi_state *state = PyModule_GetState(module);
    if (!state || !check_head()) {
        return -1;
    }
    cbi_layouts_probe();
    find_state(module, state);
    enlist(module, state);
    state->n = CBI_S_END;
    state->tables = &cbi_module;
    state->begun = add_names(state)
           && (!cbi_parts.add_exceptions || cbi_parts.add_exceptions(module, state))
           && (!cbi_parts.add_enums || cbi_parts.add_enums(module, state))
           && (!cbi_parts.add_constants || cbi_parts.add_constants(module, state))
           && (!cbi_parts.add_classes || cbi_parts.add_classes(module, state))
           && (!cbi_parts.add_foreign || cbi_parts.add_foreign(module, state))
           && (!cbi_parts.add_callbacks || cbi_parts.add_callbacks(module, state))
           && (!cbi_parts.add_locks || cbi_parts.add_locks())
           && (!cbi_parts.add_structs || cbi_parts.add_structs())
           && (!cbi_parts.add_memory || cbi_parts.add_memory(module, state))
           && (!cbi_parts.run_inits || cbi_parts.run_inits(module));
    if (state->begun && cbi_parts.watch_end) {
        cbi_parts.watch_end(module);
    }
    return state->begun ? 0 : -1;
}

/* ----------------------------------------------------------------- entry points */
static intptr_t
state_size(void)
{
    return (intptr_t)(sizeof(struct cbi_state)
                      + sizeof(PyObject *) * (size_t)CBI_S_END);
}

/* PyModuleDef behind its object head. */
struct definition {
    void *m_init;
    intptr_t m_index;
    PyObject *m_copy;
    const char *name, *doc;
    intptr_t size;
    CbMethodDef *methods;
    CbOldSlot *slots;
    int (*traverse)(PyObject *, CbVisit, void *);
    int (*clear)(PyObject *);
    void (*free)(void *);
};

/* Before anything else: no Python call is needed, and none can be made without it. */
static void
find_head(void)
{
    const bool free_threaded = PyUnstable_Module_SetGIL != NULL;
    uint32_t count;             /* of references to None; very many: never counted */
    memcpy(&count, Py_None, sizeof count);
    cbi_none_is_counted = !free_threaded && count < 1u << 30;
    cbi_head = free_threaded ? 32 : 16;
    cbi_gil_bytes = free_threaded ? 4096 : 65536;
}

/* Runs again in each interpreter, and writes the same. */
void *
cbi_make_definition(bool thread_safe)
{
    static CbOldSlot slots[] = {{2, (void *)exec}, {0, NULL}, {0, NULL}};
    static struct {
        _Alignas(16) char head[32];
        struct definition behind;
    } memory;
    find_head();
    if (thread_safe && PyUnstable_Module_SetGIL) {  /* others may not know the slot */
        slots[1] = (CbOldSlot){4, (void *)1};       /* Py_mod_gil: not used */
    }
    /* behind a head of 16 bytes the definition begins in the middle of `head` */
    char *def = memory.head + (32 - cbi_head);
    memory.behind.name = cbi_module.name;
    memory.behind.doc = cbi_module.doc;
    memory.behind.size = state_size();
    memory.behind.methods = cbi_module.methods;
    memory.behind.slots = slots;
    memory.behind.traverse = traverse;
    memory.behind.clear = clear;
    memory.behind.free = release;
    return PyModuleDef_Init(def);
}

void *
cbi_make_slots(bool thread_safe)
{
    static const CbAbiInfo abi = {1, 0, 1 | 2 | 4, 0x030f0000, 0x030f0000};
    enum { STATIC = 2, POINTER = 4 };
    static CbSlot slots[] = {
        {109, POINTER | STATIC, 0, {(void *)&abi}},     /* Py_mod_abi */
        {100, POINTER | STATIC, 0, {NULL}},             /* Py_mod_name */
        {101, POINTER | STATIC, 0, {NULL}},             /* Py_mod_doc */
        {103, POINTER | STATIC, 0, {NULL}},             /* Py_mod_methods */
        {102, 0, 0, {NULL}},                            /* Py_mod_state_size */
        {85, 0, 0, {.function = (void (*)(void))exec}},
        {104, 0, 0, {.function = (void (*)(void))traverse}},
        {105, 0, 0, {.function = (void (*)(void))clear}},
        {106, 0, 0, {.function = (void (*)(void))release}},
        {0, 0, 0, {NULL}},
        {0, 0, 0, {NULL}}};
    find_head();
    if (thread_safe) {
        slots[9] = (CbSlot){87, 0, 0, {(void *)1}}; /* Py_mod_gil: not used */
    }
    slots[1].value.pointer = (void *)cbi_module.name;
    slots[2].value.pointer = (void *)(cbi_module.doc ? cbi_module.doc : "");
    slots[3].value.pointer = cbi_module.methods;
    slots[4].value.number = state_size();
    return slots;
}
