// SPDX-License-Identifier: MIT
// respell.c: prints what the syntax layer read, one declaration a line, as C again.
//
//     respell file.i
//
// Out, behind a name and a tab: `typedef` or `extern` and the declared type of each
// variable, function and typedef; each struct and union with its fields (widths, packed,
// aligned); each enum with its values. Anonymous structs are printed where they stand.
// Of a declaration that could not be read the line is `?` and the reason.
#include "syntax.h"

#include <string.h>

static void print_fields(Context *ctx, Unit *unit, Tag *tag, Text *out);

static void print_layout_marks(Context *ctx, const Mark *m, Text *out)
{
    for (; m != NULL; m = m->next) {
        if (strcmp(m->name, "packed") == 0) {
            text_add(out, " __attribute__((packed))");
        } else if (strcmp(m->name, "aligned") == 0 && mark_args(ctx, m).n == 1) {
            text_printf(out, " __attribute__((aligned(%s)))",
                        token_spelling(ctx, mark_args(ctx, m).at[0]));
        }
    }
}

static void print_field(Context *ctx, Unit *unit, const Decl *d,
                        Text *out)
{
    Tag *tag = d->type->spelled == NULL ? d->type->tag : NULL;
    if (tag != NULL && tag->name == NULL && tag->kind != TY_ENUM) {
        text_add(out, tag->kind == TY_UNION ? "union" : "struct");
        print_layout_marks(ctx, tag->marks, out);
        print_fields(ctx, unit, tag, out);
        text_printf(out, " %s", d->name == NULL ? "" : d->name);
    } else {
        text_add(out, type_declare(ctx, d->type, d->name));
    }
    if (d->bit_width != NULL) {
        text_printf(out, " : %s", expr_text(ctx, d->bit_width));
    }
    print_layout_marks(ctx, d->marks, out);
    text_add(out, "; ");
}

static void print_fields(Context *ctx, Unit *unit, Tag *tag, Text *out)
{
    text_add(out, " { ");
    for (const Decl *d = tag_fields(tag); d != NULL; d = d->next) {
        print_field(ctx, unit, d, out);
    }
    text_add(out, "}");
}

static void print_tag(Context *ctx, Unit *unit, Tag *tag)
{
    Text t;
    text_init(&t, ctx);
    if (tag->kind == TY_ENUM) {
        text_printf(&t, "enum %s", tag->name);
        if (tag->underlying != NULL) {
            text_printf(&t, " : %s", type_declare(ctx, tag->underlying, NULL));
        }
        text_add(&t, " { ");
        for (const Enumerator *e = tag->enumerators; e != NULL; e = e->next) {
            text_printf(&t, e->negative ? "%s = %lld, " : "%s = %llu, ", e->name,
                        (unsigned long long)e->number);
        }
        text_add(&t, "}");
    } else {
        text_add(&t, tag->kind == TY_UNION ? "union" : "struct");
        print_layout_marks(ctx, tag->marks, &t);
        text_printf(&t, " %s", tag->name);
        print_fields(ctx, unit, tag, &t);
    }
    printf("%s\t%s;\n", tag->name, t.s);
}

static void print_decl(Context *ctx, Unit *unit, Decl *d)
{
    decl_recall(ctx, unit, d);
    if (d->poisoned) {
        printf("%s\t?%s\n", d->name == NULL ? "" : d->name, d->why);
        return;
    }
    printf("%s\t%s %s;\n", d->name, d->kind == DECL_TYPEDEF ? "typedef" : "extern",
           type_declare(ctx, d->type, d->name));
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
    // in the order of the text: a tag is defined before the declarations that use it
    for (size_t i = 0, k = 0; i < u->decls.n || k < u->tags.n;) {
        if (k < u->tags.n && (i == u->decls.n || u->tags.at[k]->span.start
                                                     < u->decls.at[i]->span.start)) {
            Tag *tag = u->tags.at[k++];
            if (tag->name != NULL) {
                print_tag(ctx, u, tag);
            }
        } else {
            print_decl(ctx, u, u->decls.at[i++]);
        }
    }
    context_free(ctx);
    return 0;
}
