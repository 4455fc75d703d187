/* SPDX-License-Identifier: MIT
   Test module `bitint`: _BitInt of odd widths, for compilers that have it. */
#ifndef BITINT_H
#define BITINT_H

#include "carbide.h"

_BitInt(7) echo_s7(_BitInt(7) x);
unsigned _BitInt(7) echo_u7(unsigned _BitInt(7) x);
_BitInt(24) echo_s24(_BitInt(24) x);
unsigned _BitInt(24) echo_u24(unsigned _BitInt(24) x);
_BitInt(65) echo_s65(_BitInt(65) x);
unsigned _BitInt(128) echo_u128(unsigned _BitInt(128) x);
_BitInt(128) echo_s128(_BitInt(128) x);
void negate_s24(CB_INOUT _BitInt(24) *x);

#endif
