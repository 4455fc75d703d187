// SPDX-License-Identifier: MIT
// mistake.c: says what is wrong with a declaration that could not be read.
//
// In: the parser at the place where it failed. Out: one diagnostic that looks behind
// the symptom: a header that is not included, a macro of the same name, C++, a
// semicolon that is missing one line above.
#include "parse.h"

#include <string.h>

// ---------------------------------------------------------------- unknown types

static const struct {
    const char *name, *header;  // NULL: a word of C itself
} standard_types[] = {
    {"size_t", "<stddef.h>"}, {"ptrdiff_t", "<stddef.h>"}, {"wchar_t", "<stddef.h>"},
    {"int8_t", "<stdint.h>"}, {"int16_t", "<stdint.h>"}, {"int32_t", "<stdint.h>"},
    {"int64_t", "<stdint.h>"}, {"uint8_t", "<stdint.h>"}, {"uint16_t", "<stdint.h>"},
    {"uint32_t", "<stdint.h>"}, {"uint64_t", "<stdint.h>"},
    {"intptr_t", "<stdint.h>"}, {"uintptr_t", "<stdint.h>"},
    {"intmax_t", "<stdint.h>"}, {"uintmax_t", "<stdint.h>"},
    {"bool", "<stdbool.h>"}, {"complex", "<complex.h>"}, {"FILE", "<stdio.h>"},
    {"time_t", "<time.h>"}, {"clock_t", "<time.h>"}, {"va_list", "<stdarg.h>"},
    {"wint_t", "<wchar.h>"}, {"char16_t", "<uchar.h>"}, {"char32_t", "<uchar.h>"},
    {"ssize_t", "<sys/types.h>"}, {"off_t", "<sys/types.h>"},
    {"pid_t", "<sys/types.h>"}, {"cb_value", "\"carbide.h\""},
    {"char", NULL}, {"short", NULL}, {"int", NULL}, {"long", NULL}, {"float", NULL},
    {"double", NULL}, {"signed", NULL}, {"unsigned", NULL}, {"void", NULL},
};
enum { N_STANDARD = sizeof standard_types / sizeof *standard_types };

// What other languages, and some libraries, call them.
static const struct {
    const char *name, *type;
} other_names[] = {
    {"string", "const char *"}, {"str", "const char *"}, {"String", "const char *"},
    {"byte", "unsigned char"}, {"uchar", "unsigned char"}, {"uint", "unsigned int"},
    {"ushort", "unsigned short"}, {"ulong", "unsigned long"}, {"boolean", "bool"},
    {"integer", "int"}, {"real", "double"}, {"float32", "float"}, {"float64", "double"},
    {"f32", "float"}, {"f64", "double"}, {"u8", "uint8_t"}, {"u16", "uint16_t"},
    {"u32", "uint32_t"}, {"u64", "uint64_t"}, {"i8", "int8_t"}, {"i16", "int16_t"},
    {"i32", "int32_t"}, {"i64", "int64_t"}, {"usize", "size_t"}, {"isize", "ptrdiff_t"},
    {"None", "void"},
};

// The name that was meant: a typedef, or a standard type, whose header may be missing.
static const char *near_type(const Parser *p, const char *name)
{
    VEC(const char *) names = {0};
    const char *with_t = arena_printf(p->ctx->arena, "%s_t", name);     // uint8
    for (size_t i = 0; i < N_STANDARD; i++) {
        const char *standard = standard_types[i].name;
        if (strcmp(name, standard) == 0 || strcmp(with_t, standard) == 0) {
            return standard;
        }
        *vec_push(p->ctx, &names) = standard;
    }
    for (size_t i = 0; i < sizeof other_names / sizeof *other_names; i++) {
        if (strcmp(name, other_names[i].name) == 0) {
            return other_names[i].type;
        }
    }
    for (size_t i = 0; i < p->unit->decls.n; i++) {
        if (p->unit->decls.at[i]->kind == DECL_TYPEDEF) {
            *vec_push(p->ctx, &names) = p->unit->decls.at[i]->name;
        }
    }
    return nearest(name, names.at, names.n);
}

