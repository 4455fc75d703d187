/* SPDX-License-Identifier: MIT
   carbide/runtime/identity.c: which object stands for a pointer of C: one that C goes on
   owning gives the same object as long as that lives. A table of weak references in the
   module's state, by address and class.

   Threads: a word of the table is held over pointer reads and writes alone; references
   are taken to the weak reference, never to an object that may be dying. */
#include "carbide/runtime/instance.h"

#include <stdlib.h>

struct entry {
    void *data;
    const struct cbi_class *class;      /* NULL: free, or free again */
    PyObject *weak;                     /* owned */
    const void *object;                 /* only compared */
    bool was_used;                      /* a search goes on behind it */
};
struct cbi_identities {
    uint32_t busy;
    size_t n_used, room;                /* entries ever used; a power of two */
    struct entry *entries;
};

static struct cbi_identities *
table_of(PyObject *module)
{
    struct cbi_state *state = PyModule_GetState(module);
    return state ? __atomic_load_n(&state->identities, __ATOMIC_ACQUIRE) : NULL;
}

/* The entry for a pointer, or the free one where it belongs; NULL: there is no room. */
static struct entry *
find(const struct cbi_identities *t, const void *data, const struct cbi_class *class)
{
    struct entry *free_one = NULL;
    size_t at = ((uintptr_t)data >> 4 ^ (uintptr_t)data >> 16) * 0x9E3779B97F4A7C15u >> 7;
    for (size_t k = 0; k < t->room; k++, at++) {
        struct entry *e = &t->entries[at & (t->room - 1)];
        if (e->class == class && e->data == data) {
            return e;
        }
        free_one = !free_one && !e->class ? e : free_one;
        if (!e->class && !e->was_used) {
            break;
        }
    }
    return free_one;
}

/* Twice the room; what is free again is forgotten. The table is locked. */
static bool
grow(struct cbi_identities *t)
{
    size_t n = 0;
    for (size_t k = 0; k < t->room; k++) {
        n += t->entries[k].class != NULL;
    }
    struct cbi_identities wide = {.room = n * 4 < 16 ? 16 : t->room};
    while (wide.room < n * 4) {
        wide.room *= 2;
    }
    wide.entries = calloc(wide.room, sizeof *wide.entries);
    for (size_t k = 0; wide.entries && k < t->room; k++) {
        const struct entry *e = &t->entries[k];
        if (e->class) {
            *find(&wide, e->data, e->class) = *e;
        }
    }
    if (!wide.entries) {
        return false;
    }
    free(t->entries);
    t->entries = wide.entries;
    t->room = wide.room;
    t->n_used = n;
    return true;
}

