/* SPDX-License-Identifier: MIT
   elements.c: elements of every type, optional arrays, arrays changed in place. */
#include "arrays.h"
#include "sum.h"

#include <math.h>
#include <stdlib.h>

/* ------------------------------------------------------------------- elements */
void gather(size_t n, const double x[n], size_t k, const int64_t i[k], double y[k])
{
    (void)n;
    for (size_t j = 0; j < k; j++) {
        y[j] = x[i[j]];
    }
}

void gather_small(size_t n, const double x[n], size_t k, const uint8_t i[k], double y[k])
{
    (void)n;
    for (size_t j = 0; j < k; j++) {
        y[j] = x[i[j]];
    }
}

double item(size_t n, const double x[n], size_t i)
{
    (void)n;
    return x[i];
}

double item_signed(size_t n, const double x[n], int i)
{
    (void)n;
    return x[i];
}

double quantile(size_t n, const double x[n], double q)
{
    return n ? x[(size_t)(q * (double)(n - 1))] : NAN;
}

double both_finite(double x, double y)
{
    return x + y;
}

double slice(size_t n, const double x[n], size_t from, size_t to)
{
    (void)n;
    return sum(to - from, x + from);
}

size_t count_true(size_t n, const bool x[n])
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += x[i];
    }
    return count;
}

void not_all(size_t n, bool x[n])
{
    for (size_t i = 0; i < n; i++) {
        x[i] = !x[i];
    }
}

void larger(size_t n, const double x[n], double than, bool y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = x[i] > than;
    }
}

size_t count_level(size_t n, const enum level x[n], enum level which)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += x[i] == which;
    }
    return count;
}

size_t count_true_strided(size_t n, const bool *x, ptrdiff_t step)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += x[(ptrdiff_t)i * step];
    }
    return count;
}

size_t count_true_view(CB_VIEW(const bool, 2) x)
{
    size_t count = 0;
    for (ptrdiff_t i = 0; i < x.shape[0]; i++) {
        for (ptrdiff_t j = 0; j < x.shape[1]; j++) {
            count += CB_AT(const bool, x, i, j);
        }
    }
    return count;
}

size_t count_level_view(CB_VIEW(const enum level, 1) x, enum level which)
{
    size_t count = 0;
    for (ptrdiff_t i = 0; i < x.shape[0]; i++) {
        count += CB_AT(const enum level, x, i) == which;
    }
    return count;
}

int pick_strided(size_t n, const int *x, ptrdiff_t step)
{
    static const int values[4] = { 1, 10, 100, 1000 };
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += values[x[(ptrdiff_t)i * step]];
    }
    return sum;
}

/* ------------------------------------------------------------ optional arrays */
double weighted(size_t n, const double x[n], const double w[n])
{
    return w ? dot(n, x, w) : sum(n, x);
}

size_t optional_only(size_t n, const double x[n], const double y[n])
{
    return 100 * n + 10 * (x != NULL) + (y != NULL);
}

double optional_fills(size_t n, const double x[n], double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = x ? x[i] : -1;
    }
    return x ? sum(n, x) : 0;
}

size_t optional_in_place(size_t n, double x[n])
{
    for (size_t i = 0; x && i < n; i++) {
        x[i] = -x[i];
    }
    return n;
}

double statistics(size_t n, const double x[n], double centred[n])
{
    double mean = n ? sum(n, x) / (double)n : 0;
    for (size_t i = 0; centred && i < n; i++) {
        centred[i] = x[i] - mean;
    }
    return mean;
}

bool solve2(const double a[2][2], const double b[2], double x[2])
{
    double d = det2(a);
    if (d == 0) {
        return false;
    }
    x[0] = (b[0] * a[1][1] - b[1] * a[0][1]) / d;
    x[1] = (a[0][0] * b[1] - a[1][0] * b[0]) / d;
    return true;
}

/* -------------------------------------------------------------- taken, changed */
static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void sorted(size_t n, double x[n])
{
    qsort(x, n, sizeof *x, ascending);
}

void accumulate(size_t n, int64_t x[n])
{
    for (size_t i = 1; i < n; i++) {
        x[i] = (int64_t)((uint64_t)x[i] + (uint64_t)x[i - 1]);
    }
}

double sum_without_const(size_t n, double x[n])
{
    return sum(n, x);
}
