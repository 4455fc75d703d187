// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(size_t n, CB_OUT CB_LEN double y[n]);
void g(CB_OUT(1) double *y);
CB_GIL(maybe) int h(int x);
CB_RAISES(return < 0) int k(int x);
CB_RAISES(return < 0, "text", CB_ValueError) int l(int x);
CB_NAME(plain) int m(int x);
CB_LOCK() int unlocked(int x);
CB_LOCK(1 + 2) int locked(int x);
struct locked;
typedef struct locked CB_LOCK(a, b) locked_t;
void many(CB_SHAPE(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                   1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                   1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                   1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                   1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1) const double *x);
