/* SPDX-License-Identifier: MIT
   Test module `hooks`: what runs at import and at the end, and memory of the module. The
   environment says what shall fail (HOOKS_FAIL), and where the end is noted (HOOKS_LOG). */
#ifndef HOOKS_H
#define HOOKS_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

CB_EXCEPTION(DeviceError, CB_RuntimeError, "The device did not answer.");

enum mood { CALM = 1, ANGRY = 2 };

/* over-aligned, and no value struct */
struct hooks_state_ {
    _Alignas(64) char log[64];
    void *self;
    int calls;
    double total;
    cb_value kept;
    int (*farewell)(int calls, void *ctx);
    void *ctx;
};

/* in order of declaration; names that are not exported run just as well */
CB_INIT void hooks_first_(CB_FIXED(cb_state()) struct hooks_state_ *st);
CB_INIT CB_RAISES(return == 1, DeviceError, "no device %d", number)
CB_RAISES(return != 0, CB_OSError) int _hooks_second(CB_FIXED(7) int number);
CB_INIT void hooks_third(CB_FIXED(cb_state()) struct hooks_state_ *st,
                         CB_FIXED(ANGRY) enum mood mood);
CB_INIT static inline void hooks_fourth(void) {}
CB_FROM_PYTHON("hooks_helper", "greet") CB_ON_RAISE(-3) int python_greet(int calls);
CB_INIT CB_RAISES(return == -3, CB_RuntimeError, "got -3") int hooks_fifth(void);
CB_EXIT void hooks_close(CB_FIXED(cb_state()) struct hooks_state_ *st);
CB_EXIT void hooks_last_(void);
CB_EXIT CB_RAISES(return != 0, DeviceError, "stuck") int hooks_stuck_(void);

/** Has the lock that an exit wants. */
CB_FROM_PYTHON("time", "sleep") void python_sleep(double seconds);
CB_LOCK(hooks_lock)
void hold_for(CB_REQUIRE(seconds >= 0 && seconds < 0.01) double seconds,
              CB_DEFAULT(1) CB_REQUIRE(times < 2000) int times);
CB_EXIT CB_LOCK(hooks_lock) void hooks_locked_(void);

/* what is kept, which is there at the end */
int greet(CB_FIXED(cb_state()) struct hooks_state_ *st);
void keep(CB_FIXED(cb_state()) struct hooks_state_ *st, CB_OPT cb_value v);
void at_end(CB_FIXED(cb_state()) struct hooks_state_ *st,
            CB_KEEP CB_OPT int (*f)(int calls, void *ctx), void *ctx);
CB_EXIT void hooks_farewell_(CB_FIXED(cb_state()) struct hooks_state_ *st);

/* the state, in any function */
int count(CB_FIXED(cb_state()) struct hooks_state_ *st);
int calls(CB_FIXED(cb_state()) const struct hooks_state_ *st);
double add(double x, CB_FIXED(cb_state()) struct hooks_state_ *st, CB_DEFAULT(2) double y);
double add_all(size_t n, const double x[n], CB_FIXED(cb_state()) struct hooks_state_ *st);
const char *events(CB_FIXED(cb_state()) const struct hooks_state_ *st);
bool is_own(CB_FIXED(cb_state()) const struct hooks_state_ *st);
/** cb_state() from within C. */
bool is_the_same(CB_FIXED(cb_state()) const struct hooks_state_ *st);

#endif
