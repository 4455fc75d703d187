/* SPDX-License-Identifier: MIT
   carbide/runtime/object_lists.c: sequences of objects in, as C's array of pointers, and
   lists of them out, by identity. */
#include "carbide/runtime/instance.h"

/* ----------------------------------------------------------------------------- in */
/* Where a list or a tuple has its items; NULL: nowhere known. */
static PyObject *const *
items_of(PyObject *o)
{
    const bool is_list = cbi_type_of(o) == &PyList_Type;
    const int at = is_list ? cbi_layouts.list_items : cbi_layouts.tuple_items;
    PyObject *const *items = (PyObject *const *)(void *)((char *)o + at);
    return !at ? NULL : is_list ? *(PyObject *const *const *)items : items;
}

static inline PyObject *
item_at(PyObject *sequence, PyObject *const *items, intptr_t k)
{
    return CBI_LIKELY(items != NULL) ? items[k] : PyTuple_GetItem(sequence, k);
}

/* Nobody can change it until C has returned: then it needs no copy. Of a list that is so
   where no Python code runs until then, the GIL is held, and all of it is known. */
static bool
stays(PyObject *o, bool opt, bool straight)
{
    return straight && !opt && cbi_head == 16 && cbi_type_of(o) == &PyList_Type
           && cbi_layouts.list_items && cbi_layouts.tuple_items
           && (size_t)PyList_Size(o) <= cbi_gil_bytes / sizeof(void *);
}

static bool
are_all(struct cbi_call *call, int i, PyObject *sequence, intptr_t n, int which, bool opt)
{
    PyObject *const *items = items_of(sequence);
    PyTypeObject *type = (PyTypeObject *)cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    for (intptr_t k = 0; k < n; k++) {
        PyObject *item = item_at(sequence, items, k);
        if (CBI_UNLIKELY(cbi_type_of(item) != type) && !(opt && item == Py_None)
            && !PyType_IsSubtype(cbi_type_of(item), type)) {
            return cbi_wrong_class(call, i, k, &cbi_module.classes[which],
                                   opt ? " or None" : "", item);
        }
    }
    return true;
}

bool
cbi_get_objects(struct cbi_call *call, int i, PyObject *o, int which, bool opt,
                bool straight, struct cbi_array *a, intptr_t *n)
{
    char name[48];
    *a = (struct cbi_array){NULL, NULL, NULL};
    *n = 0;
    if (cbi_is(o, &PyUnicode_Type) || cbi_is(o, &PyBytes_Type) || !PySequence_Check(o)) {
        return cbi_fail(call, PyExc_TypeError, i, "must be a sequence of %s, not %s",
                        cbi_class_name(&cbi_module.classes[which]), cbi_type_name(o, name));
    }
    if (stays(o, opt, straight)) {
        a->direct = o;
        *n = PyList_Size(o);
    }
    else {
        call->ran = true;
        PyObject *tuple = cbi_items(o);
        if (!tuple) {
            return cbi_fail_inner(call, i);
        }
        if (!cbi_later(call, cbi_undo_decref, tuple)) {
            return false;
        }
        a->direct = tuple;
        *n = PyTuple_Size(tuple);
    }
    a->data = cbi_raw_memory(call, ((size_t)*n + 1) * sizeof(void *));
    return a->data && are_all(call, i, a->direct, *n, which, opt);
}

/* The objects themselves, None as NULL, which become their pointers when all are locked.
   A list that was read where it stands becomes a tuple before anything can change it. */
static bool
take_items(struct cbi_call *call, const struct cbi_objects *list)
{
    PyObject *sequence = list->array->direct, **to = list->array->data;
    if (sequence && cbi_type_of(sequence) == &PyList_Type) {
        PyObject *const *items = items_of(sequence);
        for (intptr_t k = 0; k < list->n; k++) {
            to[k] = items[k];
            Py_IncRef(to[k]);       /* so that no other can take its place unseen */
        }
        call->ran = true;
        PyObject *tuple = PyTuple_New(list->n);         /* may collect garbage */
        bool same = tuple && PyList_Size(sequence) == list->n;
        items = items_of(sequence);
        for (intptr_t k = 0; k < list->n; k++) {
            same = same && items[k] == to[k];
            if (!tuple) {
                Py_DecRef(to[k]);
            }
            else {
                PyTuple_SetItem(tuple, k, to[k]);
            }
        }
        if (!tuple || !cbi_later(call, cbi_undo_decref, tuple)) {
            return false;
        }
        if (!same) {
            return cbi_fail(call, PyExc_RuntimeError, list->argument,
                            "changed during the call");
        }
        list->array->direct = sequence = tuple;
    }
    PyObject *const *items = sequence ? items_of(sequence) : NULL;
    for (intptr_t k = 0; k < list->n; k++) {
        PyObject *item = item_at(sequence, items, k);
        to[k] = item == Py_None ? NULL : item;
    }
    return true;
}

