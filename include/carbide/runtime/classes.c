/* SPDX-License-Identifier: MIT
   carbide/runtime/classes.c: the types of value structs, made at import from the tables
   of the generated file. An instance holds the C struct itself, or is a part of another
   instance, which it keeps alive: `line.start.x = 1` changes the line. The short life of most
   objects is in plain.c.

   Threads: with a GIL nothing that runs here gives it up between the first byte and the
   last. Without one a word in the instance that holds the memory is taken around each
   copy; nothing waits while it is held. */
#include "carbide/runtime/instance.h"

#include <stdlib.h>

enum {                          /* slots, by the numbers that every version takes */
    SLOT_DEALLOC = 52, SLOT_DOC = 56, SLOT_INIT = 60, SLOT_METHODS = 64, SLOT_NEW = 65,
    SLOT_REPR = 66, SLOT_COMPARE = 67, SLOT_TRAVERSE = 71, SLOT_MEMBERS = 72,
    SLOT_GETSET = 73, SLOT_FREE = 74, SLOT_BASE = 48, SLOT_CLEAR = 51,
    SLOT_VECTORCALL = 82
};
enum { FLAG_IMMUTABLE = 1 << 8 /* from 3.10 */, FLAG_BASETYPE = 1 << 10,
       FLAG_GC = 1 << 14 };

const char *
cbi_class_name(const struct cbi_class *class)
{
    return strrchr(class->name, '.') + 1;
}

CBI_COLD bool
cbi_wrong_class(struct cbi_call *call, int i, int axes, const intptr_t *position,
                const struct cbi_class *class, const char *more, PyObject *o)
{
    char buffer[48], place[120] = "";
    const char *came = cbi_type_name(o, buffer), *wanted = cbi_class_name(class);
    if (axes) {
        cbi_index_text(axes, position, place);
    }
    return cbi_fail(call, PyExc_TypeError, -1, "%s%s must be %s%s, not %s",
                    cbi_name(call, i), place, strcmp(came, wanted) ? wanted : class->name,
                    more, came);
}

CBI_COLD static bool
not_made(PyObject *self)
{
    char name[48];
    if (INSTANCE(self)->class) {
        PyErr_Format(PyExc_ValueError, "this %s is gone: what it was a part of has been "
                     "closed", cbi_type_name(self, name));
    }
    else {
        PyErr_Format(PyExc_TypeError, "this %s was not made by its class: leave its "
                     "__new__ as it is", cbi_type_name(self, name));
    }
    return false;
}

bool
cbi_is_made(PyObject *self)
{
    return CBI_LIKELY(cbi_is_live(INSTANCE(self))) || not_made(self);
}

/* ------------------------------------------------------------------- life and death */
static inline bool
is_collected(const struct cbi_class *class)
{
    return class->is_nested || (class->kind != 'v' && !class->is_alone);
}

/* Its death is told to its module, from which the collector may have taken the type. */
static inline bool
keeps_module(const struct cbi_class *class)
{
    return class->known && is_collected(class);
}

PyObject *
cbi_make(PyTypeObject *type, PyObject *module, const struct cbi_class *class)
{
    PyObject *self = PyType_GenericAlloc(type, 0);      /* zeroed */
    if (CBI_LIKELY(self != NULL)) {
        struct cbi_instance *it = INSTANCE(self);
        it->data = cbi_data_in(self, class);
        it->module = module;
        it->class = class;
        it->state = class->kind == 'v' ? CBI_LIVE : CBI_NEW;
        if (keeps_module(class)) {
            Py_IncRef(module);
        }
        if (class->setters && class->setters->type && class->setters->type != type) {
            cbi_derive_setters(type);
        }
    }
    return self;
}

void
cbi_give_memory(PyObject *self)
{
    PyTypeObject *type = cbi_type_of(self);
    ((void (*)(void *))PyType_GetSlot(type, SLOT_FREE))(self);
    Py_DecRef((PyObject *)type);
}

