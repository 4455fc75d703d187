// SPDX-License-Identifier: MIT
// parse.c: declarations at file scope. In: tokens. Out: a Unit: functions, variables,
// typedefs and tags in order, markers at file scope, bodies as token ranges.
//
// What cannot be read costs one declaration: it becomes a poisoned Decl, and parsing
// goes on behind the next `;` or `}` at file scope. In the author's own files that is
// an error, elsewhere it is silent: what needs the declaration will say so.
#include "parse.h"

#include <string.h>

// ----------------------------------------------------------------- token cursor

const Token *late_token(const Parser *p, size_t i)
{
    while (i < NOWHERE && i >= p->in->n && lex_more(p->in)) {
    }
    return i < p->in->n ? &p->in->at[i] : &p->eof;
}

static const char *saw(const Parser *p, const Token *t)
{
    if (t->kind == TK_EOF) {
        return "the end";
    }
    return arena_printf(p->ctx->arena, "'%.60s'", token_spelling(p->ctx, *t));
}

bool expect(Parser *p, TokenKind kind, const char *what_for)
{
    if (accept(p, kind)) {
        return true;
    }
    if (p->why == NULL) {
        Token wanted = {.kind = kind};
        fail(p, "expected '%s' %s, saw %s", token_spelling(p->ctx, wanted), what_for,
             saw(p, peek(p)));
    }
    return false;
}

void fail(Parser *p, const char *fmt, ...)
{
    if (p->why != NULL) {
        return;
    }
    va_list ap;
    va_start(ap, fmt);
    p->why = arena_vprintf(p->ctx->arena, fmt, ap);
    va_end(ap);
    p->why_at = p->i;
    p->i = NOWHERE;
}

void fail_type(Parser *p, const char *wanted)
{
    const Token *t = peek(p);
    if (t->kind == TK_IDENT && name_tag(t->name) == KW_NONE) {
        fail(p, "unknown type name '%s'", t->name);
    } else {
        fail(p, "expected %s, saw %s", wanted, saw(p, t));
    }
}

bool enter(Parser *p)
{
    if (p->depth >= DEPTH_MAX) {
        if (p->why == NULL) {
            p->why_id = DIAG_TOO_DEEP;
        }
        fail(p, "nested more than %d levels deep", DEPTH_MAX);
        return false;
    }
    p->depth++;
    return true;
}

bool too_long(Parser *p)
{
    if (p->i - p->start <= DECLARATION_TOKENS_MAX) {
        return false;
    }
    if (p->why == NULL) {
        p->why_id = DIAG_TOO_DEEP;
        fail(p, "the declaration has more than %d tokens", DECLARATION_TOKENS_MAX);
    }
    return true;
}

void leave(Parser *p)
{
    p->depth--;
}

Span span_since(const Parser *p, size_t first)
{
    size_t last = p->why != NULL ? p->why_at : p->i;
    return span_join(token_at(p, first)->span,
                     token_at(p, last > first ? last - 1 : first)->span);
}

// Goes behind the partner of the bracket at i; the end of all tokens closes everything.
void skip_group(Parser *p)
{
    int open = 0;
    size_t first = p->i;
    do {
        switch (peek(p)->kind) {
        case TK_LPAREN: case TK_LBRACKET: case TK_LBRACE:
            open++;
            break;
        case TK_RPAREN: case TK_RBRACKET: case TK_RBRACE:
            open--;
            break;
        case TK_EOF:
            p->i = first;
            fail(p, "'%s' is never closed",
                 token_spelling(p->ctx, *token_at(p, first)));
            return;
        default:
            break;
        }
        take(p);
    } while (open > 0);
}

Span doc_at(const Parser *p, size_t i)
{
    uint32_t doc = token_at(p, i)->doc;
    return doc == 0 ? (Span){0, 0} : p->in->docs.at[doc - 1].span;
}

Span trailing_doc(const Parser *p, size_t i)
{
    const Token *behind = token_at(p, i);
    const Tokens *t = p->in;
    size_t low = 0, high = behind->kind != TK_EOF && !behind->after_doc ? 0 : t->docs.n;
    size_t number = t->first + i;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (t->docs.at[mid].before < number) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    bool found = low < t->docs.n && t->docs.at[low].before == number
        && t->docs.at[low].trailing;
    return found ? t->docs.at[low].span : (Span){0, 0};
}

