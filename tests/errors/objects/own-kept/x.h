// SPDX-License-Identifier: MIT
#include <stdint.h>
#include "carbide.h"

typedef struct Page Page;
typedef struct Line Line;
Page *Page_new(void);
void Page_free(Page *self);
CB_NAME("Line.__value__") const char *Line_text(const Line *self);
const Line *Page_line(const Page *self, CB_KEEP const char *text);
