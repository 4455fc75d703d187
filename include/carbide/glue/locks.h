/* SPDX-License-Identifier: MIT
   carbide/glue/locks.h: the locks of a call: taken together at the end of stage 2,
   released when C has returned and what it gave is read.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_LOCKS_H
#define CARBIDE_GLUE_LOCKS_H

#include "carbide/glue/lock.h"
#include "carbide/glue/module.h"

/* One class argument, on the wrapper's stack. cbi_lock_all may change their order. */
struct cbi_held {
    struct cbi_lock *lock;      /* NULL: nothing to lock */
    const void *object;         /* whose lock it is: children have that of their root.
                                   NULL: the lock's own */
    int16_t argument;           /* slot for messages, or one of these */
    bool exclusive;
    bool reentrant;             /* CB_LOCK(reentrant) */
    bool is_let_in;             /* lent by the call of this thread that has the lock */
    bool is_keeper;             /* no argument, but what C uses for one: cbi_use_lists */
    bool taken;                 /* out */
};
enum {
    CBI_LOCKS_SELF = -1,
    CBI_LOCKS_NAMED = -2,       /* CB_LOCK(name): taken before those of objects */
    CBI_LOCKS_MODULE = -3       /* CB_GIL(held) on free-threaded builds */
};

/* All locks of a call. It may wait, and other threads' Python code run meanwhile
   (call->ran is then set). ValueError: one object twice, and C changes it.
   RuntimeError: waiting would never end. KeyboardInterrupt, or what a signal handler
   raises. Then nothing is locked. */
CBI_HIDDEN bool cbi_lock_slowly(struct cbi_call *call, struct cbi_held *held, int n);
CBI_HIDDEN void cbi_unlock_slowly(struct cbi_held *held, int n);

CBI_INLINE bool
cbi_lock_all(struct cbi_call *call, struct cbi_held *held, int n)
{
    if (n == 1 && !held->lock) {
        held->taken = false;
        return true;
    }
    if (n == 1
        && CBI_LIKELY(cbi_lock_take(held->lock, held->object, held->exclusive,
                                    call->function, cbi_module.names))) {
        held->taken = true;
        return true;
    }
    return cbi_lock_slowly(call, held, n);
}
/* Keeps a pending exception. Runs what destructors left behind (cbi_lock_run), so
   Python code may run. Of what is not taken, nothing is released: it may be called
   twice. */
CBI_INLINE void
cbi_unlock_all(struct cbi_call *call, struct cbi_held *held, int n)
{
    (void)call;
    if (n == 1 && !held->taken) {
        return;
    }
    if (n == 1
        && CBI_LIKELY(cbi_lock_give(held->lock, held->exclusive))) {
        held->taken = false;
        return;
    }
    cbi_unlock_slowly(held, n);
}

/* Where C runs attached and no Python code can run between the two: with a GIL it is
   enough that nobody else is at it. Not for named locks, which other interpreters
   share, each with a GIL of its own. */
CBI_INLINE bool
cbi_test_all(struct cbi_call *call, struct cbi_held *held, int n)
{
    enum { FEW = 8 };           /* of many, the long way finds the same ones faster */
    bool is_free = cbi_head == 16 && n <= FEW;
    for (int i = 0; i < n && n <= FEW; i++) {
        const uint64_t others = held[i].exclusive ? CBI_LOCK_WRITER | CBI_LOCK_READERS
                                                  : CBI_LOCK_WRITER;
        held[i].taken = false;
        is_free = is_free
                  && (!held[i].lock
                      || !(__atomic_load_n(&held[i].lock->word, __ATOMIC_ACQUIRE)
                           & others));
        for (int k = 0; k < i; k++) {   /* twice the same: the long way looks closer */
            is_free = is_free && (held[i].lock != held[k].lock || !held[i].lock);
        }
    }
    return CBI_LIKELY(is_free) || cbi_lock_all(call, held, n);
}
CBI_INLINE void
cbi_untest_all(struct cbi_call *call, struct cbi_held *held, int n)
{
    for (int i = 0; i < n; i++) {
        if (CBI_UNLIKELY(held[i].taken)) {
            cbi_unlock_all(call, held, n);
            return;
        }
    }
}

/* When the interpreter ends while C runs detached, attaching may never return: then
   this releases the locks. */
CBI_HIDDEN void cbi_let_go_at_end(struct cbi_held *held, int n);
/* Attach behind C that ran detached. When the interpreter ends meanwhile, attaching
   never returns, so the locks are released before. */
CBI_HIDDEN void cbi_attach_locked(struct cbi_call *call, struct cbi_held *held, int n);

/* Never waits. */
CBI_HIDDEN bool cbi_try_lock(struct cbi_lock *lock, bool exclusive);
CBI_HIDDEN void cbi_unlock(struct cbi_lock *lock, bool exclusive);
/* Leaves run(arg) to whoever releases the lock, who runs it attached, holding it
   exclusively. False: nobody holds it (any more): try again; or no memory is left. */
CBI_HIDDEN bool cbi_lock_defer(struct cbi_lock *lock, void (*run)(void *), void *arg);
/* What was left to this lock runs now; the caller holds it exclusively. */
CBI_HIDDEN void cbi_lock_finish(struct cbi_lock *lock);
/* For destructors: run(arg), holding n locks exclusively: now, or when they are
   released. Without memory to remember it, never. Keeps a pending exception. */
CBI_HIDDEN void cbi_lock_run(struct cbi_lock *const *const *locks, int n,
                             void (*run)(void *), void *arg);
/* The same where it cannot be put off, since the object's memory goes: waits, detached;
   never runs if that would never end. */
CBI_HIDDEN void cbi_lock_wait_run(struct cbi_lock *const *const *locks, int n,
                                  void (*run)(void *), void *arg);

/* The lock of that name, one per process: shared by modules and interpreters. NULL:
   MemoryError is set. */
CBI_HIDDEN struct cbi_lock *cbi_named_lock(const char *name);
/* What CB_GIL(held) means where there is no GIL: NULL where there is one. */
CBI_HIDDEN struct cbi_lock *cbi_module_lock(void);

#endif