/* Of one that the collector knows, or that Python code has made more of. */
static __attribute__((noinline)) void
die(PyObject *self)
{
    struct cbi_instance *it = INSTANCE(self);
    PyObject *whole = it->whole;
    PyObject *module = it->class && keeps_module(it->class) ? it->module : NULL;
    bool stays = false;
    if (it->class && is_collected(it->class)) {
        PyObject_GC_UnTrack(self);
    }
    if (it->class && it->class->unknown) {
        it->class->unknown(self);
    }
    /* before Python can run: nobody may meet this among the dependants of another */
    if (it->class && it->class->lives) {
        stays = it->class->lives->died(self);
    }
    if (!stays && it->weak) {
        PyObject_ClearWeakRefs(self);
    }
    if (!stays) {
        cbi_give_memory(self);
    }
    cbi_drop(whole);
    cbi_drop(module);
}

static void
deallocate(PyObject *self)
{
    const struct cbi_instance *it = INSTANCE(self);
    if (CBI_LIKELY(it->plain && !it->weak)) {
        cbi_end_plain(self);
    }
    else {
        die(self);
    }
}

static int
traverse(PyObject *self, CbVisit visit, void *arg)
{
    const struct cbi_instance *it = INSTANCE(self);
    int stop = visit((PyObject *)cbi_type_of(self), arg);
    stop = stop || !it->whole ? stop : visit(it->whole, arg);
    stop = stop || !it->class || !keeps_module(it->class) ? stop : visit(it->module, arg);
    return stop || !it->class || !it->class->lives ? stop
           : it->class->lives->traverse(self, visit, arg);
}

static int
clear(PyObject *self)
{
    const struct cbi_class *class = INSTANCE(self)->class;
    if (class && class->lives) {
        class->lives->forget(self);
    }
    return 0;
}

