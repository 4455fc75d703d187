// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

struct before { int x; };
int fine(const struct before *p);

int with_members(struct here { int x; } p);
int by_pointer(const struct late *p);
struct late { int x; };
int again(const struct late *p);
int misspelt(const struct befor *p);
int callback(int (*f)(struct unknown *x, void *ctx), void *ctx);
int of_enum(enum color { RED, GREEN } c);
int of_union(size_t n, const union word { int i; float f; } w[n]);
int without_name(struct { int x; } p);
int twice(struct here { int x; } p);
typedef int handler(struct event { int x; } e);
handler on_event;
