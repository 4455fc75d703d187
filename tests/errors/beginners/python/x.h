// SPDX-License-Identifier: MIT
// Python in a header.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
def f(x: float) -> float:
    return x
