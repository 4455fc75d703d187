// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(size_t n, CB_IN CB_OUT double x[n]);
void g(size_t n, CB_OUT const double y[n]);
void h(CB_INOUT const int *x);
void k(CB_DEFAULT(1) CB_FIXED(2) int x);
void twice(size_t n, CB_IN double x[n]);
void twice(size_t n, CB_INOUT double x[n]);
CB_NAME("a") CB_OVERLOAD("b") void named(void);
void slash(int a, CB_NAME("*") int b, CB_NAME("/") int c);
