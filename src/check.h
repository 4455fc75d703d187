// SPDX-License-Identifier: MIT
// check.h: one expression of a prototype or a marker, between check.c, which knows where
// it stands, and check_form.c, which knows what may stand there.
#ifndef CARBIDE_CHECK_H
#define CARBIDE_CHECK_H

#include "ir.h"

// Where an expression stands, and what it may use.
typedef struct {
    Module *m;
    const Function *f;
    Span at;                // of the marker or the declarator, for what has no span
    const char *what;       // "the bound of `x`", "CB_REQUIRE"
    bool before;            // evaluated before the call: no `return`, no outs
    bool calls;             // calls are allowed
    bool any_c;             // any C expression of the author: only names are looked up
    bool floats;            // CB_REQUIRE: floating-point values, isfinite …
    const Param *bounded;   // the parameter whose bound this is, or NULL
    bool ok;
} Scope;

// Reports what may not stand there; false when something was.
bool check_form(Scope s, const Expr *e);
void check_name_known(const Expr *e, void *scope);  // for expr_names(): this name alone

#endif
