// SPDX-License-Identifier: MIT
// mark.c: the markers of one function become what they say (Said).
//
// In: declarations with their marks, those of the typedefs they spell included; a
// marker at the use comes before one on a typedef. Out: Function.said, Param.said,
// directions, CB_RAISES and CB_REQUIRE lists. Unknown, misplaced, contradicting and not
// yet supported markers are reported here; whether what was said suffices is for
// convert.c and check.c.
#include "ir.h"

#include <ctype.h>
#include <string.h>

enum { MAX_PARTS = 64 };

typedef struct {
    const char *name, *places;
    int least, most;
    bool later;
} MarkerRow;

#define DONE false
#define LATER true
static const MarkerRow markers[MARK_COUNT] = {
#define MARKER(id, places, least, most, state)                                        \
    { "CB_" #id, places, least, most, state },
#include "markers.def"
#undef MARKER
};

// One marker being read: where it stands and what it speaks of.
typedef struct {
    Module *m;
    Function *f;
    Param *p;               // NULL: it stands on the function
    Said *said;
    const Mark *mark;
    MarkerId id;
    bool via_typedef;
} Reading;

// Later stages go on with what was not affected.
static void break_subject(Reading *r)
{
    r->f->broken = true;
    if (r->p) {
        r->p->broken = true;
    } else {
        r->f->result_broken = true;
    }
}

// Most parameters have no mark: they share one table, in which nobody said anything.
static const Mark *const nobody[MARK_COUNT];

void said_init(Said *said)
{
    said->by = nobody;
}

void said_put(Context *ctx, Said *said, MarkerId id, const Mark *by)
{
    const Mark **own = (const Mark **)(uintptr_t)said->by;
    if (said->by == nobody) {
        own = arena_alloc(ctx->arena, MARK_COUNT * sizeof *own);
        said->by = own;
    }
    own[id] = by;
}

const char *marker_name(MarkerId id)
{
    return markers[id].name;
}

MarkerId marker_id(const Mark *mark)
{
    for (int i = 0; i < MARK_COUNT; i++) {
        if (strcmp(mark->name, markers[i].name) == 0) {
            return (MarkerId)i;
        }
    }
    return MARK_COUNT;
}

static bool report_unknown(Context *ctx, const Mark *mark)
{
    const char *names[MARK_COUNT];      // all begin with CB_: the rest decides
    for (int i = 0; i < MARK_COUNT; i++) {
        names[i] = markers[i].name + 3;
    }
    diag(ctx, DIAG_UNKNOWN_MARKER, mark->span, "%s is no marker", mark->name);
    const char *near = nearest(mark->name + 3, names, MARK_COUNT);
    if (near) {
        const uint32_t start = mark->span.start;
        Span name = {start, start + (uint32_t)strlen(mark->name)};
        diag_fix(ctx, name, arena_printf(ctx->arena, "CB_%s", near),
                 "did you mean CB_%s?", near);
    }
    return false;
}

static bool report_later(Context *ctx, const Mark *mark)
{
    diag(ctx, DIAG_MARKER_LATER, mark->span, "%s is not supported yet", mark->name);
    diag_hint(ctx, "until then leave the function out: begin its name with `_`");
    return false;
}

static bool count_arguments(Context *ctx, const Mark *mark, const MarkerRow *row)
{
    const Token *part[MAX_PARTS];
    size_t len[MAX_PARTS];
    int n = (int)mark_parts(ctx, mark, part, len, MAX_PARTS);
    if (n >= row->least && (row->most < 0 || n <= row->most)) {
        return true;
    }
    if (row->most == 0) {
        return diag(ctx, DIAG_MARKER_ARGUMENTS, mark->span, "%s takes no argument",
                    row->name);
    }
    const char *given = n == 0 ? "none is" : n == 1 ? "one is"
                        : arena_printf(ctx->arena, "%d are", n);
    return diag(ctx, DIAG_MARKER_ARGUMENTS, mark->span,
                "%s wants %s%d argument%s, but %s given", row->name,
                row->most < 0 ? "at least " : "", row->least,
                row->least == 1 ? "" : "s", given);
}

// Known, supported, with the right number of arguments? Reports what is not.
bool mark_valid(Context *ctx, const Mark *mark)
{
    MarkerId id = marker_id(mark);
    if (id == MARK_COUNT) {
        return report_unknown(ctx, mark);
    }
    if (markers[id].later) {
        return report_later(ctx, mark);
    }
    return count_arguments(ctx, mark, &markers[id]);
}

void mark_typedef(Module *m, const Decl *d)
{
    for (const Mark *mark = d->marks; mark; mark = mark->next) {
        if (!mark->is_attribute) {
            mark_valid(m->ctx, mark);
        }
    }
}

size_t mark_parts(Context *ctx, const Mark *mark, const Token *part[], size_t len[],
                  size_t max)
{
    TokenRange args = mark_args(ctx, mark);
    size_t n = split_args(args.at, args.n, part, len, max);
    return n < max ? n : max;
}

const char *mark_string(Module *m, Unit *unit, const Token *tokens, size_t n)
{
    const char *why = NULL;
    Expr *e = n ? expr_parse(m->ctx, unit, tokens, n, &why) : NULL;
    return e && e->kind == EX_STRING ? e->string : NULL;
}

// ------------------------------------------------------------ markers with arguments

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
        break_subject(r);
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
    break_subject(r);
}

