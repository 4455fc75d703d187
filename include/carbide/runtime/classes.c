/* SPDX-License-Identifier: MIT
   carbide/runtime/classes.c: the types of value structs, made at import from the tables
   of the generated file. An instance holds the C struct itself, or is a part of another
   instance, which it keeps alive: `line.start.x = 1` changes the line.

   Threads: with a GIL nothing that runs here gives it up between the first byte and the
   last. Without one a word in the instance that holds the memory is taken around each
   copy; nothing waits while it is held. */
#include "carbide/runtime/runtime.h"

#include <stdlib.h>

enum {                          /* slots, by the numbers that every version takes */
    SLOT_DEALLOC = 52, SLOT_DOC = 56, SLOT_INIT = 60, SLOT_METHODS = 64, SLOT_NEW = 65,
    SLOT_REPR = 66, SLOT_COMPARE = 67, SLOT_TRAVERSE = 71, SLOT_MEMBERS = 72,
    SLOT_GETSET = 73, SLOT_FREE = 74, SLOT_BASE = 48, SLOT_ALLOC = 47
};
enum { FLAG_IMMUTABLE = 1 << 8 /* from 3.10 */, FLAG_BASETYPE = 1 << 10,
       FLAG_GC = 1 << 14 };
enum { OP_EQ = 2, OP_NE = 3 };
enum { METH_NOARGS = 4, METH_O = 8 };

/* Behind the object's head; the struct itself follows, aligned. */
struct instance {
    char *data;                 /* the struct, here or in `whole` */
    PyObject *whole;            /* owned: of which this is a part; or NULL */
    PyObject *module;           /* borrowed: the type keeps it */
    PyObject *weak;
    const struct cbi_class *class;
    uint32_t busy;              /* 1: some thread copies (free-threaded builds) */
};
#define INSTANCE(o) ((struct instance *)((char *)(o) + cbi_head))

static const char *
short_name(const struct cbi_class *class)
{
    return strrchr(class->name, '.') + 1;
}

/* Who replaces __new__ (3.9 lets everybody) may get an instance without a struct. */
CBI_COLD static bool
not_made(PyObject *self)
{
    char name[48];
    PyErr_Format(PyExc_TypeError, "this %s was not made by its class",
                 cbi_type_name(self, name));
    return false;
}

static bool
is_made(PyObject *self)
{
    return CBI_LIKELY(INSTANCE(self)->class != NULL) || not_made(self);
}

/* -------------------------------------------------------------------------- locking */
static struct instance *
holder(PyObject *self)
{
    struct instance *it = INSTANCE(self);
    return it->whole ? INSTANCE(it->whole) : it;
}

static void
take(PyObject *self)
{
    uint32_t *busy = &holder(self)->busy;
    while (cbi_head != 16 && __atomic_exchange_n(busy, 1, __ATOMIC_ACQUIRE)) {
    }
}

static void
give(PyObject *self)
{
    if (cbi_head != 16) {
        __atomic_store_n(&holder(self)->busy, 0, __ATOMIC_RELEASE);
    }
}

/* ------------------------------------------------------------------- life and death */
static size_t
data_offset(const struct cbi_class *class)
{
    const size_t end = (size_t)cbi_head + sizeof(struct instance);
    return (end + 15) / 16 * 16 + (class->align > 16 ? class->align : 0);
}

static PyObject *
make(PyTypeObject *type, PyObject *module, const struct cbi_class *class)
{
    PyObject *(*alloc)(PyTypeObject *, intptr_t)
        = (PyObject *(*)(PyTypeObject *, intptr_t))PyType_GetSlot(type, SLOT_ALLOC);
    PyObject *self = alloc(type, 0);            /* zeroed */
    if (self) {
        struct instance *it = INSTANCE(self);
        uintptr_t data = (uintptr_t)self + data_offset(class);
        it->data = (char *)(class->align > 16 ? data & ~(class->align - 1) : data);
        it->module = module;
        it->class = class;
    }
    return self;
}

