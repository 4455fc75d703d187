/* SPDX-License-Identifier: MIT
   carbide/runtime/lives.c: how long objects live that C made: what keeps what, closing,
   and dying in the right order.

   An object keeps what C uses for it (its connection, its tree): those are its keepers,
   and it is their dependant. Who is closed first closes its dependants, youngest first.
   Threads: the lists are changed under one word of the process, over pointer reads and
   writes alone. */
#include "carbide/runtime/instance.h"
#include "carbide/glue/locks.h"

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
keep(PyObject *self, PyObject *object)
{
    struct cbi_link *kept = malloc(sizeof *kept);
    struct cbi_link *dependant = has_lists(object) ? malloc(sizeof *dependant) : NULL;
    if (!kept || (has_lists(object) && !dependant)) {
        free(kept);
        free(dependant);
        return cbi_no_memory();
    }
    Py_IncRef(object);
    *kept = (struct cbi_link){HANDLE(self)->kept, object};
    HANDLE(self)->kept = kept;
    if (dependant) {
        dependant->object = self;
        add_dependant(object, dependant);
    }
    return true;
}

bool
cbi_keep_all(PyObject *self, PyObject *const *used, unsigned mask)
{
    for (int k = 0; mask >> k; k++) {
        if (mask >> k & 1 && used[k] && !keep(self, used[k])) {
            return false;
        }
    }
    return true;
}

/* What it kept, taken out of it; the caller drops it. */
static struct cbi_link *
let_go(PyObject *self)
{
    struct cbi_link *kept = HANDLE(self)->kept;
    HANDLE(self)->kept = NULL;
    for (struct cbi_link *k = kept; k; k = k->next) {
        if (has_lists(k->object)) {
            remove_dependant(k->object, self);
        }
    }
    return kept;
}

static void
drop_all(struct cbi_link *kept)
{
    while (kept) {
        struct cbi_link *next = kept->next;
        cbi_drop(kept->object);
        free(kept);
        kept = next;
    }
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
    PyObject **member;          /* owned references */
    int n, room;
};

static bool
add_member(struct family *f, PyObject *o)
{
    if (f->n == f->room) {
        const int room = f->room ? 2 * f->room : 8;
        PyObject **more = realloc(f->member, sizeof *more * (size_t)room);
        if (!more) {
            return cbi_no_memory();
        }
        f->member = more;
        f->room = room;
    }
    Py_IncRef(o);
    f->member[f->n++] = o;
    return true;
}

static bool
contains(const struct family *f, const PyObject *o)
{
    for (int k = 0; k < f->n; k++) {
        if (f->member[k] == o) {
            return true;
        }
    }
    return false;
}

static void
drop_family(struct family *f)
{
    while (f->n) {
        Py_DecRef(f->member[--f->n]);
    }
    free(f->member);
    f->member = NULL;
    f->room = 0;
}

/* Oldest first: who stands later depends, perhaps, on who stands before it. */
static bool
gather(struct family *f, PyObject *self)
{
    bool good = add_member(f, self);
    for (int k = 0; good && k < f->n; k++) {
        for (struct cbi_link *d = HANDLE(f->member[k])->dependants; good && d; d = d->next) {
            good = contains(f, d->object) || add_member(f, d->object);
        }
    }
    return good;
}

static bool
lock_family(struct cbi_call *call, const struct family *f, struct cbi_held *held)
{
    for (int k = 0; k < f->n; k++) {
        struct cbi_lock *lists = INSTANCE(f->member[k])->class->lists;
        held[2 * k] = (struct cbi_held){.lock = &holder(f->member[k])->lock,
                                        .object = f->member[k], .argument = -1,
                                        .exclusive = true};
        held[2 * k + 1] = (struct cbi_held){.lock = lists, .argument = -1,
                                            .exclusive = true};
        for (int other = 0; other < k; other++) {       /* one class, one lock */
            held[2 * k + 1].lock = held[2 * other + 1].lock == lists
                ? NULL : held[2 * k + 1].lock;
        }
    }
    return cbi_lock_all(call, held, 2 * f->n);
}

static bool
is_whole_family(const struct family *f, PyObject *self)
{
    struct family now = {0};
    const bool same = gather(&now, self) && now.n == f->n;
    drop_family(&now);
    return same;
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

static bool
close_family(struct cbi_call *call, PyObject *self)
{
    struct family f = {0};
    bool done = false, good = true;
    while (good && !done) {
        good = gather(&f, self);
        struct cbi_held *held = good ? cbi_memory(call, 2 * sizeof *held * (size_t)f.n) : NULL;
        const bool locked = held && lock_family(call, &f, held);
        good = locked;
        done = good && is_whole_family(&f, self);
        for (int k = 0; done && k < f.n; k++) {
            if (cbi_is_viewed(f.member[k])) {
                good = still_viewed(call, f.member[k]);
                done = false;
            }
        }
        for (int k = f.n; done && k--;) {
            destroy(f.member[k]);
        }
        if (locked) {
            cbi_unlock_all(call, held, 2 * f.n);
        }
        for (int k = f.n; done && k--;) {
            PyObject *tokens = HANDLE(f.member[k])->tokens;
            HANDLE(f.member[k])->tokens = NULL;
            drop_all(let_go(f.member[k]));
            cbi_drop(tokens);
        }
        drop_family(&f);
    }
    return good;
}

CBI_COLD static PyObject *
still_kept(PyObject *self)
{
    char name[48];
    const struct cbi_class *holder = HANDLE(self)->holder;
    PyErr_Format(PyExc_ValueError, "this %s cannot be closed: %s%s keeps it",
                 cbi_type_name(self, name), holder ? "a " : "",
                 holder ? cbi_class_name(holder) : "C");
    return NULL;
}

PyObject *
cbi_object_close(PyObject *self, PyObject *unused)
{
    struct cbi_instance *it = INSTANCE(self);
    (void)unused;
    if (it->class && it->state == CBI_LIVE && HANDLE(self)->n_holders) {
        return still_kept(self);
    }
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
};

static void
run_pending(void *pending)
{
    struct pending *p = pending;
    struct cbi_link *k = p->kept;
    for (; k; k = k->next) {
        if (has_lists(k->object) && !cbi_try_lock(&holder(k->object)->lock, true)) {
            break;
        }
    }
    struct cbi_lock *busy = k ? &holder(k->object)->lock : NULL;
    if (!busy) {
        p->destroy(p->data, NULL);
    }
    for (struct cbi_link *l = p->kept; l != k; l = l->next) {
        if (has_lists(l->object)) {
            cbi_unlock(&holder(l->object)->lock, true);
        }
    }
    if (!busy) {
        drop_all(p->kept);
        cbi_drop(p->tokens);
        free(p);
    }
    else if (!cbi_lock_defer(busy, run_pending, p)) {   /* it is free again */
        run_pending(p);
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
        *p = (struct pending){tokens, it->data, HANDLE(self)->destroy, kept};
        HANDLE(self)->tokens = NULL;
        it->state = CBI_CLOSED;
        run_pending(p);
        return;
    }
    destroy(self);
    drop_all(kept);
    HANDLE(self)->tokens = NULL;
    cbi_drop(tokens);
}

static int
traverse(PyObject *self, CbVisit visit, void *arg)
{
    int stop = 0;
    for (struct cbi_link *k = HANDLE(self)->kept; k && !stop; k = k->next) {
        stop = visit(k->object, arg);
    }
    PyObject *tokens = HANDLE(self)->tokens;
    return stop || !tokens ? stop : visit(tokens, arg);
}

const struct cbi_lives cbi_lives = {died, died, traverse};
