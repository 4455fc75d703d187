/* SPDX-License-Identifier: MIT
   carbide/runtime/locks.c: what the locks of lock.c are for Python: all of a call's at
   once, waited for detached, with Ctrl-C, the end of the interpreter, and exceptions
   that say who is in the way. In: the class arguments of a call; out: they are locked,
   or an exception is set. */
#include "carbide/runtime/runtime.h"

#include <stdlib.h>

enum { SLICE_MS = 100 };        /* how long nobody looks for signals */

/* Set before any function of the module can be called. */
const struct cbi_lock_table *cbi_lock_table = &cbi_own_lock_table;      /* so far */
#define table cbi_lock_table

/* ----------------------------------------------------------------------- order */
/* The same in every thread, so that no ring arises between calls: what is not of an
   object first, then by address. What is the same object stands together. */
static int
compare(const void *a, const void *b)
{
    const struct cbi_held *x = a, *y = b;
    const bool x_first = x->argument < CBI_LOCKS_SELF;
    const bool y_first = y->argument < CBI_LOCKS_SELF;
    if (x_first != y_first) {
        return x_first ? -1 : 1;
    }
    if (x->lock != y->lock) {
        return (uintptr_t)x->lock < (uintptr_t)y->lock ? -1 : 1;
    }
    if (x->object != y->object) {
        return (uintptr_t)x->object < (uintptr_t)y->object ? -1 : 1;
    }
    if (x->is_keeper != y->is_keeper) {
        return x->is_keeper ? 1 : -1;
    }
    return x->argument < y->argument ? -1 : 1;
}

static void
sort(struct cbi_held *held, int n)
{
    if (n == 2) {
        if (compare(&held[0], &held[1]) > 0) {
            struct cbi_held first = held[0];
            held[0] = held[1];
            held[1] = first;
        }
    }
    else if (n > 2) {
        qsort(held, (size_t)n, sizeof *held, compare);
    }
}

CBI_COLD static bool
fail_twice(struct cbi_call *call, const struct cbi_held *a, const struct cbi_held *b)
{
    const char *function = cbi_function_name(call);
    const char *first = a->argument < 0 ? "self" : cbi_name(call, a->argument);
    if (a->argument == b->argument) {
        return cbi_fail(call, PyExc_ValueError, b->argument,
                        "holds the same object twice, but %s() changes it: give it "
                        "different objects", function);
    }
    return cbi_fail(call, PyExc_ValueError, b->argument,
                    "is the same object as %s, but %s() changes one of them: give it "
                    "two objects", first, function);
}

/* Of each lock only the first entry is kept, as strong as all of them; a thread that has
   the lock already is let in if it is by each of them. */
static bool
merge(struct cbi_call *call, struct cbi_held *held, int n)
{
    struct cbi_held *first = held;
    for (struct cbi_held *h = held; h < held + n; h++) {
        h->is_let_in |= h->reentrant;
        if (h == held || !h->lock || h->lock != first->lock) {
            first = h;
            continue;
        }
        if (h->object == h[-1].object && (h->exclusive || h[-1].exclusive)
            && !h->reentrant && !h->is_keeper && h->argument >= CBI_LOCKS_SELF) {
            return fail_twice(call, h - 1, h);
        }
        first->exclusive |= h->exclusive;
        first->is_let_in &= h->is_let_in;
    }
    return true;
}

/* -------------------------------------------------------------------- messages */
/* Name of the function that a hold was made by, maybe another module's. */
static const char *
name_of(const struct cbi_lock_hold *h)
{
    const char *name = h->names;
    for (unsigned k = h->function[CBI_F_NAME]; k; k--) {
        name += strlen(name) + 1;
    }
    return name;
}

CBI_COLD static void
fail_own(struct cbi_call *call, const struct cbi_held *held,
         const struct cbi_lock_hold *own)
{
    const char *function = cbi_function_name(call);
    if (!own->function) {
        const char *of = held->argument >= CBI_LOCKS_SELF ? "the same" : "an";
        PyErr_Format(PyExc_RuntimeError, "%s() called while the destructor of %s object "
                     "is running in this thread", function, of);
        return;
    }
    PyErr_Format(PyExc_RuntimeError, "%s() called while %s()%s is running in this "
                 "thread", function, name_of(own),
                 held->argument == CBI_LOCKS_NAMED ? ", which has the same CB_LOCK,"
                 : held->argument == CBI_LOCKS_MODULE ? ", which excludes it,"
                 : own->object == held->object ? " on the same object"
                 : " on an object that shares its lock");
}

/* What the call waits for: "self", "the argument x", "the lock NAME". */
static const char *
what(struct cbi_call *call, const struct cbi_held *held, char text[120])
{
    if (held->argument == CBI_LOCKS_NAMED) {
        snprintf(text, 120, "the lock \"%s\"",
                 ((const struct cbi_named_lock *)held->lock)->name);
    }
    else if (held->argument >= 0) {
        snprintf(text, 120, "%s", cbi_name(call, held->argument));
    }
    else {
        strcpy(text, held->argument == CBI_LOCKS_SELF ? "self" : "the module's lock");
    }
    return text;
}