static struct cbi_identities *
make_table(PyObject *module)
{
    struct cbi_state *state = PyModule_GetState(module);
    struct cbi_identities *made = calloc(1, sizeof *made), *seen = NULL;
    if (made && !__atomic_compare_exchange_n(&state->identities, &seen, made, false,
                                             __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        free(made);             /* another thread was first */
        made = seen;
    }
    return made;
}

/* New reference to what a weak reference speaks of, or NULL without an exception. */
static PyObject *
referent(PyObject *weak)
{
    PyObject *o = NULL;
    if (PyWeakref_GetRef) {
        if (PyWeakref_GetRef(weak, &o) < 0) {
            PyErr_Clear();
        }
        return o;
    }
    o = PyWeakref_GetObject(weak);
    if (o == Py_None) {
        return NULL;
    }
    Py_IncRef(o);
    return o;
}

/* Is it what it stands for, and for those who ask? */
static bool
is_for(PyObject *o, const PyObject *whole)
{
    return cbi_is_live(INSTANCE(o)) && (!holder(o)->is_lent || cbi_top_of(o) == whole);
}

PyObject *
cbi_known(PyObject *module, const struct cbi_class *class, const void *data,
          const PyObject *whole)
{
    struct cbi_identities *t = table_of(module);
    PyObject *weak = NULL;
    if (!t) {
        return NULL;
    }
    cbi_spin_take(&t->busy);
    const struct entry *e = t->room ? find(t, data, class) : NULL;
    if (e && e->class) {
        weak = e->weak;
        Py_IncRef(weak);
    }
    cbi_spin_give(&t->busy);
    PyObject *o = weak ? referent(weak) : NULL;
    cbi_drop(weak);
    if (o && !is_for(o, whole)) {       /* also: of memory that is something else now */
        Py_DecRef(o);
        o = NULL;
    }
    return o;
}

/* What is known for that pointer, a new reference to the weak one; or, unless that is still
   `stale`, `weak` takes its place: then *done. False: there is no memory. */
static bool
exchange(struct cbi_identities *t, PyObject *self, PyObject *weak, const PyObject *stale,
         PyObject **found, bool *done)
{
    const struct cbi_instance *it = INSTANCE(self);
    cbi_spin_take(&t->busy);
    const bool room = (t->n_used + 1) * 2 <= t->room || grow(t);
    struct entry *e = room ? find(t, it->data, it->class) : NULL;
    *found = e && e->class ? e->weak : NULL;
    *done = e && *found == stale;
    if (*done) {                        /* and the table's reference to it is ours */
        t->n_used += !e->class && !e->was_used;
        *e = (struct entry){it->data, it->class, weak, self, true};
    }
    else if (*found) {
        Py_IncRef(*found);
    }
    cbi_spin_give(&t->busy);
    return room;
}

/* Python owns it from now on: a child that stood for it, and what was reached from there,
   goes with what it was a part of. */
static bool
leave_child(PyObject *self, PyObject *stale)
{
    PyObject *child = referent(stale);
    const bool is_child = child && child != self && !HANDLE(child)->born
                          && cbi_is_live(INSTANCE(child));
    const bool good = !is_child || cbi_parts.inherit(self, child);
    if (is_child && good) {
        cbi_taken(child);
    }
    cbi_drop(child);
    return good;
}

PyObject *
cbi_make_known(PyObject *self, bool owner)
{
    struct cbi_identities *t = table_of(INSTANCE(self)->module);
    t = t ? t : make_table(INSTANCE(self)->module);
    PyObject *weak = t ? PyWeakref_NewRef(self, NULL) : NULL, *stale = NULL, *found;
    PyObject *other = NULL;
    bool done = false, room = weak != NULL, left = true;
    while (room && !done && !other) {
        room = exchange(t, self, weak, stale, &found, &done);
        left = !done || !stale || !owner || leave_child(self, stale);
        cbi_drop(done ? stale : NULL);          /* the table's */
        cbi_drop(stale);
        stale = done ? NULL : found;
        other = stale && !owner ? referent(stale) : NULL;
        if (other && !is_for(other, cbi_top_of(self))) {
            Py_DecRef(other);
            other = NULL;
        }
    }
    cbi_drop(stale);
    if (!done) {
        cbi_drop(weak);
    }
    if (!room && (weak || !t)) {
        cbi_no_memory();
    }
    if (done && left) {
        Py_IncRef(self);
    }
    return !left ? NULL : done ? self : other;
}

void
cbi_make_unknown(PyObject *self)
{
    const struct cbi_instance *it = INSTANCE(self);
    struct cbi_identities *t = table_of(it->module);
    PyObject *old = NULL;
    if (!t) {
        return;
    }
    cbi_spin_take(&t->busy);
    struct entry *e = t->room ? find(t, it->data, it->class) : NULL;
    if (e && e->class && e->object == self) {
        old = e->weak;
        *e = (struct entry){.was_used = true};
    }
    cbi_spin_give(&t->busy);
    cbi_drop(old);
}

CBI_COLD void
cbi_forget_identities(struct cbi_state *state)
{
    struct cbi_identities *t = state->identities;
    state->identities = NULL;
    for (size_t k = 0; t && k < t->room; k++) {
        cbi_drop(t->entries[k].weak);
    }
    free(t ? t->entries : NULL);
    free(t);
}
