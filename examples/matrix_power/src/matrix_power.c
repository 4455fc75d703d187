/* SPDX-License-Identifier: MIT
 *
 * Repeated squaring, from the highest bit of the power down: about log2(power)
 * squarings, and one product more for each further bit that is set. Two matrices
 * take turns as the result. A product takes four rows of the right matrix at a time,
 * so that the sums are loaded and stored once for four terms, and two rows of the left
 * one, so that what was loaded serves twice.
 */
#include "matrix_power.h"

#include <string.h>

enum {
    DEEP = 64,     /* rows of b in a block: with COLUMNS, 256 KB */
    COLUMNS = 512, /* columns of b in a block */
};

/* Two rows of c += four columns of two rows of a times four rows of b. */
static void add_four(size_t n, const double *a, const double *b, double *restrict c,
                     size_t wide)
{
    double *restrict d = c + n;
    const double *e = a + n;
    double a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
    double e0 = e[0], e1 = e[1], e2 = e[2], e3 = e[3];
    const double *b1 = b + n, *b2 = b1 + n, *b3 = b2 + n;
    for (size_t j = 0; j < wide; j++) {
        c[j] = c[j] + a0 * b[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        d[j] = d[j] + e0 * b[j] + e1 * b1[j] + e2 * b2[j] + e3 * b3[j];
    }
}

/* One row of c += x times one row of b. */
static void add_one(double x, const double *b, double *restrict c, size_t wide)
{
    for (size_t j = 0; j < wide; j++) {
        c[j] += x * b[j];
    }
}

/* c += a[:, from : to] b[from : to, column : column + wide] */
static void add_block(size_t n, const double *a, const double *b, double *restrict c,
                      size_t from, size_t to, size_t column, size_t wide)
{
    size_t i = 0;
    b += column;
    c += column;
    for (; i + 2 <= n; i += 2, a += 2 * n, c += 2 * n) {
        size_t k = from;
        for (; k + 4 <= to; k += 4) {
            add_four(n, a + k, b + k * n, c, wide);
        }
        for (; k < to; k++) {
            add_one(a[k], b + k * n, c, wide);
            add_one(a[n + k], b + k * n, c + n, wide);
        }
    }
    for (size_t k = from; i < n && k < to; k++) {
        add_one(a[k], b + k * n, c, wide);
    }
}

/* c = a b, each n x n */
static void multiply(size_t n, const double *a, const double *b, double *restrict c)
{
    memset(c, 0, n * n * sizeof *c);
    for (size_t column = 0; column < n; column += COLUMNS) {
        size_t wide = n - column < COLUMNS ? n - column : COLUMNS;
        for (size_t from = 0; from < n; from += DEEP) {
            size_t to = n - from < DEEP ? n : from + DEEP;
            add_block(n, a, b, c, from, to, column, wide);
        }
    }
}

static void swap(double **x, double **y)
{
    double *z = *x;
    *x = *y;
    *y = z;
}

static void set_identity(size_t n, double out[n][n])
{
    memset(out, 0, n * n * sizeof out[0][0]);
    for (size_t i = 0; i < n; i++) {
        out[i][i] = 1.0;
    }
}

void matrix_power(size_t n, const double a[n][n], uint64_t power,
                  double out[restrict n][n])
{
    if (power == 0) {
        set_identity(n, out);
        return;
    }
    double *result = cb_scratch(n * n * sizeof *result);
    double *other = &out[0][0];
    if (result == NULL) {
        return;
    }
    memcpy(result, a, n * n * sizeof *result);
    int bit = 63;
    while ((power >> bit & 1) == 0) {
        bit--;
    }
    while (bit-- > 0) {
        multiply(n, result, result, other);
        swap(&result, &other);
        if ((power >> bit & 1) != 0) {
            multiply(n, result, &a[0][0], other);
            swap(&result, &other);
        }
    }
    if (result != &out[0][0]) {
        memcpy(out, result, n * n * sizeof *result);
    }
}
