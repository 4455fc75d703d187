/* SPDX-License-Identifier: MIT
   carbide/glue/locks.h: the locks of objects.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_LOCKS_H
#define CARBIDE_GLUE_LOCKS_H

#include "carbide/glue/call.h"

struct cbi_lock { uint64_t word; };
struct cbi_held {
    struct cbi_lock *lock;
    int16_t argument;
    bool exclusive;
};
CBI_INLINE bool cbi_lock_all(struct cbi_call *call, struct cbi_held *held, int n)
{ (void)call; (void)held; (void)n; return true; }
CBI_INLINE void cbi_unlock_all(struct cbi_call *call, struct cbi_held *held, int n)
{ (void)call; (void)held; (void)n; }
CBI_INLINE bool cbi_test_all(struct cbi_call *call, struct cbi_held *held, int n)
{ (void)call; (void)held; (void)n; return true; }
CBI_INLINE void cbi_untest_all(struct cbi_call *call, struct cbi_held *held, int n)
{ (void)call; (void)held; (void)n; }
CBI_INLINE bool cbi_try_lock(struct cbi_lock *lock, bool exclusive)
{ (void)lock; (void)exclusive; return true; }
CBI_INLINE void cbi_unlock(struct cbi_lock *lock, bool exclusive)
{ (void)lock; (void)exclusive; }
CBI_INLINE bool cbi_lock_defer(struct cbi_lock *lock, void (*run)(void *), void *arg)
{ (void)lock; run(arg); return true; }
#endif
