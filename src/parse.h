// SPDX-License-Identifier: MIT
// parse.h: what the files of the parser share; nobody else includes it.
//
//     parse.c       declarations at file scope, bodies, recovery
//     specifier.c   declaration specifiers
//     tag.c         struct, union, enum
//     declarator.c  declarators, parameters, type names
//     attribute.c   attributes, markers, other words between them
//     recall.c      what is forgotten, and read again
//     expr.c        expressions
//     literal.c     numbers, characters, strings
//
// The parser stands at token i. An error is sticky: fail() remembers the first one and
// moves to the end, where every function sees TK_EOF and returns; parse.c recovers.
#ifndef CARBIDE_PARSE_H
#define CARBIDE_PARSE_H

#include "syntax.h"

#define NOWHERE (SIZE_MAX / 2)

enum {
    DEPTH_MAX = 200,            // C11 5.2.4.1 asks for 63 levels; the stack holds these
    DECLARATION_TOKENS_MAX = 1000 * 1000,   // they stand in memory together
    SHARED_TYPES = 1024         // slots: a type that lost its own is made again
};

// Given back, and used again: linked by next, types by base.
typedef struct Spare {
    Decl *decls;
    Mark *marks;
    Type *types;
    Expr *exprs;
} Spare;

typedef struct {
    Context *ctx;
    Unit *unit;
    Target target;
    Tokens *in;
    size_t i;                   // the next token; NOWHERE after fail()
    Token eof;                  // what is read behind the last one
    size_t start;               // first token of this declaration
    int depth;                  // of parentheses, brackets, braces now open
    int parameters;             // parameter lists now open
    int holes;                  // of nested declarators, see read_declarator
    int linkage;                // open `extern "C" {`
    const char *why;            // first error of this declaration, or NULL
    size_t why_at;              // token index
    DiagId why_id;
    bool cplusplus;             // was reported
    Map *broken;                // name of a typedef that could not be read -> its Decl
    int n_mistakes;                     // declarations that could not be read
    VEC(struct Missing *) missing;      // types that nothing declares (mistake.c)
    Map *missing_by_name;
    FileMark **file_mark;       // where the next one goes
    Map *meant;                 // unknown name of a type -> the one that it is near, or ""
    int searches;               // … for which one was looked
    VEC(const char *) shadows;  // parameter names that hide typedef names
    Map *declared;              // by name, of file scope; made by the first typeof
    bool borrows;               // the declaration uses what may be another one's, and is kept
} Parser;

typedef struct {
    Mark *first, **end;
} MarkList;

typedef struct {
    Type *type;                 // NULL: no type was written
    unsigned storage, quals;
    MarkList marks;
    size_t first;               // token index
    Tag *defines;               // the tag whose body stood here, else NULL
} Specs;

// parse.c
const Token *late_token(const Parser *p, size_t i);     // reads on until it is there

// Pointers to tokens are valid until the end of the declaration.
static inline const Token *token_at(const Parser *p, size_t i)
{
    return i < p->in->n ? &p->in->at[i] : late_token(p, i);
}

static inline const Token *peek(const Parser *p)
{
    return token_at(p, p->i);
}

static inline const Token *peek_at(const Parser *p, size_t ahead)
{
    return token_at(p, p->i + ahead);
}

// The token at i; moves behind it.
static inline const Token *take(Parser *p)
{
    const Token *t = peek(p);
    p->i += t->kind != TK_EOF;
    return t;
}

static inline bool at_kind(const Parser *p, TokenKind kind)
{
    return peek(p)->kind == kind;
}

static inline bool accept(Parser *p, TokenKind kind)
{
    bool is = at_kind(p, kind);
    p->i += is && kind != TK_EOF;
    return is;
}

// Takes a token of that kind or fails: "expected ')' to close …, saw 'x'".
bool expect(Parser *p, TokenKind kind, const char *what_for);
// KW_… of the token at i.
static inline int keyword_at(const Parser *p)
{
    const Token *t = peek(p);
    return t->kind == TK_IDENT ? name_tag(t->name) : KW_NONE;
}

