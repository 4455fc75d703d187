// SPDX-License-Identifier: MIT
// constexpr.c: values of constant expressions and of object-like macros.
//
// In: Expr trees, or macro bodies, of one Unit. Out: a ConstValue as C would compute
// it: promotions, widths and signs by Target; or a reason why there is none. Macros in
// a body are expanded as text first, since `#define B A * 3` multiplies only the end of
// A. Nothing here asks for the layout of a struct.
#include "syntax.h"

#include <math.h>
#include <string.h>

typedef struct {
    Context *ctx;
    const Unit *unit;
    const Target *target;
    const char *why;            // first reason, or NULL
    int depth;                  // of macros that names lead to
} Eval;

static bool evaluate(Eval *v, const Expr *e, ConstValue *out);

static bool give_up(Eval *v, const char *fmt, ...) PRINTF(2, 3);

static bool give_up(Eval *v, const char *fmt, ...)
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
static void set_int(ConstValue *out, uint64_t number, int bits, bool is_unsigned)
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

static void set_float(ConstValue *out, double real, int bits)
{
    memset(out, 0, sizeof *out);
    out->kind = CV_FLOAT;
    out->real = bits == 32 ? (double)(float)real : real;
    out->bits = bits;
}

static double as_real(const ConstValue *c)
{
    return c->kind == CV_FLOAT ? c->real
        : c->is_unsigned ? (double)c->number : (double)(int64_t)c->number;
}

static bool is_true(const ConstValue *c)
{
    return c->kind == CV_FLOAT ? c->real != 0.0 : c->number != 0;
}

// Integer promotion: what is narrower than int is an int.      C11 6.3.1.1
static void promote(const Eval *v, ConstValue *c)
{
    if (c->kind == CV_INT && c->bits < v->target->int_bits) {
        set_int(c, c->number, v->target->int_bits, false);
    }
}

// The usual arithmetic conversions.     C11 6.3.1.8
static void balance(const Eval *v, ConstValue *a, ConstValue *b)
{
    if (a->kind == CV_FLOAT || b->kind == CV_FLOAT) {
        int bits = 0;
        bits = a->kind == CV_FLOAT ? a->bits : 0;
        bits = b->kind == CV_FLOAT && b->bits > bits ? b->bits : bits;
        set_float(a, as_real(a), bits);
        set_float(b, as_real(b), bits);
        return;
    }
    promote(v, a);
    promote(v, b);
    int bits = a->bits > b->bits ? a->bits : b->bits;
    bool is_unsigned = (a->bits == bits && a->is_unsigned)
        || (b->bits == bits && b->is_unsigned);
    set_int(a, a->number, bits, is_unsigned);
    set_int(b, b->number, bits, is_unsigned);
}

// The type of an integer constant: the first that holds it.        C11 6.4.4.1
static bool constant(Eval *v, const Expr *e, ConstValue *out)
{
    const Target *t = v->target;
    const int widths[] = {t->int_bits, t->long_bits, t->llong_bits};
    int first = e->is_long_long ? 2 : e->is_long ? 1 : 0;
    if (e->is_bool) {
        set_int(out, e->number, t->int_bits, false);
        return true;
    }
    for (int i = first; i < 3; i++) {
        int bits = widths[i];
        if (!e->is_unsigned && e->number >> (bits - 1) == 0) {
            set_int(out, e->number, bits, false);
            return true;
        }
        if ((e->is_unsigned || !e->is_decimal)
            && (bits == 64 || e->number >> bits == 0)) {
            set_int(out, e->number, bits, true);
            return true;
        }
    }
    if (e->is_decimal && !e->is_unsigned) {
        return give_up(v, "%llu is too large for a signed integer; write %lluu",
                       (unsigned long long)e->number, (unsigned long long)e->number);
    }
    return give_up(v, "the integer does not fit into 64 bits");
}

