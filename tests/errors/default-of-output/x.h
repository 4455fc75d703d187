// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(CB_OUT CB_DEFAULT(1) int *x);
void g(CB_OUT CB_FIXED(1) int *x);
