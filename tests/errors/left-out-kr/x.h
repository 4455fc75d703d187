// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

static inline int f(a, b) int a; double b; { return a + (int)b; }
