// SPDX-License-Identifier: MIT
// check.c: everything that must be said of a lowered function before code is made of
// it: names in expressions, the forms of bounds and conditions, defaults that fit.
//
// In: converted and solved functions. Out: diagnostics; check_function is false when
// the function is left out.
#include "ir.h"

#include <string.h>

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

// ----------------------------------------------------------------------- names
static bool is_known_name(const Module *m, const Function *f, const char *name)
{
    static const char *const words[] = { "true", "false", "NULL", "nullptr", "errno",
                                         "__func__", "free" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(name, words[i]) == 0) {
            return true;
        }
    }
    return function_param(f, name) || map_get(f->unit->enumerators, name)
           || map_get(m->declared, name)
           || map_get(f->unit->tokens->macro_by_name, name)
           || starts_with(name, "__builtin_");
}

static bool within(const Decl *d, Span span)
{
    return span.start >= d->whole.start && span.end <= d->whole.end;
}

static bool stands_in(const Function *f, Span span)
{
    bool here = within(f->decl, span);
    for (size_t i = 0; i < f->others.n; i++) {
        here = here || within(f->others.at[i], span);
    }
    return here && span.end;
}

// Of the author's own: a deleter, a text of an error.
static const char *nearest_function(const Scope *s, const char *name)
{
    VEC(const char *) names = {0};
    for (size_t i = 0; i < s->f->unit->decls.n; i++) {
        const Decl *d = s->f->unit->decls.at[i];
        if (d->kind == DECL_FUNCTION && d->name && file_is_exported(s->m, d->span)) {
            *vec_push(s->m->ctx, &names) = d->name;
        }
    }
    return nearest(name, names.at, names.n);
}

static const char *of_python(const char *name)
{
    return strcmp(name, "None") == 0 ? "NULL" : strcmp(name, "True") == 0 ? "true"
           : strcmp(name, "False") == 0 ? "false" : NULL;
}

static void report_unknown(Scope *s, const Expr *e, const char *name)
{
    const char *names[64];
    size_t n = 0;
    for (int i = 0; i < s->f->n_params && n < 64; i++) {
        names[n++] = s->f->params[i]->name;
    }
    bool here = stands_in(s->f, e->span);
    diag(s->m->ctx, DIAG_UNKNOWN_NAME, here ? e->span : s->f->decl->span,
         "%s uses `%s`, which is no parameter of %s(), and nothing that is declared",
         s->what, name, s->f->c_name);
    if (!here && e->span.end) {     // it came with a typedef: the use is what is wrong
        diag_note(s->m->ctx, e->span, "`%s` stands here", name);
    }
    const char *word = of_python(name);
    if (word && here) {
        diag_fix(s->m->ctx, e->span, word, "%s in C", word);
        s->ok = false;
        return;
    }
    if (starts_with(name, "\u201c") || starts_with(name, "\u2018")) {
        diag_hint(s->m->ctx, "C has straight quotes: \"");
        s->ok = false;
        return;
    }
    const char *near = nearest(name, names, n);
    near = near || !s->any_c ? near : nearest_function(s, name);
    const Param *meant = near ? function_param(s->f, intern_z(s->m->ctx, near)) : NULL;
    if (meant && stands_in(s->f, meant->decl->span)) {
        diag_note(s->m->ctx, meant->decl->span, "`%s` is declared here", near);
    }
    if (near) {
        bool alone = here && e->span.end - e->span.start == strlen(name);
        diag_fix(s->m->ctx, alone ? e->span : (Span){0, 0}, near, "did you mean `%s`?",
                 near);
    } else if (here && s->bounded && s->bounded->type->kind == TY_ARRAY) {
        diag_hint(s->m->ctx, "size_t %s, %s    declares it", name,
                  type_declare(s->m->ctx, s->bounded->type, s->bounded->name));
    } else if (n) {
        Text t;
        text_init(&t, s->m->ctx);
        for (size_t i = 0; i < n; i++) {
            text_printf(&t, "%s%s", i ? ", " : "", names[i]);
        }
        diag_hint(s->m->ctx, "its parameters: %s", t.s);
    }
    s->ok = false;
}

