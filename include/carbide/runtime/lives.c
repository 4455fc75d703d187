/* SPDX-License-Identifier: MIT
   carbide/runtime/lives.c: how long objects live that C made: what keeps what, and dying
   in the right order. Closing is in closing.c.

   An object keeps what C uses for it (its connection, its tree): those are its keepers,
   and it is their dependant: one link is in both lists. Threads: the lists, and the state
   of what is dying, change under one word of the process, over reads and writes alone. */
#include "carbide/runtime/instance.h"
#include "carbide/glue/locks.h"

#include <stdlib.h>

/* 1: some thread is at the lists. Objects of several modules may keep each other. */
void
cbi_take_lists(void)
{
    cbi_spin_take(cbi_lock_table->lists);
}

void
cbi_give_lists(void)
{
    cbi_spin_give(cbi_lock_table->lists);
}

/* ------------------------------------------------------------------------ keeping */
static bool
has_lists(PyObject *o)
{
    return INSTANCE(o)->class && INSTANCE(o)->class->kind != 'v';
}

static void
free_link(struct cbi_link *link)
{
    cbi_drop(link->weak);
    free(link);
}

static bool
keep(PyObject *self, PyObject *object, bool is_const)
{
    PyObject *top = cbi_top_of(object);
    struct cbi_link *link = malloc(sizeof *link);
    /* without a GIL a dependant may be dying whenever one looks: who wants it asks this */
    PyObject *weak = link && cbi_head != 16 ? PyWeakref_NewRef(self, NULL) : NULL;
    if (!link || (cbi_head != 16 && !weak)) {
        free(link);
        return link ? false : cbi_no_memory();
    }
    Py_IncRef(object);
    *link = (struct cbi_link){.object = object, .is_const = is_const, .dependant = self,
                              .weak = weak};
    cbi_take_lists();
    link->next = HANDLE(self)->kept;
    HANDLE(self)->kept = link;
    INSTANCE(self)->keeps = true;
    if (has_lists(top)) {
        struct cbi_link **first = &HANDLE(top)->dependants;
        link->after = *first;
        link->before = first;
        *first = link;
        if (link->after) {
            link->after->before = &link->after;
        }
    }
    cbi_give_lists();
    return true;
}

bool
cbi_keep_all(PyObject *self, PyObject *const *used, unsigned mask)
{
    for (int k = 0; CBI_KEPT(mask) >> k; k++) {
        if (mask >> k & 1 && used[k]
            && !keep(self, used[k], CBI_KEPT_CONST(mask) >> k & 1)) {
            return false;
        }
    }
    return true;
}

PyObject *
cbi_keeper(PyObject *self, int k, bool *is_const)
{
    PyObject *found = NULL;
    cbi_take_lists();
    struct cbi_link *l = has_lists(self) ? HANDLE(self)->kept : NULL;
    while (l && k--) {
        l = l->next;
    }
    if (l) {
        found = l->object;
        *is_const = l->is_const;
        Py_IncRef(found);
    }
    cbi_give_lists();
    return found;
}

/* What it kept, taken out of it; the caller drops it. The lists are taken. */
static struct cbi_link *
let_go(PyObject *self)
{
    struct cbi_link *kept = HANDLE(self)->kept;
    HANDLE(self)->kept = NULL;
    INSTANCE(self)->keeps = false;
    for (struct cbi_link *k = kept; k; k = k->next) {
        if (k->before) {
            *k->before = k->after;
            if (k->after) {
                k->after->before = k->before;
            }
            k->before = NULL;
        }
    }
    return kept;
}

/* Of keepers that die with the last reference, whose own keepers then wait here: a chain
   of any length is let go of by one loop, and not by as many calls. */
static _Thread_local struct cbi_link *waiting;
static _Thread_local bool dropping;

