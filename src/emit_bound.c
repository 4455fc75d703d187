// SPDX-License-Identifier: MIT
// emit_bound.c: prints expressions over parameters. Bounds become exact arithmetic in
// cbi_wide, never pasted C; conditions and defaults of the author are pasted, with
// `return` and the parameters' names replaced by the wrapper's locals.
#include "emit_glue.h"

#include <string.h>

const char *quoted(Context *ctx, const char *s)
{
    Text t;
    text_init(&t, ctx);
    text_c_string(&t, s ? s : "", s ? strlen(s) : 0);
    return t.s;
}

// Locals keep the author's names unless those would meet the wrapper's own.
static void name_locals_of(Context *ctx, Function *f)
{
    static const char *const taken[] = {
#define TAKEN(name) #name,
#include "taken.def"
#undef TAKEN
    };
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        p->local = p->name;
        for (size_t k = 0; k < sizeof taken / sizeof *taken; k++) {
            if (strcmp(p->name, taken[k]) == 0) {
                p->local = arena_printf(ctx->arena, "%s_", p->name);
            }
        }
    }
}

void name_locals(Module *m)
{
    for (Function *f = m->functions; f; f = f->next) {
        name_locals_of(m->ctx, f);
    }
    for (Callback *c = m->callbacks; c; c = c->next) {
        name_locals_of(m->ctx, c->function);
    }
    for (Function *f = m->hooks; f; f = f->next) {
        name_locals_of(m->ctx, f);
    }
}

const char *local_name(const Wrapper *w, const Param *p)
{
    if (starts_with(p->name, "py_") || starts_with(p->name, "cbi_")
        || strcmp(p->name, w->f->c_name) == 0) {
        return arena_printf(w->g->ctx->arena, "cbi_local_%s", p->name);
    }
    return p->name;
}

const char *out_name(const Param *p)
{
    return p ? p->local : "return";
}

const char *value_local(const Wrapper *w, const Param *p)
{
    return p->indirect ? arena_printf(w->g->ctx->arena, "cbi_%s", p->local)
                       : local_name(w, p);
}

const char *value_declaration(const Wrapper *w, const Param *p)
{
    return unqualified(w->g->ctx, p->indirect ? p->value.element : p->type,
                       value_local(w, p));
}

// NULL where no function is called: what destroys objects has none.
static const Param *param_of(const Wrapper *w, const char *name)
{
    return w->f ? function_param(w->f, name) : NULL;
}

bool is_simple(const Expr *e)
{
    return e->kind == EX_NAME || e->kind == EX_NUMBER
           || (e->kind == EX_UNARY && e->op == TK_STAR && e->a->kind == EX_NAME);
}

static const char *unit_constant(const Wrapper *w, const Expr *e)
{
    ConstValue v;
    const char *why = NULL;
    if (!expr_evaluate(w->g->ctx, w->g->m->unit, &w->g->m->target, e, &v, &why)
        || v.kind != CV_INT) {
        return "0";
    }
    if (v.is_unsigned) {
        return arena_printf(w->g->ctx->arena, "%lluu", (unsigned long long)v.number);
    }
    if ((int64_t)v.number == INT64_MIN) {
        return "INT64_MIN";
    }
    return arena_printf(w->g->ctx->arena, "%lld", (long long)(int64_t)v.number);
}

// The value of a name in a bound: a local, the pointee's local, or a constant.
static const char *exact_name(const Wrapper *w, const Expr *e)
{
    const Param *p = function_param(w->f, e->name);
    if (!p) {
        return unit_constant(w, e);
    }
    return value_local(w, p);
}

static const char *exact_binary(const Wrapper *w, const Expr *e)
{
    static const struct { int op; const char *fn; } fns[] = {
        { TK_PLUS, "cbi_add" }, { TK_MINUS, "cbi_sub" }, { TK_STAR, "cbi_mul" },
        { TK_SLASH, "cbi_div" }, { TK_PERCENT, "cbi_mod" }, { TK_SHL, "cbi_shl" },
        { TK_SHR, "cbi_shr" },
    };
    Arena *arena = w->g->ctx->arena;
    const char *a = exact_expr(w, e->a), *b = exact_expr(w, e->b);
    for (size_t i = 0; i < sizeof fns / sizeof *fns; i++) {
        if (fns[i].op == e->op) {
            return arena_printf(arena, "CBI_FIT(&cbi_bad, %s(&cbi_bad, %s, %s), %s)",
                                fns[i].fn, a, b, pasted_expr(w, e));
        }
    }
    static const struct { int op; const char *text; } plain[] = {
        { TK_LT, "<" }, { TK_GT, ">" }, { TK_LE, "<=" }, { TK_GE, ">=" },
        { TK_EQ, "==" }, { TK_NE, "!=" }, { TK_AND, "&&" }, { TK_OR, "||" },
        { TK_AMP, "&" }, { TK_PIPE, "|" }, { TK_CARET, "^" },
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (plain[i].op == e->op) {
            return arena_printf(arena, "((cbi_wide)(%s) %s (cbi_wide)(%s))", a,
                                plain[i].text, b);
        }
    }
    return "0";
}

