// SPDX-License-Identifier: MIT
// Markers behind the type, before the result, around the parameter, without parentheses.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
double mean(size_t n, double x[n] CB_IN);
void fill(size_t n, double CB_OUT x[n]);
void two(double *CB_OUT x);
CB_OUT double *three(int n);
void four(CB_OUT(double *x));
void five(CB_SHAPE n double *x, int n);
void six(CB_SHAPE[n] double *x, int n);
