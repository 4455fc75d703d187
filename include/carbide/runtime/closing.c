/* SPDX-License-Identifier: MIT
   carbide/runtime/closing.c: close(), and the methods around it. Who is closed first
   closes its dependants, youngest first (see lives.c). All of them are locked, and what C
   uses for them; what died meanwhile goes before. CB_TAKES closes the dependants alone.

   Threads: an object that is dying is held by no reference. It may be looked at as long as
   the lists are taken; who changes its state then has its C part to destroy. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"
#include "carbide/glue/locks.h"

#include <limits.h>
#include <stdlib.h>

/* ------------------------------------------------------------------------ the family
   The objects that have to be closed for one: itself, then those that depend on it; or
   only these, where C is to take it over. */
struct member {
    PyObject *object;           /* owned, unless it is dying */
    const struct cbi_class *class;
    uint64_t born;
    bool dying;
    void *data, *with;          /* of what is dying, once it is ours to destroy … */
    PyObject *module;
    cbi_release destroy;        /* … or NULL */
};
struct family {
    PyObject *of;
    int argument;               /* for messages: -1 is `self` */
    bool stays;                 /* what it is the family of */
    bool tries;                 /* named locks, which destructors take: it waits for none */
    struct member *member;
    int n, room;
};

/* From *first on; the lists are taken. False: C cannot have it, whatever is closed. */
static bool
queue(const struct family *f, PyObject **first, int *n)
{
    if (f->stays) {
        return cbi_queue_users(f->of, first, n);
    }
    *first = f->of;
    *n = cbi_queue_family(f->of);
    return true;
}

/* Python takes apart what a subclass added, and that calls us, or it puts deep garbage off
   (which leaves the count as it is): there is no reference left to take, but C's part of
   the object is there yet.
   A reference to what may be dying. The lists are taken. */
static bool
try_hold(PyObject *o, const PyObject *held)
{
    const struct cbi_link *link = HANDLE(o)->kept;
    PyObject *same = NULL;
    if (cbi_head == 16 || o == held || !link) {
        const bool dying = cbi_is_dying(o);
        if (!dying) {
            Py_IncRef(o);
        }
        return !dying;
    }
    if (PyWeakref_GetRef(link->weak, &same) < 0) {
        PyErr_Clear();
    }
    return same != NULL;
}

static int
compare_ages(const void *a, const void *b)
{
    const uint64_t x = ((const struct member *)a)->born, y = ((const struct member *)b)->born;
    return x < y ? -1 : x > y;
}

static void
drop_family(struct family *f)
{
    while (f->n) {
        if (!f->member[--f->n].dying) {
            Py_DecRef(f->member[f->n].object);
        }
    }
    free(f->member);
    f->member = NULL;
    f->room = 0;
}

/* Room for n, and some that may come before it is used. */
static bool
make_room(struct family *f, int n)
{
    free(f->member);
    f->room = n + n / 4 + 4;
    f->member = calloc((size_t)f->room, sizeof *f->member);
    return f->member || cbi_no_memory();
}

/* Oldest first: who depends on another was made after it. */
static bool
gather(struct family *f)
{
    PyObject *first;
    int n = 0;
    do {
        if (!make_room(f, n)) {
            return false;
        }
        cbi_take_lists();
        const bool all = queue(f, &first, &n);
        for (PyObject *o = first; o; o = cbi_unqueue(o)) {
            if (n <= f->room && all) {
                f->member[f->n++] = (struct member){
                    .object = o, .class = INSTANCE(o)->class,
                    .born = HANDLE(o)->born, .dying = !try_hold(o, f->of)
                };
            }
        }
        cbi_give_lists();
        n = all ? n : 0;
    } while (n > f->room);
    if (n > 1) {
        qsort(f->member, (size_t)n, sizeof *f->member, compare_ages);
    }
    return true;
}

/* What its destructor needs, out of the object; the caller frees it. */
static void *
take_with(PyObject *o)
{
    void *with = HANDLE(o)->with;
    HANDLE(o)->with = NULL;
    return with;
}

