// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

struct point { double x, y; };
struct point centroid(const struct point *p, size_t n);
double fine(CB_IN const struct point *p, size_t n);
double weight(CB_DEFAULT(0) struct point p);
