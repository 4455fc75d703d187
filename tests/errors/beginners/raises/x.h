// SPDX-License-Identifier: MIT
// CB_RAISES and its neighbors, nearly right.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
CB_RAISES(return < 0, CB_ValueError, "negative) int f(int x);
int g(int x);
CB_RAISES(return < 0, "negative") int h(int x);
CB_RAISES(return < 0, ValueError, "negative") int i(int x);
CB_RAISES(x < 0, CB_ValueError, 'negative') int j(int x);
CB_RAISES(return = -1, CB_ValueError) int k(int x);
CB_RAISES int l(int x);
CB_EXCEPTION(MyError, CB_ValueError, "mine")
int m(int x);
int o(int x);
