// SPDX-License-Identifier: MIT
// emit_import.c: prints a first binding header for a library: one redeclaration per
// function, in the order and the groups of the original, constants as CB_EXPORT, and as
// comments what cannot be bound.
//
// In: Proposals, judged by emit_draft.c. Out: C that compiles behind the original.
// Docstrings are not repeated: the original's comments are read with it.
#include "emit.h"
#include "propose.h"

#include <ctype.h>
#include <string.h>

enum {
    WIDTH = 88, MAX_INDENT = 48, HEADING = 64,  // in columns
    FEW = 4, MANY = 100, MAX_PREFIX = 40        // constants of one CB_EXPORT
};

// ------------------------------------------------------------------------- wrapping
// Words of `text`, each line begun by `lead`; the first by `first`.
static void add_wrapped(Text *out, const char *first, const char *lead,
                        const char *text, const char *tail)
{
    size_t column = strlen(first);
    text_add(out, first);
    bool begun = false;
    for (const char *s = text; *s;) {
        size_t n = strcspn(s, " ");
        bool last = !s[n];
        size_t need = n + (last ? strlen(tail) : 0);
        if (begun && column + 1 + need > WIDTH) {
            text_printf(out, "\n%s", lead);
            column = strlen(lead);
        } else if (begun) {
            text_add(out, " ");
            column++;
        }
        text_addn(out, s, n);
        column += n;
        begun = true;
        s += n + strspn(s + n, " ");
    }
    text_printf(out, "%s\n", tail);
}

// For a comment: nothing in it may begin or end one.
static const char *commented(Context *ctx, const char *text)
{
    char *s = arena_strndup(ctx->arena, text, strlen(text));
    for (char *p = s; *p; p++) {
        bool mark = (p[0] == '/' && p[1] == '*') || (p[0] == '*' && p[1] == '/');
        *p = mark || *p == '\n' || *p == '\\' ? ' ' : *p;
    }
    return s;
}

// ------------------------------------------------------------------------ functions
static void add_markers(Text *out, const Proposal *p, const Wish *w)
{
    static const MarkerId order[] = { MARK_OPT, MARK_IN, MARK_OUT, MARK_INOUT,
        MARK_SHAPE, MARK_STRIDES, MARK_LEN, MARK_AS, MARK_FIXED, MARK_OWNED, MARK_KEEP,
        MARK_TAKES };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const Fact *fact = &w->by[order[i]];
        if (fact->text && !(fact->guess && p->plain)) {
            text_printf(out, fact->text[0] ? "%s(%s) " : "%s ", marker_name(order[i]),
                        fact->text);
        }
    }
}

static const Type *printed_type(Context *ctx, const Type *t)
{
    bool value = t->kind != TY_POINTER && t->kind != TY_ARRAY && t->kind != TY_FUNCTION;
    return value ? type_unqualified(ctx, t) : t;    // `const` of a value says nothing
}

static const char *param_text(const Proposals *all, const Proposal *p, int i)
{
    Context *ctx = all->m->ctx;
    Text t;
    text_init(&t, ctx);
    add_markers(&t, p, &p->params[i]);
    text_add(&t, type_declare(ctx, printed_type(ctx, p->f->params[i]->type),
                              p->params[i].name));
    return t.s;
}

// "int f(" and what stands behind the parameters, mostly nothing.
static void split_head(const Proposals *all, const Proposal *p, const char **head,
                       const char **tail)
{
    Context *ctx = all->m->ctx;
    const char *inner = arena_printf(ctx->arena, "%s(\1)", p->f->c_name);
    Text t;
    text_init(&t, ctx);
    text_add(&t, p->f->decl->storage & ST_STATIC ? "static inline " : "");
    add_markers(&t, p, &p->result);
    text_add(&t, p->checked && !p->plain
                 ? arena_printf(ctx->arena, "%s %s", p->checked->name, inner)
                 : type_declare(ctx, p->f->type->base, inner));
    char *cut = strchr(t.s, '\1');
    *cut = '\0';
    *head = t.s;
    *tail = cut + 1;
}

