// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

#include <limits.h>
#include <stdlib.h>
CB_EXPORT(INT_MAX, CHAR_BIT);
CB_EXPORT(INT_MAXX);
CB_EXPORT(abs);
CB_EXPORT("NOTHING_LIKE_IT_*");
