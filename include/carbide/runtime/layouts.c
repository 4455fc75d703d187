/* SPDX-License-Identifier: MIT
   carbide/runtime/layouts.c: where this interpreter's lists, tuples, floats and ints
   keep their parts, found out by making a few and looking for the parts in them. What
   cannot be proved stays 0, and then the C interface is used. Done at import; the
   answer is the same for every interpreter of the process. */
#include "carbide/runtime/small.h"

struct cbi_layouts cbi_layouts;
bool cbi_count_is_first, cbi_counts_all;
PyTypeObject *cbi_function_type;
PyTypeObject *cbi_float_type;
uint8_t cbi_int_mode;

/* Offset at which an object made of three others keeps them (or, of a list, the address
   of its items): behind the size, or (tuples, 3.14) behind a hash. */
CBI_COLD static uint8_t
probe_items(const char *format)
{
    PyObject *const items[3] = {Py_None, (PyObject *)&PyFloat_Type,
                                (PyObject *)&PyBaseObject_Type};
    PyObject *o = Py_BuildValue(format, items[0], items[1], items[2]);
    const bool is_list = *format == '[';
    uint8_t found = 0;
    for (intptr_t at = cbi_head + 8; o && !found && at <= cbi_head + (is_list ? 8 : 16);
         at += 8) {
        void *place = (char *)o + at;
        if (is_list) {
            memcpy(&place, place, sizeof place);
        }
        PyObject *const *have = place;
        if (have && !((uintptr_t)have & 7) && have[0] == items[0] && have[1] == items[1]
            && have[2] == items[2]) {
            found = (uint8_t)at;
        }
    }
    cbi_drop(o);
    return found;
}

CBI_COLD static uint8_t
probe_float(void)
{
    const double value = -0x1.123456789abcdp-300;
    PyObject *o = PyFloat_FromDouble(value);
    double have = 0;
    if (o) {
        memcpy(&have, (char *)o + cbi_head, sizeof have);
        Py_DecRef(o);
    }
    return have == value ? (uint8_t)cbi_head : 0;
}

/* Ints of one digit (30 bits), behind a word that says how many, and the sign: as a
   signed count (1), or by its low bits (2). */
CBI_COLD static uint8_t
probe_int(void)
{
    unsigned modes = 3;
    for (int sign = -1; sign <= 1; sign++) {
        PyObject *o = PyLong_FromLongLong(sign * 1000000);
        intptr_t size = 0;
        uint32_t digit = 0;
        if (o) {
            memcpy(&size, (char *)o + cbi_head, sizeof size);
            memcpy(&digit, (char *)o + cbi_head + 8, sizeof digit);
            Py_DecRef(o);
        }
        modes &= !sign || digit == 1000000 ? 3 : 0;
        modes &= size == sign ? 3 : 2;
        modes &= (size & 3) == 1 - sign && size >> 3 == !!sign ? 3 : 1;
    }
    return (uint8_t)modes;
}

/* Of a new object it says 1, and goes up and down with references. */
CBI_COLD static bool
probe_count(void)
{
    uint32_t one = 0, two = 0, three = 0, again = 0;
    PyObject *o = PyFloat_FromDouble(0.5);
    if (o) {
        memcpy(&one, o, sizeof one);
        Py_IncRef(o);
        memcpy(&two, o, sizeof two);
        Py_IncRef(o);
        memcpy(&three, o, sizeof three);
        Py_DecRef(o);
        Py_DecRef(o);
        memcpy(&again, o, sizeof again);
        Py_DecRef(o);
    }
    return cbi_head == 16 && one == 1 && two == 2 && three == 3 && again == 1;
}

/* A debug build, which adds up all references. */
CBI_COLD static bool
probe_total(void)
{
    PyObject *sys = PyImport_ImportModule("sys");
    PyObject *total = sys ? PyObject_GetAttrString(sys, "gettotalrefcount") : NULL;
    const bool is_there = !sys || total;
    cbi_drop(sys);
    cbi_drop(total);
    PyErr_Clear();
    return is_there;
}

static PyObject *
nothing(PyObject *self, PyObject *arg)
{
    (void)self;
    (void)arg;
    return NULL;
}

/* Of a builtin function: its CbMethodDef, then its self. */
CBI_COLD static PyTypeObject *
probe_function(void)
{
    static CbMethodDef def = {"nothing", (void (*)(void))nothing, CB_METH_O, NULL};
    PyObject *o = PyCFunction_NewEx(&def, Py_None, NULL);
    const void *words[2] = {NULL, NULL};
    bool found = false;
    if (o) {
        memcpy(words, (char *)o + cbi_head, sizeof words);
        found = cbi_head == 16 && words[0] == &def && words[1] == Py_None
                && cbi_type_of(o) == &PyCFunction_Type;
        Py_DecRef(o);
    }
    return found ? &PyCFunction_Type : NULL;
}

CBI_COLD void
cbi_layouts_probe(void)
{
    cbi_layouts.list_items = probe_items("[OOO]");
    cbi_layouts.tuple_items = probe_items("(OOO)");
    cbi_layouts.float_value = probe_float();
    cbi_layouts.int_mode = cbi_int_mode = probe_int();
    cbi_count_is_first = probe_count();
    cbi_counts_all = probe_total();
    cbi_function_type = probe_function();
    cbi_float_type = cbi_layouts.float_value ? &PyFloat_Type : NULL;
    PyErr_Clear();              /* out of memory: the answer is "not proved" */
}
