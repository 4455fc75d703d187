// SPDX-License-Identifier: MIT
// noescape and lifetimebound: they say for how long C needs an object; of what is no object
// they say nothing that Python would not do by itself.
#include <stddef.h>

#include "carbide.h"

typedef struct Vec Vec;
typedef struct Iter Iter;
Vec *Vec_new(void);
void Vec_free(Vec *self);
void Iter_free(Iter *self);
int Iter_next(Iter *self);

// as CB_IN: it is not asked whether C keeps it
void Vec_append(Vec *self, Vec *other __attribute__((noescape)));
void Vec_join(Vec *self, __attribute__((__noescape__)) Vec *other);
// as CB_KEEP
CB_OWNED(Iter_free) Iter *iterate(const Vec *v __attribute__((lifetimebound)));
CB_OWNED(Iter_free) Iter *both(const Vec *v [[clang::lifetimebound]],
                               const Vec *w [[clang::noescape]]);
// a marker comes first
CB_OWNED(Iter_free) Iter *now(CB_IN const Vec *v __attribute__((lifetimebound)));

// no objects: an array in place stays one, a text is no longer needed
void scale(size_t n, double *x __attribute__((noescape)) CB_SHAPE(n), double by);
long count(const char *s __attribute__((lifetimebound)));
void Vec_each(Vec *self, void (*f)(double x, void *ctx) __attribute__((noescape)), void *ctx);
