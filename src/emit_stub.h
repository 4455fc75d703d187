// SPDX-License-Identifier: MIT
// emit_stub.h: what the files of the stub's emitter share.
#ifndef CARBIDE_EMIT_STUB_H
#define CARBIDE_EMIT_STUB_H

#include "emit.h"

typedef struct {                // a row of words.def
    const char *word, *module;
    bool outside;               // the module has something of that name
    bool anywhere;              // … or a class of it has
} Word;

enum { STUB_WORDS = 48 };
typedef struct {
    const Module *m;
    Text *out;
    const Class *inside;        // in whose body the next line stands, or NULL
    bool as_is;                 // without what objects are made of
    Map *types;                 // names of classes and enums
    Map *members;               // … of what any class has
    Map *inside_members;        // … of what `inside` has
    Word words[STUB_WORDS];
} Stub;

// emit_pyi_name.c
void stub_names(Stub *s);
void stub_enter(Stub *s, const Class *c);                   // NULL: no class
const char *qualified(const Stub *s, const char *type);     // an annotation of the ir
const char *stub_own(const Stub *s, const char *name);      // a class or an enum
const char *stub_builtin(const Stub *s, const char *name);  // builtins.name
void emit_alias(const Stub *s, const char *name, Text *out);    // behind its definition
void stub_imports(const Stub *s, const char *body);

// emit_pyi.c
void emit_stub_function(const Stub *s, const Function *f, Text *out);
void emit_stub_constant(const Stub *s, const Constant *c, Text *out);

// emit_pyi_special.c
void emit_stub_specials(const Stub *s, const Class *c, Text *out);

// emit_pyi_class.c
void emit_stub_classes(Stub *s, Text *out);

#endif
