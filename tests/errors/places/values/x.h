// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

void sum(CB_NAME("*args") int x);
void options(CB_NAME("**kw") const char *text);
void twice(CB_NAME("*args") cb_value a, CB_NAME("*more") cb_value b);
void maybe(CB_OPT CB_NAME("*args") cb_value a);
void by_value(CB_OUT cb_value v);
void bare(cb_value *v);
void many(size_t n, CB_SHAPE(n) cb_value v);
void given(CB_DEFAULT(cb_int(3)) cb_value v);
void same(cb_value kw, CB_NAME("**kw") cb_value rest);
void constant(CB_OUT const cb_value *v);
CB_NAME("*f") void star(int x);
void three(CB_NAME("***x") cb_value v);
CB_AS(list) cb_value form(void);
CB_NAME("*x") cb_value result(void);
