/* SPDX-License-Identifier: MIT
   Definitions of bitint.h. */
#include "bitint.h"

_BitInt(7) echo_s7(_BitInt(7) x)
{
    return x;
}

unsigned _BitInt(7) echo_u7(unsigned _BitInt(7) x)
{
    return x;
}

_BitInt(24) echo_s24(_BitInt(24) x)
{
    return x;
}

unsigned _BitInt(24) echo_u24(unsigned _BitInt(24) x)
{
    return x;
}

_BitInt(65) echo_s65(_BitInt(65) x)
{
    return x;
}

unsigned _BitInt(128) echo_u128(unsigned _BitInt(128) x)
{
    return x;
}

_BitInt(128) echo_s128(_BitInt(128) x)
{
    return x;
}

void negate_s24(_BitInt(24) *x)
{
    *x = (_BitInt(24))-(unsigned _BitInt(24))*x;
}
