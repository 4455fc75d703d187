// SPDX-License-Identifier: MIT
#include "carbide.h"

cb_value named(cb_value (*f)(CB_NAME("**kw") cb_value kw, void *ctx), void *ctx);
cb_value early(cb_value (*f)(CB_NAME("*args") cb_value args, int last, void *ctx), void *ctx);
cb_value fine(cb_value (*f)(int first, CB_NAME("*args") cb_value args, void *ctx), void *ctx);
