// SPDX-License-Identifier: MIT
// Named locks: on a function, a status, a class, and of the project (x.args).
#include "carbide.h"

typedef CB_LOCK(library) CB_RAISES(return < 0, CB_RuntimeError, "%d", return) int status;
typedef struct db db CB_LOCK("library");

int alone(int x);
CB_LOCK(tickets) int ticket(void);
CB_LOCK("tickets") int other(void);
status run(int x);
db *db_open(void);
void db_free(db *self);
CB_LOCK(tickets) int db_size(const db *self);
