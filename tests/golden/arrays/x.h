/* SPDX-License-Identifier: MIT
   Golden: the directions of arrays, tied shapes, restrict, a length. */
#include "carbide.h"

void find_max(size_t n, size_t k, const int64_t a[n][k], CB_OUT int64_t out[k]);
void axpy(size_t n, double alpha, const double x[restrict n], double y[restrict n]);
void sorted(size_t n, CB_INOUT float x[n]);
size_t positive(size_t n, const double x[n], CB_OUT CB_LEN(return) double y[n]);
double weighted(size_t n, const double x[n], CB_OPT const double w[n]);
void gather(size_t n, const double x[n], size_t k, CB_INDEX(n) const int64_t i[k],
            CB_OUT double y[k]);
double mean(size_t n, const double x[n], CB_OPT CB_OUT double centred[n],
            CB_OPT CB_OUT int *sign);
