// SPDX-License-Identifier: MIT
#include "carbide.h"

struct state { int count; };
CB_INIT void _start(CB_FIXED(cb_state()) struct state *s);
/** Gives everything back. */
CB_EXIT void stop(void);
int count(CB_FIXED(cb_state()) struct state *s);
