// SPDX-License-Identifier: MIT
// Arguments of markers, nearly right.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
CB_NAME(sum) double f(double x);
CB_NAME('sum') double g(double x);
void h(CB_AS(lits) CB_OUT CB_SHAPE(3) double *x);
CB_GIL(fre) int i(int x);
void j(CB_OUT CB_LEN(*m) double y[n], size_t n, size_t *m);
void k(int n, CB_OUT double y[n], CB_OUT int *m, CB_LEN(m) int z);
CB_REQUIRE(x > 0) double l(double x);
double m(CB_REQUIRE(x => 0) double x);
double o(CB_REQUIRE(0 < x < 1) double x);
double p(CB_REQUIRE(x > 0 and x < 1) double x);
CB_EXPORT(WIDTH) int q(void);
CB_EXPORT(WITDH);
#define WIDTH 3