static void
drop_all(struct cbi_link *kept)
{
    while (kept) {
        struct cbi_link *link = kept;
        kept = link->next;
        link->next = waiting;
        waiting = link;
    }
    if (dropping) {
        return;
    }
    dropping = true;
    while (waiting) {
        struct cbi_link *link = waiting;
        PyObject *object = link->object;
        waiting = link->next;
        free_link(link);
        cbi_drop(object);
    }
    dropping = false;
}

static void
drop_values(PyObject **values, int n)
{
    for (int k = 0; values && k < n; k++) {
        cbi_drop(values[k]);
    }
    free(values);
}

/* Out of the object, behind C's destructor; the caller drops them. */
static PyObject **
take_values(PyObject *self)
{
    PyObject **values = HANDLE(self)->values;
    HANDLE(self)->values = NULL;
    return values;
}

void
cbi_let_go_all(PyObject *self)
{
    PyObject *tokens = cbi_leave_tokens(self);
    cbi_take_lists();
    struct cbi_link *kept = let_go(self);
    cbi_give_lists();
    drop_all(kept);
    cbi_drop(tokens);
    drop_values(take_values(self), INSTANCE(self)->class->n_values);
}

PyObject *
cbi_top(PyObject *o)
{
    while (INSTANCE(o)->whole || (has_lists(o) && HANDLE(o)->kept)) {
        o = INSTANCE(o)->whole ? INSTANCE(o)->whole : HANDLE(o)->kept->object;
    }
    return o;
}

/* ----------------------------------------------------------------------- dependants */
/* All that depend on what is queued from `o` to `last`; how many those are. */
static int
queue_dependants(PyObject *o, PyObject *last)
{
    int n = 0;
    for (bool more = true; more; more = HANDLE(o)->queued != o, o = HANDLE(o)->queued) {
        for (struct cbi_link *d = HANDLE(o)->dependants; d; d = d->after) {
            PyObject *next = d->dependant;
            if (!HANDLE(next)->queued) {
                HANDLE(last)->queued = HANDLE(next)->queued = next;
                last = next;
                n++;
            }
        }
    }
    return n;
}

int
cbi_queue_family(PyObject *self)
{
    HANDLE(self)->queued = self;        /* the last one names itself */
    return 1 + queue_dependants(self, self);
}

PyObject *
cbi_unqueue(PyObject *o)
{
    PyObject *next = HANDLE(o)->queued;
    HANDLE(o)->queued = NULL;
    return next == o ? NULL : next;
}

/* What lives in it, and in what depends on it, is gone. The lists are taken. */
static void
age(PyObject *self)
{
    if (!has_lists(self)) {
        INSTANCE(self)->generation++;
        return;
    }
    cbi_queue_family(self);
    for (PyObject *o = self; o; o = cbi_unqueue(o)) {
        INSTANCE(o)->generation++;
    }
}

/* Is `user` made with another part of the whole `top` than `used`? */
static bool
uses_other_part(PyObject *user, const PyObject *used, const PyObject *top)
{
    for (struct cbi_link *k = HANDLE(user)->kept; k; k = k->next) {
        if (k->object != top && k->object != used && cbi_top_of(k->object) == top) {
            return true;
        }
    }
    return false;
}

static bool
uses(PyObject *user, const PyObject *used)
{
    for (struct cbi_link *k = HANDLE(user)->kept; k; k = k->next) {
        if (k->object == used) {
            return true;
        }
    }
    return false;
}

/* Whose C part may go on using `used` when that is given away: of the whole, any
   dependant; of a part, who was made with some part of the same whole, which may be in
   this one. Who was made with the whole itself knows what happens in it. */
static bool
may_use(PyObject *user, const PyObject *used, const PyObject *top)
{
    return used == top || uses(user, used) || uses_other_part(user, used, top);
}

