/* SPDX-License-Identifier: MIT
   carbide/runtime/inherit.c: what an object goes on needing that C gives back, out of what
   had taken it over (CB_TAKES) or made it: the tokens (see keeper.c) of that, and of what
   that was made with. In: the new object, and one that C may have it from. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

/* What `from` has lives as long as what `self` has. */
static bool
share(PyObject *self, PyObject *from)
{
    PyObject *there = HANDLE(from)->tokens, *tokens = there ? cbi_make_tokens(self) : NULL;
    if (there) {
        CBI_TOKENS(there)->is_shared = true;
    }
    return !there || (tokens && cbi_add_token(tokens, there));
}

bool
cbi_inherit(PyObject *self, PyObject *object)
{
    PyObject *top = cbi_top_of(object);
    if (INSTANCE(top)->class->kind == 'v' || top == self
        || (!HANDLE(top)->tokens && !INSTANCE(top)->keeps)) {
        return true;
    }
    PyObject *line = cbi_line_of(top);
    bool good = line;
    for (intptr_t i = 0; good && i < PyList_Size(line); i++) {
        PyObject *from = PySequence_GetItem(line, i);
        good = from && share(self, from);
        cbi_drop(from);
    }
    cbi_drop(line);
    return good;
}
