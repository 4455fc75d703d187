/* SPDX-License-Identifier: MIT
 *
 * The text is read in place. A first bad character ends the reading with its
 * position; a number that is too large is told from text that is no number at
 * all, so the digits behind an overflow are still looked at.
 */
#include "parse_positive.h"

#include <stdbool.h>

/* Raises ValueError for the character that begins at text[at]. */
static void raise_not_digit(const char *text, size_t at)
{
    unsigned char c = (unsigned char)text[at];
    if (c >= 0x20 && c < 0x7f) {
        cb_raise(CB_ValueError, "position %zu: '%c' is not a digit", at, c);
    } else {
        cb_raise(CB_ValueError, "position %zu: byte 0x%02x is not a digit", at, c);
    }
}

int64_t parse_positive(size_t n, const char text[n])
{
    int64_t value = 0;
    bool too_large = false;
    if (n == 0) {
        return cb_raise(CB_ValueError, "position 0: a digit wanted, the text is empty"),
               0;
    }
    for (size_t i = 0; i < n; i++) {
        int digit = text[i] - '0';
        if (digit < 0 || digit > 9) {
            return raise_not_digit(text, i), 0;
        }
        if (value > INT64_MAX / 10
            || (value == INT64_MAX / 10 && digit > INT64_MAX % 10)) {
            too_large = true;
        }
        if (!too_large) {
            value = value * 10 + digit;
        }
    }
    if (too_large) {
        int shown = n > 40 ? 40 : (int)n;
        return cb_raise(CB_OverflowError, "%.*s%s is above 2**63 - 1", shown, text,
                        n > 40 ? "..." : ""),
               0;
    }
    if (value == 0) {
        return cb_raise(CB_ValueError, "position %zu: a positive number wanted, got 0",
                        n - 1),
               0;
    }
    return value;
}
