// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct item item;
item *item_new(void);
void item_free(item *self);
void item_use(CB_OUT item *self);
void item_both(item *self, CB_IN CB_TAKES item *other);
void item_two(item *self, CB_KEEP CB_TAKES item *other);
void item_read(item *self, CB_TAKES const item *other);
void item_raw(item *self, item **others);
CB_KEEP int item_n(CB_KEEP int n);
