/* SPDX-License-Identifier: MIT
 *
 * matrix_power: a square matrix of floats to a whole power. In: a list of lists, or
 * an array. Out: a list of lists.
 */
#ifndef MATRIX_POWER_H
#define MATRIX_POWER_H

#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

/**
 * A square matrix to the power of a whole number.
 *
 * The power 0 gives the identity.
 *
 * @param a the matrix, n x n: a list of lists or an array
 * @param power how many factors, 0 or more
 * @param out the result, as a list of lists
 */
void matrix_power(size_t n, const double a[n][n], uint64_t power,
                  CB_OUT CB_AS(list) double out[restrict n][n]);

#endif
