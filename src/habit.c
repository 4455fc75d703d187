// SPDX-License-Identifier: MIT
// habit.c: what stands in a declaration out of a habit from another language, or by a
// slip of the hand: C++, Java, Python, SAL; a parenthesis too few, a comma too many.
//
// In: the parser at the place where it failed. Out: a diagnostic that says how C writes
// it, or none: then mistake.c says what was expected.
#include "parse.h"

#include <ctype.h>
#include <string.h>

static bool is(const Parser *p, size_t i, TokenKind kind)
{
    return token_at(p, i)->kind == kind;
}

static const char *spelled(const Parser *p, size_t first, size_t last)
{
    return source_spelling(p->ctx, span_of_tokens(p, first, last));
}

// A hint that replaces tokens; what stands there is on one line, or nobody replaces it.
static void replace(const Parser *p, size_t first, size_t last, const char *with,
                    const char *hint)
{
    diag_fix(p->ctx, span_of_tokens(p, first, last), with, "%s", hint);
}

static bool begins_type(const Parser *p, size_t i)
{
    const Token *t = token_at(p, i);
    int kw = t->kind == TK_IDENT ? name_tag(t->name) : KW_NONE;
    return t->kind == TK_IDENT && (starts_type(p, t) || kw != KW_NONE);
}

// The first token of the parameter in which token `at` stands.
static size_t parameter_start(const Parser *p, size_t first, size_t at)
{
    int depth = 0;
    while (at > first) {
        TokenKind k = token_at(p, at - 1)->kind;
        depth += k == TK_RPAREN || k == TK_RBRACKET;
        depth -= k == TK_LPAREN || k == TK_LBRACKET;
        if (depth < 0 || (depth == 0 && k == TK_COMMA)) {
            break;
        }
        at--;
    }
    return at;
}

// ---------------------------------------------------------------------- markers

// CB_OUT for OUT, _Out_, cb_out, CBOUT and CB_Out; NULL: nothing like a marker.
static const char *marker_meant(const Parser *p, const char *name)
{
    static const char *const markers[] = {
#define MARKER(id, places, least, most, state) #id,
#include "markers.def"
#undef MARKER
    };
    char upper[32];
    size_t n = 0;
    for (; *name == '_'; name++) {
    }
    for (; *name != '\0' && n + 1 < sizeof upper; name++) {
        upper[n++] = (char)toupper((unsigned char)*name);
    }
    while (n > 0 && upper[n - 1] == '_') {
        n--;
    }
    upper[n] = '\0';
    const char *bare = starts_with(upper, "CB_") ? upper + 3
                       : starts_with(upper, "CB") ? upper + 2 : upper;
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        if (strcmp(bare, markers[i]) == 0) {
            return arena_printf(p->ctx->arena, "CB_%s", markers[i]);
        }
    }
    return NULL;
}

static bool odd_marker(Parser *p, size_t at)
{
    const Token *t = token_at(p, at);
    const char *meant = t->kind == TK_IDENT ? marker_meant(p, t->name) : NULL;
    if (meant == NULL || (!begins_type(p, at + 1) && !is(p, at + 1, TK_LPAREN))) {
        return false;
    }
    diag(p->ctx, DIAG_UNKNOWN_MARKER, t->span, "%s is no type, and no marker", t->name);
    diag_fix(p->ctx, t->span, meant, "did you mean %s?", meant);
    return true;
}

// CB_SHAPE n, CB_SHAPE[n], CB_DEFAULT = 3: the argument wants parentheses.
static bool marker_without_parentheses(Parser *p, size_t at)
{
    const Token *marker = at > 0 ? token_at(p, at - 1) : NULL;
    if (marker == NULL || marker->kind != TK_IDENT || !is_marker(p, marker)
        || marker_meant(p, marker->name) == NULL) {
        return false;
    }
    bool skip = is(p, at, TK_LBRACKET) || is(p, at, TK_ASSIGN);
    bool value = is(p, at, TK_IDENT) || is(p, at, TK_NUMBER);
    if (begins_type(p, at) || (!skip && !value)) {
        return false;
    }
    size_t argument = at + skip, last = argument + is(p, at, TK_LBRACKET);
    if (is(p, last, TK_EOF)) {
        return false;
    }
    const char *with = arena_printf(p->ctx->arena, "%s(%s)", marker->name,
                                    spelled(p, argument, argument));
    diag(p->ctx, DIAG_MARKER_ARGUMENTS, marker->span,
         "%s wants its argument in parentheses", marker->name);
    replace(p, at - 1, last, with, with);
    return true;
}

