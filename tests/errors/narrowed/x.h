// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

double lib_sum(int n, CB_IN const double *x);
void lib_seek(int64_t to);
static inline double sum(size_t n, const double x[n]) { return lib_sum(n, x); }
static inline double right(int n, const double x[n]) { return lib_sum(n, x); }
static inline void seek(size_t to) { lib_seek(to); }
static inline void seek_to(uint32_t to) { lib_seek(to); }
static inline double cast(size_t n, const double x[n]) { return lib_sum((int)n, x); }
