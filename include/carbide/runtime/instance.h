/* SPDX-License-Identifier: MIT
   carbide/runtime/instance.h: what an object of a class is, for the files that make them
   (classes.c), that say what value structs can do (instances.c), and that hold what C made
   (objects.c, lives.c, closing.c). */
#ifndef CARBIDE_INSTANCE_H
#define CARBIDE_INSTANCE_H

#include "carbide/runtime/runtime.h"
#include "carbide/runtime/spin.h"

#define INSTANCE(o) CBI_INSTANCE(o)

/* That one object keeps another: in the list of each. */
struct cbi_link {
    struct cbi_link *next;      /* what the same object keeps */
    PyObject *object;           /* owned: what is kept */
    bool is_const;              /* … C got it as const T * */
    PyObject *dependant;        /* who keeps it */
    PyObject *weak;             /* owned: refers to it; NULL where there is a GIL */
    struct cbi_link *after, **before;   /* among the dependants of what is kept, or of what
                                           that is a part of; NULL: in no list */
};

/* An object that is no value struct has more. */
struct cbi_handle {
    struct cbi_instance base;
    cbi_release destroy;            /* NULL: nothing to do */
    void *with;                     /* owned: what that needs beside the data; or NULL */
    uint64_t born;                  /* counts up: who depends on others is younger */
    struct cbi_link *kept;          /* what C uses as long as this lives */
    struct cbi_link *dependants;    /* youngest first: who keeps this, or a part of it */
    PyObject *queued;               /* the next one in a walk: cbi_queue_family */
    PyObject **values;              /* owned: class->n_values, or NULL: none yet */
    PyObject *tokens;               /* owned, or NULL: of what C keeps in it; see tokens.c */
    const struct cbi_class *holder; /* of who keeps it last; NULL: the module */
    uint32_t n_holders;             /* C keeps it in so many: it stays open */
    uint32_t views;                 /* how many show its memory */
    PyObject *lender;               /* owned, or NULL: of the call whose callback it was lent
                                       to, the object that C has locked */
    bool is_lent_whole;             /* … exclusively */
    bool is_doomed;                 /* the collector has cleared it, but C keeps it */
};
#define HANDLE(o) ((struct cbi_handle *)(void *)CBI_INSTANCE(o))

/* What such an object has as `tokens`. */
struct cbi_tokens {
    PyObject *dict;                 /* owned */
    PyObject *owner;                /* whose they are, borrowed; NULL: it ends, or has ended */
    bool (*is_in_ring)(PyObject *); /* rings.c, which only modules have that keep something */
    bool is_shared;                 /* others have it as well: nothing goes from it */
    uint8_t n_cleared;              /* how often the collector has found it, ownerless */
};
#define CBI_TOKENS(o) ((struct cbi_tokens *)(void *)((char *)(o) + cbi_head))

#pragma GCC visibility push(hidden)
/* -------------------------------------------------------------------- classes.c */
/* A new object, its memory zeroed. */
PyObject *cbi_make(PyTypeObject *type, PyObject *module, const struct cbi_class *class);
/* The memory of an object that has died, and its reference to its type. */
void cbi_give_memory(PyObject *self);
/* Who replaces __new__ (3.9 lets everybody) may get an instance without a struct: false
   with a TypeError. Also when what it is a part of has gone. */
bool cbi_is_made(PyObject *self);
/* Did this module make the type, in whichever interpreter? It is no static one. */
bool cbi_is_own_type(PyTypeObject *type);
/* TypeError: "x[2, 0] must be Class or None, not list" (no axes: "x"); false. Of two
   classes of one name ours is named with its module. */
bool cbi_wrong_class(struct cbi_call *call, int i, int axes, const intptr_t *position,
                     const struct cbi_class *class, const char *more, PyObject *o);
