// SPDX-License-Identifier: MIT
#include "carbide.h"

int resolve(const char *name, const char *(*find)(const char *name, void *ctx), void *ctx);
int numbers(double *(*make)(int n, void *ctx), void *ctx);