CBI_COLD static void
fail(struct cbi_call *call, const struct cbi_held *held, enum cbi_answer answer,
     const struct cbi_lock_hold *other)
{
    char text[120];
    switch (answer) {
    case CBI_LOCK_OWN:
        fail_own(call, held, other);
        break;
    case CBI_LOCK_CYCLE:
        cbi_fail(call, PyExc_RuntimeError, -1, "deadlock: %s is held by %s%s in "
                 "another thread, which waits for an object that this thread holds",
                 what(call, held, text),
                 other->function ? name_of(other) : "a destructor",
                 other->function ? "()" : "");
        break;
    case CBI_LOCK_LENDER:
        cbi_fail(call, PyExc_RuntimeError, -1, "deadlock: %s is held by %s%s in "
                 "another thread, which waits for this callback", what(call, held, text),
                 other->function ? name_of(other) : "a destructor",
                 other->function ? "()" : "");
        break;
    case CBI_LOCK_BROKEN:
        cbi_fail(call, PyExc_RuntimeError, -1, "%s was held for writing by another "
                 "thread when this process was forked: its data may be half changed",
                 what(call, held, text));
        break;
    case CBI_LOCK_BUSY:
        cbi_fail(call, PyExc_RuntimeError, -1, "%s is in use by another thread while "
                 "the interpreter shuts down", what(call, held, text));
        break;
    default:
        PyErr_NoMemory();
    }
}

/* --------------------------------------------------------------- deferred work */
CBI_COLD static void
do_work(struct cbi_lock *lock)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    do {
        void (*run)(void *);
        void *arg;
        if (!cbi_try_lock(lock, true)) {
            break;              /* whoever has it now will do it */
        }
        while (table->work(lock, &run, &arg)) {
            run(arg);
        }
    } while (table->release(lock, true));
    PyErr_Restore(type, value, traceback);
}

/* Without what is deferred: that wants an attached thread. */
static void
let_go(struct cbi_held *held, int n)
{
    while (n-- > 0) {
        if (held[n].taken) {
            held[n].taken = false;
            table->release(held[n].lock, held[n].exclusive);
        }
    }
}

CBI_COLD void
cbi_unlock_slowly(struct cbi_held *held, int n)
{
    while (n-- > 0) {
        if (held[n].taken) {
            held[n].taken = false;
            cbi_unlock(held[n].lock, held[n].exclusive);
        }
    }
}

/* --------------------------------------------------------------------- locking */
static bool
must_leave(void)
{
    struct cbi_holder *closing = __atomic_load_n(table->closing, __ATOMIC_ACQUIRE);
    return closing && closing != cbi_holder;
}

/* Waits detached. `held` are all of the call. False with BUSY: the interpreter ends. */
CBI_COLD static bool
wait_for(struct cbi_call *call, struct cbi_held *held, int n, struct cbi_wish *wish,
         enum cbi_answer *answer, struct cbi_lock_hold *other)
{
    while (*answer == CBI_LOCK_BUSY) {
        const bool closing = __atomic_load_n(table->closing, __ATOMIC_ACQUIRE);
        call->ran = true;
        PyThreadState *thread = PyEval_SaveThread();
        *answer = table->wait(wish, SLICE_MS, other);
        const bool leave = must_leave();
        if (leave) {            /* nothing may stay locked if attaching never ends */
            if (*answer == CBI_LOCK_GRANTED) {
                table->release(wish->hold.lock, wish->hold.flags & CBI_HOLD_EXCLUSIVE);
            }
            let_go(held, n);
            *answer = CBI_LOCK_BUSY;
        }
        PyEval_RestoreThread(thread);
        if (*answer == CBI_LOCK_BUSY && (closing || leave)) {
            return true;
        }
        if (*answer == CBI_LOCK_BUSY && PyErr_CheckSignals() != 0) {
            return false;       /* an exception is set */
        }
    }
    return true;
}

static bool
lock_one(struct cbi_call *call, struct cbi_held *held, struct cbi_held *all, int n)
{
    if (cbi_lock_take(held->lock, held->object, held->exclusive, call->function,
                      cbi_module.names)) {
        held->taken = true;
        return true;
    }
    struct cbi_wish wish = {{held->lock, held->object, call->function, cbi_module.names,
                             held->exclusive}, held->is_let_in, false, false, 0};
    struct cbi_lock_hold other = {0};
    enum cbi_answer answer = table->try_(&wish, &other);
    if (!wait_for(call, all, n, &wish, &answer, &other)) {
        return false;
    }
    if (answer != CBI_LOCK_GRANTED) {
        fail(call, held, answer, &other);
        return false;
    }
    held->taken = true;
    return true;
}

