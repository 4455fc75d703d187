// SPDX-License-Identifier: MIT
#include "carbide.h"

struct one { int x; };
struct two { int x; };
struct opaque;

int f(CB_FIXED(cb_state()) struct one *s);
int g(CB_FIXED(cb_state()) const struct one *s);
int h(CB_FIXED(cb_state()) struct two *s);
int k(CB_FIXED(cb_state()) void *s);
int l(CB_FIXED(cb_state()) struct opaque *s);
int m(CB_FIXED(cb_state()) int s);
