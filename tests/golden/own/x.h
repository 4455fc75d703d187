/* SPDX-License-Identifier: MIT
   Classes made of other values, and shown as others: what they change in wrappers. */
#include <stdint.h>
#include "carbide.h"

typedef struct money {
    int64_t cents;
} money;
CB_NAME("money.__convert__") money money_of(double units);
int64_t left(money have, const money *price);

typedef struct line line;
void line_free(line *self);
CB_NAME("line.__convert__") line *line_of(const char *text);
CB_NAME("line.__value__") const char *line_text(const line *self);
CB_OWNED(line_free) line *join(const line *a, const line *b);