static bool character(Eval *v, const Expr *e, ConstValue *out)
{
    const Target *t = v->target;
    switch (e->prefix) {
    case 'c':
        if (e->number > 0xFF) {
            return give_up(v, "the character does not fit into a char");
        }
        set_int(out, e->number, t->char_bits, t->char_unsigned);
        promote(v, out);
        return true;
    case '8':
        set_int(out, e->number, t->char_bits, true);
        return true;
    case 'u':
        set_int(out, e->number, 16, true);
        return true;
    case 'U':
        set_int(out, e->number, 32, true);
        return true;
    default:
        set_int(out, e->number, t->wchar_bits, t->wchar_unsigned);
        return true;
    }
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
        return give_up(v, "the value overflows %d bits", a->bits);
    }
    set_int(out, (uint64_t)n, a->bits, false);
    return true;
}

static bool quotient(Eval *v, int op, const ConstValue *a, const ConstValue *b,
                     ConstValue *out)
{
    if (b->number == 0) {
        return give_up(v, "division by zero");
    }
    uint64_t n;
    if (a->is_unsigned) {
        n = op == TK_SLASH ? a->number / b->number : a->number % b->number;
    } else {
        int64_t x = (int64_t)a->number, y = (int64_t)b->number;
        if (y == -1) {
            if (op == TK_SLASH && (x == INT64_MIN || !fits(-x, a->bits))) {
                return give_up(v, "the value overflows %d bits", a->bits);
            }
            n = op == TK_SLASH ? (uint64_t)-x : 0;
        } else {
            n = (uint64_t)(op == TK_SLASH ? x / y : x % y);
        }
    }
    set_int(out, n, a->bits, a->is_unsigned);
    return true;
}

static bool shift(Eval *v, int op, ConstValue *a, ConstValue *b, ConstValue *out)
{
    promote(v, a);
    promote(v, b);
    if (b->negative || b->number >= (uint64_t)a->bits) {
        return give_up(v, "the shift count is negative or not below %d", a->bits);
    }
    uint64_t n;
    if (op == TK_SHL) {
        n = a->number << b->number;     // of a negative: as gcc and clang compute it
    } else if (a->negative) {
        n = ~(~a->number >> b->number);
    } else {
        n = a->number >> b->number;
    }
    set_int(out, n, a->bits, a->is_unsigned);
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
    set_int(out, unordered ? op == TK_NE : yes, v->target->int_bits, false);
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
    default: return give_up(v, "the operator wants integers");
    }
    set_float(out, n, a->bits);
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
    default: return give_up(v, "the operator has no constant value");
    }
    set_int(out, n, a->bits, a->is_unsigned);
    return true;
}

static bool logic(Eval *v, const Expr *e, ConstValue *out)
{
    ConstValue a, b;
    if (!evaluate(v, e->a, &a)) {
        return false;
    }
    bool yes = is_true(&a);
    if (yes == (e->op == TK_AND)) {     // the left one does not decide
        if (!evaluate(v, e->b, &b)) {
            return false;
        }
        yes = is_true(&b);
    }
    set_int(out, yes, v->target->int_bits, false);
    return true;
}

static bool binary(Eval *v, const Expr *e, ConstValue *out)
{
    ConstValue a, b;
    if (e->op == TK_AND || e->op == TK_OR) {
        return logic(v, e, out);
    }
    if (e->op == TK_COMMA) {
        return give_up(v, "a comma has no constant value");
    }
    if (!evaluate(v, e->a, &a) || !evaluate(v, e->b, &b)) {
        return false;
    }
    if (a.kind == CV_STRING || b.kind == CV_STRING) {
        return give_up(v, "a string is no operand of a constant");
    }
    if (e->op == TK_SHL || e->op == TK_SHR) {
        if (a.kind != CV_INT || b.kind != CV_INT) {
            return give_up(v, "a shift wants integers");
        }
        return shift(v, e->op, &a, &b, out);
    }
    balance(v, &a, &b);
    if (is_comparison(e->op)) {
        return compare(v, e->op, &a, &b, out);
    }
    return a.kind == CV_FLOAT ? float_operator(v, e->op, &a, &b, out)
                              : int_operator(v, e->op, &a, &b, out);
}

