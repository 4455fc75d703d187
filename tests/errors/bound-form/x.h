// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(CB_IN const size_t *n, CB_SHAPE(n) const double *x);
void g(double n, CB_SHAPE(n) const double *x);
void h(size_t n, CB_SHAPE(n * 1.5) const double *x);
void k(size_t m, const size_t sizes[m], CB_SHAPE(sizes[0]) const double *x);
void l(CB_OUT size_t *n, CB_OUT CB_SHAPE(*n) double *x);
size_t m(CB_OUT CB_SHAPE(return) double *x);
double o(size_t n, const double x[n], CB_OUT CB_LEN(return) double y[n]);
