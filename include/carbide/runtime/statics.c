/* SPDX-License-Identifier: MIT
   carbide/runtime/statics.c: static methods of a class, at import. In: the table of the
   generated file. Out: attributes of the type. METH_STATIC gives C no object, so that no
   function would find its module; these have the type, by which they are pickled, too. */
#include "carbide/runtime/small.h"

CBI_COLD bool
cbi_add_statics(PyObject *module, PyObject *type, CbMethodDef *statics)
{
    PyObject *builtins = PyImport_ImportModule("builtins");
    PyObject *name = builtins ? PyObject_GetAttrString(module, "__name__") : NULL;
    bool good = name != NULL;
    for (CbMethodDef *m = statics; good && m->name; m++) {
        PyObject *function = PyCFunction_NewEx(m, type, name);
        PyObject *made = function ? PyObject_CallMethod(builtins, "staticmethod", "O",
                                                        function) : NULL;
        good = made && PyObject_SetAttrString(type, m->name, made) == 0;
        cbi_drop(made);
        cbi_drop(function);
    }
    cbi_drop(name);
    cbi_drop(builtins);
    return good;
}
