// SPDX-License-Identifier: MIT
// constexpr.h: what the files of constant expressions share; nobody else includes it.
//
//     constexpr.c    trees, names and macros: what is computed, and in which order
//     constvalue.c   values: what C's operators and conversions make of them
#ifndef CARBIDE_CONSTEXPR_H
#define CARBIDE_CONSTEXPR_H

#include "syntax.h"

typedef struct {
    Context *ctx;
    const Unit *unit;
    const Target *target;
    const char *why;            // first reason, or NULL
    int depth;                  // of macros that names lead to
} Eval;

// Returns false; the first reason counts.
bool no_value(Eval *v, const char *fmt, ...) PRINTF(2, 3);
void const_set_int(ConstValue *out, uint64_t number, int bits, bool is_unsigned);
void const_set_float(ConstValue *out, double real, int bits);
double const_real(const ConstValue *c);
bool const_is_true(const ConstValue *c);
void const_promote(const Eval *v, ConstValue *c);
void const_balance(const Eval *v, ConstValue *a, ConstValue *b);
bool const_float_to_int(Eval *v, double real, int bits, bool is_unsigned,
                        ConstValue *out);
// Of operands that are no strings, which may be changed; op is a TokenKind.
bool const_binary(Eval *v, int op, ConstValue *a, ConstValue *b, ConstValue *out);
bool const_unary(Eval *v, int op, ConstValue *a, ConstValue *out);

#endif