/* Is it still the same family? Then what is dying in it becomes ours to destroy. */
static bool
claim_dying(struct family *f)
{
    PyObject *first;
    int n;
    cbi_take_lists();
    bool same = queue(f, &first, &n) && n == f->n;
    for (PyObject *o = first; o; ) {
        const struct member key = {.born = HANDLE(o)->born};
        const struct member *m = f->n > 1 ? bsearch(&key, f->member, (size_t)f->n,
                                                    sizeof key, compare_ages) : f->member;
        same = same && m && m->object == o;
        o = cbi_unqueue(o);
    }
    for (int k = 0; same && k < f->n; k++) {
        struct member *m = &f->member[k];
        if (m->dying) {
            m->data = INSTANCE(m->object)->data;
            m->module = INSTANCE(m->object)->module;
            m->destroy = cbi_claim(m->object);
            m->with = m->destroy ? take_with(m->object) : NULL;
        }
    }
    cbi_give_lists();
    return same;
}

/* ------------------------------------------------------------------------- its locks */
/* C's destructors use what is outside of the family, too: adds that to `held`, which has
   room for so many; NULL: only counts. Gives how many; -1: an exception is set. */
static int
hold_outside(struct cbi_call *call, const struct family *f, struct cbi_held *held, int room)
{
    bool is_const;
    PyObject *keeper;
    int n = 0;
    for (int k = 0; k < f->n; k++) {
        for (int i = 0; !f->member[k].dying && n < room
                        && (keeper = cbi_keeper(f->member[k].object, i, &is_const));
             i++, n++) {
            if (!held) {
                Py_DecRef(keeper);
                continue;
            }
            held[n] = (struct cbi_held){.object = keeper, .argument = (int16_t)f->argument,
                                        .is_keeper = true, .exclusive = !is_const,
                                        .reentrant = INSTANCE(keeper)->class->is_reentrant};
            cbi_set_locks(&keeper, &held[n], 1);
            if (!cbi_later(call, cbi_undo_decref, keeper)) {
                return -1;
            }
        }
    }
    return n;
}

/* The named locks of the destructors, which are first in any order (locks.c): adds them to
   `held`; NULL: only counts. */
static int
hold_names(const struct family *f, struct cbi_held *held)
{
    int n = 0;
    for (int k = 0; k < f->n && !f->tries; k++) {
        const struct cbi_class *class = f->member[k].class;
        for (int i = 0; i < class->n_end_locks; i++, n++) {
            if (held) {
                held[n] = (struct cbi_held){.lock = *class->end_locks[i],
                                            .argument = CBI_LOCKS_NAMED, .exclusive = true};
            }
        }
    }
    return n;
}

/* What is dying is used by nobody. One class, one lock of its lists. */
static int
hold_family(const struct family *f, struct cbi_held *held)
{
    int n = hold_names(f, held);
    const int named = n;
    for (int k = 0; k < f->n; k++) {    /* some may be of other modules' classes */
        struct cbi_lock *lists = f->member[k].class->lists;
        bool used = !lists;
        for (int i = named; !used && i < n; i++) {
            used = held[i].lock == lists;
        }
        if (!used) {
            held[n++] = (struct cbi_held){.lock = lists, .argument = (int16_t)f->argument,
                                          .exclusive = true};
        }
    }
    for (int k = 0; k < f->n; k++) {
        PyObject *o = f->member[k].object;
        if (!f->member[k].dying) {
            held[n++] = (struct cbi_held){.lock = &holder(o)->lock, .object = o,
                                          .argument = (int16_t)f->argument,
                                          .exclusive = true};
        }
    }
    return n;
}

CBI_COLD static bool
still_viewed(PyObject *o)
{
    char name[48];
    PyErr_Format(PyExc_BufferError, "this %s cannot be closed: a view of its memory exists",
                 cbi_type_name(o, name));
    return false;
}

CBI_COLD static bool
still_kept(PyObject *self)
{
    char name[48];
    const struct cbi_class *holder = cbi_holder_of(self);
    PyErr_Format(PyExc_ValueError, "this %s cannot be closed: %s%s keeps it",
                 cbi_type_name(self, name), holder ? "a " : "",
                 holder ? cbi_class_name(holder) : "C");
    return false;
}

