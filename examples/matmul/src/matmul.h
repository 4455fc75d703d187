/* SPDX-License-Identifier: MIT
 *
 * matmul: the product of two matrices of floats, of any size. In: arrays or lists of
 * lists. Out: an array, or (matmul_lists) a list of lists.
 */
#ifndef MATMUL_H
#define MATMUL_H

#include <stddef.h>

#include "carbide.h"

/**
 * Product of two matrices, as an array.
 *
 * @param a the left matrix, m x k
 * @param b the right matrix, k x n
 * @param c the product, m x n
 */
void matmul(size_t m, size_t k, size_t n, const double a[m][k], const double b[k][n],
            CB_OUT double c[restrict m][n]);

/**
 * Product of two matrices, as a list of lists.
 *
 * @param a the left matrix, m x k
 * @param b the right matrix, k x n
 * @param c the product, m x n
 */
static inline void matmul_lists(size_t m, size_t k, size_t n, const double a[m][k],
                                const double b[k][n],
                                CB_OUT CB_AS(list) double c[restrict m][n])
{
    matmul(m, k, n, a, b, c);
}

#endif