static bool unary(Eval *v, const Expr *e, ConstValue *out)
{
    ConstValue a;
    if (e->op == TK_STAR || e->op == TK_AMP) {
        return give_up(v, "an address is no constant");
    }
    if (!evaluate(v, e->a, &a)) {
        return false;
    }
    if (a.kind == CV_STRING) {
        return give_up(v, "a string is no operand of a constant");
    }
    if (e->op == TK_BANG) {
        set_int(out, !is_true(&a), v->target->int_bits, false);
        return true;
    }
    promote(v, &a);
    if (a.kind == CV_FLOAT) {
        if (e->op == TK_TILDE) {
            return give_up(v, "~ wants an integer");
        }
        set_float(out, e->op == TK_MINUS ? -a.real : a.real, a.bits);
        return true;
    }
    if (e->op == TK_MINUS && !a.is_unsigned
        && a.number == (uint64_t)-1 << (a.bits - 1)) {
        return give_up(v, "the value overflows %d bits", a.bits);
    }
    uint64_t n = e->op == TK_MINUS ? -a.number
        : e->op == TK_TILDE ? ~a.number : a.number;
    set_int(out, n, a.bits, a.is_unsigned);
    return true;
}

static bool ternary(Eval *v, const Expr *e, ConstValue *out)
{
    ConstValue condition, other;
    if (!evaluate(v, e->a, &condition)) {
        return false;
    }
    const Expr *taken = is_true(&condition) ? e->b : e->c;
    if (!evaluate(v, taken, out)) {
        return false;
    }
    Eval silent = *v;           // the other branch only lends its type
    if (out->kind != CV_STRING && evaluate(&silent, taken == e->b ? e->c : e->b, &other)
        && other.kind != CV_STRING) {
        balance(v, out, &other);
    }
    return true;
}

// --------------------------------------------------------------- casts and sizes

static int float_bits(FloatKind k)
{
    return k == FLOAT_HALF ? 16 : k == FLOAT_FLOAT ? 32 : k == FLOAT_DOUBLE ? 64 : 128;
}

static bool float_to_int(Eval *v, double real, int bits, bool is_unsigned,
                         ConstValue *out)
{
    double whole = trunc(real);
    double low = is_unsigned ? 0.0 : -ldexp(1.0, bits - 1);
    double high = ldexp(1.0, is_unsigned ? bits : bits - 1);
    if (!(whole >= low && whole < high)) {
        return give_up(v, "the number does not fit into %d bits", bits);
    }
    set_int(out, is_unsigned ? (uint64_t)whole : (uint64_t)(int64_t)whole, bits,
            is_unsigned);
    return true;
}

static bool cast(Eval *v, const Expr *e, ConstValue *out)
{
    const Type *t = e->type;
    ConstValue a;
    if (!evaluate(v, e->a, &a)) {
        return false;
    }
    if (a.kind == CV_STRING) {
        if (t->kind == TY_POINTER && type_is_char(t->base)) {
            *out = a;
            return true;
        }
        return give_up(v, "a cast string is no constant");
    }
    if (t->kind == TY_BOOL) {
        set_int(out, is_true(&a), v->target->char_bits, true);
        return true;
    }
    if (t->kind == TY_FLOAT) {
        set_float(out, as_real(&a), float_bits(t->float_kind));
        return true;
    }
    int bits = type_int_bits(v->target, t);
    if (bits == 0 || bits > 64) {
        return give_up(v, "a cast to %s is no constant that carbide reads",
                       type_declare(v->ctx, t, NULL));
    }
    bool is_unsigned = !type_int_signed(v->target, t);
    if (a.kind == CV_FLOAT) {
        return float_to_int(v, a.real, bits, is_unsigned, out);
    }
    set_int(out, a.number, bits, is_unsigned);
    return true;
}

static bool size_of_type(Eval *v, const Type *t, uint64_t *size);

