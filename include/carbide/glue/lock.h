/* SPDX-License-Identifier: MIT
   carbide/glue/lock.h: a reader/writer lock in one word, and its short paths. Nothing
   here or in runtime/lock.c knows Python; carbide/glue/locks.h puts it to use.

   Every lock that a thread holds stands in that thread's record. So nobody has to say
   beforehand which calls may come back by a callback: a thread that would wait for
   itself, or for threads that wait for it, is found whatever it runs.

   The word: readers, flags, and above them the epoch, which each fork() raises in the
   child. A word of another epoch speaks of threads that are gone. */
#ifndef CARBIDE_GLUE_LOCK_H
#define CARBIDE_GLUE_LOCK_H

#include "carbide/glue/macros.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cbi_lock {
    uint64_t word;              /* zero is free */
};
#define CBI_LOCK_READERS UINT64_C(0xFFFF)   /* how many */
#define CBI_LOCK_WRITER UINT64_C(0x10000)
#define CBI_LOCK_SLEEPERS UINT64_C(0x20000) /* who releases wakes them */
#define CBI_LOCK_PATIENCE UINT64_C(0x40000) /* somebody waits for long: be polite */
#define CBI_LOCK_DEFERRED UINT64_C(0x80000) /* who releases has work to do */
#define CBI_LOCK_EPOCH UINT64_C(0xFFFFFFFF00000000)

/* One lock that a thread holds. */
struct cbi_lock_hold {
    struct cbi_lock *lock;
    const void *object;         /* what the lock protects in this call */
    const uint16_t *function;   /* who took it, and the names of its module: for
                                   messages; NULL: no function */
    const char *names;
    uint32_t flags;
};
enum {
    CBI_HOLD_EXCLUSIVE = 1,     /* asked for */
    CBI_HOLD_NESTED = 2,        /* granted since the thread had it: not in the word */
    CBI_HOLD_STANDS_IN = 4,     /* for the writer, whose call has ended */
    CBI_HOLD_WRITES = CBI_HOLD_EXCLUSIVE | CBI_HOLD_STANDS_IN
};

/* A thread's record. Never freed; another thread may get it later. `base` begins with
   an entry without lock, so that there is always a last one. */
struct cbi_holder {
    uint64_t free;              /* the word of a free lock: the epoch alone */
    struct cbi_lock_hold *top, *end, *base;
};
/* Of the running thread; before its first lock one that has no room. */
extern CBI_HIDDEN _Thread_local struct cbi_holder *cbi_holder;

/* A thread that runs a callback of another one's call, which waits for that: what that
   thread held when it lent the callback, the first n of its record, is held meanwhile. */
struct cbi_behalf {
    const struct cbi_holder *holder;    /* NULL: of nobody */
    size_t n;
};

/* The short paths: false: nothing happened, take the long one. First a guess: that
   nobody else is there. It spares a load that would wait for the last write. */
CBI_INLINE bool
cbi_lock_change(struct cbi_lock *lock, uint64_t *seen, uint64_t to, int order)
{
    return __atomic_compare_exchange_n(&lock->word, seen, to, false, order,
                                       __ATOMIC_RELAXED);
}

CBI_INLINE bool
cbi_lock_take(struct cbi_lock *lock, const void *object, bool exclusive,
              const uint16_t *function, const char *names)
{
    struct cbi_holder *me = cbi_holder;
    struct cbi_lock_hold *top = me->top;
    uint64_t seen = me->free;
    if (CBI_UNLIKELY(top == me->end)) {
        return false;
    }
    if (CBI_UNLIKELY(!cbi_lock_change(lock, &seen,
                                      seen + (exclusive ? CBI_LOCK_WRITER : 1),
                                      __ATOMIC_ACQUIRE))
        && (exclusive || seen - me->free >= CBI_LOCK_READERS    /* flags, a writer, … */
            || !cbi_lock_change(lock, &seen, seen + 1, __ATOMIC_ACQUIRE))) {
        return false;
    }
    *top = (struct cbi_lock_hold){lock, object, function, names, exclusive};
    me->top = top + 1;
    return true;
}

CBI_INLINE bool
cbi_lock_give(struct cbi_lock *lock, bool exclusive)
{
    struct cbi_holder *me = cbi_holder;
    struct cbi_lock_hold *last = me->top - 1;
    if (CBI_UNLIKELY(last->lock != lock || last->flags != exclusive)) {
        return false;
    }
    uint64_t seen = me->free + (exclusive ? CBI_LOCK_WRITER : 1);
    if (CBI_UNLIKELY(!cbi_lock_change(lock, &seen, me->free, __ATOMIC_RELEASE))
        && (exclusive || seen - me->free > CBI_LOCK_READERS     /* somebody waits */
            || !cbi_lock_change(lock, &seen, seen - 1, __ATOMIC_RELEASE))) {
        return false;
    }
    me->top = last;
    return true;
}

