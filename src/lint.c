// SPDX-License-Identifier: MIT
// lint.c: warnings about what is legal and yet seldom meant: an inline function that
// wraps a library's and passes an integer on to a narrower one, which loses the range
// check; a guess of `carbide import` that nobody has confirmed.
//
// In: complete functions. Out: warnings; nothing is changed.
#include "ir.h"

enum { MAX_ARGUMENTS = 64 };

static const Decl *nth(const Decl *d, size_t n)
{
    while (d && n-- > 0) {
        d = d->next;
    }
    return d;
}

// Does every value of `from` exist in `to`?
static bool holds(const Module *m, const Type *to, const Type *from)
{
    int from_bits = type_int_bits(&m->target, from);
    int to_bits = type_int_bits(&m->target, to);
    bool from_signed = type_int_signed(&m->target, from);
    bool to_signed = type_int_signed(&m->target, to);
    if (!from_bits || !to_bits) {
        return true;
    }
    return from_signed == to_signed ? from_bits <= to_bits
                                    : !from_signed && from_bits < to_bits;
}

// One argument: a parameter's name alone.
static void lint_argument(Module *m, const Function *f, const Token *arg,
                          const Decl *callee, const Decl *wanted)
{
    const Param *p = arg->name ? function_param(f, arg->name) : NULL;
    if (!p || p->type->kind != TY_INT || wanted->type->kind != TY_INT
        || holds(m, wanted->type, p->type)) {
        return;
    }
    const char *type = type_declare(m->ctx, wanted->type, NULL);
    diag(m->ctx, DIAG_NARROWED, arg->span,
         "`%s` is `%s`, but %s() takes `%s`: what does not fit is cut off", p->name,
         type_declare(m->ctx, p->type, NULL), callee->name, type);
    const char *meant = type_declare(m->ctx, wanted->type, p->name);
    diag_fix(m->ctx, p->decl->whole, meant, "%s    in %s(), so that carbide checks the "
             "range", meant, f->c_name);
}

// tokens[0] is the callee's name, tokens[1] the `(`.
static void lint_call(Module *m, const Function *f, const Token *tokens, size_t n)
{
    Decl *callee = map_get(m->declared, tokens[0].name);
    if (callee) {
        decl_recall(m->ctx, module_unit(m, callee->span), callee);
    }
    if (!callee || callee->poisoned || callee->gnu_kr || callee->kind != DECL_FUNCTION
        || callee->type->kind != TY_FUNCTION) {
        return;
    }
    size_t end = 2;
    for (int depth = 1; end < n; end++) {
        depth += tokens[end].kind == TK_LPAREN;
        depth -= tokens[end].kind == TK_RPAREN;
        if (depth == 0) {
            break;
        }
    }
    const Token *part[MAX_ARGUMENTS];
    size_t len[MAX_ARGUMENTS];
    size_t count = split_args(tokens + 2, end - 2, part, len, MAX_ARGUMENTS);
    for (size_t i = 0; i < count && i < MAX_ARGUMENTS; i++) {
        const Decl *wanted = nth(callee->type->params, i);
        if (wanted && len[i] == 1) {
            lint_argument(m, f, part[i], callee, wanted);
        }
    }
}

void lint_function(Module *m, const Function *f)
{
    const Decl *d = f->decl;
    TokenRange body = { NULL, 0 };
    if (f->is_inline) {
        body = lex_span(m->ctx, d->body);
    }
    for (size_t i = 0; i + 1 < body.n; i++) {
        if (body.at[i].kind == TK_IDENT && body.at[i + 1].kind == TK_LPAREN) {
            lint_call(m, f, body.at + i, body.n - i);
        }
    }
}

void lint_guesses(Module *m)
{
    const Function *first = NULL;
    int more = -1;
    for (const Function *f = m->functions; f; f = f->next) {
        if (is_guess(m, f->decl)) {
            first = first ? first : f;
            more++;
        }
    }
    if (first) {
        const char *others = more == 0 ? "" : arena_printf(m->ctx->arena,
            " and of %d function%s more", more, more == 1 ? "" : "s");
        diag(m->ctx, DIAG_GUESS, first->decl->span, "the declaration of %s()%s is a "
             "guess that nobody has confirmed", first->c_name, others);
        diag_hint(m->ctx, "compare it with the library's manual, correct it, and remove "
                  "the comment `guess: ...`");
    }
}
