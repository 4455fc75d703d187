/* SPDX-License-Identifier: MIT
   carbide/glue/module.h: the tables from which the runtime makes the module.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_MODULE_H
#define CARBIDE_GLUE_MODULE_H

#include "carbide/glue/classes.h"

/* ------------------------------------------------------------------- the module */
struct cbi_constant {
    const char *name;
    char kind;                  /* 'i' int64, 'u' uint64, 'f' double, 's' str,
                                   'e' member, 'm' that of the name `s` */
    union { int64_t i; uint64_t u; double f; const char *s; } value;
    int which;                  /* 'e': enum of the member; 's': length */
};
struct cbi_member {
    const char *name;
    int64_t value;              /* of an unsigned 64-bit enum: its bits */
};
struct cbi_enum {
    const char *name, *doc;     /* name NULL: not exported */
    bool is_flag, is_unsigned;
    int n_members;
    const struct cbi_member *members;
};
struct cbi_exception {
    const char *name, *base /* builtin or earlier name, or "pkg.mod.Class" */, *doc;
};
struct cbi_hook {
    const char *name;           /* NULL: the end */
    CbFastFunction call;
};
struct cbi_module {
    const char *name, *doc;
    const char *names;          /* names of functions and parameters, NUL-separated */
    int n_names;
    CbMethodDef *methods;       /* ends with a zeroed entry */
    /* Of a large module, whose methods are filled from them: name, doc, name, …, each
       with its NUL; and the functions. NULL: the methods are there. */
    const char *method_texts;
    const CbFastFunction *functions;
    int n_functions;
    const struct cbi_constant *constants;
    int n_constants;
    const struct cbi_enum *enums;
    int n_enums;
    const struct cbi_exception *exceptions;
    int n_exceptions;
    const struct cbi_class *classes;
    int n_classes;
    const struct cbi_hook *inits, *exits;       /* at import; at the end, in reverse */
    size_t memory, memory_align;    /* of cb_state(), zeroed; 0: there is none */
    const size_t *state_values;     /* offsets in there of what is a cb_value */
    int n_state_values;
    void (*reach_state)(struct cbi_call *call);     /* … then cbi_reach_state */
    bool calls_python;              /* C does, by callbacks or CB_FROM_PYTHON */
    const char *const *imports;     /* CB_FROM_PYTHON: module, name, module, … */
    int n_imports;                  /* pairs */
    bool has_locks;             /* some function takes one */
    const char *const *lock_names;  /* of the process; each is found in `locks` */
    struct cbi_lock **locks;
    int n_locks;
    bool has_struct_arrays;
    bool has_foreign;           /* classes of other modules */
    bool has_heirs;             /* objects may have been parts of others: inherit.c */
};
extern CBI_HIDDEN const struct cbi_module cbi_module;   /* in the generated file */
/* What only some modules need: linked where the tables say so, else NULL. */
struct cbi_state;
struct cbi_parts {
    bool (*add_exceptions)(PyObject *module, struct cbi_state *state);
    bool (*add_enums)(PyObject *module, struct cbi_state *state);
    bool (*add_constants)(PyObject *module, struct cbi_state *state);
    bool (*add_classes)(PyObject *module, struct cbi_state *state);
    void (*close_free_lists)(PyObject *module);
    int (*visit_free_lists)(PyObject *module, CbVisit visit, void *arg);
    bool (*add_foreign)(PyObject *module, struct cbi_state *state);
    bool (*add_memory)(PyObject *module, struct cbi_state *state);
    bool (*run_inits)(PyObject *module);
    void (*watch_end)(PyObject *module);
    void (*run_exits)(PyObject *module);
    bool (*add_callbacks)(PyObject *module, struct cbi_state *state);
    void (*clear_callbacks)(PyObject *module, struct cbi_state *state);
    void (*forget)(struct cbi_state *state);
    bool (*add_locks)(void);
    bool (*add_structs)(void);
    bool (*inherit)(PyObject *self, PyObject *object);
};
CBI_HIDDEN bool cbi_add_exceptions(PyObject *module, struct cbi_state *state);
CBI_HIDDEN bool cbi_add_enums(PyObject *module, struct cbi_state *state);
CBI_HIDDEN bool cbi_add_constants(PyObject *module, struct cbi_state *state);
CBI_HIDDEN bool cbi_add_classes(PyObject *module, struct cbi_state *state);
/* The module is going: frees the memory that was kept for its objects. That refers to their
   types. */
