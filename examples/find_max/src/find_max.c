/* SPDX-License-Identifier: MIT
 *
 * The largest value of each column, limited by memory and written for it: the
 * table is read once, row by row in tiles whose maxima stay in the first-level
 * cache, several rows at a time, so that several streams of memory are under way
 * and the maxima are loaded and stored once for all of them.
 */
#include "find_max.h"

#include <string.h>

enum {
    TILE = 2048, /* columns of a tile: 16 KB of maxima, half of a small L1 cache */
    ROWS = 8,    /* rows read in one step */
};

static inline int64_t larger(int64_t x, int64_t y)
{
    return x > y ? x : y;
}

/* out[j] = max(out[j], 8 rows of `width` columns, `k` apart) */
static void merge_rows(size_t width, size_t k, const int64_t *a,
                       int64_t *restrict out)
{
    const int64_t *b = a + 4 * k;
    for (size_t j = 0; j < width; j++) {
        int64_t v = larger(larger(a[j], a[j + k]), larger(a[j + 2 * k], a[j + 3 * k]));
        int64_t w = larger(larger(b[j], b[j + k]), larger(b[j + 2 * k], b[j + 3 * k]));
        out[j] = larger(out[j], larger(v, w));
    }
}

static void merge_row(size_t width, const int64_t *a, int64_t *restrict out)
{
    for (size_t j = 0; j < width; j++) {
        out[j] = larger(out[j], a[j]);
    }
}

void find_max(size_t n, size_t k, const int64_t a[n][k], int64_t out[restrict k])
{
    for (size_t j = 0; j < k; j += TILE) {
        size_t width = k - j < TILE ? k - j : TILE;
        size_t i = 1;
        memcpy(out + j, &a[0][j], width * sizeof out[0]);
        for (; n - i >= ROWS; i += ROWS) {
            merge_rows(width, k, &a[i][j], out + j);
        }
        for (; i < n; i++) {
            merge_row(width, &a[i][j], out + j);
        }
    }
}