// The same, found once for each name; of very many unknown ones, none was misspelt.
static const char *meant_type(Parser *p, const char *name)
{
    enum { SEARCHES_MAX = 500 };
    const char *meant = map_get(p->meant, name);
    if (meant == NULL && p->searches < SEARCHES_MAX) {
        p->searches++;
        meant = near_type(p, name);
        map_put(p->meant, name, (void *)(uintptr_t)(meant == NULL ? "" : meant));
    }
    return meant == NULL || *meant == '\0' ? NULL : meant;
}

// What declares it, when that is a standard header that is not included.
static const char *missing_header(const Parser *p, const char *name)
{
    for (size_t i = 0; i < N_STANDARD; i++) {
        if (strcmp(name, standard_types[i].name) == 0) {
            const char *key = intern_z(p->ctx, name);
            lex_rest(p->in);
            bool known = map_get(p->unit->typedefs, key) != NULL
                || map_get(p->unit->tokens->macro_by_name, key) != NULL;
            return known ? NULL : standard_types[i].header;
        }
    }
    return NULL;
}

struct Missing {
    Token at;                   // the first use
    int uses;
};

// C++ knows a tag by its name alone; C wants its word before it.
static const char *tag_word(const Parser *p, const char *name)
{
    const Tag *tag = map_get(p->unit->struct_tags, name);
    if (tag != NULL) {
        return tag->kind == TY_UNION ? "union" : "struct";
    }
    return map_get(p->unit->enum_tags, name) != NULL ? "enum" : NULL;
}

static void report_type(const Parser *p, const Token *t, const char *meant)
{
    const char *header = meant == NULL ? NULL : missing_header(p, meant);
    const char *word = tag_word(p, t->name);
    diag(p->ctx, p->why_id, t->span, "unknown type name '%s'", t->name);
    if (word != NULL) {
        const char *both = arena_printf(p->ctx->arena, "%s %s", word, t->name);
        diag_fix(p->ctx, t->span, both, "%s    C wants the word `%s`", both, word);
    } else if (meant == NULL) {
        diag_hint(p->ctx, "include the header that declares it");
    } else if (strcmp(meant, t->name) != 0) {
        diag_fix(p->ctx, t->span, meant, "did you mean '%s'?", meant);
    }
    if (header != NULL && word == NULL) {
        diag_hint(p->ctx, "#include %s    declares %s", header, meant);
    }
}

// A misspelt type is an error wherever it stands; one that nothing declares is one
// error, however often it is used; one whose own declaration is wrong is none.
static void unknown_type(Parser *p, const Token *t)
{
    const char *meant = meant_type(p, t->name);
    bool misspelt = meant != NULL && strcmp(meant, t->name) != 0;
    if (map_get(p->broken, t->name) != NULL) {
        return;
    }
    if (misspelt || tag_word(p, t->name) != NULL) {
        report_type(p, t, meant);
        return;
    }
    struct Missing *m = map_get(p->missing_by_name, t->name);
    if (m != NULL) {
        m->uses++;
        return;
    }
    m = NEW(p->ctx, struct Missing);
    *m = (struct Missing){*t, 1};
    *vec_push(p->ctx, &p->missing) = m;
    map_put(p->missing_by_name, t->name, m);
}

// Behind ( at i: the ) that closes it, or the end.
static size_t behind_bracket(const Parser *p, size_t i)
{
    int depth = 0;
    for (; token_at(p, i)->kind != TK_EOF; i++) {
        depth += token_at(p, i)->kind == TK_LPAREN;
        depth -= token_at(p, i)->kind == TK_RPAREN;
        if (depth == 0) {
            return i;
        }
    }
    return i;
}

// A word where a type has to stand, which is none.
static bool is_unknown_type(const Parser *p, size_t i)
{
    const Token *t = token_at(p, i);
    if (t->kind != TK_IDENT || name_tag(t->name) != KW_NONE || starts_type(p, t)
        || token_at(p, i + 1)->kind == TK_EOF) {
        return false;
    }
    TokenKind next = token_at(p, i + 1)->kind;
    return (next == TK_IDENT && name_tag(token_at(p, i + 1)->name) == KW_NONE)
           || next == TK_STAR || next == TK_COMMA || next == TK_RPAREN;
}

