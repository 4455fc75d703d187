/* SPDX-License-Identifier: MIT
   carbide/glue/objects.h: objects of classes in a call: type, lock and state before C
   runs, and new objects behind it.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_OBJECTS_H
#define CARBIDE_GLUE_OBJECTS_H

#include "carbide/glue/arrays.h"
#include "carbide/glue/keep.h"
#include "carbide/glue/locks.h"

/* Stage 2: is it an instance of cbi_module.classes[which]? None gives NULL if `opt`.
   like: an object that is one, whose type it mostly has; or NULL. */
CBI_HIDDEN bool cbi_get_object_slow(struct cbi_call *call, int i, PyObject *o, int which,
                                    bool opt, PyObject **used);
CBI_INLINE bool
cbi_get_object(struct cbi_call *call, int i, PyObject *o, int which, bool opt,
               PyObject *like, PyObject **used)
{
    if (like && CBI_LIKELY(o && cbi_type_of(o) == cbi_type_of(like))) {
        *used = o;
        return true;
    }
    return cbi_get_object_slow(call, i, o, which, opt, used);
}

/* The end of stage 2: locks the objects of a call, then wants each of them live.
   CBI_TEST: C runs with the GIL held, and cannot reach Python. CBI_LOOK: nothing changes
   objects of these classes, so nothing is locked. */
enum { CBI_TAKE, CBI_TEST, CBI_LOOK };
CBI_HIDDEN bool cbi_use_slow(struct cbi_call *call, PyObject *const *used,
                             struct cbi_held *held, int n, int how);
CBI_HIDDEN bool cbi_not_live(struct cbi_call *call, PyObject *o);
/* Live by itself, and nobody is at it: with a GIL that holds as long as no Python code
   runs. */
CBI_INLINE bool
cbi_is_open(const struct cbi_instance *it, bool exclusive)
{
    return it->state == CBI_LIVE && !it->whole && !it->is_lent
           && !(__atomic_load_n(&it->lock.word, __ATOMIC_ACQUIRE)
                & (CBI_LOCK_WRITER | (exclusive ? CBI_LOCK_READERS : 0)));
}
/* The short ways (src/emit_short.c): is the object free, under a GIL? locked: somebody
   may hold its lock. Properties only have them under a GIL: cbi_choose_properties. */
#define CBI_READY(o) ((const struct cbi_instance *)((const char *)(o) + 16))
CBI_INLINE uint32_t
cbi_state_ready(void)
{
    _Static_assert(offsetof(struct cbi_instance, is_other)
                   == offsetof(struct cbi_instance, state) + 3, "read together");
    const uint8_t four[4] = {CBI_LIVE, false, false, false};
    uint32_t state;
    memcpy(&state, four, sizeof state);
    return state;
}
CBI_INLINE bool
cbi_is_ready_here(PyObject *o, bool exclusive, bool locked)
{
    const struct cbi_instance *it = CBI_READY(o);
    uint32_t state;
    memcpy(&state, &it->state, sizeof state);
    return state == cbi_state_ready()
           && !(locked && it->lock.word
                          & (CBI_LOCK_WRITER | (exclusive ? CBI_LOCK_READERS : 0)));
}
CBI_INLINE bool
cbi_is_ready(PyObject *o, bool exclusive, bool locked)
{
    return cbi_head == 16 && cbi_is_ready_here(o, exclusive, locked);
}
/* And another one of exactly its type; alone: it must not be the same. */
CBI_INLINE bool
cbi_is_like(PyObject *o, PyObject *self, bool exclusive, bool locked, bool alone)
{
    return cbi_type_of(o) == cbi_type_of(self) && !(alone && o == self)
           && cbi_is_ready(o, exclusive, locked);
}
/* What a short way does not do. Cold, so that nothing is jumped over on the short way. */
static CBI_COLD __attribute__((unused)) PyObject *
cbi_long_way(CbFastFunction function, PyObject *self, PyObject *const *args,
             intptr_t nargs, PyObject *names)
{
    return function(self, args, nargs, names);
}
/* One or two, as nearly all calls have; more: false. The same one twice: only to read. */
CBI_INLINE bool
cbi_are_open(PyObject *const *used, const struct cbi_held *held, int n)
{
    if (CBI_UNLIKELY(cbi_head != 16 || !used[0])
        || CBI_UNLIKELY(!cbi_is_open(CBI_INSTANCE(used[0]), held[0].exclusive))) {
        return false;
    }
    return n == 1
           || (n == 2 && used[1] && cbi_is_open(CBI_INSTANCE(used[1]), held[1].exclusive)
               && (used[0] != used[1] || !(held[0].exclusive || held[1].exclusive)));
}
CBI_INLINE bool
cbi_use(struct cbi_call *call, PyObject *const *used, struct cbi_held *held, int n, int how)
{
    if (how == CBI_TEST && CBI_LIKELY(cbi_are_open(used, held, n))) {
        return true;            /* held says that nothing is taken */
    }
    struct cbi_instance *it = used[0] ? CBI_INSTANCE(used[0]) : NULL;
    if (n != 1 || how == CBI_TEST
        || CBI_UNLIKELY(!it || it->state != CBI_LIVE || it->whole || it->is_lent)) {
        return cbi_use_slow(call, used, held, n, how);
    }
    if (how == CBI_LOOK) {
        return true;
    }
    held->lock = &it->lock;
    held->object = used[0];
    if (!cbi_lock_all(call, held, 1)) {
        held->lock = NULL;
        return false;
    }
    return CBI_LIKELY(it->state == CBI_LIVE) || cbi_not_live(call, used[0]);
}
CBI_INLINE void
cbi_unuse(struct cbi_call *call, struct cbi_held *held, int n, int how)
{
    if (how == CBI_TEST && (n == 1 || n == 2)) {
        if (CBI_UNLIKELY(held[0].taken | held[n - 1].taken)) {
            cbi_unlock_all(call, held, n);
        }
    }
    else if (how != CBI_LOOK) {
        (how == CBI_TEST ? cbi_untest_all : cbi_unlock_all)(call, held, n);
    }
}
/* What C gets for an object that is in use. */
CBI_INLINE void *
cbi_data(PyObject *used)
{
    return used ? CBI_INSTANCE(used)->data : NULL;
}

