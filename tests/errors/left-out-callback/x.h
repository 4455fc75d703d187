// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "carbide.h"

typedef int (*handler)(int);
handler current(void);
void any(int (*f)(const char *format, ...));
void nested(void (*f)(void (*g)(int)));
void opened(void (*f)(FILE *file));
void times(int n, void (^block)(int i));
