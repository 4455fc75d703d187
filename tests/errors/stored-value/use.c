// SPDX-License-Identifier: MIT
#include "x.h"

cb_value last;
static cb_value cache[8];

cb_value remember(cb_value v)
{
    static cb_value before = NULL, *place;
    static const cb_value *borrowed;
    cb_value fine[2] = {v, before};
    place = fine;
    last = *place;
    (void)borrowed;
    return cache[0];
}

struct hidden { int n; cb_value v; };
