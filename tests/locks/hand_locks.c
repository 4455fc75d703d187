/* SPDX-License-Identifier: MIT
   hand_locks.c: a module written by hand that drives the locks of calls: eight
   counters, each with a lock, and functions that take them in every way. */
#include "carbide/glue.h"

#include <time.h>
#ifdef _WIN32
#include <windows.h>
#endif

enum { N_add, N_i, N_n, N_detached, N_add_tested, N_add_without, N_get, N_merge, N_j,
       N_each, N_exclusive, N_callback, N_reentrant, N_hold, N_ms, N_word, N_drop, N_dropped,
       N_named, N_name, N_held, N_all, N_objects, N_pair, N_drop_both, N_drop_waiting };
static const char names[] =
    "Count.add\0" "i\0" "n\0" "detached\0" "Count.add_tested\0" "add_without\0"
    "Count.get\0" "Count.merge\0" "j\0" "Count.each\0" "exclusive\0" "callback\0"
    "reentrant\0" "Count.hold\0" "ms\0" "word\0" "drop\0" "dropped\0" "named\0"
    "name\0" "held\0" "add_all\0" "objects\0"
    "pair\0" "drop_both\0" "drop_waiting\0";

static struct count {
    struct cbi_lock lock;
    long n;
} counts[8];
static long n_dropped;
/* Where the locks of a destructor are found. */
#define PLACE(i) {&(struct cbi_lock *){&counts[i].lock}}
static struct cbi_lock *const *const places[8][1] = {
    PLACE(0), PLACE(1), PLACE(2), PLACE(3), PLACE(4), PLACE(5), PLACE(6), PLACE(7)};
static struct cbi_lock *const *const both_places[] = {
    &(struct cbi_lock *){&counts[0].lock}, &(struct cbi_lock *){&counts[1].lock}};

#define ARGS PyObject *self, PyObject *const *args, intptr_t nargs, PyObject *kwnames
#define BEGIN(record, n)                                                              \
    CBI_CALL(record, self);                                                           \
    PyObject *bound[n];                                                               \
    PyObject *result = NULL;                                                          \
    PyObject *const *slot = cbi_all_slots(&py_call, args, nargs, kwnames, bound, n);  \
    if (!slot) {                                                                      \
        return NULL;                                                                  \
    }
#define INT(k, variable)                                                              \
    int variable;                                                                     \
    if (!cbi_get_int(&py_call, k, slot[k], CBI_INT(int), &variable)) {                \
        return NULL;                                                                  \
    }
#define COUNT(k, variable)                                                            \
    INT(k, variable)                                                                  \
    variable &= 7
#define HELD(k, which, is_exclusive)                                                  \
    {&counts[which].lock, &counts[which], k, is_exclusive, false, false}

static void
nap(int ms)
{
#ifdef _WIN32
    Sleep((DWORD)ms);
#else
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
#endif
}

static void
increment(struct count *c, int n)
{
    volatile long *to = &c->n;
    for (int k = 0; k < n; k++) {
        *to = *to + 1;
    }
}

/* add(i, n, detached): n increments under the lock. */
static const uint16_t f_add[] = {N_add, 3, 3, 3, 0, N_i, N_n, N_detached};
static PyObject *
py_add(ARGS)
{
    BEGIN(f_add, 3)
    COUNT(0, i);
    INT(1, n)
    INT(2, detached)
    struct cbi_held held[] = {HELD(-1, i, true)};
    if (!cbi_lock_all(&py_call, held, 1)) {
        return NULL;
    }
    if (detached) {
        cbi_detach(&py_call);
        increment(&counts[i], n);
        cbi_attach_locked(&py_call, held, 1);
    }
    else {
        increment(&counts[i], n);
    }
    cbi_unlock_all(&py_call, held, 1);
    result = cbi_new_none();
    return result;
}

static const uint16_t f_add_tested[] = {N_add_tested, 2, 2, 2, 0, N_i, N_n};
static PyObject *
py_add_tested(ARGS)
{
    BEGIN(f_add_tested, 2)
    COUNT(0, i);
    INT(1, n)
    struct cbi_held held[] = {HELD(-1, i, true)};
    if (!cbi_test_all(&py_call, held, 1)) {
        return NULL;
    }
    increment(&counts[i], n);
    cbi_untest_all(&py_call, held, 1);
    result = cbi_new_none();
    return result;
}

/* The twin: what happens without a lock. */
static const uint16_t f_add_without[] = {N_add_without, 3, 3, 3, 0, N_i, N_n,
                                         N_detached};
static PyObject *
py_add_without(ARGS)
{
    BEGIN(f_add_without, 3)
    COUNT(0, i);
    INT(1, n)
    INT(2, detached)
    if (detached) {
        cbi_detach(&py_call);
    }
    increment(&counts[i], n);
    if (detached) {
        cbi_attach(&py_call);
    }
    result = cbi_new_none();
    return result;
}

