/* SPDX-License-Identifier: MIT
   carbide/runtime/lending.c: objects that C lends to a callback, and may free when that is
   over. In: a pointer of C's; out: an object for it, which is closed behind the callback:
   then no thread uses it any more.

   Threads: a lent object is used under the lock of the object whose call lent it, if that
   lets nobody else in, or if C is to change it; else under its own. So who reads it reads
   it while the call that lent it goes on, and the end of the callback waits for that. */
#include "carbide/runtime/instance.h"
#include "carbide/runtime/thread.h"

#include <time.h>

void
cbi_hold_lender(struct cbi_held *h)
{
    PyObject *lent = cbi_top_of((PyObject *)(uintptr_t)h->object);
    PyObject *lender = HANDLE(lent)->lender;
    const bool whole = HANDLE(lent)->is_lent_whole;
    if (lender && (whole || h->exclusive)) {
        h->lock = &holder(lender)->lock;
        h->is_let_in = whole;
        h->reentrant &= whole;
    }
}

/* Of the innermost call of this thread that has locked something: what it has locked. */
void
cbi_set_lender(PyObject *lent)
{
    const struct cbi_lock_hold *top = cbi_holder->top - 1;
    INSTANCE(lent)->is_lent = true;
    if (INSTANCE(lent)->class->kind == 'v' || !top->lock || !top->object
        || top->names != cbi_module.names) {
        return;
    }
    PyObject *lender = (PyObject *)(uintptr_t)top->object;
    if (holder(lender)->is_lent && &holder(lender)->lock != top->lock) {
        lender = HANDLE(cbi_top_of(lender))->lender;    /* which has that lock */
    }
    if (lender) {
        HANDLE(lent)->is_lent_whole = top->flags & CBI_HOLD_WRITES;
        HANDLE(lent)->lender = lender;
        Py_IncRef(lender);
    }
}

/* C may pass one pointer twice. */
static PyObject *
lent_before(const struct cbi_class *class, const void *data, PyObject *const *lent, int k)
{
    while (k-- > 0) {
        if (lent[k] && INSTANCE(lent[k])->class == class
            && INSTANCE(lent[k])->data == data) {
            Py_IncRef(lent[k]);
            return lent[k];
        }
    }
    return NULL;
}

PyObject *
cbi_lend_object(struct cbi_call *call, int i, int which, void *data, bool nullable,
                PyObject **lent, int k)
{
    const struct cbi_class *class = cbi_class_at(call, which);
    PyObject *known = data ? cbi_known(cbi_home_at(call, which), class, data, NULL) : NULL;
    known = known ? known : lent_before(class, data, lent, k);
    if (known) {
        return known;
    }
    PyObject *made = cbi_new_object(call, i, which, NULL, data, CBI_O_CHILD | CBI_O_LENT
                                    | (nullable ? CBI_O_NULL : 0), NULL, NULL, 0);
    if (made && made != Py_None && INSTANCE(made)->is_lent) {
        Py_IncRef(made);
        lent[k] = made;
    }
    return made;
}

/* --------------------------------------------------------------------------- the end */
static bool
is_in_use(struct cbi_lock *lock)
{
    return __atomic_load_n(&lock->word, __ATOMIC_ACQUIRE)
           & (CBI_LOCK_WRITER | CBI_LOCK_READERS);
}

/* True: locked, so that nobody uses it. It waits, detached, whatever comes: C frees what
   they use. A ring of waiting threads is left to the others: one of them waits for what
   the call holds that has lent the object, and gives way. */
static bool
lock_last(struct cbi_lock *lock, const PyObject *lent)
{
    enum { SLICE_MS = 100 };
    struct cbi_wish wish = {{lock, lent, NULL, NULL, CBI_HOLD_EXCLUSIVE}, false, true,
                            true, 0};
    struct cbi_lock_hold other;
    enum cbi_answer answer = CBI_LOCK_BUSY;
    while (answer != CBI_LOCK_GRANTED && answer != CBI_LOCK_OWN) {
        answer = cbi_lock_join() ? cbi_lock_table->try_(&wish, &other)
                                 : CBI_LOCK_NO_MEMORY;
        if (answer == CBI_LOCK_NO_MEMORY && !is_in_use(lock)) {
            return false;
        }
        if (answer == CBI_LOCK_BUSY || answer == CBI_LOCK_NO_MEMORY) {
            PyThreadState *thread = PyEval_SaveThread();
            if (answer == CBI_LOCK_BUSY) {
                answer = cbi_lock_table->wait(&wish, SLICE_MS, &other);
            } else {
                nanosleep(&(struct timespec){0, 1000000}, NULL);
            }
            PyEval_RestoreThread(thread);
        }
    }
    return answer == CBI_LOCK_GRANTED;
}

/* Objects were made of it, which C may go on using, or C keeps it. */
static bool
is_depended_on(PyObject *lent)
{
    return INSTANCE(lent)->class->kind != 'v'
           && (__atomic_load_n(&HANDLE(lent)->dependants, __ATOMIC_ACQUIRE)
               || cbi_is_kept(lent));
}

/* When nobody uses it: it is closed, unless something depends on it, which may have been
   made until then. */
static bool
taken_at_last(PyObject *lent)
{
    struct cbi_lock *lock = &INSTANCE(lent)->lock;
    /* with a GIL nobody comes in while this thread is attached */
    const bool locked = (cbi_head != 16 || is_in_use(lock)) && lock_last(lock, lent);
    const bool free = INSTANCE(lent)->state != CBI_LIVE || !is_depended_on(lent);
    if (free) {
        cbi_taken(lent);
    }
    if (locked) {
        cbi_unlock(lock, true);
    }
    return free;
}

bool
cbi_end_lent(PyObject *lent)
{
    if (!lent) {
        return true;
    }
    cbi_make_unknown(lent);
    bool good = true;
    while (!taken_at_last(lent)) {
        good = cbi_close_lent(lent) && good;
    }
    Py_DecRef(lent);
    return good;
}
