/* SPDX-License-Identifier: MIT
   carbide/runtime/slots.c: handles of Python callables. C gets as its context a slot and
   a generation in one word, which is looked up and never dereferenced. So a call that
   comes too late is a clean error, whatever C did with the context.

   The table is one for the process, grows and is never freed. A slot is lent while a
   call runs, or kept. Its lock is held over pointers alone, never over Python code. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "carbide/runtime/slots.h"
#include "carbide/runtime/spin.h"

#include <stdlib.h>
#ifndef _WIN32
#include <pthread.h>
#endif

struct cbi_slot *cbi_slot_chunks[CBI_SLOT_CHUNKS];
static uintptr_t used, free_list;       /* places; free_list: 1 + place */
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

/* The one thread of a fork's child must not find the lock taken by another. */
static void
survive_fork(void)
{
#ifndef _WIN32
    static uint8_t done;
    if (!__atomic_load_n(&done, __ATOMIC_RELAXED)
        && !__atomic_exchange_n(&done, 1, __ATOMIC_ACQ_REL)) {
        pthread_atfork(cbi_slots_lock, cbi_slots_unlock, cbi_slots_unlock);
    }
#endif
}

/* With the lock: room for one more. */
static bool
grow(void)
{
    uintptr_t size = CBI_SLOT_FIRST, start = 0;
    int k = 0;
    while (k < CBI_SLOT_CHUNKS && used >= start + size) {
        start += size;
        size *= 2;
        k++;
    }
    if (k == CBI_SLOT_CHUNKS || used > CBI_SLOT_PLACE) {
        return false;
    }
    if (!cbi_slot_chunks[k]) {
        __atomic_store_n(&cbi_slot_chunks[k], calloc(size, sizeof *cbi_slot_chunks[k]), __ATOMIC_RELEASE);
    }
    return cbi_slot_chunks[k] != NULL;
}

static struct cbi_slot *
take_place(uintptr_t *place)
{
    struct cbi_slot *s = NULL;
    cbi_slots_lock();
    *place = free_list ? free_list - 1 : used;
    if (free_list) {
        s = cbi_slot_at(*place);
        free_list = s->next;
    }
    else if (grow()) {
        s = cbi_slot_at(*place);
        used++;
    }
    cbi_slots_unlock();
    return s;
}

uintptr_t
cbi_slot_new(struct cbi_call *call, struct cbi_slot **slot)
{
    uintptr_t place;
    survive_fork();
    struct cbi_slot *s = take_place(&place);
    if (!s) {
        cbi_no_memory();
        return 0;
    }
    const struct cbi_home *home = cbi_home_of(call->module);
    s->thread = NULL;
    s->call = NULL;
    s->module = call->module;
    s->interpreter = home->interpreter;
    s->view = home->view;
    s->is_main = home->is_main;
    memset(s->uses, 0, sizeof s->uses);
    s->last = s->last == CBI_SLOT_PLACE ? 1 : s->last + 1;
    *slot = s;
    return s->last << CBI_SLOT_HALF | place;
}

void
cbi_slot_publish(struct cbi_slot *s)
{
    __atomic_store_n(&s->generation, s->last, __ATOMIC_RELEASE);
}

void
cbi_slot_free(uintptr_t handle)
{
    cbi_slots_lock();
    struct cbi_slot *s = cbi_slot_of(handle);
    if (s) {
        __atomic_store_n(&s->generation, 0, __ATOMIC_RELEASE);
        s->next = free_list;
        free_list = (handle & CBI_SLOT_PLACE) + 1;
    }
    cbi_slots_unlock();
}
