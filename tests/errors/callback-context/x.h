// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

int none(int (*f)(int v, void *ctx), int v);
int two_here(int (*f)(int v, void *ctx), void *ctx, void *buffer);
int two_there(int (*f)(void *self, void *ctx), void *ctx);
struct half { int (*call)(int v); void *data; };
int beside(struct half f);
int many(void (*a)(void *p), void (*b)(void *p), void (*c)(void *p), void (*d)(void *p),
         void (*e)(void *p), void *p);
