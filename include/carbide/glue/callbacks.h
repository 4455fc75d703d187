/* SPDX-License-Identifier: MIT
   carbide/glue/callbacks.h: Python callables as C function pointers: what the caller of
   C needs to hand one out, and what the function that C calls needs to call Python.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_CALLBACKS_H
#define CARBIDE_GLUE_CALLBACKS_H

#include "carbide/glue/keep.h"
#include "carbide/glue/lock.h"
#include "carbide/glue/outputs.h"

/* ------------------------------------------------------------ slots, and their home */
/* What a callback must know of the module; the first part of its state. */
struct cbi_home {
    void *interpreter, *view;   /* view: from 3.15 on, else NULL */
    struct cbi_slot *free;      /* that a call has given back; none where there is no GIL */
    PyObject *floats[2];        /* nobody else has them: see cbi_new_float */
    int n_floats, room;
    PyObject *ints[4];          /* what iterators gave last: see cbi_next_int */
    unsigned turn, misses;
    bool is_closed;             /* cleared: ints stays empty */
    bool is_main;               /* it is the main interpreter */
};
/* C's context is a handle: a slot's place and, above it, a generation. So it is looked
   up and never dereferenced, and a call that comes too late is a clean error. */
enum { CBI_SHARE = 4 };
struct cbi_slot {
    uintptr_t handle;           /* that finds it; 0: none */
    void *thread;               /* lent: which one called C; NULL: kept */
    struct cbi_call *call;      /* lent: the running call */
    PyObject *uses[CBI_SHARE];  /* borrowed: of the call, or of the keeper */
    PyObject *module;
    struct cbi_home *home;
    struct cbi_slot *below;     /* in a list of free ones */
    uintptr_t newest;           /* the last handle */
    void *interpreter, *view;   /* of the module, which may be gone before its handles */
    bool is_main;
    struct cbi_behalf whom;     /* lent: what that thread holds. With this it has 128
                                   bytes, so that a place is found by a shift */
};
enum { CBI_SLOT_BITS = sizeof(void *) == 8 ? 24 : 16, CBI_SLOT_FIRST = 64 };
#define CBI_SLOT_PLACE (((uintptr_t)1 << CBI_SLOT_BITS) - 1)
extern CBI_HIDDEN struct cbi_slot cbi_slots[CBI_SLOT_FIRST];   /* more: runtime/slots.c */
/* Where a module object keeps its state; 0: not known. */
extern CBI_HIDDEN intptr_t cbi_state_at;
CBI_INLINE struct cbi_home *
cbi_home_of(PyObject *module)
{
    return CBI_LIKELY(cbi_state_at) ? *(struct cbi_home **)((char *)module + cbi_state_at)
                                    : PyModule_GetState(module);
}
/* Differs between the threads that are alive. */
CBI_INLINE void *
cbi_thread_id(void)
{
    void *id;
#if defined(__linux__) && defined(__x86_64__) && !defined(__ILP32__)
    __asm__("mov %%fs:0, %0" : "=r"(id));
#elif defined(__linux__) && defined(__aarch64__)
    __asm__("mrs %0, tpidr_el0" : "=r"(id));
#else
    id = &cbi_thread;
#endif
    return id;
}

/* --------------------------------------------------------------- handing one out */
typedef void (*cbi_pointer)(void);
struct cbi_callable {
    char kind;                  /* 0: NULL; 'p': Python; 'c': a C function as it is */
    PyObject *object;           /* borrowed */
    struct cbi_call *call;
    struct cbi_slot *slot;      /* lent; NULL: none */
    struct cbi_callable *below; /* of the thread's stack, where there is no context */
    cbi_pointer pointer;        /* 'c' */
    void *data;                 /* 'c': its context */
};
#define CBI_CALLABLE(c)                                                               \
    struct cbi_callable c;                                                            \
    c.kind = 0;                                                                       \
    c.slot = NULL
/* What makes a ready-made C function the right one. Types: 0 void; a number type; with
   CBI_POINTER_TO a pointer to it. */
#define CBI_POINTER_TO ((cbi_type)1 << 16)
#define CBI_NO_TYPE (~(cbi_type)0)  /* no function that takes or gives one is ready-made */
struct cbi_signature {
    const char *text;           /* "double (double, void *)" */
    const cbi_type *types;      /* of the result and the parameters */
    int n_types;
    bool has_context;
};
CBI_HIDDEN bool cbi_find_callable(struct cbi_call *call, int i, PyObject *o,
                                  const struct cbi_signature *signature, unsigned flags,
                                  struct cbi_callable *c);
