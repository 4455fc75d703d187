// SPDX-License-Identifier: MIT
// In headers that this one includes: the first error of each says from where.
#include "carbide.h"
#include "inner.h"
void f(double *x);