static void
deallocate(PyObject *self)
{
    struct instance *it = INSTANCE(self);
    PyTypeObject *type = cbi_type_of(self);
    PyObject *whole = it->whole;
    if (it->class && it->class->is_nested) {
        PyObject_GC_UnTrack(self);
    }
    if (it->weak) {
        PyObject_ClearWeakRefs(self);
    }
    ((void (*)(void *))PyType_GetSlot(type, SLOT_FREE))(self);
    cbi_drop(whole);
    Py_DecRef((PyObject *)type);
}

static int
traverse(PyObject *self, CbVisit visit, void *arg)
{
    int stop = visit((PyObject *)cbi_type_of(self), arg);
    PyObject *whole = INSTANCE(self)->whole;
    return stop || !whole ? stop : visit(whole, arg);
}

/* The class of ours from which a type descends, its module and its place. */
static const struct cbi_class *
find_class(PyTypeObject *type, PyObject **module)
{
    while (PyType_GetSlot(type, SLOT_DEALLOC) != (void *)deallocate) {
        type = PyType_GetSlot(type, SLOT_BASE);
    }
    *module = PyType_GetModule(type);
    struct cbi_state *state = *module ? PyModule_GetState(*module) : NULL;
    for (int k = 0; state && k < cbi_module.n_classes; k++) {
        if (state->objects[CBI_S_CLASSES + k] == (PyObject *)type) {
            return &cbi_module.classes[k];
        }
    }
    return NULL;
}

static PyObject *
new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    PyObject *module;
    (void)args, (void)keywords;
    const struct cbi_class *class = find_class(type, &module);
    if (!class) {
        PyErr_SetString(PyExc_TypeError, "the module of this class is gone");
        return NULL;
    }
    return make(type, module, class);
}

/* --------------------------------------------------------------------- construction */
/* Arguments as a FASTCALL|KEYWORDS call has them. */
struct arguments {
    PyObject **values;          /* positional ones, then those of keywords */
    PyObject *few[32];
    intptr_t n;                 /* positional */
    PyObject *names;            /* owned tuple, or NULL */
};

static bool
unpack(PyObject *args, PyObject *keywords, struct arguments *a)
{
    a->n = PyTuple_Size(args);
    const intptr_t n_keywords = keywords ? PyDict_Size(keywords) : 0;
    const size_t n = (size_t)(a->n + n_keywords);
    a->names = n_keywords ? PyTuple_New(n_keywords) : NULL;
    a->values = n <= 32 ? a->few : malloc(n * sizeof *a->values);
    if ((n_keywords && !a->names) || !a->values) {
        return cbi_no_memory();
    }
    for (intptr_t k = 0; k < a->n; k++) {
        a->values[k] = PyTuple_GetItem(args, k);
    }
    PyObject *key, *value;
    intptr_t place = 0, k = 0;
    while (k < n_keywords && PyDict_Next(keywords, &place, &key, &value)) {
        Py_IncRef(key);
        if (PyTuple_SetItem(a->names, k, key) < 0) {
            return false;
        }
        a->values[a->n + k++] = value;
    }
    return true;
}

static bool
convert_all(struct cbi_call *call, const struct cbi_class *class, PyObject **slots,
            char *to)
{
    for (int k = 0; k < class->n_fields; k++) {
        const struct cbi_field *f = &class->fields[k];
        if (!cbi_field_store(call, k, f, 0, slots[k], to + f->offset)) {
            return false;
        }
    }
    return true;
}

static void
replace(PyObject *self, const char *from)
{
    take(self);
    memcpy(INSTANCE(self)->data, from, INSTANCE(self)->class->size);
    give(self);
}

