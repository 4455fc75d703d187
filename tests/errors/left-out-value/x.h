// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

double total(size_t n, const cb_value items[n]);
double shaped(size_t n, CB_SHAPE(n) const cb_value *items);
const cb_value *all(void);
