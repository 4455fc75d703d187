// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

#define SQUARE(x) ((x) * (x))
#define _HIDDEN(x) ((x) + 1)
#define LATER(x) ((x) - 1)
#undef LATER
