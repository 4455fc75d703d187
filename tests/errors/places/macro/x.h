// SPDX-License-Identifier: MIT
// Inside a macro's argument, in its place, and in what it makes.
#include "carbide.h"
#define API __attribute__((visibility("default")))
#define ARRAY(name) double *name
#define SUMS(type) \
    void sum_##type(type *x); \
    double mean_##type(const type *x);
#define REAL dooble
#define LENGTH cuont
API void f(ARRAY(x));
SUMS(float)
REAL g(REAL x);
API double h(int count, CB_SHAPE(LENGTH) const double *x);