static bool
is_locked_singly(const struct cbi_objects *list)
{
    PyObject *const *items = list->array->data;
    for (intptr_t k = 0; k < list->n; k++) {
        if (items[k] && INSTANCE(items[k])->class) {
            return !INSTANCE(items[k])->class->lists;
        }
    }
    return false;
}

/* What has to be locked for a list; gives how many. */
static int
hold_list(const struct cbi_objects *list, struct cbi_held *held)
{
    PyObject *const *items = list->array->data;
    const bool singly = is_locked_singly(list);
    int n = 0;
    for (intptr_t k = 0; k < list->n; k++) {
        if (!items[k] || !INSTANCE(items[k])->class) {
            continue;
        }
        const struct cbi_instance *it = INSTANCE(items[k]);
        struct cbi_lock *own = it->whole ? &INSTANCE(it->whole)->lock
                                         : &INSTANCE(items[k])->lock;
        if (singly || it->whole) {
            held[n++] = (struct cbi_held){.lock = own, .object = items[k],
                                          .argument = (int16_t)list->argument,
                                          .exclusive = list->exclusive,
                                          .reentrant = it->class->is_reentrant};
        }
        else if (n == 0 || held[0].lock != it->class->lists) {
            held[n++] = (struct cbi_held){.lock = it->class->lists,
                                          .argument = (int16_t)list->argument};
        }
    }
    return n;
}

/* The objects become their pointers. */
static bool
fill(struct cbi_call *call, const struct cbi_objects *list)
{
    void **data = list->array->data;
    for (intptr_t k = 0; k < list->n; k++) {
        PyObject *item = data[k];
        if (item && CBI_UNLIKELY(!cbi_is_live(INSTANCE(item)))) {
            return cbi_not_live(call, item);
        }
        data[k] = item ? INSTANCE(item)->data : NULL;
    }
    return true;
}

/* What a call has to lock. */
struct locks {
    struct cbi_held *held;
    int n, n_given;             /* first those that the call was given */
    size_t room;
};

/* What C uses for `o`, as strongly as `o` itself, unless C got it as const. */
static bool
hold_keepers(struct cbi_call *call, struct locks *l, PyObject *o, bool exclusive,
             int16_t argument)
{
    bool is_const;
    PyObject *keeper;
    for (int k = 0; (keeper = cbi_keeper(cbi_top_of(o), k, &is_const)); k++) {
        struct cbi_held h = {.object = keeper, .argument = argument, .is_keeper = true,
                             .exclusive = exclusive && !is_const,
                             .reentrant = INSTANCE(keeper)->class->is_reentrant};
        bool known = false;
        for (int i = l->n_given; i < l->n && !known; i++) {
            known = l->held[i].object == keeper
                    && (l->held[i].exclusive || !h.exclusive);
        }
        if (known) {
            Py_DecRef(keeper);
            continue;
        }
        if (!cbi_later(call, cbi_undo_decref, keeper)) {
            return false;
        }
        if ((size_t)l->n == l->room) {
            struct cbi_held *more = cbi_raw_memory(call, 2 * l->room * sizeof *more);
            if (!more) {
                return false;
            }
            memcpy(more, l->held, (size_t)l->n * sizeof *more);
            l->held = more;
            l->room *= 2;
        }
        cbi_set_locks(&keeper, &h, 1);
        l->held[l->n++] = h;
    }
    return true;
}

/* And what C uses for those. More than MOST for each is no longer used, but was kept by
   results of results: x = f(x, y). */
static bool
hold_all_keepers(struct cbi_call *call, struct locks *l)
{
    enum { MOST = 32 };
    l->n_given = l->n;
    const int most = l->n * (1 + MOST);
    for (int k = 0; k < l->n && l->n < most; k++) {
        const struct cbi_held h = l->held[k];
        if (h.object && !hold_keepers(call, l, (PyObject *)(uintptr_t)h.object,
                                      h.exclusive, h.argument)) {
            return false;
        }
    }
    return true;
}

/* The pointers of all, and whether one is not free: no branch for each condition.
   dependent: they may keep others, which C would use as well. */
static inline bool
fill_free(PyObject *const *items, intptr_t n, void **data, bool dependent)
{
    uint64_t locked = 0;
    uint32_t closed = 0;
    uintptr_t keeps = 0;
    for (intptr_t k = 0; k < n; k++) {
        const struct cbi_instance *it = CBI_READY(items[k]);
        uint32_t state;
        memcpy(&state, &it->state, sizeof state);
        closed |= state ^ cbi_state_ready();
        locked |= it->lock.word;
        keeps |= dependent ? (uintptr_t)((const struct cbi_handle *)it)->kept : 0;
        data[k] = it->data;
    }
    return !closed && !(locked & CBI_LOCK_WRITER) && !keeps;
}