// The reader stops at the first unknown type: those of other parameters, or members.
static void other_unknown_types(Parser *p, size_t first, size_t at)
{
    bool begins = false, in_braces = false;     // a parameter or a member begins here
    int depth = 0;
    for (size_t i = first; token_at(p, i)->kind != TK_EOF; i++) {
        const Token *t = token_at(p, i);
        bool marker = t->kind == TK_IDENT && starts_with(t->name, "CB_");
        bool qualifier = t->kind == TK_IDENT
                         && (strcmp(t->name, "const") == 0
                             || strcmp(t->name, "volatile") == 0);
        if ((t->kind == TK_SEMICOLON && !in_braces && depth == 0)
            || t->kind == TK_RBRACE
            || (t->kind == TK_LBRACE && i > 0
                && token_at(p, i - 1)->kind == TK_RPAREN)) {
            return;
        }
        if (marker || (t->kind == TK_IDENT && strcmp(t->name, "__attribute__") == 0)) {
            bool arguments = token_at(p, i + 1)->kind == TK_LPAREN;
            i = arguments ? behind_bracket(p, i + 1) : i;
            continue;
        }
        if (begins && !qualifier && i != at && is_unknown_type(p, i)) {
            unknown_type(p, t);
        }
        depth += t->kind == TK_LPAREN;
        depth -= t->kind == TK_RPAREN;
        in_braces = in_braces || t->kind == TK_LBRACE;
        begins = (begins && qualifier)
                 || (depth == 1 && (t->kind == TK_LPAREN || t->kind == TK_COMMA))
                 || (depth == 0 && (t->kind == TK_LBRACE || t->kind == TK_SEMICOLON));
    }
}

void report_missing_types(Parser *p)
{
    for (size_t i = 0; i < p->missing.n; i++) {
        const struct Missing *m = p->missing.at[i];
        report_type(p, &m->at, meant_type(p, m->at.name));
        if (m->uses > 1) {
            diag_note(p->ctx, (Span){0, 0}, m->uses == 2 ? "%d more declaration uses it"
                      : "%d more declarations use it", m->uses - 1);
        }
    }
}

// -------------------------------------------------------------------------- C++

// A reference; what stands behind the parameters of a method.
static bool is_cplusplus_form(const Parser *p, size_t i)
{
    static const char *const words[] = {"const", "noexcept", "override", "final"};
    const Token *t = token_at(p, i);
    TokenKind before = i > 0 ? token_at(p, i - 1)->kind : TK_EOF;
    if (t->kind == TK_AMP || t->kind == TK_AND) {
        return before == TK_IDENT || before == TK_STAR;
    }
    if (before != TK_RPAREN) {
        return false;
    }
    for (size_t k = 0; t->kind == TK_IDENT && k < sizeof words / sizeof *words; k++) {
        if (strcmp(t->name, words[k]) == 0) {
            return true;
        }
    }
    return t->kind == TK_ARROW;
}

static bool is_cplusplus(const Parser *p, size_t i)
{
    static const char *const words[] = {
        "namespace", "class", "template", "using", "public", "private", "protected",
        "virtual", "friend", "operator", "typename", "std", "explicit",
    };
    const Token *t = token_at(p, i);
    if (is_cplusplus_form(p, i)) {
        return true;
    }
    if (t->kind != TK_IDENT) {
        return false;
    }
    if (token_at(p, i + 1)->kind == TK_COLON
        && token_at(p, i + 2)->kind == TK_COLON) {
        return true;
    }
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        if (strcmp(t->name, words[k]) == 0) {
            return true;
        }
    }
    return false;
}

