// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct pool pool;
typedef struct item item;
pool *pool_new(void);
void pool_free(pool *self);
void pool_put(pool *self, CB_TAKES item *it, int how);
int item_size(const item *self);

CB_OWNED(pool_put(p, this, 1)) item *pool_take(CB_KEEP pool *p);
void take_two(CB_KEEP pool *p, int how, CB_OUT CB_OWNED(pool_put(0, this, how)) item **it);
