// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(size_t n, CB_SHAPE(n +) double *x);
void g(CB_DEFAULT(int) int x);
CB_RAISES(return <, CB_ValueError) int h(int x);
void k(CB_REQUIRE() int x);
