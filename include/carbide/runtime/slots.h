/* SPDX-License-Identifier: MIT
   carbide/runtime/slots.h: the table through which C's contexts find their Python
   callables, for the files that lend, keep and call them. */
#ifndef CARBIDE_SLOTS_H
#define CARBIDE_SLOTS_H

#include "carbide/runtime/runtime.h"

#pragma GCC visibility push(hidden)
struct cbi_slot {
    uintptr_t generation;       /* of the handle that finds it; 0: none */
    uintptr_t last;             /* the newest generation */
    uintptr_t next;             /* in the list of free ones: 1 + place */
    void *thread;               /* lent: which one called C; NULL: kept */
    struct cbi_call *call;      /* lent: the running call */
    PyObject *module;
    void *interpreter, *view;   /* of the module; view: 3.15, else NULL */
    bool is_main;               /* it is the main interpreter */
    PyObject *uses[CBI_SHARE];  /* borrowed: of the call, or of the keeper */
};
/* A slot for callables of this module that nobody finds yet; 0: MemoryError. */
uintptr_t cbi_slot_new(struct cbi_call *call, struct cbi_slot **slot);
void cbi_slot_publish(struct cbi_slot *slot);
void cbi_slot_free(uintptr_t handle);           /* once; later it does nothing */
/* Of 64, 128, 256, … slots. A handle is a place and, above it, a generation. */
enum { CBI_SLOT_HALF = sizeof(uintptr_t) * 4, CBI_SLOT_FIRST = 64, CBI_SLOT_CHUNKS = 24 };
#define CBI_SLOT_PLACE (((uintptr_t)1 << CBI_SLOT_HALF) - 1)
extern struct cbi_slot *cbi_slot_chunks[CBI_SLOT_CHUNKS];
CBI_INLINE struct cbi_slot *
cbi_slot_at(uintptr_t place)
{
    uintptr_t size = CBI_SLOT_FIRST;
    int k = 0;
    while (CBI_UNLIKELY(place >= size)) {
        place -= size;
        size *= 2;
        if (++k == CBI_SLOT_CHUNKS) {
            return NULL;
        }
    }
    struct cbi_slot *chunk = __atomic_load_n(&cbi_slot_chunks[k], __ATOMIC_ACQUIRE);
    return CBI_LIKELY(chunk != NULL) ? &chunk[place] : NULL;
}
/* [any thread] NULL: stale. What is found may go stale at once, unless the lock is
   held, or the slot was lent by a call of this thread. */
CBI_INLINE struct cbi_slot *
cbi_slot_of(uintptr_t handle)
{
    const uintptr_t generation = handle >> CBI_SLOT_HALF;
    struct cbi_slot *s = generation ? cbi_slot_at(handle & CBI_SLOT_PLACE) : NULL;
    return s && __atomic_load_n(&s->generation, __ATOMIC_ACQUIRE) == generation ? s : NULL;
}
void cbi_slots_lock(void);
void cbi_slots_unlock(void);

struct cbi_home *cbi_home_of(PyObject *module);
#pragma GCC visibility pop

#endif
