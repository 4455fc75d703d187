/* SPDX-License-Identifier: MIT
 *
 * The product in tiles of 6 x 4 (or more) that stay in registers while one strip of
 * `a` and one of `b` run past them. The strips are copied ("packed") first, so that
 * they are read from beginning to end; a strip of `a` stays in the first-level cache
 * while all strips of a block of `b`, in the second, meet it. Small products skip
 * all that.
 *
 * The vectors are as wide as the CPU level that is compiled for has them: 2 doubles on
 * every x86-64. Each element is summed in the order of k whatever the width, so the
 * result is the same bit for bit.
 */
#include "matmul.h"

#include <string.h>

#if defined __AVX512F__
enum { LANES = 8 };
#elif defined __AVX__
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif

typedef double Vector __attribute__((vector_size(LANES * sizeof(double))));
typedef double Loose __attribute__((vector_size(LANES * sizeof(double)),
                                    aligned(sizeof(double)), may_alias));

enum {
    TALL = 6,         /* rows of a tile */
    VECTORS = 2,      /* vectors in a row of a tile: 12 sums in 16 registers */
    WIDE = VECTORS * LANES,
    DEEP = 192,       /* steps of k in a block: 18 KB of packed a */
    COLUMNS = 192,    /* columns of b in a block: 288 KB */
    SMALL = 32 * 32 * 32,
};

/* Rows row .. row + TALL of a, columns from .. from + deep, as TALL vectors a step,
 * each filled with one element. Rows behind the last are zero. */
static void pack_a(size_t m, size_t k, const double a[m][k], size_t row, size_t from,
                   size_t deep, Vector *restrict out)
{
    for (size_t r = 0; r < TALL; r++) {
        for (size_t p = 0; p < deep; p++) {
            double x = row + r < m ? a[row + r][from + p] : 0.0;
            out[p * TALL + r] = x - (Vector){0};
        }
    }
}

/* Columns column .. column + WIDE of b, as one strip; zero behind the last. */
static void pack_b(size_t k, size_t n, const double b[k][n], size_t column,
                   size_t from, size_t deep, Vector *restrict out)
{
    size_t wide = n - column < WIDE ? n - column : WIDE;
    for (size_t p = 0; p < deep; p++, out += VECTORS) {
        const double *row = &b[from + p][column];
        for (size_t j = 0; j < WIDE; j++) {
            out[j / LANES][j % LANES] = j < wide ? row[j] : 0.0;
        }
    }
}

/* tile = a strip of a times a strip of b, or with `add`: tile += */
static void multiply_strips(size_t deep, const Vector *a, const Vector *b,
                            double *tile, size_t stride)
{
    Vector sum[TALL][VECTORS];
    for (size_t r = 0; r < TALL; r++) {
        for (size_t v = 0; v < VECTORS; v++) {
            sum[r][v] = *(const Loose *)(tile + r * stride + v * LANES);
        }
    }
    for (size_t p = 0; p < deep; p++) {
        for (size_t r = 0; r < TALL; r++) {
            for (size_t v = 0; v < VECTORS; v++) {
                sum[r][v] += a[r] * b[v];
            }
        }
        a += TALL;
        b += VECTORS;
    }
    for (size_t r = 0; r < TALL; r++) {
        for (size_t v = 0; v < VECTORS; v++) {
            *(Loose *)(tile + r * stride + v * LANES) = sum[r][v];
        }
    }
}

/* The same where the tile hangs over the edge of c: by way of a whole tile. */
static void multiply_at_edge(size_t deep, const Vector *a, const Vector *b, double *c,
                             size_t stride, size_t tall, size_t wide)
{
    double tile[TALL][WIDE] = {{0}};
    for (size_t r = 0; r < tall; r++) {
        for (size_t j = 0; j < wide; j++) {
            tile[r][j] = c[r * stride + j];
        }
    }
    multiply_strips(deep, a, b, tile[0], WIDE);
    for (size_t r = 0; r < tall; r++) {
        for (size_t j = 0; j < wide; j++) {
            c[r * stride + j] = tile[r][j];
        }
    }
}

/* c += a[:, from : from + deep] b[from : from + deep, column : column + columns] */
static void add_block(size_t m, size_t k, size_t n, const double a[m][k],
                      const double b[k][n], double c[restrict m][n], size_t from,
                      size_t column, Vector *strip, Vector *block)
{
    size_t deep = k - from < DEEP ? k - from : DEEP;
    size_t end = n - column < COLUMNS ? n : column + COLUMNS;
    for (size_t j = column; j < end; j += WIDE) {
        pack_b(k, n, b, j, from, deep, block + (j - column) / LANES * deep);
    }
    for (size_t i = 0; i < m; i += TALL) {
        size_t tall = m - i < TALL ? m - i : TALL;
        pack_a(m, k, a, i, from, deep, strip);
        for (size_t j = column; j < end; j += WIDE) {
            size_t wide = n - j < WIDE ? n - j : WIDE;
            const Vector *packed = block + (j - column) / LANES * deep;
            if (tall == TALL && wide == WIDE) {
                multiply_strips(deep, strip, packed, &c[i][j], n);
            } else {
                multiply_at_edge(deep, strip, packed, &c[i][j], n, tall, wide);
            }
        }
    }
}

static void multiply_small(size_t m, size_t k, size_t n, const double a[m][k],
                           const double b[k][n], double c[restrict m][n])
{
    for (size_t i = 0; i < m; i++) {
        for (size_t p = 0; p < k; p++) {
            for (size_t j = 0; j < n; j++) {
                c[i][j] += a[i][p] * b[p][j];
            }
        }
    }
}

void matmul(size_t m, size_t k, size_t n, const double a[m][k], const double b[k][n],
            double c[restrict m][n])
{
    memset(c, 0, m * n * sizeof c[0][0]);
    if (m * n <= SMALL && m * n * k <= SMALL) {
        multiply_small(m, k, n, a, b, c);
        return;
    }
    Vector *strip = cb_scratch(DEEP * TALL * sizeof *strip);
    Vector *block = cb_scratch(DEEP * COLUMNS * sizeof(double));
    if (strip == NULL || block == NULL) {
        return;
    }
    for (size_t column = 0; column < n; column += COLUMNS) {
        for (size_t from = 0; from < k; from += DEEP) {
            add_block(m, k, n, a, b, c, from, column, strip, block);
        }
    }
}
