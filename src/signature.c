// SPDX-License-Identifier: MIT
// signature.c: what Python sees of the parameters: order, names, defaults, and the text
// that inspect.signature parses.
//
// In: solved functions. Out: Param.slot, py_name, default_text, Function.slots and
// their counts, Function.signature, returns. Order: required positional ones, those
// with a default, keyword-only ones; each group in C order.
#include "ir.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static bool is_array_form(const Value *v)
{
    return v->conv == CONV_ARRAY && v->form != AS_LIST && v->form != AS_TUPLE
           && v->form != AS_BYTES && v->form != AS_STR;
}

// Outputs that the caller may bring along: `out=`.
static bool takes_output(const Param *p)
{
    if (p->role != ROLE_OUTPUT || p->is_length) {
        return false;
    }
    return p->opt || (!p->pointer_out && !p->indirect && is_array_form(&p->value));
}

static bool is_visible(const Param *p)
{
    return !p->star && (p->role == ROLE_ARGUMENT || takes_output(p));
}

// -------------------------------------------------------------------- defaults
// The member of that value, or the number, which Python may pass as well.
static const char *enum_text(Module *m, const Param *p, const ConstValue *v)
{
    const Enum *of = p->value.enumeration;
    for (size_t i = 0; of->py_name && i < of->members.n; i++) {
        if (of->members.at[i].number == v->number) {
            return arena_printf(m->ctx->arena, "%s.%s", of->py_name,
                                of->members.at[i].py_name);
        }
    }
    return arena_printf(m->ctx->arena, "%lld", (long long)(int64_t)v->number);
}

static const char *string_text(Context *ctx, const char *s, size_t n)
{
    Text t;
    text_init(&t, ctx);
    text_py_string(&t, s, n);
    return t.s;
}

static const char *integer_text(Module *m, const Param *p, const ConstValue *v)
{
    const int bits = type_int_bits(&m->target, p->value.element);
    const bool is_signed = type_int_signed(&m->target, p->value.element);
    const bool negative = !v->is_unsigned && (int64_t)v->number < 0;
    const uint64_t size = negative ? ~v->number : v->number;
    const int room = bits - is_signed;
    if (bits < 1 || (negative && !is_signed) || (room < 64 && size >> room)) {
        return "...";               // C gets another number
    }
    return negative ? arena_printf(m->ctx->arena, "%lld", (long long)(int64_t)v->number)
                    : arena_printf(m->ctx->arena, "%llu", (unsigned long long)v->number);
}

static const char *float_text(Context *ctx, double x)
{
    const char *text = double_text(ctx, x);
    bool integral = !strpbrk(text, ".en");
    return isfinite(x) ? arena_printf(ctx->arena, "%s%s", text, integral ? ".0" : "")
                       : "...";     // Python has no literal for it
}

static const char *text_of_string(Context *ctx, const Param *p, const ConstValue *v)
{
    bool ascii = true;
    for (size_t i = 0; i < v->string_length; i++) {
        ascii = ascii && (unsigned char)v->string[i] < 0x80;
    }
    const char *text = string_text(ctx, v->string, v->string_length);
    switch (p->value.conv) {
    case CONV_STR: case CONV_PATH: case CONV_WSTR: return text;
    case CONV_BYTES_Z: return ascii ? arena_printf(ctx->arena, "b%s", text) : "...";
    default: return "...";
    }
}

// What is constant: its value, where Python has a literal for what C gets.
static const char *constant_text(Module *m, const Param *p, const Expr *e)
{
    ConstValue v;
    if (!expr_constant(m, p->function, e, &v)) {
        return "...";
    }
    if (v.kind == CV_STRING) {
        return text_of_string(m->ctx, p, &v);
    }
    const bool is_float = p->value.conv == CONV_FLOAT || p->value.conv == CONV_COMPLEX;
    if (v.kind == CV_FLOAT || is_float) {
        return !is_float ? "..." : float_text(m->ctx, v.kind == CV_FLOAT ? v.real
            : v.is_unsigned ? (double)v.number : (double)(int64_t)v.number);
    }
    switch (p->value.conv) {
    case CONV_BOOL: return v.number ? "True" : "False";
    case CONV_ENUM: case CONV_FLAGS: return enum_text(m, p, &v);
    case CONV_CHAR: return v.number < 0x80
            ? string_text(m->ctx, &(char){ (char)v.number }, 1) : "...";
    case CONV_INT: case CONV_WIDE: case CONV_FD:
        return p->value.form != AS_BOOL ? integer_text(m, p, &v)
               : v.number ? "True" : "False";
    default: return "...";
    }
}

