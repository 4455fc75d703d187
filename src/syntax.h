// SPDX-License-Identifier: MIT
// syntax.h: map of the syntax layer: preprocessed text becomes tokens, tokens become
// declarations with C types. Reads what gcc, clang and zig cc print with -E -dD -CC.
//
// Bodies, initialisers and attributes' arguments stay token ranges. What cannot be read
// costs one declaration: it is marked poisoned (with the reason) and parsing goes on.
#ifndef CARBIDE_SYNTAX_H
#define CARBIDE_SYNTAX_H

#include "base.h"

// --------------------------------------- lex.c, comment.c, directive.c (map: lex.h)
typedef enum {
#define TOKEN(id, spelling) TK_##id,
#include "tokens.def"   // EOF, IDENT, NUMBER, STRING, CHAR, every punctuator
#undef TOKEN
    TK_COUNT
} TokenKind;

typedef struct {
    uint8_t kind;               // TokenKind
    bool after_doc;             // a `/**<` or `///<` may stand before it
    uint32_t doc;               // 1 + index into Tokens.docs of the doc comment that
                                // stands directly before this token; 0: none
    Span span;
    const char *name;           // identifiers and keywords: interned; else NULL
} Token;

// What a name is as a keyword: name_tag(token.name), KW_NONE for other names.
typedef enum {
    KW_NONE,
    KW_VOID, KW_CHAR, KW_SHORT, KW_INT, KW_LONG, KW_INT64, KW_FLOAT, KW_DOUBLE,
    KW_SIGNED, KW_UNSIGNED, KW_BOOL, KW_COMPLEX, KW_INT128, KW_INT128_T,
    KW_UINT128_T, KW_BITINT,
    KW_FLOAT16, KW_FLOAT32, KW_FLOAT64, KW_FLOAT32X, KW_FLOAT64X, KW_FLOAT128,
    KW_FLOAT80, KW_OPAQUE_TYPE, KW_STRUCT, KW_UNION, KW_ENUM, KW_TYPEOF, KW_ATOMIC,
    KW_CB_VIEW,
    KW_CONST, KW_VOLATILE, KW_RESTRICT, KW_NONNULL, KW_NULLABLE, KW_IGNORED,
    KW_TYPEDEF, KW_EXTERN, KW_STATIC, KW_AUTO, KW_REGISTER, KW_THREAD, KW_INLINE,
    KW_NORETURN, KW_CONSTEXPR, KW_ALIGNAS, KW_ATTRIBUTE, KW_DECLSPEC,
    KW_ALIGNOF, KW_SIZEOF, KW_STATIC_ASSERT, KW_ASM,
    KW_RETURN, KW_THIS, KW_TRUE, KW_FALSE, KW_NULLPTR
} Keyword;

typedef struct {
    const Token *at;
    size_t n;
} TokenRange;

// #define lines in order; the last one not undone wins.
typedef struct Macro {
    const char *name;
    Span span;                  // of the name in its #define line
    uint32_t end;               // of its text, which begins behind the name
    bool function_like : 1;
    bool undefined : 1;         // #undef came later
    bool builtin : 1;           // predefined or from the command line
    bool is_read : 1;           // `body` was asked for; see macro_body
    TokenRange body;
} Macro;

typedef struct {
    Span span;                  // of one comment, or of `///` lines one below the other
    uint32_t before : 30;       // number of the token behind it
    bool trailing : 1;          // `/**<` or `///<`
    bool about_file : 1;        // it says @file or \file
} DocComment;

typedef struct Lexer Lexer;

// One input. Its tokens are read some at a time: at[] holds those that are wanted.
typedef struct {
    Token *at;                  // n tokens, and TK_EOF at at[n] when it has ended
    size_t n, cap;
    size_t first;               // how many tokens of the text stood before at[0]
    bool ended;                 // nothing is left to read
    VEC(TokenRange) outgrown;   // earlier places of at[], until lex_forget()
    VEC(DocComment) docs;       // in the order of the text
    VEC(Macro *) macros;        // in order of definition
    Map *macro_by_name;         // the last definition
    Lexer *lexer;
} Tokens;

