/* SPDX-License-Identifier: MIT
   carbide/runtime/lock.c: the long paths of the reader/writer lock: threads' records,
   waiting, rings of waiting threads, fork. No Python in it. In: wishes; out: answers;
   what they become in Python, locks.c says.

   One mutex guards what threads see of each other: who waits, for what, and the records
   of those who wait. It is a leaf, held for a few microseconds. A thread's own record
   is written without it, since nobody reads it unless its thread waits; or the part of it
   that stays while others run its callbacks, so a record moves under the mutex. */
#include "carbide/glue/lock.h"
#include "carbide/runtime/thread.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROOM = 16,                  /* holds of a new record; it grows */
    POLITE_NS = 5000000,        /* for how long a newcomer lets old waiters go first */
    OLD_NS = 10000000           /* from when on a waiter wants that */
};

struct thread {
    struct cbi_holder holder;   /* first: a holder is its thread */
    struct thread *all, *unused;
    struct thread *next;        /* who waits behind this one */
    struct cbi_wish *wish;      /* while it waits, else NULL */
    struct thread *to_do, *via; /* see find_ring */
    uint64_t mark;
    struct cbi_behalf whom;     /* changed and read under the mutex */
    cbi_condition awake;
};

static struct cbi_lock_hold nothing[1];
static struct cbi_holder no_room = {0, nothing + 1, nothing + 1, nothing};
_Thread_local struct cbi_holder *cbi_holder = &no_room;

static cbi_mutex guard = CBI_MUTEX_INIT;
static struct thread *all, *unused, *waiting;
static uint64_t epoch, marks;
static _Thread_local struct thread *mine;
static struct cbi_holder *closing;

/* ------------------------------------------------------------------- the word */
static uint64_t
load(struct cbi_lock *lock)
{
    return __atomic_load_n(&lock->word, __ATOMIC_RELAXED);
}

static bool
change(struct cbi_lock *lock, uint64_t seen, uint64_t to)
{
    return __atomic_compare_exchange_n(&lock->word, &seen, to, false, __ATOMIC_ACQ_REL,
                                       __ATOMIC_RELAXED);
}

static bool
is_held(uint64_t word)
{
    return word & (CBI_LOCK_WRITER | CBI_LOCK_READERS);
}

/* ------------------------------------------------------------ threads' records */
static void
clear(struct thread *t)
{
    t->holder.top = t->holder.base + 1;
    t->wish = NULL;
    t->whom = (struct cbi_behalf){NULL, 0};
    cbi_condition_init(&t->awake);
}

CBI_THREAD_END(thread_ends, value)
{
    struct thread *t = value;
    mine = NULL;
    cbi_holder = &no_room;
    cbi_mutex_lock(&guard);
    if (t->holder.top == t->holder.base + 1) {  /* else it was killed: it keeps them */
        t->unused = unused;
        unused = t;
    }
    cbi_mutex_unlock(&guard);
}

static void
before_fork(void)
{
    cbi_mutex_lock(&guard);
}

static void
in_parent(void)
{
    cbi_mutex_unlock(&guard);
}

/* Only this thread is left, with its locks; words of the old epoch are not true. */
CBI_COLD static void
in_child(void)
{
    epoch += ~CBI_LOCK_EPOCH + 1;
    waiting = NULL;
    unused = NULL;
    for (struct thread *t = all; t; t = t->all) {
        if (t != mine) {
            clear(t);
            t->unused = unused;
            unused = t;
        }
    }
    if (mine) {
        struct cbi_holder *me = &mine->holder;
        me->free = epoch;
        for (struct cbi_lock_hold *h = me->base + 1; h < me->top; h++) {
            h->lock->word = epoch | (h->lock->word & CBI_LOCK_DEFERRED);
        }
        for (struct cbi_lock_hold *h = me->base + 1; h < me->top; h++) {
            h->lock->word += h->flags & CBI_HOLD_NESTED ? 0
                             : h->flags & CBI_HOLD_WRITES ? CBI_LOCK_WRITER : 1;
        }
        mine->whom = (struct cbi_behalf){NULL, 0};
        cbi_condition_init(&mine->awake);
    }
    cbi_mutex_unlock(&guard);
}

