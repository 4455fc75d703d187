// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct { double x, y; } spot;
struct handler { int (*call)(int v, void *ctx); void *ctx; };
void limit(CB_KEEP CB_IN const double *most);
void limit_or_none(CB_KEEP CB_OPT const double *most);
void mark(CB_KEEP CB_IN const spot *at);
void mark_itself(CB_KEEP const spot *at);
void on_event(CB_KEEP const struct handler *h);
void on_any(CB_KEEP CB_OPT struct handler *h);
