/* SPDX-License-Identifier: MIT
   carbide/runtime/slots.h: the table through which C's contexts find their Python
   callables, for the files that lend, keep and call them. */
#ifndef CARBIDE_SLOTS_H
#define CARBIDE_SLOTS_H

#include "carbide/runtime/runtime.h"

#pragma GCC visibility push(hidden)
/* A slot for callables of this module that nobody finds yet; NULL: MemoryError. It is
   published with a handle, and freed with it. */
struct cbi_slot *cbi_slot_new(struct cbi_call *call);
uintptr_t cbi_slot_publish(struct cbi_slot *slot);
/* What calls have given back of a module that ends. */
void cbi_slots_return(struct cbi_slot *list);
/* [any thread] NULL: stale. What is found may go stale at once, unless the GIL of its
   module is held, or, where there is none, the lock. */
struct cbi_slot *cbi_slot_of(uintptr_t handle);
/* [any thread] A copy that is whole; false: stale. */
bool cbi_slot_copy(uintptr_t handle, struct cbi_slot *copy);
void cbi_slots_lock(void);
void cbi_slots_unlock(void);
#pragma GCC visibility pop

#endif