/* All fields or none: they are converted into memory aside. */
static bool
fill(struct cbi_call *call, PyObject *self, struct arguments *a)
{
    const struct cbi_class *class = INSTANCE(self)->class;
    PyObject *few[32];
    _Alignas(16) char small[256];
    const bool fits = class->size <= sizeof small && class->n_fields <= 32;
    PyObject **slots = fits ? few
        : cbi_memory(call, sizeof *slots * (size_t)class->n_fields);
    char *to = fits ? memset(small, 0, class->size) : cbi_memory(call, class->size);
    if (!slots || !to || !cbi_bind(call, a->values, a->n, a->names, slots)
        || !convert_all(call, class, slots, to)) {
        return false;
    }
    replace(self, to);
    return true;
}

static int
init(PyObject *self, PyObject *args, PyObject *keywords)
{
    struct instance *it = INSTANCE(self);
    if (!is_made(self)) {
        return -1;
    }
    CBI_CALL(it->class->record, it->module);
    struct arguments a = {.values = NULL};
    const bool good = unpack(args, keywords, &a) && fill(&py_call, self, &a);
    cbi_finish(&py_call);
    if (a.values != a.few) {
        free(a.values);
    }
    cbi_drop(a.names);
    return good ? 0 : -1;
}

/* ----------------------------------------------------------------------- properties */
static bool
is_double(const struct cbi_field *f)
{
    return f->kind == 'n' && f->type == CBI_FLOAT(double);
}

PyObject *
cbi_field_get(PyObject *self, void *field)
{
    const struct cbi_field *f = field;
    struct instance *it = INSTANCE(self);
    double number;
    if (!is_made(self)) {
        return NULL;
    }
    if (CBI_LIKELY(is_double(f))) {             /* a word: nobody sees half of it */
        memcpy(&number, it->data + f->offset, sizeof number);
        return PyFloat_FromDouble(number);
    }
    CBI_CALL(it->class->record, it->module);
    char copy[32];
    const size_t n = cbi_field_bytes(f, 0);
    if (f->kind == 'a' || f->kind == 's' || n > sizeof copy) {
        return cbi_field_load(&py_call, f, 0, self, it->data + f->offset);
    }
    take(self);
    memcpy(copy, it->data + f->offset, n);
    give(self);
    return cbi_field_load(&py_call, f, 0, self, copy);
}

static int
set_wide(struct cbi_call *call, PyObject *self, const struct cbi_field *f, int slot,
         PyObject *value)
{
    const size_t n = cbi_field_bytes(f, 0);
    char *copy = cbi_memory(call, n);
    if (!copy || !cbi_field_store(call, slot, f, 0, value, copy)) {
        return -1;
    }
    take(self);
    memcpy(INSTANCE(self)->data + f->offset, copy, n);
    give(self);
    return 0;
}

int
cbi_field_set(PyObject *self, PyObject *value, void *field)
{
    const struct cbi_field *f = field;
    struct instance *it = INSTANCE(self);
    if (!is_made(self)) {
        return -1;
    }
    if (CBI_LIKELY(value && is_double(f) && cbi_type_of(value) == cbi_float_type)) {
        memcpy(it->data + f->offset, (char *)value + cbi_head, sizeof(double));
        return 0;
    }
    CBI_CALL(it->class->record, it->module);
    _Alignas(16) char copy[32];
    const int slot = (int)(f - it->class->fields);
    const size_t n = cbi_field_bytes(f, 0);
    if (!value) {
        cbi_fail(&py_call, PyExc_TypeError, slot, "cannot be deleted");
        return -1;
    }
    int status = 0;
    if (n > sizeof copy) {
        status = set_wide(&py_call, self, f, slot, value);
    }
    else if (cbi_field_store(&py_call, slot, f, 0, value, copy)) {
        take(self);
        memcpy(it->data + f->offset, copy, n);
        give(self);
    }
    else {
        status = -1;
    }
    cbi_finish(&py_call);
    return status;
}

