// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

void fill(size_t n, CB_KEEP CB_OUT double x[n]);
void change(size_t n, CB_INOUT CB_KEEP double x[n]);
void use(size_t n, CB_KEEP double x[n]);
