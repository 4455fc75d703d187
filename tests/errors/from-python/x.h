// SPDX-License-Identifier: MIT
#include "carbide.h"

CB_FROM_PYTHON(math, floor) long floor_of(double x);
CB_FROM_PYTHON("math", "ceil") static inline long ceil_of(double x) { return (long)x; }
CB_FROM_PYTHON("os", "getcwd") const char *folder(void);
CB_ON_RAISE(1) int plain(int x);
int value(CB_ON_RAISE(1) int x);
