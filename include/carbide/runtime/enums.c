/* SPDX-License-Identifier: MIT
   carbide/runtime/enums.c: C enums as enum.IntEnum and enum.IntFlag, made at import by
   their functional interface. In: a member, or an int equal to one (flags: of known
   bits); out: the member, or the int where C knows more than the header. */
#include "carbide/runtime/small.h"

/* ---------------------------------------------------------------------- at import */
static PyObject *
member_int(const struct cbi_enum *e, int64_t value)
{
    return e->is_unsigned ? PyLong_FromUnsignedLongLong((uint64_t)value)
                          : PyLong_FromLongLong(value);
}

/* [(name, value), …] */
CBI_COLD static PyObject *
member_list(const struct cbi_enum *e)
{
    PyObject *list = PyList_New(e->n_members);
    for (int k = 0; list && k < e->n_members; k++) {
        PyObject *name = PyUnicode_FromString(e->members[k].name);
        PyObject *value = member_int(e, e->members[k].value);
        PyObject *pair = name && value ? PyTuple_Pack(2, name, value) : NULL;
        cbi_drop(name);
        cbi_drop(value);
        if (!pair || PyList_SetItem(list, k, pair) < 0) {
            Py_DecRef(list);
            return NULL;
        }
    }
    return list;
}

/* Not with a negative member: IntFlag would change its value, and those of others that it
   is combined with, in each version of Python otherwise. Combinations are then ints. */
static bool
is_int_flag(const struct cbi_enum *e)
{
    bool negative = false;
    for (int k = 0; k < e->n_members; k++) {
        negative = negative || (e->members[k].value < 0 && !e->is_unsigned);
    }
    return e->is_flag && !negative;
}

/* IntEnum(name, members, module=…), with its docstring. */
CBI_COLD static PyObject *
make_class(PyObject *enums, PyObject *module_name, const struct cbi_enum *e)
{
    PyObject *maker = PyObject_GetAttrString(enums, is_int_flag(e) ? "IntFlag" : "IntEnum");
    PyObject *name = PyUnicode_FromString(e->name);
    PyObject *list = member_list(e);
    PyObject *args = name && list ? PyTuple_Pack(2, name, list) : NULL;
    PyObject *keywords = PyDict_New();
    PyObject *class = NULL;
    if (maker && args && keywords
        && PyDict_SetItemString(keywords, "module", module_name) == 0) {
        class = PyObject_Call(maker, args, keywords);
    }
    PyObject *doc = class && e->doc ? PyUnicode_FromString(e->doc) : NULL;
    if (doc && PyObject_SetAttrString(class, "__doc__", doc) < 0) {
        Py_DecRef(class);
        class = NULL;
    }
    cbi_drop(doc);
    cbi_drop(keywords);
    cbi_drop(args);
    cbi_drop(list);
    cbi_drop(name);
    cbi_drop(maker);
    return class;
}

CBI_COLD static PyObject *
member_tuple(PyObject *class, const struct cbi_enum *e)
{
    PyObject *tuple = PyTuple_New(e->n_members);
    for (int k = 0; tuple && k < e->n_members; k++) {
        PyObject *member = PyObject_GetAttrString(class, e->members[k].name);
        if (!member || PyTuple_SetItem(tuple, k, member) < 0) {
            Py_DecRef(tuple);
            return NULL;
        }
    }
    return tuple;
}

CBI_COLD bool
cbi_add_enums(PyObject *module, struct cbi_state *state)
{
    PyObject *enums = PyImport_ImportModule("enum");
    PyObject *module_name = PyObject_GetAttrString(module, "__name__");
    bool good = enums && module_name;
    for (int k = 0; good && k < cbi_module.n_enums; k++) {
        const struct cbi_enum *e = &cbi_module.enums[k];
        if (!e->name) {
            continue;
        }
        PyObject *class = make_class(enums, module_name, e);
        state->objects[CBI_S_ENUMS + k] = class;
        PyObject *members = class ? member_tuple(class, e) : NULL;
        state->objects[CBI_S_MEMBERS + k] = members;
        good = members && PyObject_SetAttrString(module, e->name, class) == 0;
    }
    cbi_drop(module_name);
    cbi_drop(enums);
    return good;
}

/* ------------------------------------------------------------------------- in, out */
int
cbi_enum_find(int which, int64_t value)
{
    const struct cbi_enum *e = &cbi_module.enums[which];
    for (int k = 0; k < e->n_members; k++) {
        if (e->members[k].value == value) {
            return k;
        }
    }
    return -1;
}

bool
cbi_enum_knows(int which, int64_t value)
{
    const struct cbi_enum *e = &cbi_module.enums[which];
    int64_t bits = 0;
    if (!e->is_flag) {
        return cbi_enum_find(which, value) >= 0;
    }
    for (int k = 0; k < e->n_members; k++) {
        bits |= e->members[k].value;
    }
    return !(value & ~bits);
}

bool
cbi_get_enum(struct cbi_call *call, int i, PyObject *o, int which, cbi_type type,
             void *out)
{
    char shown[48];
    const char *name = cbi_module.enums[which].name;
    enum cbi_why why = cbi_int_from(call, o, type, out);
    if (why == CBI_KIND) {
        return cbi_fail(call, PyExc_TypeError, i, "must be a member of %s, not %s",
                        name ? name : "its enum", cbi_type_name(o, shown));
    }
    if (why == CBI_RAISED) {
        return cbi_fail_inner(call, i);
    }
    if (CBI_LIKELY(why == CBI_DONE && cbi_enum_knows(which, cbi_load_int(type, out)))) {
        return true;
    }
    call->ran = true;
    return cbi_fail(call, PyExc_ValueError, i, "= %s is no member of %s",
                    cbi_repr(o, shown), name ? name : "its enum");
}

PyObject *
cbi_new_enum(struct cbi_call *call, int which, cbi_type type, const void *value)
{
    struct cbi_state *state = cbi_state_of(call);
    const struct cbi_enum *e = &cbi_module.enums[which];
    const int64_t v = cbi_load_int(type, value);
    const int k = cbi_enum_find(which, v);
    PyObject *o = state->objects[CBI_S_MEMBERS + which];
    if (o && k >= 0) {
        o = PyTuple_GetItem(o, k);
        Py_IncRef(o);
        return o;
    }
    o = CBI_KIND(type) == 'u' ? PyLong_FromUnsignedLongLong((uint64_t)v)
                              : PyLong_FromLongLong(v);
    PyObject *class = state->objects[CBI_S_ENUMS + which];
    if (!o || !class || !is_int_flag(e) || !cbi_enum_knows(which, v)) {
        return o;               /* newer than the header, or of signed flags */
    }
    call->ran = true;
    PyObject *flags = PyObject_CallFunctionObjArgs(class, o, NULL);
    Py_DecRef(o);
    return flags;
}