/* ------------------------------------------------------------------------ plain.c */
void cbi_end_plain(PyObject *self);                 /* nothing refers to it any more */
/* At import: the type is made. */
void cbi_open_free_list(PyObject *type, PyObject *module, const struct cbi_class *class);
/* ------------------------------------------------------------------ instances.c */
/* tp_init: all fields are replaced, or none; what Python does not see stays. */
int cbi_instance_init(PyObject *self, PyObject *args, PyObject *keywords);
PyObject *cbi_field_values(PyObject *self);        /* the fields as a tuple */
/* -------------------------------------------------------------------- objects.c */
const char *cbi_class_name(const struct cbi_class *class);   /* without the module */
/* ValueError (cbi_not_live): never made, closed, or gone with what it was a part of. */
bool cbi_all_live(struct cbi_call *call, PyObject *const *used, int n);
void cbi_set_locks(PyObject *const *used, struct cbi_held *held, int n);
/* ------------------------------------------------------------------- lending.c
   What is lent to a callback: whose lock protects it; the call whose it is. */
void cbi_hold_lender(struct cbi_held *held);
void cbi_set_lender(PyObject *lent);
/* ------------------------------------------------------------------- closing.c
   With all that depends on it. False: an exception is set, and none was before. tries: it
   waits for no CB_LOCK(name) of a destructor, which is put off where that is not free. */
bool cbi_close(PyObject *self, bool tries);
bool cbi_close_lent(PyObject *lent);
/* ---------------------------------------------------------------------- views.c */
bool cbi_is_viewed(PyObject *self);
void cbi_begin_view(PyObject *self);                /* which has a reference to it */
void cbi_end_view(void *data, const void *with);    /* with: that object's address */
/* ---------------------------------------------------------------------- lives.c */
PyObject *cbi_top(PyObject *o);     /* of which it is a part, or on which it depends */
bool cbi_keep_all(PyObject *self, PyObject *const *used, unsigned keep);
/* The k-th object that C uses for `self`, new reference, or NULL. */
PyObject *cbi_keeper(PyObject *self, int k, bool *is_const);
/* tokens.c: the dict, borrowed; NULL: there is none … */
static inline PyObject *
cbi_tokens_in(PyObject *self)
{
    PyObject *tokens = HANDLE(self)->tokens;
    return tokens ? CBI_TOKENS(tokens)->dict : NULL;
}
/* … and then one is made. NULL: an exception is set. */
PyObject *cbi_make_tokens(PyObject *self);
/* Adds what keeps something, under its address, which no parameter's place has. */
bool cbi_add_token(PyObject *tokens, PyObject *token);
/* rings.c: does it need itself, by what C keeps in it and what it was made with? */
bool cbi_is_in_ring(PyObject *self);
/* line.c: a new list of it, of all that it was made with, and of what it was set to, at
   their tops; NULL: an exception. */
PyObject *cbi_line_of(PyObject *o);
/* A tuple of the objects that a token keeps, borrowed; NULL: it keeps something else. */
PyObject *cbi_objects_of(PyObject *token);
/* Adds `o` to a list, if the dict `seen` does not have its address yet. */
bool cbi_reach(PyObject *o, PyObject *list, PyObject *seen);
/* Out of an object that ends; the caller drops them. */
static inline PyObject *
cbi_leave_tokens(PyObject *self)
{
    PyObject *tokens = HANDLE(self)->tokens;
    if (tokens) {
        CBI_TOKENS(tokens)->owner = NULL;
    }
    HANDLE(self)->tokens = NULL;
    return tokens;
}
/* The word of all lists. As long as it is taken: queues self and all that depend on it,
   which are to be unqueued from self on until there is no next (NULL). Gives how many. */
void cbi_take_lists(void);
void cbi_give_lists(void);
int cbi_queue_family(PyObject *self);
PyObject *cbi_unqueue(PyObject *o);
/* The same of what has to end before C may take `used`, which may be a part, and is not
   queued itself: from *first on. False: somebody else may be in the way as well. */
bool cbi_queue_users(PyObject *used, PyObject **first, int *n);
bool cbi_has_dependants(PyObject *used);            /* it, or what it is a part of */
/* Which have died, but whose C part is destroyed by who gives back the lock of `used`. */
static inline bool
cbi_has_dead_users(PyObject *used)
{
    PyObject *whole = CBI_INSTANCE(used)->whole;
    return __atomic_load_n(&CBI_INSTANCE(whole ? whole : used)->lock.word, __ATOMIC_ACQUIRE)
           & CBI_LOCK_DEFERRED;
}
/* Closes it: what has to be called with its data, locked; NULL: nothing. */
cbi_release cbi_claim(PyObject *self);
/* That, or what a dying object had: with word of whose it is. */
void cbi_destroy(const struct cbi_ending *ending, cbi_release destroy, void *data,
                 void *with);
