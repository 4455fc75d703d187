// SPDX-License-Identifier: MIT
// propose.h: what a first binding header would say of each function of a library, for
// emit_draft.c and emit_import.c; and what the files propose*.c, each of which reads
// another source, say to each other.
//
// A fact is the text of a marker's arguments ("" for a marker without), and whether a name
// or a comment only suggests it. Guesses that could let C write or free what it must not
// are doubtful: a person has to confirm them.
#ifndef CARBIDE_PROPOSE_H
#define CARBIDE_PROPOSE_H

#include "ir.h"

typedef struct {
    const char *text;           // NULL: nothing is said
    bool guess;
} Fact;

typedef struct {
    const char *name;           // of the parameter as it is printed; NULL: unnamed
    bool one;                   // by address, and said to be no array
    Fact by[MARK_COUNT];
} Wish;

typedef struct Checked {        // a typedef that raises: the library's convention
    struct Checked *next;
    const char *name, *type, *condition, *text, *why;
} Checked;

typedef struct Proposal {
    struct Proposal *next;
    Function *f;
    Wish *params, result;
    Checked *checked;           // spelled as the type of the result, or NULL
    Text guesses;               // for people: what was guessed, and by what
    bool doubtful;
    bool plain;                 // guesses were refused: without them
    const char *first_reason;   // why not with them
    const char *refused;        // why it cannot be bound, or NULL
    bool held;                  // it could be, once its guesses are confirmed
} Proposal;

struct Proposals {
    Module *m;                  // lower_declared()
    Proposal *proposals;        // in order of declaration
    Checked *checked;
    const char *comment;        // the last one before a function
};

// -------------------------------------------------------------- propose.c: attributes
// Adds a fact unless the same thing was said before; directions exclude each other.
bool wish(Wish *w, MarkerId id, const char *text, bool guess);
const char *wish_direction(const Wish *w);          // "CB_OUT", or NULL
void guess_note(Proposal *p, const char *fmt, ...) PRINTF(2, 3);
void doubt_note(Proposal *p, const char *fmt, ...) PRINTF(2, 3);     // and doubtful
const char *declaration_lines(Module *m, const Decl *d);    // as the author wrote them
// Is it `T *` or `T []`, to numbers, characters or void, but neither FILE nor a pointer
// again?
bool param_is_pointer(const Param *p);
bool param_is_count(const Param *p);                // an integer by value
bool param_is_count_pointer(const Param *p);        // an integer that C may write
bool words_contain(const char *text, const char *words);    // any of "a b c", any case

// --------------------------- propose_text.c: comments, and Microsoft's annotations (SAL)
void propose_texts(Module *m, Proposal *p);

// --------------------------------------- propose_name.c: guesses by the parameters' names
void propose_names(Module *m, Proposal *p);
typedef struct {                // one function while its names are read
    Module *m;
    Proposal *p;
    Context *ctx;
    bool *taken;                // integers that are somebody's size already
    bool *beside;               // pointers that C writes, sized by a place, not a name
} Names;
char *plain_name(Context *ctx, const char *name);   // lower case, without `_`
const char *names_of(const Names *g, int i);        // of parameter i, or NULL
bool names_open(const Names *g, int i);             // a pointer that nothing sizes yet
int names_find(const Names *g, const char *plain);  // an integer of that name, or -1
bool propose_blas(Names *g);    // propose_blas.c; false: no function of this kind

// ---------------------------------------------------- propose_class.c: what is made
void propose_objects(const Module *m, Proposal *p);
// Whether the reason why it cannot be bound may be a question that a guess answers.
bool propose_answer(const Module *m, Proposal *p, const char *why);

#endif