/* --------------------------------------------------------------------- in and out */
PyObject *
cbi_new_instance(struct cbi_call *call, int which, const void *data)
{
    const struct cbi_class *class = &cbi_module.classes[which];
    PyObject *type = cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    PyObject *self = make((PyTypeObject *)type, call->module, class);
    if (self) {
        memcpy(INSTANCE(self)->data, data, class->size);
    }
    return self;
}

PyObject *
cbi_part_of(struct cbi_call *call, int which, PyObject *self, char *data)
{
    PyObject *type = cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    PyObject *part = make((PyTypeObject *)type, call->module,
                          &cbi_module.classes[which]);
    if (part) {
        PyObject *whole = INSTANCE(self)->whole;
        whole = whole ? whole : self;
        Py_IncRef(whole);
        INSTANCE(part)->whole = whole;
        INSTANCE(part)->data = data;
    }
    return part;
}

bool
cbi_get_instance(struct cbi_call *call, int i, PyObject *o, int which, void *out)
{
    char name[48];
    PyObject *type = cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    const struct cbi_class *class = &cbi_module.classes[which];
    if (CBI_UNLIKELY(cbi_type_of(o) != (PyTypeObject *)type)
        && !PyType_IsSubtype(cbi_type_of(o), (PyTypeObject *)type)) {
        return cbi_fail(call, PyExc_TypeError, i, "must be %s, not %s",
                        short_name(class), cbi_type_name(o, name));
    }
    if (!is_made(o)) {
        return false;
    }
    take(o);
    memcpy(out, INSTANCE(o)->data, class->size);
    give(o);
    return true;
}

/* --------------------------------------------------------- comparison, repr, pickle */
static bool
same_instances(PyObject *a, PyObject *b)
{
    const bool swapped = holder(b) < holder(a), both = holder(a) != holder(b);
    take(swapped ? b : a);
    if (both) {
        take(swapped ? a : b);
    }
    const bool same = cbi_same_fields(INSTANCE(a)->class, INSTANCE(a)->data,
                                      INSTANCE(b)->data);
    give(a);
    if (both) {
        give(b);
    }
    return same;
}

static PyObject *
compare(PyObject *self, PyObject *other, int op)
{
    if (!is_made(self)) {
        return NULL;
    }
    const struct cbi_class *class = INSTANCE(self)->class;
    PyTypeObject *type = cbi_type_of(other);
    bool ours = type == cbi_type_of(self);
    if (!ours) {
        const struct cbi_state *state = PyModule_GetState(INSTANCE(self)->module);
        const ptrdiff_t which = class - cbi_module.classes;
        ours = PyType_IsSubtype(type, (PyTypeObject *)
                                state->objects[CBI_S_CLASSES + which]);
    }
    if (!ours || (op != OP_EQ && op != OP_NE)) {
        Py_IncRef(&_Py_NotImplementedStruct);
        return &_Py_NotImplementedStruct;
    }
    if (!is_made(other)) {
        return NULL;
    }
    const bool same = same_instances(self, other);
    return cbi_new_bool(same == (op == OP_EQ));
}

/* The fields as a tuple of objects. */
static PyObject *
values_of(PyObject *self)
{
    if (!is_made(self)) {
        return NULL;
    }
    const struct cbi_class *class = INSTANCE(self)->class;
    PyObject *values = PyTuple_New(class->n_fields);
    for (int k = 0; values && k < class->n_fields; k++) {
        PyObject *v = cbi_field_get(self, (void *)(uintptr_t)&class->fields[k]);
        if (!v || PyTuple_SetItem(values, k, v) < 0) {
            Py_DecRef(values);
            return NULL;
        }
    }
    return values;
}

/* text += addition; takes both over. */
static PyObject *
join(PyObject *text, PyObject *addition)
{
    PyObject *joined = text && addition ? PyUnicode_Concat(text, addition) : NULL;
    cbi_drop(text);
    cbi_drop(addition);
    return joined;
}