void fail(Parser *p, const char *fmt, ...) PRINTF(2, 3);
void fail_type(Parser *p, const char *wanted);  // no type stands where one must
bool enter(Parser *p);                      // one level deeper; false after fail()
void leave(Parser *p);
bool too_long(Parser *p);                   // the declaration, after fail()
Span span_since(const Parser *p, size_t first); // from token `first` to the last taken
static inline Span span_of_tokens(const Parser *p, size_t first, size_t last)
{
    return span_join(token_at(p, first)->span, token_at(p, last)->span);
}
void skip_group(Parser *p);                 // at ( [ or {: to behind its partner
Span doc_at(const Parser *p, size_t i);         // the doc comment before token i
Span trailing_doc(const Parser *p, size_t i);   // `/**<` before token i
static inline void add_doc(Span *to, Span doc)  // the first one counts
{
    *to = to->end != 0 ? *to : doc;
}
Decl *typedef_named(const Parser *p, const char *name); // NULL: none, or shadowed
bool starts_type(const Parser *p, const Token *t);
bool skip_assertion(Parser *p);             // static_assert or asm; false: none here

void read_again(Parser *p, Decl *d);        // one declaration, which is not added

// recall.c
Decl *new_decl(Parser *p, DeclKind kind);
Mark *new_mark(Parser *p);
Type *new_type(Parser *p);
Expr *new_expr(Parser *p, ExprKind kind, size_t first);     // span: since token `first`
void drop_marks(Parser *p, MarkList *marks);    // nobody has a pointer to them
void drop_level(Parser *p, Type *t);
void drop_decls(Parser *p, Decl *first);
void forget_function(Parser *p, Decl *d, size_t n_tags);
void forget_fields(Parser *p, Tag *tag, Span body, size_t n_tags);

// mistake.c
void report_mistake(Parser *p, Decl *d, size_t first, size_t at);
void report_missing_types(Parser *p);       // once, in the end: each type once
// habit.c: what other languages write so; true after it was reported
bool report_habit(Parser *p, size_t first, size_t at);
bool semicolon_is_missing(Parser *p);       // true after it was reported

// attribute.c
void marks_init(MarkList *m);
void marks_copy(Parser *p, MarkList *to, const Mark *from);
// Reads attributes, markers and words without meaning here, as many as there are.
void read_some_marks(Parser *p, MarkList *m);
static inline void read_marks(Parser *p, MarkList *m)
{
    const Token *t = peek(p);   // most often there is none
    int kw = t->kind == TK_IDENT ? name_tag(t->name) : KW_NONE;
    if (kw != KW_NONE || t->kind == TK_LBRACKET
        || (t->kind == TK_IDENT && t->name[0] == 'C')) {
        read_some_marks(p, m);
    }
}
bool is_marker(const Parser *p, const Token *t);
bool is_old_name(const Token *t, const Token *next);    // of a word without meaning
void skip_alignas(Parser *p);
const char *read_asm_label(Parser *p);
Type *apply_some_marks(Parser *p, Type *t, const Mark *marks);
static inline Type *apply_type_marks(Parser *p, Type *t, const Mark *marks)
{
    return marks == NULL ? t : apply_some_marks(p, t, marks);
}

// tag.c: struct, union, enum, with their bodies; the parser stands at the word
Type *read_tagged(Parser *p, Specs *s);
void read_struct_body(Parser *p, Tag *tag);
// specifier.c
bool read_specs(Parser *p, Specs *s);       // false: nothing was there, or failed
Type *share_type(Parser *p, const Type *like);
unsigned read_qualifiers(Parser *p);
Type *new_opaque(Parser *p, size_t first);  // of the words since token `first`

// declarator.c
enum { CONCRETE = 1, ABSTRACT = 2 };
Type *read_declarator(Parser *p, Type *base, Decl *d, MarkList *marks, int forms);
Type *read_type_name(Parser *p);
Type *read_typeof(Parser *p);
bool is_microsoft_int(const char *name);
Type *new_derived(Parser *p, TypeKind kind, Type *base);
// Of a declaration without a type; `wanted` is for the message when that is a mistake.
Type *implicit_int(Parser *p, const Specs *s, const char *wanted);
void read_kr_parameters(Parser *p, Type *function);

// literal.c
Expr *read_number(Parser *p);
Expr *read_string(Parser *p);
Expr *read_char(Parser *p);

// expr.c
Expr *read_conditional(Parser *p);          // conditional-expression
Expr *read_bound(Parser *p, TokenKind close);   // never NULL: EX_OTHER at worst

#endif