bool is_identifier(const char *s)
{
    if (!isalpha((unsigned char)*s) && *s != '_') {
        return false;
    }
    for (; *s; s++) {
        if (!isalnum((unsigned char)*s) && *s != '_') {
            return false;
        }
    }
    return true;
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
        break_subject(r);
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
    break_subject(r);
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
        break_subject(r);
    } else if (lock_is_reentrant(r->said->lock)) {      // what a class says of itself
        if (!r->via_typedef) {
            diag(r->m->ctx, DIAG_MARKER_PLACE, r->mark->span,
                 "CB_LOCK(reentrant) speaks of a class, not of one function");
            diag_hint(r->m->ctx, "it stands on the typedef of the class: "
                                 "typedef struct vec vec CB_LOCK(reentrant);");
            break_subject(r);
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
        break_subject(r);
        return;
    }
    if (n > 2) {
        if (!mark_string(r->m, r->f->unit, part[2], len[2])) {
            diag(r->m->ctx, DIAG_RAISES, part[2]->span,
                 "the third argument of CB_RAISES is a printf format in quotes");
            hint_quotes(r, part[2]);
            break_subject(r);
            return;
        }
        raise->format_tokens = part[2];
        raise->n_format = (size_t)(args.at + args.n - part[2]);
        read_format_arguments(r, raise, part + 3, len + 3, n - 3);
    }
    Raise **end = &r->f->raises;
    while (*end) {
        end = &(*end)->next;
    }
    *end = raise;
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
    Require **end = &r->f->requires;
    while (*end) {
        end = &(*end)->next;
    }
    *end = require;
}

// ------------------------------------------------------------------- one marker
static void read_arguments(Reading *r)
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

static bool same_tokens(Context *ctx, const Mark *a, const Mark *b)
{
    TokenRange x = mark_args(ctx, a), y = mark_args(ctx, b);
    if (x.n != y.n) {
        return false;
    }
    for (size_t i = 0; i < x.n; i++) {
        if (strcmp(token_spelling(ctx, x.at[i]), token_spelling(ctx, y.at[i]))) {
            return false;
        }
    }
    return true;
}

const Mark *direction_said(const Said *said)
{
    const MarkerId ids[] = { MARK_IN, MARK_OUT, MARK_INOUT };
    for (size_t i = 0; i < 3; i++) {
        if (said->by[ids[i]]) {
            return said->by[ids[i]];
        }
    }
    return NULL;
}

static bool is_direction(MarkerId id)
{
    return id == MARK_IN || id == MARK_OUT || id == MARK_INOUT;
}

// The same thing was said before: fine when it is the same, or came with a typedef.
static bool said_before(Reading *r)
{
    const Mark *before = is_direction(r->id) ? direction_said(r->said)
                                             : r->said->by[r->id];
    if (!before || r->id == MARK_RAISES || r->id == MARK_REQUIRE) {
        return false;
    }
    bool same_marker = strcmp(before->name, r->mark->name) == 0;
    if (r->via_typedef || (same_marker && same_tokens(r->m->ctx, before, r->mark))) {
        return true;
    }
    if (same_marker && r->id == MARK_NAME && r->p) {
        return false;       // CB_NAME("*"), "/" and "x" speak of different things
    }
    if (same_marker) {
        diag(r->m->ctx, DIAG_MARKER_TWICE, r->mark->span,
             "%s stands here twice and says two things", r->mark->name);
    } else {
        diag(r->m->ctx, DIAG_CONTRADICTION, r->mark->span, "%s contradicts %s",
             r->mark->name, before->name);
    }
    diag_note(r->m->ctx, before->span, "%s stands here", before->name);
    if (same_marker && r->id == MARK_NAME) {
        diag_hint(r->m->ctx, "%s %s    a second name is a second function",
                  source_spelling(r->m->ctx, r->mark->span),
                  hint_wrapper(r->m, r->f, r->f->type->base, NULL, NULL));
    }
    break_subject(r);
    return true;
}

