// SPDX-License-Identifier: MIT
#include "carbide.h"

/** The library has one state for all of them. */
typedef struct db db CB_LOCK(library);
db *db_new(void);
CB_LOCK(log) void db_free(db *self);
int db_size(const db *self);

/** The object holds it. */
typedef struct { int *items; } list CB_LOCK(reentrant);
CB_RAISES(return < 0, CB_MemoryError) int list_init(list *self, int n);
CB_LOCK(log) void list_clear(list *self);
void list_add(list *self, int x);

CB_LOCK(log) int logged(void);
CB_GIL(held) int held(int x);
