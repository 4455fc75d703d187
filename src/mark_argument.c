// SPDX-License-Identifier: MIT
// mark_argument.c: what stands between the parentheses of a marker: expressions, names,
// forms, classes and formats of CB_RAISES.
//
// In: a Reading: the marker, and what it speaks of. Out: Said; Function.raises, requires
// and gil. An argument that is none is reported, with what was meant where that is plain.
#include "mark.h"

#include <string.h>

// -------------------------------------------------------------------- expressions
// 'text' is one character in C, or several that make no text.
static void hint_quotes(Reading *r, const Token *t)
{
    Context *ctx = r->m->ctx;
    const char *word = token_spelling(ctx, *t);
    size_t n = strlen(word);
    if (t->kind == TK_CHAR && n > 2 && *word == '\'') {
        const char *text = arena_printf(ctx->arena, "\"%s\"",
                                        arena_strndup(ctx->arena, word + 1, n - 2));
        diag_fix(ctx, t->span, text, "%s    texts stand in double quotes", text);
    } else if (t->kind == TK_IDENT && (r->id == MARK_NAME || r->id == MARK_OVERLOAD)) {
        const char *text = arena_printf(ctx->arena, "\"%s\"", word);
        diag_fix(ctx, t->span, text, "%s(%s)", r->mark->name, text);
    }
}

// Operators of other languages, and = for ==.
static void hint_operator(Reading *r, const Token *tokens, size_t n)
{
    static const char *const words[][2] = {{"and", "&&"}, {"or", "||"}, {"not", "!"},
                                           {"is", "=="}};
    Context *ctx = r->m->ctx;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; tokens[i].name && k < 4; k++) {
            if (strcmp(tokens[i].name, words[k][0]) == 0) {
                diag_fix(ctx, tokens[i].span, words[k][1], "`%s` is %s in C",
                         words[k][0], words[k][1]);
                return;
            }
        }
        if (tokens[i].kind == TK_ASSIGN) {
            bool order = i + 1 < n && tokens[i + 1].kind == TK_GT;
            const char *meant = order ? ">=" : "==";
            Span at = order ? span_join(tokens[i].span, tokens[i + 1].span)
                            : tokens[i].span;
            diag_fix(ctx, at, meant, "did you mean %s?", meant);
            return;
        }
    }
    if (n == 1 && tokens[0].kind == TK_CHAR) {
        hint_quotes(r, tokens);
    }
}

static Expr *read_expr(Reading *r, const Token *tokens, size_t n)
{
    const char *why = "it is empty";
    Expr *e = n ? expr_parse(r->m->ctx, r->f->unit, tokens, n, &why) : NULL;
    if (!e) {
        Span at = n ? span_join(tokens[0].span, tokens[n - 1].span) : r->mark->span;
        diag(r->m->ctx, DIAG_EXPRESSION, at, "the argument of %s is no expression: %s",
             r->mark->name, why ? why : "it cannot be read");
        hint_operator(r, tokens, n);
        mark_break(r);
    }
    return e;
}

static Expr *read_only_expr(Reading *r)
{
    TokenRange args = mark_args(r->m->ctx, r->mark);
    return read_expr(r, args.at, args.n);
}

static Expr *read_list(Reading *r, int *count)
{
    const Token *part[MAX_PARTS];
    size_t len[MAX_PARTS];
    size_t n = mark_parts(r->m->ctx, r->mark, part, len, MAX_PARTS);
    Expr *first = NULL, **end = &first;
    for (size_t i = 0; i < n; i++) {
        Expr *e = read_expr(r, part[i], len[i]);
        if (!e) {
            return NULL;
        }
        *end = e;
        end = &e->next;
    }
    *count = (int)n;
    return first;
}

static void argument_error(Reading *r, const char *wanted)
{
    diag(r->m->ctx, DIAG_MARKER_ARGUMENTS, r->mark->span, "%s wants %s", r->mark->name,
         wanted);
    mark_break(r);
}

