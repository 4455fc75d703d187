// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(int m, int n, CB_SHAPE(m, n) CB_STRIDES(lda) const double *a, int lda);
void g(int n, CB_SHAPE(n) CB_STRIDES(incx, 1) const double *x, int incx);