/* Nobody can say in which order C would touch what it keeps in what. */
static bool
none_is_kept(const struct family *f)
{
    for (int k = 0; k < f->n; k++) {
        if (!f->member[k].dying && cbi_is_kept(f->member[k].object)) {
            return still_kept(f->member[k].object);
        }
    }
    return true;
}

/* The locks that this thread has taken to close a family: no C code of it is running. */
struct locks {
    const struct cbi_held *held;
    int n;
};

/* Dependants that died while their keeper was in use wait for its lock: they go before
   the keeper. Python code may run. */
static void
finish_deaths(const struct cbi_held *held, int n)
{
    const void **closing = cbi_lock_table->to_close(), *outer = *closing;
    const struct locks own = {held, n};
    *closing = &own;
    for (int k = 0; k < n; k++) {
        if (held[k].lock && held[k].taken) {
            cbi_lock_finish(held[k].lock);
        }
    }
    *closing = outer;
}

bool
cbi_is_closing(const struct cbi_lock *lock)
{
    const struct locks *closing = *cbi_lock_table->to_close();
    for (int k = 0; closing && k < closing->n; k++) {
        if (closing->held[k].lock == lock) {
            return true;
        }
    }
    return false;
}

/* -------------------------------------------------------------------------- closing */
static bool
may_close(const struct family *f)
{
    for (int k = 0; k < f->n; k++) {
        if (!f->member[k].dying && cbi_is_viewed(f->member[k].object)) {
            return still_viewed(f->member[k].object);
        }
    }
    return none_is_kept(f);
}


/* C's part of each that is dying, or of all: locked, youngest first. All are closed before:
   a destructor may call Python, which would make another one for them. What one raises is
   the call's. */
static void
destroy_members(struct cbi_call *call, struct family *f, bool all,
                const struct cbi_held *held, int n_held)
{
    for (int k = 0; all && k < f->n; k++) {
        struct member *m = &f->member[k];
        m->destroy = m->dying ? m->destroy : cbi_claim(m->object);
    }
    for (int k = f->n; k--; ) {
        struct member *m = &f->member[k];
        if (!m->destroy) {
            continue;
        }
        if (!m->dying) {
            m->data = INSTANCE(m->object)->data;
            m->module = INSTANCE(m->object)->module;
            m->with = take_with(m->object);
        }
        const struct cbi_ending ending = {.close = m->dying ? NULL : call,
                                          .module = m->module, .held = held,
                                          .n_held = n_held};
        cbi_destroy(&ending, m->destroy, m->data, m->with);
        free(m->with);
    }
}

/* Locked: closes them, if they are still the same family: then *done. */
static bool
close_locked(struct cbi_call *call, struct family *f, const struct cbi_held *held, int n,
             bool *done)
{
    if (!claim_dying(f)) {
        return true;
    }
    const bool good = may_close(f);
    if (!good && f->stays) {
        cbi_fail_inner(call, f->argument);
    }
    destroy_members(call, f, good, held, n);
    *done = good;
    return good;
}

static bool
close_once(struct cbi_call *call, struct family *f, bool *done)
{
    const int most = 2 * f->n + hold_names(f, NULL)
                     + hold_outside(call, f, NULL, INT_MAX / 4);
    struct cbi_held *held = cbi_memory(call, sizeof *held * (size_t)most);
    int n = held ? hold_family(f, held) : 0;
    const int more = held ? hold_outside(call, f, held + n, most - n) : -1;
    n += more;
    if (more < 0 || !cbi_lock_all(call, held, n)) {
        return false;
    }
    finish_deaths(held, n);
    const bool good = close_locked(call, f, held, n, done);
    cbi_unlock_all(call, held, n);
    for (int k = f->n; *done && k--; ) {
        if (!f->member[k].dying) {
            cbi_let_go_all(f->member[k].object);
        }
    }
    return good;
}

static bool
close_family(struct cbi_call *call, struct family *f)
{
    bool done = false, good = true;
    call->raised = false;
    while (good && !done) {
        good = gather(f);
        done = f->n == 0;
        good = good && (done || close_once(call, f, &done));
        drop_family(f);
    }
    cbi_finish(call);
    if (call->raised) {                 /* a destructor has: it is closed all the same */
        PyErr_Restore(call->exception[0], call->exception[1], call->exception[2]);
    }
    return good && !call->raised;
}

