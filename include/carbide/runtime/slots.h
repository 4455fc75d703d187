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
/* [any thread] NULL: stale. What is found may go stale at once, unless the lock is
   held, or the slot was lent by a call of this thread. */
struct cbi_slot *cbi_slot_of(uintptr_t handle);
void cbi_slots_lock(void);
void cbi_slots_unlock(void);

struct cbi_home *cbi_home_of(PyObject *module);
#pragma GCC visibility pop

#endif
