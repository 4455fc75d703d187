// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(CB_RAISES(return < 0, CB_ValueError) int x);
CB_OUT int g(int x);
void h(CB_OUT double x);
void k(size_t n, CB_LEN(n) const double x[n]);
void l(size_t n, CB_OWNED(free) double x[n]);
CB_OPT int m(int x);
CB_OWNED(free) int o(void);
CB_SHAPE(3) int p(void);
void q(CB_STRIDES(2) CB_IN const double *x);
void r(size_t n, CB_INDEX(n) double x);
CB_EXPORT(q) int s(void);
CB_RAISES(1, CB_ValueError);
CB_LOCK(reentrant) int locked(int x);
typedef CB_LOCK(reentrant) int locked_count;
int locked_param(CB_LOCK(table) int x);
typedef int named_int CB_NAME("Int");
typedef struct opaque_place *named_pointer CB_NAME("Pointer");
typedef struct twice { int a; } twice_a;
typedef struct twice twice_b CB_NAME("B");
struct CB_NAME("One") thrice { int a; };
typedef struct thrice thrice_a CB_NAME("Two");
enum { NAMELESS } CB_NAME("Nameless");
