/* SPDX-License-Identifier: MIT
   carbide/runtime/plain.c: objects that the collector skips, of their class itself: most
   of those that are made and dropped by the million. In: a type of ours and its class; the
   object at its end. Out: an object without its data yet; memory kept for the next one.

   The memory of a few goes from one object to the next, as with floats and tuples of
   CPython: only under a GIL, where the count of references was proved to stand first, and
   in the interpreter that was the first to import the module. What is kept still has its
   type, whose reference is the module's. To tracemalloc the memory is still where it was
   first taken. */
#include "carbide/runtime/instance.h"

#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define IS_WATCHED true         /* who uses an object after its end is to be found */
#elif defined(__has_feature)
#define IS_WATCHED __has_feature(address_sanitizer)
#else
#define IS_WATCHED false
#endif
enum { MOST_BYTES = 512 };      /* of one object: small ones alone */

/* ------------------------------------------------------------------- life and death */
/* Not zeroed. */
static inline PyObject *
allocate(PyObject *type, struct cbi_free_list *list)
{
    const uint32_t one = 1;
    if (CBI_UNLIKELY(!list->n)) {
        return _PyObject_New((PyTypeObject *)type);
    }
    PyObject *self = list->memory[--list->n];
    memcpy(self, &one, sizeof one);     /* it was 0 */
    return self;
}

/* In two parts, neither so large that a compiler takes a slow instruction for it. */
static inline void
zero_rest(struct cbi_handle *it)
{
    char *rest = (char *)it + sizeof it->base;
    enum { ALL = sizeof *it - sizeof it->base, HALF = ALL / 2 };
    memset(rest, 0, HALF);
    memset(rest + HALF, 0, ALL - HALF);
}

PyObject *
cbi_make_plain(PyObject *type, const struct cbi_class *class)
{
    struct cbi_free_list *list = class->free_list;
    const bool is_first = cbi_is_first(list, type);
    PyObject *self = is_first ? allocate(type, list) : _PyObject_New((PyTypeObject *)type);
    if (CBI_UNLIKELY(!self)) {
        return NULL;
    }
    const bool is_value = class->kind == 'v';
    *INSTANCE(self) = (struct cbi_instance){
        .data = is_value ? cbi_data_in(self, class) : NULL,
        .module = is_first ? list->module : PyType_GetModule((PyTypeObject *)type),
        .class = class, .state = is_value ? CBI_LIVE : CBI_NEW, .plain = true
    };
    if (!is_value) {
        zero_rest(HANDLE(self));
        HANDLE(self)->destroy = class->destroy;
    }
    return self;
}

CBI_COLD PyObject *
cbi_not_made(PyObject *self)
{
    Py_DecRef(self);
    cbi_no_memory();
    return NULL;
}

PyObject *
cbi_make_instance(PyObject *type, PyObject *module, const struct cbi_class *class,
                  char **data)
{
    PyObject *self = class->free_list ? cbi_make_plain(type, class)
                                      : cbi_make((PyTypeObject *)type, module, class);
    if (CBI_LIKELY(self != NULL)) {
        *data = INSTANCE(self)->data;
    }
    return self;
}

void
cbi_end_plain(PyObject *self)
{
    const struct cbi_instance *it = INSTANCE(self);
    const struct cbi_class *class = it->class;
    PyObject *type = (PyObject *)cbi_type_of(self);
    if (class->kind != 'v' && it->state == CBI_LIVE && HANDLE(self)->destroy) {
        HANDLE(self)->destroy(it->data, NULL);
    }
    struct cbi_free_list *list = class->free_list;
    if (cbi_is_first(list, type) && CBI_LIKELY(list->n < list->room)) {
        list->memory[list->n++] = self;
    }
    else {
        PyObject_Free(self);
        Py_DecRef(type);
    }
}

/* ------------------------------------------------------------------- at import, at end */
static void
empty(struct cbi_free_list *list)
{
    PyObject *type = list->type;
    __atomic_store_n(&list->type, NULL, __ATOMIC_RELEASE);
    while (list->n) {
        PyObject_Free(list->memory[--list->n]);
        Py_DecRef(type);
    }
}

/* Another interpreter may be importing the module as well: one of them has it. A module
   that is loaded again has new types. */
CBI_COLD void
cbi_open_free_list(PyObject *type, PyObject *module, const struct cbi_class *class)
{
    struct cbi_free_list *list = class->free_list;
    PyObject *who = NULL;
    if (__atomic_compare_exchange_n(&list->module, &who, module, false, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE) || who == module) {
        const bool keeps = cbi_count_is_first && !cbi_counts_all && !IS_WATCHED
                           && !getenv("PYTHONMALLOC")   /* somebody looks for mistakes */
                           && cbi_object_size(class) <= MOST_BYTES;
        empty(list);
        list->room = keeps ? CBI_COUNT(list->memory) : 0;
        __atomic_store_n(&list->type, type, __ATOMIC_RELEASE);
    }
}

static inline bool
is_of(const struct cbi_free_list *list, const PyObject *module)
{
    return list && __atomic_load_n(&list->module, __ATOMIC_ACQUIRE) == module;
}

CBI_COLD void
cbi_close_free_lists(PyObject *module)
{
    for (int k = 0; k < cbi_module.n_classes; k++) {
        struct cbi_free_list *list = cbi_module.classes[k].free_list;
        if (is_of(list, module)) {
            empty(list);
            __atomic_store_n(&list->module, NULL, __ATOMIC_RELEASE);
        }
    }
}

int
cbi_visit_free_lists(PyObject *module, CbVisit visit, void *arg)
{
    int stop = 0;
    for (int k = 0; k < cbi_module.n_classes; k++) {
        const struct cbi_free_list *list = cbi_module.classes[k].free_list;
        for (int i = 0; !stop && is_of(list, module) && i < list->n; i++) {
            stop = visit(list->type, arg);
        }
    }
    return stop;
}
