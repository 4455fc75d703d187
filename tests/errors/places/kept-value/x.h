// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct list { cb_value first; cb_value rest[3]; int n; } list;
list *list_new(void);
void list_free(list *l);
int list_size(const list *l);
struct place { int line; cb_value file; };
typedef struct mark { cb_value name; struct place at; } mark;
void mark_init(mark *self, cb_value name);
typedef struct leaf { cb_value v; } leaf;
leaf *list_leaf(CB_KEEP const list *l);
struct state { cb_value cache; union { cb_value v; int i; } either; };
void remember(CB_FIXED(cb_state()) struct state *s, cb_value v);
struct pair { double x; cb_value v; };
double first(struct pair p);