// Begins to lex an input; nothing is read yet. Comments vanish but for doc comments;
// `#define`s are collected; comments of macro bodies neither count lines nor document.
Tokens *lex_begin(Context *ctx, const Source *source);
bool lex_more(Tokens *tokens);              // some tokens more; false: there are none
void lex_rest(Tokens *tokens);              // all that are left
// at[0..n) are no longer wanted. The number of tokens by which the others moved to the
// front: it may be less than n, so that little is moved, and mistakes are understood.
size_t lex_forget(Tokens *tokens, size_t n);
Token lex_end(const Tokens *tokens);        // TK_EOF, as at the end
// Lexes a piece of text (an original line) without markers or directives; spans count
// from the start of the text. TK_EOF stands at [n].
TokenRange lex_line(Context *ctx, const char *text, size_t n);
// Lexes a piece of an input again; `buffer`, {0} at first, is used again and again.
TokenRange lex_span(Context *ctx, Span span);
TokenRange lex_span_into(Context *ctx, Span span, Tokens *buffer);
TokenRange macro_body(Context *ctx, const Macro *m);
const char *token_spelling(Context *ctx, Token t);
// The text of a doc comment without its delimiters; NULL: there is none.
const char *comment_text(Context *ctx, Span doc);

// ------------------------------------------------------------------- ctype.c
typedef enum {
    TY_VOID, TY_BOOL,
    TY_INT,                     // every integer type but bool and enums; see IntKind
    TY_FLOAT,                   // see FloatKind
    TY_COMPLEX,                 // _Complex of a FloatKind
    TY_ENUM, TY_STRUCT, TY_UNION,
    TY_POINTER, TY_ARRAY, TY_FUNCTION,
    TY_VECTOR,                  // vector_size, ext_vector_type: never mapped
    TY_OPAQUE,                  // __builtin_va_list, typeof of what is not evaluated, …
    TY_VIEW                     // CB_VIEW(T, rank): base is T, rank in length
} TypeKind;

typedef enum {
    INT_CHAR, INT_SCHAR, INT_UCHAR, INT_SHORT, INT_USHORT, INT_INT, INT_UINT,
    INT_LONG, INT_ULONG, INT_LLONG, INT_ULLONG, INT_INT128, INT_UINT128,
    INT_BIT, INT_UBIT           // _BitInt(n): width in Type.bits
} IntKind;

typedef enum {
    FLOAT_HALF,                 // _Float16
    FLOAT_FLOAT, FLOAT_DOUBLE, FLOAT_LONG,
    FLOAT_128                   // _Float128, __float128: not mapped
} FloatKind;

enum { Q_CONST = 1, Q_VOLATILE = 2, Q_RESTRICT = 4, Q_ATOMIC = 8,
       Q_NONNULL = 16, Q_NULLABLE = 32 };

typedef struct Type Type;
typedef struct Tag Tag;
typedef struct Decl Decl;
typedef struct Expr Expr;
typedef struct Mark Mark;

// Equal types are one where the parser can tell: what was made is not changed. There
// are many: small fields share words.
struct Type {
    TypeKind kind : 8;
    unsigned quals : 8;         // Q_… of this level
    IntKind int_kind : 8;       // TY_INT
    FloatKind float_kind : 8;   // TY_FLOAT, TY_COMPLEX
    int bits;                   // _BitInt(n)
    unsigned depth : 16;        // how many levels of base; the parser stops at 200
    bool is_static : 1;         // TY_ARRAY: [static n]
    bool is_star : 1;           // TY_ARRAY: [*]
    bool is_block : 1;          // TY_POINTER: `^`, Apple's functions with a context
    bool variadic : 1, no_prototype : 1;        // TY_FUNCTION
    bool is_shared : 1;         // others are this type too: it must not change
    unsigned unused : 10;       // no padding: equal types are equal bytes
    unsigned unused_too;
    Type *base;                 // pointee, element, result, vector element
    Expr *length;               // TY_ARRAY: bound, NULL for []; TY_VIEW: rank
    Decl *params;               // TY_FUNCTION: linked by next
    Tag *tag;                   // TY_ENUM, TY_STRUCT, TY_UNION
    const char *keyword;        // exact spelling where the kind says too little
                                // (_Float32, __float80, …), else NULL
    Decl *spelled;              // the typedef by whose name this level was written, or
                                // NULL; chains go on through spelled->type->spelled
};

typedef struct Enumerator {
    struct Enumerator *next;
    const char *name;
    Span span;
    const Type *type;           // the T of enum E : T, or NULL
    uint64_t number;            // two's complement
    bool known;                 // `number` is right
    bool negative;              // of number
} Enumerator;

