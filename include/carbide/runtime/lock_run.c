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
};

static void
unlock(const struct run *r, int n)
{
    while (n-- > 0) {
        if (*r->locks[n] != r->waits_for) {
            cbi_unlock(*r->locks[n], true);
        }
    }
}

/* Runs it, or gives the lock that is not free. */
static struct cbi_lock *
attempt(const struct run *r)
{
    for (int k = 0; k < r->n; k++) {
        if (*r->locks[k] != r->waits_for && !cbi_try_lock(*r->locks[k], true)) {
            unlock(r, k);
            return *r->locks[k];
        }
    }
    r->run(r->arg);
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
    struct run now = {locks, n, run, arg, NULL};
    if (attempt(&now)) {
        struct run *r = malloc(sizeof *r);
        if (r) {
            *r = now;
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
    int k = 0;
    while (k < n && wait_for(*locks[k])) {
        k++;
    }
    if (k == n) {
        run(arg);
    }
    while (k-- > 0) {
        cbi_unlock(*locks[k], true);
    }
    PyErr_Restore(type, value, traceback);
}
