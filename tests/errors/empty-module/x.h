// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

static double hidden(double x);
double _internal(double x);