const char *exact_expr(const Wrapper *w, const Expr *e)
{
    Arena *arena = w->g->ctx->arena;
    switch (e->kind) {
    case EX_NAME:
        return exact_name(w, e);
    case EX_NUMBER:
        return unit_constant(w, e);
    case EX_RETURN:
        return "cbi_return";
    case EX_SIZEOF_TYPE:
        return arena_printf(arena, "sizeof(%s)",
                            type_declare(w->g->ctx, e->type, NULL));
    case EX_UNARY:
        if (e->op == TK_STAR && e->a->kind == EX_NAME) {
            return exact_name(w, e->a);
        }
        if (e->op == TK_MINUS) {
            return arena_printf(arena, "cbi_sub(&cbi_bad, 0, %s)", exact_expr(w, e->a));
        }
        if (e->op == TK_BANG) {
            return arena_printf(arena, "!(%s)", exact_expr(w, e->a));
        }
        return e->op == TK_PLUS ? exact_expr(w, e->a) : pasted_expr(w, e);
    case EX_BINARY:
        return exact_binary(w, e);
    case EX_TERNARY:
        return e->b == NULL
            ? arena_printf(arena, "((cbi_wide)(%s) ?: (cbi_wide)(%s))",
                           exact_expr(w, e->a), exact_expr(w, e->c))
            : arena_printf(arena, "((%s) ? (cbi_wide)(%s) : (cbi_wide)(%s))",
                           exact_expr(w, e->a), exact_expr(w, e->b),
                           exact_expr(w, e->c));
    default:
        return arena_printf(arena, "(%s)", pasted_expr(w, e));
    }
}

static bool is_math_test(const char *name)
{
    return strcmp(name, "isfinite") == 0 || strcmp(name, "isnan") == 0
           || strcmp(name, "fabs") == 0;
}

static void paste(const Wrapper *w, Text *t, const Expr *e);

static void paste_unary(const Wrapper *w, Text *t, const Expr *e)
{
    const Param *p = e->op == TK_STAR && e->a->kind == EX_NAME ? param_of(w, e->a->name)
                                                               : NULL;
    if (p && p->indirect) {
        text_add(t, value_local(w, p));
        return;
    }
    text_printf(t, "%s(", e->op == TK_STAR ? "*" : e->op == TK_MINUS ? "-"
                : e->op == TK_PLUS ? "+" : e->op == TK_TILDE ? "~"
                : e->op == TK_AMP ? "&" : "!");
    paste(w, t, e->a);
    text_add(t, ")");
}

static void paste_binary(const Wrapper *w, Text *t, const Expr *e)
{
    static const char *const spellings[] = {
#define TOKEN(id, spelling) spelling,
#include "tokens.def"
#undef TOKEN
    };
    text_add(t, "(");
    paste(w, t, e->a);
    text_printf(t, " %s ", spellings[e->op]);
    paste(w, t, e->b);
    text_add(t, ")");
}

static void paste_ternary(const Wrapper *w, Text *t, const Expr *e)
{
    text_add(t, "(");
    paste(w, t, e->a);
    text_add(t, e->b ? " ? " : " ?: ");
    if (e->b) {
        paste(w, t, e->b);
        text_add(t, " : ");
    }
    paste(w, t, e->c);
    text_add(t, ")");
}

// What CB_REQUIRE may call needs no header.
static void paste_call(const Wrapper *w, Text *t, const Expr *e)
{
    text_printf(t, "%s%s(", is_math_test(e->name) ? "__builtin_" : "", e->name);
    for (const Expr *a = e->a; a; a = a->next) {
        paste(w, t, a);
        text_add(t, a->next ? ", " : "");
    }
    text_add(t, ")");
}

static void paste_member(const Wrapper *w, Text *t, const Expr *e)
{
    const Param *p = e->a->kind == EX_NAME ? param_of(w, e->a->name) : NULL;
    if (p && p->indirect) {
        text_printf(t, "cbi_%s.%s", p->local, e->name);
        return;
    }
    text_add(t, "(");
    paste(w, t, e->a);
    text_printf(t, ")%s%s", e->op == TK_ARROW ? "->" : ".", e->name);
}