static const struct cbi_class *
user_of(PyObject *used, PyObject *top)
{
    const struct cbi_class *user = NULL;
    if (!has_lists(top)) {
        return NULL;
    }
    cbi_take_lists();
    for (struct cbi_link *d = HANDLE(top)->dependants; d && !user; d = d->after) {
        user = may_use(d->dependant, used, top) ? INSTANCE(d->dependant)->class : NULL;
    }
    cbi_give_lists();
    return user;
}

bool
cbi_has_dependants(PyObject *used)
{
    PyObject *top = cbi_top_of(used);
    return has_lists(top)
           && __atomic_load_n(&HANDLE(top)->dependants, __ATOMIC_ACQUIRE);
}

bool
cbi_queue_users(PyObject *used, PyObject **first, int *n)
{
    PyObject *top = cbi_top_of(used), *last = NULL;
    bool only = true;
    *first = NULL;
    *n = 0;
    for (struct cbi_link *d = HANDLE(top)->dependants; d; d = d->after) {
        PyObject *user = d->dependant;
        const bool goes = used == top || uses(user, used);
        only = only && (goes || !uses_other_part(user, used, top));
        if (goes && !HANDLE(user)->queued) {
            *first = last ? *first : user;
            HANDLE(last ? last : user)->queued = HANDLE(user)->queued = user;
            last = user;
            ++*n;
        }
    }
    *n += last ? queue_dependants(*first, last) : 0;
    return only;
}

bool
cbi_may_take(struct cbi_call *call, int i, PyObject *used)
{
    char name[48];
    PyObject *top = used ? cbi_top_of(used) : NULL;
    const struct cbi_class *user = top ? user_of(used, top) : NULL;
    const bool kept = used && has_lists(used) && cbi_is_kept(used);
    if (!user && !kept) {
        return !used || !cbi_has_dead_users(used)
               || cbi_fail(call, PyExc_ValueError, i, "would be given away, but what used "
                           "it has not ended yet: try again");
    }
    user = kept ? cbi_holder_of(used) : user;
    return cbi_fail(call, PyExc_ValueError, i, "%s%s%swould be given away, but %s%s uses it: "
                    "close that first", i < 0 ? "this " : "",
                    i < 0 ? cbi_type_name(used, name) : "", i < 0 ? " " : "",
                    user ? "a " : "C", user ? cbi_class_name(user) : "");
}

void
cbi_taken(PyObject *used)
{
    PyObject *whole = INSTANCE(used)->whole;
    cbi_take_lists();
    INSTANCE(used)->state = CBI_CLOSED;
    age(whole ? whole : used);
    cbi_give_lists();
}

/* --------------------------------------------------------------------------- dying */
cbi_release
cbi_claim(PyObject *self)
{
    struct cbi_instance *it = INSTANCE(self);
    const bool live = it->state == CBI_LIVE;
    if (live) {
        it->state = CBI_CLOSED;
        it->generation += it->whole == NULL;
    }
    return live && !it->whole ? HANDLE(self)->destroy : NULL;
}

void
cbi_destroy(const struct cbi_ending *ending, cbi_release destroy, void *data, void *with)
{
    const struct cbi_ending **place = cbi_lock_table->ending(), *outer = *place;
    *place = ending;
    destroy(data, with);
    *place = outer;
}

/* Several modules may be made of one binary: C that calls Python must find its own. */
static void
destroy_in(PyObject *module, cbi_release destroy, void *data, void *with, bool has_all)
{
    const struct cbi_ending ending = {.module = module, .has_all = has_all};
    cbi_destroy(&ending, destroy, data, with);
}

/* Nobody refers to it any more, so nobody holds its lock; but its keepers may be in use,
   and C's destructor touches them: then who uses them runs it. So it is with the named
   locks that it wants: as long as it waits for one, its keepers stay. */
