/* SPDX-License-Identifier: MIT
   carbide/runtime/foreign.c: classes of other modules, CB_CLASS("pkg.mod.Class"). In: what
   this module's tables want of each. Out: the types, and the tables of the modules that
   define them, whose structs and whose locks are then the same; or an ImportError that
   says what was wanted and what is there.

   They are imported with this module, behind its own classes: so two modules may use
   each other's. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

#include <stdlib.h>

/* "here: wants geo.Point, " and what is wrong; false. */
CBI_COLD __attribute__((format(printf, 2, 3))) static bool
refuse(const struct cbi_foreign *f, const char *fmt, ...)
{
    char why[500];
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, fmt, args);
    va_end(args);
    PyErr_Format(PyExc_ImportError, "%s: class %s.%s: %s", cbi_module.name, f->module,
                 f->class, why);
    return false;
}

/* ------------------------------------------------------------------------ finding it */
enum { DEALLOC = 52 };
static const unsigned long TYPE_SUBCLASS = 1ul << 31;

/* Built by a carbide whose objects are laid out as here? NULL: an exception is set. */
static const struct cbi_published *
published(const struct cbi_foreign *f, PyObject *type)
{
    PyObject *key = PyObject_GetAttrString(type, CBI_CLASS_ATTRIBUTE);
    const char *name = key ? PyCapsule_GetName(key) : NULL;
    const bool same = name && strcmp(name, CBI_CLASS_KEY) == 0;
    const struct cbi_published *p = same ? PyCapsule_GetPointer(key, CBI_CLASS_KEY) : NULL;
    if (!p) {
        PyErr_Clear();
        if (name) {
            refuse(f, "%s was built by another version of carbide than this module: its "
                   "objects are as in %.40s, here as in %s; build both by the same",
                   f->module, name, CBI_CLASS_KEY);
        }
        else {
            refuse(f, "it is no class that carbide made");
        }
    }
    cbi_drop(key);
    return p;
}

/* The class as its module has it; NULL: this is one that is derived from it. */
static const struct cbi_class *
definition(PyObject *type, const struct cbi_published *p)
{
    const struct cbi_module *m = p->tables;
    const intptr_t first = CBI_S_FIXED + m->n_names + m->n_exceptions + 2 * m->n_enums;
    if (PyType_GetSlot((PyTypeObject *)type, DEALLOC) != p->deallocate) {
        return NULL;
    }
    struct cbi_state *state = PyType_GetModuleState((PyTypeObject *)type);
    for (int k = 0; state && state->tables == m && k < m->n_classes; k++) {
        if (state->objects[first + k] == type) {
            return &m->classes[k];
        }
    }
    return NULL;
}

/* --------------------------------------------------------------------- is it the same */
static bool
same_shape(const struct cbi_field *a, const struct cbi_field *b)
{
    bool same = a->rank == b->rank;
    for (int d = 0; same && d < a->rank; d++) {
        same = a->shape[d] == b->shape[d];
    }
    return same;
}

static const char *
different_field(const struct cbi_module *m, const struct cbi_class *there,
                const struct cbi_class *here);

static bool
same_field(const struct cbi_module *m, const struct cbi_field *a, const struct cbi_field *b)
{
    return strcmp(a->name, b->name) == 0 && a->offset == b->offset && a->kind == b->kind
           && a->type == b->type && same_shape(a, b)
           && (a->kind != 's' || (m->classes[a->which].size
                                      == cbi_module.classes[b->which].size
                                  && !different_field(m, &m->classes[a->which],
                                                      &cbi_module.classes[b->which])));
}

/* The first that is not as it is there; NULL: they agree. */
static const char *
different_field(const struct cbi_module *m, const struct cbi_class *there,
                const struct cbi_class *here)
{
    const int both = there->n_fields < here->n_fields ? there->n_fields : here->n_fields;
    for (int k = 0; k < both; k++) {
        if (!same_field(m, &there->fields[k], &here->fields[k])) {
            return here->fields[k].name;
        }
    }
    return there->n_fields > both ? there->fields[both].name
           : here->n_fields > both ? here->fields[both].name : NULL;
}

