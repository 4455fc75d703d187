/* SPDX-License-Identifier: MIT
   carbide/runtime/layouts.c: where this interpreter's lists, tuples, floats and ints keep
   their parts, found out by making a few and looking for the parts in them. What cannot
   be proved stays 0, and then the C interface is used. Done at import; the answer is the
   same for every interpreter of the process. */
#include "carbide/runtime/runtime.h"

struct cbi_layouts cbi_layouts;
PyTypeObject *cbi_float_type;
uint8_t cbi_int_mode;

static void *
word(PyObject *o, intptr_t offset)
{
    void *w;
    memcpy(&w, (char *)o + offset, sizeof w);
    return w;
}

/* A list of three objects: the size word, then the address of its items. */
static uint8_t
probe_list(PyObject *const items[3])
{
    uint8_t found = 0;
    PyObject *list = PyList_New(3);
    for (int k = 0; list && k < 3; k++) {
        Py_IncRef(items[k]);
        PyList_SetItem(list, k, items[k]);
    }
    if (list && (intptr_t)word(list, cbi_head) == 3) {
        /* the API has just stored three items: the word behind the size is their place */
        PyObject **at = word(list, cbi_head + 8);
        if (at && ((uintptr_t)at & 7) == 0 && !memcmp(at, items, 3 * sizeof *items)) {
            found = (uint8_t)(cbi_head + 8);
        }
    }
    cbi_drop(list);
    return found;
}

/* A tuple's items follow its size, or (3.14) its hash. */
static uint8_t
probe_tuple(PyObject *const items[3])
{
    uint8_t found = 0;
    PyObject *tuple = PyTuple_Pack(3, items[0], items[1], items[2]);
    if (tuple && (intptr_t)word(tuple, cbi_head) == 3) {
        for (intptr_t offset = cbi_head + 8; offset <= cbi_head + 16; offset += 8) {
            if (!memcmp((char *)tuple + offset, items, 2 * sizeof *items)
                && word(tuple, offset + 16) == items[2]) {
                found = (uint8_t)offset;
                break;
            }
        }
    }
    cbi_drop(tuple);
    return found;
}

static uint8_t
probe_float(void)
{
    const double values[] = {1.5, -0x1.123456789abcdp-300};
    for (int k = 0; k < 2; k++) {
        PyObject *o = PyFloat_FromDouble(values[k]);
        bool same = o && !memcmp((char *)o + cbi_head, &values[k], 8);
        cbi_drop(o);
        if (!same) {
            return 0;
        }
    }
    return (uint8_t)cbi_head;
}

/* Ints of at most two digits of 30 bits, behind a word that says how many, and the sign:
   as a negative count (1), or in its low bits (2). */
static uint8_t
probe_int(void)
{
    const int64_t values[] = {0, 5, -7, 1000000, -1000000, (1LL << 59) + 77,
                              -(1LL << 59) - 77};
    const uint8_t digits[] = {0, 1, 1, 1, 1, 2, 2};
    bool counts = true, tags = true;
    for (int k = 0; k < CBI_COUNT(values); k++) {
        PyObject *o = PyLong_FromLongLong(values[k]);
        if (!o) {
            return 0;
        }
        const intptr_t size = (intptr_t)word(o, cbi_head), n = digits[k];
        const uint64_t a = (uint64_t)(values[k] < 0 ? -values[k] : values[k]);
        uint32_t digit[2] = {0, 0};
        memcpy(digit, (char *)o + cbi_head + 8, 4 * digits[k]);
        Py_DecRef(o);
        if (n && ((uint64_t)digit[1] << 30 | digit[0]) != a) {
            return 0;
        }
        counts = counts && size == (values[k] < 0 ? -n : n);
        tags = tags && (k == 0 ? (size & 3) == 1
                        : size >> 3 == n && (size & 3) == (values[k] < 0 ? 2 : 0));
    }
    return counts ? 1 : tags ? 2 : 0;
}

CBI_COLD void
cbi_layouts_probe(void)
{
    PyObject *const items[3] = {Py_None, Py_True, Py_False};
    cbi_layouts.list_items = probe_list(items);
    cbi_layouts.tuple_items = probe_tuple(items);
    cbi_layouts.float_value = probe_float();
    cbi_layouts.int_mode = cbi_int_mode = probe_int();
    cbi_float_type = cbi_layouts.float_value ? &PyFloat_Type : NULL;
    PyErr_Clear();              /* out of memory: the answer is "not proved" */
    __atomic_store_n(&cbi_layouts.probed, true, __ATOMIC_RELEASE);
}
