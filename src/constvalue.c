// SPDX-License-Identifier: MIT
// constvalue.c: arithmetic on values as C would compute it.
//
// In: one or two ConstValues with the widths and signs of their types, and an operator.
// Out: the value with its type after C's conversions, C11 6.3; or a reason why there is
// none: overflow of a signed integer, division by zero, a count out of range.
#include "constexpr.h"

#include <math.h>
#include <string.h>

bool no_value(Eval *v, const char *fmt, ...)
{
    if (v->why == NULL) {
        va_list ap;
        va_start(ap, fmt);
        v->why = arena_vprintf(v->ctx->arena, fmt, ap);
        va_end(ap);
    }
    return false;
}

// ----------------------------------------------------------------------- values

// Cuts to the width and extends the sign, so that `number` is the value modulo 2^64.
void const_set_int(ConstValue *out, uint64_t number, int bits, bool is_unsigned)
{
    memset(out, 0, sizeof *out);
    if (bits < 64) {
        uint64_t mask = ((uint64_t)1 << bits) - 1;
        number &= mask;
        if (!is_unsigned && (number >> (bits - 1)) != 0) {
            number |= ~mask;
        }
    }
    out->kind = CV_INT;
    out->number = number;
    out->bits = bits;
    out->is_unsigned = is_unsigned;
    out->negative = !is_unsigned && (number >> 63) != 0;
}

void const_set_float(ConstValue *out, double real, int bits)
{
    memset(out, 0, sizeof *out);
    out->kind = CV_FLOAT;
    out->real = bits == 32 ? (double)(float)real : real;
    out->bits = bits;
}

double const_real(const ConstValue *c)
{
    return c->kind == CV_FLOAT ? c->real
        : c->is_unsigned ? (double)c->number : (double)(int64_t)c->number;
}

bool const_is_true(const ConstValue *c)
{
    return c->kind == CV_FLOAT ? c->real != 0.0 : c->number != 0;
}

// Integer promotion: what is narrower than int is an int.      C11 6.3.1.1
void const_promote(const Eval *v, ConstValue *c)
{
    if (c->kind == CV_INT && c->bits < v->target->int_bits) {
        const_set_int(c, c->number, v->target->int_bits, false);
    }
}

// The usual arithmetic conversions.     C11 6.3.1.8
void const_balance(const Eval *v, ConstValue *a, ConstValue *b)
{
    if (a->kind == CV_FLOAT || b->kind == CV_FLOAT) {
        int bits = a->kind == CV_FLOAT ? a->bits : 0;
        bits = b->kind == CV_FLOAT && b->bits > bits ? b->bits : bits;
        const_set_float(a, const_real(a), bits);
        const_set_float(b, const_real(b), bits);
        return;
    }
    const_promote(v, a);
    const_promote(v, b);
    int bits = a->bits > b->bits ? a->bits : b->bits;
    bool is_unsigned = (a->bits == bits && a->is_unsigned)
        || (b->bits == bits && b->is_unsigned);
    const_set_int(a, a->number, bits, is_unsigned);
    const_set_int(b, b->number, bits, is_unsigned);
}

bool const_float_to_int(Eval *v, double real, int bits, bool is_unsigned,
                        ConstValue *out)
{
    double whole = trunc(real);
    double low = is_unsigned ? 0.0 : -ldexp(1.0, bits - 1);
    double high = ldexp(1.0, is_unsigned ? bits : bits - 1);
    if (!(whole >= low && whole < high)) {
        return no_value(v, "the number does not fit into %d bits", bits);
    }
    const_set_int(out, is_unsigned ? (uint64_t)whole : (uint64_t)(int64_t)whole, bits,
                  is_unsigned);
    return true;
}

// -------------------------------------------------------------------- operators

static bool fits(int64_t n, int bits)
{
    return bits >= 64 || (n >= -((int64_t)1 << (bits - 1))
                          && n < (int64_t)1 << (bits - 1));
}

// + - * of signed operands; overflow has no value in C.
static bool signed_sum(Eval *v, int op, const ConstValue *a, const ConstValue *b,
                       ConstValue *out)
{
    int64_t x = (int64_t)a->number, y = (int64_t)b->number, n;
    bool over = op == TK_PLUS ? __builtin_add_overflow(x, y, &n)
        : op == TK_MINUS ? __builtin_sub_overflow(x, y, &n)
                         : __builtin_mul_overflow(x, y, &n);
    if (over || !fits(n, a->bits)) {
        return no_value(v, "the value overflows %d bits", a->bits);
    }
    const_set_int(out, (uint64_t)n, a->bits, false);
    return true;
}

