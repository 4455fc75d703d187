// SPDX-License-Identifier: MIT
// Types as other languages call them.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
int length(string name);
boolean flag(int x);
void bytes(size_t n, byte data[n]);
int count(uint n);
float64 g(float64 x);
void h(unit8_t x);
double i(Double x);
u32 j(i64 x);
None k(void);
