// SPDX-License-Identifier: MIT
// Words that make no type.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
unsigned double f(int x);
long long long g(int x);
short double h(int x);
int int i(int x);
signed unsigned int j(void);
long float k(void);