/* Lists of objects: T *const a[n]. First the sequence becomes a tuple in a->direct (the
   call's own); the pointers are filled in when all are locked and live. straight: from
   cbi_use_lists on no Python code runs until C has returned, unless memory is large enough
   to give the GIL up: a list may be read where it stands, and not before. */
struct cbi_objects {
    struct cbi_array *array;
    intptr_t n;
    int argument;
    bool exclusive, opt;        /* opt: None is NULL */
    int which;                  /* the class */
};
CBI_HIDDEN bool cbi_get_objects(struct cbi_call *call, int i, PyObject *o, int which,
                                bool opt, bool straight, struct cbi_array *a, intptr_t *n);
/* As cbi_use, for single objects and lists together, and for objects that others were made
   with: C uses those as well. Gives what cbi_unuse wants. */
CBI_HIDDEN bool cbi_use_lists(struct cbi_call *call, PyObject *const *used,
                              const struct cbi_held *held, int n, int how,
                              const struct cbi_objects *lists, int n_lists,
                              struct cbi_held **locks, int *n_locks);
/* A new object may have been a part of what C had in a list (of the list's array, `direct`;
   NULL: none). False, and NULL where what was made is given: an exception is set. */
CBI_HIDDEN bool cbi_inherit_all(PyObject *self, PyObject *objects);
CBI_HIDDEN PyObject *cbi_heir_of(PyObject *made, PyObject *objects);
/* A list or a tuple of the objects to which `data` points: those of the lists (which end
   with a zeroed one) by identity, else children of what is kept. */
CBI_HIDDEN PyObject *cbi_to_objects(struct cbi_call *call, int i, int which,
                                    void *const *data, cbi_wide n, bool nullable,
                                    bool tuple, const struct cbi_objects *lists,
                                    PyObject *const *used, unsigned keep);

/* As cbi_new_object of what C goes on owning, where one of the lists may have it: of a
   class of another module, which need not know its objects by their pointers. */
CBI_HIDDEN PyObject *cbi_object_of(struct cbi_call *call, int i, int which, void *data,
                                   unsigned flags, const struct cbi_objects *lists,
                                   PyObject *const *used, unsigned keep);

/* C may have assigned to fields that are cb_value: takes references to what is new there,
   and drops what was there before when the call ends. used NULL: there is no object. */
CBI_HIDDEN bool cbi_sync_object(struct cbi_call *call, PyObject *used);
CBI_HIDDEN bool cbi_sync_state(struct cbi_call *call);
/* Where no parameter says that C has the state: if it has asked for it. Without a GIL it
   then excludes others, as does a parameter. */
CBI_HIDDEN void cbi_reach_state(struct cbi_call *call);
CBI_INLINE bool
cbi_sync_reached(struct cbi_call *call)
{
    return CBI_LIKELY(!call->has_state) || cbi_sync_state(call);
}