static const char *
kind_name(char kind)
{
    return kind == 'v' ? "a value struct" : kind == 's' ? "a struct with a constructor"
           : kind == 'p' ? "a pointer" : "an integer";
}

static bool
same_struct(const struct cbi_foreign *f, const struct cbi_module *m,
            const struct cbi_class *there, const struct cbi_class *here)
{
    const char *field = here->kind == 'v' ? different_field(m, there, here) : NULL;
    const size_t is = here->kind == 'v' ? there->size : there->c_size;
    const size_t wants = here->kind == 'v' ? here->size : here->c_size;
    if (is && wants && is != wants) {
        return refuse(f, "`%s` has %zu bytes in %s, but %zu here; build both with one "
                      "header", f->c_type, is, m->name, wants);
    }
    if (field) {
        return refuse(f, "field `%s` of `%s` is not the same in %s as here; build both "
                      "with one header", field, f->c_type, m->name);
    }
    if (there->layout && here->layout && there->layout != here->layout) {
        return refuse(f, "`%s` has other fields in %s than here; build both with one "
                      "header", f->c_type, m->name);
    }
    return true;
}

static bool
suits(const struct cbi_foreign *f, const struct cbi_module *m,
      const struct cbi_class *there, const struct cbi_class *here)
{
    const char *lock = there->lock ? there->lock : "", *own = here->lock ? here->lock : "";
    if (!strchr(f->kinds, there->kind)) {
        return refuse(f, "it is %s in %s, but %s here", kind_name(there->kind), m->name,
                      kind_name(f->kinds[0]));
    }
    if (!same_struct(f, m, there, here)) {
        return false;
    }
    if (strcmp(lock, own) != 0) {
        return *lock ? refuse(f, "%s locks `%s` for it; say so here: typedef … CB_CLASS("
                              "\"%s.%s\") CB_LOCK(%s) …", m->name, lock, f->module,
                              f->class, lock)
                     : refuse(f, "`%s` is locked for it here, but not in %s", own, m->name);
    }
    if (f->changes && there->lists) {
        return refuse(f, "functions here change its objects (`%s *`), but %s has none that "
                      "does, and no locks for them; give it one, or say `const` or CB_INOUT "
                      "here", f->c_type, m->name);
    }
    if (f->lends && !there->is_locked) {
        return refuse(f, "functions here lend its objects out of others that may change, "
                      "but %s has no locks for them; give it a function that takes `%s *`",
                      m->name, f->c_type);
    }
    return true;
}

/* ---------------------------------------------------------------------- at import */
static PyObject *
import(PyObject *module, const struct cbi_foreign *f)
{
    PyObject *m = PyImport_ImportModule(f->module);
    PyObject *type = m ? PyObject_GetAttrString(m, f->class) : NULL;
    cbi_drop(m);
    if (!type) {
        cbi_import_failed(module, "no class %s.%s", f->module, f->class);
    }
    return type;
}

static bool
add(PyObject *module, struct cbi_state *state, int k)
{
    const struct cbi_class *here = &cbi_module.classes[k], *there = NULL;
    const struct cbi_foreign *f = here->foreign;
    PyObject *type = import(module, f);
    state->objects[CBI_S_CLASSES + k] = type;
    if (!type) {
        return false;
    }
    if (!(PyType_GetFlags(cbi_type_of(type)) & TYPE_SUBCLASS)) {
        return refuse(f, "it is no class");
    }
    const struct cbi_published *p = published(f, type);
    if (!p) {
        return false;
    }
    there = definition(type, p);
    if (!there) {
        return refuse(f, "it is derived from a class that carbide made; name that one");
    }
    state->foreign[k] = there;
    return suits(f, p->tables, there, here);
}

CBI_COLD bool
cbi_add_foreign(PyObject *module, struct cbi_state *state)
{
    bool good = true;
    state->foreign = calloc((size_t)cbi_module.n_classes, sizeof *state->foreign);
    if (!state->foreign) {
        return cbi_no_memory();
    }
    for (int k = 0; good && k < cbi_module.n_classes; k++) {
        good = !cbi_module.classes[k].foreign || add(module, state, k);
    }
    return good;
}
