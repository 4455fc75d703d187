// SPDX-License-Identifier: MIT
// lanes.h: loops whose speed is that of the CPU's vectors.
#ifndef LANES_H
#define LANES_H

#include <stddef.h>

#include "carbide.h"

/** The sum of the square roots. */
double sqrt_sum(size_t n, const double a[n]);
/** Each number, halved where it is above the limit, else increased by it. */
void choose(size_t n, const double x[n], double limit, CB_OUT double y[n]);
/** A polynomial of the third degree of each number. */
void poly(size_t n, const double x[n], CB_OUT double y[n]);

#endif
