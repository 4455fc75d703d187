// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdio.h>
#include "carbide.h"
enum list { FLOAT, np = 4 };
int list_of(int x);
void tuple(size_t n, CB_OUT double y[n], CB_OUT int *k);
CB_AS(list) CB_SHAPE(3) const double *Any(void);
double str(const char *s, FILE *f);
__attribute__((deprecated("no"))) int deprecated(int datetime);
CB_EXCEPTION(Final, "decimal.DecimalException", "x");
#define PI 3.0
void e(size_t n, const enum list x[n], CB_INOUT int bool_[n]);
