/* SPDX-License-Identifier: MIT
   carbide/runtime/callback.c: Python callables behind C function pointers. C gets the
   pointer of a generated function and, as its context, a handle: slot and generation in
   one word, which is looked up and never dereferenced. So a call that comes too late is
   a clean error, whatever C did with the context.

   The table of slots is one for the process, grows and is never freed. A slot is lent
   while a call runs, or kept (keep.c). The thread that called C reads its own lent slots
   without a lock; everybody else takes one, over pointers alone. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "carbide/runtime/callback.h"

#include <stdlib.h>
#ifndef _WIN32
#include <pthread.h>
#endif

/* ------------------------------------------------------------------- the table */
enum { HALF = sizeof(uintptr_t) * 4, FIRST = 64, CHUNKS = 24 };
static struct cbi_slot *chunks[CHUNKS];
static uintptr_t used, free_list;       /* places; free_list: 1 + place */
static uint8_t lock;

static void
take(void)
{
    while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE)) {
    }
}

static void
give(void)
{
    __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
}

/* A child of fork() has one thread, which may not find the lock taken by another. */
static void
survive_fork(void)
{
#ifndef _WIN32
    static uint8_t done;
    if (!__atomic_exchange_n(&done, 1, __ATOMIC_ACQ_REL)) {
        pthread_atfork(take, give, give);
    }
#endif
}

static struct cbi_slot *
slot_at(uintptr_t place)
{
    int k = 0;
    uintptr_t size = FIRST;
    while (place >= size) {
        place -= size;
        size *= 2;
        k++;
    }
    struct cbi_slot *chunk = k < CHUNKS ? __atomic_load_n(&chunks[k], __ATOMIC_ACQUIRE)
                                        : NULL;
    return chunk ? &chunk[place] : NULL;
}

static struct cbi_slot *
slot_of(uintptr_t handle)
{
    struct cbi_slot *s = slot_at(handle & (((uintptr_t)1 << HALF) - 1));
    return s && __atomic_load_n(&s->generation, __ATOMIC_ACQUIRE) == handle >> HALF
                   && handle >> HALF
           ? s : NULL;
}

/* With the lock taken: room for one more. */
static bool
grow(void)
{
    uintptr_t size = FIRST, start = 0;
    int k = 0;
    while (k < CHUNKS && used >= start + size) {
        start += size;
        size *= 2;
        k++;
    }
    if (k == CHUNKS || used >> HALF) {
        return false;
    }
    if (!chunks[k]) {
        struct cbi_slot *chunk = calloc(size, sizeof *chunk);
        __atomic_store_n(&chunks[k], chunk, __ATOMIC_RELEASE);
    }
    return chunks[k] != NULL;
}

uintptr_t
cbi_slot_new(struct cbi_slot **slot)
{
    survive_fork();
    take();
    uintptr_t place = free_list ? free_list - 1 : used;
    struct cbi_slot *s = NULL;
    if (free_list) {
        s = slot_at(place);
        free_list = s->next;
    }
    else if (grow()) {
        s = slot_at(place);
        used++;
    }
    give();
    if (!s) {
        cbi_no_memory();
        return 0;
    }
    s->thread = NULL;
    s->call = NULL;
    memset(s->uses, 0, sizeof s->uses);
    uintptr_t generation = s->last + 1 >= (uintptr_t)1 << (HALF - 1) ? 1 : s->last + 1;
    s->last = generation;
    *slot = s;
    return generation << HALF | place;
}

/* From now on the handle finds it. */
void
cbi_slot_publish(struct cbi_slot *s)
{
    __atomic_store_n(&s->generation, s->last, __ATOMIC_RELEASE);
}

void
cbi_slot_free(uintptr_t handle)
{
    const uintptr_t place = handle & (((uintptr_t)1 << HALF) - 1);
    struct cbi_slot *s = slot_at(place);
    take();
    if (s && s->last == handle >> HALF && s->generation == s->last) {
        __atomic_store_n(&s->generation, 0, __ATOMIC_RELEASE);
        s->next = free_list;
        free_list = place + 1;
    }
    give();
}

/* -------------------------------------------------------------- handing one out */
bool
cbi_get_callable(struct cbi_call *call, int i, PyObject *o,
                 const struct cbi_signature *signature, unsigned flags,
                 struct cbi_callable *c)
{
    (void)signature;
    c->call = call;
    if (cbi_is_none(o, flags)) {
        return true;
    }
    if (!PyCallable_Check(o)) {
        char name[48];
        return cbi_fail(call, PyExc_TypeError, i, "must be callable, not %s",
                        cbi_type_name(o, name));
    }
    c->kind = 'p';
    c->object = o;
    return true;
}

