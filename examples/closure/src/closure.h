/* SPDX-License-Identifier: MIT
 *
 * closure: all samples of integers that a published mean and standard deviation
 * could come from (the CLOSURE method). In: the rounded mean and standard deviation,
 * the sample's size, the ends of the scale. Out: one row a sample.
 */
#ifndef CLOSURE_H
#define CLOSURE_H

#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

/**
 * All samples with a given mean and standard deviation, as an array.
 *
 * A sample is n whole numbers from lo to hi. It is listed if its mean is within
 * err_mean of `mean` and its standard deviation (with n - 1) within err_sd of `sd`,
 * both ends included, as computed in double precision.
 *
 * @param mean the reported mean
 * @param sd the reported standard deviation
 * @param n size of the sample, at least 2
 * @param lo smallest value of the scale
 * @param hi largest value of the scale
 * @param err_mean how far the mean may be off by rounding
 * @param err_sd how far the standard deviation may be off by rounding
 * @param out one sample a row, in lexicographic order, each row non-decreasing
 */
void closure(CB_REQUIRE(isfinite(mean)) double mean,
             CB_REQUIRE(isfinite(sd) && sd >= 0) double sd,
             CB_REQUIRE(n >= 2) int n, int lo, CB_REQUIRE(hi >= lo) int hi,
             CB_DEFAULT(0.05) CB_REQUIRE(err_mean >= 0) double err_mean,
             CB_DEFAULT(0.05) CB_REQUIRE(err_sd >= 0) double err_sd,
             CB_OUT size_t *rows, CB_OUT CB_SHAPE(*rows, n) CB_OWNED(free) int **out);

/**
 * All samples with a given mean and standard deviation, as a list of lists.
 *
 * The same as closure(), in another form.
 */
static inline void
closure_list(CB_REQUIRE(isfinite(mean)) double mean,
             CB_REQUIRE(isfinite(sd) && sd >= 0) double sd,
             CB_REQUIRE(n >= 2) int n, int lo, CB_REQUIRE(hi >= lo) int hi,
             CB_DEFAULT(0.05) CB_REQUIRE(err_mean >= 0) double err_mean,
             CB_DEFAULT(0.05) CB_REQUIRE(err_sd >= 0) double err_sd,
             CB_OUT size_t *rows,
             CB_OUT CB_SHAPE(*rows, n) CB_OWNED(free) CB_AS(list) int **out)
{
    closure(mean, sd, n, lo, hi, err_mean, err_sd, rows, out);
}

#endif