static bool quotient(Eval *v, int op, const ConstValue *a, const ConstValue *b,
                     ConstValue *out)
{
    if (b->number == 0) {
        return no_value(v, "division by zero");
    }
    uint64_t n;
    if (a->is_unsigned) {
        n = op == TK_SLASH ? a->number / b->number : a->number % b->number;
    } else {
        int64_t x = (int64_t)a->number, y = (int64_t)b->number;
        if (y == -1) {
            if (op == TK_SLASH && (x == INT64_MIN || !fits(-x, a->bits))) {
                return no_value(v, "the value overflows %d bits", a->bits);
            }
            n = op == TK_SLASH ? (uint64_t)-x : 0;
        } else {
            n = (uint64_t)(op == TK_SLASH ? x / y : x % y);
        }
    }
    const_set_int(out, n, a->bits, a->is_unsigned);
    return true;
}

static bool shift(Eval *v, int op, ConstValue *a, ConstValue *b, ConstValue *out)
{
    const_promote(v, a);
    const_promote(v, b);
    if (b->negative || b->number >= (uint64_t)a->bits) {
        return no_value(v, "the shift count is negative or not below %d", a->bits);
    }
    uint64_t n;
    if (op == TK_SHL) {
        n = a->number << b->number;     // of a negative: as gcc and clang compute it
    } else if (a->negative) {
        n = ~(~a->number >> b->number);
    } else {
        n = a->number >> b->number;
    }
    const_set_int(out, n, a->bits, a->is_unsigned);
    return true;
}

static bool compare(const Eval *v, int op, const ConstValue *a, const ConstValue *b,
                    ConstValue *out)
{
    int order;
    bool unordered = false;
    if (a->kind == CV_FLOAT) {
        order = a->real < b->real ? -1 : a->real > b->real;
        unordered = isnan(a->real) || isnan(b->real);
    } else if (a->is_unsigned) {
        order = a->number < b->number ? -1 : a->number > b->number;
    } else {
        int64_t x = (int64_t)a->number, y = (int64_t)b->number;
        order = x < y ? -1 : x > y;
    }
    bool yes = op == TK_LT ? order < 0 : op == TK_GT ? order > 0
        : op == TK_LE ? order <= 0 : op == TK_GE ? order >= 0
        : op == TK_EQ ? order == 0 : order != 0;
    const_set_int(out, unordered ? op == TK_NE : yes, v->target->int_bits, false);
    return true;
}

static bool is_comparison(int op)
{
    return op == TK_LT || op == TK_GT || op == TK_LE || op == TK_GE || op == TK_EQ
        || op == TK_NE;
}

static bool float_operator(Eval *v, int op, const ConstValue *a, const ConstValue *b,
                           ConstValue *out)
{
    double n;
    switch (op) {
    case TK_PLUS: n = a->real + b->real; break;
    case TK_MINUS: n = a->real - b->real; break;
    case TK_STAR: n = a->real * b->real; break;
    case TK_SLASH: n = a->real / b->real; break;
    default: return no_value(v, "the operator wants integers");
    }
    const_set_float(out, n, a->bits);
    return true;
}

static bool int_operator(Eval *v, int op, const ConstValue *a, const ConstValue *b,
                         ConstValue *out)
{
    uint64_t n = 0;
    switch (op) {
    case TK_PLUS: case TK_MINUS: case TK_STAR:
        if (!a->is_unsigned) {
            return signed_sum(v, op, a, b, out);
        }
        n = op == TK_PLUS ? a->number + b->number
            : op == TK_MINUS ? a->number - b->number : a->number * b->number;
        break;
    case TK_SLASH: case TK_PERCENT: return quotient(v, op, a, b, out);
    case TK_AMP: n = a->number & b->number; break;
    case TK_PIPE: n = a->number | b->number; break;
    case TK_CARET: n = a->number ^ b->number; break;
    default: return no_value(v, "the operator has no constant value");
    }
    const_set_int(out, n, a->bits, a->is_unsigned);
    return true;
}

bool const_binary(Eval *v, int op, ConstValue *a, ConstValue *b, ConstValue *out)
{
    if (op == TK_SHL || op == TK_SHR) {
        if (a->kind != CV_INT || b->kind != CV_INT) {
            return no_value(v, "a shift wants integers");
        }
        return shift(v, op, a, b, out);
    }
    const_balance(v, a, b);
    if (is_comparison(op)) {
        return compare(v, op, a, b, out);
    }
    return a->kind == CV_FLOAT ? float_operator(v, op, a, b, out)
                               : int_operator(v, op, a, b, out);
}

bool const_unary(Eval *v, int op, ConstValue *a, ConstValue *out)
{
    if (op == TK_BANG) {
        const_set_int(out, !const_is_true(a), v->target->int_bits, false);
        return true;
    }
    const_promote(v, a);
    if (a->kind == CV_FLOAT) {
        if (op == TK_TILDE) {
            return no_value(v, "~ wants an integer");
        }
        const_set_float(out, op == TK_MINUS ? -a->real : a->real, a->bits);
        return true;
    }
    if (op == TK_MINUS && !a->is_unsigned
        && a->number == (uint64_t)-1 << (a->bits - 1)) {
        return no_value(v, "the value overflows %d bits", a->bits);
    }
    uint64_t n = op == TK_MINUS ? -a->number
        : op == TK_TILDE ? ~a->number : a->number;
    const_set_int(out, n, a->bits, a->is_unsigned);
    return true;
}