// A parameter that fills a line is broken where a marker ends.
static size_t add_param(Text *out, const char *param, const char *lead, size_t indent,
                        size_t column)
{
    for (const char *s = param; *s;) {
        size_t n = strcspn(s, " ");
        if (s > param && column + 1 + n > WIDTH) {
            text_printf(out, "\n%s%*s", lead, (int)indent, "");
            column = strlen(lead) + indent;
        } else if (s > param) {
            text_add(out, " ");
            column++;
        }
        text_addn(out, s, n);
        column += n;
        s += n + strspn(s + n, " ");
    }
    return column;
}

static void add_params(const Proposals *all, const Proposal *p, const char *lead,
                       size_t indent, size_t column, const char *tail, Text *out)
{
    int n = p->f->n_params + (p->f->type->variadic ? 1 : 0);
    for (int i = 0; i < n; i++) {
        const char *param = i < p->f->n_params ? param_text(all, p, i) : "...";
        param = arena_printf(all->m->ctx->arena, "%s%s", param,
                             i + 1 < n ? "," : tail);
        if (i && column + 1 + strlen(param) > WIDTH) {
            text_printf(out, "\n%s%*s", lead, (int)indent, "");
            column = strlen(lead) + indent;
        } else if (i) {
            text_add(out, " ");
            column++;
        }
        column = add_param(out, param, lead, indent, column);
    }
    if (n == 0) {
        text_printf(out, "%s%s", p->f->type->no_prototype ? "" : "void", tail);
    }
}

static void add_prototype(const Proposals *all, const Proposal *p, const char *lead,
                          Text *out)
{
    const char *head, *tail;
    split_head(all, p, &head, &tail);
    tail = arena_printf(all->m->ctx->arena, "%s;", tail);
    size_t indent = strlen(head), longest = 0;
    for (int i = 0; i < p->f->n_params; i++) {
        size_t n = strlen(param_text(all, p, i)) + strlen(tail);
        longest = n > longest ? n : longest;
    }
    text_printf(out, "%s%s", lead, head);
    if (indent > MAX_INDENT || strlen(lead) + indent + longest > WIDTH) {
        indent = 4;
        if (p->f->n_params) {
            text_printf(out, "\n%s    ", lead);
        }
    }
    bool broken = indent == 4 && p->f->n_params;
    add_params(all, p, lead, indent, strlen(lead) + (broken ? indent : strlen(head)),
               tail, out);
    text_add(out, "\n");
}

static void add_function(const Proposals *all, const Proposal *p, bool comments,
                         Text *out)
{
    Context *ctx = all->m->ctx;
    if (!p->refused) {
        if (p->guesses.n && !p->plain) {
            add_wrapped(out, "/* guess: ", "   ", commented(ctx, p->guesses.s), " */");
        }
        add_prototype(all, p, "", out);
    } else if (comments) {
        Text t;
        text_init(&t, ctx);
        add_prototype(all, p, "//   ", &t);
        add_wrapped(out, p->held ? "// guess, " : "// left out: ", "//   ",
                    commented(ctx, p->refused), "");
        for (char *s = t.s; *s; s++) {
            s[0] = s[0] == '/' && s[1] == '*' ? ' ' : s[0];
        }
        text_add(out, t.s);
    }
}

// ------------------------------------------------------------------------- headings
// The text of a comment that has one line of words, else NULL.
static const char *heading_text(Context *ctx, const char *s, const char *end)
{
    const char *text = NULL;
    size_t length = 0;
    while (s < end) {
        size_t n = strcspn(s, "\n");
        n = s + n > end ? (size_t)(end - s) : n;
        size_t from = 0, to = n;
        while (from < to && !isalnum((unsigned char)s[from])) {
            from++;
        }
        while (to > from && strchr(" \t\r*-=/+#", s[to - 1])) {
            to--;
        }
        if (to > from && text) {
            return NULL;
        }
        text = to > from ? s + from : text;
        length = to > from ? to - from : length;
        s += n + 1;
    }
    bool fits = text && length < HEADING && !memchr(text, ';', length)
                && !memchr(text, '@', length) && text[length - 1] != '.';
    return fits ? arena_strndup(ctx->arena, text, length) : NULL;
}

