// SPDX-License-Identifier: MIT
// constexpr.c: values of constant expressions and of object-like macros.
//
// In: Expr trees, or macro bodies, of one Unit. Out: a ConstValue as C would compute
// it (constvalue.c does the arithmetic); or a reason why there is none. Macros in
// a body are expanded as text first, since `#define B A * 3` multiplies only the end of
// A. Nothing here asks for the layout of a struct.
#include "constexpr.h"

#include <string.h>

static bool evaluate(Eval *v, const Expr *e, ConstValue *out);

// -------------------------------------------------------------------- constants

// The type of an integer constant: the first that holds it.        C11 6.4.4.1
static bool constant(Eval *v, const Expr *e, ConstValue *out)
{
    const Target *t = v->target;
    const int widths[] = {t->int_bits, t->long_bits, t->llong_bits};
    int first = e->is_long_long ? 2 : e->is_long ? 1 : 0;
    if (e->is_bool) {
        const_set_int(out, e->number, t->int_bits, false);
        return true;
    }
    for (int i = first; i < 3; i++) {
        int bits = widths[i];
        if (!e->is_unsigned && e->number >> (bits - 1) == 0) {
            const_set_int(out, e->number, bits, false);
            return true;
        }
        if ((e->is_unsigned || !e->is_decimal)
            && (bits == 64 || e->number >> bits == 0)) {
            const_set_int(out, e->number, bits, true);
            return true;
        }
    }
    if (e->is_decimal && !e->is_unsigned) {
        return no_value(v, "%llu is too large for a signed integer; write %lluu",
                        (unsigned long long)e->number, (unsigned long long)e->number);
    }
    return no_value(v, "the integer does not fit into 64 bits");
}

static bool character(Eval *v, const Expr *e, ConstValue *out)
{
    const Target *t = v->target;
    switch (e->prefix) {
    case 'c':
        if (e->number > 0xFF) {
            return no_value(v, "the character does not fit into a char");
        }
        const_set_int(out, e->number, t->char_bits, t->char_unsigned);
        const_promote(v, out);
        return true;
    case '8':
        const_set_int(out, e->number, t->char_bits, true);
        return true;
    case 'u':
        const_set_int(out, e->number, 16, true);
        return true;
    case 'U':
        const_set_int(out, e->number, 32, true);
        return true;
    default:
        const_set_int(out, e->number, t->wchar_bits, t->wchar_unsigned);
        return true;
    }
}

// -------------------------------------------------------------------- operators

static bool logic(Eval *v, const Expr *e, ConstValue *out)
{
    ConstValue a, b;
    if (!evaluate(v, e->a, &a)) {
        return false;
    }
    bool yes = const_is_true(&a);
    if (yes == (e->op == TK_AND)) {     // the left one does not decide
        if (!evaluate(v, e->b, &b)) {
            return false;
        }
        yes = const_is_true(&b);
    }
    const_set_int(out, yes, v->target->int_bits, false);
    return true;
}

static bool binary(Eval *v, const Expr *e, ConstValue *out)
{
    ConstValue a, b;
    if (e->op == TK_AND || e->op == TK_OR) {
        return logic(v, e, out);
    }
    if (e->op == TK_COMMA) {
        return no_value(v, "a comma has no constant value");
    }
    if (!evaluate(v, e->a, &a) || !evaluate(v, e->b, &b)) {
        return false;
    }
    if (a.kind == CV_STRING || b.kind == CV_STRING) {
        return no_value(v, "a string is no operand of a constant");
    }
    return const_binary(v, e->op, &a, &b, out);
}

static bool unary(Eval *v, const Expr *e, ConstValue *out)
{
    ConstValue a;
    if (e->op == TK_STAR || e->op == TK_AMP) {
        return no_value(v, "an address is no constant");
    }
    if (!evaluate(v, e->a, &a)) {
        return false;
    }
    if (a.kind == CV_STRING) {
        return no_value(v, "a string is no operand of a constant");
    }
    return const_unary(v, e->op, &a, out);
}

static bool ternary(Eval *v, const Expr *e, ConstValue *out)
{
    ConstValue condition, other;
    if (!evaluate(v, e->a, &condition)) {
        return false;
    }
    const bool is_true = const_is_true(&condition);
    const Expr *taken = is_true ? e->b : e->c, *left = is_true ? e->c : e->b;
    if (taken != NULL && !evaluate(v, taken, out)) {
        return false;
    }
    if (taken == NULL) {
        *out = condition;
    }
    Eval silent = *v;           // the other branch only lends its type
    other = condition;
    if (out->kind != CV_STRING && (left == NULL || evaluate(&silent, left, &other))
        && other.kind != CV_STRING) {
        const_balance(v, out, &other);
    }
    return true;
}

// --------------------------------------------------------------- casts and sizes

