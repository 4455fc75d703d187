// SPDX-License-Identifier: MIT
// emit_stub.h: what the files of the stub's emitter share.
#ifndef CARBIDE_EMIT_STUB_H
#define CARBIDE_EMIT_STUB_H

#include "emit.h"

// Words that annotations use, and where they come from; NULL: built in.
typedef struct {
    const char *word, *module;
    bool taken;                 // the user's module has something of that name
} Word;

enum { STUB_WORDS = 40 };
typedef struct {
    const Module *m;
    Text *out;
    Word words[STUB_WORDS];
} Stub;

// emit_pyi.c: a type, with the words that the module has taken made unambiguous; the
// type of a field; an alias for a class whose name a member of some class hides.
const char *qualified(const Stub *s, const char *type);
const char *field_type(const Stub *s, const Field *f, bool output);
void emit_alias(const Stub *s, const char *name, Text *out);
void emit_stub_function(const Stub *s, const Function *f, Text *out);
void emit_stub_constant(const Stub *s, const Constant *c, Text *out);
const char *stub_parameter(const Stub *s, const Function *f, const Param *p,
                           unsigned asked);

// emit_pyi_special.c
void emit_stub_specials(const Stub *s, const Class *c, Text *out);

// emit_pyi_class.c
void emit_stub_classes(const Stub *s, Text *out);

#endif
