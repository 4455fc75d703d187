// SPDX-License-Identifier: MIT
// propose_text.c: what comments and annotations of a foreign header say of parameters:
// Doxygen's [in] and [out], gtk-doc's (out) and (array length=n), SAL's _In_reads_(n),
// which expands to nothing and is read in the header's own text.
//
// In: a function whose attributes are read. Out: facts of its Proposal. What is written
// down is no guess; what a sentence seems to say is one.
#include "propose.h"

#include <ctype.h>
#include <string.h>

enum { MAX_PARTS = 64 };

// The author's `in` of a `const` needs no marker; `in,out` of an array is in place.
static void say_direction(Proposal *p, int i, bool in, bool out, bool guess)
{
    const Type *t = p->f->params[i]->type;
    if (t->kind != TY_POINTER && t->kind != TY_ARRAY) {
        return;
    }
    bool is_const = t->base->quals & Q_CONST;
    bool array = p->params[i].by[MARK_SHAPE].text || t->kind == TY_ARRAY;
    if (out && is_const) {
        return;
    }
    if (in && !out) {
        bool one = is_const && param_is_pointer(p->f->params[i])
                   && !element_is_text(t->base) && t->base->kind != TY_VOID;
        if (!is_const || (one && !array)) {
            wish(&p->params[i], MARK_IN, "", guess);
        }
    } else if (out && !in) {
        wish(&p->params[i], MARK_OUT, "", guess);
    } else if (out && !array) {
        wish(&p->params[i], MARK_INOUT, "", guess);
    }
}

static size_t identifier_length(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_') {
        n++;
    }
    return n;
}

// Index of the parameter that stands at s, or -1.
static int param_at(const Proposal *p, const char *s)
{
    size_t n = identifier_length(s);
    for (int i = 0; n && i < p->f->n_params; i++) {
        const char *name = p->f->params[i]->decl->name;
        if (name && strlen(name) == n && memcmp(name, s, n) == 0) {
            return i;
        }
    }
    return -1;
}

// ------------------------------------------------------------------------ Doxygen
static bool bracket_direction(const char *s, size_t n, bool *in, bool *out)
{
    static const struct { const char *text; bool in, out; } forms[] = {
        { "in", true, false }, { "out", false, true }, { "in,out", true, true },
        { "inout", true, true }, { "out,in", true, true }, { "in out", true, true },
    };
    char word[16];
    size_t k = 0;
    for (size_t i = 0; i < n && k + 1 < sizeof word; i++) {
        if (s[i] != ' ' || (k && i + 1 < n && s[i + 1] != ',' && s[i - 1] != ',')) {
            word[k++] = (char)tolower((unsigned char)s[i]);
        }
    }
    word[k] = '\0';
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(word, forms[i].text) == 0) {
            *in = forms[i].in;
            *out = forms[i].out;
            return true;
        }
    }
    return false;
}

// `@param[out] x`, `[in] x`, `x [out]`: the bracket, and the names on its line.
static void read_brackets(Proposal *p, const char *line)
{
    const char *open = strchr(line, '['), *close = open ? strchr(open, ']') : NULL;
    bool in, out;
    if (!close || !bracket_direction(open + 1, (size_t)(close - open) - 1, &in, &out)) {
        return;
    }
    const char *s = close + 1;
    s += strspn(s, " \t");
    bool after = param_at(p, s) >= 0;
    while (after) {                         // @param[out] a,b
        int i = param_at(p, s);
        if (i >= 0) {
            say_direction(p, i, in, out, false);
        }
        s += identifier_length(s);
        s += strspn(s, " \t");
        after = *s == ',';
        s += after;
        s += strspn(s, " \t");
    }
    for (s = line; s < open && close[1]; s++) {
        bool begins = s == line || !identifier_length(s - 1);
        int i = begins ? param_at(p, s) : -1;
        if (i >= 0) {
            say_direction(p, i, in, out, false);
            return;
        }
    }
}

// "may be NULL" behind `@param x`.
static void read_nullable(Proposal *p, const char *line)
{
    const char *s = strstr(line, "param");
    if (!s || (s > line && s[-1] != '@' && s[-1] != '\\')) {
        return;
    }
    s += strlen("param");
    s += *s == '[' ? strcspn(s, "]") + 1 : 0;
    s += strspn(s, " \t");
    int i = param_at(p, s);
    static const char *const phrases[] = { "may be NULL", "can be NULL", "or NULL",
                                           "NULL if not", "may be @c NULL" };
    for (size_t k = 0; i >= 0 && k < sizeof phrases / sizeof *phrases; k++) {
        bool pointer = p->f->params[i]->type->kind == TY_POINTER;
        if (pointer && strstr(s, phrases[k])
            && wish(&p->params[i], MARK_OPT, "", true)) {
            guess_note(p, "%s may be None: its comment speaks of NULL",
                       p->params[i].name);
        }
    }
}

