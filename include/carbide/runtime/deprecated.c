/* SPDX-License-Identifier: MIT
   carbide/runtime/deprecated.c: what a call of a deprecated C function says in Python.
   In: the text of the attribute; out: a DeprecationWarning, located at the caller. */
#include "carbide/runtime/small.h"

CBI_COLD bool
cbi_deprecated(struct cbi_call *call, const char *text)
{
    char message[300];
    snprintf(message, sizeof message, "%s() is deprecated%s%s", cbi_function_name(call),
             *text ? ": " : "", text);
    call->ran = true;
    return PyErr_WarnEx(PyExc_DeprecationWarning, message, 1) == 0;
}
