// SPDX-License-Identifier: MIT
// Functions that return arrays.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
double[3] f(void);
double g(void)[3];
double *h(size_t n);
double (*i(void))[3];
double k(size_t n)[n];