/* Where C changes no object of the one list, and runs with the GIL held until it returns:
   if nobody is at any object, then they become pointers with no lock taken. False:
   nothing has happened. */
static bool
fill_open(const struct cbi_objects *list)
{
    PyObject *const *items = items_of(list->array->direct);
    const struct cbi_class *class = items && list->n ? INSTANCE(items[0])->class : NULL;
    if (list->exclusive || !class
        || (class->lists && (class->lists->word & CBI_LOCK_WRITER))) {
        return false;
    }
    return class->lives && !class->is_alone
               ? fill_free(items, list->n, list->array->data, true)
               : fill_free(items, list->n, list->array->data, false);
}

bool
cbi_use_lists(struct cbi_call *call, PyObject *const *used, const struct cbi_held *held,
              int n, int how, const struct cbi_objects *lists, int n_lists,
              struct cbi_held **locks, int *n_locks)
{
    struct locks l = {NULL, n, n, (size_t)n + 4};
    *locks = NULL;
    *n_locks = 0;
    if (how == CBI_TEST && n == 0 && n_lists == 1 && cbi_head == 16 && !lists->opt
        && lists->array->direct && fill_open(lists)) {
        return true;
    }
    for (int k = 0; k < n_lists; k++) {
        if (!take_items(call, &lists[k])) {
            return false;
        }
    }
    for (int k = 0; k < n_lists; k++) {
        l.room += (size_t)lists[k].n + 1;
    }
    l.held = cbi_raw_memory(call, l.room * sizeof *l.held);
    if (!l.held) {
        return false;
    }
    memcpy(l.held, held, (size_t)n * sizeof *l.held);
    cbi_set_locks(used, l.held, n);
    for (int k = 0; k < n_lists; k++) {
        l.n += hold_list(&lists[k], l.held + l.n);
    }
    if (!hold_all_keepers(call, &l)
        || !(how == CBI_TEST ? cbi_test_all : cbi_lock_all)(call, l.held, l.n)) {
        return false;
    }
    *locks = l.held;
    *n_locks = l.n;
    bool good = cbi_all_live(call, used, n);
    for (int k = 0; good && k < n_lists; k++) {
        good = fill(call, &lists[k]);
    }
    return good;
}

/* ---------------------------------------------------------------------------- out */
/* The object of a list whose pointer is `data`; the search goes on behind the last one
   found, since C mostly keeps the order. */
static PyObject *
find(const struct cbi_objects *lists, void *data, intptr_t *last)
{
    for (; lists->array; lists++) {
        void *const *all = lists->array->data;
        for (intptr_t k = 0; k < lists->n; k++) {
            const intptr_t at = (*last + k) % lists->n;
            if (all[at] == data) {
                *last = at + 1;
                PyObject *sequence = lists->array->direct;  /* a list that stays, too */
                return item_at(sequence, items_of(sequence), at);
            }
        }
    }
    return NULL;
}

PyObject *
cbi_to_objects(struct cbi_call *call, int i, int which, void *const *data, cbi_wide n,
               bool nullable, bool tuple, const struct cbi_objects *lists,
               PyObject *const *used, unsigned keep)
{
    intptr_t last = 0;
    PyObject *made = tuple ? PyTuple_New((intptr_t)n) : PyList_New((intptr_t)n);
    for (intptr_t k = 0; made && k < (intptr_t)n; k++) {
        PyObject *item = data[k] ? find(lists, data[k], &last) : NULL;
        if (item) {
            Py_IncRef(item);
        }
        else {
            item = cbi_new_object(call, i, which, NULL, data[k],
                                  CBI_O_CHILD | (nullable ? CBI_O_NULL : 0), NULL, used,
                                  keep);
        }
        if (!item || (tuple ? PyTuple_SetItem : PyList_SetItem)(made, k, item) < 0) {
            Py_DecRef(made);
            made = NULL;
        }
    }
    return made;
}

PyObject *
cbi_object_of(struct cbi_call *call, int i, int which, void *data, unsigned flags,
              const struct cbi_objects *lists, PyObject *const *used, unsigned keep)
{
    intptr_t last = 0;
    PyObject *item = data ? find(lists, data, &last) : NULL;
    if (item) {
        Py_IncRef(item);
        return item;
    }
    return cbi_new_object(call, i, which, NULL, data, flags, NULL, used, keep);
}