static void check_name_known(const Expr *e, void *arg)
{
    Scope *s = arg;
    if (e->kind == EX_NAME && !is_known_name(s->m, s->f, e->name)) {
        report_unknown(s, e, e->name);
    }
}

// ----------------------------------------------------------------------- forms
static void wrong_form(Scope *s, const Expr *e, const char *fmt, const char *word)
{
    DiagId id = s->floats ? DIAG_REQUIRE_FORM : DIAG_BOUND_FORM;
    const char *why = arena_printf(s->m->ctx->arena, fmt, word);
    if (s->ok) {
        diag(s->m->ctx, id, e->span.end ? e->span : s->at, "%s uses %s", s->what, why);
    }
    s->ok = false;
}

static bool is_number(const Param *p, bool floats)
{
    const Type *t = p->value.element;
    return t && (type_is_integer(t) || (floats && t->kind == TY_FLOAT));
}

static void form_name(Scope *s, const Expr *e)
{
    const Param *p = function_param(s->f, e->name);
    if (!p) {
        int64_t unused;
        if (!is_known_name(s->m, s->f, e->name)) {
            report_unknown(s, e, e->name);
        } else if (!expr_int(s->m, s->f, e, &unused)) {
            wrong_form(s, e, "`%s`, which is no integer constant", e->name);
        }
        return;
    }
    bool by_value = !p->indirect && !p->pointer_out && p->type->kind != TY_POINTER
                    && p->type->kind != TY_ARRAY && p->type->kind != TY_VIEW;
    if (!by_value) {
        bool said = !s->ok;
        wrong_form(s, e, p->indirect ? "a pointer: write `*%s`"
                                     : "`%s`, which is no number", e->name);
        if (p->indirect && !said && e->span.end - e->span.start == strlen(e->name)) {
            const char *value = arena_printf(s->m->ctx->arena, "*%s", e->name);
            diag_fix(s->m->ctx, e->span, value, "%s    what it points to", value);
        }
    } else if (!is_number(p, s->floats)) {
        wrong_form(s, e, "`%s`, which is no integer", e->name);
    }
}

static void form_deref(Scope *s, const Expr *e, const char *name)
{
    const Param *p = function_param(s->f, name);
    if (!p) {
        report_unknown(s, e, name);
    } else if (!p->indirect || !is_number(p, s->floats)) {
        wrong_form(s, e, "`*%s`, which is no number by address", name);
    } else if (s->before && p->dir == DIR_OUT) {
        wrong_form(s, e, "`*%s`, which C sets only during the call", name);
        diag_hint(s->m->ctx, "CB_INOUT reads it before the call, too");
    }
}

static void form(Scope *s, const Expr *e);

static void form_call(Scope *s, const Expr *e)
{
    static const char *const functions[] = { "isfinite", "isnan", "fabs", "isinf",
        "__builtin_isfinite", "__builtin_isnan", "__builtin_isinf_sign" };
    for (size_t i = 0; s->floats && i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(e->name, functions[i]) == 0 && e->a && !e->a->next) {
            form(s, e->a);
            return;
        }
    }
    if (s->calls) {
        check_name_known(e, s);
        expr_names(e, check_name_known, s);
        return;
    }
    if (s->floats) {
        wrong_form(s, e, "a call of `%s`", e->name);
        diag_hint(s->m->ctx,
                  "in C: if (!…) { cb_raise(CB_ValueError, \"…\"); return; }");
        return;
    }
    diag(s->m->ctx, DIAG_BOUND_CALL, e->span.end ? e->span : s->at,
         "%s calls `%s`; bounds of inputs are arithmetic", s->what, e->name);
    diag_hint(s->m->ctx, "pass the size as a parameter of its own, and let C compare");
    s->ok = false;
}

static void form_return(Scope *s, const Expr *e)
{
    if (s->before) {
        wrong_form(s, e, "%s, which is not known before the call", "`return`");
    } else if (!type_is_integer(s->f->type->base)) {
        wrong_form(s, e, "%s, which is no integer here", "`return`");
    }
}

