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
int m(CB_ON_RAISE(300) int8_t (*f)(int v, void *ctx), void *ctx);
int n(CB_ON_RAISE("x") int (*f)(int v, void *ctx), void *ctx);
int o(CB_ON_RAISE(1.5) int (*f)(int v, void *ctx), void *ctx);
struct pair { CB_ON_RAISE(-1) unsigned (*call)(int v, void *ctx); void *ctx; };
int p(struct pair p);
int fits(CB_ON_RAISE(-128) int8_t (*f)(void *ctx), void *ctx);
CB_FROM_PYTHON("a", "b") CB_ON_RAISE(-1) unsigned short q(int v);
int nothing(CB_ON_RAISE(3) void (*f)(int v, void *ctx), void *ctx);
