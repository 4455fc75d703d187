/* SPDX-License-Identifier: MIT
   carbide/runtime/setters.c: setting a property of an object whose class is just this one.
   CPython looks such a name up in the type and the types that it derives from, and finds
   the same each time, since the type is complete and cannot be changed (from 3.10 on). So
   its tp_setattro is one of our own, which looks into a table; what is not there goes
   CPython's way.

   Subclasses are to have CPython's own, for which the interpreter has a fast way to their
   attributes, and which object.__setattr__() wants to find there. So ours stands only
   where the type keeps it, and not in its specification, which subclasses inherit; and
   the class has methods __setattr__ and __delattr__ that are no slots. What a subclass makes
   of them is put right when the first object of it is made.

   In: a type. Threads: the table is filled before others know the type. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

enum { SLOT_BASE = 48, SLOT_SETATTRO = 69, FLAG_IMMUTABLE = 1 << 8 };
typedef int (*SetAttribute)(PyObject *self, PyObject *name, PyObject *value);

/* -------------------------------------------------------------------------- the table */
/* Names are interned, and live as long as the type. */
static inline unsigned
first_place(const PyObject *name)
{
    return (uint32_t)((uintptr_t)name >> 4) * 0x9E3779B1u >> 16;
}

static int
set_attribute(PyObject *self, PyObject *name, PyObject *value)
{
    const struct cbi_class *class = INSTANCE(self)->class;
    const struct cbi_setters *s = class ? class->setters : NULL;
    if (CBI_LIKELY(s && s->type == cbi_type_of(self))) {
        for (unsigned k = first_place(name);; k++) {
            const struct cbi_setter *found = &s->table[k % CBI_COUNT(s->table)];
            if (CBI_LIKELY(found->name == name)) {
                return found->set(self, value, found->closure);
            }
            if (!found->name) {
                break;
            }
        }
    }
    return PyObject_GenericSetAttr(self, name, value);
}

/* A property hides a field of its name, also one that cannot be set. */
static bool
is_hidden(const CbGetSetDef *all, const CbGetSetDef *p)
{
    while (all != p && strcmp(all->name, p->name)) {
        all++;
    }
    return all != p;
}

/* False: there is no memory. */
static bool
enter(struct cbi_setters *s, const CbGetSetDef *p)
{
    PyObject *name = PyUnicode_InternFromString(p->name);
    unsigned k = first_place(name);
    while (s->table[k % CBI_COUNT(s->table)].name) {
        k++;
    }
    s->table[k % CBI_COUNT(s->table)] = (struct cbi_setter){name, p->set, p->closure};
    cbi_drop(name);             /* the type's dict has it */
    return name;
}

/* A third stays free, where a search ends. */
static bool
fill(struct cbi_setters *s, const struct cbi_class *class)
{
    int n = 0;
    bool good = true;
    memset(s, 0, sizeof *s);
    for (const CbGetSetDef *p = class->getset;
         good && p->name && n < CBI_COUNT(s->table) * 2 / 3; p++) {
        if (p->set && !is_hidden(class->getset, p)) {
            good = enter(s, p);
            n++;
        }
    }
    return good;
}

/* ------------------------------------------------------------------------- the methods */
static PyObject *
set_by_name(PyObject *self, PyObject *args)
{
    if (PyTuple_Size(args) != 2) {
        PyErr_Format(PyExc_TypeError, "__setattr__() takes a name and a value, not %zd "
                     "arguments", PyTuple_Size(args));
        return NULL;
    }
    return PyObject_GenericSetAttr(self, PyTuple_GetItem(args, 0), PyTuple_GetItem(args, 1))
               ? NULL : cbi_new_none();
}

static PyObject *
delete_by_name(PyObject *self, PyObject *name)
{
    return PyObject_GenericSetAttr(self, name, NULL) ? NULL : cbi_new_none();
}

static bool
add_method(PyTypeObject *type, CbMethodDef *method)
{
    PyObject *made = PyDescr_NewMethod(type, method);
    const bool good = made && PyObject_SetAttrString((PyObject *)type, method->name,
                                                     made) == 0;
    cbi_drop(made);
    return good;
}

