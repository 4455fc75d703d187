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

/* It can be read where it stands, when nobody changes it any more before C has returned:
   its items are looked at then. Of other sequences there is a tuple. */
static bool
stays(PyObject *o, bool opt, bool straight)
{
    return straight && !opt && cbi_head == 16 && cbi_layouts.list_items
           && cbi_layouts.tuple_items && cbi_type_of(o) == &PyList_Type
           && (size_t)PyList_Size(o) <= cbi_gil_bytes / sizeof(void *);
}

static PyTypeObject *
type_of_class(struct cbi_call *call, int which)
{
    return (PyTypeObject *)cbi_state_of(call)->objects[CBI_S_CLASSES + which];
}

static bool
are_all(struct cbi_call *call, int i, PyObject *tuple, intptr_t n, int which, bool opt)
{
    PyObject *const *items = items_of(tuple);
    PyTypeObject *type = type_of_class(call, which);
    for (intptr_t k = 0; k < n; k++) {
        PyObject *item = items ? items[k] : PyTuple_GetItem(tuple, k);
        if (CBI_UNLIKELY(cbi_type_of(item) != type) && !(opt && item == Py_None)
            && !PyType_IsSubtype(cbi_type_of(item), type)) {
            return cbi_wrong_class(call, i, 1, &k, &cbi_module.classes[which],
                                   opt ? " or None" : "", item);
        }
    }
    return true;
}

/* A tuple of them, which the call keeps; NULL: an exception is set. */
static PyObject *
tuple_of(struct cbi_call *call, int i, PyObject *o)
{
    call->ran = true;
    PyObject *tuple = cbi_items(o);
    if (!tuple) {
        cbi_fail_inner(call, i);
        return NULL;
    }
    return cbi_later(call, cbi_undo_decref, tuple) ? tuple : NULL;
}

bool
cbi_get_objects(struct cbi_call *call, int i, PyObject *o, int which, bool opt,
                bool straight, struct cbi_array *a, intptr_t *n)
{
    char name[48];
    *a = (struct cbi_array){NULL, NULL, NULL};
    *n = 0;
    if (stays(o, opt, straight)) {
        a->direct = o;
        *n = PyList_Size(o);
        a->data = cbi_raw_memory(call, ((size_t)*n + 1) * sizeof(void *));
        return a->data != NULL;
    }
    if (cbi_is(o, &PyUnicode_Type) || cbi_is(o, &PyBytes_Type) || !PySequence_Check(o)) {
        return cbi_fail(call, PyExc_TypeError, i, "must be a sequence of %s, not %s",
                        cbi_class_name(&cbi_module.classes[which]), cbi_type_name(o, name));
    }
    a->direct = tuple_of(call, i, o);
    if (!a->direct) {
        return false;
    }
    *n = PyTuple_Size(a->direct);
    a->data = cbi_raw_memory(call, ((size_t)*n + 1) * sizeof(void *));
    return a->data && are_all(call, i, a->direct, *n, which, opt);
}

CBI_COLD static bool
has_changed(struct cbi_call *call, int i)
{
    return cbi_fail(call, PyExc_RuntimeError, i, "changed during the call");
}

/* The objects themselves, None as NULL, which become their pointers when all are locked.
   A list that was to be read where it stands becomes a tuple first: who waits for a lock
   lets others change it. */