/* A type of Python's own, seen last, whose instances can all be called. */
extern CBI_HIDDEN PyTypeObject *cbi_callable_type;
/* (2) CBI_NULLABLE: None, or nothing given, is NULL. */
CBI_INLINE bool
cbi_get_callable(struct cbi_call *call, int i, PyObject *o,
                 const struct cbi_signature *signature, unsigned flags,
                 struct cbi_callable *c)
{
    PyTypeObject *known = __atomic_load_n(&cbi_callable_type, __ATOMIC_RELAXED);
    c->call = call;
    if (CBI_LIKELY((o || !(flags & CBI_NULLABLE)) && cbi_type_of(o) == known)) {
        c->kind = 'p';
        c->object = o;
        return true;
    }
    struct cbi_callable other = *c;         /* so that *c can stay in registers */
    const bool found = cbi_find_callable(call, i, o, signature, flags, &other);
    *c = other;
    return found;
}
/* Gives the callables that share a context a handle, which C passes on unread: as long as
   the keeper lives (NULL: the module) if C keeps them, else (kept NULL) until
   cbi_give_back. */
CBI_HIDDEN bool cbi_lend(struct cbi_call *call, int n, struct cbi_callable *const c[],
                         struct cbi_kept *kept, PyObject *keeper, void **context);
/* The handle of a slot that nobody else has. It is not 0, since no slot has place 0. */
CBI_INLINE uintptr_t
cbi_next_handle(struct cbi_slot *s)
{
    return s->newest += CBI_SLOT_PLACE + 1;
}
/* cbi_lend for one that is not kept. Under the GIL a slot goes from call to call. */
CBI_HIDDEN bool cbi_lend_first(struct cbi_call *call, struct cbi_callable *c,
                               void **context);
CBI_INLINE bool
cbi_lend_one(struct cbi_call *call, struct cbi_callable *c, void **context)
{
    struct cbi_home *home = cbi_home_of(call->module);
    struct cbi_slot *s = home->free;
    if (CBI_UNLIKELY(!s || c->kind != 'p')) {
        struct cbi_callable other = *c;
        void *given = *context;
        const bool lent = cbi_lend_first(call, &other, &given);
        *c = other;
        *context = given;
        return lent;
    }
    home->free = s->below;
    s->thread = cbi_thread_id();
    s->call = call;
    s->uses[0] = c->object;
    c->slot = s;
    const uintptr_t handle = cbi_next_handle(s);
    *context = (void *)handle;
    __atomic_store_n(&s->handle, handle, __ATOMIC_RELEASE);
    return true;
}
/* What this thread holds now is held, too, where other threads run the callback. */
CBI_INLINE void
cbi_lend_locked(const struct cbi_callable *c)
{
    if (c->slot) {
        const struct cbi_holder *me = cbi_holder;
        c->slot->whom = (struct cbi_behalf){me, (size_t)(me->top - me->base)};
    }
}
CBI_HIDDEN void cbi_slot_free(uintptr_t handle);    /* once; later it does nothing */
CBI_INLINE void
cbi_give_back(struct cbi_callable *c)
{
    struct cbi_slot *s = c->slot;
    if (!s) {
        return;
    }
    c->slot = NULL;
    if (CBI_LIKELY(cbi_head == 16)) {
        __atomic_store_n(&s->handle, 0, __ATOMIC_RELEASE);
        __atomic_thread_fence(__ATOMIC_RELEASE);    /* before it is filled again */
        s->below = s->home->free;
        s->home->free = s;
    }
    else {
        cbi_slot_free(s->newest);
    }
}
/* The pointer for C: of f's type. */
#define CBI_POINTER(c, f, function)                                                   \
    (CBI_LIKELY((c).kind == 'p') ? (function)                                         \
     : (c).kind == 0 ? NULL : (__typeof__(f))(c).pointer)
/* Without a context: the callables of the calls that are running on this thread. */
#define CBI_PUSH(top, c)                                                              \
    ((c).below = (top), (top) = (c).kind == 'p' ? &(c) : (top))
#define CBI_POP(top, c) ((top) = (c).below)