/* Under the guard. */
CBI_COLD static struct thread *
new_thread(void)
{
    static cbi_thread_key key;
    static bool ready;
    if (!ready) {
        if (!cbi_thread_key_make(&key, thread_ends)) {
            return NULL;
        }
        cbi_at_fork(before_fork, in_parent, in_child);
        ready = true;
    }
    struct thread *t = unused;
    if (!t) {
        t = calloc(1, sizeof *t);
        struct cbi_lock_hold *room = t ? calloc(ROOM, sizeof *room) : NULL;
        if (!room) {
            free(t);
            return NULL;
        }
        t->holder = (struct cbi_holder){epoch, room + 1, room + ROOM, room};
        t->all = all;
        all = t;
    }
    else {
        unused = t->unused;
    }
    t->holder.free = epoch;
    clear(t);
    if (!cbi_thread_key_set(key, t)) {
        t->unused = unused;
        unused = t;
        return NULL;
    }
    return t;
}

static struct cbi_holder *
holder(void)
{
    if (!mine) {
        cbi_mutex_lock(&guard);
        mine = new_thread();
        cbi_mutex_unlock(&guard);
    }
    return mine ? &mine->holder : NULL;
}

static bool
has_room(struct cbi_holder *me)
{
    if (me->top < me->end) {
        return true;
    }
    size_t n = (size_t)(me->top - me->base);
    cbi_mutex_lock(&guard);
    struct cbi_lock_hold *more = realloc(me->base, 2 * n * sizeof *more);
    if (more) {
        *me = (struct cbi_holder){me->free, more + n, more + 2 * n, more};
    }
    cbi_mutex_unlock(&guard);
    return more;
}

/* The last hold of the lock; NULL: none. */
static struct cbi_lock_hold *
find(const struct cbi_holder *me, const struct cbi_lock *lock)
{
    struct cbi_lock_hold *h = me->top;
    while (--h > me->base && h->lock != lock) {
    }
    return h > me->base ? h : NULL;
}

/* ---------------------------------------------------------------------- taking */
/* A word that an older epoch left. True: its writer vanished. */
static bool
renew(struct cbi_lock *lock, uint64_t seen, uint64_t free)
{
    return change(lock, seen, free | (seen & CBI_LOCK_DEFERRED))
           && seen & CBI_LOCK_WRITER;
}

/* What the word becomes when the wish is granted; 0: it cannot be now. `readers`: those
   of this thread. */
static uint64_t
granted(const struct cbi_wish *wish, uint64_t seen, uint64_t readers, bool polite)
{
    if (seen & CBI_LOCK_WRITER || (polite && seen & CBI_LOCK_PATIENCE)) {
        return 0;
    }
    if (wish->hold.flags & CBI_HOLD_EXCLUSIVE) {
        return (seen & CBI_LOCK_READERS) == readers ? seen | CBI_LOCK_WRITER : 0;
    }
    return (seen & CBI_LOCK_READERS) < CBI_LOCK_READERS ? seen + 1 : 0;
}

static enum cbi_answer
record(struct cbi_holder *me, const struct cbi_wish *wish, uint32_t flags)
{
    *me->top = wish->hold;
    me->top++->flags |= flags;
    return CBI_LOCK_GRANTED;
}

/* How this thread has the lock already: as its writer, or as that many readers. */
static uint64_t
readers_of(const struct cbi_holder *me, const struct cbi_lock *lock, bool *writes)
{
    uint64_t n = 0;
    for (const struct cbi_lock_hold *h = me->base + 1; h < me->top; h++) {
        if (h->lock == lock) {
            *writes |= h->flags & CBI_HOLD_WRITES;
            n += h->flags == 0;
        }
    }
    return n;
}