static const uint16_t f_get[] = {N_get, 1, 1, 1, 0, N_i};
static PyObject *
py_get(ARGS)
{
    BEGIN(f_get, 1)
    COUNT(0, i);
    struct cbi_held held[] = {HELD(-1, i, false)};
    if (!cbi_lock_all(&py_call, held, 1)) {
        return NULL;
    }
    result = CBI_NEW_INT(counts[i].n);
    cbi_unlock_all(&py_call, held, 1);
    return result;
}

/* merge(i, j): both exclusively; pair(i, j): the second one shared. */
static PyObject *
both(struct cbi_call *call, int i, int j, bool exclusive)
{
    struct cbi_held held[] = {HELD(-1, i, true), HELD(1, j, exclusive)};
    if (!cbi_lock_all(call, held, 2)) {
        return NULL;
    }
    cbi_detach(call);
    increment(&counts[i], 1);
    if (exclusive) {
        increment(&counts[j], 1);
    }
    cbi_attach_locked(call, held, 2);
    cbi_unlock_all(call, held, 2);
    return cbi_new_none();
}

static const uint16_t f_merge[] = {N_merge, 2, 2, 2, 0, N_i, N_j};
static PyObject *
py_merge(ARGS)
{
    BEGIN(f_merge, 2)
    COUNT(0, i);
    COUNT(1, j);
    result = both(&py_call, i, j, true);
    return result;
}

static const uint16_t f_pair[] = {N_pair, 2, 2, 2, 0, N_i, N_j};
static PyObject *
py_pair(ARGS)
{
    BEGIN(f_pair, 2)
    COUNT(0, i);
    COUNT(1, j);
    struct cbi_held held[] = {HELD(0, i, false), HELD(1, j, false),
                              {NULL, NULL, 0, true, false, false}};
    if (!cbi_lock_all(&py_call, held, 3)) {
        return NULL;
    }
    result = CBI_NEW_INT(counts[i].n + counts[j].n);
    cbi_unlock_all(&py_call, held, 3);
    return result;
}

/* each(i, exclusive, reentrant, callback): C that calls Python. */
static const uint16_t f_each[] = {N_each, 4, 4, 4, 0, N_i, N_exclusive, N_reentrant,
                                  N_callback};
static PyObject *
py_each(ARGS)
{
    BEGIN(f_each, 4)
    COUNT(0, i);
    INT(1, exclusive)
    INT(2, reentrant)
    struct cbi_held held[] = {HELD(-1, i, exclusive)};
    held[0].reentrant = reentrant;
    if (!cbi_lock_all(&py_call, held, 1)) {
        return NULL;
    }
    result = PyObject_CallFunctionObjArgs(slot[3], NULL);
    cbi_unlock_all(&py_call, held, 1);
    return result;
}

/* hold(i, exclusive, ms): C that works for long. */
static const uint16_t f_hold[] = {N_hold, 3, 3, 3, 0, N_i, N_exclusive, N_ms};
static PyObject *
py_hold(ARGS)
{
    BEGIN(f_hold, 3)
    COUNT(0, i);
    INT(1, exclusive)
    INT(2, ms)
    struct cbi_held held[] = {HELD(-1, i, exclusive)};
    if (!cbi_lock_all(&py_call, held, 1)) {
        return NULL;
    }
    cbi_detach(&py_call);
    nap(ms);
    cbi_attach_locked(&py_call, held, 1);
    cbi_unlock_all(&py_call, held, 1);
    result = cbi_new_none();
    return result;
}

/* add_all(objects): a sequence of objects, each exclusively. */
static const uint16_t f_all[] = {N_all, 1, 1, 1, 0, N_objects};
static PyObject *
py_all(ARGS)
{
    BEGIN(f_all, 1)
    struct cbi_held held[100];
    int n = (int)PySequence_Size(slot[0]);
    for (int k = 0; k < n && k < 100; k++) {
        PyObject *o = PySequence_GetItem(slot[0], k);
        int i = (int)PyFloat_AsDouble(o) & 7;
        Py_DecRef(o);
        held[k] = (struct cbi_held)HELD(0, i, true);
    }
    if (!cbi_lock_all(&py_call, held, n)) {
        return NULL;
    }
    for (int k = 0; k < n; k++) {
        increment((struct count *)held[k].lock, 1);
    }
    cbi_unlock_all(&py_call, held, n);
    result = cbi_new_none();
    return result;
}

/* word(i): the lock as it is, without its epoch. */
static const uint16_t f_word[] = {N_word, 1, 1, 1, 0, N_i};
static PyObject *
py_word(ARGS)
{
    BEGIN(f_word, 1)
    COUNT(0, i);
    uint64_t word = __atomic_load_n(&counts[i].lock.word, __ATOMIC_RELAXED);
    result = CBI_NEW_INT((long)(uint32_t)word);
    return result;
}

