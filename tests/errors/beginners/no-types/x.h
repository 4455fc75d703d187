// SPDX-License-Identifier: MIT
// Parameters and results without types.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
double f(x, y);
double g(double x, y);
function h(x);
f2(double x);
double;
double i double x;
