// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

#ifndef CB_VALUE_STANDS
typedef struct cb_object *cb_value;
#endif
cb_value f(int x);
int g(cb_value v);