void cbi_let_go_all(PyObject *self);                /* closed: it keeps nothing more */
/* closing.c: has this thread taken that lock to close something? */
bool cbi_is_closing(const struct cbi_lock *lock);
/* Which objects a result keeps: 16 bits of `keep`; which of those C got as const: 16 more.
   Of the others, these say of which it inherits. See src/emit_object.c. */
#define CBI_KEPT(keep) ((keep) & 0xFFFF)
#define CBI_KEPT_CONST(keep) ((keep) >> 16)
#define CBI_LEFT(keep) ((keep) >> 16 & ~(keep))
/* ------------------------------------------------------------------- identity.c
   The object that stands for a pointer of C: a new reference, or NULL without an
   exception. What was lent to a callback, and its parts, are for that callback alone:
   they are known to parts of the same `whole`, else to nobody.
   cbi_make_known: the object that is known from now on, new reference: `self`, unless
   another one is already, and `self` is no `owner`; NULL with an exception.
   cbi_forget_identities: the module is being cleared. */
PyObject *cbi_known(PyObject *module, const struct cbi_class *class, const void *data,
                    const PyObject *whole);
void cbi_make_unknown(PyObject *self);              /* it dies */
/* fields.c: the ways of numbers, of any size. */
PyObject *cbi_int_load(struct cbi_call *call, const struct cbi_field *f,
                       PyObject *self, char *p);
bool cbi_int_store(struct cbi_call *call, int i, const struct cbi_field *f,
                   PyObject *o, void *to);
PyObject *cbi_float_load(struct cbi_call *call, const struct cbi_field *f,
                         PyObject *self, char *p);
bool cbi_float_store(struct cbi_call *call, int i, const struct cbi_field *f,
                     PyObject *o, void *to);
PyObject *cbi_bool_load(struct cbi_call *call, const struct cbi_field *f,
                        PyObject *self, char *p);
bool cbi_bool_store(struct cbi_call *call, int i, const struct cbi_field *f,
                    PyObject *o, void *to);
/* construct.c: tp_vectorcall of interpreters before 3.14; getters and setters. */
void cbi_set_vectorcall(PyTypeObject *type, CbFastFunction function);
void cbi_choose_properties(const struct cbi_class *class);
/* setters.c: of a type that is not complete yet; of one that is, and cannot be changed;
   of one of which an object has been made, and which may derive from a class. */
bool cbi_add_setters(PyTypeObject *type, const struct cbi_class *class);
bool cbi_open_setters(PyTypeObject *type, const struct cbi_class *class);
void cbi_derive_setters(PyTypeObject *type);
#pragma GCC visibility pop

/* Where the struct lies that an object holds. */
static inline size_t
cbi_data_offset(const struct cbi_class *class)
{
    const size_t end = (size_t)cbi_head + (class->kind == 'v' ? sizeof(struct cbi_instance)
                                                              : sizeof(struct cbi_handle));
    return (end + 15) / 16 * 16 + (class->align > 16 ? class->align : 0);
}

/* NULL: it holds none. */
static inline void *
cbi_data_in(PyObject *self, const struct cbi_class *class)
{
    const uintptr_t data = (uintptr_t)self + cbi_data_offset(class);
    return class->size == 0 ? NULL
        : (char *)(class->align > 16 ? data & ~(class->align - 1) : data);
}

static inline size_t
cbi_object_size(const struct cbi_class *class)
{
    return cbi_data_offset(class) + class->size;
}

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
    if (cbi_head != 16) {
        cbi_spin_take(&top->busy);
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
        cbi_spin_give(&top->busy);
    }
}

/* Out of the instance, or into it. */
static inline bool
cbi_read_bytes(PyObject *self, void *to, const void *from, size_t n)
{
    struct cbi_held held;
    const bool good = take(self, &held, false);
    if (good) {
        memcpy(to, from, n);
        give(self, &held);
    }
    return good;
}

static inline bool
cbi_write_bytes(PyObject *self, void *to, const void *from, size_t n)
{
    struct cbi_held held;
    const bool good = take(self, &held, true);
    if (good) {
        memcpy(to, from, n);
        give(self, &held);
    }
    return good;
}

#endif
