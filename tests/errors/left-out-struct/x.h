// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

struct point { double x, y; };
union word { int i; float f; };
double norm(struct point p);
double length(const struct point *p);
struct point middle(size_t n, const struct point p[n]);
union word read_word(void);
double _hidden(struct point p);
double fine(double x);
struct opaque;
void keep(struct opaque *p);
