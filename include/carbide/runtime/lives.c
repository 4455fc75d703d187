/* SPDX-License-Identifier: MIT
   carbide/runtime/lives.c: how long objects live that C made: what keeps what, closing,
   and dying in the right order.

   An object keeps what C uses for it (its connection, its tree): those are its keepers,
   and it is their dependant. Who is closed first closes its dependants, youngest first.
   Threads: the lists are changed under one word of the process, over pointer reads and
   writes alone. */
#include "carbide/runtime/instance.h"
#include "carbide/glue/locks.h"

#include <limits.h>
#include <stdlib.h>

static uint32_t changing;       /* 1: some thread changes a list */

static void
take_lists(void)
{
    while (__atomic_exchange_n(&changing, 1, __ATOMIC_ACQUIRE)) {
    }
}

static void
give_lists(void)
{
    __atomic_store_n(&changing, 0, __ATOMIC_RELEASE);
}

/* ------------------------------------------------------------------------ keeping */
static bool
has_lists(PyObject *o)
{
    return INSTANCE(o)->class && INSTANCE(o)->class->kind != 'v';
}

static void
add_dependant(PyObject *keeper, struct cbi_link *link)
{
    take_lists();
    link->next = HANDLE(keeper)->dependants;
    HANDLE(keeper)->dependants = link;
    give_lists();
}

static void
remove_dependant(PyObject *keeper, PyObject *self)
{
    struct cbi_link *found = NULL;
    take_lists();
    for (struct cbi_link **at = &HANDLE(keeper)->dependants; *at; at = &(*at)->next) {
        if ((*at)->object == self) {
            found = *at;
            *at = found->next;
            break;
        }
    }
    give_lists();
    free(found);
}

static bool
keep(PyObject *self, PyObject *object, bool is_const)
{
    PyObject *top = cbi_top_of(object);
    struct cbi_link *kept = malloc(sizeof *kept);
    struct cbi_link *dependant = has_lists(top) ? malloc(sizeof *dependant) : NULL;
    if (!kept || (has_lists(top) && !dependant)) {
        free(kept);
        free(dependant);
        return cbi_no_memory();
    }
    Py_IncRef(object);
    *kept = (struct cbi_link){HANDLE(self)->kept, object, is_const};
    HANDLE(self)->kept = kept;
    if (dependant) {
        dependant->object = self;
        add_dependant(top, dependant);
    }
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
    take_lists();
    struct cbi_link *l = has_lists(self) ? HANDLE(self)->kept : NULL;
    while (l && k--) {
        l = l->next;
    }
    if (l) {
        found = l->object;
        *is_const = l->is_const;
        Py_IncRef(found);
    }
    give_lists();
    return found;
}

