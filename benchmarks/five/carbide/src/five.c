/* SPDX-License-Identifier: MIT
 *
 * Bodies of five.h: the functions of benchmarks/calls/plain.c with C99 array parameters.
 */
#include "five.h"

#include <string.h>

void nop(void)
{
}

double add(double x, double y)
{
    return x + y;
}

int twice(int n)
{
    return (int)(2u * (unsigned)n);
}

size_t length(const char *s)
{
    return strlen(s);
}

double sum1(size_t n, const double x[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum;
}