Decl *typedef_named(const Parser *p, const char *name)
{
    Decl *d = map_get(p->unit->typedefs, name);
    for (size_t i = 0; d != NULL && i < p->shadows.n; i++) {
        if (p->shadows.at[i] == name) {
            return NULL;
        }
    }
    return d;
}

bool starts_type(const Parser *p, const Token *t)
{
    if (t->kind != TK_IDENT) {
        return false;
    }
    int kw = name_tag(t->name);
    return (kw >= KW_VOID && kw <= KW_NULLABLE) || typedef_named(p, t->name) != NULL
        || kw == KW_ATTRIBUTE
        || (kw == KW_IGNORED && strcmp(t->name, "__extension__") == 0);
}

// -------------------------------------------------------- bodies and initialisers

// A body in braces, or nothing.
static void read_body(Parser *p, Decl *d)
{
    size_t first = p->i;
    skip_group(p);
    if (p->why == NULL) {
        d->body = span_since(p, first);
    }
}

// "=" up to the `,` or `;` that ends it
static void skip_initialiser(Parser *p)
{
    while (!at_kind(p, TK_COMMA) && !at_kind(p, TK_SEMICOLON) && !at_kind(p, TK_EOF)) {
        TokenKind k = peek(p)->kind;
        if (k == TK_LPAREN || k == TK_LBRACKET || k == TK_LBRACE) {
            skip_group(p);
        } else {
            take(p);
        }
    }
}

// ----------------------------------------------------------------- declarations

static void add_decl(Parser *p, Decl *d)
{
    *vec_push(p->ctx, &p->unit->decls) = d;
    if (p->declared != NULL) {
        map_put(p->declared, d->name, d);
    }
    if (d->kind == DECL_TYPEDEF && d->name != NULL && d->type != NULL) {
        map_put(p->unit->typedefs, d->name, d);
        Tag *tag = d->type->spelled == NULL ? d->type->tag : NULL;
        if (tag != NULL && tag->alias == NULL) {
            tag->alias = d;
        }
        if (tag != NULL && tag->name == NULL && tag->name_for_linkage == NULL
            && d->type->quals == 0) {
            tag->name_for_linkage = d;
            add_doc(&tag->doc, d->doc);
        }
    }
}

// The doc comment of a declaration stands before one of its words up to its name.
static Span decl_doc(const Parser *p, size_t first, Span name)
{
    for (size_t i = first;; i++) {
        const Token *t = token_at(p, i);
        if (t->doc != 0) {
            return doc_at(p, i);
        }
        if (t->kind == TK_LBRACE || t->kind == TK_SEMICOLON || t->kind == TK_EOF
            || (name.start != 0 && t->span.start >= name.start)) {
            return (Span){0, 0};
        }
    }
}

static void finish_decl(Parser *p, Decl *d, const Specs *s, const MarkList *marks)
{
    d->marks = marks->first;
    d->storage = s->storage;
    d->whole = span_since(p, s->first);
    d->kind = (s->storage & ST_TYPEDEF) != 0 ? DECL_TYPEDEF
        : d->type->kind == TY_FUNCTION ? DECL_FUNCTION : DECL_VARIABLE;
    for (const Mark *m = marks->first; m != NULL; m = m->next) {
        if (m->is_attribute && strcmp(m->name, "noreturn") == 0) {
            d->storage |= ST_NORETURN;
        }
    }
}

static bool has_identifier_list(const Type *t)
{
    return t->kind == TY_FUNCTION && t->no_prototype && t->params != NULL;
}

