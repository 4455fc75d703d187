// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

size_t size_of(size_t n);
void f(size_t n, const double x[size_of(n)]);
void g(size_t n, CB_SHAPE(size_of(n)) double *x);
void fine(size_t n, CB_OUT CB_SHAPE(size_of(n)) double *x);