// ------------------------------------------------------------------------ gtk-doc
// The argument of `(array length=n)`, or NULL.
static const char *annotation_value(Context *ctx, const char *s, const char *end,
                                    const char *key)
{
    const char *at = strstr(s, key);
    if (!at || at >= end) {
        return NULL;
    }
    at += strlen(key);
    return arena_strndup(ctx->arena, at, identifier_length(at));
}

// `@x: (out) (array length=n) (nullable): text`
static void read_annotations(Module *m, Proposal *p, const char *line)
{
    line += strspn(line, " \t*");
    int i = *line == '@' ? param_at(p, line + 1) : -1;
    const char *s = i >= 0 ? line + 1 + identifier_length(line + 1) : "";
    s += *s == ':';
    s += strspn(s, " \t");
    if (*s != '(') {
        return;
    }
    const char *end = strstr(s, "):");
    end = end ? end + 1 : s + strlen(s);
    const char *length = annotation_value(m->ctx, s, end, "length=");
    const char *fixed = annotation_value(m->ctx, s, end, "fixed-size=");
    int n = length ? param_at(p, length) : -1;
    if (n >= 0) {
        bool by_address = p->f->params[n]->type->kind == TY_POINTER;
        wish(&p->params[i], MARK_SHAPE, by_address
             ? arena_printf(m->ctx->arena, "*%s", p->params[n].name)
             : p->params[n].name, false);
    } else if (fixed && *fixed) {
        wish(&p->params[i], MARK_SHAPE, fixed, false);
    }
    const char *inout = strstr(s, "(inout"), *out = strstr(s, "(out");
    if (inout && inout < end) {
        p->params[i].one = !p->params[i].by[MARK_SHAPE].text;
        say_direction(p, i, true, true, false);
    } else if (out && out < end) {
        p->params[i].one = !p->params[i].by[MARK_SHAPE].text;
        say_direction(p, i, false, true, false);
    }
    static const char *const nullable[] = { "(nullable)", "(optional)",
                                            "(allow-none)" };
    for (size_t k = 0; k < 3; k++) {
        const char *at = strstr(s, nullable[k]);
        if (at && at < end) {
            wish(&p->params[i], MARK_OPT, "", false);
        }
    }
}

// `Returns: (transfer full): a string`: GLib's strings are freed with g_free().
static void read_transfer(Module *m, Proposal *p, const char *line)
{
    line += strspn(line, " \t*@");
    const char *free_name = intern_z(m->ctx, "g_free");
    const Type *t = p->f->type->base;
    if ((starts_with(line, "Returns:") || starts_with(line, "returns:"))
        && strstr(line, "(transfer full)") && map_get(m->declared, free_name)
        && t->kind == TY_POINTER && type_is_char(t->base)) {
        wish(&p->result, MARK_OWNED, free_name, false);
    }
}

static void read_comment(Module *m, Proposal *p, Span doc)
{
    const char *text = comment_text(m->ctx, doc);
    while (text && *text) {
        size_t n = strcspn(text, "\n");
        const char *line = arena_strndup(m->ctx->arena, text, n);
        read_brackets(p, line);
        read_nullable(p, line);
        read_annotations(m, p, line);
        read_transfer(m, p, line);
        text += n + (text[n] == '\n');
    }
}

// ---------------------------------------------------------------------------- SAL
typedef struct {
    const char *name;
    bool in, out, sized, optional;
} SalRow;

static const SalRow sal_rows[] = {
    { "_In_", true, false, false, false },
    { "_In_opt_", true, false, false, true },
    { "_In_z_", true, false, false, false },
    { "_In_opt_z_", true, false, false, true },
    { "_In_reads_", true, false, true, false },
    { "_In_reads_opt_", true, false, true, true },
    { "_In_reads_bytes_", true, false, true, false },
    { "_In_reads_bytes_opt_", true, false, true, true },
    { "_Out_", false, true, false, false },
    { "_Out_opt_", false, true, false, true },
    { "_Out_writes_", false, true, true, false },
    { "_Out_writes_opt_", false, true, true, true },
    { "_Out_writes_all_", false, true, true, false },
    { "_Out_writes_z_", false, true, true, false },
    { "_Out_writes_bytes_", false, true, true, false },
    { "_Out_writes_bytes_all_", false, true, true, false },
    { "_Out_writes_bytes_opt_", false, true, true, true },
    { "_Out_writes_bytes_to_", false, true, true, false },
    { "_Out_writes_to_", false, true, true, false },
    { "_Out_writes_to_opt_", false, true, true, true },
    { "_Inout_", true, true, false, false },
    { "_Inout_opt_", true, true, false, true },
    { "_Inout_updates_", true, true, true, false },
    { "_Inout_updates_opt_", true, true, true, true },
    { "_Inout_updates_all_", true, true, true, false },
    { "_Inout_updates_bytes_", true, true, true, false },
    { "IN", true, false, false, false },
    { "OUT", false, true, false, false },
    { "INOUT", true, true, false, false },
};