// declarator [asm] {attribute} ["=" initialiser | body]; true: the declaration ends
// here
static bool read_init_declarator(Parser *p, const Specs *s, Decl *d, bool first)
{
    MarkList marks;
    marks_init(&marks);
    marks_copy(p, &marks, s->marks.first);
    Mark **own = marks.end;
    d->type = read_declarator(p, s->type, d, &marks, CONCRETE);
    d->asm_label = read_asm_label(p);
    read_marks(p, &marks);
    if (p->why != NULL) {
        return true;
    }
    d->type = apply_type_marks(p, d->type, *own);
    finish_decl(p, d, s, &marks);
    if (has_identifier_list(d->type) && d->type->spelled == NULL) {
        if (first && !at_kind(p, TK_SEMICOLON) && !at_kind(p, TK_COMMA)) {
            read_kr_parameters(p, d->type);
            d->gnu_kr = true;
        } else {
            const Decl *param = d->type->params;
            fail(p, "unknown type name '%s'", param->name);
            const Token *t;
            for (size_t i = s->first; (t = token_at(p, i))->kind != TK_SEMICOLON
                 && t->kind != TK_EOF; i++) {
                p->why_at = t->span.start == param->span.start ? i : p->why_at;
            }
            return true;
        }
    }
    if (first && d->kind == DECL_FUNCTION && at_kind(p, TK_LBRACE)) {
        read_body(p, d);
        return true;
    }
    if (accept(p, TK_ASSIGN)) {
        skip_initialiser(p);
    }
    return false;
}

// struct T CB_NAME("U"); says it of a struct whose body may be elsewhere. Attributes say
// nothing there.
static void forward_marks(Parser *p, Tag *tag, const MarkList *marks)
{
    MarkList all;
    marks_init(&all);
    marks_copy(p, &all, tag->marks);
    for (const Mark *m = marks->first; m != NULL; m = m->next) {
        if (!m->is_attribute) {
            Mark one = *m;
            one.next = NULL;
            marks_copy(p, &all, &one);
        }
    }
    tag->marks = all.first;
}

// A struct, union or enum alone: its documentation is the tag's.
static void finish_tag(Parser *p, const Specs *s)
{
    Tag *tag = s->defines;
    if (tag == NULL && s->type->tag != NULL && s->type->spelled == NULL) {
        forward_marks(p, s->type->tag, &s->marks);
    }
    if (tag != NULL) {
        Span doc = decl_doc(p, s->first, (Span){0, 0});
        tag->doc = doc.end != 0 ? doc : tag->doc;
        add_doc(&tag->doc, trailing_doc(p, p->i));
        MarkList all;
        marks_init(&all);
        marks_copy(p, &all, s->marks.first);
        marks_copy(p, &all, tag->marks);
        tag->marks = all.first;
    }
}

// CB_EXPORT(…); and the like: markers and a semicolon. `[[]];`, `const;` say nothing.
static bool finish_file_marks(Parser *p, const Specs *s)
{
    if (s->type != NULL || p->i == s->first || !accept(p, TK_SEMICOLON)) {
        return false;
    }
    for (Mark *m = s->marks.first; m != NULL; m = m->next) {
        if (!m->is_attribute) {
            FileMark *f = NEW(p->ctx, FileMark);
            f->mark = m;
            f->doc = decl_doc(p, s->first, (Span){0, 0});
            *p->file_mark = f;
            p->file_mark = &f->next;
        }
    }
    return true;
}

// Behind a declaration, which is decls[group] and what follows.
static void finish_group(Parser *p, Specs *s, size_t group, size_t n_tags)
{
    Span doc = trailing_doc(p, p->i);
    for (size_t i = group; i < p->unit->decls.n; i++) {
        add_doc(&p->unit->decls.at[i]->doc, doc);
    }
    drop_marks(p, &s->marks);
    if (p->unit->decls.n == group + 1 && s->defines == NULL) {
        forget_function(p, p->unit->decls.at[group], n_tags);
    }
}

