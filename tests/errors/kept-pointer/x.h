// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct item item;
typedef struct list list;
item *item_new(int n);
void item_free(item *self);
list *list_new(void);
void list_free(list *self);
void list_push(list *self, item *one);      // does C keep it?
void list_look(list *self, const item *one);
void list_use(list *self, CB_IN item *one);
void list_give(list *self, CB_TAKES item *one);
