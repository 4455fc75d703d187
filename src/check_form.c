// SPDX-License-Identifier: MIT
// check_form.c: what an expression may be made of: names that are known; in bounds and
// conditions exact integers, in CB_REQUIRE floating-point numbers as well.
//
// In: an expression and its Scope. Out: diagnostics, with what was meant where that is
// plain.
#include "check.h"

#include <string.h>

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

static void hint_parameters(Scope *s)
{
    Text t;
    text_init(&t, s->m->ctx);
    for (int i = 0; i < s->f->n_params; i++) {
        text_printf(&t, "%s%s", i ? ", " : "", s->f->params[i]->name);
    }
    if (t.n) {
        diag_hint(s->m->ctx, "its parameters: %s", t.s);
    }
}

// A parameter of nearly that name, or, where any C may stand, a function.
static const char *nearest_known(const Scope *s, const char *name)
{
    const char *names[64];
    size_t n = 0;
    for (int i = 0; i < s->f->n_params && n < 64; i++) {
        names[n++] = s->f->params[i]->name;
    }
    const char *near = nearest(name, names, n);
    return near || !s->any_c ? near : nearest_function(s, name);
}

static void hint_name(Scope *s, const Expr *e, const char *name, bool here)
{
    Context *ctx = s->m->ctx;
    const char *near = nearest_known(s, name);
    const Param *meant = near ? function_param(s->f, intern_z(ctx, near)) : NULL;
    if (meant && stands_in(s->f, meant->decl->span)) {
        diag_note(ctx, meant->decl->span, "`%s` is declared here", near);
    }
    if (near) {
        bool alone = here && e->span.end - e->span.start == strlen(name);
        diag_fix(ctx, alone ? e->span : (Span){0, 0}, near, "did you mean `%s`?", near);
    } else if (here && s->bounded && s->bounded->type->kind == TY_ARRAY) {
        diag_hint(ctx, "size_t %s, %s    declares it", name,
                  type_declare(ctx, s->bounded->type, s->bounded->name));
    } else {
        hint_parameters(s);
    }
}

static void report_unknown(Scope *s, const Expr *e, const char *name)
{
    bool here = stands_in(s->f, e->span);
    const char *word = here ? of_python(name) : NULL;
    s->ok = false;
    diag(s->m->ctx, DIAG_UNKNOWN_NAME, here ? e->span : s->f->decl->span,
         "%s uses `%s`, which is no parameter of %s(), and nothing that is declared",
         s->what, name, s->f->c_name);
    if (!here && e->span.end) {     // it came with a typedef: the use is what is wrong
        diag_note(s->m->ctx, e->span, "`%s` stands here", name);
    }
    if (word) {
        diag_fix(s->m->ctx, e->span, word, "%s in C", word);
    } else if (starts_with(name, "\u201c") || starts_with(name, "\u2018")) {
        diag_hint(s->m->ctx, "C has straight quotes: \"");
    } else {
        hint_name(s, e, name, here);
    }
}

void check_name_known(const Expr *e, void *arg)
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

static void form_cast(Scope *s, const Expr *e)
{
    if (!e->type || !(type_is_integer(e->type) || s->floats)) {
        wrong_form(s, e, "%s", "a cast to something that is no integer");
    } else {
        form(s, e->a);
    }
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
        if (e->b) {
            form(s, e->b);
        }
        form(s, e->c);
        return;
    case EX_CAST: form_cast(s, e); return;
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

bool check_form(Scope s, const Expr *e)
{
    s.ok = true;
    if (s.any_c) {
        expr_names(e, check_name_known, &s);
        if (e->kind == EX_CALL && e->name && !is_known_name(s.m, s.f, e->name)) {
            report_unknown(&s, e, e->name);
        }
    } else {
        form(&s, e);
    }
    return s.ok;
}
