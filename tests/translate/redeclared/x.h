// SPDX-License-Identifier: MIT
#include "library.h"
#include <stdlib.h>
#include "carbide.h"

// the library's attributes hold, its names and texts do not
/** Sum of an array. */
double lib_sum(CB_SHAPE(length) const double *values, int length);
int lib_fill(int n, unsigned char *p);
CB_OPT const char *lib_name(int key);
enum lib_mode lib_mode_of(int key);
CB_RAISES(return < 0, CB_OSError) lib_rc lib_open(CB_AS(path) const char *path);
