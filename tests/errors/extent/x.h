// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(const double x[0]);
void g(size_t n, CB_SHAPE(n, -2) const double *x);
