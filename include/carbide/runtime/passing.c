/* SPDX-License-Identifier: MIT
   carbide/runtime/passing.c: instances of value structs on their way to C and back: copies
   out of arguments, new instances and parts of others for results. The class may be one of
   another module. */
#include "carbide/runtime/instance.h"

PyObject *
cbi_new_instance(struct cbi_call *call, int which, PyObject *type, const void *data)
{
    const struct cbi_class *class = cbi_class_at(call, which);
    PyObject *module = cbi_home_at(call, which);
    PyTypeObject *own = (PyTypeObject *)
        cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    char *to = NULL;
    PyObject *self = !type || type == (PyObject *)own
        ? cbi_make_instance((PyObject *)own, module, class, &to)
        : cbi_make((PyTypeObject *)type, module, class);
    if (self) {
        memcpy(INSTANCE(self)->data, data, class->size);
    }
    return self;
}

PyObject *
cbi_copied_instance(struct cbi_call *call, int i, int which, PyObject *type,
                    const void *data, bool nullable)
{
    if (data) {
        return cbi_new_instance(call, which, type, data);
    }
    if (nullable) {
        return cbi_new_none();
    }
    cbi_fail(call, PyExc_SystemError, i, "C gave NULL, which it does not say it may");
    return NULL;
}

PyObject *
cbi_part_of(struct cbi_call *call, int which, PyObject *self, char *data)
{
    PyObject *type = cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    PyObject *part = cbi_make((PyTypeObject *)type, cbi_home_at(call, which),
                              cbi_class_at(call, which));
    if (part) {
        PyObject *whole = INSTANCE(self)->whole;
        whole = whole ? whole : self;
        Py_IncRef(whole);
        INSTANCE(part)->whole = whole;
        INSTANCE(part)->is_part = true;
        INSTANCE(part)->generation = INSTANCE(whole)->generation;
        INSTANCE(part)->data = data;
    }
    return part;
}

bool
cbi_get_instance(struct cbi_call *call, int i, PyObject *o, int which, void *out)
{
    PyObject *type = cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    const struct cbi_class *class = &cbi_module.classes[which];
    if (CBI_UNLIKELY(cbi_type_of(o) != (PyTypeObject *)type)
        && !PyType_IsSubtype(cbi_type_of(o), (PyTypeObject *)type)) {
        return cbi_wrong_class(call, i, 0, NULL, class, "", o);
    }
    if (!cbi_is_made(o)) {
        return false;
    }
    return cbi_read_bytes(o, out, INSTANCE(o)->data, class->size);
}

bool
cbi_copy_instance(PyObject *o, PyTypeObject *type, void *to, size_t size)
{
    if (CBI_UNLIKELY(cbi_type_of(o) != type)
        && !PyType_IsSubtype(cbi_type_of(o), type)) {
        return false;
    }
    if (!cbi_is_made(o)) {
        return false;
    }
    return cbi_read_bytes(o, to, INSTANCE(o)->data, size);
}
