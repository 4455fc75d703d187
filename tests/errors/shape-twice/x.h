// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(size_t n, CB_SHAPE(n) const double x[n]);
void fine(size_t n, CB_SHAPE(n) const double x[]);