// CB_OUT(double *x): a marker stands before the parameter, not around it.
static bool marker_around(Parser *p, size_t at)
{
    size_t open = at;
    if (at == 0 || !is(p, at, TK_RPAREN) || !is(p, at - 1, TK_RPAREN)) {
        return false;
    }
    for (int depth = 0; open > 0; open--) {
        depth += is(p, open - 1, TK_RPAREN);
        depth -= is(p, open - 1, TK_LPAREN);
        if (depth == 0) {
            break;
        }
    }
    const Token *marker = open > 1 ? token_at(p, open - 2) : NULL;
    if (marker == NULL || marker->kind != TK_IDENT || !is_marker(p, marker)
        || !begins_type(p, open)) {
        return false;
    }
    const char *with = arena_printf(p->ctx->arena, "%s %s", marker->name,
                                    spelled(p, open, at - 2));
    diag(p->ctx, DIAG_MARKER_ARGUMENTS, marker->span,
         "%s stands before the parameter, not around it", marker->name);
    replace(p, open - 2, at - 1, with, with);
    return true;
}

// -------------------------------------------------------------- other languages

// int n = 3, as in C++ and Python
static bool default_argument(Parser *p, size_t first, size_t at)
{
    size_t start = parameter_start(p, first, at), end = at + 1;
    if (!is(p, at, TK_ASSIGN) || start == first || start == at) {
        return false;
    }
    TokenKind k;
    for (int depth = 0; (k = token_at(p, end)->kind) != TK_EOF; end++) {
        depth += (k == TK_LPAREN) - (k == TK_RPAREN);
        if (depth < 0 || k == TK_SEMICOLON || (depth == 0 && k == TK_COMMA)) {
            break;
        }
    }
    if (end == at + 1) {
        return false;
    }
    const char *with = arena_printf(p->ctx->arena, "CB_DEFAULT(%s) %s",
                                    spelled(p, at + 1, end - 1),
                                    spelled(p, start, at - 1));
    diag(p->ctx, DIAG_SYNTAX, token_at(p, at)->span, "C has no default arguments");
    replace(p, start, end - 1, with, with);
    return true;
}

// double[] x, double[n] x, as in Java
static bool brackets_before_name(Parser *p, size_t first, size_t at)
{
    if (at == 0 || !is(p, at, TK_IDENT) || !is(p, at - 1, TK_RBRACKET)) {
        return false;
    }
    size_t open = at - 1;
    while (open > first && !is(p, open, TK_LBRACKET)) {
        open--;
    }
    size_t start = parameter_start(p, first, open);
    if (!is(p, open, TK_LBRACKET) || start == open) {
        return false;
    }
    bool empty = open + 2 == at;
    const char *with = arena_printf(p->ctx->arena, " %s[%s]", token_at(p, at)->name,
                                    empty ? "n" : spelled(p, open + 1, at - 2));
    diag(p->ctx, DIAG_SYNTAX, token_at(p, open)->span,
         "the brackets of an array stand behind its name");
    replace(p, open, at, with, arena_printf(p->ctx->arena, "%s%s",
            spelled(p, start, open - 1), with));
    return true;
}

// double[3] f(void)
static bool array_result(Parser *p, size_t first, size_t at)
{
    size_t end = at;
    while (is(p, at, TK_LBRACKET) && !is(p, end, TK_EOF) && !is(p, end, TK_RBRACKET)) {
        end++;
    }
    if (end == at || at == first || !is(p, end + 1, TK_IDENT)
        || !is(p, end + 2, TK_LPAREN)) {
        return false;
    }
    const char *extent = end > at + 1 ? spelled(p, at + 1, end - 1) : "n";
    diag(p->ctx, DIAG_SYNTAX, token_at(p, at)->span, "functions of C return no arrays");
    diag_hint(p->ctx, "void %s(CB_OUT %s y[%s]);    returned through a parameter",
              token_at(p, end + 1)->name, spelled(p, first, at - 1), extent);
    return true;
}

