/* SPDX-License-Identifier: MIT
 *
 * find_max: the largest value of each column of a table of 64-bit integers.
 * In: any n x k table with at least one row. Out: k values.
 */
#ifndef FIND_MAX_H
#define FIND_MAX_H

#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

/**
 * Largest value of each column.
 *
 * The same as `a.max(axis=0)` of NumPy.
 *
 * @param a table of integers, one row after the other; at least one row
 * @return the largest value of each column
 */
void find_max(CB_REQUIRE(n >= 1) size_t n, size_t k, const int64_t a[n][k],
              CB_OUT int64_t out[restrict k]);

#endif