static enum cbi_answer
try_(struct cbi_wish *wish, struct cbi_lock_hold *other)
{
    struct cbi_lock *lock = wish->hold.lock;
    struct cbi_holder *me = holder();
    if (!me || !has_room(me)) {
        return CBI_LOCK_NO_MEMORY;
    }
    const struct cbi_lock_hold *own = find(me, lock);
    bool writes = false;
    uint64_t readers = own ? readers_of(me, lock, &writes) : 0;
    if (own && (writes || wish->hold.flags & CBI_HOLD_EXCLUSIVE)) {
        *other = *own;
        if (!wish->reentrant) {
            return CBI_LOCK_OWN;
        }
        if (writes) {
            return record(me, wish, CBI_HOLD_NESTED);
        }
    }
    /* Whoever holds something must not be kept back: that would be a ring. */
    bool polite = !wish->pushes && me->top == me->base + 1;
    for (;;) {
        uint64_t seen = load(lock);
        if ((seen & CBI_LOCK_EPOCH) != me->free) {
            if (renew(lock, seen, me->free)) {
                return CBI_LOCK_BROKEN;
            }
            continue;
        }
        uint64_t to = granted(wish, seen, readers, polite);
        if (!to && own && !(wish->hold.flags & CBI_HOLD_EXCLUSIVE)) {
            return record(me, wish, CBI_HOLD_NESTED);   /* the word counts no further */
        }
        if (!to) {
            return CBI_LOCK_BUSY;
        }
        if (change(lock, seen, to)) {
            return record(me, wish, 0);
        }
    }
}

/* --------------------------------------------------------------------- waiting */
CBI_COLD static void
act_for(struct cbi_behalf *whom)
{
    const struct cbi_behalf nobody = {NULL, 0};
    if (!holder()) {
        *whom = nobody;         /* it waits for nothing without a record */
        return;
    }
    cbi_mutex_lock(&guard);
    const struct cbi_behalf before = mine->whom;
    const struct cbi_holder *h = whom->holder;
    mine->whom = h && h->end > h->base + 1 ? *whom : nobody;
    *whom = before;
    cbi_mutex_unlock(&guard);
}

static const struct cbi_lock_hold *
find_in_the_way(const struct cbi_holder *who, size_t n, const struct cbi_wish *wish)
{
    for (const struct cbi_lock_hold *h = who->base + n - 1; h > who->base; h--) {
        if (h->lock == wish->hold.lock
            && (h->flags | wish->hold.flags) & CBI_HOLD_WRITES) {
            return h;
        }
    }
    return NULL;
}

/* Is somebody in the way for whose call t runs a callback? Under the guard. */
static const struct cbi_lock_hold *
lender_in_the_way(const struct thread *t, const struct cbi_wish *wish)
{
    enum { DEEP = 16 };         /* who lends may run a callback of others itself */
    const struct cbi_lock_hold *found = NULL;
    for (int k = 0; t->whom.holder && !found && k < DEEP; k++) {
        found = find_in_the_way(t->whom.holder, t->whom.n, wish);
        t = (const struct thread *)t->whom.holder;
    }
    return found;
}

/* Is t in the way of the wish? */
static const struct cbi_lock_hold *
in_the_way(const struct thread *t, const struct cbi_wish *wish)
{
    const struct cbi_holder *who = &t->holder;
    const struct cbi_lock_hold *h = find_in_the_way(who, (size_t)(who->top - who->base),
                                                    wish);
    return h ? h : lender_in_the_way(t, wish);
}

/* Would `me` wait for threads that all wait, in the end, for `me`? Under the guard. One
   ring is enough: who waits needs all to let go. */
static enum cbi_answer
find_ring(struct thread *me, struct cbi_lock_hold *other)
{
    const struct cbi_lock_hold *lender = lender_in_the_way(me, me->wish);
    struct thread *to_do = me;
    me->to_do = NULL;
    me->mark = ++marks;
    if (lender) {
        *other = *lender;
        return CBI_LOCK_LENDER;
    }
    while (to_do) {
        struct thread *w = to_do;
        to_do = w->to_do;
        if (w != me && in_the_way(me, w->wish)) {
            *other = *in_the_way(w->via, me->wish);
            return CBI_LOCK_CYCLE;
        }
        for (struct thread *t = waiting; t; t = t->next) {
            if (t->mark != marks && in_the_way(t, w->wish)) {
                t->mark = marks;
                t->via = w == me ? t : w->via;
                t->to_do = to_do;
                to_do = t;
            }
        }
    }
    return CBI_LOCK_BUSY;
}