// specifiers [init-declarator {"," init-declarator}] (";" | body)      C11 6.7, 6.9
static void read_declaration(Parser *p, Decl **current)
{
    Specs s;
    read_specs(p, &s);
    if (p->why != NULL || finish_file_marks(p, &s)) {
        return;
    }
    if (s.type == NULL && (s.type = implicit_int(p, &s, "a declaration")) == NULL) {
        return;
    }
    if (at_kind(p, TK_SEMICOLON) || (s.defines != NULL && semicolon_is_missing(p))) {
        accept(p, TK_SEMICOLON);
        finish_tag(p, &s);
        return;
    }
    size_t group = p->unit->decls.n, n_tags = p->unit->tags.n;
    Span doc = {0, 0};
    for (bool first = true, ended = false; !ended; first = false) {
        Decl *d = new_decl(p, DECL_VARIABLE);
        *current = d;
        ended = read_init_declarator(p, &s, d, first);
        if (p->why != NULL) {
            return;
        }
        doc = first ? decl_doc(p, s.first, d->span) : doc;
        d->doc = doc;
        add_decl(p, d);
        *current = NULL;
        if (!ended && !accept(p, TK_COMMA)) {
            ended = true;
            if (!semicolon_is_missing(p)
                && !expect(p, TK_SEMICOLON, "after the declaration")) {
                p->unit->decls.n--;
                *current = d;
                return;
            }
        }
    }
    finish_group(p, &s, group, n_tags);
}

// specifiers init-declarator
void read_again(Parser *p, Decl *d)
{
    Specs s;
    read_specs(p, &s);          // there may be none: `x() { }`
    s.type = s.type != NULL ? s.type : implicit_int(p, &s, "a declaration");
    if (s.type != NULL) {
        read_init_declarator(p, &s, d, true);
    }
}

// --------------------------------------------------------------------- recovery

// Does the declaration go on behind the `}` before token i, as in `} x, *y;`?
static bool goes_on(const Parser *p, size_t i)
{
    const Token *t = token_at(p, i), *next = token_at(p, i + 1);
    switch (t->kind) {
    case TK_SEMICOLON: case TK_COMMA: case TK_STAR: case TK_ASSIGN: case TK_LBRACKET:
        return true;
    case TK_IDENT:
        return name_tag(t->name) == KW_ATTRIBUTE || next->kind == TK_SEMICOLON
            || next->kind == TK_COMMA || next->kind == TK_ASSIGN
            || next->kind == TK_LBRACKET;
    default:
        return false;
    }
}

// The token behind the declaration that begins at `first`: the next `;` outside braces,
// or a `}` of file scope behind which nothing of it can follow.
static size_t resynchronise(const Parser *p, size_t first)
{
    int open = 0;
    bool body = false;          // the braces follow a `)`
    size_t i = first;
    for (TokenKind k; (k = token_at(p, i)->kind) != TK_EOF; i++) {
        if (k == TK_LBRACE) {
            if (open == 0) {
                body = i > first && token_at(p, i - 1)->kind == TK_RPAREN;
            }
            open++;
        } else if (k == TK_RBRACE) {
            open--;
            if (open < 0 || (open == 0 && (body || !goes_on(p, i + 1)))) {
                return i + 1;
            }
        } else if (k == TK_SEMICOLON && open == 0) {
            return i + 1;
        }
    }
    return i;
}

// Uses of a typedef that could not be read are not to be reported: its own error was.
static void note_broken_typedef(Parser *p, Decl *d, size_t first, size_t end)
{
    const Token *t = token_at(p, first);
    if (t->kind != TK_IDENT || name_tag(t->name) != KW_TYPEDEF) {
        return;
    }
    const char *name = d->name, *inner = NULL;
    int depth = 0;
    for (size_t i = first + 1; i < end && d->name == NULL; i++) {
        TokenKind k = (t = token_at(p, i))->kind;
        depth += k == TK_LPAREN || k == TK_LBRACKET || k == TK_LBRACE;
        depth -= k == TK_RPAREN || k == TK_RBRACKET || k == TK_RBRACE;
        if (k == TK_IDENT && name_tag(t->name) == KW_NONE) {
            name = depth == 0 ? t->name : name;
            bool pointed = t[-1].kind == TK_STAR && t[-2].kind == TK_LPAREN;
            inner = pointed && inner == NULL ? t->name : inner;   // (*name)(…)
        }
    }
    name = d->name == NULL && inner != NULL ? inner : name;
    if (name != NULL) {
        map_put(p->broken, name, d);
    }
}

