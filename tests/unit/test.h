// SPDX-License-Identifier: MIT
// test.h: checks for unit tests. A failed check prints place and values and goes on;
// the program's exit status is 1 when one failed, and 2 when none was made.
#ifndef CARBIDE_TEST_H
#define CARBIDE_TEST_H

#include "syntax.h"

#include <stdlib.h>
#include <string.h>

static int checks_made, checks_failed;

// All tokens of an input at once.
static inline Tokens *lex(Context *ctx, const Source *source)
{
    Tokens *out = lex_begin(ctx, source);
    lex_rest(out);
    return out;
}

#define CHECK(condition)                                                              \
    do {                                                                              \
        checks_made++;                                                                \
        if (!(condition)) {                                                           \
            checks_failed++;                                                          \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);   \
        }                                                                             \
    } while (0)

#define CHECK_INT(got, wanted)                                                        \
    do {                                                                              \
        long long got_ = (long long)(got), wanted_ = (long long)(wanted);             \
        checks_made++;                                                                \
        if (got_ != wanted_) {                                                        \
            checks_failed++;                                                          \
            fprintf(stderr, "%s:%d: %s is %lld, wanted %lld\n", __FILE__, __LINE__,   \
                    #got, got_, wanted_);                                             \
        }                                                                             \
    } while (0)

#define CHECK_STR(got, wanted)                                                        \
    do {                                                                              \
        const char *got_ = (got), *wanted_ = (wanted);                                \
        checks_made++;                                                                \
        if (got_ == NULL || strcmp(got_, wanted_) != 0) {                             \
            checks_failed++;                                                          \
            fprintf(stderr, "%s:%d: %s is\n  `%s`, wanted\n  `%s`\n", __FILE__,       \
                    __LINE__, #got, got_ == NULL ? "(NULL)" : got_, wanted_);         \
        }                                                                             \
    } while (0)

// The doc comment of a declaration, a field, a tag.
#define CHECK_DOC(f, of, wanted) CHECK_STR(comment_text((f)->ctx, (of)->doc), wanted)

static inline int test_result(void)
{
    if (checks_made == 0) {
        return 2;
    }
    printf("%d checks, %d failed\n", checks_made, checks_failed);
    return checks_failed > 0;
}

// ------------------------------------------------------------ what most tests need

typedef struct {
    Context *ctx;
    Source *source;
    Tokens *tokens;
    Unit *unit;
    Target target;
} Fixture;

// Reads a piece of C as if the preprocessor had printed it; its path is unit.c.
static inline Fixture read_c(const char *text)
{
    Fixture f;
    f.ctx = context_new();
    f.source = source_from_text(f.ctx, "unit.c", text, strlen(text));
    f.tokens = lex_begin(f.ctx, f.source);
    f.unit = parse(f.ctx, f.tokens);
    target_read(f.ctx, f.tokens, &f.target);
    return f;
}

// The newest declaration of that name, or NULL after a failed check.
static inline Decl *find_decl(const Fixture *f, const char *name)
{
    Decl *found = NULL;
    for (size_t i = 0; i < f->unit->decls.n; i++) {
        Decl *d = f->unit->decls.at[i];
        if (d->name != NULL && strcmp(d->name, name) == 0) {
            found = d;
        }
    }
    if (found == NULL) {
        fprintf(stderr, "no declaration of %s\n", name);
        checks_failed++;
    }
    return found;
}

// All diagnostics as printed.
static inline char *printed(Context *ctx)
{
    char *s = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&s, &n);
    diag_flush(ctx, f);
    fclose(f);
    return s;
}

#endif