struct Tag {
    TypeKind kind : 8;          // TY_ENUM, TY_STRUCT, TY_UNION
    bool complete : 1;
    bool in_parameters : 1;     // first named in a parameter list, where its scope ends
    const char *name;           // NULL when anonymous
    Span span;
    Decl *fields;               // linked by next; read them by tag_fields()
    Span forgotten;             // the body whose fields were forgotten, else {0, 0}
    struct Unit *unit;
    Enumerator *enumerators;
    Type *underlying;           // enum E : T, or NULL
    Mark *marks;                // attributes: packed, flag_enum, …
    Decl *name_for_linkage;     // first typedef of an anonymous tag, unqualified
    Decl *alias;                // first typedef of any tag, qualified or not
    Span doc;                   // of its doc comment, see comment_text
};

// A marker (CB_…) or an attribute, as written.
struct Mark {
    Mark *next;
    const char *name;           // "CB_SHAPE", "nonnull", …; __x__ without its __
    bool is_attribute;
    Span span;                  // of name and arguments
    Span args;                  // what stands between the parentheses
};

typedef enum {
    DECL_VARIABLE, DECL_FUNCTION, DECL_TYPEDEF, DECL_PARAM, DECL_FIELD
} DeclKind;
enum { ST_STATIC = 1, ST_EXTERN = 2, ST_INLINE = 4, ST_TYPEDEF = 8, ST_REGISTER = 16,
       ST_THREAD = 32, ST_NORETURN = 64, ST_AUTO = 128, ST_CONSTEXPR = 256 };

struct Decl {
    Decl *next;                 // next parameter or field
    DeclKind kind : 8;
    unsigned storage : 16;      // ST_…
    bool poisoned : 1;          // could not be read whole: `why` says what
    bool gnu_kr : 1;            // K&R definition
    const char *name;           // NULL: unnamed
    Span span;                  // of the name, else of the type
    Span whole;                 // of the declaration without its body
    Type *type;                 // parameters: as written, arrays are not decayed;
                                // functions of foreign headers: see decl_recall
    Mark *marks;                // markers and attributes, in order of writing
    Span doc;                   // of the doc comment before it, or of one with `/**<`
                                // behind it; see comment_text
    union {
        const char *asm_label;  // __asm__("…")
        const char *why;        // of one that is poisoned
    };
    union {
        Expr *bit_width;        // of a field
        Span body;              // of a function's definition: { … }, braces included
    };
};

typedef struct FileMark {       // CB_EXPORT(…); CB_EXCEPTION(…); at file scope
    struct FileMark *next;
    Mark *mark;
    Span doc;
} FileMark;

typedef struct Unit {
    Context *ctx;
    Tokens *tokens;
    VEC(Decl *) decls;          // file scope, in order: functions, variables, typedefs
    VEC(Tag *) tags;            // every struct, union, enum definition, in order
    FileMark *file_marks;
    Map *typedefs;              // name -> Decl
    Map *enumerators;           // name -> Enumerator
    Map *struct_tags;           // name -> Tag (struct and union)
    Map *enum_tags;             // name -> Tag
    Type **types;               // where equal types are found again, see share_type
    Type *forgotten;            // of functions whose type is not kept
    struct Spare *spare;        // what was given back, see recall.c
} Unit;

TokenRange mark_args(Context *ctx, const Mark *m);
bool type_is_integer(const Type *t);        // bool and enums included
bool type_is_number(const Type *t);
bool type_is_char(const Type *t);           // plain char, resolved
Type *type_pointer(Context *ctx, Type *base);
bool type_same(const Type *a, const Type *b);   // compatible, qualifiers compared
// C spelling: type_declare(t, "x") gives `const double (*x)[3]`; typedef names kept
// where they were written. NULL name: abstract. `decay`: arrays as C sees a parameter.
const char *type_declare(Context *ctx, const Type *t, const char *name);
const char *type_declare_param(Context *ctx, const Type *t, const char *name);
// Widths from the predefined macros of the input (__SIZEOF_INT__, …), in bits.
typedef struct { int char_bits, short_bits, int_bits, long_bits, llong_bits,
                 pointer_bits, wchar_bits; bool char_unsigned, wchar_unsigned;
                 bool is_clang;
                 // C23 6.7.3.3: where one enumerator does not fit int, none is an int
                 bool equal_enumerators; } Target;
void target_read(Context *ctx, const Tokens *tokens, Target *out);
int type_int_bits(const Target *target, const Type *t);     // 0: unknown
bool type_int_signed(const Target *target, const Type *t);