static bool
take_items(struct cbi_call *call, const struct cbi_objects *list)
{
    PyObject *sequence = list->array->direct, **to = list->array->data;
    if (sequence && cbi_type_of(sequence) == &PyList_Type) {
        PyObject *tuple = tuple_of(call, list->argument, sequence);
        if (!tuple) {
            return false;
        }
        if (PyTuple_Size(tuple) != list->n) {
            return has_changed(call, list->argument);
        }
        if (!are_all(call, list->argument, tuple, list->n, list->which, false)) {
            return false;
        }
        list->array->direct = sequence = tuple;
    }
    PyObject *const *items = sequence ? items_of(sequence) : NULL;
    for (intptr_t k = 0; k < list->n; k++) {
        PyObject *item = items ? items[k] : PyTuple_GetItem(sequence, k);
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
        if (singly || it->whole || it->is_lent) {
            held[n] = (struct cbi_held){.lock = own, .object = items[k],
                                        .argument = (int16_t)list->argument,
                                        .exclusive = list->exclusive,
                                        .reentrant = it->class->is_reentrant};
            if (holder(items[k])->is_lent) {
                cbi_hold_lender(&held[n]);
            }
            n++;
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

/* What C uses for `o`, as strongly as that, unless C got it as const. */
static bool
hold_keepers_of(struct cbi_call *call, struct locks *l, PyObject *o, bool exclusive,
                int16_t argument)
{
    bool is_const;
    PyObject *keeper;
    for (int k = 0; (keeper = cbi_keeper(o, k, &is_const)); k++) {
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

/* For a part: for the whole, and what it may be a part of as well. */
static bool
hold_keepers(struct cbi_call *call, struct locks *l, PyObject *o, bool exclusive,
             int16_t argument)
{
    PyObject *top = cbi_top_of(o);
    return hold_keepers_of(call, l, top, exclusive, argument)
           && (o == top || hold_keepers_of(call, l, o, exclusive, argument));
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

/* The pointers of all, and whether all are of that type, free, and keep no others, which C
   would use as well. */
static inline bool
fill_free(PyObject *const *items, intptr_t n, PyTypeObject *type, void **data)
{
    uint64_t locked = 0;
    uint32_t closed = 0;
    uint8_t keeps = 0;
    for (intptr_t k = 0; k < n; k++) {
        const struct cbi_instance *it = CBI_READY(items[k]);
        uint32_t state;
        if (CBI_UNLIKELY(cbi_type_of(items[k]) != type)) {
            return false;
        }
        memcpy(&state, &it->state, sizeof state);
        closed |= state ^ cbi_state_ready();
        locked |= it->lock.word;
        keeps |= it->keeps;
        data[k] = it->data;
    }
    return !closed && !(locked & CBI_LOCK_WRITER) && !keeps;
}

/* Where C changes no object of the one list, and runs with the GIL held until it returns:
   if all are of one type and nobody is at any of them, then they become pointers with no
   lock taken. False: nothing has happened. */
static bool
fill_open(struct cbi_call *call, const struct cbi_objects *list)
{
    PyObject *sequence = list->array->direct;
    PyObject *const *items = list->n ? items_of(sequence) : NULL;
    if (!items || list->exclusive
        || (cbi_type_of(sequence) == &PyList_Type && PyList_Size(sequence) != list->n)) {
        return false;
    }
    PyTypeObject *type = type_of_class(call, list->which);
    if (!cbi_is(items[0], type)) {
        return false;
    }
    const struct cbi_class *class = INSTANCE(items[0])->class;
    type = cbi_type_of(items[0]);
    if (!class || (class->lists && (class->lists->word & CBI_LOCK_WRITER))) {
        return false;
    }
    return fill_free(items, list->n, type, list->array->data);
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
        && lists->array->direct && fill_open(call, lists)) {
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
/* The k-th item, borrowed. Of a list that C read where it stands: if it is still there. */
static PyObject *
item_of(struct cbi_call *call, const struct cbi_objects *list, intptr_t k, const void *data)
{
    PyObject *sequence = list->array->direct;
    if (cbi_type_of(sequence) != &PyList_Type) {
        return PyTuple_GetItem(sequence, k);
    }
    PyObject *item = k < PyList_Size(sequence) ? items_of(sequence)[k] : NULL;
    if (item && cbi_is(item, type_of_class(call, list->which))
        && INSTANCE(item)->data == data) {
        return item;
    }
    has_changed(call, list->argument);
    return NULL;
}

/* The object of a list whose pointer is `data`; the search goes on behind the last one
   found, since C mostly keeps the order. NULL: there is none, or an exception is set. */
static PyObject *
find(struct cbi_call *call, const struct cbi_objects *lists, void *data, intptr_t *last)
{
    for (; lists->array; lists++) {
        void *const *all = lists->array->data;
        intptr_t at = *last < lists->n ? *last : 0;
        for (intptr_t k = 0; k < lists->n; k++) {
            if (all[at] == data) {
                *last = at + 1;
                return item_of(call, lists, at, data);
            }
            at = at + 1 < lists->n ? at + 1 : 0;
        }
    }
    return NULL;
}

/* Of the first list: where its items are and of which type they were, so long as no Python
   code runs; items NULL: not known. */
struct first {
    PyObject *const *items;
    PyTypeObject *type;
};

static struct first
look(struct cbi_call *call, const struct cbi_objects *list)
{
    PyObject *sequence = list->array ? list->array->direct : NULL;
    struct first f = {NULL, NULL};
    if (sequence && list->n
        && (cbi_type_of(sequence) != &PyList_Type || PyList_Size(sequence) == list->n)) {
        f.items = items_of(sequence);
        f.type = f.items ? cbi_type_of(f.items[0]) : NULL;
    }
    if (f.items && !cbi_is(f.items[0], type_of_class(call, list->which))) {
        f.items = NULL;
    }
    return f;
}

/* Results that are objects of the list, each behind the one before: the places of those
   from the k-th on. Gives which result is the first that is none. No Python code runs. */
static intptr_t
follow(const struct cbi_objects *list, struct first f, void *const *data, intptr_t k,
       intptr_t n, intptr_t *last, PyObject **places)
{
    void **all = list->array->data;     /* has room for one more: the search ends there */
    PyObject *const *items = f.items;
    const intptr_t end = list->n, head = cbi_head;
    intptr_t at = *last;
    for (; k < n && data[k]; k++) {
        const void *wanted = all[end] = data[k];
        while (all[at] != wanted) {
            at++;
        }
        PyObject *item = at < end ? items[at] : NULL;
        if (!item || cbi_type_of(item) != f.type
            || ((struct cbi_instance *)(void *)((char *)item + head))->data != wanted) {
            break;
        }
        Py_IncRef(item);
        places[k] = item;
        *last = ++at;
    }
    return k;
}

PyObject *
cbi_to_objects(struct cbi_call *call, int i, int which, void *const *data, cbi_wide n,
               bool nullable, bool tuple, const struct cbi_objects *lists,
               PyObject *const *used, unsigned keep)
{
    intptr_t last = 0;
    PyObject *made = tuple ? PyTuple_New((intptr_t)n) : PyList_New((intptr_t)n);
    PyObject **places = made && n ? (PyObject **)(uintptr_t)items_of(made) : NULL;
    struct first f = look(call, lists);
    for (intptr_t k = 0; made && k < (intptr_t)n; k++) {
        if (f.items && places) {
            k = follow(lists, f, data, k, (intptr_t)n, &last, places);
            if (k == (intptr_t)n) {
                break;
            }
        }
        PyObject *item = data[k] ? find(call, lists, data[k], &last) : NULL;
        if (item) {
            Py_IncRef(item);
        }
        else if (!PyErr_Occurred()) {
            item = cbi_new_object(call, i, which, NULL, data[k],
                                  CBI_O_CHILD | (nullable ? CBI_O_NULL : 0), NULL, used,
                                  keep);
            f = look(call, lists);
        }
        if (places && item) {
            places[k] = item;
        }
        else if (!item || (tuple ? PyTuple_SetItem : PyList_SetItem)(made, k, item) < 0) {
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
    PyObject *item = data ? find(call, lists, data, &last) : NULL;
    if (item) {
        Py_IncRef(item);
        return item;
    }
    if (PyErr_Occurred()) {
        return NULL;
    }
    return cbi_new_object(call, i, which, NULL, data, flags, NULL, used, keep);
}
