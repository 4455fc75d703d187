// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

int check(int x);
void f(CB_REQUIRE(check(x)) int x);
void g(CB_REQUIRE(x != 0) const char *x);
void h(size_t n, CB_REQUIRE(x[0] > 0) const double x[n]);