/* Those who could have the lock next: the oldest, and if it wants to read, the readers
   behind it. Under the guard. */
static void
wake(const struct cbi_lock *lock)
{
    bool first = true;
    for (struct thread *t = waiting; t; t = t->next) {
        if (t->wish->hold.lock == lock) {
            bool writes = t->wish->hold.flags & CBI_HOLD_EXCLUSIVE;
            if (first || !writes) {
                cbi_condition_signal(&t->awake);
            }
            if (writes) {
                return;
            }
            first = false;
        }
    }
}

static void
enqueue(struct thread *me, struct cbi_wish *wish)
{
    struct thread **last = &waiting;
    while (*last && (*last)->wish->since <= wish->since) {
        last = &(*last)->next;
    }
    me->wish = wish;
    me->next = *last;
    *last = me;
}

/* Takes `me` out of the queue, and flags from the word that no other waiter needs. */
static void
unqueue(struct thread *me, enum cbi_answer answer, uint64_t now)
{
    struct cbi_lock *lock = me->wish->hold.lock;
    struct thread **at = &waiting;
    uint64_t keep = ~(CBI_LOCK_SLEEPERS | CBI_LOCK_PATIENCE);
    while (*at != me) {
        at = &(*at)->next;
    }
    *at = me->next;
    me->wish = NULL;
    for (struct thread *t = waiting; t; t = t->next) {
        if (t->wish->hold.lock == lock) {
            keep |= CBI_LOCK_SLEEPERS;
            keep |= now - t->wish->since > OLD_NS ? CBI_LOCK_PATIENCE : 0;
        }
    }
    __atomic_fetch_and(&lock->word, keep, __ATOMIC_RELAXED);
    if (answer != CBI_LOCK_GRANTED) {
        wake(lock);             /* a signal that came may have been for another */
    }
}

static uint64_t
least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

CBI_COLD static enum cbi_answer
wait_for(struct cbi_wish *wish, int ms, struct cbi_lock_hold *other)
{
    enum cbi_answer answer = try_(wish, other);
    if (answer != CBI_LOCK_BUSY) {
        return answer;
    }
    uint64_t now = cbi_clock(), until = now + (uint64_t)ms * 1000000u;
    wish->since = wish->since ? wish->since : now;
    cbi_mutex_lock(&guard);
    enqueue(mine, wish);
    for (;; now = cbi_clock()) {
        const uint64_t waited = now - wish->since;
        wish->pushes |= waited >= POLITE_NS;
        const uint64_t flags = waited >= OLD_NS ? CBI_LOCK_SLEEPERS | CBI_LOCK_PATIENCE
                                                : CBI_LOCK_SLEEPERS;
        __atomic_fetch_or(&wish->hold.lock->word, flags, __ATOMIC_RELAXED);
        answer = try_(wish, other);
        if (answer == CBI_LOCK_BUSY && !wish->insists) {
            answer = find_ring(mine, other);
        }
        if (answer != CBI_LOCK_BUSY || now >= until) {
            break;
        }
        cbi_condition_wait(&mine->awake, &guard,
                           least(until, wish->since + (waited < POLITE_NS ? POLITE_NS
                                                       : waited < OLD_NS ? OLD_NS
                                                       : UINT64_C(1) << 62)));
    }
    unqueue(mine, answer, now);
    cbi_mutex_unlock(&guard);
    return answer;
}

/* ------------------------------------------------------------------- releasing */
/* Takes the hold out of the record. False: it is not in the word, or another hold of
   this thread stands in for it. */
