/* SPDX-License-Identifier: MIT
   memory.c: memory of C's own, other forms of results, several outputs. */
#include "arrays.h"
#include "sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static long alive;

/* ------------------------------------------------------------ memory of C's own */
void primes(uint32_t below, uint32_t **p, size_t *n)
{
    if (below > 1000000) {
        cb_raise(CB_ValueError, "below = %u is more than 1000000", below);
        return;
    }
    *p = malloc((below ? below : 1) * sizeof **p);
    *n = 0;
    for (uint32_t i = 2; *p && i < below; i++) {
        bool prime = true;
        for (size_t j = 0; j < *n && (*p)[j] * (*p)[j] <= i && prime; j++) {
            prime = i % (*p)[j] != 0;
        }
        if (prime) {
            (*p)[(*n)++] = i;
        }
    }
}

void grid(size_t m, size_t k, double **p, size_t *rows, size_t *columns)
{
    if (m > 1000 || k > 1000) {
        cb_raise(CB_ValueError, "%zu x %zu is too large", m, k);
        return;
    }
    *p = calloc(m * k + 1, sizeof **p);
    *rows = m;
    *columns = k;
}

void long_claim(double **p, int64_t *n, int64_t claim)
{
    *p = calloc(4, sizeof **p);
    *n = claim;
}

double *linspace(double a, double b, size_t n)
{
    if (n > 1000000) {
        cb_raise(CB_ValueError, "n = %zu is more than 1000000", n);
        return NULL;
    }
    double *x = malloc((n ? n : 1) * sizeof *x);
    for (size_t i = 0; x && i < n; i++) {
        x[i] = n > 1 ? a + (b - a) * (double)i / (double)(n - 1) : a;
    }
    return x;
}

int32_t *multiplication(size_t m, size_t n)
{
    if (m > 1000 || n > 1000) {
        cb_raise(CB_ValueError, "%zu x %zu is too large", m, n);
        return NULL;
    }
    int32_t *x = malloc((m * n + 1) * sizeof *x);
    for (size_t i = 0; x && i < m * n; i++) {
        x[i] = (int32_t)((i / n) * (i % n));
    }
    return x;
}

double *tracked(size_t n)
{
    double *x = n < 1000 ? calloc(n + 1, sizeof *x) : NULL;
    if (x) {
        alive += (long)n;
    } else {
        cb_raise(CB_MemoryError, "no memory for %zu numbers", n);
    }
    return x;
}

void arrays_release_(double *p, size_t n)
{
    alive -= (long)n;
    free(p);
}

long live(void)
{
    return alive;
}

double *maybe(bool give, size_t n)
{
    return give ? linspace(0, 1, n) : NULL;
}

const double *origin(void)
{
    static const double zero[3] = { 0, 0.5, 1 };
    return zero;
}

const int32_t *counters(void)
{
    static int32_t all[4];
    all[0]++;
    return all;
}

/* ---------------------------------------------------------------- other forms */
void squares_list(size_t n, const double x[n], double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = x[i] * x[i];
    }
}

void squares_tuple(size_t n, const int32_t x[n], int64_t y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = (int64_t)x[i] * x[i];
    }
}

void squares_bytes(size_t n, uint8_t y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = (uint8_t)(i * i);
    }
}

void eye_list(size_t n, double a[n][n])
{
    eye(n, a);
}

void flags_list(size_t n, bool y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = i % 2 == 1;
    }
}

void levels_list(size_t n, enum level y[n])
{
    static const enum level all[] = { LEVEL_LOW, LEVEL_MIDDLE, LEVEL_HIGH };
    for (size_t i = 0; i < n; i++) {
        y[i] = all[i % 3];
    }
}

double *linspace_list(double a, double b, size_t n)
{
    return linspace(a, b, n);
}

/* --------------------------------------------------------------- several outs */
double minmax(size_t n, const double x[n], double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        *low = fmin(*low, x[i]);
        *high = fmax(*high, x[i]);
    }
    return n ? sum(n, x) / (double)n : NAN;
}

size_t histogram(size_t n, const double x[n], double from, double to, size_t k,
                 int64_t counts[k], double edges[k + 1])
{
    size_t outside = 0;
    memset(counts, 0, k * sizeof *counts);
    for (size_t i = 0; i <= k; i++) {
        edges[i] = k ? from + (to - from) * (double)i / (double)k : from;
    }
    for (size_t i = 0; i < n; i++) {
        double place = (x[i] - from) / (to - from) * (double)k;
        if (place >= 0 && place < (double)k) {
            counts[(size_t)place]++;
        } else {
            outside++;
        }
    }
    return outside;
}

void taken_arrays(size_t want, const double *array, double *get_array, int *again,
                  size_t *drop, int *new_memory)
{
    for (size_t i = 0; i < want; i++) {
        get_array[i] = 2 * array[i];
        again[i]++;
        new_memory[i] = (int)i;
    }
    *drop = want / 2;
}