/* ------------------------------------------------------------------------ in the types */
/* The type keeps it in the same word from 3.9 on. That it does is proved by the function
   that reads it there: where that says something else, nothing is done. */
static void **
word_of(PyTypeObject *type)
{
    return (void **)(void *)((char *)type + cbi_head) + 17;
}

static bool
is_proved(PyTypeObject *type)
{
    return *word_of(type) == PyType_GetSlot(type, SLOT_SETATTRO);
}

static bool
has(PyTypeObject *type, SetAttribute function)
{
    void *wanted;
    memcpy(&wanted, &function, sizeof wanted);
    return is_proved(type) && *word_of(type) == wanted;
}

static void
put(PyTypeObject *type, SetAttribute function)
{
    void *new;
    memcpy(&new, &function, sizeof new);
    __atomic_store_n(word_of(type), new, __ATOMIC_RELAXED);
}

CBI_COLD bool
cbi_add_setters(PyTypeObject *type, const struct cbi_class *class)
{
    static CbMethodDef set = {"__setattr__", NULL, CB_METH_VARARGS,
        "__setattr__($self, name, value, /)\n--\n\nImplement setattr(self, name, value)."};
    static CbMethodDef delete = {"__delattr__", NULL, CB_METH_O,
        "__delattr__($self, name, /)\n--\n\nImplement delattr(self, name)."};
    const bool can_be_frozen = PyGC_Disable != NULL;        /* 3.10 */
    if (!class->setters || !can_be_frozen || !has(type, PyObject_GenericSetAttr)) {
        return true;
    }
    set.function = (void (*)(void))set_by_name;
    delete.function = (void (*)(void))delete_by_name;
    return add_method(type, &set) && add_method(type, &delete);
}

/* One type has the table: with a GIL the last that was made, whichever interpreter's; else
   the first. One that stands where a dead one stood has that one's. */
CBI_COLD bool
cbi_open_setters(PyTypeObject *type, const struct cbi_class *class)
{
    struct cbi_setters *s = class->setters;
    PyTypeObject *nobody = NULL;
    if (!s || !is_proved(type) || has(type, PyObject_GenericSetAttr)
        || !(PyType_GetFlags(type) & FLAG_IMMUTABLE)) {
        return true;
    }
    const bool first = __atomic_compare_exchange_n(&s->type, &nobody, type, false,
                                                   __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
    if (first || nobody == type || cbi_head == 16) {
        if (!fill(s, class)) {
            return false;
        }
        s->type = type;
    }
    put(type, set_attribute);  /* which knows whose the table is */
    return true;
}

/* Of that name, has it the method of the class that it derives from? */
static bool
shares(PyTypeObject *type, PyTypeObject *base, const char *name)
{
    PyObject *own = PyObject_GetAttrString((PyObject *)type, name);
    PyObject *inherited = PyObject_GetAttrString((PyObject *)base, name);
    const bool same = own && own == inherited;
    if (!own || !inherited) {
        PyErr_Clear();
    }
    cbi_drop(own);
    cbi_drop(inherited);
    return same;
}

/* Python code that replaces them calls CPython's, which refuses an object if a class that
   it derives from has another slot. When it does so is not to be known: so the class has
   the usual one from the first object of a subclass on. */
CBI_COLD void
cbi_derive_setters(PyTypeObject *type)
{
    PyTypeObject *base = type;
    if (has(type, PyObject_GenericSetAttr)) {
        return;
    }
    while (base && !cbi_is_own_type(base)) {
        base = PyType_GetSlot(base, SLOT_BASE);
    }
    if (!base || base == type) {
        return;
    }
    if (has(base, set_attribute)) {
        put(base, PyObject_GenericSetAttr);
    }
    if (shares(type, base, "__setattr__") && shares(type, base, "__delattr__")) {
        put(type, PyObject_GenericSetAttr);
    }
}
