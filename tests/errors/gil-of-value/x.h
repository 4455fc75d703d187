// SPDX-License-Identifier: MIT
#include "carbide.h"

CB_GIL(free) double total(cb_value items);
CB_GIL(held) double mean(cb_value items);
static inline CB_GIL(free) void none(void)
{
    (void)cb_none();
}
