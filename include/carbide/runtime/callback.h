/* SPDX-License-Identifier: MIT
   carbide/runtime/callback.h: the table of slots through which C's contexts find their
   Python callables, for the files that lend and keep them. */
#ifndef CARBIDE_CALLBACK_H
#define CARBIDE_CALLBACK_H

#include "carbide/runtime/runtime.h"

#pragma GCC visibility push(hidden)
struct cbi_slot {
    uintptr_t generation;       /* of the handle that finds it; 0: none */
    uintptr_t last;             /* the newest generation */
    uintptr_t next;             /* in the list of free ones: 1 + place */
    void *thread;               /* lent: which one called C; NULL: kept */
    struct cbi_call *call;      /* lent: the running call */
    PyObject *module;
    PyObject *uses[CBI_SHARE];  /* borrowed: of the call, or of the keeper */
};
/* A slot that nobody finds yet; 0: MemoryError. */
uintptr_t cbi_slot_new(struct cbi_slot **slot);
void cbi_slot_publish(struct cbi_slot *slot);
void cbi_slot_free(uintptr_t handle);
#pragma GCC visibility pop

#endif