bool
cbi_close(PyObject *self, bool tries)
{
    struct cbi_instance *it = INSTANCE(self);
    if (it->class && it->state == CBI_LIVE && !it->whole) {
        CBI_CALL(it->class->close ? it->class->close : it->class->record, it->module);
        struct family f = {.of = self, .argument = -1, .tries = tries};
        return close_family(&py_call, &f);
    }
    return true;
}

PyObject *
cbi_object_close(PyObject *self, PyObject *unused)
{
    (void)unused;
    return cbi_close(self, false) ? cbi_new_none() : NULL;
}

/* ----------------------------------------------------------------------- CB_TAKES */
/* What a call was given, beside what it takes. */
struct given {
    PyObject *const *used;
    int n;
    const struct cbi_objects *lists;
    int n_lists;
};

static bool
is_given(const struct given *g, const PyObject *o)
{
    for (int k = 0; k < g->n; k++) {
        if (g->used[k] == o) {
            return true;
        }
    }
    for (int k = 0; k < g->n_lists; k++) {
        PyObject *all = g->lists[k].array->direct;
        for (intptr_t i = 0; all && i < PyTuple_Size(all); i++) {
            if (PyTuple_GetItem(all, i) == o) {
                return true;
            }
        }
    }
    return false;
}

/* It was given once, and nothing that stays open is in the way. */
static bool
can_be_taken(const struct given *g, PyObject *o)
{
    int times = 0;
    for (int k = 0; k < g->n; k++) {
        times += g->used[k] == o;
    }
    return times == 1 && !cbi_is_viewed(o) && !cbi_is_kept(o);
}

bool
cbi_has_users(PyObject *o, PyObject *const *used, int n, const struct cbi_objects *lists,
              int n_lists)
{
    const struct given given = {used, n, lists, n_lists};
    PyObject *first;
    int n_users;
    if (CBI_LIKELY(!o || !cbi_has_dependants(o)) || !can_be_taken(&given, o)) {
        return o && cbi_has_dead_users(o);
    }
    cbi_take_lists();
    bool close = cbi_queue_users(o, &first, &n_users);
    for (PyObject *user = first; user; user = cbi_unqueue(user)) {
        close = close && !is_given(&given, user);
    }
    cbi_give_lists();
    return (close && first) || cbi_has_dead_users(o);
}

bool
cbi_close_users(struct cbi_call *call, int i, PyObject *o)
{
    CBI_CALL(call->function, call->module);
    struct family f = {.of = o, .argument = i, .stays = true};
    call->ran = true;
    return close_family(&py_call, &f);
}

/* ------------------------------------------------------------------------- the rest */
/* C frees `self`, whoever uses it: what depends on it is never destroyed. */
static void
abandon(PyObject *self)
{
    cbi_take_lists();
    cbi_queue_family(self);
    for (PyObject *o = self; o; o = cbi_unqueue(o)) {
        cbi_claim(o);
    }
    cbi_give_lists();
}

CBI_COLD bool
cbi_close_lent(PyObject *lent)
{
    PyObject *x[3];
    PyErr_Fetch(&x[0], &x[1], &x[2]);
    const bool good = cbi_close(lent, true);    /* C may hold the locks that it wants */
    if (INSTANCE(lent)->state == CBI_LIVE) {
        abandon(lent);
    }
    if (!good && x[0]) {
        PyErr_WriteUnraisable(lent);
    }
    if (good || x[0]) {
        PyErr_Restore(x[0], x[1], x[2]);
        return true;
    }
    return false;
}

PyObject *
cbi_object_exit(PyObject *self, PyObject *args)
{
    (void)args;
    return cbi_object_close(self, NULL);
}

PyObject *
cbi_object_reduce(PyObject *self, PyObject *unused)
{
    char name[48];
    (void)unused;
    PyErr_Format(PyExc_TypeError, "a %s cannot be copied or pickled: C holds it",
                 cbi_type_name(self, name));
    return NULL;
}