struct pending {
    PyObject *tokens;
    void *data, *with;
    PyObject *module;           /* borrowed, and perhaps gone */
    cbi_release destroy;
    struct cbi_link *kept;
    const struct cbi_class *class;
    struct cbi_lock *held;      /* by whom it was left: it is taken already */
    PyObject **values;
    int n_values;
    PyObject *memory;           /* the object, if C's struct lies in there; or NULL */
    bool is_dead;               /* … then its memory is given back; else it is a reference */
};

static bool
is_taken(const struct pending *p, const struct cbi_lock *lock)
{
    return lock == p->held || cbi_is_closing(lock);
}

/* Gives how many of the named locks it has, one after the other. */
static int
try_names(const struct pending *p)
{
    int n = 0;
    while (n < p->class->n_end_locks
           && (is_taken(p, *p->class->end_locks[n])
               || cbi_try_lock(*p->class->end_locks[n], true))) {
        n++;
    }
    return n;
}

static void
give_names(const struct pending *p, int n)
{
    while (n-- > 0) {
        if (!is_taken(p, *p->class->end_locks[n])) {
            cbi_unlock(*p->class->end_locks[n], true);
        }
    }
}

/* The lock of the k-th keeper; NULL if it has none, or if it is taken already: keepers
   may be parts of one object, and one keeper may be there twice. */
static struct cbi_lock *
new_lock(const struct pending *p, const struct cbi_link *k)
{
    struct cbi_lock *lock = has_lists(k->object) ? &holder(k->object)->lock : NULL;
    bool taken = is_taken(p, lock);
    for (const struct cbi_link *l = p->kept; l != k && !taken; l = l->next) {
        taken = has_lists(l->object) && &holder(l->object)->lock == lock;
    }
    return taken ? NULL : lock;
}

/* The lock that somebody else has; NULL: C's destructor has run. */
static struct cbi_lock *
try_pending(struct pending *p)
{
    const int names = try_names(p);
    if (names < p->class->n_end_locks) {
        give_names(p, names);
        return *p->class->end_locks[names];
    }
    struct cbi_link *k = p->kept;
    struct cbi_lock *lock = NULL;
    for (; k; k = k->next) {
        lock = new_lock(p, k);
        if (lock && !cbi_try_lock(lock, true)) {
            break;
        }
    }
    struct cbi_lock *busy = k ? lock : NULL;
    if (!busy) {
        destroy_in(p->module, p->destroy, p->data, p->with, true);
    }
    for (struct cbi_link *l = p->kept; l != k; l = l->next) {
        lock = new_lock(p, l);
        if (lock) {
            cbi_unlock(lock, true);
        }
    }
    give_names(p, names);
    return busy;
}

static void
run_pending(void *pending);

/* False: it is put off; somebody else may have run it by now. */
static bool
run_or_leave(struct pending *p)
{
    enum { MANY = 10000 };      /* without memory nobody remembers it: then it is lost */
    for (int k = 0; k < MANY; k++) {
        struct cbi_lock *held = p->held, *busy = try_pending(p);
        if (!busy) {
            drop_all(p->kept);
            cbi_drop(p->tokens);
            drop_values(p->values, p->n_values);
            free(p->with);
            free(p);
            return true;
        }
        p->held = busy;
        if (cbi_lock_defer(busy, run_pending, p)) {
            return false;
        }
        p->held = held;         /* it is free again */
    }
    return false;
}

static void
run_pending(void *pending)
{
    const struct pending p = *(const struct pending *)pending;
    if (run_or_leave(pending) && p.memory) {
        (p.is_dead ? cbi_give_memory : Py_DecRef)(p.memory);
    }
}