static bool size_of_array(Eval *v, const Type *t, uint64_t *size)
{
    ConstValue n;
    if (t->length == NULL || !evaluate(v, t->length, &n) || n.kind != CV_INT
        || !size_of_type(v, t->base, size)) {
        return give_up(v, "the size of the array is not known");
    }
    if (n.negative || (*size != 0 && n.number > INT64_MAX / *size)) {
        return give_up(v, "the array is too large");
    }
    *size *= n.number;
    return true;
}

static bool size_of_float(Eval *v, const Type *t, uint64_t *size)
{
    switch (t->float_kind) {
    case FLOAT_HALF: *size = 2; return true;
    case FLOAT_FLOAT: *size = 4; return true;
    case FLOAT_DOUBLE: *size = 8; return true;
    case FLOAT_128: *size = 16; return true;
    default: return give_up(v, "the size of long double is the compiler's business");
    }
}

static bool size_of_type(Eval *v, const Type *t, uint64_t *size)
{
    switch (t->kind) {
    case TY_POINTER:
        *size = (uint64_t)(v->target->pointer_bits / 8);
        return true;
    case TY_ARRAY: return size_of_array(v, t, size);
    case TY_FLOAT: return size_of_float(v, t, size);
    case TY_COMPLEX:
        if (!size_of_float(v, t, size)) {
            return false;
        }
        *size *= 2;
        return true;
    case TY_VOID:
        *size = 1;              // GNU C
        return true;
    default: break;
    }
    int bits = type_int_bits(v->target, t);
    if (bits == 0 || (t->kind == TY_INT && (t->int_kind == INT_BIT
                                            || t->int_kind == INT_UBIT))) {
        return give_up(v, "the size of %s is the compiler's business",
                       type_declare(v->ctx, t, NULL));
    }
    *size = (uint64_t)(bits / v->target->char_bits);
    return true;
}

static bool size_of(Eval *v, const Expr *e, ConstValue *out)
{
    uint64_t size = 0;
    if (e->kind == EX_SIZEOF_TYPE) {
        if (!size_of_type(v, e->type, &size)) {
            return false;
        }
    } else if (e->a->kind == EX_STRING
               && (e->a->prefix == 's' || e->a->prefix == '8')) {
        size = e->a->string_length + 1;
    } else {
        ConstValue a;
        if (!evaluate(v, e->a, &a) || a.kind == CV_STRING || a.bits > 64) {
            return give_up(v, "the size of the expression is the compiler's business");
        }
        size = (uint64_t)(a.bits / v->target->char_bits);
    }
    set_int(out, size, v->target->pointer_bits, true);
    return true;
}

// ------------------------------------------------------------------------ names

// An enumerator is of the type behind the colon; without one an int where that holds
// it, else of the enum's width.
static void enumerator_value(const Eval *v, const Enumerator *e, ConstValue *out)
{
    int bits = v->target->int_bits;
    uint64_t magnitude = e->negative ? ~e->number : e->number;
    int fixed = e->type == NULL ? 0 : type_int_bits(v->target, e->type);
    if (fixed > 0 && fixed <= 64) {
        set_int(out, e->number, fixed, !type_int_signed(v->target, e->type));
    } else if (magnitude >> (bits - 1) == 0) {
        set_int(out, e->number, bits, false);
    } else if (!e->negative && magnitude >> (bits - 1) >> 1 == 0) {
        set_int(out, e->number, bits, true);
    } else {
        set_int(out, e->number, 64, !e->negative && magnitude >> 63 != 0);
    }
}

static bool macro_value(Eval *v, const Macro *m, ConstValue *out);

static bool name(Eval *v, const Expr *e, ConstValue *out)
{
    const Enumerator *en = v->unit == NULL ? NULL
                                           : map_get(v->unit->enumerators, e->name);
    if (en != NULL) {
        if (!en->known) {
            return give_up(v, "the value of %s is the compiler's business", e->name);
        }
        enumerator_value(v, en, out);
        return true;
    }
    const Macro *m = v->unit == NULL ? NULL
                                     : map_get(v->unit->tokens->macro_by_name, e->name);
    if (m != NULL && !m->undefined) {
        return m->function_like
            ? give_up(v, "it names the function-like macro %s", m->name)
            : macro_value(v, m, out);
    }
    return give_up(v, "'%s' is not a constant", e->name);
}