CBI_HIDDEN void cbi_close_free_lists(PyObject *module);
CBI_HIDDEN int cbi_visit_free_lists(PyObject *module, CbVisit visit, void *arg);
/* Imports the classes of other modules. */
CBI_HIDDEN bool cbi_add_foreign(PyObject *module, struct cbi_state *state);
CBI_HIDDEN bool cbi_add_memory(PyObject *module, struct cbi_state *state);
CBI_HIDDEN bool cbi_run_inits(PyObject *module);
CBI_HIDDEN void cbi_watch_end(PyObject *module);
CBI_HIDDEN void cbi_run_exits(PyObject *module);
/* CB_FIXED(cb_state()) */
CBI_HIDDEN void *cbi_state_memory(struct cbi_call *call);
CBI_HIDDEN bool cbi_add_callbacks(PyObject *module, struct cbi_state *state);
CBI_HIDDEN void cbi_clear_callbacks(PyObject *module, struct cbi_state *state);
CBI_HIDDEN void cbi_forget_identities(struct cbi_state *state);
/* Finds the locks' functions that the process shares, and says when the interpreter
   ends. */
CBI_HIDDEN bool cbi_add_locks(void);
CBI_HIDDEN bool cbi_add_structs(void);
/* What C keeps in `object`, or in what that was made with, `self` keeps as well: it may have
   been a part of it, and of two parts nobody knows which uses what. */
CBI_HIDDEN bool cbi_inherit(PyObject *self, PyObject *object);
extern CBI_HIDDEN struct cbi_parts cbi_parts;
CBI_HIDDEN void cbi_fill_methods(void);
/* Every interpreter writes the same. */
CBI_INLINE void
cbi_choose_parts(void)
{
    const struct cbi_module *m = &cbi_module;
    struct cbi_parts *parts = &cbi_parts;
    if (m->method_texts) {
        cbi_fill_methods();
    }
    if (m->n_exceptions) {
        parts->add_exceptions = cbi_add_exceptions;
    }
    if (m->n_enums) {
        parts->add_enums = cbi_add_enums;
    }
    if (m->n_constants) {
        parts->add_constants = cbi_add_constants;
    }
    if (m->n_classes) {
        parts->add_classes = cbi_add_classes;
        parts->close_free_lists = cbi_close_free_lists;
        parts->visit_free_lists = cbi_visit_free_lists;
        parts->forget = cbi_forget_identities;
    }
    if (m->has_foreign) {
        parts->add_foreign = cbi_add_foreign;
    }
    if (m->has_heirs) {
        parts->inherit = cbi_inherit;
    }
    if (m->memory) {
        parts->add_memory = cbi_add_memory;
    }
    if (m->inits) {
        parts->run_inits = cbi_run_inits;
    }
    if (m->exits) {
        parts->watch_end = cbi_watch_end;
        parts->run_exits = cbi_run_exits;
    }
    if (m->calls_python) {
        parts->add_callbacks = cbi_add_callbacks;
        parts->clear_callbacks = cbi_clear_callbacks;
    }
    if (m->has_locks) {
        parts->add_locks = cbi_add_locks;
    }
    if (m->has_struct_arrays) {
        parts->add_structs = cbi_add_structs;
    }
}
/* A level of CPUs for which the module's functions exist; the first is the baseline. */
struct cbi_cpu_level {
    const char *name;
    int level;                  /* 1 to 4 */
    const void *calls;          /* a struct cbi_calls */
};
/* The one to run in this process; NULL: $CARBIDE_CPU asks for what there is not. */
CBI_HIDDEN const struct cbi_cpu_level *
cbi_choose_cpu(const struct cbi_cpu_level *levels, int n, const char *module);
/* `thread_safe`: the author says that the C does not need the GIL; without that, CPython
   turns it on where it was off. */
CBI_HIDDEN void *cbi_make_definition(bool thread_safe);
CBI_HIDDEN void *cbi_make_slots(bool thread_safe);
#ifndef CARBIDE_THREAD_SAFE
#define CARBIDE_THREAD_SAFE 0
#endif
CBI_INLINE void *                       /* PyInit_NAME returns this */
cbi_init(void)
{
    cbi_choose_parts();
    return cbi_make_definition(CARBIDE_THREAD_SAFE);
}
CBI_INLINE void *                       /* PyModExport_NAME returns this */
cbi_export(void)
{
    cbi_choose_parts();
    return cbi_make_slots(CARBIDE_THREAD_SAFE);
}

#endif
