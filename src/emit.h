// SPDX-License-Identifier: MIT
// emit.h: map of the emit layer: a checked Module becomes text.
// Reads the ir, adds nothing.
#ifndef CARBIDE_EMIT_H
#define CARBIDE_EMIT_H

#include "ir.h"

// emit_c.c and friends: NAME_glue.c; with levels of CPUs NAME_calls.c, else nothing
void emit_glue(Module *m, Text *out, Text *calls);
void emit_pyi(const Module *m, Text *out);      // emit_pyi.c: NAME.pyi
void emit_json(const Module *m, Text *out);     // emit_json.c: NAME.json
// emit_import.c: a first binding header, and, for people, what was left out and why.
void emit_import(const Proposals *all, Text *out);
void emit_import_body(const Proposals *all, Text *out); // declarations and CB_EXPORT
// emit_draft.c: reads the draft as a binding of the library whose preprocessed text is
// given, and drops what cannot be bound. The module has a Context of its own, to be
// freed; NULL after reporting what should not happen.
Module *draft_settle(Proposals *all, const Source *library);
// Writes DIR/name by a temporary file and rename, only when the content changed.
bool emit_file(Context *ctx, const char *dir, const char *name, const Text *text);

#endif
