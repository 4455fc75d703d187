// SPDX-License-Identifier: MIT
// lex.h: what the files of the lexer share; nobody else includes it.
//
//     lex.c         tokens, and how far the text was read
//     comment.c     comments: which of them document, and their text
//     directive.c   line markers, #define, #undef
#ifndef CARBIDE_LEX_H
#define CARBIDE_LEX_H

#include "syntax.h"

enum { C_NONE, C_SPACE, C_QUOTE, C_PUNCT, C_SINGLE, C_DIGIT, C_NAME };
extern const unsigned char lex_class[256];      // C_… of a byte

struct Lexer {
    Context *ctx;
    const char *text;           // of the whole input, NUL-terminated
    const char *p, *end;        // what is left of it
    uint32_t base;              // span offset of text[0]
    bool marks;                 // line markers, directives and docs are read
    bool skips;                 // directives were read before: they are passed over
    bool line_start;            // nothing but blanks stands before p in its line
    Tokens *out;
    const char *file;           // of the newest line marker, interned
    bool builtin;               // under <built-in> or <command-line>
    Map *body_comments;         // normalised comments of macro bodies
    uint64_t body_filter[64];   // one bit for what each of them begins with
    int uncounted;              // newlines of such comments in this line
    int uncounted_line;         // the line that they stand in
    uint32_t pending;           // 1 + index of the doc comment that waits for its token
    bool trailing;              // one that documents what stands before it was the last
    const char *doc_end;        // of the newest doc comment: `///` lines join it
    bool doc_lines;             // it is made of `///` lines
};

static inline uint32_t lex_offset(const Lexer *lx, const char *p)
{
    return lx->base + (uint32_t)(p - lx->text);
}

static inline int lex_class_of(char c)
{
    return lex_class[(unsigned char)c];
}

// lex.c
// Reads the token at p, which is no white space and no comment; returns its end.
const char *lex_token(Lexer *lx, const char *p, Token *t);
// The end of the name at p, which is p where there is none; *name is its UTF-8.
const char *lex_name(const Lexer *lx, const char *p, const char *end,
                     const char **name);
const char *lex_quoted_end(const char *p, const char *end);
size_t lex_splice(const char *p);       // length of a backslash before a newline, or 0
const char *lex_skip_blanks(const char *p, const char *end);

// comment.c
const char *comment_end(const char *p, const char *end);
const char *comment_read(Lexer *lx, const char *p);     // returns its end
void comment_of_body(Lexer *lx, const char *p, const char *end);    // of a macro
void comment_count_line(Lexer *lx, const char *newline);

// directive.c
const char *directive_end(const Lexer *lx, const char *p, bool *comments);
const char *directive_read(Lexer *lx, const char *p);   // returns the newline behind it

#endif
