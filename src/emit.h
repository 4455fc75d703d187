// SPDX-License-Identifier: MIT
// emit.h: map of the emit layer: a checked Module becomes text.
// Reads the ir, adds nothing.
#ifndef CARBIDE_EMIT_H
#define CARBIDE_EMIT_H

#include "ir.h"

void emit_glue(Module *m, Text *out);           // emit_c.c and friends: NAME_glue.c
void emit_pyi(const Module *m, Text *out);      // emit_pyi.c: NAME.pyi
void emit_json(const Module *m, Text *out);     // emit_json.c: NAME.json
// Writes DIR/name by a temporary file and rename, only when the content changed.
bool emit_file(Context *ctx, const char *dir, const char *name, const Text *text);

#endif
