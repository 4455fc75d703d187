// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

CB_INIT void start(int threads);
CB_EXIT void stop_(size_t n, const double x[n]);
CB_INIT CB_EXIT void both(void);
CB_INIT void fine(CB_FIXED(3) int n);
CB_INIT void out(CB_OUT int *x);
