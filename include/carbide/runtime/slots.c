/* SPDX-License-Identifier: MIT
   carbide/runtime/slots.c: the table of slots, one for the process, which grows and is
   never freed: a handle that is stale finds memory, and sees there that it is. A slot is
   lent while a call runs, or kept.

   The lock is held over pointers alone, never over Python code. Slots that were lent go
   from call to call without it, under the GIL of their module (glue/callbacks.h): so
   whoever holds that GIL and finds a slot, finds its call running. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "carbide/runtime/slots.h"
#include "carbide/runtime/spin.h"

#include <stdlib.h>
#ifndef _WIN32
#include <pthread.h>
#endif

/* Of 64, 128, 256, … slots. */
enum { CHUNKS = CBI_SLOT_BITS - 6 };
struct cbi_slot cbi_slots[CBI_SLOT_FIRST];
static struct cbi_slot *chunks[CHUNKS] = {cbi_slots};
static uintptr_t used = 1;              /* places; the first one is that of context NULL */
static struct cbi_slot *free_list;
static uint32_t lock;

void
cbi_slots_lock(void)
{
    cbi_spin_take(&lock);
}

void
cbi_slots_unlock(void)
{
    cbi_spin_give(&lock);
}

#ifndef _WIN32
static void
forked(void)
{
    cbi_gate_forked();
    cbi_slots_unlock();
}
#endif

/* The one thread of a fork's child must not find the lock taken by another. */
static void
survive_fork(void)
{
#ifndef _WIN32
    static uint8_t done;
    if (!__atomic_load_n(&done, __ATOMIC_RELAXED)
        && !__atomic_exchange_n(&done, 1, __ATOMIC_ACQ_REL)) {
        pthread_atfork(cbi_slots_lock, cbi_slots_unlock, forked);
    }
#endif
}

/* ---------------------------------------------------------------------- finding */
/* Its chunk and the place in that; NULL: beyond the table. */
static struct cbi_slot **
chunk_of(uintptr_t *place, uintptr_t *size)
{
    int k = 0;
    *size = CBI_SLOT_FIRST;
    while (*place >= *size) {
        *place -= *size;
        *size *= 2;
        if (++k == CHUNKS) {
            return NULL;
        }
    }
    return &chunks[k];
}

struct cbi_slot *
cbi_slot_of(uintptr_t handle)
{
    uintptr_t place = handle & CBI_SLOT_PLACE, size;
    struct cbi_slot **chunk = chunk_of(&place, &size);
    struct cbi_slot *s = chunk ? __atomic_load_n(chunk, __ATOMIC_ACQUIRE) : NULL;
    s = s ? s + place : NULL;
    return s && handle && __atomic_load_n(&s->handle, __ATOMIC_ACQUIRE) == handle ? s
                                                                                  : NULL;
}

bool
cbi_slot_copy(uintptr_t handle, struct cbi_slot *copy)
{
    const struct cbi_slot *s = cbi_slot_of(handle);
    if (!s) {
        return false;
    }
    *copy = *s;
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    return __atomic_load_n(&s->handle, __ATOMIC_RELAXED) == handle;
}

/* --------------------------------------------------------------- taking and freeing */
/* With the lock. */
static struct cbi_slot *
take(void)
{
    struct cbi_slot *s = free_list;
    uintptr_t place = used, size;
    if (s) {
        free_list = s->below;
        return s;
    }
    struct cbi_slot **chunk = used <= CBI_SLOT_PLACE ? chunk_of(&place, &size) : NULL;
    if (chunk && !*chunk) {
        __atomic_store_n(chunk, calloc(size, sizeof **chunk), __ATOMIC_RELEASE);
    }
    if (!chunk || !*chunk) {
        return NULL;
    }
    s = *chunk + place;
    s->newest = used++;
    return s;
}

struct cbi_slot *
cbi_slot_new(struct cbi_call *call)
{
    survive_fork();
    cbi_slots_lock();
    struct cbi_slot *s = take();
    cbi_slots_unlock();
    if (!s) {
        cbi_no_memory();
        return NULL;
    }
    struct cbi_home *home = cbi_home_of(call->module);
    s->thread = NULL;
    s->call = NULL;
    s->module = call->module;
    s->home = home;
    s->interpreter = home->interpreter;
    s->view = home->view;
    s->is_main = home->is_main;
    memset(s->uses, 0, sizeof s->uses);
    s->whom = (struct cbi_behalf){NULL, 0};
    return s;
}

uintptr_t
cbi_slot_publish(struct cbi_slot *s)
{
    const uintptr_t handle = cbi_next_handle(s);
    __atomic_store_n(&s->handle, handle, __ATOMIC_RELEASE);
    return handle;
}

void
cbi_slots_return(struct cbi_slot *list)
{
    while (list) {
        struct cbi_slot *s = list;
        list = s->below;
        cbi_slots_lock();
        s->below = free_list;
        free_list = s;
        cbi_slots_unlock();
    }
}

void
cbi_slot_free(uintptr_t handle)
{
    cbi_slots_lock();
    struct cbi_slot *s = cbi_slot_of(handle);
    if (s) {
        __atomic_store_n(&s->handle, 0, __ATOMIC_RELEASE);
        __atomic_thread_fence(__ATOMIC_RELEASE);
        s->below = free_list;
        free_list = s;
    }
    cbi_slots_unlock();
}