/* ------------------------------------------------------------- the long paths
   A wish for a lock, while it is not granted. */
struct cbi_wish {
    struct cbi_lock_hold hold;       /* what shall be recorded */
    bool reentrant;             /* a thread that has it always gets it again */
    bool pushes;                /* was polite for long enough */
    bool insists;               /* goes on waiting in a ring: another one has to give way */
    uint64_t since;             /* when it first waited, ns; 0: not yet */
};
enum cbi_answer {
    CBI_LOCK_GRANTED,
    CBI_LOCK_BUSY,
    CBI_LOCK_OWN,               /* this thread holds it: waiting would never end */
    CBI_LOCK_CYCLE,             /* threads wait for each other in a ring */
    CBI_LOCK_BROKEN,            /* its writer vanished with a fork; said once */
    CBI_LOCK_NO_MEMORY,
    CBI_LOCK_LENDER             /* held by the call that waits for this thread's callback */
};
struct cbi_named_lock {         /* lives as long as the process */
    struct cbi_lock lock;
    struct cbi_named_lock *next;
    char name[];
};
/* One set of these functions serves all modules of a process, so that they see each
   other's waiting threads. `size` tells what a later version added. */
struct cbi_ending;              /* runtime/runtime.h */
struct cbi_lock_table {
    uint32_t abi, size;
    /* The thread's record; NULL: no memory. */
    struct cbi_holder *(*holder)(void);
    /* Never waits. OWN: *other is the hold in the way. */
    enum cbi_answer (*try_)(struct cbi_wish *wish, struct cbi_lock_hold *other);
    /* Waits for so many milliseconds. CYCLE: *other is what the next thread in the ring
       holds; LENDER: what is in the way. The caller must be detached from Python. */
    enum cbi_answer (*wait)(struct cbi_wish *wish, int ms, struct cbi_lock_hold *other);
    /* True: work was deferred, and now it could be done: cbi_lock_work. */
    bool (*release)(struct cbi_lock *lock, bool exclusive);
    /* 1: whoever releases the lock is told; 0: nobody holds it; -1: no memory. */
    int (*defer)(struct cbi_lock *lock, void (*run)(void *), void *arg);
    /* The next piece of deferred work, oldest first; false: there is none. */
    bool (*work)(struct cbi_lock *lock, void (**run)(void *), void **arg);
    /* NULL: no memory. */
    struct cbi_named_lock *(*named)(const char *name);
    /* The thread that ends the interpreter; NULL: none does. From then on other threads
       may never come back when they attach. */
    struct cbi_holder **closing;
    /* Of the objects that keep each other, in whichever module (runtime/lives.c): the word
       of their lists; how many were born; what this thread has locked to close some. */
    uint32_t *lists;
    uint64_t *births;
    const void **(*to_close)(void);
    /* Whose callback this thread runs from now on; *whom becomes whose it ran before. */
    void (*act_for)(struct cbi_behalf *whom);
    /* What this thread is about to have C destroy, in whichever module; NULL: nothing. */
    const struct cbi_ending **(*ending)(void);
};
enum { CBI_LOCK_ABI = 1 };
extern CBI_HIDDEN const struct cbi_lock_table cbi_own_lock_table;

/* Once in the generated file of a module with locks: where the process keeps the table.
   A symbol that is unique though modules do not see each other's (glibc). */
#if defined(__linux__) && defined(__GLIBC__)
#define CBI_UNIQUE_SYMBOLS
extern CBI_HIDDEN const struct cbi_lock_table **cbi_locks_place __attribute__((weak));
#define CBI_SHARED_LOCKS                                                              \
    __asm__(".pushsection .bss.carbide_locks_1, \"aw\", %nobits\n"                     \
            ".balign 8\n"                                                             \
            ".globl carbide_locks_1\n"                                                \
            ".type carbide_locks_1, %gnu_unique_object\n"                             \
            ".size carbide_locks_1, 8\n"                                              \
            "carbide_locks_1: .zero 8\n"                                              \
            ".popsection");                                                           \
    extern CBI_EXPORT const struct cbi_lock_table *carbide_locks_1;                   \
    const struct cbi_lock_table **cbi_locks_place = &carbide_locks_1
#else
#define CBI_SHARED_LOCKS _Static_assert(1, "")
#endif

#endif