static void report_place(Reading *r)
{
    diag(r->m->ctx, DIAG_MARKER_PLACE, r->mark->span, "%s says nothing on a %s",
         r->mark->name, r->p ? "parameter" : "function");
    Context *ctx = r->m->ctx;
    const Decl *d = r->f->decl, *param = d->type->params;
    const char *said = source_spelling(ctx, r->mark->span);
    if (strchr(markers[r->id].places, 'F')) {
        diag_fix(ctx, r->mark->span, arena_printf(ctx->arena, "%s;", said),
                 "%s;    alone at file scope: did you forget the ;?", said);
    } else if (r->p) {
        diag_hint(ctx, "it stands before the function: %s %s", said,
                  type_declare(ctx, d->type->base, arena_printf(ctx->arena, "%s(…);",
                                                                d->name)));
    } else if (r->id == MARK_OUT || !param) {
        diag_hint(ctx, "it stands on a parameter; a result is returned as it is");
    } else {
        diag_hint(ctx, "it stands on a parameter: %s(%s %s)", d->name, said,
                  type_declare_param(ctx, param->type, param->name));
    }
    break_subject(r);
}

// A C compiler knows markers from carbide.h only.
static void check_included(Reading *r)
{
    Map *macros = r->f->unit->tokens->macro_by_name;
    Context *ctx = r->m->ctx;
    if (r->m->no_header_said || map_get(macros, intern_z(ctx, "CARBIDE_H"))
        || map_get(macros, intern_z(ctx, r->mark->name))) {
        return;
    }
    r->m->no_header_said = true;
    diag(ctx, DIAG_UNKNOWN_MARKER, r->mark->span,
         "%s is defined in carbide.h, which is not included", r->mark->name);
    diag_hint(ctx, "#include \"carbide.h\"");
}

static void read_marker(Reading *r)
{
    if (!r->via_typedef || !file_is_exported(r->m, r->mark->span)) {
        if (!mark_valid(r->m->ctx, r->mark)) {
            break_subject(r);
            return;
        }
    }
    check_included(r);
    r->id = marker_id(r->mark);
    if (r->id == MARK_COUNT || markers[r->id].later) {
        break_subject(r);        // was reported at the typedef
        return;
    }
    if (!strchr(markers[r->id].places, r->p ? 'P' : 'R')) {
        if (!r->via_typedef) {
            report_place(r);
        }
        return;
    }
    if (said_before(r)) {
        return;
    }
    said_put(r->m->ctx, r->said, r->id, r->mark);
    read_arguments(r);
}

// ----------------------------------------------------------------- all of a function
static void read_mark(Module *m, Function *f, Param *p, const Mark *mark, bool via)
{
    Reading r = { m, f, p, p ? &p->said : &f->said, mark, MARK_COUNT, via };
    read_marker(&r);
}

static void read_marks(Module *m, Function *f, Param *p, const Mark *mark, bool via)
{
    for (; mark; mark = mark->next) {
        if (!mark->is_attribute) {
            read_mark(m, f, p, mark, via);
        }
    }
}

// Each level of the type, and each typedef by whose name it was spelled.
static void read_typedefs(Module *m, Function *f, Param *p, const Type *t)
{
    for (; t; t = t->base) {
        for (const Decl *d = t->spelled; d; d = d->type->spelled) {
            bool tagged = d->type->kind == TY_STRUCT || d->type->kind == TY_ENUM;
            for (const Mark *mark = d->marks; mark; mark = mark->next) {
                // the name of a struct is not that of what has its type
                if (!mark->is_attribute && !(tagged && marker_id(mark) == MARK_NAME)) {
                    read_mark(m, f, p, mark, true);
                }
            }
        }
        if (t->kind != TY_POINTER && t->kind != TY_ARRAY) {
            return;
        }
    }
}

static void mark_param(Module *m, Function *f, Param *p)
{
    read_marks(m, f, p, p->decl->marks, false);
    for (size_t i = 0; i < f->others.n; i++) {
        const Decl *same = decl_param(f->others.at[i], p->index);
        if (same) {
            read_marks(m, f, p, same->marks, false);
        }
    }
    read_typedefs(m, f, p, p->type);
    if (p->type->quals & Q_NULLABLE && !p->said.by[MARK_OPT]) {
        static const Mark nullable = { .name = "_Nullable" };
        said_put(m->ctx, &p->said, MARK_OPT, &nullable);
    }
    if (p->type->quals & Q_NONNULL) {
        p->said.nonnull = true;
    }
}

void mark_function(Module *m, Function *f)
{
    read_marks(m, f, NULL, f->decl->marks, false);
    for (size_t i = 0; i < f->others.n; i++) {
        read_marks(m, f, NULL, f->others.at[i]->marks, false);
    }
    read_typedefs(m, f, NULL, f->type->base);
    for (int i = 0; i < f->n_params; i++) {
        mark_param(m, f, f->params[i]);
    }
    standard_attributes(m, f, f->decl);
    for (size_t i = 0; i < f->others.n; i++) {
        standard_attributes(m, f, f->others.at[i]);
    }
}
