// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(CB_DEFAULT(300) uint8_t level);
void g(CB_FIXED(-1) unsigned n);
void h(CB_DEFAULT(-129) signed char c);
void fine(CB_DEFAULT(255) uint8_t level, CB_DEFAULT(-128) signed char c);
void k(CB_DEFAULT(1) const char *text);
void l(CB_DEFAULT("1") int number);
