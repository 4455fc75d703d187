// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(size_t count, CB_SHAPE(cuont) const double *x);
void g(CB_DEFAULT(nothing) int x);
CB_RAISES(retrun < 0, CB_ValueError) int h(int x);
CB_SHAPE(n) CB_OWNED(releese) double *k(size_t n);
void releases(double *p);
typedef CB_RAISES(return < 0, CB_ValueError, "%d", code) int status;
status uses(int kode);
void l(CB_REQUIRE(y > 0) int x);
double behind(const double a[n], size_t n);
void two(double a[2 * n][k], size_t n, size_t k);