// Makes the declaration poisoned, reports it when it is the author's, and goes on.
static void recover(Parser *p, size_t first, Decl *d)
{
    bool behind = token_at(p, p->why_at)->kind == TK_EOF;
    size_t at = behind ? p->in->n - 1 : p->why_at;      // n > 0: something failed
    const Token *t = token_at(p, at);
    if (d == NULL) {
        d = new_decl(p, DECL_VARIABLE);
    }
    d->poisoned = true;
    d->why = p->why;
    if (d->span.start == 0) {
        d->span = t->span;
    }
    if (d->type == NULL || d->type->kind != TY_FUNCTION) {
        d->type = share_type(p, &(Type){.kind = TY_OPAQUE});
    } else {
        d->kind = DECL_FUNCTION;
    }
    d->whole = span_join(token_at(p, first)->span, t->span);
    *vec_push(p->ctx, &p->unit->decls) = d;
    size_t next = resynchronise(p, first);
    if (span_is_users(p->ctx, token_at(p, at)->span)) {
        report_mistake(p, d, first, at);
    }
    note_broken_typedef(p, d, first, next);
    p->i = next;
    p->why = NULL;
    p->why_id = DIAG_SYNTAX;
    p->depth = 0;
}

// ------------------------------------------------------------------- file scope

// A static_assert, or asm at file scope: no declaration. False: none stands here.
bool skip_assertion(Parser *p)
{
    size_t ahead = 0;
    int kw;
    do {                        // __extension__ may stand before it
        const Token *t = peek_at(p, ahead++);
        kw = t->kind == TK_IDENT ? name_tag(t->name) : KW_NONE;
    } while (kw == KW_IGNORED);
    if (kw != KW_STATIC_ASSERT && kw != KW_ASM) {
        return false;
    }
    while (!at_kind(p, TK_LPAREN) && !at_kind(p, TK_SEMICOLON)
           && !at_kind(p, TK_EOF)) {
        take(p);
    }
    if (at_kind(p, TK_LPAREN)) {
        skip_group(p);
    }
    accept(p, TK_SEMICOLON);
    return true;
}

static bool at_linkage(const Parser *p)
{
    return keyword_at(p) == KW_EXTERN && peek_at(p, 1)->kind == TK_STRING;
}

// What is no declaration: stray `;`, asm, static_assert, extern "C"; false: a
// declaration
static bool skip_other(Parser *p)
{
    if (accept(p, TK_SEMICOLON)) {
        return true;
    }
    if (at_linkage(p)) {
        take(p);
        take(p);
        p->linkage += accept(p, TK_LBRACE);
        return true;
    }
    if (p->linkage > 0 && accept(p, TK_RBRACE)) {
        p->linkage--;
        return true;
    }
    return skip_assertion(p);
}

Unit *parse(Context *ctx, Tokens *tokens)
{
    Unit *unit = NEW(ctx, Unit);
    unit->ctx = ctx;
    unit->tokens = tokens;
    unit->typedefs = map_new(ctx);
    unit->enumerators = map_new(ctx);
    unit->struct_tags = map_new(ctx);
    unit->enum_tags = map_new(ctx);
    unit->spare = NEW(ctx, Spare);
    unit->forgotten = NEW(ctx, Type);
    unit->forgotten->kind = TY_FUNCTION;
    unit->forgotten->no_prototype = unit->forgotten->is_shared = true;
    unit->forgotten->base = NEW(ctx, Type);     // void
    unit->types = arena_alloc(ctx->arena, SHARED_TYPES * sizeof *unit->types);
    Parser p = {.ctx = ctx, .unit = unit, .in = tokens, .eof = lex_end(tokens),
                .why_id = DIAG_SYNTAX, .broken = map_new(ctx),
                .missing_by_name = map_new(ctx), .meant = map_new(ctx),
                .file_mark = &unit->file_marks};
    lex_more(tokens);           // with the predefined macros
    target_read(ctx, tokens, &p.target);
    while (peek(&p)->kind != TK_EOF) {
        p.i -= lex_forget(tokens, p.i);
        size_t first = p.start = p.i;
        Decl *current = NULL;
        p.shadows.n = 0;
        p.borrows = false;
        if (!skip_other(&p)) {
            read_declaration(&p, &current);
        }
        if (p.why == NULL && p.i == first) {
            fail(&p, "expected a declaration, saw %s", saw(&p, peek(&p)));
        }
        if (p.why != NULL) {
            recover(&p, first, current);
        }
    }
    report_missing_types(&p);
    return unit;
}
