// SPDX-License-Identifier: MIT
#include "ir.h"
void doc_function(Module *m, Function *f)
{
    (void)m;
    f->doc = f->decl->doc;
}