static bool
forget(struct cbi_holder *me, struct cbi_lock *lock, bool exclusive, bool *writes)
{
    struct cbi_lock_hold *h = me->top;
    while (--h > me->base
           && (h->lock != lock || (h->flags & CBI_HOLD_EXCLUSIVE) != exclusive)) {
    }
    if (h == me->base) {
        return false;
    }
    const uint32_t flags = h->flags;
    *writes = flags & CBI_HOLD_WRITES;
    memmove(h, h + 1, (size_t)(me->top - h - 1) * sizeof *h);
    me->top--;
    if (flags & CBI_HOLD_NESTED) {
        return false;
    }
    for (h = me->top - 1; *writes && h > me->base; h--) {
        if (h->lock == lock && h->flags & CBI_HOLD_NESTED) {
            h->flags ^= CBI_HOLD_NESTED | CBI_HOLD_STANDS_IN;
            return false;       /* with greenlets an outer call may end first */
        }
    }
    return true;
}

static bool
release(struct cbi_lock *lock, bool exclusive)
{
    struct cbi_holder *me = holder();
    bool writes;
    if (!me || !forget(me, lock, exclusive, &writes)) {
        return false;
    }
    uint64_t seen, to;
    do {
        seen = load(lock);
        to = writes ? seen & ~CBI_LOCK_WRITER : seen - 1;
    } while (!change(lock, seen, to));
    if (to & CBI_LOCK_SLEEPERS) {
        cbi_mutex_lock(&guard);
        wake(lock);
        cbi_mutex_unlock(&guard);
    }
    return to & CBI_LOCK_DEFERRED && !is_held(to);
}

/* ---------------------------------------------------------------- deferred work */
struct work {
    struct work *next;
    struct cbi_lock *lock;
    void (*run)(void *);
    void *arg;
};
static struct work *works;

CBI_COLD static int
defer(struct cbi_lock *lock, void (*run)(void *), void *arg)
{
    struct work *w = malloc(sizeof *w);
    struct cbi_holder *me = holder();
    if (!w || !me) {
        free(w);
        return -1;
    }
    *w = (struct work){NULL, lock, run, arg};
    cbi_mutex_lock(&guard);
    uint64_t seen;
    do {
        seen = load(lock);
        if ((seen & CBI_LOCK_EPOCH) != me->free || !is_held(seen)) {
            cbi_mutex_unlock(&guard);
            free(w);
            return 0;
        }
    } while (!change(lock, seen, seen | CBI_LOCK_DEFERRED));
    struct work **last = &works;
    while (*last) {
        last = &(*last)->next;
    }
    *last = w;
    cbi_mutex_unlock(&guard);
    return 1;
}

CBI_COLD static bool
work(struct cbi_lock *lock, void (**run)(void *), void **arg)
{
    cbi_mutex_lock(&guard);
    struct work **at = &works;
    while (*at && (*at)->lock != lock) {
        at = &(*at)->next;
    }
    struct work *w = *at;
    if (w) {
        *at = w->next;
        *run = w->run;
        *arg = w->arg;
    }
    else {
        __atomic_fetch_and(&lock->word, ~CBI_LOCK_DEFERRED, __ATOMIC_RELAXED);
    }
    cbi_mutex_unlock(&guard);
    free(w);
    return w;
}

/* ----------------------------------------------------------------- named locks */
static struct cbi_named_lock *names;

CBI_COLD static struct cbi_named_lock *
named(const char *name)
{
    cbi_mutex_lock(&guard);
    struct cbi_named_lock *n = names;
    while (n && strcmp(n->name, name) != 0) {
        n = n->next;
    }
    const size_t size = strlen(name) + 1;
    if (!n && (n = calloc(1, sizeof *n + size))) {
        n->next = names;
        memcpy(n->name, name, size);
        names = n;
    }
    cbi_mutex_unlock(&guard);
    return n;
}

static uint32_t lists;
static uint64_t births;

static const void **
to_close(void)
{
    static _Thread_local const void *locks;
    return &locks;
}

static const struct cbi_ending **
ending(void)
{
    static _Thread_local const struct cbi_ending *now;
    return &now;
}

const struct cbi_lock_table cbi_own_lock_table = {
    CBI_LOCK_ABI, sizeof(struct cbi_lock_table), holder, try_, wait_for, release, defer,
    work, named, &closing, &lists, &births, to_close,
    act_for, ending};