// CB_NAME, and CB_OVERLOAD, which is a name that several functions may have.
static void read_name(Reading *r)
{
    Context *ctx = r->m->ctx;
    TokenRange args = mark_args(ctx, r->mark);
    const char *name = mark_string(r->m, r->f->unit, args.at, args.n);
    if (!name) {
        argument_error(r, arena_printf(ctx->arena, "a string: %s(\"name\")",
                                       r->mark->name));
        if (args.n == 1) {
            hint_quotes(r, args.at);
        }
        return;
    }
    const int stars = r->p ? (int)strspn(name, "*") : 0;
    if (stars && stars < 3 && name[stars]) {        // "*args", "**kw"
        r->p->star = stars;
        name += stars;
    }
    const char *dot = r->p ? NULL : strchr(name, '.');      // "Class.method"
    bool dotted = dot && dot[1] && is_identifier(dot + 1)
                  && is_identifier(arena_strndup(ctx->arena, name, (size_t)(dot - name)));
    if (dotted) {
        r->said->name = intern_z(ctx, name);
    } else if (strcmp(name, "*") == 0 && r->p) {
        r->p->keyword_only = true;
    } else if (strcmp(name, "/") == 0 && r->p) {
        r->p->positional_only = true;
    } else if (!is_identifier(name) || python_identifier(ctx, name) != name) {
        diag(ctx, DIAG_NAME_FORM, r->mark->span, "\"%s\" is no name in Python", name);
        diag_hint(ctx, "letters, digits and `_`, and no keyword: %s(\"name\")",
                  r->mark->name);
        mark_break(r);
    } else {
        r->said->name = intern_z(ctx, name);
    }
}

static void read_form(Reading *r)
{
    static const struct { const char *name; Form form; } forms[] = {
        { "bool", AS_BOOL }, { "_Bool", AS_BOOL }, { "str", AS_STR },
        { "bytes", AS_BYTES }, { "list", AS_LIST }, { "tuple", AS_TUPLE },
        { "path", AS_PATH }, { "fd", AS_FD }, { "datetime", AS_DATETIME },
        { "timedelta", AS_TIMEDELTA },
    };
    enum { N_FORMS = sizeof forms / sizeof *forms };
    Context *ctx = r->m->ctx;
    TokenRange args = mark_args(ctx, r->mark);
    const char *text = mark_string(r->m, r->f->unit, args.at, args.n);
    if (text) {
        r->said->annotation = text;
        return;
    }
    const char *word = token_spelling(ctx, args.at[0]);
    const char *names[N_FORMS];
    for (size_t i = 0; i < N_FORMS; i++) {
        if (strcmp(word, forms[i].name) == 0 && args.n == 1) {
            r->said->form = forms[i].form;
            return;
        }
        names[i] = forms[i].name;
    }
    diag(ctx, DIAG_AS_FORM, r->mark->span, "CB_AS does not know the form `%s`", word);
    const char *near = nearest(word, names, N_FORMS);
    if (near) {
        diag_fix(ctx, args.at[0].span, near, "did you mean CB_AS(%s)?", near);
    }
    diag_hint(ctx, "forms: bool, str, bytes, list, tuple, path, fd, datetime, "
                   "timedelta");
    mark_break(r);
}

static void read_gil(Reading *r)
{
    static const char *const words[] = {"held", "free"};
    const Token *first = mark_args(r->m->ctx, r->mark).at;
    const char *word = token_spelling(r->m->ctx, *first);
    if (strcmp(word, "held") == 0) {
        r->f->gil = GIL_HELD;
    } else if (strcmp(word, "free") == 0) {
        r->f->gil = GIL_FREE;
    } else {
        argument_error(r, "`held` or `free`: CB_GIL(free)");
        const char *near = nearest(word, words, 2);
        if (near) {
            diag_fix(r->m->ctx, first->span, near, "did you mean %s?", near);
        }
    }
}

static void read_lock(Reading *r)
{
    r->said->lock = lock_name(r->m, r->f->unit, r->mark);
    if (!r->said->lock) {
        mark_break(r);
    } else if (lock_is_reentrant(r->said->lock)) {      // what a class says of itself
        if (!r->via_typedef) {
            diag(r->m->ctx, DIAG_MARKER_PLACE, r->mark->span,
                 "CB_LOCK(reentrant) speaks of a class, not of one function");
            diag_hint(r->m->ctx, "it stands on the typedef of the class: "
                                 "typedef struct vec vec CB_LOCK(reentrant);");
            mark_break(r);
        }
        r->said->lock = NULL;
    }
}