/* ---------------------------------------------------------------- calling Python */
/* One call of a callable by C. */
struct cbi_entry {
    const uint16_t *record;     /* for messages */
    PyObject *object;
    PyObject *module;
    struct cbi_home *home;
    struct cbi_call *call;      /* which raises what goes wrong; NULL: nobody */
    struct cbi_call *here;      /* the innermost call of this thread, or NULL */
    int *errno_at;
    int saved_errno;
    char how;                   /* this thread was attached; 'f': the rest is not set; a
                                   capital: an exception is set */
    bool owned;                 /* object and module are owned */
    bool yield;                 /* other threads have waited long enough */
    bool acts;                  /* for another thread; before, it did for `whom` */
    unsigned state;             /* of PyGILState */
    void *token;
    uintptr_t handle;           /* lent by another thread, whose call may return */
    struct cbi_behalf whom;
};
CBI_HIDDEN bool cbi_enter_slot(struct cbi_entry *e, uintptr_t handle, int ordinal);
CBI_HIDDEN bool cbi_enter_callable(struct cbi_entry *e, const struct cbi_callable *top);
CBI_HIDDEN bool cbi_leave_slowly(struct cbi_entry *e);
/* The short way: the thread is attached, and its innermost call is the one that lent
   the callable, which has no error, and C runs. */
CBI_INLINE bool
cbi_begin(struct cbi_entry *e, struct cbi_call *call)
{
    const struct cbi_thread *me = call->me;
    uint32_t busy;              /* error, raised, in_python, inner */
    memcpy(&busy, &call->error, sizeof busy);
    if (CBI_UNLIKELY(busy || call->thread
                     || (uintptr_t)__builtin_frame_address(0) < me->limit
                     || (int)--call->until < 0)) {
        return false;
    }
    call->in_python = true;
    e->here = call;
    e->how = 'f';
    e->errno_at = me->errno_at;
    e->saved_errno = *me->errno_at;
    return true;
}
/* Finds the callable and attaches the thread. False: C gets the value of CB_ON_RAISE,
   and nothing else is to be done. record: {place of its name, …}. */
CBI_INLINE bool
cbi_enter_python(struct cbi_entry *e, const uint16_t *record, const void *context,
                 int ordinal)
{
    const uintptr_t handle = (uintptr_t)context;
    /* a place further up is another one's here, whose handle is another; NULL's has no
       thread */
    const struct cbi_slot *s = &cbi_slots[handle % CBI_SLOT_FIRST];
    if (CBI_LIKELY(__atomic_load_n(&s->handle, __ATOMIC_ACQUIRE) == handle
                   && s->thread == cbi_thread_id() && cbi_begin(e, s->call))) {
        e->object = s->uses[ordinal];
        e->module = s->module;
        e->home = s->home;
        return true;
    }
    struct cbi_entry other;     /* so that *e can stay in registers */
    other.record = record;
    const bool found = cbi_enter_slot(&other, handle, ordinal);
    *e = other;
    return found;
}
CBI_INLINE bool
cbi_enter_top(struct cbi_entry *e, const uint16_t *record,
              const struct cbi_callable *top)
{
    if (CBI_LIKELY(top && cbi_begin(e, top->call))) {
        e->object = top->object;
        e->module = top->call->module;
        e->home = cbi_home_of(e->module);
        return true;
    }
    struct cbi_entry other;
    other.record = record;
    const bool found = cbi_enter_callable(&other, top);
    *e = other;
    return found;
}
/* CB_FROM_PYTHON: cbi_module.imports[2 * which] and the one behind it. */
CBI_HIDDEN bool cbi_enter_import(struct cbi_entry *e, const uint16_t *record, int which);
/* C that never blocks and calls back often stays attached in between; *slow: it was seen
   to work on for long. Behind it: cbi_stayed, in place of cbi_attach. */
CBI_HIDDEN void cbi_stay(struct cbi_call *call, const uint8_t *slow);
CBI_HIDDEN void cbi_stayed(struct cbi_call *call, uint8_t *slow);
/* An exception is set: cbi_leave_python gives it to the running call. */
CBI_INLINE void
cbi_has_failed(struct cbi_entry *e)
{
    e->how = (char)(e->how - 'a' + 'A');
}
/* False: it had failed. */
CBI_INLINE bool
cbi_leave_python(struct cbi_entry *e)
{
    if (CBI_UNLIKELY(e->how != 'f')) {
        struct cbi_entry other = *e;
        return cbi_leave_slowly(&other);
    }
    e->here->in_python = false;
    *e->errno_at = e->saved_errno;
    return true;
}
/* The type of builtin functions, once it is proved where they keep their CbMethodDef and
   their self: behind the head; only under a GIL. Else NULL. */
