/* SPDX-License-Identifier: MIT
 *
 * cubic_y_root: the real roots of x0 y^3 + 1.5 y = y0. In: two finite numbers. Out:
 * one or three roots, in ascending order.
 */
#ifndef CUBIC_Y_ROOT_H
#define CUBIC_Y_ROOT_H

#include "carbide.h"

/**
 * Real roots of x0 * y**3 + 1.5 * y = y0.
 *
 * There are three where the exact value of 1 + 2 * x0 * y0**2 is positive and x0 is
 * negative, a double root among them (listed twice) where that value is zero, and
 * one everywhere else. Each root is right to 1e-15 of its value, unless that is
 * below the smallest normal float.
 *
 * @param x0 coefficient of y**3; 0 leaves a linear equation
 * @param y0 right side
 * @return the roots in ascending order
 */
int cubic_y_root(CB_REQUIRE(isfinite(x0)) double x0, CB_REQUIRE(isfinite(y0)) double y0,
                 CB_OUT CB_LEN(return) CB_AS(list) double roots[3]);

#endif
