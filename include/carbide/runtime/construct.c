/* SPDX-License-Identifier: MIT
   carbide/runtime/construct.c: the short ways of a class: calling it, and reading and
   setting fields of plain numbers. In: the class's table, where the generated file has
   put a constructor of its own, and for each field the ways of its type; out: functions
   in the type and in its properties that do without the record of a call until something
   is wrong.

   Without a GIL a number of one word is read and written whole: nobody sees half of it. */
#include "carbide/runtime/instance.h"

/* ------------------------------------------------------------------------- the call */
enum { SLOT_ALLOC = 47, SLOT_DEALLOC = 52, SLOT_INIT = 60, SLOT_NEW = 65,
       SLOT_FREE = 74, SLOT_FINALIZE = 80 };

/* Where the type object of an interpreter before 3.14 keeps what its slots say, in words
   behind the object's head. */
static const struct {
    int slot, word;
} places[] = {{SLOT_DEALLOC, 4}, {SLOT_INIT, 35}, {SLOT_ALLOC, 36}, {SLOT_NEW, 37},
              {SLOT_FREE, 38}, {SLOT_FINALIZE, 47}};

/* From 3.14 on the specification says it. Before, there is no function that could: the
   layout, which has been the same from 3.9 to 3.13, is proved by all that can be asked
   for. Elsewhere calls go through __new__ and __init__. */
CBI_COLD void
cbi_set_vectorcall(PyTypeObject *type, CbFastFunction function)
{
    enum { WORD = 48 };
    void **words = (void **)(void *)((char *)type + cbi_head);
    bool proved = !PyType_Freeze && words[WORD] == NULL;
    for (int k = 0; proved && k < CBI_COUNT(places); k++) {
        proved = words[places[k].word] == PyType_GetSlot(type, places[k].slot);
    }
    if (proved) {
        memcpy(&words[WORD], &function, sizeof function);
    }
}

/* --------------------------------------------------------------------- the fields */
/* Live, and nobody else is at it: then one word may be read or written. Where functions
   change such objects and there is no GIL, that takes the lock. */
static inline bool
is_open(PyObject *self, bool exclusive)
{
    const struct cbi_instance *it = INSTANCE(self);
    if (!cbi_is_live(it) || !it->class->take) {
        return cbi_is_live(it);
    }
    const uint64_t others = CBI_LOCK_WRITER | (exclusive ? CBI_LOCK_READERS : 0);
    const struct cbi_instance *top = it->whole ? INSTANCE(it->whole) : it;
    return cbi_head == 16 && !(__atomic_load_n(&top->lock.word, __ATOMIC_ACQUIRE) & others);
}

static inline const char *
place(PyObject *self, const struct cbi_field *f)
{
    return (const char *)INSTANCE(self)->data + f->offset;
}

static inline char *
ready_place(PyObject *self, const struct cbi_field *f)
{
    return (char *)CBI_READY(self)->data + f->offset;
}

/* get_x and, where there is a GIL, read_x, whose objects mostly are no parts of others: the
   rest is marked cold so that nothing is jumped over on the way. */
#define GETTER(name, T, make)                                                         \
    static PyObject *                                                                 \
    get_##name(PyObject *self, void *field)                                           \
    {                                                                                 \
        T v;                                                                          \
        if (CBI_UNLIKELY(!is_open(self, false))) {                                     \
            return cbi_field_get(self, field);          /* which says what is wrong */\
        }                                                                             \
        memcpy(&v, place(self, field), sizeof v);                                     \
        return make(v);                                                               \
    }                                                                                 \
    static CBI_COLD PyObject *                                                        \
    rest_of_##name(PyObject *self, void *field)                                       \
    {                                                                                 \
        return get_##name(self, field);                                               \
    }                                                                                 \
    static PyObject *                                                                 \
    read_##name(PyObject *self, void *field)                                          \
    {                                                                                 \
        T v;                                                                          \
        if (CBI_UNLIKELY(!cbi_is_ready_here(self, false, true))) {                    \
            return rest_of_##name(self, field);                                       \
        }                                                                             \
        memcpy(&v, ready_place(self, field), sizeof v);                               \
        return make(v);                                                               \
    }
GETTER(f8, double, PyFloat_FromDouble)
GETTER(f4, float, PyFloat_FromDouble)
GETTER(b1, uint8_t, cbi_new_bool)
GETTER(i1, int8_t, PyLong_FromLongLong)
GETTER(i2, int16_t, PyLong_FromLongLong)
GETTER(i4, int32_t, PyLong_FromLongLong)
GETTER(i8, int64_t, PyLong_FromLongLong)
GETTER(u1, uint8_t, PyLong_FromLongLong)
GETTER(u2, uint16_t, PyLong_FromLongLong)
GETTER(u4, uint32_t, PyLong_FromLongLong)
GETTER(u8, uint64_t, PyLong_FromUnsignedLongLong)

