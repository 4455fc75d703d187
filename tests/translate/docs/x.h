// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

/**
 * @file
 * The module's own text.
 */

CB_EXCEPTION(EmptyError, CB_ValueError, "Nothing was given.");

/** Largest value of each column.
 *
 * Longer text with @p a, \c code, <b>bold</b>, {@code x + y} and `backticks`.
 *
 * - a list
 * - of two
 *
 * @code
 * find_max([[1, 2], [3, 0]])
 * @endcode
 *
 * @param[in]  a   the array,
 *                 told over two lines
 * @param      n   not shown: hidden
 * @param[out] out the maxima
 * @throws EmptyError if there are no rows
 * @note The first note.
 *
 * @note The second one.
 * @warning Not for NaN.
 * @see other()
 */
CB_RAISES(return < 0, EmptyError, "no rows")
int find_max(size_t n, size_t k, const int64_t a[n][k], CB_OUT int64_t out[k]);

/** Quotient. @param a above @param b below @returns the quotient, rounded */
int divide(int a, CB_DEFAULT(2) int b, CB_OUT int *rest /**< what is left */);

/**
 * in_gtk:
 * @x: (nullable): a number, or %NULL
 *
 * Like gtk-doc, with a #Type.
 *
 * Returns: the number
 */
double in_gtk(CB_OPT const double *x);

/// Slashes,
/// two lines.
/// \param s a text \n with a backslash
/// \return its length
size_t slashes(const char *s);

int behind(int x); ///< Said behind.

/** Öl, "quotes" and \"\"\" and *\/ and 100 %. */
void odd(void);

int silent(int x);

/** Deprecated things say so. */
__attribute__((deprecated("use silent()"))) int old(int x);
