// SPDX-License-Identifier: MIT
// mark.h: one marker being read: between mark.c, which knows where it stands, and
// mark_argument.c, which knows what is between its parentheses.
#ifndef CARBIDE_MARK_H
#define CARBIDE_MARK_H

#include "ir.h"

enum { MAX_PARTS = 64 };        // arguments of one marker

typedef struct {
    Module *m;
    Function *f;
    Param *p;               // NULL: it stands on the function
    Said *said;
    const Mark *mark;
    MarkerId id;
    bool via_typedef;
} Reading;

// An error of it was reported: later stages go on with what was not affected.
void mark_break(Reading *r);
void mark_arguments(Reading *r);                    // into r->said, and r->f

#endif