static bool is_bound_operator(int op)
{
    switch (op) {
    case TK_PLUS: case TK_MINUS: case TK_STAR: case TK_SLASH: case TK_PERCENT:
    case TK_SHL: case TK_SHR: case TK_LT: case TK_GT: case TK_LE: case TK_GE:
    case TK_EQ: case TK_NE: case TK_AND: case TK_OR: case TK_AMP: case TK_PIPE:
        return true;
    default:
        return false;
    }
}

static void form_unary(Scope *s, const Expr *e)
{
    const char *name = NULL;
    if (expr_is_deref(e, &name)) {
        form_deref(s, e, name);
    } else if (e->op == TK_MINUS || e->op == TK_PLUS || e->op == TK_BANG
               || e->op == TK_TILDE) {
        form(s, e->a);
    } else if (e->op == TK_STAR && e->a->kind == EX_NUMBER) {
        wrong_form(s, e, "%s, which C does not have", "`**`");
    } else {
        wrong_form(s, e, "%s", "an operator that bounds do not have");
    }
}

static bool is_order(const Expr *e)
{
    return e->kind == EX_BINARY && (e->op == TK_LT || e->op == TK_LE || e->op == TK_GT
                                    || e->op == TK_GE);
}

// 0 < x < 1 compares the truth of 0 < x in C; n ^ 2 is no power.
static void form_binary(Scope *s, const Expr *e)
{
    Context *ctx = s->m->ctx;
    const char *left = expr_text(ctx, e->a), *right = expr_text(ctx, e->b);
    if (is_order(e) && is_order(e->a)) {
        const char *op = token_spelling(ctx, (Token){.kind = (TokenKind)e->op});
        const char *both = arena_printf(ctx->arena, "%s && %s %s %s", left,
                                        expr_text(ctx, e->a->b), op, right);
        wrong_form(s, e, "%s, which compares the truth of the first with the second",
                   "a chain of comparisons");
        diag_fix(ctx, e->span, both, "%s", both);
    } else if (e->op == TK_CARET) {
        wrong_form(s, e, "%s, which is exclusive or in C", "`^`");
        if (e->b->kind == EX_NUMBER && e->b->number == 2 && e->a->kind == EX_NAME) {
            diag_fix(ctx, e->span, arena_printf(ctx->arena, "%s * %s", left, left),
                     "%s * %s    the square", left, left);
        }
    } else if (!is_bound_operator(e->op)) {
        wrong_form(s, e, "%s", "an operator that bounds do not have");
    } else {
        form(s, e->a);
        form(s, e->b);
    }
}

// A bound that is no expression; its parser said why.
static void form_other(Scope *s, const Expr *e)
{
    const char *why = e->string ? e->string : "it cannot be read";
    if (s->ok) {
        diag(s->m->ctx, DIAG_BOUND_FORM, e->span.end ? e->span : s->at,
             "%s is no expression: %s", s->what, why);
        if (starts_with(why, "','")) {
            diag_hint(s->m->ctx,
                      "each dimension stands in brackets of its own: x[n][m]");
        }
    }
    s->ok = false;
}

// self->n: a field of a struct that the caller passes; the compiler knows whether it is
// there, and an integer.
static bool is_field_of_object(Scope *s, const Expr *e)
{
    const Param *p = e->a->kind == EX_NAME ? function_param(s->f, e->a->name) : NULL;
    const Value *v = p ? &p->value : NULL;
    return v && v->class && v->class->tag && v->class->tag->complete && !p->pointer_out
           && p->dir == DIR_IN && !p->opt
           && (v->conv == CONV_HANDLE || v->conv == CONV_STRUCT);
}