static bool is_word(const Token *t, const char *const words[], size_t n)
{
    for (size_t i = 0; i < n && t->kind == TK_IDENT; i++) {
        if (strcmp(t->name, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

// def f(x), function f(x), f(x)
static bool no_result_type(Parser *p, size_t first, size_t at)
{
    static const char *const words[] = {
        "def", "function", "func", "fn", "fun", "proc", "sub", "let", "var",
    };
    const Token *t = token_at(p, at);
    if (at != first || t->kind != TK_IDENT) {
        return false;
    }
    if (is_word(t, words, sizeof words / sizeof *words) && is(p, at + 1, TK_IDENT)) {
        diag(p->ctx, DIAG_SYNTAX, t->span, "`%s` is no word of C", t->name);
        diag_hint(p->ctx, "a declaration begins with the type of the result: double %s"
                  "(double x);", token_at(p, at + 1)->name);
        return true;
    }
    if (is(p, at + 1, TK_LPAREN)) {
        diag(p->ctx, DIAG_SYNTAX, t->span, "%s() has no type before its name", t->name);
        diag_fix(p->ctx, t->span, arena_printf(p->ctx->arena, "void %s", t->name),
                 "void %s(…);    if it returns nothing", t->name);
        return true;
    }
    return false;
}

// f(x, y), f(x: float): a parameter that has a name, and no type
static bool no_parameter_type(Parser *p, size_t first, size_t at)
{
    const Token *t = token_at(p, at);
    bool ends = is(p, at + 1, TK_COMMA) || is(p, at + 1, TK_RPAREN)
        || is(p, at + 1, TK_COLON);
    bool begins = at > first && (is(p, at - 1, TK_COMMA) || is(p, at - 1, TK_LPAREN));
    size_t n = t->kind == TK_IDENT ? strlen(t->name) : 0;
    if (!ends || !begins || n == 0 || !islower((unsigned char)t->name[0])
        || (n > 2 && strcmp(t->name + n - 2, "_t") == 0)) {
        return false;
    }
    diag(p->ctx, DIAG_SYNTAX, t->span,
         "'%s' has no type, or is a type that is not known", t->name);
    diag_hint(p->ctx, "a parameter has a type and a name: double %s", t->name);
    return true;
}

// ------------------------------------------------------------------------- slips

static bool slip(Parser *p, size_t at, const char *hint, const char *with)
{
    diag(p->ctx, p->why_id, token_at(p, at)->span, "%s", p->why);
    diag_fix(p->ctx, token_at(p, at)->span, with, "%s", hint);
    return true;
}

static const char *before_token(const Parser *p, size_t at, const char *what)
{
    const char *word = token_spelling(p->ctx, *token_at(p, at));
    return arena_printf(p->ctx->arena, "%s%s", what, word);
}

static bool misplaced_punctuation(Parser *p, size_t at)
{
    bool parameters = strstr(p->why, "to close the parameter list") != NULL;
    if (parameters && is(p, at, TK_SEMICOLON)) {
        return slip(p, at, "did you forget the )?", ");");
    }
    if (parameters && begins_type(p, at)) {
        return slip(p, at, "did you forget the comma?", before_token(p, at, ", "));
    }
    if (strstr(p->why, "to close the array bound") != NULL && at > 0
        && is(p, at, TK_SEMICOLON) && is(p, at - 1, TK_RPAREN)) {
        p->why = "expected ']' to close the array bound, saw ')'";
        return slip(p, at - 1, "did you forget the ]?", "])");
    }
    const Token *t = token_at(p, at);
    if (strstr(p->why, "after the declaration, saw the end") != NULL) {
        const char *word = token_spelling(p->ctx, *t);
        return slip(p, at, "did you forget the ;?",
                    arena_printf(p->ctx->arena, "%s;", word));
    }
    if (strstr(p->why, "after the declaration") != NULL && t->kind == TK_IDENT
        && name_tag(t->name) == KW_RETURN) {
        return slip(p, at, "did you forget the {?", "{ return");
    }
    if (strstr(p->why, "after the declaration") != NULL && is(p, at, TK_RPAREN)) {
        return slip(p, at, "one ) too many", "");
    }
    if (starts_with(p->why, "expected a parameter, saw") && at > 0
        && is(p, at - 1, TK_COMMA)) {
        diag(p->ctx, p->why_id, token_at(p, at)->span, "%s", p->why);
        diag_fix(p->ctx, token_at(p, at - 1)->span, "", "one comma too many");
        return true;
    }
    if (strstr(p->why, "after the declaration") != NULL && begins_type(p, at)
        && at > 0 && is(p, at - 1, TK_IDENT)) {
        return slip(p, at, "did you forget the (?", before_token(p, at, "("));
    }
    return false;
}

// unsigned double, long long long
static bool odd_type(Parser *p, size_t first, size_t at)
{
    if (!starts_with(p->why, "these words make no type") || at == first) {
        return false;
    }
    size_t start = at - 1;
    while (start > first && begins_type(p, start - 1)) {
        start--;
    }
    diag(p->ctx, DIAG_SYNTAX, span_of_tokens(p, start, at - 1),
         "`%s` is no type of C", spelled(p, start, at - 1));
    return true;
}

bool report_habit(Parser *p, size_t first, size_t at)
{
    bool unknown = starts_with(p->why, "unknown type name '");
    if (unknown && map_get(p->broken, token_at(p, at)->name) != NULL) {
        return false;
    }
    return (unknown && odd_marker(p, at)) || marker_without_parentheses(p, at)
           || marker_around(p, at) || default_argument(p, first, at)
           || brackets_before_name(p, first, at) || array_result(p, first, at)
           || (unknown && no_result_type(p, first, at))
           || (unknown && no_parameter_type(p, first, at)) || odd_type(p, first, at)
           || misplaced_punctuation(p, at);
}
