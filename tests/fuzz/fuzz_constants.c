// SPDX-License-Identifier: MIT
// fuzz_constants.c: constant expressions, in every place where the translator reads one.
//
//     fuzz_constants SECONDS SEED file.i …
//
// Each line of the input is the body of a macro, the value of an enumerator, a bound and
// a width, with a few types and values to name; all are evaluated and spelled. Build it
// with -fsanitize=address,undefined: what they find is the result.
#include "syntax.h"

#include "mutate.h"

static const char before[] =
    "#define __SIZEOF_LONG__ 8\n#define ONE 1\n#define TEXT \"a\" \"b\"\n"
    "#define SELF (SELF + 1)\n#define BIG 0xffffffffffffffffull\n"
    "typedef unsigned char byte; typedef long wide; struct s { int a, b[3]; };\n"
    "enum { A = 7, B = -1 };\n";

// A macro, an enumerator, a bound and a width of each line.
static void write_line(Text *t, const char *line, size_t n, size_t i)
{
    text_printf(t, "#define M%zu ", i);
    text_addn(t, line, n);
    text_printf(t, "\nenum e%zu { E%zu = ", i, i);
    text_addn(t, line, n);
    text_printf(t, " , F%zu };\nextern int v%zu[", i, i);
    text_addn(t, line, n);
    text_printf(t, " ];\nstruct b%zu { _BitInt( ", i);
    text_addn(t, line, n);
    text_add(t, " ) x; int y : ");
    text_addn(t, line, n);
    text_add(t, " ; };\n");
}

static void run(const char *text, size_t n, FILE *nowhere)
{
    Context *ctx = context_new();
    Text t;
    text_init(&t, ctx);
    text_add(&t, before);
    for (size_t i = 0, at = 0; at < n && i < 200; i++) {
        const char *end = memchr(text + at, '\n', n - at);
        size_t length = end == NULL ? n - at : (size_t)(end - text) - at;
        write_line(&t, text + at, length, i);
        at += length + 1;
    }
    Tokens *tokens = lex_begin(ctx, source_from_text(ctx, "fuzz.i", t.s, t.n));
    Unit *u = parse(ctx, tokens);
    Target target;
    target_read(ctx, tokens, &target);
    for (size_t i = 0; i < tokens->macros.n; i++) {
        const Macro *m = tokens->macros.at[i];
        ConstValue v;
        const char *why = NULL;
        produced += macro_evaluate(ctx, u, &target, m, &v, &why);
        TokenRange body = macro_body(ctx, m);
        Expr *e = expr_parse(ctx, u, body.at, body.n, &why);
        if (e != NULL) {
            expr_text(ctx, e);
        }
    }
    for (size_t i = 0; i < u->decls.n; i++) {
        const Decl *d = u->decls.at[i];
        if (!d->poisoned) {
            type_declare(ctx, d->type, d->name);
        }
    }
    diag_flush(ctx, nowhere);
    context_free(ctx);
}

FUZZ_PROGRAM(run)