static void form(Scope *s, const Expr *e)
{
    switch (e->kind) {
    case EX_NUMBER:
    case EX_SIZEOF_TYPE:
        return;
    case EX_FLOAT:
        if (!s->floats) {
            wrong_form(s, e, "%s, and bounds are exact integers",
                       "a floating-point number");
        }
        return;
    case EX_NAME: form_name(s, e); return;
    case EX_RETURN: form_return(s, e); return;
    case EX_UNARY: form_unary(s, e); return;
    case EX_BINARY: form_binary(s, e); return;
    case EX_OTHER: form_other(s, e); return;
    case EX_TERNARY:
        form(s, e->a);
        form(s, e->b);
        form(s, e->c);
        return;
    case EX_CAST:
        if (!e->type || !(type_is_integer(e->type) || s->floats)) {
            wrong_form(s, e, "%s", "a cast to something that is no integer");
            return;
        }
        form(s, e->a);
        return;
    case EX_CALL: form_call(s, e); return;
    case EX_MEMBER:
        if (is_field_of_object(s, e)) {
            return;
        }
        wrong_form(s, e, "the field `%s`; only parameters are read", e->name);
        return;
    case EX_INDEX:
        wrong_form(s, e, "%s; elements are not read", "an array element");
        return;
    default:
        wrong_form(s, e, "%s", "what has no exact integer value");
    }
}

static bool check_form(Scope s, const Expr *e)
{
    s.ok = true;
    if (s.any_c) {
        expr_names(e, check_name_known, &s);
        if (e->kind == EX_CALL && !is_known_name(s.m, s.f, e->name)) {
            report_unknown(&s, e, e->name);
        }
    } else {
        form(&s, e);
    }
    return s.ok;
}

// ------------------------------------------------------------------ parameters
static Scope scope_of(Module *m, const Function *f, const Param *p, const char *what)
{
    Scope s = { .m = m, .f = f, .at = p ? p->decl->span : f->decl->span, .ok = true };
    s.what = p ? arena_printf(m->ctx->arena, "%s of `%s`", what, p->name) : what;
    return s;
}

// f(double a[n], size_t n): C reads a bound before the parameters behind it.
static bool check_declared_before(Module *m, const Function *f, const Param *p,
                                  const Expr *extent)
{
    const Param *behind = NULL;
    for (int i = p->index + 1; !p->flat && !behind && i < f->n_params; i++) {
        behind = expr_uses(extent, f->params[i]->name) ? f->params[i] : NULL;
    }
    if (!behind || map_get(m->declared, behind->name)) {
        return true;
    }
    diag(m->ctx, DIAG_UNKNOWN_NAME, extent->span.end ? extent->span : p->decl->span,
         "a bound of `%s` uses `%s`, which is declared behind it", p->name,
         behind->name);
    Text shape;
    text_init(&shape, m->ctx);
    for (int d = 0; d < p->value.rank; d++) {
        text_printf(&shape, "%s%s", d ? ", " : "",
                    expr_text(m->ctx, p->value.axes[d].extent));
    }
    const char *name = arena_printf(m->ctx->arena, "*%s", p->name);
    diag_hint(m->ctx, "CB_SHAPE(%s) %s%s    %s may stand anywhere", shape.s,
              p->value.is_const ? "const " : "",
              type_declare(m->ctx, p->value.element, name), behind->name);
    return false;
}

static bool check_extent(Module *m, const Function *f, const Param *p, const Axis *axis)
{
    if (p && !check_declared_before(m, f, p, axis->extent)) {
        return false;
    }
    bool after = !p || p->pointer_out;
    Scope s = scope_of(m, f, p, p ? "a bound" : "the shape of the result");
    s.before = !after;
    s.bounded = p;
    s.calls = after || p->dir == DIR_OUT;
    if (!check_form(s, axis->extent)) {
        return false;
    }
    int64_t extent;
    Span at = axis->extent->span.end ? axis->extent->span : s.at;
    if (expr_int(m, f, axis->extent, &extent) && extent <= 0) {
        diag(m->ctx, DIAG_EXTENT, at, "%s is %lld; no array has this extent", s.what,
             (long long)extent);
        return false;
    }
    return true;
}

static bool check_stride(Module *m, const Function *f, const Param *p, const Axis *axis)
{
    Scope s = scope_of(m, f, p, "a stride");
    s.before = true;
    return !axis->stride || axis->stride_param || check_form(s, axis->stride);
}

