/* SPDX-License-Identifier: MIT
   carbide/runtime/dict_item.c: an item of a dict that other threads may change. */
#include "carbide/runtime/small.h"

int
cbi_dict_item(PyObject *dict, PyObject *key, PyObject **item)
{
    if (PyDict_GetItemRef) {
        return PyDict_GetItemRef(dict, key, item);
    }
    *item = PyDict_GetItemWithError(dict, key);     /* borrowed, with the GIL held */
    if (*item) {
        Py_IncRef(*item);
        return 1;
    }
    return PyErr_Occurred() ? -1 : 0;
}
