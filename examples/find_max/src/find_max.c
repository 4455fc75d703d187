/* SPDX-License-Identifier: MIT
 *
 * The largest value of each column. The table is read once, from memory, and nothing
 * else takes time if the reading never waits: eight rows are read side by side, so
 * that the maxima are loaded and stored once for eight, and a few cache lines ahead.
 * A tile's maxima stay in the second-level cache until its last row.
 */
#include "find_max.h"

#include <string.h>

enum {
    ROWS = 8,         /* rows read side by side */
    LINE = 8,         /* columns in a cache line of 64 bytes */
    AHEAD = 8 * LINE, /* so far ahead each row is asked for */
    TILE = 1 << 16,   /* columns of a tile: 512 KB of maxima */
};

static inline int64_t larger(int64_t x, int64_t y)
{
    return x > y ? x : y;
}

/* The largest of v and of ROWS values, k apart. */
static inline int64_t largest_of_rows(int64_t v, size_t k, const int64_t *a)
{
    for (size_t row = 0; row < ROWS; row++) {
        v = larger(v, a[row * k]);
    }
    return v;
}

/* out = max(out, ROWS rows of `width` columns) */
static void merge_rows(size_t width, size_t k, const int64_t *a,
                       int64_t *restrict out)
{
    size_t j = 0;
    for (; width - j >= LINE; j += LINE) {
        for (size_t row = 0; row < ROWS; row++) {
            __builtin_prefetch(a + row * k + j + AHEAD);
        }
#pragma GCC unroll 8
        for (size_t column = 0; column < LINE; column++) {
            out[j + column] = largest_of_rows(out[j + column], k, a + j + column);
        }
    }
    for (; j < width; j++) {
        out[j] = largest_of_rows(out[j], k, a + j);
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
