// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

CB_OVERLOAD("scale") double scale_int(int x);
CB_OVERLOAD("scale") double scale_signed(signed y);
CB_OVERLOAD("scale") double scale_long(long x);
CB_OVERLOAD("scale") double scale_wide(int64_t x);

CB_OVERLOAD("total") double total(size_t n, const double a[n]);
CB_OVERLOAD("total") double total_flat(CB_SHAPE(n) const double *a, size_t n);

// fine: keyword-only parameters have names that tell
CB_OVERLOAD("circle") double circle_radius(CB_NAME("*") double radius);
CB_OVERLOAD("circle") double circle_diameter(CB_NAME("*") double diameter);