/* What it kept, taken out of it; the caller drops it. */
static struct cbi_link *
let_go(PyObject *self)
{
    take_lists();
    struct cbi_link *kept = HANDLE(self)->kept;
    HANDLE(self)->kept = NULL;
    give_lists();
    for (struct cbi_link *k = kept; k; k = k->next) {
        if (has_lists(cbi_top_of(k->object))) {
            remove_dependant(cbi_top_of(k->object), self);
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
        free(link);
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

PyObject *
cbi_top(PyObject *o)
{
    while (INSTANCE(o)->whole || (has_lists(o) && HANDLE(o)->kept)) {
        o = INSTANCE(o)->whole ? INSTANCE(o)->whole : HANDLE(o)->kept->object;
    }
    return o;
}

/* ------------------------------------------------------------------------- closing */
/* C's part: the object must not be used by anybody. */
static void
destroy(PyObject *self)
{
    struct cbi_instance *it = INSTANCE(self);
    if (it->state == CBI_LIVE) {
        it->state = CBI_CLOSED;
        it->generation += it->whole == NULL;
        if (HANDLE(self)->destroy && !it->whole) {
            HANDLE(self)->destroy(it->data, NULL);
        }
    }
}

/* The objects that have to be closed for `self`: itself, then those that depend on it. */
struct family {
    uintptr_t *member;          /* owned references; of what is dying none, and 1 is added */
    int n, room;
};

static PyObject *
member(const struct family *f, int k)
{
    return (PyObject *)(f->member[k] & ~(uintptr_t)1);
}

/* Python takes apart what a subclass added, and that calls us: there is no reference left
   to take, but C's part of the object is there yet. */
static bool
is_dying(const PyObject *o)
{
    const char *head = (const char *)o;
    uint32_t own = 0;           /* without a GIL: those of the thread that made it */
    intptr_t others;
    if (cbi_head == 16) {
        memcpy(&others, head, sizeof others);
        return others == 0;
    }
    memcpy(&own, head + 12, sizeof own);
    memcpy(&others, head + 16, sizeof others);
    return own == 0 && others >> 2 == 0;
}

static bool
add_member(struct family *f, PyObject *o)
{
    if (f->n == f->room) {
        const int room = f->room ? 2 * f->room : 8;
        uintptr_t *more = realloc(f->member, sizeof *more * (size_t)room);
        if (!more) {
            return cbi_no_memory();
        }
        f->member = more;
        f->room = room;
    }
    const bool dying = is_dying(o);
    if (!dying) {
        Py_IncRef(o);
    }
    f->member[f->n++] = (uintptr_t)o + dying;
    return true;
}

static bool
contains(const struct family *f, const PyObject *o)
{
    for (int k = 0; k < f->n; k++) {
        if (member(f, k) == o) {
            return true;
        }
    }
    return false;
}

static void
drop_family(struct family *f)
{
    while (f->n) {
        if (!(f->member[--f->n] & 1)) {
            Py_DecRef(member(f, f->n));
        }
    }
    free(f->member);
    f->member = NULL;
    f->room = 0;
}

static int
compare_ages(const void *a, const void *b)
{
    const uint64_t x = HANDLE((PyObject *)(*(const uintptr_t *)a & ~(uintptr_t)1))->born;
    const uint64_t y = HANDLE((PyObject *)(*(const uintptr_t *)b & ~(uintptr_t)1))->born;
    return x < y ? -1 : x > y;
}

/* Oldest first: who depends on another was made after it. */
static bool
gather(struct family *f, PyObject *self)
{
    bool good = add_member(f, self);
    for (int k = 0; good && k < f->n; k++) {
        for (struct cbi_link *d = HANDLE(member(f, k))->dependants; good && d; d = d->next) {
            good = contains(f, d->object) || add_member(f, d->object);
        }
    }
    if (f->n > 1) {
        qsort(f->member, (size_t)f->n, sizeof *f->member, compare_ages);
    }
    return good;
}

/* C's destructors use what is outside of the family, too: adds that to `held`, which has
   room for so many; NULL: only counts. Gives how many; -1: an exception is set. */
static int
hold_outside(struct cbi_call *call, const struct family *f, struct cbi_held *held, int room)
{
    bool is_const;
    PyObject *keeper;
    int n = 0;
    for (int k = 0; k < f->n; k++) {
        for (int i = 0; n < room && (keeper = cbi_keeper(member(f, k), i, &is_const));
             i++, n++) {
            if (!held) {
                Py_DecRef(keeper);
                continue;
            }
            held[n] = (struct cbi_held){.object = keeper, .argument = -1,
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

/* What is dying is used by nobody, and may be gone while we wait. */
static bool
lock_family(struct cbi_call *call, const struct family *f, struct cbi_held *held, int n)
{
    for (int k = 0; k < f->n; k++) {
        PyObject *o = member(f, k);
        struct cbi_lock *lists = INSTANCE(o)->class->lists;
        held[2 * k] = (struct cbi_held){.lock = f->member[k] & 1 ? NULL : &holder(o)->lock,
                                        .object = o, .argument = -1, .exclusive = true};
        held[2 * k + 1] = (struct cbi_held){.lock = lists, .argument = -1,
                                            .exclusive = true};
        for (int other = 0; other < k; other++) {       /* one class, one lock */
            held[2 * k + 1].lock = held[2 * other + 1].lock == lists
                ? NULL : held[2 * k + 1].lock;
        }
    }
    return cbi_lock_all(call, held, n);
}

/* False: an exception is set. */
static bool
is_whole_family(const struct family *f, PyObject *self, bool *same)
{
    struct family now = {0};
    const bool good = gather(&now, self);
    *same = good && now.n == f->n;
    for (int k = 0; *same && k < now.n; k++) {
        *same = now.member[k] == f->member[k];
    }
    drop_family(&now);
    return good;
}

CBI_COLD static bool
still_viewed(struct cbi_call *call, PyObject *o)
{
    char name[48];
    (void)call;
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
        if (cbi_is_kept(member(f, k))) {
            return still_kept(member(f, k));
        }
    }
    return true;
}

/* The locks that this thread has taken to close a family: no C code of it is running. */
static _Thread_local const struct locks {
    const struct cbi_held *held;
    int n;
} *closing;

/* Dependants that died while their keeper was in use wait for its lock: they go before
   the keeper. Python code may run. */
static void
finish_deaths(const struct cbi_held *held, int n)
{
    const struct locks *outer = closing, own = {held, n};
    closing = &own;
    for (int k = 0; k < n; k++) {
        if (held[k].lock && held[k].taken) {
            cbi_lock_finish(held[k].lock);
        }
    }
    closing = outer;
}

static bool
is_closing(const struct cbi_lock *lock)
{
    for (int k = 0; closing && k < closing->n; k++) {
        if (closing->held[k].lock == lock) {
            return true;
        }
    }
    return false;
}

static void
let_go_all(PyObject *self)
{
    PyObject *tokens = HANDLE(self)->tokens;
    HANDLE(self)->tokens = NULL;
    drop_all(let_go(self));
    cbi_drop(tokens);
    drop_values(take_values(self), INSTANCE(self)->class->n_values);
}

static bool
close_family(struct cbi_call *call, PyObject *self)
{
    struct family f = {0};
    bool done = false, good = true;
    while (good && !done) {
        good = gather(&f, self);
        const int n = 2 * f.n + (good ? hold_outside(call, &f, NULL, INT_MAX / 4) : 0);
        struct cbi_held *held = good ? cbi_memory(call, sizeof *held * (size_t)n) : NULL;
        const bool locked = held && hold_outside(call, &f, held + 2 * f.n, n - 2 * f.n) >= 0
                            && lock_family(call, &f, held, n);
        good = locked;
        if (locked) {
            finish_deaths(held, n);
        }
        good = good && is_whole_family(&f, self, &done);
        for (int k = 0; done && good && k < f.n; k++) {
            good = !cbi_is_viewed(member(&f, k)) || still_viewed(call, member(&f, k));
        }
        good = good && (!done || none_is_kept(&f));
        done = done && good;
        for (int k = f.n; done && k--;) {
            destroy(member(&f, k));
        }
        if (locked) {
            cbi_unlock_all(call, held, n);
        }
        for (int k = f.n; done && k--;) {
            if (!(f.member[k] & 1)) {
                let_go_all(member(&f, k));
            }
        }
        drop_family(&f);
    }
    return good;
}

PyObject *
cbi_object_close(PyObject *self, PyObject *unused)
{
    struct cbi_instance *it = INSTANCE(self);
    (void)unused;
    if (it->class && it->state == CBI_LIVE && !it->whole) {
        CBI_CALL(it->class->record, it->module);
        const bool good = close_family(&py_call, self);
        cbi_finish(&py_call);
        if (!good) {
            return NULL;
        }
    }
    return cbi_new_none();
}

PyObject *
cbi_object_enter(PyObject *self, PyObject *unused)
{
    (void)unused;
    Py_IncRef(self);
    return self;
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

/* What lives in it, and in what depends on it, is gone. */
static void
age(PyObject *o)
{
    INSTANCE(o)->generation++;
    for (struct cbi_link *d = has_lists(o) ? HANDLE(o)->dependants : NULL; d; d = d->next) {
        age(d->object);
    }
}

/* Whose C part may go on using `used` when that is given away: of the whole, any
   dependant; of a part, who was made with some part of the same whole, which may be in
   this one. Who was made with the whole itself knows what happens in it. */
static const struct cbi_class *
user_of(PyObject *used, PyObject *top)
{
    const struct cbi_class *user = NULL;
    take_lists();
    for (struct cbi_link *d = HANDLE(top)->dependants; d && !user; d = d->next) {
        bool uses = used == top;
        for (struct cbi_link *k = HANDLE(d->object)->kept; k && !uses; k = k->next) {
            uses = k->object != top && cbi_top_of(k->object) == top;
        }
        user = uses ? INSTANCE(d->object)->class : NULL;
    }
    give_lists();
    return user;
}

bool
cbi_may_take(struct cbi_call *call, int i, PyObject *used)
{
    char name[48];
    PyObject *top = used ? cbi_top_of(used) : NULL;
    const struct cbi_class *user = top ? user_of(used, top) : NULL;
    const bool kept = used && has_lists(used) && cbi_is_kept(used);
    if (!user && !kept) {
        return true;
    }
    user = user ? user : cbi_holder_of(used);
    return cbi_fail(call, PyExc_ValueError, i, "%s%s would be given away, but %s%s uses it: "
                    "close that first", i < 0 ? "this " : "",
                    i < 0 ? cbi_type_name(used, name) : "", user ? "a " : "C",
                    user ? cbi_class_name(user) : "");
}

void
cbi_taken(PyObject *used)
{
    PyObject *whole = INSTANCE(used)->whole;
    INSTANCE(used)->state = CBI_CLOSED;
    take_lists();
    age(whole ? whole : used);
    give_lists();
}

/* --------------------------------------------------------------------------- dying */
/* Nobody refers to it any more, so nobody holds its lock; but its keepers may be in use,
   and C's destructor touches them: then who uses them runs it. */
struct pending {
    PyObject *tokens;
    void *data;
    cbi_release destroy;
    struct cbi_link *kept;
    struct cbi_lock *held;      /* by whom it was left: it is taken already */
    PyObject **values;
    int n_values;
};

/* The lock of the k-th keeper; NULL if it has none, or if it is taken already: keepers
   may be parts of one object, and one keeper may be there twice. */
static struct cbi_lock *
new_lock(const struct pending *p, const struct cbi_link *k)
{
    struct cbi_lock *lock = has_lists(k->object) ? &holder(k->object)->lock : NULL;
    bool taken = lock == p->held || is_closing(lock);
    for (const struct cbi_link *l = p->kept; l != k && !taken; l = l->next) {
        taken = has_lists(l->object) && &holder(l->object)->lock == lock;
    }
    return taken ? NULL : lock;
}

/* The lock that somebody else has; NULL: C's destructor has run. */
static struct cbi_lock *
try_pending(struct pending *p)
{
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
        p->destroy(p->data, NULL);
    }
    for (struct cbi_link *l = p->kept; l != k; l = l->next) {
        lock = new_lock(p, l);
        if (lock) {
            cbi_unlock(lock, true);
        }
    }
    return busy;
}

static void
run_pending(void *pending)
{
    enum { MANY = 10000 };      /* without memory nobody remembers it: then it is lost */
    struct pending *p = pending;
    for (int k = 0; k < MANY; k++) {
        struct cbi_lock *held = p->held, *busy = try_pending(p);
        if (!busy) {
            drop_all(p->kept);
            cbi_drop(p->tokens);
            drop_values(p->values, p->n_values);
            free(p);
            return;
        }
        p->held = busy;
        if (cbi_lock_defer(busy, run_pending, p)) {
            return;
        }
        p->held = held;         /* it is free again */
    }
}

static void
died(PyObject *self)
{
    struct cbi_instance *it = INSTANCE(self);
    struct cbi_link *kept = let_go(self);
    PyObject *tokens = HANDLE(self)->tokens;
    const bool owned = it->state == CBI_LIVE && !it->whole && HANDLE(self)->destroy;
    struct pending *p = owned && kept ? malloc(sizeof *p) : NULL;
    if (p) {
        *p = (struct pending){tokens, it->data, HANDLE(self)->destroy, kept, NULL,
                              take_values(self), it->class->n_values};
        HANDLE(self)->tokens = NULL;
        it->state = CBI_CLOSED;
        run_pending(p);
        return;
    }
    PyObject *lender = HANDLE(self)->lender;
    HANDLE(self)->lender = NULL;
    destroy(self);
    drop_all(kept);
    HANDLE(self)->tokens = NULL;
    cbi_drop(tokens);
    cbi_drop(lender);
    drop_values(take_values(self), it->class->n_values);
}

/* What others use dies after them. */
static void
forget(PyObject *self)
{
    if (!HANDLE(self)->dependants && !cbi_is_kept(self)) {
        died(self);
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

const struct cbi_lives cbi_lives = {died, forget, traverse};
