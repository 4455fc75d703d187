/* SPDX-License-Identifier: MIT
   carbide/runtime/instance.h: what an instance of a struct's class is, for the files that
   make them (classes.c) and that say what they can do (instances.c). */
#ifndef CARBIDE_INSTANCE_H
#define CARBIDE_INSTANCE_H

#include "carbide/runtime/runtime.h"

/* Behind the object's head; the struct itself follows, aligned. */
struct instance {
    char *data;                 /* the struct, here or in `whole` */
    PyObject *whole;            /* owned: of which this is a part; or NULL */
    PyObject *module;           /* borrowed: the type keeps it */
    PyObject *weak;
    const struct cbi_class *class;  /* NULL: not made by its class */
    uint32_t busy;              /* 1: some thread copies (free-threaded builds) */
    bool plain;                 /* of its class itself, which the collector skips */
};
#define INSTANCE(o) ((struct instance *)((char *)(o) + cbi_head))

#pragma GCC visibility push(hidden)
/* Who replaces __new__ (3.9 lets everybody) may get an instance without a struct: false
   with a TypeError. */
bool cbi_is_made(PyObject *self);
/* tp_init: all fields are replaced, or none; what Python does not see stays. */
int cbi_instance_init(PyObject *self, PyObject *args, PyObject *keywords);
/* tp_richcompare, tp_repr, and the methods for copies and pickles. */
PyObject *cbi_instance_compare(PyObject *self, PyObject *other, int op);
PyObject *cbi_instance_repr(PyObject *self);
extern CbMethodDef cbi_instance_methods[];
/* construct.c: tp_vectorcall of interpreters before 3.14; getters and setters. */
void cbi_set_vectorcall(PyTypeObject *type, CbFastFunction function);
void cbi_choose_properties(const struct cbi_class *class);
#pragma GCC visibility pop

/* The instance that holds the memory. */
static inline struct instance *
holder(PyObject *self)
{
    struct instance *it = INSTANCE(self);
    return it->whole ? INSTANCE(it->whole) : it;
}

/* Nothing but a copy or a comparison stands between the two, so nobody waits long. With
   a GIL there is nobody to wait for. */
static inline void
take(PyObject *self)
{
    uint32_t *busy = &holder(self)->busy;
    while (cbi_head != 16 && __atomic_exchange_n(busy, 1, __ATOMIC_ACQUIRE)) {
    }
}

static inline void
give(PyObject *self)
{
    if (cbi_head != 16) {
        __atomic_store_n(&holder(self)->busy, 0, __ATOMIC_RELEASE);
    }
}

#endif