// Tokens [from, to) of the header's own text, spelled as in C.
static const char *spell(Context *ctx, const Token *tokens, size_t from, size_t to)
{
    Text t;
    text_init(&t, ctx);
    for (size_t i = from; i < to; i++) {
        bool binary = i > from && i + 1 < to && !tokens[i].name
                      && strchr("+-*/", token_spelling(ctx, tokens[i])[0]);
        text_printf(&t, binary ? " %s " : "%s", token_spelling(ctx, tokens[i]));
    }
    return t.s;
}

static size_t closing(const Token *tokens, size_t n, size_t open)
{
    int depth = 0;
    for (size_t i = open; i < n; i++) {
        depth += tokens[i].kind == TK_LPAREN;
        depth -= tokens[i].kind == TK_RPAREN;
        if (!depth) {
            return i;
        }
    }
    return n;
}

static void sal_fact(Module *m, Proposal *p, int i, const SalRow *row,
                     const Token *args, size_t n)
{
    const Token *part[MAX_PARTS];
    size_t len[MAX_PARTS];
    size_t parts = n ? split_args(args, n, part, len, MAX_PARTS) : 0;
    const Type *t = p->f->params[i]->type;
    if (strstr(row->name, "bytes") && t->kind == TY_POINTER && t->base->kind != TY_VOID
        && !type_is_char(t->base) && !element_is_bytes(t->base)) {
        return;                             // so many bytes are how many elements?
    }
    if (row->sized && parts) {
        wish(&p->params[i], MARK_SHAPE, spell(m->ctx, part[0], 0, len[0]), false);
    }
    if (row->out && parts == 2) {           // _Out_writes_to_(room, written)
        wish(&p->params[i], MARK_LEN, spell(m->ctx, part[1], 0, len[1]), false);
    }
    p->params[i].one = !row->sized && row->name[0] == '_';
    say_direction(p, i, row->in, row->out, false);
    if (row->optional) {
        wish(&p->params[i], MARK_OPT, "", false);
    }
}

static void read_sal_param(Module *m, Proposal *p, int i, const Token *tokens, size_t n)
{
    for (size_t t = 0; t < n; t++) {
        for (size_t k = 0; tokens[t].name && k < sizeof sal_rows / sizeof *sal_rows;
             k++) {
            if (strcmp(tokens[t].name, sal_rows[k].name) == 0) {
                bool call = t + 1 < n && tokens[t + 1].kind == TK_LPAREN;
                size_t end = call ? closing(tokens, n, t + 1) : t;
                sal_fact(m, p, i, &sal_rows[k], tokens + t + 2, call ? end - t - 2 : 0);
            }
        }
    }
}

static void read_sal(Module *m, Proposal *p)
{
    const char *text = declaration_lines(m, p->f->decl);
    TokenRange line = lex_line(m->ctx, text, strlen(text));
    const Token *tokens = line.at;
    size_t n = line.n, at = 0;
    while (at + 1 < n && !(tokens[at].name
                           && strcmp(tokens[at].name, p->f->c_name) == 0
                           && tokens[at + 1].kind == TK_LPAREN)) {
        at++;
    }
    if (at + 1 >= n) {
        return;
    }
    size_t end = closing(tokens, n, at + 1);
    const Token *part[MAX_PARTS];
    size_t len[MAX_PARTS];
    size_t parts = end > at + 2 && end < n
                       ? split_args(tokens + at + 2, end - at - 2, part, len, MAX_PARTS)
                       : 0;
    for (size_t i = 0; parts == (size_t)p->f->n_params && i < parts; i++) {
        read_sal_param(m, p, (int)i, part[i], len[i]);
    }
}

void propose_texts(Module *m, Proposal *p)
{
    read_sal(m, p);
    read_comment(m, p, p->f->decl->doc);
    for (size_t i = 0; i < p->f->others.n; i++) {
        read_comment(m, p, p->f->others.at[i]->doc);
    }
    for (int i = 0; i < p->f->n_params; i++) {
        const char *doc = comment_text(m->ctx, p->f->params[i]->decl->doc);
        bool in, out;
        const char *open = doc ? strchr(doc, '[') : NULL;
        const char *close = open ? strchr(open, ']') : NULL;
        if (close
            && bracket_direction(open + 1, (size_t)(close - open) - 1, &in, &out)) {
            say_direction(p, i, in, out, false);
        }
    }
}
