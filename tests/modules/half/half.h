/* SPDX-License-Identifier: MIT
   Test module `half`: _Float16, for compilers that have it. */
#ifndef HALF_H
#define HALF_H

#include "carbide.h"

_Float16 echo_half(_Float16 x);
void limits_half(CB_OUT _Float16 *low, CB_OUT _Float16 *high);
void negate_half(CB_INOUT _Float16 *x);
double sum_half(size_t n, const _Float16 x[n]);
void scale_half(size_t n, _Float16 x[n], float by);
void ramp_half(size_t n, CB_OUT _Float16 x[n]);

#endif