static int float_bits(FloatKind k)
{
    return k == FLOAT_HALF ? 16 : k == FLOAT_FLOAT ? 32 : k == FLOAT_DOUBLE ? 64 : 128;
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
        return no_value(v, "a cast string is no constant");
    }
    if (t->kind == TY_BOOL) {
        const_set_int(out, const_is_true(&a), v->target->char_bits, true);
        return true;
    }
    if (t->kind == TY_FLOAT) {
        const_set_float(out, const_real(&a), float_bits(t->float_kind));
        return true;
    }
    int bits = type_int_bits(v->target, t);
    if (bits == 0 || bits > 64) {
        return no_value(v, "a cast to %s is no constant that carbide reads",
                        type_declare(v->ctx, t, NULL));
    }
    bool is_unsigned = !type_int_signed(v->target, t);
    if (a.kind == CV_FLOAT) {
        return const_float_to_int(v, a.real, bits, is_unsigned, out);
    }
    const_set_int(out, a.number, bits, is_unsigned);
    return true;
}

static bool size_of_type(Eval *v, const Type *t, uint64_t *size);

static bool size_of_array(Eval *v, const Type *t, uint64_t *size)
{
    ConstValue n;
    if (t->length == NULL || !evaluate(v, t->length, &n) || n.kind != CV_INT
        || !size_of_type(v, t->base, size)) {
        return no_value(v, "the size of the array is not known");
    }
    if (n.negative || (*size != 0 && n.number > INT64_MAX / *size)) {
        return no_value(v, "the array is too large");
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
    default: return no_value(v, "the size of long double is the compiler's business");
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
        return no_value(v, "the size of %s is the compiler's business",
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
            return no_value(v, "the size of the expression is the compiler's business");
        }
        size = (uint64_t)(a.bits / v->target->char_bits);
    }
    const_set_int(out, size, v->target->pointer_bits, true);
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
        const_set_int(out, e->number, fixed, !type_int_signed(v->target, e->type));
    } else if (magnitude >> (bits - 1) == 0) {
        const_set_int(out, e->number, bits, false);
    } else if (!e->negative && magnitude >> (bits - 1) >> 1 == 0) {
        const_set_int(out, e->number, bits, true);
    } else {
        const_set_int(out, e->number, 64, !e->negative && magnitude >> 63 != 0);
    }
}

static bool macro_value(Eval *v, const Macro *m, ConstValue *out);

static bool name(Eval *v, const Expr *e, ConstValue *out)
{
    const Enumerator *en = v->unit == NULL ? NULL
                                           : map_get(v->unit->enumerators, e->name);
    if (en != NULL) {
        if (!en->known) {
            return no_value(v, "the value of %s is the compiler's business", e->name);
        }
        enumerator_value(v, en, out);
        return true;
    }
    const Macro *m = v->unit == NULL ? NULL
                                     : map_get(v->unit->tokens->macro_by_name, e->name);
    if (m != NULL && !m->undefined) {
        return m->function_like
            ? no_value(v, "it names the function-like macro %s", m->name)
            : macro_value(v, m, out);
    }
    return no_value(v, "'%s' is not a constant", e->name);
}

static bool call(Eval *v, const Expr *e, ConstValue *out)
{
    if (e->name == NULL || strcmp(e->name, "__builtin_constant_p") != 0
        || e->a == NULL) {
        return no_value(v, "it calls %s()", e->name == NULL ? "a function" : e->name);
    }
    Eval silent = *v;
    bool yes = evaluate(&silent, e->a, out);
    const_set_int(out, yes, v->target->int_bits, false);
    return true;
}

static bool evaluate(Eval *v, const Expr *e, ConstValue *out)
{
    memset(out, 0, sizeof *out);
    switch (e == NULL ? EX_OTHER : e->kind) {
    case EX_NUMBER: return e->prefix != 0 ? character(v, e, out) : constant(v, e, out);
    case EX_FLOAT:
        const_set_float(out, e->real,
                        e->suffix == 'f' ? 32 : e->suffix == 'l' ? 128 : 64);
        return true;
    case EX_STRING:
        if (e->prefix != 's' && e->prefix != '8') {
            return no_value(v, "a wide string is no constant that carbide reads");
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
    case EX_ALIGNOF_TYPE: return no_value(v, "an alignment is the compiler's business");
    case EX_CALL: return call(v, e, out);
    case EX_RETURN: return no_value(v, "'return' has a value only after the call");
    case EX_THIS: return no_value(v, "'this' is not a constant");
    case EX_MEMBER: case EX_INDEX: return no_value(v, "it reads memory");
    case EX_OTHER: return no_value(v, "%s", e == NULL ? "nothing stands there"
                                                      : e->string);
    }
    return no_value(v, "the expression has no constant value");
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
        return no_value(v, "it is a function-like macro");
    }
    if (macro_body(v->ctx, m).n == 0) {
        return no_value(v, "it is empty");
    }
    if (v->depth >= 8) {
        return no_value(v, "its definition goes in circles");
    }
    const char *why = NULL;
    size_t n = 0;
    const Token *body = macro_expand(v->ctx, v->unit->tokens, m, &n, &why);
    Expr *e = body == NULL ? NULL : expr_parse(v->ctx, v->unit, body, n, &why);
    if (e == NULL) {
        return no_value(v, "%s", why);
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
