// SPDX-License-Identifier: MIT
// fuzz_syntax.c: broken input must cost declarations, never the program.
//
//     fuzz_syntax SECONDS SEED file.i …
//
// Takes preprocessed files, flips, drops, doubles and swaps pieces of them, and runs
// the base and syntax layers on the result: tokens, declarations, spellings, constants,
// carets. Build it with -fsanitize=address,undefined: what they find is the result. The
// text that failed is in the file `fuzz-last.i` of the working directory.
#include "syntax.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t state;

static size_t pick(size_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below == 0 ? 0 : (size_t)((state * 0x2545F4914F6CDD1Du) >> 33) % below;
}

static const char *const pieces[] = {
    "(", ")", "[", "]", "{", "}", ";", ",", "*", "/*", "*/", "//", "\"", "'", "\\\n",
    "\n", "#", "\n# 1 \"x.h\"\n", "\n#define X ", "int ", "struct ", "enum ",
    "typedef ",
    "CB_OUT ", "CB_VIEW(", "__attribute__((", "[[", "sizeof(", "...", "=", "<:", "%>",
    "0x", "1e", "\xff", "L'", "u8\"", "/** ", "///<", "return ", "typeof(", "_BitInt(",
};

// Changes a few places of s, which has room for `cap` bytes; returns the new length.
static size_t mutate(char *s, size_t n, size_t cap)
{
    for (size_t k = 1 + pick(12); k > 0 && n > 0; k--) {
        size_t at = pick(n), len = pick(40), other;
        const char *piece = pieces[pick(sizeof pieces / sizeof *pieces)];
        switch (pick(5)) {
        case 0:
            s[at] = (char)pick(256);
            break;
        case 1:                 // drop a piece
            len = len > n - at ? n - at : len;
            memmove(s + at, s + at + len, n - at - len);
            n -= len;
            break;
        case 2:                 // double a piece
            len = len > n - at ? n - at : len;
            if (n + len <= cap) {
                memmove(s + at + len, s + at, n - at);
                n += len;
            }
            break;
        case 3:                 // copy one place over another
            other = pick(n);
            len = len > n - at ? n - at : len;
            len = len > n - other ? n - other : len;
            memmove(s + at, s + other, len);
            break;
        default:                // put in a word that opens or ends something
            len = strlen(piece);
            if (n + len <= cap) {
                memmove(s + at + len, s + at, n - at);
                memcpy(s + at, piece, len);
                n += len;
            }
        }
    }
    return n;
}

static void use_names(const Expr *name, void *count)
{
    (void)name;
    ++*(size_t *)count;
}

static void use_decl(Context *ctx, const Unit *u, const Target *target, const Decl *d)
{
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
        size_t n = split_args(m->args, m->n_args, part, len, 4);
        const char *why = NULL;
        for (size_t i = 0; i < n && i < 4; i++) {
            expr_text(ctx, expr_parse(ctx, u, part[i], len[i], &why));
        }
    }
}

static void run(const char *text, size_t n, FILE *nowhere)
{
    Context *ctx = context_new();
    Source *s = source_from_text(ctx, "fuzz.i", text, n);
    Tokens *tokens = lex(ctx, s);
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
    for (size_t i = 0; i < tokens->macros.n; i += 1 + pick(16)) {
        ConstValue v;
        const char *why = NULL;
        macro_evaluate(ctx, u, &target, tokens->macros.at[i], &v, &why);
    }
    diag_flush(ctx, nowhere);
    context_free(ctx);
}

static char *read_all(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        perror(path);
        exit(2);
    }
    char *s = malloc(1 << 20);
    *n = fread(s, 1, (1 << 20) - 1, f);
    fclose(f);
    return s;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: fuzz_syntax SECONDS SEED file.i ...\n");
        return 2;
    }
    time_t end = time(NULL) + atoi(argv[1]);
    state = 88172645463325252u + (uint64_t)atoi(argv[2]);
    FILE *nowhere = fopen("/dev/null", "w");
    long rounds = 0;
    while (time(NULL) < end) {
        size_t n;
        char *text = read_all(argv[3 + pick((size_t)argc - 3)], &n);
        // A window, so that many rounds fit into a second.
        size_t from = pick(2) ? 0 : pick(n), len = pick(n - from) + 1;
        len = len > 60000 ? 60000 : len;
        char *s = malloc(len + 4096);
        memcpy(s, text + from, len);
        len = mutate(s, len, len + 4095);
        s[len] = '\0';
        FILE *last = fopen("fuzz-last.i", "wb");
        if (last != NULL) {
            fwrite(s, 1, len, last);
            fclose(last);
        }
        run(s, len, nowhere);
        free(s);
        free(text);
        rounds++;
    }
    printf("%ld rounds\n", rounds);
    fclose(nowhere);
    remove("fuzz-last.i");
    return 0;
}