static bool check_c_expr(Module *m, const Function *f, const Param *p, const char *what,
                         const Expr *e)
{
    Scope s = scope_of(m, f, p, what);
    s.any_c = true;
    return !e || check_form(s, e);
}

static bool fits(const Module *m, const Type *t, const ConstValue *v)
{
    int bits = type_int_bits(&m->target, t);
    if (t->kind == TY_BOOL || bits <= 0 || bits >= 64) {
        bool negative_into_unsigned = v->negative && bits > 0 && t->kind == TY_INT
                                      && !type_int_signed(&m->target, t);
        return !negative_into_unsigned;
    }
    if (type_int_signed(&m->target, t)) {
        int64_t limit = (int64_t)1 << (bits - 1);
        return v->negative ? (int64_t)v->number >= -limit : v->number < (uint64_t)limit;
    }
    return !v->negative && v->number >> bits == 0;
}

static void hint_range(Module *m, const Type *t, const char *spelling)
{
    int bits = type_int_bits(&m->target, t);
    if (bits <= 0 || bits > 64) {
        return;
    }
    if (type_int_signed(&m->target, t)) {
        unsigned long long top = ((uint64_t)1 << (bits - 1)) - 1;
        diag_hint(m->ctx, "%s goes from -%llu to %llu", spelling, top + 1, top);
    } else {
        unsigned long long top = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
        diag_hint(m->ctx, "%s goes from 0 to %llu", spelling, top);
    }
}

// A literal of another kind: a number for a string, a string for a number.
static bool wrong_literal(const Param *p, const Expr *e)
{
    bool number = e->kind == EX_NUMBER || e->kind == EX_FLOAT;
    switch (p->value.conv) {
    case CONV_STR: case CONV_BYTES_Z: case CONV_PATH: case CONV_WSTR: case CONV_FILE:
        return number && !(e->kind == EX_NUMBER && e->number == 0);
    case CONV_TIMESPEC:
        return number || e->kind == EX_STRING;
    case CONV_DATETIME: case CONV_TIMEDELTA:
        return e->kind == EX_STRING || (number && p->value.element->kind == TY_STRUCT);
    default:
        return e->kind == EX_STRING;
    }
}

// A constant default that the parameter's type cannot hold.
static bool check_default_fits(Module *m, const Function *f, const Param *p)
{
    const Expr *e = p->fixed ? p->fixed : p->default_value;
    if (e && !p->null_pointer && wrong_literal(p, e)) {
        return diag(m->ctx, DIAG_DEFAULT_RANGE, e->span.end ? e->span : p->decl->span,
                    "the %s of `%s` is no `%s`", p->fixed ? "fixed value" : "default",
                    p->name, type_declare(m->ctx, p->type, NULL));
    }
    ConstValue v;
    if (!e || p->value.conv != CONV_INT || p->null_pointer
        || !expr_constant(m, f, e, &v) || v.kind != CV_INT
        || fits(m, p->value.element, &v)) {
        return true;
    }
    const char *type = type_declare(m->ctx, p->value.element, NULL);
    diag(m->ctx, DIAG_DEFAULT_RANGE, e->span.end ? e->span : p->decl->span,
         "the %s of `%s` does not fit `%s`", p->fixed ? "fixed value" : "default",
         p->name, type);
    hint_range(m, p->value.element, type);
    return false;
}