static void report_cplusplus(Parser *p, size_t at)
{
    const Token *t = token_at(p, at);
    if (p->cplusplus) {
        return;                 // one is enough: all the rest follows from it
    }
    p->cplusplus = true;
    const char *word = token_spelling(p->ctx, *t);
    if (t->kind == TK_AMP || t->kind == TK_AND) {
        diag(p->ctx, DIAG_CPLUSPLUS, t->span,
             "this is C++: C has pointers, and no references");
    } else if (is_cplusplus_form(p, at)) {
        diag(p->ctx, DIAG_CPLUSPLUS, t->span,
             "this is C++: `%s` does not stand behind parameters in C", word);
    } else {
        diag(p->ctx, DIAG_CPLUSPLUS, t->span, "this is C++: `%s` is no word of C",
             word);
    }
    diag_hint(p->ctx, "give carbide a header in C, and define its functions in a .cpp "
                      "file as extern \"C\"");
}

// ----------------------------------------------------------------------- macros

// A macro with parameters that is used in the line where the declaration begins, and
// whose name is not left in what the preprocessor printed: it ate the declaration.
static const Macro *macro_in_place(const Parser *p, size_t first, size_t at)
{
    Place place = source_place(p->ctx, token_at(p, first)->span);
    if (place.text == NULL) {
        return NULL;
    }
    lex_rest(p->in);            // also one that is defined below
    TokenRange line = lex_line(p->ctx, place.text, strlen(place.text));
    for (size_t i = 0; i + 1 < line.n; i++) {
        const Token *t = line.at;
        const Macro *m = t[i].kind == TK_IDENT && t[i + 1].kind == TK_LPAREN
            ? map_get(p->unit->tokens->macro_by_name, t[i].name) : NULL;
        if (m == NULL || !m->function_like || m->undefined) {
            continue;
        }
        bool printed = false;
        for (size_t k = first; k <= at; k++) {
            printed = printed || token_at(p, k)->name == m->name;
        }
        if (!printed) {
            return m;
        }
    }
    return NULL;
}

static void report_macro(Parser *p, Decl *d, const Macro *m, Span at)
{
    d->name = m->name;
    diag(p->ctx, DIAG_MACRO_FUNCTION, at,
         "`%s` is also a macro, which the preprocessor put in place of this "
         "declaration", m->name);
    diag_note(p->ctx, m->span, "defined here");
    diag_hint(p->ctx, "#undef %s    before the declaration", m->name);
}

// --------------------------------------------------------------------- reporting

void report_mistake(Parser *p, Decl *d, size_t first, size_t at)
{
    static const char unknown[] = "unknown type name '";
    const Token *t = token_at(p, at);
    if (is_cplusplus(p, at) || is_cplusplus(p, first)) {
        report_cplusplus(p, is_cplusplus(p, at) ? at : first);
        return;
    }
    enum { MANY = 20 };         // nobody reads on; each look costs an aligned line
    bool look = d->name == NULL && p->n_mistakes++ < MANY;
    const Macro *m = look ? macro_in_place(p, first, at) : NULL;
    if (m != NULL) {
        report_macro(p, d, m, token_at(p, first)->span);
        return;
    }
    if (report_habit(p, first, at)) {
        return;
    }
    if (starts_with(p->why, unknown) && t->kind == TK_IDENT) {
        unknown_type(p, t);
        other_unknown_types(p, first, at);
    } else {
        diag(p->ctx, p->why_id, t->span, "%s", p->why);
    }
}

// A declaration that ends where a line ends, and behind it another one begins: it wants
// a semicolon, and the next one is not to suffer for it.
bool semicolon_is_missing(Parser *p)
{
    const Token *t = peek(p), *before = p->i > 0 ? token_at(p, p->i - 1) : t;
    int kw = t->kind == TK_IDENT ? name_tag(t->name) : KW_NONE;
    bool begins = starts_type(p, t) || (kw >= KW_TYPEDEF && kw <= KW_CONSTEXPR);
    if (!begins || !span_is_users(p->ctx, t->span)
        || span_line(p->ctx, before->span) == span_line(p->ctx, t->span)) {
        return false;
    }
    const char *word = token_spelling(p->ctx, *before);
    diag(p->ctx, DIAG_SYNTAX, before->span, "expected ';' after the declaration");
    diag_fix(p->ctx, before->span, arena_printf(p->ctx->arena, "%s;", word),
             "did you forget the ;?");
    return true;
}
