/* SPDX-License-Identifier: MIT
   Definitions of half.h. */
#include "half.h"

_Float16 echo_half(_Float16 x)
{
    return x;
}

void limits_half(_Float16 *low, _Float16 *high)
{
    *low = (_Float16)-65504.0f;
    *high = (_Float16)65504.0f;
}

void negate_half(_Float16 *x)
{
    *x = -*x;
}

double sum_half(size_t n, const _Float16 x[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)x[i];
    }
    return sum;
}

void scale_half(size_t n, _Float16 x[n], float by)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = (_Float16)((float)x[i] * by);
    }
}

void ramp_half(size_t n, _Float16 x[n])
{
    for (size_t i = 0; i < n; i++) {
        x[i] = (_Float16)(float)i;
    }
}
