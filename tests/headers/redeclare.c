// SPDX-License-Identifier: MIT
// redeclare.c: says everything that the syntax layer understood of a header once more,
// so that the compiler can contradict.
//
//     redeclare header.i > again.c
//
// Printed are: each function, variable and typedef, declared again; the value of each
// enumerator; width and sign of each enum; value, size and sign of each macro that was
// evaluated. Appended to the header's own text, all of it must compile. The last line
// on stderr counts: declarations, poisoned ones, macros, evaluated ones.
#include "syntax.h"

#include <string.h>

// What C cannot declare again, or what carries an attribute that is part of the type.
static bool is_speakable(const Decl *d)
{
    const Type *t = d->type;
    bool tagged = t->kind == TY_STRUCT || t->kind == TY_UNION || t->kind == TY_ENUM;
    if (d->kind == DECL_TYPEDEF
        && (t->kind == TY_OPAQUE || (tagged && t->tag->name == NULL
                                     && t->spelled == NULL))) {
        return false;
    }
    for (; t != NULL; t = t->spelled != NULL ? NULL : t->base) {
        if (t->kind == TY_VECTOR || (t->tag != NULL && t->tag->name == NULL
                                     && t->tag->name_for_linkage == NULL)) {
            return false;
        }
    }
    for (const Mark *m = d->marks; m != NULL; m = m->next) {
        if (strcmp(m->name, "overloadable") == 0) {
            return false;
        }
    }
    return (d->storage & ST_THREAD) == 0;
}

static void redeclare(Context *ctx, const Decl *d, const Unit *u)
{
    const char *lead = d->kind == DECL_TYPEDEF ? "typedef"
        : (d->storage & ST_STATIC) != 0 ? "static" : "extern";
    // A macro of that name would expand; for functions parentheses keep it from that.
    const char *name = d->name;
    const Macro *macro = map_get(u->tokens->macro_by_name, d->name);
    if (macro != NULL && (d->kind != DECL_FUNCTION || !macro->function_like)) {
        return;
    }
    if (d->kind == DECL_FUNCTION) {
        name = arena_printf(ctx->arena, "(%s)", d->name);
    }
    printf("%s %s;\n", lead, type_declare(ctx, d->type, name));
}

static void assert_enum(const Unit *u, const Target *target, const Tag *tag)
{
    for (const Enumerator *e = tag->enumerators; e != NULL; e = e->next) {
        if (e->known && map_get(u->enumerators, e->name) == e) {
            printf("_Static_assert((%s) == (%s)%lluull, \"value\");\n", e->name,
                   e->negative ? "long long" : "unsigned long long",
                   (unsigned long long)e->number);
        }
    }
    const Type t = {.kind = TY_ENUM, .tag = (Tag *)(uintptr_t)tag};
    int bits = type_int_bits(target, &t);
    if (tag->kind == TY_ENUM && tag->name != NULL && bits != 0) {
        printf("_Static_assert(sizeof(enum %s) == %d, \"size\");\n", tag->name,
               bits / 8);
        printf("_Static_assert(((enum %s)-1 < 0) == %d, \"sign\");\n", tag->name,
               type_int_signed(target, &t));
    }
}

static void assert_macro(const Macro *m, const ConstValue *v)
{
    const char *name = m->name;
    if (v->kind == CV_STRING) {
        printf("_Static_assert(sizeof(%s) == %zu, \"length\");\n", name,
               v->string_length + 1);
    } else if (v->kind == CV_FLOAT) {
        // clang takes no floating comparison for constant; the value of a long double
        // may lose digits here
        printf("\n#ifndef __clang__\n_Static_assert(%d || (%s) == %.17g%s, \"%s\");\n"
               "#endif\n", v->bits == 128, name, v->real, v->bits == 32 ? "f" : "",
               name);
    } else {
        printf("_Static_assert((%s) == (%s)%lluull, \"value\");\n", name,
               v->is_unsigned ? "unsigned long long" : "long long",
               (unsigned long long)v->number);
        printf("_Static_assert(sizeof(%s) == %d, \"size\");\n", name, v->bits / 8);
        if (v->bits >= 32) {
            printf("_Static_assert(((%s) * 0 - 1 < 0) == %d, \"sign\");\n", name,
                   !v->is_unsigned);
        }
    }
}

int main(int argc, char **argv)
{
    Context *ctx = context_new();
    Source *source = argc == 2 ? source_open(ctx, argv[1]) : NULL;
    if (source == NULL) {
        diag_flush(ctx, stderr);
        return 2;
    }
    Unit *u = parse(ctx, lex_begin(ctx, source));
    Target target;
    target_read(ctx, u->tokens, &target);
    size_t poisoned = 0, macros = 0, evaluated = 0;
    for (size_t i = 0; i < u->decls.n; i++) {
        Decl *d = u->decls.at[i];
        decl_recall(ctx, u, d);
        if (d->poisoned) {
            poisoned++;
            fprintf(stderr, "%s:%d: %s\n", span_file(ctx, d->span),
                    span_line(ctx, d->span), d->why);
        } else if (is_speakable(d)) {
            redeclare(ctx, d, u);
        }
    }
    for (size_t i = 0; i < u->tags.n; i++) {
        assert_enum(u, &target, u->tags.at[i]);
    }
    for (size_t i = 0; i < u->tokens->macros.n; i++) {
        const Macro *m = u->tokens->macros.at[i];
        ConstValue v;
        const char *why = NULL;
        if (m->undefined || m->function_like || m->builtin
            || map_get(u->tokens->macro_by_name, m->name) != m) {
            continue;
        }
        macros++;
        if (macro_evaluate(ctx, u, &target, m, &v, &why)) {
            evaluated++;
            assert_macro(m, &v);
        }
    }
    fprintf(stderr, "%zu %zu %zu %zu\n", u->decls.n, poisoned, macros, evaluated);
    context_free(ctx);
    return 0;
}