static bool raise_class(Reading *r, Raise *raise, const Token *token)
{
    const char *word = token->name;
    const char *base = word ? exception_base(r->m, word, &raise->is_warning) : NULL;
    raise->class_name = word;
    raise->is_os_error = word && strcmp(word, "CB_OSError") == 0;
    if (base) {
        return true;
    }
    Context *ctx = r->m->ctx;
    diag(ctx, DIAG_RAISES, token->span, "CB_RAISES wants an exception class, not `%s`",
         token_spelling(ctx, *token));
    const char *near = word ? nearest_exception(r->m, word) : NULL;
    if (word && exception_base(r->m, arena_printf(ctx->arena, "CB_%s", word),
                               &raise->is_warning)) {
        diag_fix(ctx, token->span, arena_printf(ctx->arena, "CB_%s", word),
                 "Python's own are called CB_%s in C", word);
    } else if (near) {
        diag_fix(ctx, token->span, near, "did you mean %s?", near);
    } else if (token->kind == TK_STRING) {
        const char *both = arena_printf(ctx->arena, "CB_RuntimeError, %s",
                                        token_spelling(ctx, *token));
        diag_fix(ctx, token->span, both, "%s    a class, and then the text", both);
    } else if (word) {
        diag_hint(ctx, "declare it: CB_EXCEPTION(%s, CB_Exception, \"what went "
                       "wrong\");", word);
    }
    return false;
}

static void read_format_arguments(Reading *r, Raise *raise, const Token **part,
                                  const size_t *len, size_t n)
{
    Expr **end = &raise->arguments;
    for (size_t i = 0; i < n; i++) {
        *end = read_expr(r, part[i], len[i]);
        if (!*end) {
            return;
        }
        end = &(*end)->next;
    }
}

static void read_raises(Reading *r)
{
    const Token *part[MAX_PARTS];
    size_t len[MAX_PARTS];
    TokenRange args = mark_args(r->m->ctx, r->mark);
    size_t n = split_args(args.at, args.n, part, len, MAX_PARTS);
    n = n < MAX_PARTS ? n : MAX_PARTS;
    Raise *raise = NEW(r->m->ctx, Raise);
    raise->span = r->mark->span;
    raise->condition = read_expr(r, part[0], len[0]);
    raise->condition_tokens = part[0];
    raise->n_condition = len[0];
    if (len[1] != 1) {
        argument_error(r, "a class as its second argument: "
                          "CB_RAISES(return < 0, CB_ValueError, \"text\")");
        return;
    }
    if (!raise->condition || !raise_class(r, raise, part[1])) {
        mark_break(r);
        return;
    }
    if (n > 2) {
        if (!mark_string(r->m, r->f->unit, part[2], len[2])) {
            diag(r->m->ctx, DIAG_RAISES, part[2]->span,
                 "the third argument of CB_RAISES is a printf format in quotes");
            hint_quotes(r, part[2]);
            mark_break(r);
            return;
        }
        raise->format_tokens = part[2];
        raise->n_format = (size_t)(args.at + args.n - part[2]);
        read_format_arguments(r, raise, part + 3, len + 3, n - 3);
    }
    Function *f = r->f;
    *(f->last_raise ? &f->last_raise->next : &f->raises) = raise;
    f->last_raise = raise;
}

static void read_require(Reading *r)
{
    Require *require = NEW(r->m->ctx, Require);
    require->expr = read_only_expr(r);
    require->param = r->p;
    if (!require->expr) {
        return;
    }
    require->text = expr_text(r->m->ctx, require->expr);
    Function *f = r->f;
    *(f->last_require ? &f->last_require->next : &f->requires) = require;
    f->last_require = require;
}

// ------------------------------------------------------------------------ which
void mark_arguments(Reading *r)
{
    Said *said = r->said;
    switch (r->id) {
    case MARK_SHAPE:
        said->shape = read_list(r, &said->n_shape);
        said->shape_from_attribute = false;
        break;
    case MARK_STRIDES: said->strides = read_list(r, &said->n_strides); break;
    case MARK_LEN: said->length = read_only_expr(r); break;
    case MARK_DEFAULT: said->default_value = read_only_expr(r); break;
    case MARK_FIXED: said->fixed = read_only_expr(r); break;
    case MARK_INDEX: said->index = read_only_expr(r); break;
    case MARK_OWNED: said->owned = read_only_expr(r); break;
    case MARK_REQUIRE: read_require(r); break;
    case MARK_RAISES: read_raises(r); break;
    case MARK_AS: read_form(r); break;
    case MARK_NAME: case MARK_OVERLOAD: read_name(r); break;
    case MARK_GIL: read_gil(r); break;
    case MARK_LOCK: read_lock(r); break;
    case MARK_ON_RAISE: said->on_raise = read_only_expr(r); break;
    default: break;         // IN, OUT, INOUT, OPT: being there is all they say
    }
}