bool
cbi_lock_join(void)
{
    struct cbi_holder *me = table->holder();
    if (me) {
        cbi_holder = me;
    }
    return me;
}

bool
cbi_lock_slowly(struct cbi_call *call, struct cbi_held *held, int n)
{
    for (int i = 0; i < n; i++) {
        held[i].taken = false;
    }
    if (!cbi_lock_join()) {
        return cbi_no_memory();
    }
    sort(held, n);
    if (!merge(call, held, n)) {
        return false;
    }
    for (int i = 0; i < n; i++) {
        if (held[i].lock && !(i && held[i].lock == held[i - 1].lock)
            && !lock_one(call, &held[i], held, i)) {
            cbi_unlock_slowly(held, i);
            return false;
        }
    }
    return true;
}

void
cbi_let_go_at_end(struct cbi_held *held, int n)
{
    if (CBI_UNLIKELY(must_leave())) {
        let_go(held, n);
    }
}

void
cbi_attach_locked(struct cbi_call *call, struct cbi_held *held, int n)
{
    cbi_let_go_at_end(held, n);
    cbi_attach(call);
}

/* -------------------------------------------------------------------- one lock */
bool
cbi_try_lock(struct cbi_lock *lock, bool exclusive)
{
    if (cbi_lock_take(lock, NULL, exclusive, NULL, NULL)) {
        return true;
    }
    struct cbi_wish wish = {{lock, NULL, NULL, NULL, exclusive}, false, true, false, 0};
    struct cbi_lock_hold other;
    if (!cbi_lock_join()) {
        return false;
    }
    enum cbi_answer answer = table->try_(&wish, &other);
    if (answer == CBI_LOCK_BROKEN) {    /* nobody would hear of it */
        answer = table->try_(&wish, &other);
    }
    return answer == CBI_LOCK_GRANTED;
}

void
cbi_unlock(struct cbi_lock *lock, bool exclusive)
{
    if (!cbi_lock_give(lock, exclusive) && table->release(lock, exclusive)) {
        do_work(lock);
    }
}

void
cbi_lock_finish(struct cbi_lock *lock)
{
    PyObject *type, *value, *traceback;
    void (*run)(void *);
    void *arg;
    PyErr_Fetch(&type, &value, &traceback);
    while (table->work(lock, &run, &arg)) {
        run(arg);
    }
    PyErr_Restore(type, value, traceback);
}

bool
cbi_lock_defer(struct cbi_lock *lock, void (*run)(void *), void *arg)
{
    return cbi_lock_join() && table->defer(lock, run, arg) > 0;
}

/* ---------------------------------------------------------------- shared locks */
CBI_COLD struct cbi_lock *
cbi_named_lock(const char *name)
{
    struct cbi_named_lock *named = table->named(name);
    if (!named) {
        PyErr_NoMemory();
        return NULL;
    }
    return &named->lock;
}

struct cbi_lock *
cbi_module_lock(void)
{
    static struct cbi_lock lock;
    return cbi_head == 16 ? NULL : &lock;
}

/* --------------------------------------------------------- the interpreter ends */
static PyObject *
ends(PyObject *self, PyObject *unused)
{
    (void)self;
    (void)unused;
    if (cbi_lock_join()) {
        __atomic_store_n(table->closing, cbi_holder, __ATOMIC_RELEASE);
    }
    Py_IncRef(Py_None);
    return Py_None;
}

CBI_COLD bool
cbi_add_locks(void)
{
    const struct cbi_lock_table *found = cbi_shared_locks();
    static CbMethodDef def = {"carbide_ends", (void (*)(void))ends, CB_METH_NOARGS, NULL};
    if (!found) {
        return false;
    }
    __atomic_store_n(&table, found, __ATOMIC_RELEASE);
    __atomic_store_n(&cbi_act_for, found->act_for, __ATOMIC_RELEASE);
    __atomic_store_n(&cbi_ending, found->ending, __ATOMIC_RELEASE);
    for (int k = 0; k < cbi_module.n_locks; k++) {
        struct cbi_lock *lock = cbi_named_lock(cbi_module.lock_names[k]);
        if (!lock) {
            return false;
        }
        __atomic_store_n(&cbi_module.locks[k], lock, __ATOMIC_RELEASE);
    }
    if (PyInterpreterState_GetID(PyInterpreterState_Get()) != 0) {
        return true;            /* of a sub-interpreter no thread outlives it */
    }
    PyObject *atexit = PyImport_ImportModule("atexit");
    PyObject *function = atexit ? PyCFunction_NewEx(&def, NULL, NULL) : NULL;
    PyObject *done = function ? PyObject_CallMethod(atexit, "register", "O", function)
                              : NULL;
    const bool good = done;
    cbi_drop(done);
    cbi_drop(function);
    cbi_drop(atexit);
    return good;
}
