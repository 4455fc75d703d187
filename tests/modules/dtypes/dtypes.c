/* SPDX-License-Identifier: MIT
   Definitions of dtypes.h: the same lines of NUMBER_, expanded to bodies. */
#include "dtypes.h"

#include <string.h>

/* Reverses n elements of `size` bytes. */
static void reverse(void *data, size_t n, size_t size)
{
    unsigned char *low = data, *high = low + n * size;
    for (size_t i = 0; i < n / 2; i++, low += size) {
        unsigned char item[32];
        high -= size;
        memcpy(item, low, size);
        memcpy(low, high, size);
        memcpy(high, item, size);
    }
}

#undef NUMBER_
#define NUMBER_(N, T)                                                                  \
    void pass0_##N(const T *x, T *y)                                                  \
    {                                                                                 \
        *y = *x;                                                                      \
    }                                                                                 \
    void copy1_##N(size_t n, const T x[n], T y[n])                                    \
    {                                                                                 \
        memcpy(y, x, n * sizeof(T));                                                  \
    }                                                                                 \
    void copy2_##N(size_t m, size_t n, const T x[m][n], T y[m][n])                    \
    {                                                                                 \
        memcpy(y, x, m * n * sizeof(T));                                              \
    }                                                                                 \
    void copy3_##N(size_t l, size_t m, size_t n, const T x[l][m][n], T y[l][m][n])    \
    {                                                                                 \
        memcpy(y, x, l * m * n * sizeof(T));                                          \
    }                                                                                 \
    void copy4_##N(size_t k, size_t l, size_t m, size_t n, const T x[k][l][m][n],     \
                   T y[k][l][m][n])                                                   \
    {                                                                                 \
        memcpy(y, x, k * l * m * n * sizeof(T));                                      \
    }                                                                                 \
    void reverse1_##N(size_t n, T x[n])                                               \
    {                                                                                 \
        reverse(x, n, sizeof(T));                                                     \
    }                                                                                 \
    void reverse3_##N(size_t l, size_t m, size_t n, T x[l][m][n])                     \
    {                                                                                 \
        reverse(x, l * m * n, sizeof(T));                                             \
    }                                                                                 \
    void turned2_##N(size_t m, size_t n, T x[m][n])                                   \
    {                                                                                 \
        reverse(x, m * n, sizeof(T));                                                 \
    }

NUMBERS_
