// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct item item;
item *item_new(void);
void item_free(item *self);
CB_GET int item_size(const item *self);
CB_GET int item_get_part(const item *self, int k);
CB_SET void item_hook(item *self, int k);
CB_SET void item_set_size(item *self, int n, int more);
void item_set_alone(item *self, int n);
int item_get_none(const item *self, int k);
