/* SPDX-License-Identifier: MIT
 *
 * sum_of_squares: the sum of the squares of any number of floats, from an array
 * (read in place) or from a list (converted on the way in).
 */
#ifndef SUM_OF_SQUARES_H
#define SUM_OF_SQUARES_H

#include <stddef.h>

#include "carbide.h"

/**
 * Sum of the squares of all values.
 *
 * The squares are added in 16 interleaved partial sums, always in the same order:
 * the same values give the same bits on every CPU.
 *
 * @param v the values: a float64 array, or a list of numbers
 * @return the sum; 0.0 for no values
 */
double sum_of_squares(size_t n, const double v[n]);

#endif