// The last such comment before a declaration, unless it documents it.
static const char *find_heading(Context *ctx, const char *comments)
{
    const char *found = NULL;
    for (const char *s = comments; *s;) {
        const char *block = strstr(s, "/*"), *line = strstr(s, "//");
        const char *end;
        if (block && (!line || block < line)) {
            end = strstr(block + 2, "*/");
            bool doc = (block[2] == '*' && block[3] != '*') || block[2] == '!';
            const char *text = end && !doc ? heading_text(ctx, block + 2, end) : NULL;
            found = text ? text : found;
        } else if (line) {
            end = line + strcspn(line, "\n");
            const char *text = line[2] != '/' && line[2] != '!'
                                   ? heading_text(ctx, line + 2, end) : NULL;
            found = text ? text : found;
        } else {
            return found;
        }
        if (!end) {
            return found;
        }
        s = *end ? end + 1 : end;
    }
    return found;
}

static void add_functions(const Proposals *all, bool comments, Text *out)
{
    for (const Proposal *p = all->proposals; p; p = p->next) {
        const char *before = comments ? comments_before(all->m, p->f->decl) : "";
        const char *heading = find_heading(all->m->ctx, before);
        if (*before) {
            text_add(out, "\n");
        }
        if (heading) {
            text_printf(out, "// %s\n\n", commented(all->m->ctx, heading));
        }
        add_function(all, p, comments, out);
    }
}

static void add_checked(const Proposals *all, Text *out)
{
    for (const Checked *c = all->checked; c; c = c->next) {
        bool used = false;
        for (const Proposal *p = all->proposals; p; p = p->next) {
            used = used || (p->checked == c && (!p->refused || p->held) && !p->plain);
        }
        if (used) {
            const char *start = arena_printf(all->m->ctx->arena,
                "typedef CB_RAISES(%s, CB_RuntimeError,", c->condition);
            bool fits = strlen(start) + strlen(c->text) + 2 <= WIDTH;
            text_printf(out, "\n/* guess: %s */\n%s%s%s)\n    %s %s;\n",
                        commented(all->m->ctx, c->why), start,
                        fits ? " " : "\n                  ", c->text, c->type, c->name);
        }
    }
}

// ------------------------------------------------------------------------ constants
static size_t prefix_length(const char *name)
{
    const char *end = strchr(name, '_');
    return end && end - name < MAX_PREFIX ? (size_t)(end - name) + 1 : 0;
}

static bool same_prefix(const char *a, const char *b, size_t n)
{
    return n && strncmp(a, b, n) == 0;
}

// May `PREFIX_*` stand for them? Not for a few, nor where others have that prefix.
static bool pattern_fits(const Module *m, const Constant *of, size_t n)
{
    int mine = 0;
    for (const Constant *c = m->constants; c; c = c->next) {
        mine += same_prefix(c->c_name, of->c_name, n);
    }
    const Tokens *tokens = m->unit->tokens;
    for (size_t i = 0; i < tokens->macros.n; i++) {
        const Macro *macro = tokens->macros.at[i];
        if (same_prefix(macro->name, of->c_name, n) && !macro->undefined
            && !file_is_exported(m, macro->span)) {
            return false;
        }
    }
    return n && mine >= FEW;
}

static bool is_first(const Module *m, const Constant *of, size_t n)
{
    const Constant *c = m->constants;
    while (!same_prefix(c->c_name, of->c_name, n)) {
        c = c->next;
    }
    return c == of;
}

static bool is_guard(const char *name)
{
    size_t n = strlen(name);
    const char *end = n > 2 ? name + n - 2 : name;
    return strcmp(end, "_H") == 0 || strcmp(end, "H_") == 0;
}

