// SPDX-License-Identifier: MIT
// lanes.c: plain loops, left to the compiler.
#include "lanes.h"

#include <math.h>

enum { LANES = 16 };

double sqrt_sum(size_t n, const double a[n])
{
    double part[LANES] = {0}, total = 0;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        for (size_t k = 0; k < LANES; k++) {
            part[k] += sqrt(a[i + k]);
        }
    }
    for (; i < n; i++) {
        total += sqrt(a[i]);
    }
    for (size_t k = 0; k < LANES; k++) {
        total += part[k];
    }
    return total;
}

void choose(size_t n, const double x[n], double limit, double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = x[i] > limit ? x[i] * 0.5 : x[i] + limit;
    }
}

void poly(size_t n, const double x[n], double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = ((0.3 * x[i] + 1.7) * x[i] - 2.9) * x[i] + 0.1;
    }
}