static const char *default_text(Module *m, const Param *p)
{
    if (p->role == ROLE_OUTPUT) {
        return "None";
    }
    if (p->default_value) {
        return expr_is_null(p->default_value) ? "None"
               : constant_text(m, p, p->default_value);
    }
    if (p->inferable) {
        return "...";
    }
    return p->opt ? "None" : NULL;
}

// ----------------------------------------------------------------------- slots
// The object, or the class, stands before a method's own parameters.
static const char *param_name(Module *m, const Function *f, const Param *p)
{
    const char *name = p->said.name ? p->said.name : python_param_name(m, p->name);
    const char *first = f->place == PLACE_CLASS ? "cls" : "self";
    bool taken = f->class && f->place != PLACE_STATIC && p != f->self
                 && strcmp(name, first) == 0;
    return taken ? arena_printf(m->ctx->arena, "%s_", name) : name;
}

// CB_NAME("*"): it, and those behind it; *args ends those by position, too.
static void mark_keywords(Function *f)
{
    bool keyword_only = false;
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        keyword_only = keyword_only || p->keyword_only;
        p->keyword_only = keyword_only || p->role == ROLE_OUTPUT || p->inferable;
        keyword_only = keyword_only || p->star == 1;
    }
}

// CB_NAME("/"): it, and those before it; and what has no name.
static void mark_positional(Function *f)
{
    bool positional_only = false;
    for (int i = f->n_params - 1; i >= 0; i--) {
        Param *p = f->params[i];
        positional_only = positional_only || p->positional_only;
        bool unnamed = !p->decl->name && !p->said.name;
        p->positional_only = (positional_only || unnamed) && !p->keyword_only;
    }
}

static void name_params(Module *m, Function *f)
{
    mark_keywords(f);
    mark_positional(f);
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        p->py_name = param_name(m, f, p);
        p->default_text = is_visible(p) ? default_text(m, p) : NULL;
        p->slot = -1;
    }
}

static void place(Function *f, bool keyword_only, bool with_default)
{
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        if (is_visible(p) && p->keyword_only == keyword_only
            && (p->default_text != NULL) == with_default) {
            p->slot = f->n_slots;
            f->slots[f->n_slots++] = p;
        }
    }
}

// Behind all others: *args, then **kw.
static void place_stars(Function *f)
{
    for (int star = 1; star <= 2; star++) {
        for (int i = 0; i < f->n_params; i++) {
            Param *p = f->params[i];
            if (p->star == star) {
                p->slot = f->n_slots + f->n_stars;
                f->slots[f->n_slots + f->n_stars++] = p;
            }
        }
    }
}

static void place_all(Module *m, Function *f)
{
    f->slots = arena_alloc(m->ctx->arena, (size_t)(f->n_params + 1) * sizeof(Param *));
    f->n_slots = 0;
    place(f, false, false);
    f->n_required = f->n_slots;
    place(f, false, true);
    f->n_positional = f->n_slots;
    place(f, true, false);
    place(f, true, true);
    place_stars(f);
    f->n_positional_only = 0;
    for (int i = 0; i < f->n_positional; i++) {
        if (f->slots[i]->positional_only) {
            f->n_positional_only = i + 1;
        }
    }
    for (int i = 0; i < f->n_positional; i++) {
        f->slots[i]->positional_only = i < f->n_positional_only;
    }
}

// "*args" where the positional parameters end, else "*" where keywords follow.
const char *signature_star(const Function *f, int i)
{
    const Param *first = f->n_stars ? f->slots[f->n_slots] : NULL;
    return i != f->n_positional ? NULL
           : first && first->star == 1 ? first->py_name : i < f->n_slots ? "" : NULL;
}

// inspect looks names up in the module of a function, and of a class; of a method it
// does not know the module before 3.13.
static const char *inspected_default(Module *m, const Function *f, const Param *p)
{
    const bool named = p->value.enumeration && p->default_value
                       && strchr(p->default_text, '.') && p->default_text[0] != '.';
    ConstValue v;
    if (!named || !f->class || f->place == PLACE_INIT
        || !expr_constant(m, f, p->default_value, &v)) {
        return p->default_text;
    }
    return arena_printf(m->ctx->arena, "%lld", (long long)(int64_t)v.number);
}

