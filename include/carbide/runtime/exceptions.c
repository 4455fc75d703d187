/* SPDX-License-Identifier: MIT
   carbide/runtime/exceptions.c: classes of errors: those of the module (CB_EXCEPTION),
   made at import, and Python's own, found by name. In: cb_class, the module's table;
   out: Python classes. */
#include "carbide/runtime/small.h"

/* Bases are written as in C or as in Python: "CB_ValueError", "ValueError". */
static const char *
python_name(const char *name)
{
    return strncmp(name, "CB_", 3) == 0 ? name + 3 : name;
}

static int
find_own(const char *name, int end)
{
    for (int k = 0; k < end; k++) {
        if (strcmp(cbi_module.exceptions[k].name, name) == 0) {
            return k;
        }
    }
    return -1;
}

/* pkg.mod.Class; a builtin when there is no dot. New reference. */
CBI_COLD static PyObject *
import_class(const char *path)
{
    char module[200];
    const char *dot = strrchr(path, '.');
    size_t n = dot ? (size_t)(dot - path) : strlen("builtins");
    if (n >= sizeof module) {
        PyErr_Format(PyExc_ImportError, "%s: the name is too long", path);
        return NULL;
    }
    memcpy(module, dot ? path : "builtins", n);
    module[n] = '\0';
    PyObject *m = PyImport_ImportModule(module);
    PyObject *class = m ? PyObject_GetAttrString(m, dot ? dot + 1 : path) : NULL;
    cbi_drop(m);
    return class;
}

CBI_COLD static PyObject *
make_own(struct cbi_state *state, const char *module, const struct cbi_exception *e,
         int index)
{
    const char *base_name = python_name(e->base);
    int own = find_own(e->base, index);
    PyObject *base = own < 0 ? import_class(base_name)
                     : state->objects[CBI_S_EXCEPTIONS + own];
    if (!base) {
        return NULL;
    }
    if (own >= 0) {
        Py_IncRef(base);
    }
    char name[300];
    PyObject *made = NULL;
    if (snprintf(name, sizeof name, "%s.%s", module, e->name) < (int)sizeof name) {
        made = PyErr_NewExceptionWithDoc(name, e->doc && *e->doc ? e->doc : NULL, base,
                                         NULL);
    }
    else {
        PyErr_Format(PyExc_ImportError, "%s: the name is too long", e->name);
    }
    Py_DecRef(base);
    return made;
}

CBI_COLD bool
cbi_add_exceptions(PyObject *module, struct cbi_state *state)
{
    PyObject *name = PyObject_GetAttrString(module, "__name__");
    const char *text = name ? PyUnicode_AsUTF8AndSize(name, NULL) : NULL;
    bool good = text != NULL;
    for (int k = 0; good && k < cbi_module.n_exceptions; k++) {
        const struct cbi_exception *e = &cbi_module.exceptions[k];
        PyObject *class = make_own(state, text, e, k);
        state->objects[CBI_S_EXCEPTIONS + k] = class;
        good = class && PyObject_SetAttrString(module, e->name, class) == 0;
    }
    cbi_drop(name);
    return good;
}

CBI_COLD PyObject *
cbi_exception_class(struct cbi_call *call, cb_class cls)
{
    static const struct {
        const char *name;
        PyObject **class;
    } common[] = {{"ValueError", &PyExc_ValueError}, {"TypeError", &PyExc_TypeError},
                  {"RuntimeError", &PyExc_RuntimeError},
                  {"OverflowError", &PyExc_OverflowError},
                  {"IndexError", &PyExc_IndexError}, {"OSError", &PyExc_OSError},
                  {"MemoryError", &PyExc_MemoryError}};
    int own = cls->doc ? find_own(cls->name, cbi_module.n_exceptions) : -1;
    PyObject *class = own < 0 ? NULL
                      : cbi_state_of(call)->objects[CBI_S_EXCEPTIONS + own];
    for (int k = 0; !class && k < CBI_COUNT(common); k++) {
        if (strcmp(common[k].name, cls->name) == 0) {
            class = *common[k].class;
        }
    }
    if (!class) {
        return import_class(cls->name);
    }
    Py_IncRef(class);
    return class;
}

bool
cbi_class_is_warning(cb_class cls)
{
    const char *name = cls->doc ? cls->base : cls->name;
    for (int k; (k = find_own(name, cbi_module.n_exceptions)) >= 0;) {
        name = cbi_module.exceptions[k].base;
    }
    size_t n = strlen(name);
    return n >= 7 && strcmp(name + n - 7, "Warning") == 0;
}