extern CBI_HIDDEN PyTypeObject *cbi_function_type;
CBI_HIDDEN PyObject *cbi_no_result(void);
CBI_HIDDEN PyObject *cbi_call_old(PyObject *o, PyObject **args, int n);
/* Calls it with n arguments; args[-1] may be overwritten. 3.9 and 3.10 have
   PyObject_Vectorcall in their headers alone. */
CBI_INLINE PyObject *
cbi_call_object(struct cbi_entry *e, PyObject **args, int n)
{
    const size_t first_is_free = (size_t)1 << (sizeof(size_t) * 8 - 1);
    if (n == 1 && cbi_type_of(e->object) == cbi_function_type) {
        const CbMethodDef *def;
        PyObject *self, *result;
        memcpy(&def, (char *)e->object + 16, sizeof def);
        memcpy(&self, (char *)e->object + 24, sizeof self);
        if (def->flags == CB_METH_O) {   /* nothing that is between would do more */
            result = ((PyObject *(*)(PyObject *, PyObject *))def->function)(self, *args);
            return CBI_LIKELY(result != NULL) ? result : cbi_no_result();
        }
    }
    return CBI_LIKELY(PyObject_Vectorcall != NULL)
        ? PyObject_Vectorcall(e->object, args, (size_t)n | first_is_free, NULL)
        : cbi_call_old(e->object, args, n);
}
/* The same; the last one is a tuple, whose items are the arguments in its place. */
CBI_HIDDEN PyObject *cbi_call_star(struct cbi_entry *e, PyObject **args, int n);
/* What was returned as n > 1 objects: items of a tuple, borrowed. */
CBI_HIDDEN bool cbi_unpack(struct cbi_call *call, PyObject *result, int n,
                           PyObject **items);

/* ------------------------------------------------------------------------- floats
   A float whose one reference is ours is seen by nobody: the next one that is needed is
   made of it, as CPython does with the operands of an addition. Only under a GIL, and
   where the places of value and count were proved (room is 0 otherwise). */
CBI_INLINE PyObject *
cbi_new_float(struct cbi_home *home, double value)
{
    if (CBI_LIKELY(home->n_floats)) {
        PyObject *o = home->floats[--home->n_floats];
        memcpy((char *)o + 16, &value, sizeof value);
        return o;
    }
    return PyFloat_FromDouble(value);
}
/* Drops one that cbi_new_float gave, or NULL. */
CBI_INLINE void
cbi_drop_float(struct cbi_home *home, PyObject *o)
{
    uint32_t count;
    if (CBI_UNLIKELY(!o)) {
        return;
    }
    memcpy(&count, o, sizeof count);
    if (CBI_LIKELY(count == 1 && home->n_floats < home->room)) {
        home->floats[home->n_floats++] = o;
        return;
    }
    Py_DecRef(o);
}
/* Drops what came in place of one. */
CBI_INLINE void
cbi_drop_number(struct cbi_home *home, PyObject *o)
{
    if (CBI_LIKELY(o && cbi_type_of(o) == cbi_float_type)) {
        cbi_drop_float(home, o);
    }
    else if (o) {
        Py_DecRef(o);
    }
}

/* ------------------------------------------------------- arguments, the other way */
/* C passed a pointer that is not said to be NULL. */
CBI_HIDDEN bool cbi_is_there(struct cbi_call *call, int i, const void *pointer);
/* A copy of C's memory as an array; NULL as in cbi_view. */
CBI_HIDDEN PyObject *cbi_copy_array(struct cbi_call *call, int i, const void *data,
                                    cbi_type type, int rank, const cbi_wide *extents,
                                    bool nullable);
/* Owned by the call `to`, which is running; NULL: a SystemError. */
CBI_HIDDEN bool cbi_give_value(struct cbi_call *call, int i, PyObject *o,
                               struct cbi_call *to, cb_value *out);
/* str and bytes into C's memory of n bytes: the text may be shorter, bytes are exact. */
CBI_HIDDEN bool cbi_give_text(struct cbi_call *call, int i, PyObject *o, void *to,
                              cbi_wide n);
CBI_HIDDEN bool cbi_give_bytes(struct cbi_call *call, int i, PyObject *o, void *to,
                               cbi_wide n);

#endif
