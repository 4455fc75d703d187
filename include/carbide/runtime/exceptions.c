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

/* The pending exception becomes the cause of an ImportError; what is no Exception, such
   as KeyboardInterrupt, stays as it is. */
CBI_COLD void
cbi_import_failed(PyObject *module, const char *fmt, ...)
{
    PyObject *type, *value, *traceback, *outer, *error, *unused;
    char what[300];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    PyErr_Fetch(&type, &value, &traceback);
    if (!PyErr_GivenExceptionMatches(type, PyExc_Exception)) {
        PyErr_Restore(type, value, traceback);
        return;
    }
    PyErr_NormalizeException(&type, &value, &traceback);
    if (traceback) {
        PyException_SetTraceback(value, traceback);
    }
    PyErr_Format(PyExc_ImportError, "%s: %s: %S", cbi_module.name, what, value);
    PyErr_Fetch(&outer, &error, &unused);
    PyErr_NormalizeException(&outer, &error, &unused);
    PyObject *name = PyObject_GetAttrString(module, "__name__");
    if (!name || PyObject_SetAttrString(error, "name", name) < 0) {
        PyErr_Clear();          /* it then says less */
    }
    cbi_drop(name);
    Py_IncRef(value);           /* both calls take a reference over */
    PyException_SetContext(error, value);
    PyException_SetCause(error, value);
    PyErr_Restore(outer, error, unused);
    cbi_drop(type);
    cbi_drop(traceback);
}

/* The base of e; new reference. */
CBI_COLD static PyObject *
base_of(PyObject *module, struct cbi_state *state, const struct cbi_exception *e,
        int index)
{
    const int own = find_own(e->base, index);
    PyObject *base;
    if (own >= 0) {
        base = state->objects[CBI_S_EXCEPTIONS + own];
        Py_IncRef(base);
        return base;
    }
    base = import_class(python_name(e->base));
    if (base && PyObject_IsSubclass(base, PyExc_BaseException) != 1) {
        if (!PyErr_Occurred()) {
            PyErr_Format(PyExc_TypeError, "%s is no exception class", e->base);
        }
        Py_DecRef(base);
        base = NULL;
    }
    if (!base) {
        cbi_import_failed(module, "no base %s for %s", e->base, e->name);
    }
    return base;
}

CBI_COLD static PyObject *
make_own(PyObject *base, const char *module, const struct cbi_exception *e)
{
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
        PyObject *base = base_of(module, state, e, k);
        PyObject *class = base ? make_own(base, text, e) : NULL;
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
    if (own >= 0 && !call->module) {    /* a destructor that outlives its module */
        Py_IncRef(PyExc_Exception);
        return PyExc_Exception;
    }
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