bool
cbi_is_own_type(PyTypeObject *type)
{
    return PyType_GetSlot(type, SLOT_DEALLOC) == (void *)deallocate;
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

PyObject *
cbi_module_of_type(PyObject *type)
{
    PyObject *module = NULL;
    find_class((PyTypeObject *)type, &module);
    return module;
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
    return cbi_make(type, module, class);
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

static void
drop_arguments(struct arguments *a)
{
    if (a->values != a->few) {
        free(a->values);
    }
    cbi_drop(a->names);
}

/* What is not given is 0. */
static bool
convert_all(struct cbi_call *call, const struct cbi_class *class, PyObject **slots,
            char *to)
{
    for (int k = 0; k < class->n_fields; k++) {
        const struct cbi_field *f = &class->fields[k];
        if (!slots[k]) {
            memset(to + f->offset, 0, cbi_field_bytes(f, 0));
        }
        else if (!cbi_field_store(call, k, f, 0, slots[k], to + f->offset)) {
            return false;
        }
    }
    return true;
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
    char *to = fits ? small : cbi_memory(call, class->size);
    if (!slots || !to) {
        return false;
    }
    if (!cbi_read_bytes(self, to, INSTANCE(self)->data, class->size) || !cbi_bind(call, a->values, a->n, a->names, slots)
        || !convert_all(call, class, slots, to)) {
        return false;
    }
    return cbi_write_bytes(self, INSTANCE(self)->data, to, class->size);
}

int
cbi_instance_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    struct cbi_instance *it = INSTANCE(self);
    if (!cbi_is_made(self)) {
        return -1;
    }
    CBI_CALL(it->class->record, it->module);
    struct arguments a = {.values = NULL};
    const bool good = unpack(args, keywords, &a) && fill(&py_call, self, &a);
    cbi_finish(&py_call);
    drop_arguments(&a);
    return good ? 0 : -1;
}

PyObject *
cbi_call_fast(CbFastFunction function, PyObject *self, PyObject *args, PyObject *keywords)
{
    struct arguments a = {.values = NULL};
    PyObject *result = unpack(args, keywords, &a) ? function(self, a.values, a.n, a.names)
                                                  : NULL;
    drop_arguments(&a);
    return result;
}

/* tp_init of a class with a constructor, or of one whose objects only functions make. */
static int
init(PyObject *self, PyObject *args, PyObject *keywords)
{
    const struct cbi_class *class = INSTANCE(self)->class;
    if (!class) {
        return not_made(self) ? 0 : -1;
    }
    if (!class->init) {
        PyErr_Format(PyExc_TypeError, "%s() makes none: use %s", cbi_class_name(class),
                     class->makers);
        return -1;
    }
    PyObject *result = cbi_call_fast(class->init, self, args, keywords);
    cbi_drop(result);
    return result ? 0 : -1;
}

/* ----------------------------------------------------------------------- properties */
/* Room for n bytes until the call ends. */
static char *
room(struct cbi_call *call, char few[32], size_t n)
{
    return n <= 32 ? few : cbi_memory(call, n);
}

PyObject *
cbi_field_get(PyObject *self, void *field)
{
    const struct cbi_field *f = field;
    struct cbi_instance *it = INSTANCE(self);
    if (!cbi_is_made(self)) {
        return NULL;
    }
    CBI_CALL(it->class->record, it->module);
    char few[32], *p = (char *)it->data + f->offset;
    if (f->kind != 'a' && f->kind != 's') {     /* no part of the instance: a value */
        const size_t n = cbi_field_bytes(f, 0);
        char *copy = room(&py_call, few, n);
        p = copy && cbi_read_bytes(self, copy, p, n) ? copy : NULL;
    }
    PyObject *o = p ? cbi_field_load(&py_call, f, 0, self, p) : NULL;
    cbi_finish(&py_call);
    return o;
}

int
cbi_field_set(PyObject *self, PyObject *value, void *field)
{
    const struct cbi_field *f = field;
    struct cbi_instance *it = INSTANCE(self);
    if (!cbi_is_made(self)) {
        return -1;
    }
    CBI_CALL(it->class->record, it->module);
    _Alignas(16) char few[32];
    const int slot = (int)(f - it->class->fields);
    const size_t n = cbi_field_bytes(f, 0);
    char *copy = room(&py_call, few, n);
    const bool good = value ? copy && cbi_field_store(&py_call, slot, f, 0, value, copy)
                              && cbi_write_bytes(self, (char *)it->data + f->offset, copy, n)
        : cbi_fail(&py_call, PyExc_AttributeError, slot, "cannot be deleted");
    cbi_finish(&py_call);
    return good ? 0 : -1;
}

/* ---------------------------------------------------------------------- at import */
/* Gives how many there were. */
static int
add_slots(CbOldSlot *to, const CbOldSlot *more)
{
    int n = 0;
    for (; more && more[n].slot; n++) {
        to[n] = more[n];
    }
    to[n] = (CbOldSlot){0, NULL};
    return n;
}

enum { MANY = 80 };             /* slots: more than there are */

static PyObject *
make_type(PyObject *module, const struct cbi_class *class)
{
    struct { const char *name; int type; intptr_t offset; int flags; const char *doc; }
        members[] = {{"__weaklistoffset__", 19 /* Py_ssize_t */, 0, 1, NULL}, {0}};
    const struct cbi_value_ways *value = class->value_ways;
    const bool collected = is_collected(class);
    members[0].offset = cbi_head + (intptr_t)offsetof(struct cbi_instance, weak);
    CbOldSlot slots[MANY] = {
        {SLOT_DEALLOC, (void *)deallocate}, {SLOT_DOC, (void *)class->doc},
        {SLOT_INIT, value && !class->init ? (void *)value->init : (void *)init},
        {SLOT_METHODS, class->methods}, {SLOT_NEW, (void *)new},
        {SLOT_MEMBERS, members}, {SLOT_GETSET, class->getset}, {0, NULL}
    };
    CbOldSlot shown[] = {{SLOT_REPR, value ? (void *)value->repr : NULL},
                         {SLOT_COMPARE, value ? (void *)value->compare : NULL}, {0, NULL}};
    CbOldSlot garbage[] = {{SLOT_TRAVERSE, (void *)traverse}, {SLOT_CLEAR, (void *)clear},
                           {0, NULL}};
    CbOldSlot call[] = {{SLOT_VECTORCALL, NULL}, {0, NULL}};
    memcpy(&call[0].value, &class->make, sizeof class->make);
    int n = 7;
    n += add_slots(slots + n, value ? shown : NULL);
    n += add_slots(slots + n, collected ? garbage : NULL);
    n += add_slots(slots + n, class->make && PyType_Freeze ? call : NULL);      /* 3.14 */
    add_slots(slots + n, class->slots);         /* the author's come last, and win */
    cbi_choose_properties(class);
    CbTypeSpec spec = {class->name, (int)cbi_object_size(class), 0,
                       FLAG_BASETYPE | (collected ? FLAG_GC : 0), slots};
    PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
    if (type && class->make) {
        cbi_set_vectorcall((PyTypeObject *)type, class->make);
    }
    if (type && class->free_list) {
        cbi_open_free_list(type, module, class);
    }
    return type;
}

/* Its attributes are complete: they cannot be changed any more. Before 3.14 by the flag
   that says so (3.10), where the type keeps it: where the interpreter's own function
   reads what stands there. */
static bool
freeze(PyTypeObject *type)
{
    if (PyType_Freeze) {
        return PyType_Freeze(type) == 0;
    }
    unsigned long *flags = (unsigned long *)(void *)
        ((char *)type + cbi_head + 19 * sizeof(void *));
    const unsigned long before = PyType_GetFlags(type);
    if (*flags == before) {
        *flags = before | FLAG_IMMUTABLE;
        if (PyType_GetFlags(type) != (before | FLAG_IMMUTABLE)) {
            *flags = before;
        }
    }
    return true;
}

/* The package in which the module stands: only the import knows it, pickle asks for it. */
static PyObject *
say_module(PyObject *type, PyObject *module)
{
    PyObject *name = type ? PyObject_GetAttrString(module, "__name__") : NULL;
    if (type && (!name || PyObject_SetAttrString(type, "__module__", name) < 0)) {
        cbi_drop(type);
        type = NULL;
    }
    cbi_drop(name);
    return type;
}

/* All of its attributes, and of this type alone: it cannot be changed behind. */
static bool
complete(PyObject *module, struct cbi_state *state, PyObject *type, int k, PyObject *key)
{
    const struct cbi_class *class = &cbi_module.classes[k];
    return (!class->value_ways || class->value_ways->add_dtype(module, type, k))
           && (!class->add_statics || class->add_statics(module, type, class->statics))
           && (!class->add_constants || class->add_constants(type, state, class))
           && PyObject_SetAttrString(type, CBI_CLASS_ATTRIBUTE, key) == 0
           && cbi_add_setters((PyTypeObject *)type, class)
           && freeze((PyTypeObject *)type)
           && cbi_open_setters((PyTypeObject *)type, class)
           && PyObject_SetAttrString(module, cbi_class_name(class), type) == 0;
}

CBI_COLD bool
cbi_add_classes(PyObject *module, struct cbi_state *state)
{
    static struct cbi_published here;
    here = (struct cbi_published){&cbi_module, (void *)deallocate};
    PyObject *key = PyCapsule_New(&here, CBI_CLASS_KEY, NULL);
    bool good = key != NULL;
    for (int k = 0; good && k < cbi_module.n_classes; k++) {
        if (!cbi_module.classes[k].foreign) {
            PyObject *type = say_module(make_type(module, &cbi_module.classes[k]), module);
            state->objects[CBI_S_CLASSES + k] = type;
            good = type && complete(module, state, type, k, key);
        }
    }
    cbi_drop(key);
    return good;
}
