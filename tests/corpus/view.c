// SPDX-License-Identifier: MIT
// view.c: what carbide's syntax layer understood of a header, in the words of
// clangview.c, one line for each declaration, so that the two can be compared.
//
//     view ROOT FILE.i [MACROS] > lines
//
// Into the file MACROS go the object-like macros: an assertion for the compiler, or why
// there is no value.
//
// The last line on stderr: microseconds of the processor for reading, without those for
// printing, and bytes read.
#include "syntax.h"

#include <string.h>
#include <time.h>

typedef struct {
    Context *ctx;
    Unit *unit;
    Target target;
    const char *root;
    size_t root_length;
    Map *labels;                // an asm label holds for later declarations too,
    Map *inlined;               // and so does `inline`
} View;

static void put_type(View *v, const Type *t, bool keep_quals);

// ------------------------------------------------------------------------- tags

static void put_number(View *v, const Expr *e, const char *unread)
{
    ConstValue value;
    const char *why = NULL;
    if (expr_evaluate(v->ctx, v->unit, &v->target, e, &value, &why)
        && value.kind == CV_INT) {
        printf("%lld", (long long)value.number);
    } else {
        fputs(unread, stdout);
    }
}

static void put_members(View *v, Tag *tag)
{
    putchar('{');
    for (const Enumerator *e = tag->enumerators; e != NULL; e = e->next) {
        printf("%s;", e->name);
    }
    for (const Decl *d = tag_fields(tag); d != NULL; d = d->next) {
        printf("%s ", d->name == NULL ? "" : d->name);
        put_type(v, d->type, true);
        if (d->bit_width != NULL) {
            putchar(':');
            put_number(v, d->bit_width, "?");
        }
        putchar(';');
    }
    putchar('}');
}

static const char *tag_word(const Tag *tag)
{
    return tag->kind == TY_ENUM ? "enum" : tag->kind == TY_UNION ? "union" : "struct";
}

static bool has_name(const Tag *tag)
{
    return tag->name != NULL || tag->name_for_linkage != NULL;
}

static void put_tag(View *v, Tag *tag)
{
    if (tag->name != NULL) {
        printf("%s %s", tag_word(tag), tag->name);
    } else if (tag->name_for_linkage != NULL) {
        printf("%s $%s", tag_word(tag), tag->name_for_linkage->name);
    } else {
        fputs(tag_word(tag), stdout);
        put_members(v, tag);
    }
}

// ------------------------------------------------------------------------ types

static const char *const ints[] = {
    [INT_CHAR] = "char", [INT_SCHAR] = "signed char", [INT_UCHAR] = "unsigned char",
    [INT_SHORT] = "short", [INT_USHORT] = "unsigned short", [INT_INT] = "int",
    [INT_UINT] = "unsigned int", [INT_LONG] = "long", [INT_ULONG] = "unsigned long",
    [INT_LLONG] = "long long", [INT_ULLONG] = "unsigned long long",
    [INT_INT128] = "int128", [INT_UINT128] = "unsigned int128",
    [INT_BIT] = "_BitInt", [INT_UBIT] = "unsigned _BitInt",
};

static const char *const floats[] = {
    [FLOAT_HALF] = "half", [FLOAT_FLOAT] = "float", [FLOAT_DOUBLE] = "double",
    [FLOAT_LONG] = "long double", [FLOAT_128] = "float128",
};

// A parameter of a type that is not itself a declaration's: arrays and functions are
// pointers, as they are in clang's canonical types.
static void put_decayed(View *v, const Type *t)
{
    if (t->kind == TY_ARRAY) {
        putchar('*');
        put_type(v, t->base, true);
    } else {
        fputs(t->kind == TY_FUNCTION ? "*" : "", stdout);
        put_type(v, t, false);
    }
}

// `static` and qualifiers of a parameter's outermost bound; clang forgets those of [].
static void put_bracket_words(const Type *t)
{
    if (t->kind == TY_ARRAY && t->spelled == NULL && t->length != NULL) {
        fputs(t->is_static ? "[static] " : "", stdout);
        fputs((t->quals & Q_CONST) != 0 ? "[const] " : "", stdout);
        fputs((t->quals & Q_VOLATILE) != 0 ? "[volatile] " : "", stdout);
        fputs((t->quals & Q_RESTRICT) != 0 ? "[restrict] " : "", stdout);
    }
}