static const char *signature_text(Module *m, const Function *f)
{
    Text t;
    text_init(&t, m->ctx);
    text_add(&t, "(");
    for (int i = 0; i <= f->n_slots; i++) {
        const Param *p = i < f->n_slots ? f->slots[i] : NULL;
        const char *star = signature_star(f, i);
        if (star) {
            text_printf(&t, "%s*%s", i ? ", " : "", star);
        }
        if (!p) {
            break;
        }
        text_printf(&t, "%s%s", i || star ? ", " : "", p->py_name);
        if (p->default_text) {
            text_printf(&t, "=%s", inspected_default(m, f, p));
        }
        if (i + 1 == f->n_positional_only) {
            text_add(&t, ", /");
        }
    }
    const Param *last = f->n_stars ? f->slots[f->n_slots + f->n_stars - 1] : NULL;
    if (last && last->star == 2) {
        text_printf(&t, "%s**%s", t.n > 1 ? ", " : "", last->py_name);
    }
    text_add(&t, ")");
    return t.s;
}

// --------------------------------------------------------------------- returns
bool is_optional_out(const Param *p)
{
    return p->returned && p->opt && p->dir == DIR_OUT && p->slot >= 0;
}

// A class method makes an object of the class on which it is called.
static const char *returned_text(const Module *m, const Function *f, const Value *v)
{
    bool object = v->conv == CONV_HANDLE || v->conv == CONV_STRUCT;
    if (f->place == PLACE_CLASS && object && v->class == f->class) {
        return v->nullable ? "Self | None" : "Self";
    }
    return value_annotation(m, f, v, true);
}

const char *signature_returns(const Module *m, const Function *f, unsigned asked)
{
    Text t;
    text_init(&t, m->ctx);
    int n = 0;
    bool result = f->result.conv != CONV_NONE && !f->result_is_status
                  && !f->result_is_length && !f->result_opt;
    if (result) {
        text_add(&t, returned_text(m, f, &f->result));
        n++;
    }
    for (int i = 0, bit = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->returned && (!is_optional_out(p) || asked >> bit++ & 1)) {
            text_printf(&t, "%s%s", n++ ? ", " : "", returned_text(m, f, &p->value));
        }
    }
    const char *text = n == 0 ? "None" : n == 1 ? t.s
                       : arena_printf(m->ctx->arena, "tuple[%s]", t.s);
    return f->result_opt && n ? arena_printf(m->ctx->arena, "%s | None", text) : text;
}

// With all optional outs, or without any.
static const char *returns_text(Module *m, const Function *f)
{
    const char *whole = signature_returns(m, f, ~0u);
    return !f->n_optional_outs ? whole
           : arena_printf(m->ctx->arena, "%s | %s", signature_returns(m, f, 0), whole);
}

void signature_retell(Module *m, Function *f)
{
    f->returns = returns_text(m, f);
}

// Two parameters that become one in Python.
static void check_collisions(Module *m, Function *f)
{
    const int n = f->n_slots + f->n_stars;
    for (int i = 0; i < n; i++) {
        for (int k = i + 1; k < n; k++) {
            const Param *a = f->slots[i], *b = f->slots[k];
            if (strcmp(a->py_name, b->py_name)) {
                continue;
            }
            const Param *second = a->index > b->index ? a : b;
            const Param *before = second == a ? b : a;
            bool same = strcmp(a->name, b->name) == 0;
            diag(m->ctx, DIAG_DUPLICATE_NAME, second->decl->span,
                 same ? "`%s` and `%s` of %s() have the same name"
                      : "`%s` and `%s` of %s() are both called `%s` in Python",
                 before->name, second->name, f->c_name, a->py_name);
            diag_note(m->ctx, before->decl->span, "`%s` stands here", before->name);
            f->broken = true;
            if (same) {
                continue;       // the C compiler objects as well
            }
            diag_hint(m->ctx, "rename one: CB_NAME(\"other\") %s",
                      type_declare(m->ctx, second->type, second->name));
            f->broken = true;
        }
    }
}

void signature_function(Module *m, Function *f)
{
    f->py_name = f->said.name ? f->said.name : f->py_name;
    name_params(m, f);
    place_all(m, f);
    check_collisions(m, f);
    f->signature = signature_text(m, f);
    for (int i = 0; i < f->n_params; i++) {
        f->n_optional_outs += is_optional_out(f->params[i]);
    }
    signature_retell(m, f);
}
