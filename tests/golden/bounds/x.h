/* SPDX-License-Identifier: MIT
   Golden: bounds that are solved, checked, allocated; strides; views. */
#include "carbide.h"

double trapezoid(int n, const double y[n + 1], double h);
double block(size_t m, size_t k, const double x[m * k]);
void window(size_t n, size_t k, CB_OUT double y[n - k + 1]);
double sum_stride(int n, CB_SHAPE(n) CB_STRIDES(incx) const double *x, int incx);
double norm(CB_VIEW(const double, 2) v);
double quantile(size_t n, const double x[n], CB_REQUIRE(q >= 0 && q <= 1) double q);