static void put_parameters(View *v, const Type *t, bool whole, bool names)
{
    if (t->no_prototype && !whole) {
        fputs("()", stdout);
        return;
    }
    putchar('(');
    for (const Decl *d = t->params; d != NULL; d = d->next) {
        fputs(d != t->params ? "," : "", stdout);
        if (whole) {
            printf("%s ", d->name == NULL || !names ? "" : d->name);
            put_bracket_words(d->type);
            put_type(v, d->type, true);
        } else {
            put_decayed(v, d->type);
        }
    }
    if (!t->no_prototype) {
        fputs(t->variadic ? t->params != NULL ? ",..." : "..."
              : t->params == NULL ? "void" : "", stdout);
    }
    putchar(')');
}

static bool in_name(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

// A bound that is no constant as the author wrote it, without white space but between
// words.
static void put_bound(View *v, const Type *t)
{
    Text text;
    text_init(&text, v->ctx);
    text_add(&text, t->is_star ? "?*" : "?");
    const char *spelled = t->length == NULL ? "" : expr_text(v->ctx, t->length);
    for (; *spelled != '\0'; spelled++) {
        bool needed = *spelled != ' ' || (in_name(spelled[-1]) && in_name(spelled[1]));
        text_addn(&text, spelled, needed ? 1 : 0);
    }
    putchar('[');
    if (t->is_star) {
        fputs(text.s, stdout);
    } else if (t->length != NULL) {
        put_number(v, t->length, text.s);
    }
    putchar(']');
}

static bool defined(View *v, const char *name)
{
    return map_get(v->unit->tokens->macro_by_name, intern_z(v->ctx, name)) != NULL;
}

static void put_opaque(View *v, const Type *t)
{
    const char *word = t->keyword == NULL ? "opaque" : t->keyword;
    if (strncmp(word, "_Complex ", 9) == 0) {   // integers, which are never mapped
        printf("complex %s", word + 9);
        return;
    }
    if (strcmp(word, "__builtin_va_list") == 0) {
        word = defined(v, "_WIN32") || defined(v, "__APPLE__") ? "*char"
            : defined(v, "__aarch64__") ? "struct __va_list" : "va_list";
    } else if (strcmp(word, "__builtin_ms_va_list") == 0) {
        word = "*char";
    }
    fputs(word, stdout);
}

static void put_type(View *v, const Type *t, bool keep_quals)
{
    unsigned quals = t->kind == TY_ARRAY ? 0 : t->quals;
    if (keep_quals) {
        fputs((quals & Q_CONST) != 0 ? "const " : "", stdout);
        fputs((quals & Q_VOLATILE) != 0 ? "volatile " : "", stdout);
        fputs((quals & Q_RESTRICT) != 0 ? "restrict " : "", stdout);
    }
    fputs((quals & Q_ATOMIC) != 0 ? "atomic " : "", stdout);
    switch (t->kind) {
    case TY_VOID: fputs("void", stdout); return;
    case TY_BOOL: fputs("bool", stdout); return;
    case TY_INT:
        fputs(ints[t->int_kind], stdout);
        if (t->int_kind == INT_BIT || t->int_kind == INT_UBIT) {
            printf("(%d)", t->bits);
        }
        return;
    case TY_FLOAT: fputs(floats[t->float_kind], stdout); return;
    case TY_COMPLEX: printf("complex %s", floats[t->float_kind]); return;
    case TY_ENUM: case TY_STRUCT: case TY_UNION: put_tag(v, t->tag); return;
    case TY_POINTER: putchar('*'); break;
    case TY_ARRAY: put_bound(v, t); break;
    case TY_FUNCTION:
        put_parameters(v, t, false, false);
        put_type(v, t->base, false);
        return;
    case TY_VECTOR: fputs("vector ", stdout); break;
    case TY_OPAQUE: put_opaque(v, t); return;
    case TY_VIEW: fputs("view ", stdout); break;
    }
    put_type(v, t->base, true);
}

// ----------------------------------------------------------------- declarations

// The file below the root, or NULL.
static const char *file_of(View *v, Span span)
{
    const char *file = span_file(v->ctx, span);
    return file != NULL && strncmp(file, v->root, v->root_length) == 0
        ? file : NULL;
}

static void print_label(View *v, const Decl *d)
{
    if (!d->poisoned && d->asm_label != NULL) {
        map_put(v->labels, d->name, (void *)(uintptr_t)d->asm_label);
    }
    const char *label = map_get(v->labels, d->name);
    bool prefixed = defined(v, "__APPLE__") && label != NULL && *label == '_';
    bool plain = label == NULL || strcmp(label, d->name) == 0
        || strcmp(label + prefixed, d->name) == 0;
    if (!plain) {
        printf(" asm %s", label);
    }
}

// By a typedef or by typeof, the parameters' names are another declaration's.
static bool has_own_names(const Decl *d)
{
    const Decl *first = d->type->params;
    return d->type->spelled == NULL
        && (first == NULL || first->span.start >= d->whole.start);
}

// By this declaration or one before; overloaded functions have but the name in common.
static bool is_inline(View *v, const Decl *d)
{
    const char *key = d->name;
    for (const Mark *m = d->marks; m != NULL; m = m->next) {
        if (strcmp(m->name, "overloadable") == 0) {
            key = intern_z(v->ctx, type_declare(v->ctx, d->type, d->name));
        }
    }
    if ((d->storage & ST_INLINE) != 0) {
        map_put(v->inlined, key, v->inlined);
    }
    return map_get(v->inlined, key) != NULL;
}

static void print_decl(View *v, Decl *d)
{
    decl_recall(v->ctx, v->unit, d);
    const char *file = file_of(v, d->span);
    if (d->poisoned) {          // wherever it stands: what follows may miss it
        printf("%s\tpoisoned %s:%d\t%s\n", file == NULL ? "" : file,
               span_file(v->ctx, d->span), span_line(v->ctx, d->span), d->why);
        return;
    }
    if (file == NULL) {
        return;
    }
    const char *kind = d->kind == DECL_FUNCTION ? "function"
        : d->kind == DECL_TYPEDEF ? "typedef" : "variable";
    printf("%s\t%s %s\t", file, kind, d->name);
    if (d->kind == DECL_TYPEDEF) {
        put_type(v, d->type, true);
        putchar('\n');
        return;
    }
    fputs((d->storage & ST_STATIC) != 0 ? "static " : "", stdout);
    if (d->kind == DECL_FUNCTION) {
        fputs(is_inline(v, d) ? "inline " : "", stdout);
        put_parameters(v, d->type, true, has_own_names(d));
        put_type(v, d->type->base, false);
    } else {
        fputs((d->storage & ST_EXTERN) != 0 ? "extern " : "", stdout);
        fputs((d->storage & ST_THREAD) != 0 ? "thread " : "", stdout);
        put_type(v, d->type, true);
    }
    print_label(v, d);
    putchar('\n');
}

static void print_tag(View *v, Tag *tag)
{
    const char *file = file_of(v, tag->span);
    if (file == NULL) {
        return;
    }
    for (const Enumerator *e = tag->enumerators; e != NULL; e = e->next) {
        printf("%s\tenumerator %s\t", file, e->name);
        if (!e->known) {
            puts("?");
        } else if (e->negative) {
            printf("%lld\n", (long long)e->number);
        } else {
            printf("%llu\n", (unsigned long long)e->number);
        }
    }
    if (!has_name(tag)) {
        return;                 // printed in the type that has it
    }
    printf("%s\t", file);
    put_tag(v, tag);
    putchar('\t');
    if (tag->kind == TY_ENUM) {
        Type t = {.kind = TY_ENUM, .tag = (Tag *)(uintptr_t)tag};
        printf("%c%d ", type_int_signed(&v->target, &t) ? 's' : 'u',
               type_int_bits(&v->target, &t));
    }
    put_members(v, tag);
    putchar('\n');
}

// ----------------------------------------------------------------------- macros

// clang folds floating constants in bounds, not in assertions.
static void ask_float(FILE *to, const char *name, const ConstValue *value)
{
    if (value->bits == 128) {   // a long double may lose digits here
        fprintf(to, "extern char carbide_%s[sizeof(%s) == 16 ? 1 : -1];\n", name, name);
    } else {
        fprintf(to, "extern char carbide_%s[(%s) == %a%s ? 1 : -1];\n", name, name,
                value->real, value->bits == 32 ? "f" : "");
    }
}

static void ask_string(View *v, FILE *to, const char *name, const ConstValue *value)
{
    Text text;
    text_init(&text, v->ctx);
    text_c_string(&text, value->string, value->string_length);
    size_t n = value->string_length + 1;        // a cast makes it a pointer
    fprintf(to, "_Static_assert((sizeof(%s) == %zu || sizeof(%s) == sizeof(char *))"
            " && __builtin_memcmp(%s, %s, %zu) == 0, \"\");\n", name, n, name, name,
            text.s, n);
}

static void ask_integer(FILE *to, const char *name, const ConstValue *value)
{
    fprintf(to, "_Static_assert((%s) == (%s)%lluull && sizeof(%s) == %d", name,
            value->is_unsigned ? "unsigned long long" : "long long",
            (unsigned long long)value->number, name, value->bits / 8);
    if (value->bits >= 32) {
        fprintf(to, " && ((%s) * 0 - 1 < 0) == %d", name, !value->is_unsigned);
    }
    fputs(", \"\");\n", to);
}

static void ask_macro(View *v, FILE *to, const Macro *m)
{
    const char *file = file_of(v, m->span);
    ConstValue value;
    const char *why = NULL;
    if (file == NULL || m->undefined || m->function_like || m->builtin
        || macro_body(v->ctx, m).n == 0
        || map_get(v->unit->tokens->macro_by_name, m->name) != m) {
        return;
    }
    fprintf(to, "%s\t%s\t", file, m->name);
    if (!macro_evaluate(v->ctx, v->unit, &v->target, m, &value, &why)) {
        fprintf(to, "?%s\n", why == NULL ? "" : why);
    } else if (value.kind == CV_STRING) {
        ask_string(v, to, m->name, &value);
    } else if (value.kind == CV_FLOAT) {
        ask_float(to, m->name, &value);
    } else {
        ask_integer(to, m->name, &value);
    }
}

static bool print_macros(View *v, const char *path)
{
    FILE *to = fopen(path, "w");
    for (size_t i = 0; to != NULL && i < v->unit->tokens->macros.n; i++) {
        ask_macro(v, to, v->unit->tokens->macros.at[i]);
    }
    return to != NULL && fclose(to) == 0;
}

int main(int argc, char **argv)
{
    Context *ctx = context_new();
    struct timespec start, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    Source *source = argc == 3 || argc == 4 ? source_open(ctx, argv[2]) : NULL;
    if (source == NULL) {
        diag_flush(ctx, stderr);
        return 2;
    }
    Unit *unit = parse(ctx, lex_begin(ctx, source));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    View v = {.ctx = ctx, .unit = unit, .root = argv[1],
              .root_length = strlen(argv[1]), .labels = map_new(ctx),
              .inlined = map_new(ctx)};
    target_read(ctx, unit->tokens, &v.target);
    for (size_t i = 0; i < unit->decls.n; i++) {
        print_decl(&v, unit->decls.at[i]);
    }
    for (size_t i = 0; i < unit->tags.n; i++) {
        print_tag(&v, unit->tags.at[i]);
    }
    if (argc == 4 && !print_macros(&v, argv[3])) {
        perror(argv[3]);
        return 2;
    }
    fprintf(stderr, "%lld %zu\n",
            (long long)(end.tv_sec - start.tv_sec) * 1000000
                + (end.tv_nsec - start.tv_nsec) / 1000, source->size);
    context_free(ctx);
    return 0;
}
