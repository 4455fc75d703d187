/* SPDX-License-Identifier: MIT
   Golden: text, bytes, paths, enums, constants. */
#include "carbide.h"

enum color { COLOR_RED, COLOR_GREEN = 5 };
#define LIMIT 12

/** How many words.
 *  @param s the text
 *  @return their number */
size_t word_count(size_t n, const char s[n]);
void digest(size_t n, const unsigned char s[n], CB_OUT unsigned char out[16]);
long size_of(CB_AS(path) const char *path);
const char *name_of(enum color c, CB_DEFAULT(LIMIT) int limit);
size_t longest(size_t n, const char *const a[n]);