static PyObject *
repr(PyObject *self)
{
    if (!is_made(self)) {
        return NULL;
    }
    const struct cbi_class *class = INSTANCE(self)->class;
    PyObject *name = PyObject_GetAttrString((PyObject *)cbi_type_of(self), "__name__");
    PyObject *values = name ? values_of(self) : NULL;
    PyObject *text = values ? PyUnicode_FromFormat("%S(", name) : NULL;
    for (int k = 0; text && k < class->n_fields; k++) {
        text = join(text, PyUnicode_FromFormat("%s%s=%R", k ? ", " : "",
                                               class->fields[k].name,
                                               PyTuple_GetItem(values, k)));
    }
    cbi_drop(values);
    cbi_drop(name);
    return text ? join(text, PyUnicode_FromString(")")) : NULL;
}

/* The instance's own attributes: {} or None; copyreg finds those of __slots__. */
static PyObject *
attributes_of(PyObject *self)
{
    PyObject *attributes = PyObject_GetAttrString(self, "__dict__");
    if (attributes) {
        return attributes;
    }
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return NULL;
    }
    PyErr_Clear();
    return cbi_new_none();
}

static PyObject *
slots_of(PyObject *copyreg, PyObject *self)
{
    PyObject *names = PyObject_CallMethod(copyreg, "_slotnames", "O",
                                          cbi_type_of(self));
    PyObject *found = names ? PyDict_New() : NULL;
    const intptr_t n = found ? PySequence_Size(names) : 0;
    if (n < 0) {
        cbi_drop(found);
        found = NULL;
    }
    for (intptr_t k = 0; k < n; k++) {
        PyObject *key = PySequence_GetItem(names, k);
        const char *name = key ? PyUnicode_AsUTF8AndSize(key, NULL) : NULL;
        PyObject *value = name ? PyObject_GetAttrString(self, name) : NULL;
        bool good = value && PyDict_SetItemString(found, name, value) == 0;
        if (!good && name && !value && PyErr_ExceptionMatches(PyExc_AttributeError)) {
            PyErr_Clear();              /* a slot that is empty */
            good = true;
        }
        cbi_drop(value);
        cbi_drop(key);
        if (!good) {
            Py_DecRef(found);
            found = NULL;
            break;
        }
    }
    cbi_drop(names);
    return found;
}

/* The fields as objects that pickle: without NumPy arrays are memoryviews. */
static PyObject *
saved_values(PyObject *self)
{
    PyObject *values = values_of(self);
    for (intptr_t k = 0; values && k < INSTANCE(self)->class->n_fields; k++) {
        PyObject *v = PyTuple_GetItem(values, k);
        if (INSTANCE(self)->class->fields[k].kind == 'a'
            && cbi_type_of(v) == &PyMemoryView_Type) {
            PyObject *list = PyObject_CallMethod(v, "tolist", NULL);
            if (!list || PyTuple_SetItem(values, k, list) < 0) {
                Py_DecRef(values);
                return NULL;
            }
        }
    }
    return values;
}

/* (copyreg.__newobj__, (type,), (fields, __dict__ or None, {slot: value})) */
static PyObject *
reduce(PyObject *self, PyObject *unused)
{
    (void)unused;
    PyObject *copyreg = PyImport_ImportModule("copyreg");
    PyObject *maker = copyreg ? PyObject_GetAttrString(copyreg, "__newobj__") : NULL;
    PyObject *fields = maker ? saved_values(self) : NULL;
    PyObject *attributes = fields ? attributes_of(self) : NULL;
    PyObject *slots = attributes ? slots_of(copyreg, self) : NULL;
    PyObject *made = slots
        ? Py_BuildValue("O(O)(OOO)", maker, cbi_type_of(self), fields, attributes, slots)
        : NULL;
    cbi_drop(slots);
    cbi_drop(attributes);
    cbi_drop(fields);
    cbi_drop(maker);
    cbi_drop(copyreg);
    return made;
}

