// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

/** Sum of the numbers.
    @param a the numbers */
CB_OVERLOAD("total") int64_t total_int(size_t n, const int64_t a[n]);
CB_OVERLOAD("total") double total_double(size_t n, const double a[n]);
int between(int x);
/** Sum of a matrix. */
CB_OVERLOAD("total") double total_matrix(size_t m, size_t n, CB_OPT const double a[m][n]);
__attribute__((deprecated("total instead"))) CB_OVERLOAD("area") double area_1(double r);
CB_OVERLOAD("area") double area_2(double w, CB_DEFAULT(2) double h);
CB_OVERLOAD("out") void out_1(CB_OPT CB_OUT int *x);
CB_OVERLOAD("out") void out_2(size_t n, const float a[n], CB_OUT float b[n]);
CB_OVERLOAD("alone") int one(int x);
