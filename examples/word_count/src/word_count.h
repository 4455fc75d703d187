/* SPDX-License-Identifier: MIT
 *
 * word_count: how many words a text has, counted in the text where it lies.
 */
#ifndef WORD_COUNT_H
#define WORD_COUNT_H

#include <stddef.h>

#include "carbide.h"

/**
 * Number of words in a text.
 *
 * A word is a run of anything but ASCII white space (space, tab, line feed, vertical
 * tab, form feed, carriage return): the same as `len(text.encode().split())`.
 *
 * @param text a str or bytes; read in place
 * @return the number of words
 */
size_t word_count(size_t n, const char text[n]);

#endif
