// SPDX-License-Identifier: MIT
// Types of headers that are not included; callbacks.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
double integrate(double f(double), double a, double b);
void each(void (*f)(int));
void thread(void *user);
FILE *open_it(const char *name);
time_t now(void);
va_list x(void);