static bool check_param(Module *m, const Function *f, const Param *p)
{
    bool ok = true;
    for (int d = 0; value_is_array(&p->value) && d < p->value.rank; d++) {
        ok = check_extent(m, f, p, &p->value.axes[d]) && ok;
        ok = check_stride(m, f, p, &p->value.axes[d]) && ok;
    }
    if (p->value.length) {
        Scope s = scope_of(m, f, p, "CB_LEN");
        ok = check_form(s, p->value.length) && ok;
    }
    if (p->index_bound) {
        Scope s = scope_of(m, f, p, "CB_INDEX");
        s.before = true;
        ok = check_form(s, p->index_bound) && ok;
    }
    ok = check_c_expr(m, f, p, "CB_DEFAULT", p->default_value) && ok;
    ok = check_c_expr(m, f, p, "CB_FIXED", p->fixed) && ok;
    ok = check_c_expr(m, f, p, "CB_OWNED", p->value.owned) && ok;
    ok = check_owner(m, f, &p->value) && ok;
    ok = check_c_expr(m, f, p, "CB_ON_RAISE", p->said.on_raise) && ok;
    return ok && check_default_fits(m, f, p);
}

static bool check_conditions(Module *m, const Function *f)
{
    bool ok = true;
    for (const Require *r = f->requires; r; r = r->next) {
        Scope s = scope_of(m, f, NULL, "CB_REQUIRE");
        s.before = true;
        s.floats = true;
        ok = check_form(s, r->expr) && ok;
    }
    for (const Raise *r = f->raises; r; r = r->next) {
        ok = check_c_expr(m, f, NULL, "CB_RAISES", r->condition) && ok;
        for (const Expr *e = r->arguments; e; e = e->next) {
            Expr alone = *e;
            alone.next = NULL;
            ok = check_c_expr(m, f, NULL, "CB_RAISES", &alone) && ok;
        }
        if (f->type->base->kind == TY_VOID && expr_uses_return(r->condition)) {
            ok = diag(m->ctx, DIAG_RAISES, r->span,
                      "CB_RAISES speaks of `return`, but %s() returns nothing",
                      f->c_name);
        }
    }
    return ok;
}

// A declared function that is a macro as well: calls in C would mean the macro.
static bool check_macro(Module *m, const Function *f)
{
    const Macro *macro = map_get(f->unit->tokens->macro_by_name, f->c_name);
    if (!macro || macro->undefined) {
        return true;
    }
    TokenRange body = macro_body(m->ctx, macro);
    bool itself = !macro->function_like && body.n == 1
                  && body.at[0].name == f->decl->name;
    if (itself) {
        return true;
    }
    diag(m->ctx, DIAG_MACRO_FUNCTION, f->decl->span, "`%s` is also a macro", f->c_name);
    if (!macro->builtin) {
        diag_note(m->ctx, macro->span, "defined here");
    }
    diag_hint(m->ctx, "#undef %s", f->c_name);
    return false;
}

// Of a function that has errors, what can be said of its other parameters: the names
// that they use.
void check_names_used(Module *m, const Function *f)
{
    for (int i = 0; f->broken && !f->left_out && i < f->n_params; i++) {
        const Param *p = f->params[i];
        Scope s = scope_of(m, f, p, "a bound");
        s.bounded = p;
        for (int d = 0; !p->broken && value_is_array(&p->value) && d < p->value.rank;
             d++) {
            s.ok = true;
            expr_names(p->value.axes[d].extent, check_name_known, &s);
            if (s.ok) {
                check_declared_before(m, f, p, p->value.axes[d].extent);
            }
        }
        if (!p->broken) {
            check_c_expr(m, f, p, "CB_DEFAULT", p->default_value);
            check_c_expr(m, f, p, "CB_FIXED", p->fixed);
        }
    }
}

bool check_values(Module *m, const Function *f)
{
    bool ok = true;
    for (int i = 0; i < f->n_params; i++) {
        ok = check_param(m, f, f->params[i]) && ok;
    }
    return ok;
}

bool check_function(Module *m, Function *f)
{
    if (f->broken || f->left_out) {
        return !f->left_out;
    }
    bool ok = check_macro(m, f);
    ok = check_values(m, f) && ok;
    for (int d = 0; d < f->result.rank; d++) {
        ok = check_extent(m, f, NULL, &f->result.axes[d]) && ok;
    }
    ok = check_c_expr(m, f, NULL, "CB_OWNED", f->result.owned) && ok;
    ok = check_owner(m, f, &f->result) && ok;
    ok = check_conditions(m, f) && ok;
    f->broken = !ok;
    return true;
}