// ------------------------------------------------------------------- macro.c
// The body of an object-like macro with all macros in it replaced, n tokens; NULL after
// *why was set.
const Token *macro_expand(Context *ctx, const Tokens *tokens, const Macro *m,
                          size_t *n, const char **why);

// --------------------- expr.c, literal.c, constexpr.c, constvalue.c (constexpr.h)
// Expressions of bounds, enumerators, macros and markers.
typedef enum {
    EX_NUMBER, EX_FLOAT, EX_STRING, EX_NAME, EX_RETURN /* the word `return` */,
    EX_THIS /* the word `this` */, EX_UNARY, EX_BINARY, EX_TERNARY,
    EX_CALL, EX_SIZEOF_TYPE, EX_CAST, EX_MEMBER /* a.b, a->b */, EX_INDEX,
    EX_SIZEOF_EXPR /* of a */, EX_ALIGNOF_TYPE,
    EX_OTHER                    // a bound that could not be read: `string` says why
} ExprKind;

struct Expr {
    ExprKind kind : 8;
    unsigned op : 8;            // TokenKind; unary * - + ! ~ &; EX_MEMBER: DOT or ARROW
    bool negative : 1;          // EX_NUMBER: only set by evaluation
    bool is_unsigned : 1, is_long : 1, is_long_long : 1;    // EX_NUMBER: its suffixes
    bool is_decimal : 1;        // EX_NUMBER: neither hexadecimal, octal nor binary
    bool is_bool : 1;           // EX_NUMBER: true, false
    char suffix;                // EX_FLOAT: 'f', 'l' or 0
    char prefix;                // of EX_STRING, and of EX_NUMBER from a character: 'L',
                                // 'u', 'U', '8'; without one 's', 'c'; 0: a number
    Span span;
    const char *name;           // EX_NAME; callee of EX_CALL (one that is no name
                                // stands in b); field of EX_MEMBER
    Expr *a, *b, *c;            // operands; EX_CALL: arguments linked by next in a;
                                // EX_TERNARY: b is NULL in GNU's `a ?: c`
    Expr *next;
    Type *type;                 // EX_CAST, EX_SIZEOF_TYPE
    uint64_t number;            // EX_NUMBER
    double real;                // EX_FLOAT
    const char *string;         // EX_STRING: decoded bytes
    size_t string_length;
};

// Parses tokens[0..n) whole as one expression; NULL after *why was set.
Expr *expr_parse(Context *ctx, const Unit *unit, const Token *tokens, size_t n,
                 const char **why);
// Nobody has a pointer into the tree any more.
void expr_drop(const Unit *unit, Expr *e);
// Splits marker arguments at top-level commas: returns the count, fills starts/lengths.
size_t split_args(const Token *tokens, size_t n, const Token *part[], size_t len[],
                  size_t max);
typedef struct {                // value of a constant expression
    enum { CV_NONE, CV_INT, CV_FLOAT, CV_STRING } kind;
    bool negative;              // CV_INT: with is_unsigned false
    uint64_t number;            // two's complement
    bool is_unsigned;
    int bits;                   // width of its C type
    double real;
    const char *string;
    size_t string_length;
} ConstValue;
// Evaluates constants, enumerators and object-like macros of the unit, with C's types.
bool expr_evaluate(Context *ctx, const Unit *unit, const Target *target, const Expr *e,
                   ConstValue *out, const char **why);
bool macro_evaluate(Context *ctx, const Unit *unit, const Target *target,
                    const Macro *m, ConstValue *out, const char **why);
// Calls fn for every EX_NAME in e (operators of sizeof left out).
void expr_names(const Expr *e, void (*fn)(const Expr *name, void *arg), void *arg);
// The author's spelling of e on one line, for messages.
const char *expr_text(Context *ctx, const Expr *e);

// --------- parse.c, mistake.c, habit.c, specifier.c, tag.c, declarator.c, attribute.c
// (map: parse.h)
// Declarations: specifiers, declarators, tags, attributes, markers, resynchronisation.
Unit *parse(Context *ctx, Tokens *tokens);

// ------------------------------------------------------------------ recall.c
// Of functions and structs in foreign headers no more is kept than what they are called
// and where they stand. Type and marks of a function, read again when they were
// forgotten:
void decl_recall(Context *ctx, Unit *unit, Decl *d);
Decl *tag_fields(const Tag *tag);

// ------------------------------------------------------------------- trace.c
// Adds to reports where their line came from: a macro, an #include.
void trace_reports(Context *ctx, Unit *const *units, size_t n);

#endif
