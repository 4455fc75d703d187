/* SPDX-License-Identifier: MIT
   carbide/runtime/lock_run.c: C's destructors that want locks. They are run where an
   object dies, which may be anywhere, so nobody waits: what cannot run now is left to
   whoever releases the lock. In: places of locks, a function, its argument. */
#include "carbide/runtime/small.h"

#include <stdlib.h>

struct run {
    struct cbi_lock *const *const *locks;
    int n;
    void (*run)(void *);
    void *arg;
    struct cbi_lock *waits_for; /* held by who runs this; NULL: none is */
    const struct cbi_ending *ending;    /* close() has locks for it; or NULL */
};

/* What this thread is about to have destroyed, which the caller does: it is put back for
   `run` alone, since what was left to the locks runs here as well. */
static const struct cbi_ending *
take_ending(void)
{
    const struct cbi_ending **place = cbi_ending ? cbi_ending() : NULL;
    const struct cbi_ending *ending = place ? *place : NULL;
    if (ending) {
        *place = NULL;
    }
    return ending;
}

static void
run_for(const struct cbi_ending *ending, void (*run)(void *), void *arg)
{
    if (ending) {
        *cbi_ending() = ending;
    }
    run(arg);
    if (ending) {
        *cbi_ending() = NULL;
    }
}

static bool
has_locked(const struct cbi_ending *ending, const struct cbi_lock *lock)
{
    for (int k = 0; ending && k < ending->n_held; k++) {
        if (ending->held[k].lock == lock) {
            return true;
        }
    }
    return ending && ending->has_all;
}

static bool
is_held(const struct run *r, const struct cbi_lock *lock)
{
    return lock == r->waits_for || has_locked(r->ending, lock);
}

static void
unlock(const struct run *r, int n)
{
    while (n-- > 0) {
        if (!is_held(r, *r->locks[n])) {
            cbi_unlock(*r->locks[n], true);
        }
    }
}

/* Runs it, or gives the lock that is not free. */
static struct cbi_lock *
attempt(const struct run *r)
{
    for (int k = 0; k < r->n; k++) {
        if (!is_held(r, *r->locks[k]) && !cbi_try_lock(*r->locks[k], true)) {
            unlock(r, k);
            return *r->locks[k];
        }
    }
    run_for(r->ending, r->run, r->arg);
    unlock(r, r->n);
    return NULL;
}

static void
try_again(void *arg)
{
    enum { PATIENCE = 1000 };   /* it ends when there is no memory to take a lock */
    struct run *r = arg;
    for (int tries = 0; tries < PATIENCE; tries++) {
        struct cbi_lock *busy = attempt(r);
        if (!busy) {
            break;
        }
        r->waits_for = busy;
        const int deferred = cbi_lock_join()
                             ? cbi_lock_table->defer(busy, try_again, r) : -1;
        if (deferred > 0) {
            return;
        }
        if (deferred < 0) {     /* no memory: it is never run */
            break;
        }
        r->waits_for = NULL;    /* it is free again */
    }
    free(r);
}

void
cbi_lock_run(struct cbi_lock *const *const *locks, int n, void (*run)(void *),
             void *arg)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    struct run now = {locks, n, run, arg, NULL, take_ending()};
    if (attempt(&now)) {
        struct run *r = malloc(sizeof *r);
        if (r) {
            *r = now;
            r->ending = NULL;
            try_again(r);
        }
    }
    PyErr_Restore(type, value, traceback);
}

static bool
wait_for(struct cbi_lock *lock)
{
    struct cbi_wish wish = {{lock, NULL, NULL, NULL, CBI_HOLD_EXCLUSIVE}, false, true,
                            false, 0};
    struct cbi_lock_hold other;
    enum cbi_answer answer = cbi_try_lock(lock, true) ? CBI_LOCK_GRANTED
                                                      : CBI_LOCK_BUSY;
    while (answer == CBI_LOCK_BUSY && cbi_lock_join()
           && !__atomic_load_n(cbi_lock_table->closing, __ATOMIC_ACQUIRE)) {
        PyThreadState *thread = PyEval_SaveThread();
        answer = cbi_lock_table->wait(&wish, 100, &other);
        PyEval_RestoreThread(thread);
    }
    return answer == CBI_LOCK_GRANTED;
}

/* One after the other, in any order: a ring is found, and then this gives way. */
void
cbi_lock_wait_run(struct cbi_lock *const *const *locks, int n, void (*run)(void *),
                  void *arg)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    const struct cbi_ending *ending = take_ending();
    int k = 0;
    while (k < n && (has_locked(ending, *locks[k]) || wait_for(*locks[k]))) {
        k++;
    }
    if (k == n) {
        run_for(ending, run, arg);
    }
    while (k-- > 0) {
        if (!has_locked(ending, *locks[k])) {
            cbi_unlock(*locks[k], true);
        }
    }
    PyErr_Restore(type, value, traceback);
}
