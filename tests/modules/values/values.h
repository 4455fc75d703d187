// SPDX-License-Identifier: MIT
// Python values in plain C: every function of carbide/value.h, in the hands of Python.
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

/** The object that came. */
cb_value echo(cb_value v);
/** The ints from 0 to n - 1, as a list. */
CB_AS("list[int]") cb_value numbers(int64_t n);
/** A list of two texts. */
CB_AS("list[str]") cb_value words(const char *a, const char *b);
