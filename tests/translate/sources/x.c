// SPDX-License-Identifier: MIT
// without a header the definitions of the file are the module
#include <stddef.h>
#include "carbide.h"

#define LIMIT 9

static double helper(double x) { return x * x; }

/** Square of a number. */
double square(double x) { return helper(x); }

void declared_only(double x);

double sum(size_t n, const double x[n])
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += x[i];
    }
    return s;
}

int main(void) { return LIMIT; }
