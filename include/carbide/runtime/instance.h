/* SPDX-License-Identifier: MIT
   carbide/runtime/instance.h: what an object of a class is, for the files that make them
   (classes.c), that say what value structs can do (instances.c), and that hold what C made
   (objects.c, lives.c). */
#ifndef CARBIDE_INSTANCE_H
#define CARBIDE_INSTANCE_H

#include "carbide/runtime/runtime.h"

#define INSTANCE(o) CBI_INSTANCE(o)

/* A reference to another object, in a list. */
struct cbi_link {
    struct cbi_link *next;
    PyObject *object;
    bool is_const;              /* of what is kept: C got it as const T * */
};

/* An object that is no value struct has more. */
struct cbi_handle {
    struct cbi_instance base;
    cbi_release destroy;            /* NULL: nothing to do */
    uint64_t born;                  /* counts up: who depends on others is younger */
    struct cbi_link *kept;          /* owned references: what C uses as long as this lives */
    struct cbi_link *dependants;    /* borrowed, youngest first: who keeps this */
    PyObject **values;              /* owned: class->n_values, or NULL: none yet */
    PyObject *tokens;               /* owned, or NULL: a dict of what C keeps in it */
    const struct cbi_class *holder; /* of who keeps it last; NULL: the module */
    uint32_t n_holders;             /* C keeps it in so many: it stays open */
    uint32_t views;                 /* how many show its memory */
    PyObject *lender;               /* owned, or NULL: of the call whose callback it was lent
                                       to, the object that C has locked */
    bool is_lent_whole;             /* … exclusively */
};
#define HANDLE(o) ((struct cbi_handle *)(void *)CBI_INSTANCE(o))

#pragma GCC visibility push(hidden)
/* -------------------------------------------------------------------- classes.c */
/* A new object, its memory zeroed. */
PyObject *cbi_make(PyTypeObject *type, PyObject *module, const struct cbi_class *class);
/* Who replaces __new__ (3.9 lets everybody) may get an instance without a struct: false
   with a TypeError. Also when what it is a part of has gone. */
bool cbi_is_made(PyObject *self);
/* Did this module make the type, in whichever interpreter? It is no static one. */
bool cbi_is_own_type(PyTypeObject *type);
/* ------------------------------------------------------------------ instances.c */
/* tp_init: all fields are replaced, or none; what Python does not see stays. */
int cbi_instance_init(PyObject *self, PyObject *args, PyObject *keywords);
/* What a subclass adds: __dict__ or None; {slot: value}; and back, of a dict. */
PyObject *cbi_attributes_of(PyObject *self);
PyObject *cbi_slots_of(PyObject *copyreg, PyObject *self);
bool cbi_set_attributes(PyObject *self, PyObject *attributes);
/* -------------------------------------------------------------------- objects.c */
const char *cbi_class_name(const struct cbi_class *class);   /* without the module */
/* ValueError (cbi_not_live): never made, closed, or gone with what it was a part of. */
bool cbi_all_live(struct cbi_call *call, PyObject *const *used, int n);
void cbi_set_locks(PyObject *const *used, struct cbi_held *held, int n);
/* ---------------------------------------------------------------------- views.c */
bool cbi_is_viewed(PyObject *self);
/* ---------------------------------------------------------------------- lives.c */
PyObject *cbi_top(PyObject *o);     /* of which it is a part, or on which it depends */
bool cbi_keep_all(PyObject *self, PyObject *const *used, unsigned keep);
/* The k-th object that C uses for `self`, new reference, or NULL. */
PyObject *cbi_keeper(PyObject *self, int k, bool *is_const);
/* Which objects a result keeps: 16 bits of `keep`; which of those C got as const: 16 more.
   See src/emit_object.c. */
#define CBI_KEPT(keep) ((keep) & 0xFFFF)
#define CBI_KEPT_CONST(keep) ((keep) >> 16)
/* ------------------------------------------------------------------- identity.c
   The object that stands for a pointer of C: a new reference, or NULL without an
   exception. What was lent to a callback, and its parts, are for that callback alone:
   they are known to parts of the same `whole`, else to nobody.
   cbi_forget_identities: the module is being cleared. */
PyObject *cbi_known(PyObject *module, const struct cbi_class *class, const void *data,
                    const PyObject *whole);
bool cbi_make_known(PyObject *self);
void cbi_make_unknown(PyObject *self);              /* it dies */
/* construct.c: tp_vectorcall of interpreters before 3.14. */
void cbi_set_vectorcall(PyTypeObject *type, CbFastFunction function);
#pragma GCC visibility pop

/* What an object is a part of, at the top, or the object itself. */
static inline PyObject *
cbi_top_of(PyObject *self)
{
    return INSTANCE(self)->whole ? INSTANCE(self)->whole : self;
}

static inline bool
cbi_is_live(const struct cbi_instance *it)
{
    return it->state == CBI_LIVE
           && (!it->whole || INSTANCE(it->whole)->generation == it->generation);
}

/* Does C keep it in some object, or in the module? In which last; NULL: the module. */
static inline bool
cbi_is_kept(PyObject *self)
{
    return __atomic_load_n(&HANDLE(self)->n_holders, __ATOMIC_ACQUIRE);
}

static inline const struct cbi_class *
cbi_holder_of(PyObject *self)
{
    return __atomic_load_n(&HANDLE(self)->holder, __ATOMIC_RELAXED);
}

/* The instance that holds the memory. */
static inline struct cbi_instance *
holder(PyObject *self)
{
    struct cbi_instance *it = INSTANCE(self);
    return it->whole ? INSTANCE(it->whole) : it;
}

/* For as long as bytes are copied or compared. Where functions change such objects in
   place, that is their lock: it may wait, and fail with an exception. Else nobody waits
   long, and with a GIL there is nobody to wait for. */
static inline bool
take(PyObject *self, struct cbi_held *held, bool exclusive)
{
    struct cbi_instance *top = holder(self);
    if (top->class->take) {
        return top->class->take(self, held, exclusive);
    }
    while (cbi_head != 16 && __atomic_exchange_n(&top->busy, 1, __ATOMIC_ACQUIRE)) {
    }
    return true;
}

static inline void
give(PyObject *self, struct cbi_held *held)
{
    struct cbi_instance *top = holder(self);
    if (top->class->take) {
        top->class->give(held);
    }
    else if (cbi_head != 16) {
        __atomic_store_n(&top->busy, 0, __ATOMIC_RELEASE);
    }
}

#endif