static void add_constants(const Proposals *all, Text *out)
{
    const Module *m = all->m;
    Text names;
    text_init(&names, m->ctx);
    int count = 0;
    for (const Constant *c = m->constants; c; c = c->next) {
        size_t n = prefix_length(c->c_name);
        const char *comma = names.n ? ", " : "";
        if (!pattern_fits(m, c, n)) {
            if (!is_guard(c->c_name)) {
                text_printf(&names, "%s%s", comma, c->c_name);
                count++;
            }
        } else if (is_first(m, c, n)) {
            text_printf(&names, "%s\"%.*s*\"", comma, (int)n, c->c_name);
            count++;
        }
        if (names.n && (!c->next || count == MANY)) {
            text_add(out, "\n");
            add_wrapped(out, "CB_EXPORT(", "          ", names.s, ");");
            text_init(&names, m->ctx);
            count = 0;
        }
    }
}

// ------------------------------------------------------------------- what is missing
static const char *struct_name(const Type *t)
{
    const Type *base = t->kind == TY_POINTER ? t->base : NULL;
    if (base && base->kind == TY_VOID && base->spelled) {
        return base->spelled->name;             // typedef void BZFILE;
    }
    if (!base || (base->kind != TY_STRUCT && base->kind != TY_UNION)) {
        return NULL;
    }
    return t->spelled ? t->spelled->name : base->spelled ? base->spelled->name
           : base->tag->name;
}

static void add_name(Text *t, const char *name)
{
    text_printf(t, "%s%s", t->n ? ", " : "", name);
}

// Of many makers, those whose names say so.
static void add_maker(Text *named, Text *others, const char *name)
{
    bool says = words_contain(name, "new create open alloc init make dup copy");
    add_name(says ? named : others, name);
}

// deflateEnd(), gzclose_r(), sqlite3_close_v2(); not curl_slist_append().
static bool ends_it(const char *name)
{
    static const char *const words[] = { "free", "destroy", "delete", "close",
        "release", "unref", "finalize", "cleanup", "dispose", "_end", "End" };
    size_t n = strlen(name);
    while (n && (isdigit((unsigned char)name[n - 1]) || name[n - 1] == '_'
                 || (n > 1 && name[n - 2] == '_'))) {
        n--;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t k = strlen(words[i]);
        if (n >= k && words_contain(name + n - k, words[i])
            && (words[i][0] != 'E' || name[n - k] == 'E')) {
            return true;
        }
    }
    return false;
}

// Is uv_loop_init() about uv_loop_t? uv_tcp_init() is not, though it takes one.
static bool is_about(const char *function, const char *type)
{
    size_t n = strlen(type);
    n -= n > 2 && strcmp(type + n - 2, "_t") == 0 ? 2 : 0;
    return strncmp(function, type, n) == 0;
}

// The function that alone frees objects of an opaque struct, where T_free is not its name.
static const Proposal *find_end(const Proposals *all, const char *name)
{
    static const char *const own[] = {"free", "clear", "destroy", "delete", "close"};
    const Proposal *found = NULL;
    for (const Proposal *p = all->proposals; p; p = p->next) {
        const Type *t = p->f->n_params == 1 ? p->f->params[0]->type : NULL;
        const char *takes = t ? struct_name(t) : NULL;
        if (!takes || strcmp(takes, name) != 0 || t->base->kind != TY_STRUCT
            || t->base->tag->complete || !ends_it(p->f->c_name)) {
            continue;
        }
        size_t n = strlen(name), suffix = n > 2 && strcmp(name + n - 2, "_t") == 0 ? 2 : 0;
        for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
            const char *rest = p->f->c_name + n - suffix + 1;
            if (is_about(p->f->c_name, name) && strcmp(rest, own[i]) == 0) {
                return NULL;
            }
        }
        if (found && strlen(found->f->c_name) <= strlen(p->f->c_name)) {
            continue;
        }
        found = p;
    }
    return found;
}

static void add_typedef(const Proposals *all, const char *name, Text *out)
{
    Context *ctx = all->m->ctx;
    const Proposal *end = find_end(all, name);
    if (!end || end->refused || python_identifier(ctx, name) != name) {
        return;
    }
    const Type *t = end->f->params[0]->type->base;
    bool is_typedef = t->spelled != NULL;
    text_printf(out, "\n/* guess: %s() frees a %s */\ntypedef %s%s %s CB_CLASS(%s, %s);\n",
                end->f->c_name, name, is_typedef ? "" : "struct ", name, name, name,
                end->f->c_name);
}

