// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

struct point { double x, y; };
struct node { int value; struct node *next; };
struct flags { unsigned a : 3; };
struct name { int n; char text[]; };
struct holder { struct point *of; };
void holder_free(struct holder *h);
struct buffer { int n; };
void buffer_clear(struct buffer *b);
union word { int i; float f; };
double norm(struct point p);
struct point middle(size_t n, const struct point p[n]);
int sum(const struct node *n);
int bits(struct flags f);
int length(const struct name *n);
int use(struct buffer b);
union word read_word(void);
double _hidden(struct point p);
struct opaque;
void keep(struct opaque *p);
struct fixed { const int x[3]; };
int all(struct fixed f);
struct local { int a; enum { HERE, THERE } where; };
int where(struct local l);
struct __attribute__((scalar_storage_order("big-endian"))) foreign { int x; };
int swap(struct foreign f);
typedef const struct { int x; } constant_t;
int constant(constant_t c);
struct info { int x; };
int info(int x);
struct rank33 { int a[1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1]
                     [1][1][1][1][1][1][1][1][1][1]; };
int rank(struct rank33 r);
