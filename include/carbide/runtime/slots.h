/* SPDX-License-Identifier: MIT
   carbide/runtime/slots.h: map of slots.c, the table through which C's contexts find
   their Python callables, and of attach.c, for the files that lend, keep and call. */
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
void cbi_gate_forked(void);
void cbi_slots_unlock(void);

/* ------------------------------------------------------------------- attach.c
   e->how: the thread was attached; it was detached by `here`; by PyGILState; by a view
   (3.15). view NULL, is_main false: it cannot be. */
enum { CBI_WAS = 'w', CBI_BY_CALL = 'c', CBI_BY_GIL_STATE = 'g', CBI_BY_VIEW = 'v' };
bool cbi_attach_for(struct cbi_entry *e, void *view, bool is_main);
void cbi_detach_from(struct cbi_entry *e);
/* In the main interpreter; NULL: not there, or gone. */
extern PyObject *cbi_main_module;
#pragma GCC visibility pop

#endif
