/* SPDX-License-Identifier: MIT
   carbide/runtime/methods.c: the table of functions of a large module. In the file it is
   one text and one pointer for each function: a third of what the table itself takes with
   the relocations of its three pointers. Out: the table, filled at import. */
#include "carbide/runtime/small.h"

/* Each interpreter writes the same. */
void
cbi_fill_methods(void)
{
    const char *text = cbi_module.method_texts;
    for (int k = 0; k < cbi_module.n_functions; k++) {
        CbMethodDef *m = &cbi_module.methods[k];
        m->name = text;
        m->doc = text + strlen(text) + 1;
        m->function = (void (*)(void))cbi_module.functions[k];
        m->flags = CB_METH_FASTCALL_KEYWORDS;
        text = m->doc + strlen(m->doc) + 1;
    }
}