static bool
set_attributes(PyObject *self, PyObject *attributes)
{
    PyObject *key, *value;
    intptr_t place = 0;
    while (PyDict_Next(attributes, &place, &key, &value)) {
        Py_IncRef(key);
        Py_IncRef(value);
        const bool good = PyObject_SetAttr(self, key, value) == 0;
        Py_DecRef(value);
        Py_DecRef(key);
        if (!good) {
            return false;
        }
    }
    return true;
}

/* The three parts of what reduce() made. */
static bool
take_state(PyObject *state, PyObject **fields, PyObject **attributes, PyObject **slots)
{
    if (!cbi_is(state, &PyTuple_Type) || PyTuple_Size(state) != 3
        || !cbi_is(*fields = PyTuple_GetItem(state, 0), &PyTuple_Type)
        || ((*attributes = PyTuple_GetItem(state, 1)) != Py_None
            && !cbi_is(*attributes, &PyDict_Type))
        || !cbi_is(*slots = PyTuple_GetItem(state, 2), &PyDict_Type)) {
        PyErr_SetString(PyExc_TypeError, "__setstate__() wants what __reduce__() gave");
        return false;
    }
    return true;
}

static PyObject *
set_state(PyObject *self, PyObject *state)
{
    struct instance *it = INSTANCE(self);
    PyObject *fields = NULL, *attributes = NULL, *slots = NULL;
    if (!is_made(self)) {
        return NULL;
    }
    CBI_CALL(it->class->record, it->module);
    struct arguments a = {.values = NULL};
    bool good = take_state(state, &fields, &attributes, &slots)
                && unpack(fields, NULL, &a) && fill(&py_call, self, &a);
    cbi_finish(&py_call);
    if (a.values != a.few) {
        free(a.values);
    }
    good = good && (attributes == Py_None || set_attributes(self, attributes))
           && set_attributes(self, slots);
    return good ? cbi_new_none() : NULL;
}

/* ---------------------------------------------------------------------- at import */
static CbMethodDef methods[] = {
    {"__reduce__", (void (*)(void))reduce, METH_NOARGS, NULL},
    {"__setstate__", (void (*)(void))set_state, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};

static PyObject *
make_type(PyObject *module, const struct cbi_class *class)
{
    struct { const char *name; int type; intptr_t offset; int flags; const char *doc; }
        members[] = {{"__weaklistoffset__", 19 /* Py_ssize_t */, 0, 1, NULL}, {0}};
    members[0].offset = cbi_head + (intptr_t)offsetof(struct instance, weak);
    CbOldSlot slots[] = {
        {SLOT_DEALLOC, (void *)deallocate}, {SLOT_DOC, (void *)class->doc},
        {SLOT_INIT, (void *)init}, {SLOT_METHODS, methods}, {SLOT_NEW, (void *)new},
        {SLOT_REPR, (void *)repr}, {SLOT_COMPARE, (void *)compare},
        {SLOT_MEMBERS, members}, {SLOT_GETSET, class->getset},
        {class->is_nested ? SLOT_TRAVERSE : 0, (void *)traverse}, {0, NULL}
    };
    CbTypeSpec spec = {class->name, (int)(data_offset(class) + class->size), 0,
                       FLAG_BASETYPE | FLAG_IMMUTABLE
                       | (class->is_nested ? FLAG_GC : 0), slots};
    return PyType_FromModuleAndSpec(module, &spec, NULL);
}

CBI_COLD bool
cbi_add_classes(PyObject *module, struct cbi_state *state)
{
    for (int k = 0; k < cbi_module.n_classes; k++) {
        const struct cbi_class *class = &cbi_module.classes[k];
        PyObject *type = make_type(module, class);
        state->objects[CBI_S_CLASSES + k] = type;
        if (!type || PyObject_SetAttrString(module, short_name(class), type) < 0) {
            return false;
        }
    }
    return true;
}