/* In __init__: takes the object, which must not be live (a value struct may). */
CBI_HIDDEN bool cbi_begin_init_slow(struct cbi_call *call, PyObject *self,
                                    struct cbi_held *held);
CBI_INLINE bool
cbi_begin_init(struct cbi_call *call, PyObject *self, struct cbi_held *held, int how)
{
    const struct cbi_instance *it = CBI_INSTANCE(self);
    if (how == CBI_TEST && CBI_LIKELY(cbi_head == 16 && it->state == CBI_NEW && it->class)
        && it->class->kind == 'p' && CBI_LIKELY(it->lock.word == 0)) {
        return true;
    }
    return cbi_begin_init_slow(call, self, held);
}
/* C has made it: `data` for what holds a pointer, a handle or, copied, a value struct; NULL
   for what C has filled in place. destroy NULL: the class's. Keeps used[k] for each bit k. */
CBI_HIDDEN bool cbi_construct(struct cbi_call *call, PyObject *self, void *data,
                              cbi_release destroy, PyObject *const *used, unsigned keep);

/* A result. CBI_O_NULL: NULL is None, else a SystemError. CBI_O_CHILD: C goes on owning
   it: it lives in the first object that is kept, or is C's own for ever. CBI_O_IN_TOP:
   CB_KEEP says that it lives in what that depends on, at the top. CBI_O_LENT: a child for
   a callback alone. */
enum { CBI_O_NULL = 1, CBI_O_CHILD = 2, CBI_O_IN_TOP = 4, CBI_O_LENT = 8 };
CBI_HIDDEN PyObject *cbi_new_object(struct cbi_call *call, int i, int which, PyObject *type,
                                    void *data, unsigned flags, cbi_release destroy,
                                    PyObject *const *used, unsigned keep);
/* The same of what C does not own, with a copy of what `destroy` needs beside it. */
CBI_HIDDEN PyObject *cbi_new_object_with(struct cbi_call *call, const void *with,
                                         size_t size, int i, int which, PyObject *type,
                                         void *data, unsigned flags, cbi_release destroy,
                                         PyObject *const *used, unsigned keep);
/* For a callback: the object that Python knows by that pointer, or one of the k that were
   lent to it before, or a new one: lent[k], which cbi_end_lent closes when the callback is
   over. That waits until no other thread uses it. */
CBI_HIDDEN PyObject *cbi_lend_object(struct cbi_call *call, int i, int which, void *data,
                                     bool nullable, PyObject **lent, int k);
/* What was made of it is closed with it. False: a ValueError is set, C keeps it. */
CBI_HIDDEN bool cbi_end_lent(PyObject *lent);
/* In what a child of those (see cbi_new_object) will live; NULL: it is C's own. */
CBI_HIDDEN PyObject *cbi_parent_of(PyObject *const *used, unsigned keep, unsigned flags);
/* CB_TAKES on an array or a string: a copy that C will free. */
CBI_HIDDEN bool cbi_give_copy(struct cbi_call *call, void **copy, const void *data,
                              size_t n);
/* As cbi_view, of memory of `self`, which it keeps alive. bare: an object that exports the
   memory, in place of an array. */
CBI_HIDDEN PyObject *cbi_view_of(struct cbi_call *call, int i, const void *data,
                                 cbi_type type, int rank, const cbi_wide *extents,
                                 bool nullable, bool read_only, PyObject *self, bool bare);
/* Bytes of self's memory: a memoryview, read-only. */
CBI_HIDDEN PyObject *cbi_memory_of(struct cbi_call *call, const void *data,
                                   const cbi_wide *n, bool nullable, PyObject *self);
/* BufferError: C could move memory of which there is a view, or takes it over. */
CBI_HIDDEN bool cbi_has_no_views(struct cbi_call *call, PyObject *self, bool taken);
/* CB_TAKES: were other objects made with `o`, which end before C gets it? Not if one was
   given as well, or cannot end: then cbi_may_take says so. Those that have died while `o`
   was in use may still have to end: the call's locks are given back for them, too. */
CBI_HIDDEN bool cbi_has_users(PyObject *o, PyObject *const *used, int n,
                              const struct cbi_objects *lists, int n_lists);
/* Closes those, while the call has locked nothing. False: an exception is set. */
CBI_HIDDEN bool cbi_close_users(struct cbi_call *call, int i, PyObject *o);
/* CB_TAKES: whether nothing depends on the object. Then C owns it from now on. */
CBI_HIDDEN bool cbi_may_take(struct cbi_call *call, int i, PyObject *used);
CBI_HIDDEN void cbi_taken(PyObject *used);

#endif
