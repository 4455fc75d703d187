/* SPDX-License-Identifier: MIT
 *
 * parse_positive: a positive decimal integer from text, and errors that say where
 * the text stops being one.
 */
#ifndef PARSE_POSITIVE_H
#define PARSE_POSITIVE_H

#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

/**
 * Read a positive decimal integer.
 *
 * Only the digits 0 to 9 are taken: no sign, no white space, no underscore.
 * Leading zeros are allowed.
 *
 * @param text one or more digits
 * @return the number, from 1 to 2**63 - 1
 *
 * Raises ValueError, with the position, at the first character that is no digit,
 * and for an empty text or zero; OverflowError for what an int64 cannot hold.
 */
int64_t parse_positive(size_t n, const char text[n]);

#endif