/* True: C's destructor is put off, and goes on needing the object: see struct pending. */
static bool
end(PyObject *self, bool is_dead)
{
    const int n_values = INSTANCE(self)->class->n_values;
    cbi_take_lists();
    struct cbi_link *kept = let_go(self);
    const cbi_release destroy = cbi_claim(self);
    cbi_give_lists();
    void *data = INSTANCE(self)->data, *with = HANDLE(self)->with;
    HANDLE(self)->with = NULL;
    PyObject *tokens = cbi_leave_tokens(self), *lender = HANDLE(self)->lender;
    HANDLE(self)->lender = NULL;
    struct pending *p = destroy && kept ? malloc(sizeof *p) : NULL;
    if (p) {
        *p = (struct pending){.tokens = tokens, .data = data, .with = with,
                              .module = INSTANCE(self)->module, .destroy = destroy,
                              .kept = kept, .class = INSTANCE(self)->class,
                              .values = take_values(self),
                              .n_values = n_values,
                              .memory = INSTANCE(self)->class->kind == 's' ? self : NULL,
                              .is_dead = is_dead};
        const bool stays = p->memory;
        if (stays && is_dead && INSTANCE(self)->weak) {
            PyObject_ClearWeakRefs(self);       /* later it may be gone */
        }
        cbi_drop(lender);
        return !run_or_leave(p) && stays;
    }
    if (destroy) {
        destroy_in(INSTANCE(self)->module, destroy, data, with, false);
    }
    free(with);
    drop_all(kept);
    cbi_drop(tokens);
    cbi_drop(lender);
    drop_values(take_values(self), n_values);
    return false;
}

static bool
died(PyObject *self)
{
    return end(self, true);
}

/* The collector has found it, and clears nothing yet: see tokens.c. It waits for nobody:
   where something of it is in use, or others are in the way, these go first. */
static void
finalize(PyObject *self)
{
    PyObject *x[3];
    if (INSTANCE(self)->state != CBI_LIVE || HANDLE(self)->dependants || cbi_is_kept(self)
        || __atomic_load_n(&HANDLE(self)->views, __ATOMIC_ACQUIRE)) {
        return;
    }
    PyErr_Fetch(&x[0], &x[1], &x[2]);
    Py_IncRef(self);
    if (!end(self, false)) {
        Py_DecRef(self);
    }
    PyErr_Restore(x[0], x[1], x[2]);
}

/* It has something that C keeps, or was made with what has. */
static bool
is_in_ring(PyObject *self)
{
    PyObject *tokens = HANDLE(self)->tokens;
    for (struct cbi_link *k = HANDLE(self)->kept; k && !tokens; k = k->next) {
        PyObject *top = cbi_top_of(k->object);
        tokens = has_lists(top) ? HANDLE(top)->tokens : NULL;
    }
    return tokens && CBI_TOKENS(tokens)->is_in_ring(self);
}

/* Cleared by the collector. What others use dies after them, when those have let go of it.
   In a ring of objects that C keeps in each other none would: one that is cleared a second
   time is the first. What C has taken over goes with what has got it. */
static void
forget(PyObject *self)
{
    if (HANDLE(self)->dependants || INSTANCE(self)->state == CBI_CLOSED) {
        return;
    }
    if (cbi_is_kept(self) && !(HANDLE(self)->is_doomed && is_in_ring(self))) {
        HANDLE(self)->is_doomed = true;
        return;
    }
    Py_IncRef(self);
    if (!end(self, false)) {
        Py_DecRef(self);
    }
}

static int
traverse(PyObject *self, CbVisit visit, void *arg)
{
    int stop = 0;
    for (struct cbi_link *k = HANDLE(self)->kept; k && !stop; k = k->next) {
        stop = visit(k->object, arg);
    }
    PyObject *tokens = HANDLE(self)->tokens, *lender = HANDLE(self)->lender;
    stop = stop || !lender ? stop : visit(lender, arg);
    PyObject **values = HANDLE(self)->values;
    for (int k = 0; values && k < INSTANCE(self)->class->n_values && !stop; k++) {
        stop = values[k] ? visit(values[k], arg) : 0;
    }
    return stop || !tokens ? stop : visit(tokens, arg);
}

const struct cbi_lives cbi_lives = {died, finalize, forget, traverse};