static bool call(Eval *v, const Expr *e, ConstValue *out)
{
    if (e->name == NULL || strcmp(e->name, "__builtin_constant_p") != 0
        || e->a == NULL) {
        return give_up(v, "it calls %s()", e->name == NULL ? "a function" : e->name);
    }
    Eval silent = *v;
    bool yes = evaluate(&silent, e->a, out);
    set_int(out, yes, v->target->int_bits, false);
    return true;
}

static bool evaluate(Eval *v, const Expr *e, ConstValue *out)
{
    memset(out, 0, sizeof *out);
    switch (e == NULL ? EX_OTHER : e->kind) {
    case EX_NUMBER: return e->prefix != 0 ? character(v, e, out) : constant(v, e, out);
    case EX_FLOAT:
        set_float(out, e->real, e->suffix == 'f' ? 32 : e->suffix == 'l' ? 128 : 64);
        return true;
    case EX_STRING:
        if (e->prefix != 's' && e->prefix != '8') {
            return give_up(v, "a wide string is no constant that carbide reads");
        }
        out->kind = CV_STRING;
        out->string = e->string;
        out->string_length = e->string_length;
        return true;
    case EX_NAME: return name(v, e, out);
    case EX_UNARY: return unary(v, e, out);
    case EX_BINARY: return binary(v, e, out);
    case EX_TERNARY: return ternary(v, e, out);
    case EX_CAST: return cast(v, e, out);
    case EX_SIZEOF_TYPE: case EX_SIZEOF_EXPR: return size_of(v, e, out);
    case EX_ALIGNOF_TYPE: return give_up(v, "an alignment is the compiler's business");
    case EX_CALL: return call(v, e, out);
    case EX_RETURN: return give_up(v, "'return' has a value only after the call");
    case EX_THIS: return give_up(v, "'this' is not a constant");
    case EX_MEMBER: case EX_INDEX: return give_up(v, "it reads memory");
    case EX_OTHER: return give_up(v, "%s", e == NULL ? "nothing stands there"
                                                     : e->string);
    }
    return give_up(v, "the expression has no constant value");
}

bool expr_evaluate(Context *ctx, const Unit *unit, const Target *target, const Expr *e,
                   ConstValue *out, const char **why)
{
    Eval v = {ctx, unit, target, NULL, 0};
    if (evaluate(&v, e, out)) {
        return true;
    }
    out->kind = CV_NONE;
    *why = v.why;
    return false;
}

// ----------------------------------------------------------------------- macros

static bool macro_value(Eval *v, const Macro *m, ConstValue *out)
{
    if (m->function_like) {
        return give_up(v, "it is a function-like macro");
    }
    if (macro_body(v->ctx, m).n == 0) {
        return give_up(v, "it is empty");
    }
    if (v->depth >= 8) {
        return give_up(v, "its definition goes in circles");
    }
    const char *why = NULL;
    size_t n = 0;
    const Token *body = macro_expand(v->ctx, v->unit->tokens, m, &n, &why);
    Expr *e = body == NULL ? NULL : expr_parse(v->ctx, v->unit, body, n, &why);
    if (e == NULL) {
        return give_up(v, "%s", why);
    }
    v->depth++;
    bool ok = evaluate(v, e, out);
    v->depth--;
    expr_drop(v->unit, e);
    return ok;
}

bool macro_evaluate(Context *ctx, const Unit *unit, const Target *target,
                    const Macro *m, ConstValue *out, const char **why)
{
    Eval v = {ctx, unit, target, NULL, 0};
    if (macro_value(&v, m, out)) {
        return true;
    }
    memset(out, 0, sizeof *out);
    *why = v.why;
    return false;
}
