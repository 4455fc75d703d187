// SPDX-License-Identifier: MIT
// fuzz_syntax.c: broken input must cost declarations, never the program.
//
//     fuzz_syntax SECONDS SEED file.i …
//
// Takes preprocessed files, flips, drops, doubles and swaps pieces of them, and runs
// the base and syntax layers on the result: tokens, declarations, spellings, constants,
// carets. Build it with -fsanitize=address,undefined: what they find is the result. The
// text that failed is in the file `fuzz-last.i` of the working directory.
#include "mutate.h"
#include "syntax.h"

#include <stdlib.h>

static void use_names(const Expr *name, void *count)
{
    (void)name;
    ++*(size_t *)count;
}

static void use_decl(Context *ctx, Unit *u, const Target *target, Decl *d)
{
    decl_recall(ctx, u, d);
    if (d->type == u->forgotten && !d->poisoned) {
        fprintf(stderr, "%s was read once, and not again\n", d->name);
        abort();
    }
    size_t names = 0;
    if (d->poisoned || d->type == NULL) {
        return;
    }
    type_declare(ctx, d->type, d->name);
    type_same(d->type, u->decls.at[0]->type);
    for (const Type *t = d->type; t != NULL; t = t->base) {
        ConstValue v;
        const char *why = NULL;
        if (t->length != NULL) {
            expr_names(t->length, use_names, &names);
            expr_evaluate(ctx, u, target, t->length, &v, &why);
        }
        for (const Decl *p = t->params; p != NULL; p = p->next) {
            if (p->type != NULL) {
                type_declare_param(ctx, p->type, p->name);
            }
        }
    }
    for (const Mark *m = d->marks; m != NULL; m = m->next) {
        const Token *part[4];
        size_t len[4];
        TokenRange args = mark_args(ctx, m);
        size_t n = split_args(args.at, args.n, part, len, 4);
        const char *why = NULL;
        for (size_t i = 0; i < n && i < 4; i++) {
            expr_text(ctx, expr_parse(ctx, u, part[i], len[i], &why));
        }
    }
}

static void run(const char *text, size_t n, FILE *nowhere)
{
    static const char *const headers[] = {"none.h"};
    Context *ctx = context_new();
    ctx->options.headers = headers;
    ctx->options.n_headers = pick(2);   // with one, all is foreign, and forgotten
    Source *s = source_from_text(ctx, "fuzz.i", text, n);
    Tokens *tokens = lex_begin(ctx, s);
    Unit *u = parse(ctx, tokens);
    Target target;
    target_read(ctx, tokens, &target);
    for (size_t i = 0; i < u->decls.n; i += 1 + pick(8)) {
        use_decl(ctx, u, &target, u->decls.at[i]);
        if (pick(16) == 0) {
            source_place(ctx, u->decls.at[i]->whole);
            source_spelling(ctx, u->decls.at[i]->span);
        }
    }
    for (size_t i = 0; i < u->tags.n; i += 1 + pick(8)) {
        tag_fields(u->tags.at[i]);
    }
    for (size_t i = 0; i < tokens->macros.n; i += 1 + pick(16)) {
        ConstValue v;
        const char *why = NULL;
        macro_evaluate(ctx, u, &target, tokens->macros.at[i], &v, &why);
    }
    diag_flush(ctx, nowhere);
    context_free(ctx);
}

FUZZ_PROGRAM(run)