/* What is no float, or no int of one digit, goes the long way. */
static int
set_f8(PyObject *self, PyObject *value, void *field)
{
    if (CBI_LIKELY(value && cbi_type_of(value) == cbi_float_type
                   && is_open(self, true))) {
        memcpy((char *)(uintptr_t)place(self, field), (char *)value + cbi_head,
               sizeof(double));
        return 0;
    }
    return cbi_field_set(self, value, field);
}

static CBI_COLD int
rest_of_write_f8(PyObject *self, PyObject *value, void *field)
{
    return set_f8(self, value, field);
}

static int
write_f8(PyObject *self, PyObject *value, void *field)
{
    if (CBI_UNLIKELY(!value || *(PyTypeObject **)((char *)value + 8) != cbi_float_type
                     || !cbi_is_ready_here(self, true, true))) {
        return rest_of_write_f8(self, value, field);
    }
    memcpy(ready_place(self, field), (char *)value + 16, sizeof(double));
    return 0;
}

#define SETTER(name, T)                                                               \
    static int                                                                        \
    set_##name(PyObject *self, PyObject *value, void *field)                          \
    {                                                                                 \
        int64_t v;                                                                    \
        if (CBI_LIKELY(value && cbi_type_of(value) == &PyLong_Type                    \
                       && cbi_small_int(value, cbi_head, &v) && v == (int64_t)(T)v    \
                       && ((T)-1 < (T)1 || v >= 0) && is_open(self, true))) {         \
            const T w = (T)v;                                                         \
            memcpy((char *)(uintptr_t)place(self, field), &w, sizeof w);              \
            return 0;                                                                 \
        }                                                                             \
        return cbi_field_set(self, value, field);                                     \
    }
SETTER(i4, int32_t)
SETTER(i8, int64_t)
SETTER(u4, uint32_t)
SETTER(u8, uint64_t)

/* The commonest field, of objects that nobody ever locks. */
static PyObject *
read_free_f8(PyObject *self, void *field)
{
    double v;
    if (CBI_UNLIKELY(!cbi_is_ready_here(self, false, false))) {
        return rest_of_f8(self, field);
    }
    memcpy(&v, ready_place(self, field), sizeof v);
    return PyFloat_FromDouble(v);
}

static int
write_free_f8(PyObject *self, PyObject *value, void *field)
{
    if (CBI_UNLIKELY(!value || *(PyTypeObject **)((char *)value + 8) != cbi_float_type
                     || !cbi_is_ready_here(self, true, false))) {
        return rest_of_write_f8(self, value, field);
    }
    memcpy(ready_place(self, field), (char *)value + 16, sizeof(double));
    return 0;
}

/* ------------------------------------------------------- the ways of each number type */
const struct cbi_way cbi_as_f8 = {
    cbi_float_load, cbi_float_store, read_f8, get_f8, write_f8, set_f8, read_free_f8,
    write_free_f8};
#define WAY(name, kind, writer, setter)                                               \
    const struct cbi_way cbi_as_##name = {                                            \
        .load = cbi_##kind##_load, .store = cbi_##kind##_store,                       \
        .read = read_##name, .get = get_##name, .write = writer, .set = setter};
WAY(f4, float, cbi_field_set, cbi_field_set)
WAY(b1, bool, cbi_field_set, cbi_field_set)
WAY(i1, int, cbi_field_set, cbi_field_set)
WAY(i2, int, cbi_field_set, cbi_field_set)
WAY(i4, int, set_i4, set_i4)
WAY(i8, int, set_i8, set_i8)
WAY(u1, int, cbi_field_set, cbi_field_set)
WAY(u2, int, cbi_field_set, cbi_field_set)
WAY(u4, int, set_u4, set_u4)
WAY(u8, int, set_u8, set_u8)

/* Every interpreter of a process writes the same. The generated file says what there is
   with a GIL: fields by their tables, functions by their short ways. */
CBI_COLD void
cbi_choose_properties(const struct cbi_class *class)
{
    const bool gil = cbi_head == 16;
    for (CbGetSetDef *p = class->getset; p->name; p++) {
        const uintptr_t nth = ((uintptr_t)p->closure - (uintptr_t)class->fields)
                              / sizeof *class->fields;
        const struct cbi_field *f = nth < (uintptr_t)class->n_fields ? p->closure : NULL;
        const struct cbi_way *way = f ? f->way : NULL;
        if (way && way->get) {
            const bool is_free = gil && way->read_free && !class->take;
            p->get = is_free ? way->read_free : gil ? way->read : way->get;
            p->set = is_free ? way->write_free : gil ? way->write : way->set;
        }
        if (!f && !gil) {
            p->get = cbi_property_get;
            p->set = p->set ? cbi_property_set : NULL;
        }
    }
}