bool
cbi_lend(struct cbi_call *call, int n, struct cbi_callable *const c[],
         const uint16_t *const kept[], void **context)
{
    struct cbi_slot *slot;
    int python = 0;
    for (int k = 0; k < n; k++) {
        python += c[k]->kind == 'p';
        *context = c[k]->kind == 'c' ? c[k]->data : *context;
    }
    if (!python) {
        return true;
    }
    (void)kept;
    const uintptr_t handle = cbi_slot_new(&slot);
    if (!handle) {
        return false;
    }
    slot->thread = cbi_this_thread();
    slot->call = call;
    slot->module = call->module;
    for (int k = 0; k < n; k++) {
        slot->uses[k] = c[k]->object;
    }
    c[0]->handle = handle;
    *context = (void *)handle;
    cbi_slot_publish(slot);
    return true;
}

void
cbi_give_back(struct cbi_callable *c)
{
    if (c->handle) {
        cbi_slot_free(c->handle);
        c->handle = 0;
    }
}

/* -------------------------------------------------------------------- attaching */
enum { NOTHING = 0, DETACHED = 'd', ATTACHED = 'a' };

/* Between the calls that a thread makes and the Python code that they call back, the
   thread's state is known; elsewhere Python knows it. */
static bool
attach(struct cbi_entry *e)
{
    struct cbi_call *here = cbi_current;
    e->here = here;
    e->saved_errno = errno;
    if (here && !here->in_python) {
        e->how = here->thread ? DETACHED : ATTACHED;
        if (here->thread) {
            cbi_attach(here);
        }
        here->in_python = true;
        return true;
    }
    return false;
}

static void
detach(struct cbi_entry *e)
{
    if (e->how == DETACHED) {
        e->here->in_python = false;
        cbi_detach(e->here);
    }
    else if (e->how == ATTACHED) {
        e->here->in_python = false;
    }
    errno = e->saved_errno;
}

bool
cbi_enter_python(struct cbi_entry *e, const uint16_t *record, const void *context,
                 int ordinal)
{
    e->record = record;
    struct cbi_slot *s = slot_of((uintptr_t)context);
    if (!s || s->thread != cbi_this_thread() || s->call->raised) {
        return false;
    }
    e->call = s->call;
    e->object = s->uses[ordinal];
    e->module = s->module;
    e->owned = false;
    return attach(e);
}

bool
cbi_enter_top(struct cbi_entry *e, const uint16_t *record,
              const struct cbi_callable *top)
{
    e->record = record;
    if (!top || top->call->raised) {
        return false;
    }
    e->call = top->call;
    e->object = top->object;
    e->module = top->call->module;
    e->owned = false;
    return attach(e);
}

bool
cbi_leave_python(struct cbi_entry *e, bool good)
{
    if (CBI_UNLIKELY(!good)) {
        PyErr_Fetch(&e->call->exception[0], &e->call->exception[1],
                    &e->call->exception[2]);
        e->call->raised = true;
        e->call->stop = true;
    }
    detach(e);
    return good;
}

/* ---------------------------------------------------------------------- calling */
PyObject *
cbi_call_object(struct cbi_entry *e, PyObject **args, int n)
{
    enum { ARGUMENTS_OFFSET_BIT = sizeof(size_t) * 8 - 1 };
    PyObject *result = NULL;
    if (PyObject_Vectorcall) {
        result = PyObject_Vectorcall(e->object, args,
                                     (size_t)n | (size_t)1 << ARGUMENTS_OFFSET_BIT, NULL);
    }
    else {
        PyObject *tuple = PyTuple_New(n);
        for (int k = 0; tuple && k < n; k++) {
            Py_IncRef(args[k]);
            PyTuple_SetItem(tuple, k, args[k]);
        }
        result = tuple ? PyObject_Call(e->object, tuple, NULL) : NULL;
        cbi_drop(tuple);
    }
    for (int k = 0; k < n; k++) {
        Py_DecRef(args[k]);
        args[k] = NULL;
    }
    return result;
}

bool
cbi_unpack(struct cbi_call *call, PyObject *result, int n, PyObject **items)
{
    if (!cbi_is(result, &PyTuple_Type) || PyTuple_Size(result) != n) {
        char name[48];
        return cbi_fail(call, PyExc_TypeError, -1,
                        "must return a tuple of %d, not %s", n,
                        cbi_type_name(result, name));
    }
    for (int k = 0; k < n; k++) {
        items[k] = PyTuple_GetItem(result, k);
    }
    return true;
}
