// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

#define square(x) ((x) * (x))
double (square)(double x);
#define cube cube_v2
#undef cube
double cube(double x);