static void paste(const Wrapper *w, Text *t, const Expr *e)
{
    const Param *p;
    switch (e->kind) {
    case EX_RETURN:
        text_add(t, "cbi_return");
        return;
    case EX_THIS:
        text_add(t, "this");
        return;
    case EX_NAME:
        p = param_of(w, e->name);
        text_add(t, p ? local_name(w, p) : e->name);
        return;
    case EX_UNARY: paste_unary(w, t, e); return;
    case EX_BINARY: paste_binary(w, t, e); return;
    case EX_TERNARY: paste_ternary(w, t, e); return;
    case EX_CALL: paste_call(w, t, e); return;
    case EX_MEMBER: paste_member(w, t, e); return;
    case EX_CAST:
        text_printf(t, "(%s)(", type_declare(w->g->ctx, e->type, NULL));
        paste(w, t, e->a);
        text_add(t, ")");
        return;
    case EX_INDEX:
        paste(w, t, e->a);
        text_add(t, "[");
        paste(w, t, e->b);
        text_add(t, "]");
        return;
    case EX_SIZEOF_TYPE:
        text_printf(t, "sizeof(%s)", type_declare(w->g->ctx, e->type, NULL));
        return;
    default:    // literals: as the preprocessor left them, macros already expanded
        text_addn(t, span_text(w->g->ctx, e->span), e->span.end - e->span.start);
    }
}

const char *pasted_expr(const Wrapper *w, const Expr *e)
{
    Text t;
    text_init(&t, w->g->ctx);
    paste(w, &t, e);
    return t.s;
}

// Tokens keep their spelling; names behind `.` or `->` are members, not parameters.
const char *pasted_tokens(const Wrapper *w, const Token *tokens, size_t n)
{
    Text t;
    text_init(&t, w->g->ctx);
    for (size_t i = 0; i < n; i++) {
        const Token *k = &tokens[i];
        bool member = i && (k[-1].kind == TK_DOT || k[-1].kind == TK_ARROW);
        const Param *p = k->kind == TK_IDENT && !member
                         ? param_of(w, k->name) : NULL;
        const char *text = p ? local_name(w, p) : token_spelling(w->g->ctx, *k);
        if (k->kind == TK_IDENT && strcmp(text, "return") == 0) {
            text = "cbi_return";
        }
        text_printf(&t, "%s%s", i ? " " : "", text);
    }
    return t.s;
}

// The axis that determined p, if it did so as it stands.
static const char *source_axis(const Wrapper *w, const Param *p)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *q = w->f->params[i];
        for (int d = 0; d < q->value.rank && q->dir != DIR_OUT; d++) {
            const Axis *axis = &q->value.axes[d];
            if (axis->solves == p) {
                if (axis->factor != 1 || axis->offset != 0) {
                    return NULL;
                }
                return q->value.conv == CONV_ARRAY || q->value.conv == CONV_VIEW
                    ? arena_printf(w->g->ctx->arena, "%s.shape[%d]", q->py_name, d)
                    : arena_printf(w->g->ctx->arena, "len(%s)", q->py_name);
            }
        }
    }
    return NULL;
}

const char *bound_text(const Wrapper *w, const Expr *e)
{
    if (e->kind == EX_NUMBER) {
        return "";
    }
    const Param *p = e->kind == EX_NAME ? param_of(w, e->name) : NULL;
    const char *axis = p && p->role == ROLE_INFERRED ? source_axis(w, p) : NULL;
    return axis ? axis : expr_text(w->g->ctx, e);
}

static bool tokens_mention(const Token *t, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (t[i].kind == TK_IDENT && t[i].name == name) {
            return true;
        }
    }
    return false;
}

bool mentions(const Function *f, const Param *p)
{
    for (const Raise *r = f->raises; r; r = r->next) {
        if (tokens_mention(r->condition_tokens, r->n_condition, p->name)
            || tokens_mention(r->format_tokens, r->n_format, p->name)) {
            return true;
        }
    }
    for (const Require *r = f->requires; r; r = r->next) {
        if (expr_uses(r->expr, p->name)) {
            return true;
        }
    }
    bool found = expr_uses(f->result.length, p->name)
                 || expr_uses(f->result.owned, p->name);
    for (int i = 0; i < f->n_params && !found; i++) {
        const Param *q = f->params[i];
        found = expr_uses(q->default_value, p->name)
                || expr_uses(q->fixed, p->name)
                || expr_uses(q->value.length, p->name)
                || expr_uses(q->value.owned, p->name);
    }
    return found;
}
