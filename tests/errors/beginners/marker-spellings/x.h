// SPDX-License-Identifier: MIT
// Markers as SAL, Microsoft or no shift key would have them.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
void f(cb_out double *x);
void g(OUT double *x);
void h(_Out_ double *x);
void i(CBOUT double *x);
void j(CB_Out double *x);
void k(int n, SHAPE(n) double *x);