static void
count_drop(void *arg)
{
    n_dropped++;
    PyErr_SetString(PyExc_SystemError, "lost");     /* must not be seen */
    PyErr_Clear();
    Py_DecRef(arg);
}

/* drop(i, callback): a destructor that wants the lock; drops the object then. */
static const uint16_t f_drop[] = {N_drop, 2, 2, 2, 0, N_i, N_callback};
static PyObject *
py_drop(ARGS)
{
    BEGIN(f_drop, 2)
    COUNT(0, i);
    Py_IncRef(slot[1]);
    cbi_lock_run(places[i], 1, count_drop, slot[1]);
    result = cbi_new_none();
    return result;
}

/* drop_both(callback): one that wants two locks. */
static const uint16_t f_drop_both[] = {N_drop_both, 1, 1, 1, 0, N_callback};
static PyObject *
py_drop_both(ARGS)
{
    BEGIN(f_drop_both, 1)
    Py_IncRef(slot[0]);
    cbi_lock_run(both_places, 2, count_drop, slot[0]);
    result = cbi_new_none();
    return result;
}

/* drop_waiting(callback): one that cannot be put off. */
static const uint16_t f_drop_waiting[] = {N_drop_waiting, 1, 1, 1, 0, N_callback};
static PyObject *
py_drop_waiting(ARGS)
{
    BEGIN(f_drop_waiting, 1)
    Py_IncRef(slot[0]);
    cbi_lock_wait_run(both_places, 2, count_drop, slot[0]);
    result = cbi_new_none();
    return result;
}

static const uint16_t f_dropped[] = {N_dropped, 0, 0, 0, 0};
static PyObject *
py_dropped(ARGS)
{
    CBI_CALL(f_dropped, self);
    (void)args;
    (void)nargs;
    (void)kwnames;
    (void)py_call;
    return CBI_NEW_INT(n_dropped);
}

/* named(name, i, callback): under a lock of the process, and that of an object. */
static const uint16_t f_named[] = {N_named, 3, 3, 3, 0, N_name, N_i, N_callback};
static PyObject *
py_named(ARGS)
{
    BEGIN(f_named, 3)
    const char *name;
    COUNT(1, i);
    if (!cbi_get_str(&py_call, 0, slot[0], false, &name)) {
        return NULL;
    }
    struct cbi_held held[] = {HELD(1, i, true),
                              {cbi_named_lock(name), NULL, CBI_LOCKS_NAMED, true, false,
                               false}};
    if (!held[1].lock || !cbi_lock_all(&py_call, held, 2)) {
        return NULL;
    }
    result = PyObject_CallFunctionObjArgs(slot[2], NULL);
    cbi_unlock_all(&py_call, held, 2);
    return result;
}

/* held(n): CB_GIL(held). */
static const uint16_t f_held[] = {N_held, 1, 1, 1, 0, N_n};
static PyObject *
py_held(ARGS)
{
    BEGIN(f_held, 1)
    INT(0, n)
    struct cbi_held held[] = {{cbi_module_lock(), NULL, CBI_LOCKS_MODULE, true, true,
                               false}};
    if (!cbi_lock_all(&py_call, held, 1)) {
        return NULL;
    }
    increment(&counts[7], n);
    cbi_unlock_all(&py_call, held, 1);
    result = cbi_new_none();
    return result;
}

#define METHOD(name, function)                                                        \
    {name, (void (*)(void))function, CB_METH_FASTCALL_KEYWORDS, NULL}
static CbMethodDef methods[] = {
    METHOD("add", py_add), METHOD("add_tested", py_add_tested),
    METHOD("add_without", py_add_without), METHOD("get", py_get),
    METHOD("merge", py_merge), METHOD("pair", py_pair), METHOD("each", py_each),
    METHOD("hold", py_hold), METHOD("add_all", py_all), METHOD("word", py_word),
    METHOD("drop", py_drop), METHOD("dropped", py_dropped), METHOD("named", py_named),
    METHOD("held", py_held), METHOD("drop_both", py_drop_both),
    METHOD("drop_waiting", py_drop_waiting), {NULL, NULL, 0, NULL}};

CBI_SHARED_LOCKS;
const struct cbi_module cbi_module = {
    .name = HAND_NAME, .names = names, .n_names = N_drop_waiting + 1,
    .methods = methods,
    .has_locks = true};

#define JOIN(a, b) JOIN_(a, b)
#define JOIN_(a, b) a##b
CBI_EXPORT void *JOIN(PyInit_, HAND)(void);
CBI_EXPORT void *
JOIN(PyInit_, HAND)(void)
{
    return cbi_init();
}