// typedef db db CB_CLASS(db, db_finalize); of each class that wants it.
static void add_typedefs(const Proposals *all, Text *out)
{
    Map *seen = map_new(all->m->ctx);
    for (const Proposal *p = all->proposals; p; p = p->next) {
        const char *name = p->f->n_params ? struct_name(p->f->params[0]->type) : NULL;
        if (name && !map_get(seen, name)) {
            map_put(seen, name, (void *)p);
            add_typedef(all, name, out);
        }
    }
}

// `X_new`, `X_free` and their like of which nothing could be bound.
static void add_class(const Proposals *all, const char *name, Text *out)
{
    Context *ctx = all->m->ctx;
    Text made, gives, ended, line;
    text_init(&made, ctx);
    text_init(&gives, ctx);
    text_init(&ended, ctx);
    text_init(&line, ctx);
    int methods = 0;
    bool is_bound = false;
    for (const Proposal *p = all->proposals; p; p = p->next) {
        const Type *first = p->f->n_params ? p->f->params[0]->type : NULL;
        const char *given = struct_name(p->f->type->base);
        const char *takes = first ? struct_name(first) : NULL;
        bool self = takes && strcmp(takes, name) == 0;
        is_bound = is_bound || (!p->refused && (self || (given && strcmp(given, name) == 0)));
        if (given && strcmp(given, name) == 0 && !self) {
            add_maker(&made, &gives, p->f->c_name);
        } else if (self && words_contain(p->f->c_name, "_init")
                   && is_about(p->f->c_name, name)) {
            add_name(&made, p->f->c_name);
        } else if (self && p->f->n_params == 1 && ends_it(p->f->c_name)) {
            add_name(&ended, p->f->c_name);
        } else {
            methods += self;
        }
    }
    if (!is_bound && (made.n || gives.n || ended.n)) {
        text_printf(&line, "%s: made by %s, freed by %s, used by %d more", name,
                    made.n ? made.s : gives.n ? gives.s : "nobody",
                    ended.n ? ended.s : "nobody", methods);
        add_wrapped(out, "//   ", "//     ", line.s, "");
    }
}

static void add_classes(const Proposals *all, Text *out)
{
    Map *seen = map_new(all->m->ctx);
    Text t;
    text_init(&t, all->m->ctx);
    for (const Proposal *p = all->proposals; p; p = p->next) {
        for (int i = -1; i < p->f->n_params && i < 1; i++) {
            const Type *type = i < 0 ? p->f->type->base : p->f->params[i]->type;
            const char *name = struct_name(type);
            if (name && !map_get(seen, name)) {
                map_put(seen, name, (void *)p);
                add_class(all, name, &t);
            }
        }
    }
    if (t.n) {
        text_printf(out, "\n// no classes yet, since no function above makes one:\n%s",
                    t.s);
    }
}

static void add_missing(const Proposals *all, const char *kind, const char *title,
                        Text *out)
{
    Text names;
    text_init(&names, all->m->ctx);
    for (const LeftOut *l = all->m->left_out; l; l = l->next) {
        if (strcmp(l->kind, kind) == 0) {
            add_name(&names, l->name);
        }
    }
    if (names.n) {
        text_add(out, "\n");
        add_wrapped(out, arena_printf(all->m->ctx->arena, "// left out, %s: ", title),
                    "//   ", names.s, "");
    }
}

static void emit_parts(const Proposals *all, bool comments, Text *out)
{
    add_constants(all, out);
    add_checked(all, out);
    add_typedefs(all, out);
    add_functions(all, comments, out);
}

void emit_import_body(const Proposals *all, Text *out)
{
    emit_parts(all, false, out);
}

void emit_import(const Proposals *all, Text *out)
{
    emit_parts(all, true, out);
    add_classes(all, out);
    add_missing(all, "variable", "variables", out);
    add_missing(all, "macro", "macros that are no constants", out);
    add_missing(all, "declaration", "what cannot be read", out);
}
