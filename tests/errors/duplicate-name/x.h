// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

int geo_size(int x);
int size(int x);
int f(int in, int in_);
enum color { RED };
int color(int x);
#define LIMIT 3
int geo_LIMIT(void);

CB_OVERLOAD("one_of_two") int one_of_two_int(int x);
CB_OVERLOAD("one_of_two") int one_of_two_double(double x);
int one_of_two(const char *s);
