// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

int config(int option, ...);
int fine(int option);
int log_line(int level, const char *format, ...);
